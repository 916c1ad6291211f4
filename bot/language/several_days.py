"""Which of some dates a line names: ikke d. 8., den 8. og 15. december, 8/12, næste tirsdag."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from bot.language.days import read_day
from bot.language.line import Line, Refused

MONTHS: Final = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
ENGLISH: Final = {"may": 5, "oct": 10}
_NUMBER: Final = re.compile(
    rf"(?<![\d.:/])(?P<day>\d{{1,2}})\.?\s*(?:/\s*(?P<number>\d{{1,2}})(?!\d)"
    rf"|(?P<name>{'|'.join([*MONTHS, *ENGLISH])})[a-z]*)?(?![\d:])"
)


class NotAmongThem(ValueError):
    """A line names no date, or one that is not among those it may name."""


def named(text: str, dates: Sequence[date], now_local: datetime) -> list[date]:
    """Return the dates that a line names; NotAmongThem if it names none of them, or one that is not there.

    A day without a month is in the month that is named behind it, if there is such a day, else the first.
    """
    found = [_among(*numbers, dates) for numbers in _numbers(text.casefold())]
    if not found:
        try:
            day = read_day(Line(text), now_local)
        except (Refused, OverflowError) as error:
            raise NotAmongThem(text) from error
        found = [day] if day in dates else []
    if not found or None in found:
        raise NotAmongThem(text)
    return sorted({day for day in found if day})


def _numbers(text: str) -> list[tuple[int, int, int]]:
    """Return each number of a day, its month, and the month that is named behind it; 0 where none is."""
    found: list[tuple[int, int, int]] = []
    behind = 0
    for match in reversed(list(_NUMBER.finditer(text))):
        month = int(match["number"] or 0) or _month(match["name"])
        behind = month or behind
        found.append((int(match["day"]), month, behind))
    return found[::-1]


def _month(name: str | None) -> int:
    if not name:
        return 0
    return ENGLISH.get(name) or MONTHS.index(name) + 1


def _among(day: int, month: int, behind: int, dates: Sequence[date]) -> date | None:
    found = sorted(d for d in dates if d.day == day and month in (0, d.month))
    return next((d for d in found if d.month == behind), next(iter(found), None))
