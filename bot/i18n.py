"""Catalogues, the marks that extraction looks for, and the one formatter for times and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_time
from babel.lists import format_list
from babel.support import NullTranslations, Translations

DOMAIN = "foelgeskab"
FAR = timedelta(days=300)  # beyond, a day without its year may be taken for another
SOMEBODY = "coordinator|reader|who|companion|citizen|host"  # may be no name: en koordinator, din følgeven
BEGINS = re.compile(rf"(?:^|(?<=[.?!] )|(?<=\n))\{{({SOMEBODY})\}}")  # a sentence begins with them
LOCALES = Path(__file__).parent.parent / "locales"
LANGUAGES = ("da", "en")
Clock = time
Translate = Callable[[str], str]


def N_(text: str) -> str:  # noqa: N802 - the name that every extractor knows
    """Mark a text for extraction; it is translated where its reader is known."""
    return text


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language; Danish where there is none."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return Translations.load(LOCALES, [known], DOMAIN)


@lru_cache(maxsize=4096)  # the same dates are told to many
def _formatted(local: datetime, pattern: str, language: str) -> str:
    return format_datetime(local, pattern, locale=Locale.parse(language))


@cache
def _beginnings(text: str) -> tuple[str, frozenset[str]]:
    """Return a text whose first values have names of their own, and which values those are."""
    return BEGINS.sub(r"{_\1}", text), frozenset(BEGINS.findall(text))


def fill(text: str, values: dict[str, object]) -> str:
    """Fill values in; somebody with whom a sentence begins gets a capital letter: En koordinator."""
    template, first = _beginnings(text)
    capital = {f"_{name}": _capital(values[name]) for name in first if name in values}
    return template.format(**values, **capital)


def _capital(value: object) -> object:
    return value[:1].upper() + value[1:] if isinstance(value, str) else value


class Reader:
    """How one reader is written to: language, zone, and the forms that follow from both.

    ``reader("text {name}", name=...)`` translates and fills in one step.
    """

    def __init__(self, language: str, zone: tzinfo | str = "Europe/Copenhagen") -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self.zone = ZoneInfo(zone) if isinstance(zone, str) else zone
        self._locale = Locale.parse(self.language)
        self._catalogue = catalogue(self.language)

    def __call__(self, text: str, /, **values: object) -> str:
        """Translate, then fill in; values arrive ready."""
        translated = self._catalogue.ugettext(text)
        return fill(translated, values) if values else translated

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Choose the form for ``n`` and fill it in (``{n}`` is set)."""
        return fill(self._catalogue.ungettext(one, many, n), {"n": n, **values})

    def when(self, moment: datetime) -> str:
        """Return weekday, date and clock on the wall: torsdag den 26. november kl. 14.00."""
        pattern = "EEEE 'den' d. MMMM 'kl.' H.mm" if self.language == "da" else "EEEE d MMMM 'at' H:mm"
        return _formatted(moment.astimezone(self.zone), pattern, self.language)

    def day(self, day: date | datetime) -> str:
        """Return weekday and date: torsdag den 26. november."""
        local = day.astimezone(self.zone) if isinstance(day, datetime) else datetime.combine(day, time())
        pattern = "EEEE 'den' d. MMMM" if self.language == "da" else "EEEE d MMMM"
        return _formatted(local, pattern, self.language)

    def weekday(self, moment: datetime) -> str:
        """Return the day of the week: tirsdag."""
        return format_datetime(moment.astimezone(self.zone), "EEEE", locale=self._locale)

    def day_seen_from(self, day: date | datetime, seen_from: date | datetime) -> str:
        """Return weekday and date; of a day that is far from another, the date with its year instead."""
        return self.date(day) if abs(self._on(day) - self._on(seen_from)) > FAR else self.day(day)

    def _on(self, day: date | datetime) -> date:
        return day.astimezone(self.zone).date() if isinstance(day, datetime) else day

    def date(self, day: date | datetime) -> str:
        """Return a date that lies far away: den 26. november 2029."""
        local = day.astimezone(self.zone) if isinstance(day, datetime) else datetime.combine(day, time())
        pattern = "'den' d. MMMM y" if self.language == "da" else "d MMMM y"
        return _formatted(local, pattern, self.language)

    def time(self, moment: datetime) -> str:
        """Return the clock on the wall: kl. 14.00."""
        pattern = "'kl.' H.mm" if self.language == "da" else "H:mm"
        return format_time(moment.astimezone(self.zone).timetz(), pattern, locale=self._locale)

    def clock(self, on_the_wall: Clock) -> str:
        """Return a clock that belongs to no day: kl. 8.00."""
        pattern = "'kl.' H.mm" if self.language == "da" else "H:mm"
        return format_time(on_the_wall, pattern, locale=self._locale)

    def all_of(self, items: list[str]) -> str:
        """Return a list in words: mandag, onsdag og fredag."""
        return format_list(items, locale=self._locale)
