"""Roles of volunteers: seen, asked for, given up; those of trust wait for a coordinator's yes."""

from __future__ import annotations

from bot.domain.duty import PAPER_NAMES, PAPERS
from bot.domain.people import SHIFTS, TRUSTED, Role, seen_by, shift_role, sight_of
from bot.handlers import cards
from bot.handlers.on_duty import ROLES
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage.papers import lacking
from bot.storage.people import coordinators, person_by_id, put_role

ATTEST, PROMISE = "attest", "promise"


@action("role.list")
def mine(visit: Visit) -> None:
    """Show what a volunteer is and can be; each role is added to a person, and given up by them."""
    _ = visit._
    places = sorted(visit.known().volunteers_at)
    if not places:
        visit.say(_("That is not here any more."), cards.menu(_))
        return
    states = {role: {_state(visit, visit.known().id, place, role) for place in places} for role in SHIFTS}
    rows = [(press(_label(visit, role, states[role]), "role.want", n),) for n, role in enumerate(SHIFTS)]
    text = _(
        "This is what you can be. Press what you would like. A coordinator says yes first to hosts, "
        "companions and drivers."
    )
    visit.say(text, *rows, (press(_("Hours and a certificate"), "hours"),), cards.menu(_))


@action("role.want")
def want(visit: Visit, number: int = 0) -> None:
    """Ask for a role, or show one that is had, with the way out of it."""
    _ = visit._
    role = shift_role(number)
    places = sorted(visit.known().volunteers_at)
    if role is None or not places:
        visit.say(_("That is not here any more."), cards.menu(_))
        return
    if visit.known().is_(role):
        text = _("You are {role}. Thank you. You can stop at any time.", role=_(ROLES[role]))
        drop = (press(_("Stop being {role}", role=_(ROLES[role])), "role.drop", number),)
        visit.say(text, drop, (press(_("Back"), "role.list"),))
        return
    begin(visit, role)
    if role in TRUSTED:
        _say_asked(visit, role)
    else:
        visit.say(
            _("You are {role} now. Thank you.", role=_(ROLES[role])),
            (press(_("See open shifts"), "shift.open"),),
            cards.menu(_),
            lasting=True,
        )


def begin(visit: Visit, role: Role) -> None:
    """Give a role wherever somebody volunteers; one of trust is passed on to the coordinators, once."""
    person = visit.known()
    for place in sorted(person.volunteers_at):
        if role not in TRUSTED:
            put_role(visit.tx, person.id, place, role, visit.now)
        elif _state(visit, person.id, place, role) is None:
            _pass_on(visit, place, role)


@action("role.drop")
def drop(visit: Visit, number: int = 0) -> None:
    """Give a role up, without a reason; shifts already taken are given back one by one."""
    _ = visit._
    person = visit.known()
    role = shift_role(number)
    if role is None:
        visit.say(_("That is not here any more."), cards.menu(_))
        return
    visit.tx.drop_role(person=person.id, role=role.value)
    text = _(
        "Thank you for being {role}. You keep the shifts you have taken; each can be given back.",
        role=_(ROLES[role]),
    )
    visit.say(text, (press(_("My shifts"), "shifts"),), cards.menu(_), lasting=True)


@action("role.yes")
def approve(visit: Visit, person: int, number: int) -> None:
    """Let a volunteer have a role of trust; who approved it, and when, is kept."""
    _decide(visit, person, number, yes=True)


@action("role.no")
def decline(visit: Visit, person: int, number: int) -> None:
    """Leave a volunteer without a role of trust; a human tells why."""
    _decide(visit, person, number, yes=False)


def _decide(visit: Visit, person: int, number: int, *, yes: bool) -> None:
    _ = visit._
    who, other = visit.known(), person_by_id(visit.tx, person)
    role = shift_role(number)
    asked = [o for o in who.coordinates if other and role and _state(visit, person, o, role) is not None]
    if other is None or role is None or not asked:
        visit.say(_("That is not here any more."), cards.menu(_))
        return
    organisation = asked[0]
    name = seen_by(sight_of(who, other), other).first_name
    before = _state(visit, person, organisation, role)
    if before == "asked":
        state = "approved" if yes else "revoked"
        put_role(visit.tx, person, organisation, role, visit.now, state=state, approved_by=who.id)
        visit.tx.log_look(
            now=visit.now, who=who.id, what=f"role {state}", whom=person, organisation=organisation
        )
        if yes:
            told = visit.reader_of(other)
            text = _welcome(told, role)
            rows = ((press(told("See open shifts"), "shift.open"),),)
            visit.tell(other, Outbound(text, rows), kind=Kind.STAFF)
        before = state
    if before == "approved":
        numbers = (person, SHIFTS.index(role))
        visit.say(
            _(
                "{volunteer} is {role} now. Note here what you have seen to. I keep the date, and never what "
                "a paper says.",
                volunteer=name,
                role=_(ROLES[role]),
            ),
            (press(_("Certificate seen today"), "role.attest", *numbers),),
            (press(_("Promised to keep confidences"), "role.promise", *numbers),),
            *_more_to_see(visit, person, organisation, role),
            cards.menu(_),
            lasting=True,
        )
    else:
        visit.say(_("{volunteer} is not {role}.", volunteer=name, role=_(ROLES[role])), lasting=True)


@action("role.attest")
def attest(visit: Visit, person: int, number: int) -> None:
    """Keep the date on which a certificate was seen; what it says is kept nowhere."""
    _note(visit, person, number, ATTEST)


@action("role.promise")
def promise(visit: Visit, person: int, number: int) -> None:
    """Keep the date on which a volunteer promised to keep confidences."""
    _note(visit, person, number, PROMISE)


def ask(visit: Visit, organisation: int, role: Role) -> None:
    """Pass a wish for a role of trust on to the coordinators, once."""
    if _state(visit, visit.known().id, organisation, role) is None:
        _pass_on(visit, organisation, role)
    _say_asked(visit, role)


def _pass_on(visit: Visit, organisation: int, role: Role) -> None:
    person = visit.known()
    put_role(visit.tx, person.id, organisation, role, visit.now, state="asked")
    for other in coordinators(visit.tx, organisation):
        told = visit.reader_of(other)
        name = seen_by(sight_of(other, person), person).first_name
        text = told("{volunteer} would like to be {role}.", volunteer=name, role=told(ROLES[role]))
        numbers = (person.id, SHIFTS.index(role))
        rows = (
            (press(told("Yes, approve"), "role.yes", *numbers),),
            (press(told("Not now"), "role.no", *numbers),),
        )
        visit.tell(other, Outbound(text, rows), kind=Kind.STAFF)


def _say_asked(visit: Visit, role: Role) -> None:
    _ = visit._
    visit.say(
        _(
            "Thank you. {coordinator} has to say yes before you can be {role}. I have passed it on.",
            coordinator=visit.coordinator_name(),
            role=_(ROLES[role]),
        ),
        (press(_("See open shifts"), "shift.open"),),
        lasting=True,
    )


def _welcome(_: Reader, role: Role) -> str:
    if role is Role.COMPANION:
        return _("You can be a companion now. I ask you when somebody would like to go along. Thank you.")
    return _("You can take shifts as {role} now. Thank you.", role=_(ROLES[role]))


def _note(visit: Visit, person: int, number: int, what: str) -> None:
    _ = visit._
    who, other = visit.known(), person_by_id(visit.tx, person)
    role = shift_role(number)
    places = [o for o in who.coordinates if other and role and other.is_(role, o)]
    if other is None or role is None or not places:
        visit.say(_("That is not here any more."), cards.menu(_))
        return
    keep = visit.tx.note_attest if what == ATTEST else visit.tx.note_promise
    for place in places:
        keep(person=person, organisation=place, role=role.value, now=visit.now)
        visit.tx.log_look(now=visit.now, who=who.id, what=f"role {what}", whom=person, organisation=place)
    name = seen_by(sight_of(who, other), other).first_name
    day = _.day(visit.now)
    if what == ATTEST:
        text = _("Written down: the certificate of {volunteer} was seen on {day}.", volunteer=name, day=day)
    else:
        text = _("Written down: {volunteer} promised to keep confidences on {day}.", volunteer=name, day=day)
    visit.say(text, cards.menu(_), lasting=True)


def _more_to_see(visit: Visit, person: int, organisation: int, role: Role) -> tuple[cards.Row, ...]:
    """Return a button for each other thing that the organisation wants to have seen."""
    _, number = visit._, SHIFTS.index(role)
    return tuple(
        (press(_("Seen today: {paper}", paper=_(PAPER_NAMES[word])), "paper.seen", person, number, n),)
        for n, word in enumerate(PAPERS)
        if word in lacking(visit.tx, person, organisation, role) and word not in (ATTEST, PROMISE)
    )


def _label(visit: Visit, role: Role, states: set[str | None]) -> str:
    _ = visit._
    word = _(ROLES[role]).capitalize()
    if "approved" in states:
        return _("{role}: yes", role=word)
    if "asked" in states:
        return _("{role}: asked for", role=word)
    return word


def _state(visit: Visit, person: int, organisation: int, role: Role) -> str | None:
    state: str | None = visit.tx.role_state(person=person, organisation=organisation, role=role.value)
    return state
