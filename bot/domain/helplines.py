"""Whom to call.  Numbers are always shown; hours only while a human has found them right not long ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

EMERGENCY: Final = "emergency"
DOCTOR: Final = "doctor"
YOUTH: Final = "youth"  # for whoever is under 18, and so no member
AUDIENCES: Final = (EMERGENCY, DOCTOR, "suicide", "listening", "violence", "elder", YOUTH, "mind")
GOOD_FOR: Final = timedelta(days=180)
MOST: Final = 3  # numbers shown at a time
_WORDS: Final = ("id", "name", "name_en", "number", "hours", "hours_en", "region", "source")
_ALL: Final = frozenset({*_WORDS, "audience", "verified_on", "check_by"})


class WrongLines(ValueError):
    """The file cannot be used; the text is the one line an operator needs."""


@dataclass(frozen=True, slots=True)
class Line:
    """One telephone, and what a human knows of it; see ``bot/helplines.toml`` for the fields."""

    id: str
    number: str
    audience: tuple[str, ...]
    name: str = ""
    name_en: str = ""
    hours: str = ""
    hours_en: str = ""
    region: str = ""
    source: str = ""
    verified_on: date | None = None
    check_by: date | None = None

    def fresh(self, today: date) -> bool:
        """Tell whether a human found this right not long ago: on the last of 180 days it still is."""
        if self.verified_on is None or (self.check_by and self.check_by <= today):
            return False
        return timedelta() <= today - self.verified_on <= GOOD_FOR

    def called(self, language: str) -> str:
        """Return what it is called in this language; a proper name is the same in all."""
        return self.name_en if language != "da" and self.name_en else self.name

    def open_at(self, language: str, today: date) -> str:
        """Return its hours in words, or nothing where nobody may rely on them."""
        return (self.hours if language == "da" else self.hours_en) if self.fresh(today) else ""


@dataclass(frozen=True, slots=True)
class Helplines:
    """All that may be shown in one region.  There is always an emergency number."""

    lines: tuple[Line, ...]
    region: str = ""

    @property
    def emergency(self) -> Line:
        """Return where danger to life is told."""
        return next(line for line in self.lines if EMERGENCY in line.audience)

    @property
    def doctor(self) -> Line | None:
        """Return the out-of-hours doctor of the region; None while nobody has said which region it is."""
        found = (line for line in self.lines if DOCTOR in line.audience and line.region == self.region)
        return next(found, None) if self.region else None

    def fitting(self, *audiences: str) -> Line:
        """Return the first line for the first of these that has one, else the emergency number."""
        found = (line for audience in audiences for line in self.lines if audience in line.audience)
        return next(found, self.emergency)

    def page(self, number: int) -> tuple[list[Line], bool]:
        """Return three lines that anybody may call, and whether more follow: the emergency number first."""
        first = [self.emergency, self.doctor, self.fitting("listening", "suicide")]
        rest = [line for line in self.lines if not {EMERGENCY, DOCTOR, YOUTH} & set(line.audience)]
        order = list(dict.fromkeys([line for line in first if line] + rest))
        return order[number * MOST : (number + 1) * MOST], len(order) > (number + 1) * MOST

    def unchecked(self, today: date) -> list[Line]:
        """Return what people here may be shown and no human has found right for too long."""
        shown = (line for line in self.lines if DOCTOR not in line.audience or line is self.doctor)
        return [line for line in shown if not line.fresh(today)]

    def warning(self, today: date) -> str:
        """Return one line for whoever keeps the bot running; nothing if all was checked."""
        if not (stale := self.unchecked(today)):
            return ""
        named = ", ".join(line.number for line in stale)
        return f"{len(stale)} not checked by a human in {GOOD_FOR.days} days, so no hours are shown: {named}"


def read_lines(rows: Iterable[Mapping[str, Any]], region: str = "") -> Helplines:
    """Read entries as the file has them; raises WrongLines with one line."""
    lines = tuple(map(_line, rows))
    if not any(EMERGENCY in line.audience for line in lines):
        raise WrongLines("has no entry with audience emergency: nobody could be told whom to call")
    if len({line.id for line in lines}) < len(lines):
        raise WrongLines("has two entries with the same id")
    known = [line.region for line in lines if DOCTOR in line.audience]
    if region and region not in known:
        raise WrongLines(f"has no doctor for BOT_REGION {region}; it has {', '.join(sorted(known))}")
    return Helplines(lines, region)


def _line(row: Mapping[str, Any]) -> Line:
    name = str(row.get("id") or row.get("number") or "an entry")
    if unknown := sorted(row.keys() - _ALL):
        raise WrongLines(f"{name}: {unknown[0]} is not known")
    words = {key: str(row.get(key, "")).strip() for key in _WORDS}
    if not words["id"] or not any(map(str.isdigit, words["number"])):
        raise WrongLines(f"{name}: id and number must be given")
    given = row.get("audience", "")
    audience = (given,) if isinstance(given, str) else tuple(given)
    if wrong := [one for one in audience or ("left out",) if one not in AUDIENCES]:
        raise WrongLines(f"{name}: audience is one of {', '.join(AUDIENCES)}, not {wrong[0]}")
    return Line(
        audience=audience,
        verified_on=_day(row, "verified_on", name),
        check_by=_day(row, "check_by", name),
        **words,
    )


def _day(row: Mapping[str, Any], field: str, name: str) -> date | None:
    found = row.get(field, "")
    if found == "":
        return None
    if isinstance(found, datetime) or not isinstance(found, date | str):
        raise WrongLines(f"{name}: {field} is a day such as 2026-11-25")
    try:
        return found if isinstance(found, date) else date.fromisoformat(found)
    except ValueError as error:
        raise WrongLines(f"{name}: {field} is a day such as 2026-11-25") from error
