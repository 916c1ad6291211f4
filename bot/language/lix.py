"""How easy a Danish text is to read: LIX, counted as our voice counts it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LONG: Final = 7  # letters of a long word
_WORD: Final = re.compile(r"[^\W_]+(?:[.:'’/-][^\W_]+)*")
_ABBREVIATED: Final = re.compile(r"\b(?:kl|ca|nr|bl|dvs|f\.eks|fx)\.", re.IGNORECASE)
# A stop after a number ends a sentence only where another one begins: not in "26. november".
_END: Final = re.compile(r"(?<!\d)[.!?]+(?=\W|$)|(?<=\d)[.!?]+(?=[\"”)]*(?:\s+[A-ZÆØÅ\"]|\s*$))")


@dataclass(frozen=True, slots=True)
class Reading:
    """Counts over one or many texts."""

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> float:
        """Return words a sentence and long words in a hundred; 0 without words."""
        if not self.words:
            return 0.0
        return self.words / max(self.sentences, 1) + 100 * self.long_words / self.words


def read(texts: Iterable[str]) -> Reading:
    """Count whole texts together: a single line is too short to judge."""
    words = sentences = long_words = 0
    for text in texts:
        said = _WORD.findall(text)
        words += len(said)
        long_words += sum(sum(map(str.isalpha, word)) >= LONG for word in said)
        sentences += len(_END.findall(_ABBREVIATED.sub("kl", text)))
    return Reading(words, sentences, long_words)
