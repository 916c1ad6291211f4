"""What an organisation wants to have seen before somebody takes a role: chosen, missed, seen; never kept."""

from __future__ import annotations

from bot.domain.duty import PAPER_NAMES, PAPERS
from bot.domain.people import SHIFTS, Person, Role, seen_by, shift_role, sight_of
from bot.handlers import cards, roles
from bot.handlers.on_duty import ROLES
from bot.handlers.planning import organisation_of, refuse
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage.papers import lacking, wanted
from bot.storage.people import coordinators, person_by_id


@action("papers")
def choose_role(visit: Visit) -> None:
    """Show a coordinator what has to be seen for each role."""
    _, organisation = visit._, organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    rows = []
    for number, role in enumerate(SHIFTS):
        words = names(_, [word for word in PAPERS if word in wanted(visit.tx, organisation, role)])
        label = f"{_(ROLES[role]).capitalize()}: {words}" if words else _(ROLES[role]).capitalize()
        rows.append((press(cards.clip(label, cards.LABEL), "papers.role", number),))
    text = _("What is to be seen before somebody takes shifts? I keep the date only. Choose a role.")
    visit.say(text, *rows, cards.menu(_))


@action("papers.role")
def choose_papers(visit: Visit, number: int) -> None:
    """Show what can be asked of a role."""
    _, organisation, role = visit._, organisation_of(visit), shift_role(number)
    if organisation is None or role is None:
        refuse(visit)
        return
    asked = wanted(visit.tx, organisation, role)
    rows = []
    for n, word in enumerate(PAPERS):
        label = f"{'☑' if word in asked else '☐'} {_capital(_(PAPER_NAMES[word]))}"
        rows.append((press(label, "papers.set", number, n, int(word not in asked)),))
    text = _("What is to be seen of a {role}?", role=_(ROLES[role]))
    visit.say(text, *rows, (press(_("Back"), "papers"),))


@action("papers.set")
def set_paper(visit: Visit, number: int, word: int, asked: int) -> None:
    """Ask something of a role from now on, or no more; who has it keeps their shifts."""
    organisation, role = organisation_of(visit), shift_role(number)
    if organisation is None or role is None or not 0 <= word < len(PAPERS):
        refuse(visit)
        return
    change = visit.tx.add_paper if asked else visit.tx.drop_paper
    change(organisation=organisation, role=role.value, word=PAPERS[word])
    choose_papers(visit, number)


@action("paper.seen")
def seen(visit: Visit, person: int, number: int, word: int) -> None:
    """Keep the date on which something was seen; the volunteer hears when nothing is wanting any more."""
    _, who, other = visit._, visit.known(), person_by_id(visit.tx, person)
    role = shift_role(number)
    places = [o for o in who.coordinates if other and role and other.is_(role, o)]
    if other is None or role is None or not places or not 0 <= word < len(PAPERS):
        visit.say(_("That is not here any more."), cards.menu(_))
        return
    lacked = {place: lacking(visit.tx, person, place, role) for place in places}
    if PAPERS[word] == roles.ATTEST:
        roles.attest(visit, person, number)
    elif PAPERS[word] == roles.PROMISE:
        roles.promise(visit, person, number)
    else:
        _keep(visit, other, places, PAPERS[word])
    for place, before in lacked.items():
        if before and not lacking(visit.tx, person, place, role):
            told = visit.reader_of(other)
            text = told("Everything is in place. You can take shifts as {role} now.", role=told(ROLES[role]))
            rows = ((press(told("See open shifts"), "shift.open"),),)
            visit.tell(other, Outbound(text, rows), kind=Kind.STAFF)


def ask(visit: Visit, organisation: int, role: Role, missing: tuple[str, ...]) -> None:
    """Say what has to be seen first, and let the coordinators know once."""
    _, person = visit._, visit.known()
    for other in coordinators(visit.tx, organisation):
        told = visit.reader_of(other)
        text = told(
            "{volunteer} would like to take a shift as {role}. Nobody has seen yet: {papers}.",
            volunteer=seen_by(sight_of(other, person), person).first_name,
            role=told(ROLES[role]),
            papers=names(told, missing),
        )
        key = f"t:{person.id}:paper:{organisation}:{role.value}:{'-'.join(missing)}:{other.id}"
        visit.tell(other, Outbound(text, buttons(told, person.id, role, missing)), kind=Kind.STAFF, key=key)
    text = _(
        "{coordinator} would like to see something first: {papers}. I have passed it on.",
        coordinator=visit.coordinator_name(),
        papers=names(_, missing),
    )
    visit.say(text, (press(_("See open shifts"), "shift.open"),), cards.human(_), lasting=True)


def buttons(_: Reader, person: int, role: Role, words: tuple[str, ...]) -> tuple[cards.Row, ...]:
    """Return a button for each thing that a coordinator may have seen today."""
    number = SHIFTS.index(role)
    return tuple(
        (
            press(
                _("Seen today: {paper}", paper=_(PAPER_NAMES[word])),
                "paper.seen",
                person,
                number,
                PAPERS.index(word),
            ),
        )
        for word in words
    )


def names(_: Reader, words: tuple[str, ...] | list[str]) -> str:
    """Return what is to be seen, in words."""
    return _.all_of([_(PAPER_NAMES[word]) for word in words])


def _keep(visit: Visit, other: Person, places: list[int], word: str) -> None:
    _, who = visit._, visit.known()
    for place in places:
        visit.tx.see_paper(person=other.id, organisation=place, word=word, now=visit.now, by=who.id)
        visit.tx.log_look(now=visit.now, who=who.id, what=f"paper {word}", whom=other.id, organisation=place)
    text = _(
        "Written down: seen of {volunteer} on {day}: {paper}.",
        volunteer=seen_by(sight_of(who, other), other).first_name,
        day=_.day(visit.now),
        paper=_(PAPER_NAMES[word]),
    )
    visit.say(text, cards.menu(_), lasting=True)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
