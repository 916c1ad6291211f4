"""Days that Danes call by name, and when they fall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from bot.language.numbers import any_of

_FIXED: Final = {
    r"helligtrekonger(?:s?dag|saften)?": (1, 6),
    r"valentins ?dag": (2, 14),
    r"grundlovsdag": (6, 5),
    r"fars ?dag": (6, 5),
    r"sankt ?hans(?: ?aften)?|sct hans(?: ?aften)?": (6, 23),
    r"halloween": (10, 31),
    r"mortens ?aften": (11, 10),
    r"lucia(?: ?dag)?": (12, 13),
    r"lille ?juleaften(?:sdag)?": (12, 23),
    r"juleaften(?:sdag)?": (12, 24),
    r"(?:2\.?|anden|andet) ?juledag": (12, 26),
    r"(?:(?:1\.?|foerste) ?)?juledag": (12, 25),
    r"nytaarsaften(?:sdag)?": (12, 31),
    r"nytaarsdag": (1, 1),
}
_AFTER_EASTER: Final = {
    r"fastelavns?(?: ?(?:soendag|mandag))?": -49,
    r"palmesoendag": -7,
    r"skaertorsdag": -3,
    r"langfredag": -2,
    r"paaske ?(?:loerdag|aften(?:sdag)?)": -1,
    r"(?:2\.?|anden|andet) ?paaskedag": 1,
    r"(?:(?:1\.?|foerste) ?)?paaske(?:soen)?dag": 0,
    r"(?:kristi|kr) ?himmelfart(?:s ?dag)?": 39,
    r"(?:2\.?|anden|andet) ?pinsedag": 50,
    r"(?:(?:1\.?|foerste) ?)?pinse(?:soen)?dag": 49,
}
_SUNDAYS: Final = {"foerste": 3, "1": 3, "anden": 2, "2": 2, "tredje": 1, "3": 1, "fjerde": 0, "4": 0}
ADVENT: Final = rf"({any_of(_SUNDAYS)})\.? (?:soendag i )?advent(?:s ?soendag)?"
MOTHERS_DAY: Final = r"mors ?dag"


def easter(year: int) -> date:
    """Return Easter Sunday (the computus of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    ell = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int, str], date]:
    return lambda year, _: date(year, month, day)


def _beside_easter(days: int) -> Callable[[int, str], date]:
    return lambda year, _: easter(year) + timedelta(days)


def _advent(year: int, which: str) -> date:
    """Return the n-th Sunday of Advent; the fourth is the last Sunday before Christmas Day."""
    eve = date(year, 12, 24)
    return eve - timedelta((eve.weekday() + 1) % 7 + 7 * _SUNDAYS[which])


def _mothers_day(year: int, _: str) -> date:
    first = date(year, 5, 1)
    return first + timedelta((6 - first.weekday()) % 7 + 7)


FEASTS: Final[dict[str, Callable[[int, str], date]]] = {
    ADVENT: _advent,
    MOTHERS_DAY: _mothers_day,
    **{name: _beside_easter(days) for name, days in _AFTER_EASTER.items()},
    **{name: _fixed(*day) for name, day in _FIXED.items()},
}
