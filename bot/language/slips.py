"""Slips of the pen: the word that was meant, from the words that the lists know."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.fold import fold, loose
from bot.language.lists import heard_as, phrases, spellings

FUZZY_FROM: Final = 5  # letters; shorter words become one another too easily
VERY_LONG: Final = 9  # letters that bear two slips
SPLIT_FROM: Final = 7  # letters of two words that grew together
PART: Final = 3  # letters of each of them
SOUND_FROM: Final = 5  # letters that tell a word by its sound
_SOFT: Final = str.maketrans("dbgzcqwyejo", "tpkskkviaia")
_LETTERS_APART: Final = re.compile(r"\b\w(?: \w\b){2,}")

_MEANT: Final = {fold(slip): fold(word) for slip, word in spellings().items()}


def plain(text: str) -> str:
    """Return folded text as the lists have it: short forms written out, one letter for each vowel."""
    together = _LETTERS_APART.sub(lambda apart: apart.group().replace(" ", ""), fold(text))
    return loose(" ".join(_MEANT.get(word, word) for word in together.split()))


# the words of our own lists come again and again while they are woven; what people write is never kept
listed: Final = cache(plain)
_ORDINARY: Final = frozenset(loose(fold(word)) for row in phrases("ordinary") for word in row.split())


def also_heard() -> dict[str, list[str]]:
    """Return the short words that are written for one another, as texts have them."""
    return {listed(word): [listed(other) for other in others] for word, others in heard_as().items()}


def sound(word: str) -> str:
    """Return how a word sounds, roughly: for those who write as they speak."""
    silent = re.sub("^hv", "v", re.sub("^[hg]j", "j", word)).translate(_SOFT)
    single = re.sub(r"(.)\1+", r"\1", re.sub("([lnr])t+", r"\1", silent))
    return re.sub("ik$", "i", single.removesuffix("a"))


class Reader:
    """Reads words as those of one vocabulary, if they are no more than a slip away."""

    def __init__(self, words: Iterable[str], stems: Iterable[str]) -> None:
        """Take the words, and the beginnings of words, that shall be read."""
        self._stems = frozenset(stems)
        self._words = frozenset(words) | self._stems
        self._known = self._words | _ORDINARY
        self._near = sorted(word for word in self._words if len(word) >= FUZZY_FROM)
        self._sounds: dict[str, list[str]] = {}
        for word in sorted(word for word in self._words if len(word) >= SOUND_FROM):
            self._sounds.setdefault(sound(word), []).append(word)
        self._meant = lru_cache(maxsize=8192)(self._search)

    def read(self, text: str, longest: int = 1000) -> list[str]:
        """Return the words that were meant, at most so many."""
        said = plain(text).split()[:longest]
        return [meant for word in self._joined(said) for meant in self._meant(word)]

    def _joined(self, words: list[str]) -> list[str]:
        """Put together what was parted within a word."""
        joined: list[str] = []
        for word in words:
            before = joined[-1] if joined else ""
            whole = before + word
            strange = before not in self._known or word not in self._known
            if before and strange and len(whole) >= SPLIT_FROM and whole in self._words:
                joined[-1] = whole
            else:
                joined.append(word)
        return joined

    def _knows(self, word: str) -> bool:
        return word in self._known or any(word[:size] in self._stems for size in range(4, len(word)))

    def _search(self, word: str) -> tuple[str, ...]:
        if len(word) < SOUND_FROM or word.isdecimal() or self._knows(word):
            return (word,)
        if len(word) >= SPLIT_FROM:
            for cut in range(PART, len(word) - PART + 1):
                if word[:cut] in self._known and word[cut:] in self._known:
                    return word[:cut], word[cut:]
        return (self._nearest(word) or self._alike(word) or word,)

    def _nearest(self, word: str) -> str:
        """Return the one word that is a slip away; none if several are."""
        if len(word) < FUZZY_FROM:
            return ""
        slips = 2 if len(word) >= VERY_LONG else 1
        near = process.extract(word, self._near, scorer=OSA.distance, score_cutoff=slips, limit=2)
        clear = len(near) == 1 or (len(near) > 1 and near[0][1] < near[1][1])
        return near[0][0] if clear else ""

    def _alike(self, word: str) -> str:
        """Return the word that sounds so, of several the one that looks most like it."""
        return min(
            self._sounds.get(sound(word), ()),
            key=lambda known: (OSA.distance(word, known), known),
            default="",
        )
