"""What somebody tells of themselves in their own words: wishes, gifts, needs, days, times of day."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import Final

from bot.domain.needs import NONE, Need
from bot.language.fold import fold, loose
from bot.language.lists import phrases

MOST_WORD: Final = 30  # characters of a wish in a person's own words
WEEKDAYS, WEEKEND, ALL_DAYS = 0b0011111, 0b1100000, 0b1111111  # bit 0 is Monday
MORNING, AFTERNOON, EVENING, ANY_TIME = 1, 2, 4, 7
_LISTS: Final = MappingProxyType(
    {
        Need.STEPS: "told.steps",
        Need.HEARING: "told.hearing",
        Need.TRANSPORT: "told.transport",
        Need.LANGUAGE: "told.language",
    }
)
_DAYS: Final = MappingProxyType(
    {
        "man": 1,
        "tirs": 1 << 1,
        "ons": 1 << 2,
        "tors": 1 << 3,
        "fre": 1 << 4,
        "loer": 1 << 5,
        "soen": 1 << 6,
        "hver": WEEKDAYS,
        "week": WEEKEND,
        "alle": ALL_DAYS,
    }
)
_DAY: Final = re.compile(
    r"\b(?:(man|tirs|ons|tors|fre|loer|soen)dag|(hver)dag|(week)end|(alle) dag|lige meget|any day)"
)
_BUT_NOT: Final = re.compile(r"\b(?:undtagen|bortset fra|bare ikke|men ikke|ikke|except)\b")
_TIMES: Final = MappingProxyType(
    {
        MORNING: re.compile(r"\b(?:formiddag|morgen|tidlig|morning)"),
        AFTERNOON: re.compile(r"\b(?:eftermiddag|efter middag|efter frokost|midt paa dagen|afternoon)"),
        EVENING: re.compile(r"\b(?:aften|sent|sidst paa dagen|evening)"),
        ANY_TIME: re.compile(r"\b(?:lige meget|hele dagen|altid|any ?time)"),
    }
)
_BETWEEN: Final = re.compile(r"[,;.\n/&+]|\b(?:og|samt|eller|and|or)\b", re.IGNORECASE)
_NOT: Final = re.compile(r"^(?:bare |helst |men )*(?:ikke|ingen|not|no)\b")


def needs_in(text: str) -> Need:
    """Return the needs that stand in a text; none where none is known."""
    said = loose(fold(text))
    for fine in _known("told.fine"):
        said = said.replace(fine, " ")
    found = NONE
    for need, name in _LISTS.items():
        if any(_begins(said, stem) for stem in _known(name)):
            found |= need
    return found


def nothing_in(text: str) -> bool:
    """Tell whether somebody says that there is nothing to tell."""
    return loose(fold(text)) in _known("told.nothing")


def answers_only(text: str) -> bool:
    """Tell whether a text is made of the small words of an answer, and tells nothing: ja tak da, tja."""
    return all(word in _small() for word in fold(text).split())


def wishes_in(text: str) -> tuple[str, ...]:
    """Return what somebody likes: words of ours where they are meant, else their own, shortened."""
    return _words(text, "told.words")


def gifts_in(text: str) -> tuple[str, ...]:
    """Return what somebody would like to give, as ``wishes_in``."""
    return _words(text, "told.gifts")


def days_in(text: str) -> int:
    """Return the weekdays that stand in a text, less those after *undtagen*; 0 if there are none."""
    wanted, _, unwanted = _BUT_NOT.sub("\0", fold(text), count=1).partition("\0")
    named, without = _days(wanted), _days(unwanted)
    return (named or (ALL_DAYS if without else 0)) & ~without


def times_in(text: str) -> int:
    """Return the times of day that stand in a text, less those after *undtagen*; 0 if there are none."""
    wanted, _, unwanted = _BUT_NOT.sub("\0", fold(text), count=1).partition("\0")
    named, without = _times(wanted), _times(unwanted)
    return (named or (ANY_TIME if without else 0)) & ~without


def _words(text: str, name: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in _BETWEEN.split(text):
        own = _bare(part)
        if own and not _NOT.match(fold(own)) and not answers_only(own):
            said = loose(fold(own))
            meant = [word for stem, word in _pairs(name) if _begins(said, stem)]
            found += meant[:1] or [own]
    return tuple(dict.fromkeys(found))


def _bare(part: str) -> str:
    """Return a phrase without how it begins, and not longer than what is kept of one."""
    words = part.casefold().split()
    said = [fold(word) for word in words]
    for lead in _leads():
        if said[: len(lead)] == lead:
            words, said = words[len(lead) :], said[len(lead) :]
    words = [word.strip("!?:\"'()") for word in words]
    while len(" ".join(words)) > MOST_WORD and len(words) > 1:
        words.pop()
    kept = " ".join(words)[:MOST_WORD].strip()
    return kept if fold(kept) else ""


def _begins(said: str, stem: str) -> bool:
    return re.search(rf"\b{stem}", said) is not None


def _days(said: str) -> int:
    days = 0
    for found in _DAY.finditer(said):
        word = next((group for group in found.groups() if group), "alle")
        days |= _DAYS[word]
    return days


def _times(said: str) -> int:
    times = 0
    for bit, words in _TIMES.items():
        if words.search(said):
            times |= bit
    return times


@cache
def _known(name: str) -> list[str]:
    return sorted(map(_stem, phrases(name)), key=len, reverse=True)


@cache
def _small() -> frozenset[str]:
    rows = [*phrases("particles"), *phrases("told.small")]
    return frozenset(fold(word) for row in rows for word in row.split())


@cache
def _leads() -> list[list[str]]:
    return sorted((fold(lead).split() for lead in phrases("told.lead")), key=len, reverse=True)


@cache
def _pairs(name: str) -> list[tuple[str, str]]:
    """Return the stems with what they mean, the longest first."""
    rows = (row.partition("=") for row in phrases(name))
    return sorted(((_stem(stem), word) for stem, _, word in rows), key=lambda pair: -len(pair[0]))


def _stem(phrase: str) -> str:
    """Return what a word may begin with; one that ends in a full stop is a whole word."""
    return loose(fold(phrase)) + (r"\b" if phrase.endswith(".") else "")
