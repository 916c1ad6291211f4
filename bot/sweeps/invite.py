"""Who is asked along: somebody whom it fits, not too often, and never more than there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from bot.config import Settings
from bot.domain import quiet
from bot.domain.budget import week_of
from bot.domain.matching import Ranked, choose
from bot.domain.people import Person
from bot.domain.reasons import kept
from bot.handlers import call_list
from bot.handlers.invitations import letter
from bot.i18n import Reader
from bot.ports import Kind
from bot.storage import calls, invitations, letters, matching
from bot.storage.activities import occurrence_by_id, occurrences_between
from bot.storage.people import person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep_after_a_look

SOONEST, FARTHEST = timedelta(days=2), timedelta(days=14)
LAST_CALL: Final = timedelta(hours=2)  # before the start a question has become useless
BY_POST: Final = timedelta(days=8)  # there, and an answer back
BATCH: Final = 50  # in one transaction: others wait meanwhile
MOST: Final = 1000  # at one look


def next_chance(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return the next instant, in the hours for it, at which somebody may be asked who may not be now."""
    zone = settings.zone
    ahead = occurrences_between(tx, now + SOONEST, now + FARTHEST + FARTHEST)
    if not ahead:
        return None
    if (first := quiet.unprompted(now, zone)) > now:
        return first
    enter = (found.starts_at - FARTHEST for found in ahead if found.starts_at - FARTHEST > now)
    change = invitations.next_change(tx, now)
    soonest = min([*enter, *([change] if change else []), _next_day(now, zone)])
    return quiet.unprompted(soonest, zone)


def fitting(tx: Tx, settings: Settings, now: datetime) -> Sequence[Ranked]:
    """Return whom to ask to what, as it stands now."""
    if quiet.unprompted(now, settings.zone) > now:
        return ()
    asked = matching.Asked(tx, now)
    ahead = occurrences_between(tx, now + SOONEST, now + FARTHEST)
    free = [o for o in ahead if o.free > asked.open[o.id]]
    if not free:
        return ()
    monday = week_of(now, settings.zone).begins
    field = matching.field_of(tx, free, asked, now, zone=settings.zone, monday=monday)
    offers = field.offers.values()
    room = {offer.id: offer.room for offer in offers}
    return choose([field.ranked(offer, now) for offer in offers], room, MOST)


@sweep_after_a_look(every=timedelta(minutes=15), wakes=next_chance, look=fitting)
def invite(tx: Tx, settings: Settings, now: datetime, seen: Sequence[Ranked]) -> int:
    """Ask those whom it fits, as long as there still is a seat for them; return how many were asked."""
    tx.lapse_invitations(starting=now + LAST_CALL)
    did = 0
    for one in seen:
        did += _ask(tx, settings, one, now)
        if did >= BATCH:
            break
    return did


def _ask(tx: Tx, settings: Settings, one: Ranked, now: datetime) -> bool:
    """Ask, unless that was done, or seat or person are gone meanwhile; tell whether it was done now."""
    if invitations.invitation_of(tx, one.offer, one.person):
        return False
    person, occurrence = person_by_id(tx, one.person), occurrence_by_id(tx, one.offer)
    if person is None or occurrence is None or not occurrence.on:
        return False
    if not _in_time(tx, person, occurrence.starts_at, now):
        return False
    if occurrence.free <= invitations.open_questions(tx, occurrence.id, now):
        return False
    reason = kept((*one.verdict.fors, *one.verdict.againsts))
    invitations.put_invitation(tx, occurrence.id, person.id, reason, now)
    _ = Reader(person.language or settings.locale, settings.zone)
    ask = letter if person.chat is not None else call_list.question
    return letters.put_about(
        tx,
        person,
        ask(tx, _, person, occurrence, reason),
        occurrence,
        kind=Kind.INVITATION,
        key=f"inv:{person.id}:{occurrence.id}",
        now=now,
        expires_at=occurrence.starts_at - LAST_CALL,
    )


def _in_time(tx: Tx, person: Person, start: datetime, now: datetime) -> bool:
    """Tell whether an answer can come in time; a letter takes its days."""
    found = calls.contact_of(tx, person.id) if person.chat is None else None
    return found is None or found.mode != "letter" or start - now >= BY_POST


def _next_day(now: datetime, zone: tzinfo) -> datetime:
    """Return the next midnight on the wall: a new week, with its own budget, begins on a day."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
