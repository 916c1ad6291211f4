"""Words of danger and of stop: looked for in every text, before anything else.  Recall before precision."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from bot.language.letter import body
from bot.language.lists import phrases, sets
from bot.language.net import Net
from bot.language.slips import Reader, also_heard, listed, plain

_KINDS: Final = ("thoughts", "violence", "ill", "danger")
_TAKEN_AWAY: Final = "~"
_KINDLY: Final = frozenset(map(plain, phrases("stop.kindly")))


@dataclass(frozen=True, slots=True)
class Danger:
    """What kind of danger was written about: danger, thoughts, violence or ill."""

    kind: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody wants no more messages; ``unsure`` when it stood inside something longer."""

    unsure: bool = False


def _woven(lists: Iterable[str]) -> Net[str]:
    net: Net[str] = Net(sets(), listed, also_heard())
    for name in lists:
        for phrase in phrases(name):
            net.add(phrase, name.partition(".")[2])
    return net


@dataclass(frozen=True, slots=True)
class _Nets:
    dangers: Net[str]
    no_dangers: Net[str]
    stops: Net[str]
    no_stops: Net[str]
    reader: Reader


@cache
def _nets() -> _Nets:
    """Return all phrases, woven when the first text comes."""
    nets = (
        _woven(f"crisis.{kind}" for kind in _KINDS),
        _woven(["crisis.harmless"]),
        _woven(["stop.anywhere"]),
        _woven(["stop.harmless"]),
    )
    words = (word for net in nets for word in net.vocabulary)
    return _Nets(*nets, reader=Reader(words, (stem for net in nets for stem in net.stems)))


_ALL_STOPS: Final = frozenset(map(plain, phrases("stop.alone")))
_STOP: Final = re.compile(r"s[td]?[op]?o+[pb]+(?:e|er|es|besked.*|nu|det)?")


@lru_cache(maxsize=1)  # one update asks several times; nothing that people write is kept for longer
def crisis(text: str) -> Danger | None:
    """Tell whether somebody writes of danger to life, of ending it, of violence or of acute illness."""
    kinds = {kind for words in _ways(text) for kind in _dangers(words)}
    return next((Danger(kind) for kind in _KINDS if kind in kinds), None)


@lru_cache(maxsize=1)
def wants_stop(text: str) -> Stop | None:
    """Tell whether somebody wants the messages to end: clearly, or somewhere in a sentence."""
    ways = _ways(text.removeprefix("/"))
    if any(" ".join(words) in _ALL_STOPS or _bare(words) in _ALL_STOPS for words in ways):
        return Stop()
    return Stop(unsure=True) if any(map(_says_stop, ways)) else None


def _ways(text: str) -> list[list[str]]:
    """Return the words in all, and without greeting, sign-off and the kind words at both ends."""
    reader = _nets().reader
    whole, core = reader.read(text), reader.read(body(text))
    ways = [whole]
    for shorter in (_unwrapped(whole), _unwrapped(core)):
        if shorter and shorter not in ways:
            ways.append(shorter)
    return ways


def _unwrapped(words: list[str]) -> list[str]:
    firm = [at for at, word in enumerate(words) if word not in _KINDLY]
    return words[firm[0] : firm[-1] + 1] if firm else []


def _bare(words: list[str]) -> str:
    return " ".join(word for word in words if word not in _KINDLY)


def _dangers(words: list[str]) -> set[str]:
    rest = list(words)
    for hit in _nets().no_dangers.hits(words):
        rest[hit.begin : hit.end] = [_TAKEN_AWAY] * (hit.end - hit.begin)
    return {hit.label for hit in _nets().dangers.hits(rest)}


def _says_stop(words: list[str]) -> bool:
    harmless = _nets().no_stops.hits(words)
    bare = [(at, at + 1) for at, word in enumerate(words) if _STOP.fullmatch(word)]
    said = bare + [(hit.begin, hit.end) for hit in _nets().stops.hits(words)]
    return any(not any(h.begin <= begin and end <= h.end for h in harmless) for begin, end in said)
