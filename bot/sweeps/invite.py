"""Who is asked along: somebody whom it fits, not too often, and never more than there is room for."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from bot.config import Settings
from bot.domain import fitting, quiet
from bot.domain.activity import Occurrence
from bot.domain.people import Person
from bot.handlers.invitations import letter
from bot.i18n import Reader
from bot.ports import UNPROMPTED, Kind
from bot.storage import invitations, letters
from bot.storage.activities import occurrences_between
from bot.storage.people import interests_of
from bot.storage.store import Tx
from bot.sweeps.parts import write
from bot.sweeps.registry import sweep

SOONEST, FARTHEST = timedelta(days=2), timedelta(days=14)
LAST_CALL: Final = timedelta(hours=2)  # before the start a question has become useless
BATCH: Final = 50
BREATH: Final = timedelta(days=21)  # for somebody who lacked the energy
SAME_TIME: Final = 3  # hours apart, on the same weekday


def next_chance(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return the next instant, in the hours for it, at which somebody may be asked who may not be now."""
    zone = settings.zone
    ahead = occurrences_between(tx, now + SOONEST, now + FARTHEST + FARTHEST)
    if not ahead:
        return None
    enter = [found.starts_at - FARTHEST for found in ahead if found.starts_at - FARTHEST > now]
    instants = [*invitations.changes_at(tx, now), *enter]
    opened = [quiet.unprompted(at, zone) for at in [*instants, _next_day(now, zone)]]
    first = quiet.unprompted(now, zone)
    return min([*opened, *([first] if first > now else [])])


@sweep(every=timedelta(minutes=15), wakes=next_chance)
def invite(tx: Tx, settings: Settings, now: datetime) -> int:
    """Ask whom it fits to what has free seats; return how many were asked."""
    tx.lapse_invitations(starting=now + LAST_CALL)
    if quiet.unprompted(now, settings.zone) > now:
        return 0
    did = 0
    for occurrence in occurrences_between(tx, now + SOONEST, now + FARTHEST):
        did += _ask_to(tx, settings, occurrence, now, BATCH - did)
        if did >= BATCH:
            break
    return did


def _ask_to(tx: Tx, settings: Settings, occurrence: Occurrence, now: datetime, most: int) -> int:
    room = min(most, occurrence.free - invitations.asked_and_open(tx, occurrence.id, now))
    did = 0
    if room <= 0:
        return did
    for person in invitations.invitees(tx, occurrence, now):
        reason = _fits(tx, settings, person, occurrence, now)
        if reason is not None and _has_budget(tx, settings, person, now):
            _ask(tx, settings, person, occurrence, reason, now)
            did += 1
            if did >= room:
                break
    return did


def _fits(
    tx: Tx, settings: Settings, person: Person, occurrence: Occurrence, now: datetime
) -> dict[str, str] | None:
    """Return why this person would be asked, or None; what did not fit of late is not suggested again."""
    if not fitting.suits(person, occurrence, settings.zone):
        return None
    before = invitations.came_before(tx, occurrence.activity.id, person.id, now)
    wishes = interests_of(tx, person.id, "wish")
    reason = fitting.reason(person, wishes, occurrence, came_before=before)
    whys = invitations.whys_of(tx, person.id, now) if reason else []
    return None if any(_refused(settings, why, occurrence, now) for why in whys) else reason


def _refused(settings: Settings, why: invitations.Why, occurrence: Occurrence, now: datetime) -> bool:
    activity, zone = occurrence.activity, settings.zone
    match why.why:
        case "energy":
            return now - why.said_at < BREATH
        case "not_me":
            return why.activity == activity.id
        case "place":
            return why.activity == activity.id or (bool(why.area) and why.area == activity.area)
        case "time":
            there, here = why.starts_at.astimezone(zone), occurrence.starts_at.astimezone(zone)
            return there.weekday() == here.weekday() and abs(there.hour - here.hour) < SAME_TIME
        case _other:
            return False


def _has_budget(tx: Tx, settings: Settings, person: Person, now: datetime) -> bool:
    """Tell whether this week has room for one unprompted message more."""
    local = now.astimezone(settings.zone).date()
    monday = datetime.combine(local - timedelta(days=local.weekday()), time(), settings.zone)
    return letters.unprompted_since(tx, person.id, UNPROMPTED, monday.astimezone(UTC)) < person.weekly


def _ask(
    tx: Tx, settings: Settings, person: Person, occurrence: Occurrence, reason: dict[str, str], now: datetime
) -> None:
    invitations.put_invitation(tx, occurrence.id, person.id, reason, now)
    write(
        tx,
        person,
        letter(tx, Reader(person.language or settings.locale, settings.zone), person, occurrence, reason),
        occurrence,
        kind=Kind.INVITATION,
        key=f"inv:{person.id}:{occurrence.id}",
        now=now,
        expires_at=occurrence.starts_at - LAST_CALL,
    )


def _next_day(now: datetime, zone: tzinfo) -> datetime:
    """Return the next midnight on the wall: a new week, with its own budget, begins on a day."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)
