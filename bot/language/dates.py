"""Dates and times as Danes write them: a start, perhaps an end and a rhythm, or what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.language.clock import Clock, read_clock
from bot.language.days import read_day
from bot.language.line import Line, Refused
from bot.language.numbers import NUMBER, number
from bot.language.rhythm import Rhythm, read_rhythm

DAY: Final = timedelta(1)
A_YEAR_AHEAD: Final = 800  # days in which whatever recurs must come by
_VAGUE: Final = r"\b(?:eller|snart|engang|maaske|formentlig|ikke|en dag|senere|en af dagene)\b"
_UNTIL: Final = r"\b(?:indtil|til og med|frem til|til)\b(?! og\b)(?P<tail>.*)"


@dataclass(frozen=True, slots=True)
class When:
    """A time on the wall: local and without zone.  ``rrule`` is the value of an RRULE of RFC 5545."""

    start: datetime
    end: datetime | None = None
    rrule: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be taken: unknown, past, impossible or vague; perhaps what may have been meant."""

    kind: str
    suggestion: datetime | None = None


def read_when(text: str, now_local: datetime) -> When | Problem:
    """Read when something is; ``now_local`` is wall clock without zone, and so is the answer."""
    clock = Clock()
    try:
        line = Line(text)
        unsure = line.take(_VAGUE) is not None
        clock = read_clock(line)
        return _read(line, clock, now_local, unsure=unsure)
    except Refused as refused:
        suggestion = refused.suggestion
        if suggestion and suggestion.time() == time():
            suggestion = _at(suggestion.date(), clock)
        return Problem(refused.kind, suggestion if suggestion and suggestion > now_local else None)
    except OverflowError:
        return Problem("impossible")


def _read(line: Line, clock: Clock, now: datetime, *, unsure: bool) -> When | Problem:
    rhythm = read_rhythm(line)
    times = line.take(rf"\b({NUMBER}) gange\b") if rhythm else None
    until = _until(line, now) if rhythm else None
    today = re.search(r"\bi dag\b", line.rest) is not None
    day = read_day(line, now)
    nothing = day is None and rhythm is None
    if nothing and clock.start is None:
        raise Refused("vague" if unsure or clock.part else "unknown")
    if unsure or re.search(r"\d", line.rest) or (day and _other_day(line, now, day)):
        raise Refused("vague")
    if rhythm:
        rhythm = _complete(rhythm, day)
        first = _first(rhythm, clock, day, now)
        return _when(first, clock, _with_end(rhythm.rule(), first, until, number(times[1]) if times else 0))
    if day is None or clock.start is None:
        raise Refused("vague", _suggested(day, clock, now))
    return _once(day, clock, now, today=today)


def _once(day: date, clock: Clock, now: datetime, *, today: bool) -> When:
    start = _at(day, clock)
    if start > now:
        return _when(start, clock)
    if day == now.date() and not today:
        return _when(start + 7 * DAY, clock)
    raise Refused("past", start + DAY if day == now.date() else None)


def _suggested(day: date | None, clock: Clock, now: datetime) -> datetime:
    start = _at(day or now.date(), clock)
    return start if start > now else start + DAY


def _other_day(line: Line, now: datetime, day: date) -> bool:
    """Tell whether the rest of the line says another day too."""
    try:
        other = read_day(line, now)
    except Refused:
        return True
    return other is not None and other != day


def _until(line: Line, now: datetime) -> date | None:
    """Take the day on which a rhythm ends."""
    said = line.take(_UNTIL)
    if not said:
        return None
    day = read_day(Line(said["tail"]), now)
    if day is None:
        raise Refused("vague")
    return day


def _complete(rhythm: Rhythm, day: date | None) -> Rhythm:
    """Return the rhythm with what only the day on which it begins tells."""
    if rhythm.weekdays or rhythm.monthday or rhythm.freq == "DAILY":
        return rhythm
    if day is None:
        raise Refused("vague")
    if rhythm.freq == "WEEKLY":
        return replace(rhythm, weekdays=(day.weekday(),))
    return replace(rhythm, monthday=day.day) if rhythm.freq == "MONTHLY" else rhythm


def _first(rhythm: Rhythm, clock: Clock, day: date | None, now: datetime) -> datetime:
    """Return the first time ahead that is in the rhythm, on the day or after it."""
    begin = day or now.date()
    for ahead in range(A_YEAR_AHEAD):
        at = begin + ahead * DAY
        if _in_rhythm(rhythm, at, day) and _at(at, clock) > now:
            if clock.start is None:
                raise Refused("vague", _at(at, clock))
            return _at(at, clock)
    raise Refused("impossible")


def _in_rhythm(rhythm: Rhythm, at: date, begin: date | None) -> bool:
    if rhythm.freq == "YEARLY":
        return begin is not None and (at.month, at.day) == (begin.month, begin.day)
    if rhythm.weekdays and at.weekday() not in rhythm.weekdays:
        return False
    if rhythm.odd is not None and at.isocalendar().week % 2 != rhythm.odd:
        return False
    if rhythm.place:
        return (at.day - 1) // 7 + 1 == rhythm.place if rhythm.place > 0 else _from_end(at) == rhythm.place
    if rhythm.monthday:
        return (at + DAY).day == 1 if rhythm.monthday < 0 else at.day == rhythm.monthday
    return True


def _from_end(at: date) -> int:
    """Return which such weekday of its month this is, counted from the end: -1 is the last."""
    return next(-weeks for weeks in range(1, 6) if (at + weeks * 7 * DAY).month != at.month)


def _with_end(rule: str, first: datetime, until: date | None, times: int) -> str:
    if until and until < first.date():
        raise Refused("impossible")
    if until:
        return f"{rule};UNTIL={until:%Y%m%d}T235959"
    return f"{rule};COUNT={times}" if times else rule


def _when(start: datetime, clock: Clock, rule: str | None = None) -> When:
    lasts = None if clock.end is None or clock.start is None else timedelta(minutes=clock.end - clock.start)
    return When(start, None if lasts is None else start + lasts, rule)


def _at(day: date, clock: Clock) -> datetime:
    minutes = clock.usual if clock.start is None else clock.start
    return datetime.combine(day, time()) + timedelta(minutes=minutes)
