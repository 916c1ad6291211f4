"""Phrases of the lists, woven into one net: all that stand in a text are found in one walk over its words.

A phrase is words with a space between.  Beside plain words it may hold

- ``hente/køre``: one of several words; ``<familie>``: one of a named set (``sets.txt``);
- ``vejr*``: a word that begins so; ``*spil``: one that ends so;
- ``(gerne)``: a word that may be missing; ``_``: up to three words of any kind; ``...``: any number;
- ``^`` and ``$``: nothing stands before, nothing after.
"""

from __future__ import annotations

import re
from collections import defaultdict
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
    after: dict[str, _Knot[Label]] = field(default_factory=dict)  # by token: what has one of its words
    spread: dict[str, list[_Knot[Label]]] = field(default_factory=dict)  # by word: what we write as two
    gaps: list[tuple[int, _Knot[Label]]] = field(default_factory=list)
    last: _Knot[Label] | None = None
    first: _Knot[Label] | None = None
    labels: set[Label] = field(default_factory=set)


def phrase_tokens(phrase: str) -> list[str]:
    """Return the parts of a phrase, what stands in brackets as one."""
    return _TOKEN.findall(phrase)


class _Tokens:
    """What words each token of the phrases stands for, looked up from the word: woven once for each token."""

    def __init__(self, sets: dict[str, list[str]], plain: Callable[[str], str]) -> None:
        self._sets = sets
        self._plain = plain
        self._long: dict[str, list[list[str]]] = {}
        self.words: defaultdict[str, set[str]] = defaultdict(set)
        self.starts: defaultdict[str, set[str]] = defaultdict(set)
        self.ends: defaultdict[str, set[str]] = defaultdict(set)

    def long(self, token: str) -> list[list[str]]:
        """Return what of a token is written as several words; take in the rest of it."""
        if token not in self._long:
            taken = [self._take(word, token) for word in self._words(token)]
            self._long[token] = [spelled for spelled in taken if spelled]
        return self._long[token]

    def _words(self, token: str) -> Iterator[str]:
        for word in token.split("/"):
            if word.startswith("<"):
                yield from self._sets[word.strip("<>")]
            else:
                yield word

    def _take(self, word: str, token: str) -> list[str]:
        spelled = self._plain(word.strip("*")).split()
        if word.startswith("*"):
            self.ends[spelled[0]].add(token)
        elif word.endswith("*"):
            self.starts[spelled[0]].add(token)
        elif len(spelled) > 1:
            return spelled
        else:
            self.words[spelled[0]].add(token)
        return []


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
        self._also = also or {}
        self._tokens = _Tokens(sets, plain)
        self._root: _Knot[Label] = _Knot()
        self._spread: set[str] = set()

    @property
    def vocabulary(self) -> set[str]:
        """Return the whole words of the phrases."""
        return self._tokens.words.keys() | self._spread

    @property
    def stems(self) -> set[str]:
        """Return the beginnings of words."""
        return set(self._tokens.starts)

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
        readings = [self._reading(word) for word in words]
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
                for parts in self._tokens.long(token):
                    self._lead(knot, parts, onward)
        return onward

    def _lead(self, knot: _Knot[Label], parts: list[str], onward: _Knot[Label]) -> None:
        self._spread.update(parts)
        for part in parts[:-1]:
            knot.spread.setdefault(part, []).append(middle := _Knot[Label]())
            knot = middle
        knot.spread.setdefault(parts[-1], []).append(onward)

    def _reading(self, word: str) -> _Reading:
        """Return what a word may be, and every token that it may stand for."""
        words = (word, *self._also.get(word, ()))
        tokens: set[str] = set()
        for reading in words:
            tokens |= self._tokens.words.get(reading, _NONE)
        for size in range(SHORTEST_STEM, len(word) + 1):
            tokens |= self._tokens.starts.get(word[:size], _NONE)
            tokens |= self._tokens.ends.get(word[-size:], _NONE)
        return words, tokens


_NONE: Final[frozenset[str]] = frozenset()
_Reading = tuple[tuple[str, ...], set[str]]


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
            todo.extend((onward, at + 1) for onward in _onward(knot, words[at]))


def _onward(knot: _Knot[Label], reading: _Reading) -> Iterator[_Knot[Label]]:
    """Return every knot that a word leads to."""
    words, tokens = reading
    after = knot.after
    if len(tokens) < len(after):
        yield from (after[token] for token in tokens if token in after)
    else:
        yield from (onward for token, onward in after.items() if token in tokens)
    if knot.spread:
        for word in words:
            yield from knot.spread.get(word, ())
