"""What somebody asks about an activity: which of its fields, told by the words in plain lists."""

from __future__ import annotations

from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.language.fold import fold, loose
from bot.language.lists import phrases

TOPICS: Final = (  # where a text has words of several, the first one is meant
    "toilet",
    "steps",
    "hearing",
    "plain",
    "stop",
    "pickup",
    "noise",
    "greeted",
    "watch",
    "leave",
    "crowd",
)
LONG: Final = 6  # letters that bear a slip
Phrase = tuple[str, ...]


def topic(text: str) -> str | None:
    """Return which field a text is about; None if it names none."""
    words = _words(text)
    return next((name for name in TOPICS if any(_stands(phrase, words) for phrase in _of(name))), None)


def is_question(text: str) -> bool:
    """Tell whether a text asks, rather than tells."""
    first = _words(text)[:1]
    return "?" in text or any(_stands(phrase, first) for phrase in _of("question"))


@cache
def _of(name: str) -> list[Phrase]:
    return [tuple(_words(phrase)) for phrase in phrases(f"about.{name}")]


def _words(text: str) -> list[str]:
    return loose(fold(text)).split()


def _stands(phrase: Phrase, words: list[str]) -> bool:
    return any(
        all(map(_alike, phrase, words[at : at + len(phrase)])) for at in range(len(words) - len(phrase) + 1)
    )


def _alike(wanted: str, found: str) -> bool:
    return wanted == found or (len(wanted) >= LONG and OSA.distance(wanted, found, score_cutoff=1) <= 1)
