"""When somebody is reminded of what they said yes to, and until when it still makes sense.

All moments are UTC.  "The day before" and "two days before" mean the same clock on the wall; "three hours
before" is time that passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from bot.domain.quiet import is_waking, on_the_wall, unprompted, waking

DAY_BEFORE, SAME_DAY = "before", "today"
DAYS, NUDGE, HOURS = "days", "nudge", "hours"
AFTER = "after"
EVENING: Final = time(17)
MORNING, LATE_EVENING = time(8), time(20)
CLOSE: Final = timedelta(hours=3)
LEAST: Final = timedelta(minutes=90)  # from 8.00 to the start, for a reminder to be of use in the morning
DOOR: Final = timedelta(minutes=10)  # before the start it has become too late to remind
DECIDED: Final = timedelta(hours=2)  # before the start the reminder of the day before has become odd
ASK: Final = time(10)  # on the day after
ASKABLE: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message that is due: its kind, when it leaves at the earliest, and when it is too late."""

    kind: str
    at: datetime
    expires_at: datetime


def plan(start: datetime, zone: tzinfo) -> list[Reminder]:
    """Return the reminders of a sign-up: the day before at 17.00, and on the day.

    The first one ends where the second begins, so nobody gets both at once after an outage.
    """
    start = start.astimezone(UTC)  # time that passes is counted in UTC
    evening = on_the_wall(start.astimezone(zone).date() - timedelta(days=1), EVENING, zone)
    close = _close(SAME_DAY, start, zone)
    return [Reminder(DAY_BEFORE, evening, min(start - DECIDED, close.at)), close]


def plan_shift(start: datetime, zone: tzinfo) -> list[Reminder]:
    """Return the reminders of a shift: two days before, a nudge at 24 hours, three hours before."""
    start, local = start.astimezone(UTC), start.astimezone(zone)
    earlier = on_the_wall(local.date() - timedelta(days=2), local.time(), zone)
    nudge = waking(start - timedelta(hours=24), zone)
    return [
        Reminder(DAYS, _awake_before(earlier, zone), start - timedelta(hours=24)),
        Reminder(NUDGE, nudge, start - DECIDED),
        _close(HOURS, start, zone),
    ]


def after(end: datetime, zone: tzinfo) -> Reminder:
    """Return the soft question of the day after, asked in the hours for what is unasked."""
    day = end.astimezone(zone).date() + timedelta(days=1)
    at = unprompted(on_the_wall(day, ASK, zone), zone)
    return Reminder(AFTER, at, at + ASKABLE)


def _close(kind: str, start: datetime, zone: tzinfo) -> Reminder:
    """Return the reminder of the day: at 8.00 if the hour is quiet, or the evening before if that is late."""
    at = start - CLOSE
    if not is_waking(at, zone):
        day = start.astimezone(zone).date()
        morning = on_the_wall(day, MORNING, zone)
        evening = on_the_wall(day - timedelta(days=1), LATE_EVENING, zone)
        at = morning if start - morning >= LEAST else evening
    return Reminder(kind, at, start - DOOR)


def _awake_before(at: datetime, zone: tzinfo) -> datetime:
    """Return the same moment, or the evening or morning beside it that is not quiet."""
    if is_waking(at, zone):
        return at
    local = at.astimezone(zone)
    day = local.date() if local.time() >= LATE_EVENING else local.date() - timedelta(days=1)
    return on_the_wall(day, LATE_EVENING, zone)
