"""A line that says when, read piece by piece."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.fold import visible
from bot.language.numbers import MONTHS, NUMBERS, ORDINALS, WEEKDAYS


class Refused(Exception):
    """The line says no time that can be: ``kind`` is unknown, past, impossible or vague."""

    def __init__(self, kind: str, suggestion: datetime | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.suggestion = suggestion


_OTHERS: Final = [
    "klokken",
    "formiddag",
    "formiddagen",
    "eftermiddag",
    "eftermiddagen",
    "aften",
    "aftenen",
    "morgen",
    "morgenen",
    "overmorgen",
    "naeste",
    "maaned",
    "maaneden",
    "maaneder",
    "kvart",
    "halv",
    "sidste",
    "hver",
    "hverdag",
    "hverdage",
    "uger",
    "timer",
    "minutter",
    "indtil",
    "juleaften",
    "juleaftensdag",
    "juledag",
    "nytaarsaften",
    "nytaarsdag",
    "paaskedag",
    "pinsedag",
    "langfredag",
    "skaertorsdag",
    "grundlovsdag",
    "advent",
    "fastelavn",
    "weekend",
    "middag",
    "samme",
    "aftenener",
    "dage",
    "gange",
    "ugen",
    "denne",
    "foerstkommende",
    "eller",
    "efter",
    "mellem",
    "mandags",
    "minut",
    "timers",
]
_KNOWN: Final = sorted({*NUMBERS, *ORDINALS, *WEEKDAYS, *MONTHS, *_OTHERS})
_KNOWN_SET: Final = frozenset(_KNOWN)
_FUZZY: Final = [word for word in _KNOWN if len(word) > 4]  # noqa: PLR2004 - shorter words collide
_SPELLINGS: Final = (
    (r"[\u2010-\u2015\u2212]", "-"),
    (r"æ|ä", "ae"),
    (r"ø|ö", "oe"),
    (r"å", "aa"),
    (r"['\"’,;!?()]", " "),
    (r"\bi(morgen|dag|aften|overmorgen|formiddag|eftermiddag|nat)\b", r"i \1"),
    (r"(?<!i )\bovermorgen\b", "i overmorgen"),
    (r"\b(?:klokken|klokke|kl)\b\.?:?", " kl "),
    (r"\bkl(?=\d)", " kl "),
    (r"\bindtil (?=kl\b)|\bindtil(?=\s+kl\b)", "til "),
    (r"(?<=\d)h\b", ""),
    (r"\b(?:d|den)\b\.?(?=\s*\d)", "den "),
    (r"\bt\.?\s?o\.?\s?m\b\.?", "til og med"),
    (r"\b(?:ca|cirka|omkring|praecis|praecist)\b\.?", " "),
    (r"\b(\d+)\.?(?:te|de|ste)\b", r"\1."),
    (r"(?<=[a-z])\.", " "),
    (r"\s+", " "),
)


class Line:
    """A line that is read piece by piece; what was read is taken away."""

    def __init__(self, text: str) -> None:
        small = visible(text).casefold()
        for pattern, instead in _SPELLINGS:
            small = re.sub(pattern, instead, small)
        self.rest = re.sub(r"[^\W\d_]+", lambda found: _spelled(found.group()), small).strip()

    def take(self, pattern: str) -> re.Match[str] | None:
        """Find a pattern and take it out of the line."""
        found = re.search(pattern, self.rest)
        if found:
            self.rest = f"{self.rest[: found.start()]} ~ {self.rest[found.end() :]}"
        return found


@lru_cache(maxsize=4096)
def _spelled(word: str) -> str:
    """Return the known word that this one can only be a slip for, or the word itself."""
    if word in _KNOWN_SET or len(word) < 5:  # noqa: PLR2004 - shorter words collide
        return word
    near = process.extract(word, _FUZZY, scorer=OSA.distance, score_cutoff=1, limit=2)
    return near[0][0] if len(near) == 1 else word
