"""What recurs in a Danish line, as a rule of RFC 5545: hver anden torsdag, den sidste fredag i hver måned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.language.line import Line, Refused
from bot.language.numbers import DAY, NUMBER, ORDINAL, WEEKDAYS, number, ordinal

CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS: Final = (0, 1, 2, 3, 4)
WEEKEND: Final = (5, 6)
_PLACE: Final = rf"(?:\d\.|{ORDINAL}|sidste|naestsidste)"
_DAYS: Final = rf"{DAY}(?:(?: ?,| ~| og|  ?) ?(?:hver )?{DAY})*"
_MONTHLY: Final = (
    r"(?:i (?:hver )?maaneden|i hver maaned|hver maaned|i maaneden|pr maaned|om maaneden|maanedligt?)"
)
_STEP: Final = r"(?P<step>anden|2\.|3\.|4\.|tredje|fjerde|femte|sjette)"
_PLURAL: Final = r"(?:man|tirs|ons|tors|fre|loer|soen)dage(?:ne)?"
_WEEKLY: Final[tuple[tuple[str, int, tuple[int, ...]], ...]] = (
    (rf"\b(?:hver |om )?(?P<days>{_DAYS}) (?:i )?(?P<parity>lige|ulige) uger\b", 2, ()),
    (r"\b(?:hver |alle |paa )?hverdage?n?e?\b", 1, WORKDAYS),
    (r"\bhver (?:14\.|fjortende) dag\b", 2, ()),
    (r"\bhver weekend\b|\balle weekender\b", 1, WEEKEND),
    (rf"\bhver {_STEP} uges?(?: ?,?(?: paa| om| hver)? (?P<days>{_DAYS}))?\b", 0, ()),
    (rf"\bhver {_STEP} (?P<days>{_DAYS})", 0, ()),
    (rf"\bhver (?P<n>{NUMBER}) uger?\b", 0, ()),
    (rf"\b(?P<days>{_DAYS}) hver {_STEP} uge\b", 0, ()),
    (rf"\b(?:hver|alle) (?P<days>{_DAYS})\b(?: hver uge\b)?", 1, ()),
    (r"\b(?:hver uge|ugentligt?|en gang om ugen)\b", 1, ()),
    (rf"\b(?P<days>{_PLURAL}(?: og {_PLURAL})*)\b", 1, ()),
    (r"\bom (?P<days>(?:man|tirs|ons|tors|fre|loer|soen)dagen)\b", 1, ()),
)
_NTH_WEEKDAY: Final = (
    rf"(?:\bden |\bhver )?(?P<n>{_PLACE}) (?P<day>{DAY}) {_MONTHLY}\b",
    rf"{_MONTHLY} (?:paa )?(?:den )?(?P<n>{_PLACE}) (?P<day>{DAY})\b",
)
_NTH_DAY: Final = (
    rf"\b(?:den )?(?P<n>\d\d?|{ORDINAL})\.? {_MONTHLY}\b",
    rf"{_MONTHLY} (?:paa )?den (?P<n>\d\d?|{ORDINAL})\b\.?",
)
_LAST: Final = {"sidste": -1, "naestsidste": -2}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often: the rule without its end; weekdays (0 is Monday) and the place in the month it rests on."""

    freq: str
    step: int = 1
    weekdays: tuple[int, ...] = ()
    place: int = 0  # the n-th such weekday of the month; -1 is the last
    monthday: int = 0  # -1 is the last day
    odd: int | None = None  # 1 begins in an odd week of the year, 0 in an even one

    def rule(self) -> str:
        """Return the value of an RRULE."""
        parts = [f"FREQ={self.freq}"]
        if self.step > 1:
            parts.append(f"INTERVAL={self.step}")
        if self.weekdays:
            place = str(self.place) if self.place else ""
            parts.append("BYDAY=" + ",".join(place + CODES[day] for day in self.weekdays))
        if self.monthday:
            parts.append(f"BYMONTHDAY={self.monthday}")
        return ";".join(parts)


def read_rhythm(line: Line) -> Rhythm | None:
    """Take what recurs out of the line; None if it happens once."""
    return _by_month(line) or _by_week(line) or _by_day(line)


def _by_month(line: Line) -> Rhythm | None:
    for pattern in _NTH_WEEKDAY:
        if said := line.take(pattern):
            return _placed(said)
    if line.take(rf"\b(?:den )?sidste (?:dag )?{_MONTHLY}\b"):
        return Rhythm("MONTHLY", monthday=-1)
    for pattern in _NTH_DAY:
        if said := line.take(pattern):
            return _on_day(said)
    if said := line.take(rf"\bhver {_STEP} maaned\b"):
        return Rhythm("MONTHLY", step=ordinal(said["step"]))
    return (
        Rhythm("MONTHLY") if line.take(r"\bhver maaned\b|\bmaanedligt?\b|\ben gang om maaneden\b") else None
    )


def _placed(said: re.Match[str]) -> Rhythm:
    place = _LAST[said["n"]] if said["n"] in _LAST else ordinal(said["n"])
    if place > 5:  # noqa: PLR2004 - no month has a sixth Friday
        raise Refused("impossible")
    return Rhythm("MONTHLY", weekdays=(WEEKDAYS[said["day"]],), place=place)


def _on_day(said: re.Match[str]) -> Rhythm:
    day = ordinal(said["n"])
    if not 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        raise Refused("impossible")
    return Rhythm("MONTHLY", monthday=day)


def _by_week(line: Line) -> Rhythm | None:
    for pattern, step, weekdays in _WEEKLY:
        if said := line.take(pattern):
            parts = said.groupdict()
            each = step or (number(parts["n"]) if parts.get("n") else ordinal(parts["step"]))
            parity = parts.get("parity")
            odd = None if parity is None else int(parity == "ulige")
            return Rhythm(
                "WEEKLY", each, weekdays or _weekdays(parts.get("days") or "") or _rest(line), odd=odd
            )
    return None


def _by_day(line: Line) -> Rhythm | None:
    if said := line.take(rf"\bhver {_STEP} dag\b"):
        return Rhythm("DAILY", step=ordinal(said["step"]))
    if line.take(r"\b(?:hver dag|alle dage|dagligt?|alle ugens dage)\b"):
        return Rhythm("DAILY")
    return Rhythm("YEARLY") if line.take(r"\b(?:hvert aar|aarligt?)\b") else None


def _rest(line: Line) -> tuple[int, ...]:
    """Take the weekdays that stand apart from hver uge: torsdag hver uge."""
    said = line.take(rf"\b(?:paa |om )?(?P<days>{_DAYS})\b")
    return _weekdays(said["days"]) if said else ()


def _weekdays(words: str) -> tuple[int, ...]:
    return tuple(sorted({WEEKDAYS[word] for word in re.findall(rf"\b{DAY}\b", words)}))
