"""The days that somebody asks about: på fredag, i weekenden, i morgen aften, om formiddagen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.language.days import read_day
from bot.language.fold import fold
from bot.language.line import Line, Refused
from bot.language.telling import ANY_TIME, times_in

DAY: Final = timedelta(days=1)
WEEK: Final = 7
SATURDAY: Final = 5
LONGEST: Final = timedelta(days=60)  # ahead that is looked
_WEEKEND: Final = re.compile(r"\b(?:(naeste) )?weekend(?:en)?\b|\bweek end(?:en)?\b")
_REST: Final = re.compile(r"\bresten af ugen\b")
_NEXT_WEEK: Final = re.compile(r"\b(?:i )?naeste uge\b")
_TODAY: Final = re.compile(r"\bi ?(?:dag|aften|eftermiddag|formiddag)\b")
_NO_TIME: Final = re.compile(r"\bi ?(?:over)?morgen\b|\bgod ?(?:morgen|formiddag|eftermiddag|aften)\b")
_NAMED: Final = re.compile(
    r"\b(?:man|tirs|ons|tors|fre|loer|soen)dag(?:en)?\b|\bi ?(?:over)?morgen\b|\bden \d\d?\b|\bd \d\d?\b"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Days on the wall, the first and the last; ``times`` are the times of day, as bits, 0 for any."""

    first: date
    last: date
    times: int = 0

    @property
    def days(self) -> int:
        """Return how many days it is."""
        return (self.last - self.first).days + 1


def read_span(text: str, now_local: datetime) -> Span | None:
    """Return the days that a text asks about, none of them past; None if it names none.

    ``now_local`` is wall clock without zone.
    """
    said = fold(text)
    times = times_in(_NO_TIME.sub(" ", said)) % ANY_TIME
    found = _week(said, now_local.date()) or _day(text, said, now_local)
    if found is None:
        return Span(now_local.date(), now_local.date() + (WEEK - 1) * DAY, times) if times else None
    first, last = max(found[0], now_local.date()), found[1]
    ahead = first <= last and first - now_local.date() <= LONGEST
    return Span(first, last, times) if ahead else None


def _week(said: str, today: date) -> tuple[date, date] | None:
    monday = today - today.weekday() * DAY
    sunday = monday + (WEEK - 1) * DAY
    if weekend := _WEEKEND.search(said):
        later = WEEK * DAY if weekend[1] else timedelta()
        return monday + SATURDAY * DAY + later, sunday + later
    if _NEXT_WEEK.search(said) and not _NAMED.search(said):
        return monday + WEEK * DAY, sunday + WEEK * DAY
    return (today, sunday) if _REST.search(said) else None


def _day(text: str, said: str, now_local: datetime) -> tuple[date, date] | None:
    if _TODAY.search(said):
        return now_local.date(), now_local.date()
    if not _NAMED.search(said):
        return None
    try:
        day = read_day(Line(text), now_local)
    except (Refused, OverflowError):
        return None
    return (day, day) if day else None
