"""Words of danger and of stop: looked for in every text, before anything else.  Recall before precision."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.language.lists import phrases, sets
from bot.language.net import Net
from bot.language.slips import Reader, plain

_KINDS: Final = ("thoughts", "violence", "ill", "danger")
_HARMLESS: Final = "harmless"
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
    net: Net[str] = Net(sets(), plain)
    for name in lists:
        for phrase in phrases(name):
            net.add(phrase, name.partition(".")[2])
    return net


_DANGERS: Final = _woven(f"crisis.{kind}" for kind in _KINDS)
_NO_DANGERS: Final = _woven(["crisis.harmless"])
_STOPS: Final = _woven(["stop.anywhere"])
_NO_STOPS: Final = _woven(["stop.harmless"])
_NETS: Final = (_DANGERS, _NO_DANGERS, _STOPS, _NO_STOPS)
_ALL_STOPS: Final = frozenset(map(plain, phrases("stop.alone")))
_READER: Final = Reader(
    (word for net in _NETS for word in net.vocabulary), (stem for net in _NETS for stem in net.stems)
)
_STOP: Final = re.compile(r"s[td][op]?o+p+(?:e|er|es|et|ede|besked.*|nu|det)?")


def crisis(text: str) -> Danger | None:
    """Tell whether somebody writes of danger to life, of ending it, of violence or of acute illness."""
    words = _READER.read(text)
    rest = list(words)
    for hit in _NO_DANGERS.hits(words):
        rest[hit.begin : hit.end] = [_TAKEN_AWAY] * (hit.end - hit.begin)
    kinds = {hit.label for hit in _DANGERS.hits(rest)}
    return next((Danger(kind) for kind in _KINDS if kind in kinds), None)


def wants_stop(text: str) -> Stop | None:
    """Tell whether somebody wants the messages to end: clearly, or somewhere in a sentence."""
    words = _READER.read(text.removeprefix("/"))
    bare = " ".join(word for word in words if word not in _KINDLY)
    if " ".join(words) in _ALL_STOPS or bare in _ALL_STOPS:
        return Stop()
    harmless = _NO_STOPS.hits(words)
    bare_stops = [at for at, word in enumerate(words) if _STOP.fullmatch(word)]
    said = [(at, at + 1) for at in bare_stops] + [(hit.begin, hit.end) for hit in _STOPS.hits(words)]
    for begin, end in said:
        if not any(hit.begin <= begin and end <= hit.end for hit in harmless):
            return Stop(unsure=True)
    return None
