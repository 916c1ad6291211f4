"""Opening hours that an operator has written in Danish, for those who read English."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

_ENGLISH: Final = MappingProxyType(
    {
        "på": "on",
        "hver": "every",
        "alle": "all",
        "hverdage": "weekdays",
        "hverdag": "weekday",
        "dag": "day",
        "dage": "days",
        "mandag": "Monday",
        "tirsdag": "Tuesday",
        "onsdag": "Wednesday",
        "torsdag": "Thursday",
        "fredag": "Friday",
        "lørdag": "Saturday",
        "søndag": "Sunday",
        "mandage": "Mondays",
        "tirsdage": "Tuesdays",
        "onsdage": "Wednesdays",
        "torsdage": "Thursdays",
        "fredage": "Fridays",
        "lørdage": "Saturdays",
        "søndage": "Sundays",
        "weekender": "weekends",
        "weekenden": "the weekend",
        "i": "in",
        "om": "in",
        "formiddagen": "the morning",
        "eftermiddagen": "the afternoon",
        "aftenen": "the evening",
        "og": "and",
        "til": "to",
        "fra": "from",
        "mellem": "between",
        "undtagen": "except",
    }
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_ALWAYS: Final = "døgnet rundt"
_SPAN: Final = re.compile(r"\bkl\.? ?(?=\d)")


def in_english(danish: str) -> str:
    """Return hours in English where every word is known; as they were written where one is not."""
    if danish.strip() == _ALWAYS:
        return "around the clock"
    if danish.strip().casefold() == _ALWAYS:
        return "around the clock"
    said = _SPAN.sub("", danish).strip()
    if {word.casefold() for word in _WORD.findall(said)} - _ENGLISH.keys():
        return danish
    return _WORD.sub(lambda found: _ENGLISH[found[0].casefold()], said)
