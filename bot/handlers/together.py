"""What two who go together read of each other: one wording for both, and no number of either."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.domain.company import MEET
from bot.domain.people import Person, Sight, seen_by
from bot.domain.steps import Step
from bot.handlers import cards
from bot.handlers.offers import reader
from bot.handlers.registry import press
from bot.i18n import Reader
from bot.ports import Button, Kind, Outbound
from bot.storage import letters
from bot.storage.activities import occurrence_by_id, shifts_of
from bot.storage.companions import Companionship, companionship_by_id
from bot.storage.pairings import Pairing, open_between
from bot.storage.people import person_by_id
from bot.storage.store import Tx

Rows = tuple[tuple[Button, ...], ...]
SIGN: Final = 80  # characters of how to be known at the door


def introduce(tx: Tx, settings: Settings, pair: Companionship, person: int, now: datetime) -> None:
    """Tell one of the two who the other is, after both have said yes."""
    to = person_by_id(tx, person)
    message = introduction(tx, reader(settings, to.language), pair, person) if to else None
    if to and message:
        put(tx, to, pair, message, now, word=f"made:{person}:{now.isoformat()}")


def introduction(tx: Tx, _: Reader, pair: Companionship, person: int) -> Outbound | None:
    """Return who goes with whom, when and where the two meet."""
    other, found = person_by_id(tx, pair.other(person)), occurrence_by_id(tx, pair.occurrence)
    if other is None or found is None:
        return None
    opening = _(
        "You have both said yes. You go with {companion} to {activity}, {when}.",
        companion=called(_, other),
        activity=cards.title(found.activity),
        when=_.when(found.starts_at),
    )
    text = cards.fit(
        cards.REPLY,
        (0, opening),
        (0, meeting(_, found)),
        (1, light(_, open_between(tx, pair.citizen, pair.companion), called(_, other), person)),
        (2, _("I write to you both the day before. Neither of you sees the other's number.")),
    )
    return Outbound(text, choices(tx, _, pair, person))


def card(tx: Tx, _: Reader, pair: Companionship, person: Person, occurrence: Occurrence) -> Outbound | None:
    """Return the accompaniment card of the day before: the same facts for both."""
    other = person_by_id(tx, pair.other(person.id))
    if other is None:
        return None
    sign = pair.sign_of(other.id)
    text = cards.fit(
        cards.CARD,
        (0, _("Tomorrow you go with {companion}.", companion=called(_, other))),
        (0, cards.what(_, occurrence)),
        (0, meeting(_, occurrence)),
        (1, light(_, open_between(tx, pair.citizen, pair.companion), called(_, other), person.id)),
        (1, _("Look for: {sign}.", sign=cards.clip(sign, SIGN).rstrip(". ")) if sign else ""),
        (1, cards.door(_, occurrence.activity)),
        (0, _("If one of you is late, press the button. Then the other one is told.")),
    )
    late = (
        press(_("I am running late"), "rem.late", occurrence.id)
        if person.id == pair.citizen
        else press(_("I am running late"), "pair.late", pair.id)
    )
    rows = choices(tx, _, pair, person.id)
    return Outbound(text, ((late,), *rows))


def in_a_line(tx: Tx, _: Reader, pair: Companionship, person: Person, occurrence: Occurrence) -> str:
    """Return in one line with whom one goes, and where the two meet."""
    other = person_by_id(tx, pair.other(person.id))
    if other is None:
        return ""
    return " ".join([_("You go with {companion}.", companion=called(_, other)), meeting(_, occurrence)])


def tell_late(tx: Tx, settings: Settings, pair: Companionship, person: int, now: datetime) -> bool:
    """Let the other one know that somebody comes a little later; tell whether it was new."""
    to, late = person_by_id(tx, pair.other(person)), person_by_id(tx, person)
    found = occurrence_by_id(tx, pair.occurrence)
    if to is None or late is None or found is None:
        return False
    _ = reader(settings, to.language)
    text = _("{companion} comes a little later. Wait at the door, or go in.", companion=called(_, late))
    message = Outbound(text, (cards.human(_),))
    return put(tx, to, pair, message, now, word=f"late:{person}", kind=Kind.CHANGE)


def tell_sign(tx: Tx, settings: Settings, pair: Companionship, person: int, sign: str, now: datetime) -> None:
    """Tell the other one how somebody can be known at the door, if the card has gone out already."""
    to, who = person_by_id(tx, pair.other(person)), person_by_id(tx, person)
    if to is None or who is None:
        return
    _ = reader(settings, to.language)
    text = _(
        "You can know {companion} by this: {sign}", companion=called(_, who), sign=cards.clip(sign, SIGN)
    )
    put(tx, to, pair, Outbound(text), now, word=f"sign:{person}:{now.isoformat()}")


def found_again(tx: Tx, settings: Settings, pair: Companionship, now: datetime) -> None:
    """Tell a citizen that the companion can come after all."""
    to, found = person_by_id(tx, pair.citizen), occurrence_by_id(tx, pair.occurrence)
    if to is None or found is None:
        return
    _ = reader(settings, to.language)
    text = _(
        "Your companion can come to {activity}, {when}, after all.",
        activity=cards.title(found.activity),
        when=_.when(found.starts_at),
    )
    message = Outbound(text, choices(tx, _, pair, to.id))
    put(tx, to, pair, message, now, word=f"again:{now.isoformat()}", kind=Kind.CHANGE)


def called(_: Reader, person: Person) -> str:
    """Return the first name of the other one; both have said yes to that."""
    return seen_by(Sight.MATCHED, person).first_name or _("your companion")


def light(_: Reader, pairing: Pairing | None, name: str, reader_is: int) -> str:
    """Return in a sentence how much the companion does now; nothing where it is all the way."""
    if pairing is None or not pairing.is_open:
        return ""
    match pairing.step, reader_is == pairing.citizen:
        case Step.DOOR, True:
            return _("{companion} leaves when you have settled.", companion=name)
        case Step.DOOR, False:
            return _("You can leave when {companion} has settled.", companion=name)
        case Step.HELLO, True:
            return _("{companion} sends you a few words the day before.", companion=name)
        case Step.HELLO, False:
            return _("You send {companion} a few words the day before.", companion=name)
        case _other:
            return ""


def meeting(_: Reader, occurrence: Occurrence) -> str:
    """Return when and where the two meet: at a public door, in good time."""
    clock = _.time(occurrence.starts_at - MEET)
    place = cards.place(occurrence.activity)
    if not place:
        return _("You meet at {clock} at the entrance.", clock=clock)
    return _("You meet at {clock} at the entrance of {place}.", clock=clock, place=place)


def choices(tx: Tx, _: Reader, pair: Companionship, person: int) -> Rows:
    """Return what one of the two may do; each gives up their own part only."""
    write = (press(_("Write a few words"), "pair.write", pair.id),)
    sign = (press(_("Say how I can be known"), "pair.sign", pair.id),)
    pairing = open_between(tx, pair.citizen, pair.companion)
    more = (press(_("About going together"), "match.show", pairing.id),) if pairing else cards.human(_)
    if person == pair.citizen:
        return (write, sign, cards.leave(_, pair.occurrence), more)
    own = [s for s in shifts_of(tx, pair.occurrence) if (s.person, s.role) == (person, "companion")]
    cant = [(press(_("I am prevented"), "shift.cant", shift.id),) for shift in own]
    return (write, sign, *cant, more)


def put(  # one name for each thing that a letter may depend on
    tx: Tx,
    to: Person,
    pair: Companionship,
    message: Outbound,
    now: datetime,
    *,
    word: str,
    kind: Kind = Kind.FOLLOWUP,
    not_before: datetime | None = None,
) -> bool:
    """Write to one of the two about the pair as it stands; False if that was done before."""
    fresh, found = companionship_by_id(tx, pair.id), occurrence_by_id(tx, pair.occurrence)
    if found is None or fresh is None:
        return False
    key = f"pair:{pair.id}:{word}"
    until = found.ends_at
    return letters.put_about(
        tx, to, message, found, kind=kind, key=key, now=now, not_before=not_before, expires_at=until
    )
