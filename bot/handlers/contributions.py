"""A coordinator looks for what people would like to give, and asks one of them."""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

from bot.dialogs.asking import Asked, ask_for
from bot.domain.interests import named
from bot.domain.people import Person, seen_by, sight_of
from bot.handlers import cards, talk
from bot.handlers.planning import organisation_of, refuse
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.language.fold import fold, loose
from bot.language.intents import SURE, understand
from bot.language.telling import gifts_in
from bot.ports import Kind, Outbound
from bot.storage import giving
from bot.storage.people import interests_of, person_by_id

A_PAGE: Final = 5
OTHERS: Final = ("identity", "privacy", "human")  # questions that begin alike
_SEARCH: Final = re.compile(
    r"^(?:er der nogen der|hvem|who) (?:kan|vil gerne|can|would like)(?! (?:jeg|vi|man|du|i|we)\b)\b(.*)"
)
_LEAD: Final = re.compile(r"^(?: gerne| godt| god til| lyst til| like to| at| en| et| nogle)+\b")


def asks(visit: Visit) -> bool:
    """Tell whether a coordinator asks who can do something: "hvem kan bage?", but not "hvem er du?"."""
    person, text = visit.person, visit.inbound.text
    if person is None or not person.coordinates or not _SEARCH.match(fold(text)):
        return False
    said = understand(text)
    return said.intent not in OTHERS or said.score < SURE


@action("gifts")
@command("hvem")
def show_all(visit: Visit, page: int = 0) -> None:
    """Show what people would like to give, what most of them would first."""
    _ = visit._
    organisation = organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    found = giving.offered(visit.tx, organisation)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    if not shown:
        visit.say(_("Nobody has offered anything yet."), cards.menu(_))
        return
    rows = [(press(_labelled(_, word, count), "gifts.who", number(word), 0),) for word, count in shown]
    if (page + 1) * A_PAGE < len(found):
        rows.append((press(_("Show more"), "gifts", page + 1),))
    text = _("This is what people would like to give. You can also write, for example: who can bake?")
    visit.say(text, *rows, cards.menu(_))


@action("gifts.who")
def who(visit: Visit, word: int, page: int = 0) -> None:
    """Show who would like to give one thing."""
    organisation = organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    words = [one for one, _count in giving.offered(visit.tx, organisation) if number(one) == word]
    _show(visit, organisation, words, page)


def search(visit: Visit) -> None:
    """Answer "who can bake?" with first names."""
    organisation, found = organisation_of(visit), _SEARCH.match(fold(visit.inbound.text))
    if organisation is None or found is None:
        refuse(visit)
        return
    wanted = _LEAD.sub("", found[1]).strip()
    meant, said = {*gifts_in(wanted)}, loose(wanted)
    words = [
        word
        for word, _count in giving.offered(visit.tx, organisation)
        if word in meant or (said and said in loose(fold(word)))
    ]
    _show(visit, organisation, words, 0)


@action("gifts.ask")
def ask(visit: Visit, person: int, word: int) -> None:
    """Ask the coordinator for the words to ask with."""
    found = _offers(visit, person, word)
    if found is None:
        refuse(visit)
    else:
        talk.begin(visit, ask_for, person=person, word=found)


@talk.finishes(ask_for)
def asked(visit: Visit, result: Asked) -> None:
    """Pass the question on; the person may say yes or no."""
    _, organisation = visit._, organisation_of(visit)
    if not result.words or organisation is None or _offers(visit, result.person, number(result.word)) is None:
        visit.say(_("Then nobody is asked."), (press(_("Who can help?"), "gifts", 0),), cards.menu(_))
        return
    other = person_by_id(visit.tx, result.person)
    assert other is not None
    favour = visit.tx.add_favour(
        person=other.id,
        organisation=organisation,
        made_by=visit.known().id,
        word=result.word,
        now=visit.now,
    )
    message = _question(visit, other, favour, result)
    visit.tell(other, message, kind=Kind.INVITATION, key=f"favour:{favour}:ask")
    visit.say(
        _("I pass it on, at a time of day and in a week when it is welcome. The answer comes here."),
        (press(_("Who can help?"), "gifts", 0),),
        cards.menu(_),
        lasting=True,
    )


def number(word: str) -> int:
    """Return the number that stands for a word on a button."""
    return crc32(word.encode())


def _question(visit: Visit, other: Person, favour: int, result: Asked) -> Outbound:
    """Return the question as the person reads it: why it comes, who asks, and that a no is all right."""
    _, asker = visit.reader_of(other), visit.known()
    head = _("You have said that you would like to give this: {what}.", what=named(_, result.word))
    who_asks = _("{name} asks:", name=asker.first_name or _("A coordinator"))
    text = "\n".join(
        [
            " ".join([cards.greeting(_, other.first_name), head, who_asks]),
            result.words,
            _("A no is quite all right."),
            cards.signature(_, visit.tx, visit.known().organisation),
        ]
    )
    rows = (
        (press(_("Yes, I would like to"), "gift.yes", favour),),
        (press(_("Not this time"), "gift.no", favour),),
        cards.human(_),
        cards.fewer(_),
    )
    return Outbound(text, rows)


def _show(visit: Visit, organisation: int, words: list[str], page: int) -> None:
    _, person = visit._, visit.known()
    found = giving.givers(visit.tx, organisation, words)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    if not shown:
        visit.say(_("Nobody has offered that yet."), (press(_("Who can help?"), "gifts", 0),), cards.menu(_))
        return
    rows: list[cards.Row] = []
    for id_ in shown:
        other = person_by_id(visit.tx, id_)
        if other is None:
            continue
        visit.tx.log_look(
            now=visit.now, who=person.id, what="gifts", whom=other.id, organisation=organisation
        )
        name = seen_by(sight_of(person, other), other).first_name or _("Somebody")
        own = [word for word in interests_of(visit.tx, id_, "gift") if word in words]
        rows.append((press(_("Ask {name}", name=name), "gifts.ask", id_, number(own[0])),))
    if (page + 1) * A_PAGE < len(found) and len(words) == 1:
        rows.append((press(_("Show more"), "gifts.who", number(words[0]), page + 1),))
    what = _.all_of([named(_, word) for word in words])
    text = _.count(
        "{n} person would like to give this: {what}. Whom shall I ask?",
        "{n} people would like to give this: {what}. Whom shall I ask?",
        len(found),
        what=what,
    )
    visit.send(Outbound(text, (*rows, cards.menu(_))), about=shown)


def _offers(visit: Visit, person: int, word: int) -> str | None:
    """Return the word if this person offers it, in the coordinator's organisation, and may be asked."""
    organisation = organisation_of(visit)
    if organisation is None:
        return None
    own = [one for one in interests_of(visit.tx, person, "gift") if number(one) == word]
    return own[0] if own and person in giving.givers(visit.tx, organisation, own) else None


def _labelled(_: Reader, word: str, count: int) -> str:
    name = named(_, word)
    return cards.clip(f"{name[:1].upper()}{name[1:]}", cards.LABEL - 5) + f" ({count})"
