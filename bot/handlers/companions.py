"""What is written to a citizen and a companion about going together; no name before both have said yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.domain.company import shared_word
from bot.domain.interests import named
from bot.domain.people import Person, seen_by, sight_of
from bot.domain.quiet import waking
from bot.handlers import cards
from bot.handlers.offers import reader
from bot.handlers.registry import press
from bot.handlers.together import called, meeting, put
from bot.i18n import Reader
from bot.ports import Button, Kind, Outbound
from bot.storage import letters
from bot.storage.activities import occurrence_by_id, shifts_of
from bot.storage.companions import (
    Companionship,
    Search,
    companionships_ahead,
    current,
    in_common,
)
from bot.storage.companions import agreed as found_for
from bot.storage.pairings import open_between, open_of
from bot.storage.people import coordinators, person_by_id
from bot.storage.store import Tx

Rows = tuple[tuple[Button, ...], ...]
SOON: Final = timedelta(hours=24)  # nearer than this to the start, the night is no reason to wait
SIGN: Final = 80  # characters of how to be known at the door


def ask(tx: Tx, settings: Settings, pair: Companionship, until: datetime, now: datetime) -> None:
    """Ask a companion, who is told nothing of the citizen but what both like."""
    to, found = person_by_id(tx, pair.companion), occurrence_by_id(tx, pair.occurrence)
    if to is None or found is None:
        return
    _ = reader(settings, to.language)
    know = open_between(tx, pair.citizen, pair.companion)
    text = cards.fit(
        cards.CARD,
        (
            0,
            " ".join(
                [
                    cards.greeting(_, to.first_name),
                    _wish(tx, _, pair, found),
                ]
            ),
        ),
        (1, _common(tx, _, pair, found)),
        (0, meeting(_, found)),
        (2, "" if know else _("You get each other's first name when both of you have said yes.")),
        (0, _("I ask nobody else before {until}. Would you like to?", until=_.when(until))),
    )
    rows = (
        (press(_("Yes, gladly"), "pair.want", pair.id),),
        (press(_("Not this time"), "pair.cant", pair.id),),
        (press(_("Not this month"), "pair.month", pair.id),),
        (press(_("Tell me more"), "find.about", found.id),),
        (press(_("Fewer questions"), "sub.terms"),),
    )
    put(tx, to, pair, Outbound(text, rows), now, word="ask", not_before=waking(now, settings.zone))


def propose(tx: Tx, settings: Settings, pair: Companionship, now: datetime) -> None:
    """Tell the citizen that somebody would like to go along, and ask for the second yes."""
    to = person_by_id(tx, pair.citizen)
    message = proposal(tx, reader(settings, to.language), pair) if to else None
    if to and message:
        at = waking(now, settings.zone)
        put(tx, to, pair, message, now, word=f"propose:{now.isoformat()}", not_before=at)


def withdraw(tx: Tx, pair: Companionship, now: datetime) -> None:
    """Let a companion who said yes think again; what the citizen has not been asked yet is not asked."""
    tx.drop_proposal(occurrence=pair.occurrence, id=pair.id, now=now)


def proposal(tx: Tx, _: Reader, pair: Companionship) -> Outbound | None:
    """Return the question to the citizen, which names nobody yet."""
    found = occurrence_by_id(tx, pair.occurrence)
    if found is None:
        return None
    what = {"activity": cards.title(found.activity), "when": _.when(found.starts_at)}
    know = open_between(tx, pair.citizen, pair.companion)
    other = person_by_id(tx, pair.companion) if know else None
    if other:
        text = _(
            "{companion} would like to go with you again to {activity}, {when}. Would you like to?",
            companion=called(_, other),
            **what,
        )
    else:
        if tx.proposed_before(occurrence=pair.occurrence, citizen=pair.citizen, id=pair.id):
            opening = _("Another companion would like to go with you to {activity}, {when}.", **what)
        else:
            opening = _("A companion would like to go with you to {activity}, {when}.", **what)
        text = cards.fit(
            cards.REPLY,
            (0, opening),
            (1, _common(tx, _, pair, found)),
            (0, _("If you say yes too, you get each other's first name. Would you like to?")),
        )
    rows = (
        (press(_("Yes please"), "pair.yes", pair.id),),
        (press(_("Ask somebody else"), "pair.no", pair.id),),
        (press(_("I go by myself"), "pair.alone", pair.occurrence),),
        cards.human(_),
    )
    return Outbound(text, rows)


def missing(tx: Tx, settings: Settings, search: Search, now: datetime, kind: Kind = Kind.FOLLOWUP) -> bool:
    """Tell a citizen early that nobody is found yet; the seat stays theirs.  False if told before."""
    to, found = person_by_id(tx, search.citizen), occurrence_by_id(tx, search.occurrence)
    if to is None or found is None:
        return False
    message = nobody(tx, reader(settings, to.language), found, to.id)
    key = f"missing:{search.signup}:{search.version}"
    return letters.put_about(tx, to, message, found, kind=kind, key=key, now=now, expires_at=found.starts_at)


def nobody(tx: Tx, _: Reader, occurrence: Occurrence, to: int) -> Outbound:
    """Return how it is told that nobody is found: what can be done instead, and that the seat is kept."""
    host = cards.host_name(tx, occurrence, to)
    text = cards.fit(
        cards.REPLY,
        (
            0,
            _(
                "I have not found a companion for {activity}, {when}, yet. Your place is still yours.",
                activity=cards.title(occurrence.activity),
                when=_.when(occurrence.starts_at),
            ),
        ),
        (1, _("{host} can meet you at the door instead.", host=host) if host else ""),
        (0, _("What would you like best?")),
    )
    meet = press(_("Meet me at the door"), "pair.alone", occurrence.id)
    alone = press(_("I go by myself"), "pair.alone", occurrence.id)
    return Outbound(
        text,
        (
            (meet if host else alone,),
            (press(_("Look a little more"), "pair.more", occurrence.id),),
            (press(_("Wait for the next time"), "pair.next", occurrence.id),),
            (press(_("Pass my place on"), "sign.out", occurrence.id),),
            cards.human(_),
        ),
    )


def tell_staff(tx: Tx, settings: Settings, search: Search, now: datetime) -> int:
    """Let the coordinators know once that every companion was asked: now a human has to look."""
    found, citizen = occurrence_by_id(tx, search.occurrence), person_by_id(tx, search.citizen)
    if found is None or citizen is None:
        return 0
    told = 0
    for other in coordinators(tx, found.activity.organisation):
        key = f"alone:{search.signup}:{search.version}:{other.id}"
        if other.chat is None or letters.is_put(tx, key):
            continue
        _ = reader(settings, other.language)
        text = _(
            "{citizen} would like to go with somebody to {activity}, {when}. No companion is free. Perhaps "
            "you know somebody.",
            citizen=seen_by(sight_of(other, citizen), citizen).first_name or _("Somebody"),
            activity=cards.title(found.activity),
            when=_.when(found.starts_at),
        )
        told += letters.put(
            tx,
            key=key,
            chat=other.chat,
            kind=Kind.STAFF,
            message=Outbound(text),
            now=now,
            person=other.id,
            not_before=waking(now, settings.zone),
            expires_at=found.starts_at,
        )
    return told


def release(tx: Tx, settings: Settings, occurrence: int, citizen: int, now: datetime) -> None:
    """Let whoever was asked be free again, without a reason: the citizen does not come, or goes alone."""
    for pair in filter(None, (current(tx, occurrence, citizen), found_for(tx, occurrence, citizen))):
        _end(tx, settings, pair, "lapsed" if pair.is_open else "ended", now)


def leave(tx: Tx, settings: Settings, person: int, now: datetime) -> list[tuple[Person, Outbound]]:
    """End all that somebody is part of, who is about to be forgotten; return who is to be told what of it.

    It is written by the caller when nothing of the person is left, so that no trace goes with it.
    """
    told = []
    for pair in companionships_ahead(tx, person, now):
        other, found = person_by_id(tx, pair.other(person)), occurrence_by_id(tx, pair.occurrence)
        if person == pair.citizen:
            release(tx, settings, pair.occurrence, person, now)
        else:
            lose(tx, settings, pair, now)
        if other and found and found.on and (person == pair.citizen or pair.state == "agreed"):
            _ = reader(settings, other.language)
            told.append((other, off(_, found) if person == pair.citizen else lost(_, found)))
    heard = {other.id for other, _message in told}
    for pairing in open_of(tx, person):
        other = person_by_id(tx, pairing.other(person))
        if other and other.id not in heard:
            told.append((other, over(reader(settings, other.language))))
    return told


def over(_: Reader) -> Outbound:
    """Return how somebody hears that the one they went with is not here any more: no name, no reason."""
    text = _("The one you went with is not here any more. Thank you for the times you went along together.")
    return Outbound(text, (cards.look_on(_), cards.human(_)))


def lose(tx: Tx, settings: Settings, pair: Companionship, now: datetime) -> None:
    """Tell the citizen at once that the companion cannot come; what to do is theirs to decide."""
    was_agreed = pair.state == "agreed"
    tx.set_companionship(id=pair.id, state="ended" if was_agreed else "declined", now=now)
    if was_agreed:
        tell_lost(tx, settings, pair, now)


def tell_lost(
    tx: Tx, settings: Settings, pair: Companionship, now: datetime, again: str = "pair.more"
) -> None:
    """Write to a citizen that nobody goes along; ``again`` is the verb that looks for somebody else."""
    to, found = person_by_id(tx, pair.citizen), occurrence_by_id(tx, pair.occurrence)
    if to is None or found is None or not found.on or found.ends_at <= now:
        return
    message = lost(reader(settings, to.language), found, again)
    put(tx, to, pair, message, now, word=f"lost:{now.isoformat()}", kind=Kind.CHANGE)


def lost(_: Reader, occurrence: Occurrence, again: str = "pair.more") -> Outbound:
    """Return how a citizen hears that nobody goes along any more, and what can be done."""
    text = _(
        "Your companion cannot come to {activity}, {when}, after all. Your place is still yours. What would "
        "you like best?",
        activity=cards.title(occurrence.activity),
        when=_.when(occurrence.starts_at),
    )
    rows = (
        (press(_("I go by myself"), "pair.alone", occurrence.id),),
        (press(_("Find somebody else"), again, occurrence.id),),
        (press(_("I stay at home"), "sign.out", occurrence.id),),
        (press(_("Call me"), "human"),),
    )
    return Outbound(text, rows)


def _wish(tx: Tx, _: Reader, pair: Companionship, found: Occurrence) -> str:
    """Return who would like to go along: by name only where the two go together already."""
    what = {"activity": cards.title(found.activity), "when": _.when(found.starts_at)}
    know = open_between(tx, pair.citizen, pair.companion)
    other = person_by_id(tx, pair.citizen) if know else None
    if other:
        return _(
            "{companion} would like to go with you again to {activity}, {when}.",
            companion=called(_, other),
            **what,
        )
    return _("Somebody would like to go with a companion to {activity}, {when}.", **what)


def _common(tx: Tx, _: Reader, pair: Companionship, occurrence: Occurrence) -> str:
    shared = in_common(tx, pair.citizen, pair.companion)
    word = shared_word(shared, occurrence.activity.interest)
    return _("You have {interest} in common.", interest=cards.clip(named(_, word), 30)) if word else ""


def off(_: Reader, occurrence: Occurrence) -> Outbound:
    """Return how a companion hears that nobody needs them any more: no name, no reason."""
    return Outbound(
        _(
            "You need not go with anybody to {activity}, {when}, any more. Thank you for wanting to.",
            activity=cards.title(occurrence.activity),
            when=_.when(occurrence.starts_at),
        )
    )


def decline_kindly(tx: Tx, settings: Settings, pair: Companionship, now: datetime) -> None:
    """Tell a companion that another way was found, without a reason or a name."""
    _end(tx, settings, pair, "refused", now)


def _end(tx: Tx, settings: Settings, pair: Companionship, state: str, now: datetime) -> None:
    """Close it towards the companion, whose shift ends with it."""
    tx.set_companionship(id=pair.id, state=state, now=now)
    for shift in shifts_of(tx, pair.occurrence):
        if (shift.person, shift.role) == (pair.companion, "companion") and pair.state == "agreed":
            tx.set_shift(id=shift.id, state="released", now=now)
            letters.cancel_for(tx, pair.occurrence, pair.companion, now)
    tell_off(tx, settings, pair, now)


def tell_off(tx: Tx, settings: Settings, pair: Companionship, now: datetime) -> None:
    """Write to a companion that nobody needs them any more."""
    to, found = person_by_id(tx, pair.companion), occurrence_by_id(tx, pair.occurrence)
    if to is None or found is None or not found.on or found.ends_at <= now:
        return
    message = off(reader(settings, to.language), found)
    at = now if found.starts_at - now <= SOON else waking(now, settings.zone)
    put(tx, to, pair, message, now, word="off", kind=Kind.CHANGE, not_before=at)
