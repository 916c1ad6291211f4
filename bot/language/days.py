"""The day in a Danish line: d. 3/12, på lørdag, fredag om 14 dage, onsdag i uge 49, 2. juledag."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.language.feasts import FEASTS
from bot.language.line import Line, Refused
from bot.language.numbers import DAY, MONTH, MONTHS, NUMBER, ORDINAL, WEEKDAYS, number, ordinal

WEEK: Final = timedelta(7)
RECENT: Final = timedelta(92)  # what lay so near behind us was hardly meant for next year
MONTHS_A_YEAR: Final = 12
_NUMERIC: Final = (
    r"\b(?P<y>20\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)\b",
    r"\b(?:den )?(?P<d>\d\d?)[./-] ?(?P<m>\d\d?)[./-] ?(?P<y>(?:20)?\d\d)\b",
    r"\b(?:den )?(?P<d>\d\d?) ?/ ?(?P<m>\d\d?)\b",
    r"\b(?:den )?(?P<d>\d\d?)\.(?P<m>\d\d?)\b\.?(?!\d)",
    r"\bden (?P<d>\d\d?)-(?P<m>\d\d?)\b",
)
_NAMED: Final = (
    rf"\b(?:den )?(?P<d>\d\d?)\.? ?(?:i |af )?(?P<m>{MONTH})\b\.?,?(?: ?(?P<y>20\d\d))?",
    rf"\b(?:den )?(?P<d>{ORDINAL}) (?:i |af )?(?P<m>{MONTH})\b\.?(?: ?(?P<y>20\d\d))?",
)
_ONLY_DAY: Final = (
    r"\bden (?P<d>\d\d?)\b\.?(?!\d)",
    rf"\bden (?P<d>{ORDINAL})\b",
    r"(?<!\d)(?P<d>\d\d?)\.(?!\d)",
)
_NOW: Final = (r"\bi dag\b", r"\bi morgen\b", r"\bi overmorgen\b")
_UNITS: Final = {"dag": 1, "uge": 7}


def read_day(line: Line, now: datetime) -> date | None:
    """Take the day out of the line and return it; None if there is none.

    A weekday that does not fit its date, or a second day, is refused.
    """
    if line.take(r"\bi (?:gaar|forgaars|morges|aftes)\b|\bsidste (?:uge|maaned)\b"):
        raise Refused("past")
    found = _feast(line, now) or _date(line, now) or _now(line, now)
    later, named = _later(line, now)
    week = _week(line, now)
    weekday = line.take(
        rf"\b(?P<how>paa|nu paa|naeste|denne|foerstkommende|kommende|hver|den)? ?(?P<day>{DAY})\b"
    )
    if not weekday:
        return _plain(found, later, named, week, now)
    if found:
        return _agreeing(found, WEEKDAYS[weekday["day"]])
    return _weekday(weekday, later, named, week, now)


def _plain(
    found: date | None, later: timedelta, named: date | None, week: date | None, now: datetime
) -> date | None:
    if found:
        return found + later
    if named:
        return named
    if later:
        return now.date() + later
    if week:
        raise Refused("vague")
    return None


def _agreeing(found: date, weekday: int) -> date:
    """Return the date, or refuse it when it is not on the weekday that was named."""
    if found.weekday() != weekday:
        raise Refused("impossible", datetime.combine(found, time()))
    return found


def _weekday(
    said: re.Match[str], later: timedelta, named: date | None, week: date | None, now: datetime
) -> date:
    day, how = WEEKDAYS[said["day"]], said["how"] or ""
    if week:
        return week + timedelta(day)
    if named:
        return named + timedelta((day - named.weekday()) % 7)
    ahead = timedelta((day - now.weekday()) % 7)
    coming = now.date() + ahead
    if later:
        return coming + later
    if how == "denne":
        return coming
    next_weeks = now.date() - timedelta(now.weekday()) + WEEK + timedelta(day)
    if how == "naeste" and coming != next_weeks and ahead:
        raise Refused("vague", datetime.combine(next_weeks, time()))
    if not ahead and how:
        return coming + WEEK
    return coming


def _date(line: Line, now: datetime) -> date | None:
    for pattern in _NUMERIC + _NAMED:
        if said := line.take(pattern):
            parts = said.groupdict()
            month = MONTHS[parts["m"]] if parts["m"] in MONTHS else int(parts["m"])
            return _dated(ordinal(parts["d"]), month, parts.get("y"), now)
    for pattern in _ONLY_DAY:
        if said := line.take(pattern):
            return _next_with(ordinal(said["d"]), now)
    return None


def _dated(day: int, month: int, year: str | None, now: datetime) -> date:
    if year:
        return _exists(int(year) % 100 + 2000, month, day)
    this = _exists(now.year, month, day)
    if this >= now.date():
        return this
    following = _exists(now.year + 1, month, day)
    if this < now.date() - RECENT:
        return following
    raise Refused("past", datetime.combine(following, time()))


def _exists(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("impossible") from None


def _next_with(day: int, now: datetime) -> date:
    """Return the next day with this number in its month."""
    for ahead in range(MONTHS_A_YEAR):
        years, month = divmod(now.month - 1 + ahead, MONTHS_A_YEAR)
        try:
            found = date(now.year + years, month + 1, day)
        except ValueError:
            continue
        if found >= now.date():
            return found
    raise Refused("impossible")


def _feast(line: Line, now: datetime) -> date | None:
    for name, falls in FEASTS.items():
        if said := line.take(rf"\b(?:{name})\b\.?(?: ?(?P<year>20\d\d))?"):
            which = said[1] if said.re.groups > 1 and said[1] else ""
            if year := said["year"]:
                return falls(int(year), which)
            return min(day for y in (now.year, now.year + 1) if (day := falls(y, which)) >= now.date())
    return None


def _now(line: Line, now: datetime) -> date | None:
    for days, pattern in enumerate(_NOW):
        if line.take(pattern):
            return now.date() + timedelta(days)
    return None


def _later(line: Line, now: datetime) -> tuple[timedelta, date | None]:
    """Take om en uge, om 14 dage, om to måneder: how much later, or the day itself for months."""
    if said := line.take(rf"\bom (?P<n>{NUMBER}) (?P<unit>dag|uge)(?:e|r|s)?(?: tid)?\b"):
        return timedelta(number(said["n"]) * _UNITS[said["unit"]]), None
    if said := line.take(rf"\bom (?P<n>{NUMBER}) maaned(?:er)?\b"):
        years, month = divmod(now.month - 1 + number(said["n"]), MONTHS_A_YEAR)
        return timedelta(), _exists(now.year + years, month + 1, now.day)
    return timedelta(), None


def _week(line: Line, now: datetime) -> date | None:
    """Take a week out of the line: its Monday."""
    monday = now.date() - timedelta(now.weekday())
    if line.take(r"\b(?:i )?(?:den )?(?:naeste|kommende) uges?\b"):
        return monday + WEEK
    if line.take(r"\b(?:i )?denne uges?\b"):
        return monday
    if said := line.take(r"\b(?:i )?uge (\d\d?)\b"):
        return _iso_week(int(said[1]), now)
    return None


def _iso_week(week: int, now: datetime) -> date:
    for year in (now.isocalendar().year, now.isocalendar().year + 1):
        try:
            monday = date.fromisocalendar(year, week, 1)
        except ValueError:
            continue
        if monday + WEEK > now.date():
            return monday
    raise Refused("impossible")
