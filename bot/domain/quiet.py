"""When people may be written to; what falls outside waits for the next opening.

Hours are wall clock.  Where the clock skips an hour the wall time moves forward with it; where an hour
comes twice the first one counts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Final

import holidays

WEEKDAY: Final = (time(9), time(19))
FREE_DAY: Final = (time(10), time(18))  # weekends and public holidays
Hours = tuple[time, time]  # from, and until but not at, on the wall of one day
WAKING: Final = (time(8), time(21))  # for what belongs to something somebody said yes to
SATURDAY: Final = 5
_HoursOf = Callable[[date], Hours]


def on_the_wall(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which the wall shows this; never one that does not exist."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def is_free(day: date) -> bool:
    """Tell whether a day is a weekend or a Danish public holiday."""
    return day.weekday() >= SATURDAY or day in _feasts(day.year)


def unprompted(at: datetime, zone: tzinfo) -> datetime:
    """Return ``at`` if something unasked may be sent then, else the next opening; in UTC."""
    return _next(at, zone, _unprompted_hours)


def closing(at: datetime, zone: tzinfo) -> datetime:
    """Return when the hours for what is unasked end on the day of a moment; in UTC."""
    day = at.astimezone(zone).date()
    _opens, closes = _unprompted_hours(day)
    return on_the_wall(day, closes, zone)


def waking(at: datetime, zone: tzinfo, hours: Hours = WAKING) -> datetime:
    """Return ``at`` if a reminder may be sent then, else the next morning; in UTC.

    ``hours`` are the reader's own, where they have said which.
    """
    return _next(at, zone, lambda _day: hours)


def is_waking(at: datetime, zone: tzinfo, hours: Hours = WAKING) -> bool:
    """Tell whether a reminder may be sent at this moment."""
    return waking(at, zone, hours) == at


def evening(at: datetime, zone: tzinfo, hours: Hours = WAKING) -> datetime:
    """Return an hour before the latest closing that a moment comes after or falls on; in UTC."""
    closes = hours[1].replace(hour=hours[1].hour - 1)
    local = at.astimezone(zone)
    day = local.date() if local.time() >= hours[1] else local.date() - timedelta(days=1)
    return on_the_wall(day, closes, zone)


def _unprompted_hours(day: date) -> Hours:
    return FREE_DAY if is_free(day) else WEEKDAY


def _next(at: datetime, zone: tzinfo, hours: _HoursOf) -> datetime:
    day = at.astimezone(zone).date()
    while True:
        opens, closes = (on_the_wall(day, clock, zone) for clock in hours(day))
        if at < opens:
            return opens
        if at < closes:
            return at
        day += timedelta(days=1)


@cache
def _feasts(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))
