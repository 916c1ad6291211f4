"""When somebody is reminded of what they said yes to, and until when it still makes sense.

All moments are UTC.  "The day before" and "two days before" mean the same clock on the wall; "three hours
before" is time that passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from bot.domain.quiet import WAKING, Hours, evening, is_waking, on_the_wall, unprompted, waking

DAY_BEFORE, SAME_DAY = "before", "today"
DAYS, NUDGE, HOURS = "days", "nudge", "hours"
AFTER, THANKS = "after", "thanks"
EVENING: Final = time(17)
CLOSE: Final = 3  # hours before the start, where nobody has said otherwise
LEAST: Final = timedelta(minutes=90)  # from the morning to the start, for a reminder to be of use then
DAYS_AHEAD, HOURS_AHEAD = (2, 3, 4, 7), (1, 2, 3, 5, 0)  # to choose from for shifts; 0 hours: not then
OPENINGS, CLOSINGS = (8, 9, 10, 12), (21, 20, 19, 18)  # hours to choose from; 17.00 is always among them
FARTHEST: Final = timedelta(days=9)  # before a start no reminder of a shift is due
DOOR: Final = timedelta(minutes=10)  # before the start it has become too late to remind
DECIDED: Final = timedelta(hours=2)  # before the start the reminder of the day before has become odd
ASK: Final = time(10)  # on the day after
ASKABLE: Final = timedelta(days=3)
THANKABLE: Final = timedelta(days=2)
UNSURE: Final = timedelta(hours=24)  # before the start whoever has not answered is asked once more


@dataclass(frozen=True, slots=True)
class Reminder:
    """One message that is due: its kind, when it leaves at the earliest, and when it is too late."""

    kind: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before a shift somebody is asked and reminded: the same clock so many days before, and hours.

    Nobody is asked less than two days before: at 24 hours it is asked once more.
    """

    days: int = 2
    hours: int = CLOSE  # 0: not then


def plan(start: datetime, zone: tzinfo, awake: Hours = WAKING) -> list[Reminder]:
    """Return the reminders of a sign-up: the day before at 17.00, and on the day.

    The first one ends where the second begins, so nobody gets both at once after an outage.
    """
    start = start.astimezone(UTC)  # time that passes is counted in UTC
    before = on_the_wall(start.astimezone(zone).date() - timedelta(days=1), EVENING, zone)
    close = Reminder(SAME_DAY, by_day(start - timedelta(hours=CLOSE), start, zone, awake), start - DOOR)
    return [Reminder(DAY_BEFORE, before, min(start - DECIDED, close.at)), close]


def plan_shift(
    start: datetime, zone: tzinfo, lead: Lead | None = None, awake: Hours = WAKING
) -> list[Reminder]:
    """Return the reminders of a shift: days before, a nudge at 24 hours, hours before if they are wanted."""
    lead = lead or Lead()
    start, local = start.astimezone(UTC), start.astimezone(zone)
    earlier = on_the_wall(local.date() - timedelta(days=lead.days), local.time(), zone)
    found = [
        Reminder(DAYS, by_day(earlier, start, zone, awake), start - UNSURE),
        Reminder(NUDGE, by_day(start - UNSURE, start, zone, awake), start - DECIDED),
    ]
    if lead.hours:
        at = by_day(start - timedelta(hours=lead.hours), start, zone, awake)
        found.append(Reminder(HOURS, at, start - DOOR))
    return found


def by_day(at: datetime, start: datetime, zone: tzinfo, awake: Hours = WAKING) -> datetime:
    """Return the moment itself, or of a night: its morning if that is early enough, else its evening."""
    if is_waking(at, zone, awake):
        return at
    morning = waking(at, zone, awake)
    return morning if start - morning >= LEAST else evening(at, zone, awake)


def after(end: datetime, zone: tzinfo) -> Reminder:
    """Return the soft question of the day after, asked in the hours for what is unasked."""
    day = end.astimezone(zone).date() + timedelta(days=1)
    at = unprompted(on_the_wall(day, ASK, zone), zone)
    return Reminder(AFTER, at, at + ASKABLE)


def thanks(end: datetime, zone: tzinfo) -> Reminder:
    """Return the thanks to whoever was on duty: in the evening of the day after, when most is known."""
    at = on_the_wall(end.astimezone(zone).date() + timedelta(days=1), EVENING, zone)
    return Reminder(THANKS, at, at + THANKABLE)
