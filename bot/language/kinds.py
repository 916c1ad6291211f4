"""Which of the known kinds of activity a Danish word means: kortspil is games, musik is song."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.language.fold import fold
from bot.language.lists import ANYWHERE, phrases

ENDING, BEGINNING, SLIP = 4, 5, 6  # letters from which a word counts so


def kinds_of(text: str) -> frozenset[str]:
    """Return every kind that a text speaks of: a title, a wish in somebody's own words."""
    return frozenset().union(*map(kinds_of_word, fold(text).split()))


kinds_shown: Final = lru_cache(maxsize=4096)(kinds_of)  # of titles, which come again with every look


@lru_cache(maxsize=8192)
def kinds_of_word(word: str) -> frozenset[str]:
    """Return the kinds that one folded word means, alone or as a part of a longer one."""
    if word in _KINDS:
        return _KINDS[word]
    longer = [known for known in _KINDS if _is_part(known, word)]
    if longer:
        return _KINDS[max(longer, key=lambda known: (len(known), known))]
    slips = [known for known in _KINDS if is_slip(known, word)]
    return _KINDS[min(slips)] if slips else frozenset()


def is_slip(known: str, word: str) -> bool:
    """Tell whether a folded word is another with one slip of the finger in it."""
    shorter = min(len(known), len(word))
    if shorter < BEGINNING or known[0] != word[0]:
        return False
    if shorter < SLIP and len(known) == len(word):
        return False  # havet is no slip for haven
    return OSA.distance(known, word, score_cutoff=1) <= 1


def _is_part(known: str, word: str) -> bool:
    return (len(known) >= ENDING and word.endswith(known)) or (
        len(known) >= BEGINNING and word.startswith(known)
    )


def _read() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in phrases("kinds"):
        kind, _, word = row.partition(ANYWHERE)
        found.setdefault(fold(word), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


_KINDS: Final = _read()
