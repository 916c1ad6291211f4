"""Danish numbers, weekdays and months as people write them, folded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_SMALL: Final = ["nul", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"]
_TEENS: Final = ["tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten"]
_TAILS: Final = ["en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni"]
NUMBERS: Final[dict[str, int]] = {
    **{word: n for n, word in enumerate(_SMALL + _TEENS)},
    "en": 1,
    "een": 1,
    "tyve": 20,
    **{f"{tail}ogtyve": 20 + n for n, tail in enumerate(_TAILS, 1)},
    "tredive": 30,
    "enogtredive": 31,
}
_FIRST: Final = [
    "foerste",
    "anden",
    "tredje",
    "fjerde",
    "femte",
    "sjette",
    "syvende",
    "ottende",
    "niende",
    "tiende",
    "ellevte",
    "tolvte",
]
ORDINALS: Final[dict[str, int]] = {
    **{word: n for n, word in enumerate(_FIRST, 1)},
    "andet": 2,
    **{f"{word.removesuffix('n').removesuffix('e')}ende": n for n, word in enumerate(_TEENS, 13)},
    "tyvende": 20,
    **{f"{tail}ogtyvende": 20 + n for n, tail in enumerate(_TAILS, 1)},
    "tredivte": 30,
    "enogtredivte": 31,
}
_DAYS: Final = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "loerdag", "soendag"]
_DAY_SHORTS: Final = {
    "man": 0,
    "tir": 1,
    "tirs": 1,
    "ons": 2,
    "tor": 3,
    "tors": 3,
    "fre": 4,
    "loer": 5,
    "soen": 6,
}
WEEKDAYS: Final[dict[str, int]] = {
    **{name + end: n for n, name in enumerate(_DAYS) for end in ("", "en", "e", "ene")},
    **_DAY_SHORTS,
}
_MONTHS: Final = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
MONTHS: Final[dict[str, int]] = {
    **{name: n for n, name in enumerate(_MONTHS, 1)},
    **{name[:3]: n for n, name in enumerate(_MONTHS, 1)},
    "mar": 3,
    "sept": 9,
}


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for one of these words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


DAY: Final = any_of(WEEKDAYS)
MONTH: Final = any_of(MONTHS)
ORDINAL: Final = any_of(ORDINALS)
NUMBER: Final = rf"(?:\d{{1,3}}|{any_of(NUMBERS)})"


def number(text: str) -> int:
    """Read a whole number in digits or in words."""
    return NUMBERS[text] if text in NUMBERS else int(text)


def ordinal(text: str) -> int:
    """Read a place in a row: 3. or tredje."""
    return ORDINALS[text] if text in ORDINALS else int(text.rstrip(". "))
