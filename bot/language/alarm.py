"""Words of danger and of stop: looked for in every text, before anything else.  Recall before precision."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.language.letter import body
from bot.language.lists import phrases, sets
from bot.language.net import Hit, Net
from bot.language.slips import Reader, also_heard, listed, plain

KINDS: Final = ("thoughts", "violence", "ill", "danger")
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
        _woven(f"crisis.{kind}" for kind in KINDS),
        _woven(["crisis.harmless"]),
        _woven(["stop.anywhere"]),
        _woven(["stop.harmless"]),
    )
    words = (word for net in nets for word in net.vocabulary)
    return _Nets(*nets, reader=Reader(words, (stem for net in nets for stem in net.stems)))


_ALL_STOPS: Final = frozenset(map(plain, phrases("stop.alone")))
_STOP: Final = re.compile(r"s[td]?[op]?o+[pb]+(?:e|er|es|besked.*|nu|det)?")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the lists hear in a text, and whether a saying that only sounds like it stands there."""

    danger: Danger | None
    stop: Stop | None
    harmless: bool = False
    harmless_stop: bool = False
    size: int = 0  # words


def hear(text: str) -> Heard:
    """Look for danger to life, thoughts of ending it, violence, illness; and for a wish that messages end."""
    nets, ways = _nets(), _ways(text)
    harmless = [nets.no_dangers.hits(words) for words in ways]
    no_stops = [nets.no_stops.hits(words) for words in ways]
    kinds = {kind for pair in zip(ways, harmless, strict=True) for kind in _dangers(*pair)}
    return Heard(
        danger=next((Danger(kind) for kind in KINDS if kind in kinds), None),
        stop=_stop(ways, no_stops),
        harmless=any(harmless),
        harmless_stop=any(no_stops),
        size=len(ways[0]),
    )


def _stop(ways: list[list[str]], harmless: list[list[Hit[str]]]) -> Stop | None:
    """Tell whether the messages shall end: clearly, or somewhere in a sentence."""
    if any(" ".join(words) in _ALL_STOPS or _bare(words) in _ALL_STOPS for words in ways):
        return Stop()
    return Stop(unsure=True) if any(map(_says_stop, ways, harmless)) else None


def _ways(text: str) -> list[list[str]]:
    """Return the words in all, and without greeting, sign-off and the kind words at both ends."""
    text, reader = text.removeprefix("/"), _nets().reader
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


def _dangers(words: list[str], harmless: list[Hit[str]]) -> set[str]:
    rest = list(words)
    for hit in harmless:
        rest[hit.begin : hit.end] = [_TAKEN_AWAY] * (hit.end - hit.begin)
    return {hit.label for hit in _nets().dangers.hits(rest)}


def _says_stop(words: list[str], harmless: list[Hit[str]]) -> bool:
    bare = [(at, at + 1) for at, word in enumerate(words) if _STOP.fullmatch(word)]
    said = bare + [(hit.begin, hit.end) for hit in _nets().stops.hits(words)]
    return any(not any(h.begin <= begin and end <= h.end for h in harmless) for begin, end in said)
