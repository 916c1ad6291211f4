"""What of a text counts for the second judge: its words, their pairs and neighbours, and pieces of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from bot.language.letter import body
from bot.language.meanings import is_filler, words_of
from bot.language.slips import plain

LONGEST: Final = 60  # words that are looked at
PIECES: Final = (3, 4, 5)  # letters of a piece of the text as it was written
STEMS: Final = (4, 5)  # letters of the beginning of a word
APART: Final = 3  # telling words that lie so near are a pair
_SIGNS_FROM: Final = "\u2190"
_LENGTHS: Final = 5


def traits(text: str) -> set[str]:
    """Return the traits of a text; what kind each is, its first letter tells (see the functions below)."""
    words = words_of(text)[:LONGEST]
    found = {"."}
    found.update(_of_words(words))
    found.update(_of_letters(f" {' '.join(plain(body(text)).split()[:LONGEST])} "))
    found.update(f"e{char}" for char in text if char >= _SIGNS_FROM)
    found.add(f"n{min(len(words) // 3, _LENGTHS)}")
    if "?" in text:
        found.add("?")
    return found


def _of_words(words: list[str]) -> Iterator[str]:
    """Give words, their beginnings, what stands side by side, around a word, and telling words near by."""
    for word in words:
        yield f"w{word}"
        yield from (f"s{word[:size]}" for size in STEMS if len(word) > size)
    line = ["^", *words, "$"]
    yield from (f"b{one} {two}" for one, two in pairwise(line))
    for one, two, three in zip(line, line[1:], line[2:], strict=False):
        yield f"k{one} {three}"
        yield f"q{one} {two} {three}"
    telling = [word for word in words if not is_filler(word)]
    for at, word in enumerate(telling):
        yield from (f"p{word} {near}" for near in telling[at + 1 : at + 1 + APART])


def _of_letters(line: str) -> Iterator[str]:
    for size in PIECES:
        yield from (f"c{line[at : at + size]}" for at in range(len(line) - size + 1))
