"""Phrases of the lists, woven into one net: all that stand in a text are found in one walk over its words.

A phrase is words with a space between.  Beside plain words it may hold

- ``hente/køre``: one of several words; ``<familie>``: one of a named set (``sets.txt``);
- ``vejr*``: a word that begins so; ``*spil``: one that ends so;
- ``(gerne)``: a word that may be missing; ``_``: up to three words of any kind; ``...``: any number;
- ``^`` and ``$``: nothing stands before, nothing after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

Label = TypeVar("Label")
GAP: Final = 3
SHORTEST_STEM: Final = 2
_TOKEN: Final = re.compile(r"\([^)]*\)|\S+")


@dataclass(frozen=True, slots=True)
class Hit(Generic[Label]):
    """A phrase that stands in words ``begin`` up to before ``end``."""

    begin: int
    end: int
    label: Label

    def holds(self, other: Hit[Label]) -> bool:
        """Tell whether another hit lies within this one."""
        return self.begin <= other.begin and other.end <= self.end


@dataclass(slots=True)
class _Knot(Generic[Label]):
    words: dict[str, list[_Knot[Label]]] = field(default_factory=dict)
    starts: dict[str, list[_Knot[Label]]] = field(default_factory=dict)
    ends: dict[str, list[_Knot[Label]]] = field(default_factory=dict)
    gaps: list[tuple[int, _Knot[Label]]] = field(default_factory=list)
    last: _Knot[Label] | None = None
    first: _Knot[Label] | None = None
    after: dict[str, _Knot[Label]] = field(default_factory=dict)
    labels: set[Label] = field(default_factory=set)


def phrase_tokens(phrase: str) -> list[str]:
    """Return the parts of a phrase, what stands in brackets as one."""
    return _TOKEN.findall(phrase)


class Net(Generic[Label]):
    """Many phrases, each with a label."""

    def __init__(
        self,
        sets: dict[str, list[str]],
        plain: Callable[[str], str],
        also: dict[str, list[str]] | None = None,
    ) -> None:
        """Weave with sets of words by name.

        ``plain`` gives a phrase's word as texts have it; ``also`` what else a word of a text may be.
        """
        self._sets = sets
        self._also = also or {}
        self._plain = plain
        self._root: _Knot[Label] = _Knot()
        self.vocabulary: set[str] = set()
        self.stems: set[str] = set()

    def add(self, phrase: str, label: Label) -> None:
        """Weave in one phrase."""
        at = [self._root]
        for token in phrase_tokens(phrase):
            may_miss = token.startswith("(") and token.endswith(")")
            bare = token[1:-1] if may_miss else token
            onward = [self._follow(knot, bare) for knot in at]
            at = [*onward, *at] if may_miss else onward
        for knot in at:
            knot.labels.add(label)

    def hits(self, words: list[str]) -> list[Hit[Label]]:
        """Return every place where a phrase stands, a phrase with gaps at its shortest first."""
        found: dict[Hit[Label], None] = {}
        readings = [_Reading(word, (word, *self._also.get(word, ()))) for word in words]
        for begin in range(len(words)):
            starts = [self._root]
            if begin == 0 and self._root.first:
                starts.append(self._root.first)
            for start in starts:
                for end, label in _walk(start, readings, begin):
                    found[Hit(begin, end, label)] = None
        return list(found)

    def _follow(self, knot: _Knot[Label], token: str) -> _Knot[Label]:
        """Return the knot after a token, new or already woven."""
        if token in knot.after:
            return knot.after[token]
        onward = knot.after[token] = _Knot()
        match token:
            case "^":
                knot.first = onward
            case "$":
                knot.last = onward
            case "_":
                knot.gaps.append((GAP, onward))
            case "...":
                knot.gaps.append((1000, onward))
            case _:
                for word in self._alternatives(token):
                    self._lead(knot, word, onward)
        return onward

    def _alternatives(self, token: str) -> Iterator[str]:
        for word in token.split("/"):
            if word.startswith("<"):
                yield from self._sets[word.strip("<>")]
            else:
                yield word

    def _lead(self, knot: _Knot[Label], word: str, onward: _Knot[Label]) -> None:
        bare = word.strip("*")
        spelled = self._plain(bare).split()
        if word.startswith("*"):
            knot.ends.setdefault(spelled[0], []).append(onward)
        elif word.endswith("*"):
            self.stems.add(spelled[0])
            knot.starts.setdefault(spelled[0], []).append(onward)
        else:
            for part in spelled[:-1]:
                self.vocabulary.add(part)
                knot.words.setdefault(part, []).append(middle := _Knot[Label]())
                knot = middle
            self.vocabulary.add(spelled[-1])
            knot.words.setdefault(spelled[-1], []).append(onward)


class _Reading:
    """A word of a text: what it may be, and its beginnings and endings."""

    __slots__ = ("ends", "starts", "words")

    def __init__(self, word: str, words: tuple[str, ...]) -> None:
        self.words = words
        self.starts = [word[:size] for size in range(SHORTEST_STEM, len(word) + 1)]
        self.ends = [word[-size:] for size in range(SHORTEST_STEM, len(word) + 1)]


def _walk(start: _Knot[Label], words: list[_Reading], begin: int) -> Iterator[tuple[int, Label]]:
    todo = [(start, begin)]
    seen: set[tuple[int, int]] = set()
    while todo:
        knot, at = todo.pop()
        if (id(knot), at) in seen:
            continue
        seen.add((id(knot), at))
        if at > begin:
            for label in knot.labels:
                yield at, label
        if knot.last and at == len(words):
            for label in knot.last.labels:
                yield at, label
        for most, onward in knot.gaps:
            todo.extend((onward, to) for to in range(at, min(at + most, len(words)) + 1))
        if at < len(words):
            _step(knot, words[at], at + 1, todo)


def _step(knot: _Knot[Label], word: _Reading, to: int, todo: list[tuple[_Knot[Label], int]]) -> None:
    """Go on to every knot that a word leads to."""
    for reading in word.words:
        todo.extend((onward, to) for onward in knot.words.get(reading, ()))
    if knot.starts:
        for start in word.starts:
            todo.extend((onward, to) for onward in knot.starts.get(start, ()))
    if knot.ends:
        for end in word.ends:
            todo.extend((onward, to) for onward in knot.ends.get(end, ()))
