"""When people may be written to, counted anew: Danish holidays by the rule of Easter, hours on the wall."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Copenhagen")
FIXED: Final = ((1, 1), (12, 25), (12, 26))
FROM_EASTER: Final = (-3, -2, 0, 1, 39, 49, 50)  # Maundy Thursday to Whit Monday; Store Bededag is no more
SATURDAY: Final = 5
GRACE: Final = timedelta(minutes=5)
Awake = tuple[int, int]  # the hours on the wall between which somebody likes to hear of what they agreed to
AWAKE: Final[Awake] = (8, 21)


def easter(year: int) -> date:
    """Return Easter Sunday (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), (f, g) = divmod(b, 4), divmod(b - (b + 8) // 25 + 1, 3)
    h = (19 * a + b - d - f + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    assert g in range(3)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the Danish public holidays of a year."""
    sunday = easter(year)
    return frozenset(
        [date(year, month, day) for month, day in FIXED] + [sunday + timedelta(days=n) for n in FROM_EASTER]
    )


def wall(at: datetime) -> datetime:
    """Return what the clock on the wall shows."""
    return at.astimezone(ZONE)


def is_open(at: datetime) -> bool:
    """Tell whether something unasked may come: 9-19, or 10-18 on days off."""
    local = wall(at)
    off = local.weekday() >= SATURDAY or local.date() in holidays(local.year)
    return 10 <= local.hour < 18 if off else 9 <= local.hour < 19  # noqa: PLR2004 - the hours of the rule


def is_awake(at: datetime, awake: Awake = AWAKE) -> bool:
    """Tell whether a reminder may come: 8-21, or between somebody's own hours."""
    opens, closes = awake
    return opens <= wall(at).hour < closes


def on_wall(day: date, clock: time) -> datetime:
    """Return the moment at which the wall shows this."""
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def morning(at: datetime, awake: Awake = AWAKE) -> datetime:
    """Return the moment itself by day, else the next eight o'clock, or somebody's own first hour."""
    if is_awake(at, awake):
        return at
    local, (opens, closes) = wall(at), awake
    return on_wall(local.date() + timedelta(days=local.hour >= closes), time(opens))


def by_day(at: datetime, start: datetime, awake: Awake = AWAKE) -> datetime:
    """Return the moment itself by day, else 8.00 if that is 90 minutes before a start, else 20.00 before."""
    first = morning(at, awake)
    if start - first >= timedelta(minutes=90):
        return first
    local, (_opens, closes) = wall(at), awake
    day = local.date() if local.hour >= closes else local.date() - timedelta(days=1)
    return at if first == at else on_wall(day, time(closes - 1))


def close(start: datetime, hours: int = 3, awake: Awake = AWAKE) -> datetime:
    """Return when the reminder of the day comes."""
    return by_day(start - timedelta(hours=hours), start, awake)


def evening_before(start: datetime) -> datetime:
    """Return five in the afternoon of the day before."""
    return on_wall(wall(start).date() - timedelta(days=1), time(17))


def days_before(start: datetime, days: int = 2, awake: Awake = AWAKE) -> datetime:
    """Return the same clock so many days before, or the next morning."""
    local = wall(start)
    return by_day(on_wall(local.date() - timedelta(days=days), local.time()), start, awake)


def day_before(start: datetime, awake: Awake = AWAKE) -> datetime:
    """Return 24 hours before, or the next morning."""
    return by_day(start - timedelta(hours=24), start, awake)


def is_in_time(due: datetime, came: datetime, over: datetime | None) -> bool:
    """Tell whether something came when it was due, or as soon as what held it was ``over``."""
    return due <= came <= due + GRACE or (over is not None and over <= came <= over + GRACE)


def week(at: datetime) -> tuple[int, int]:
    """Return the week of a moment on the wall: it begins on Monday."""
    found = wall(at).isocalendar()
    return found.year, found.week
