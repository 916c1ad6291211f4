"""Words of danger and of stop: looked for in every text, before anything else.  Recall before precision."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.fold import fold, loose
from bot.language.lists import phrases

FUZZY_FROM: Final = 5  # letters; shorter words become one another too easily

_THOUGHTS: Final = phrases("crisis.thoughts")
_VIOLENCE: Final = phrases("crisis.violence")
_ILL: Final = phrases("crisis.ill")
_DANGER: Final = phrases("crisis.danger")
_HARMLESS: Final = phrases("crisis.harmless")
_STOP_PHRASES: Final = phrases("stop.anywhere")
_NO_STOPS: Final = phrases("stop.harmless")


@dataclass(frozen=True, slots=True)
class Danger:
    """What kind of danger was written about: danger, thoughts, violence or ill."""

    kind: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody wants no more messages; ``unsure`` when it stood inside something longer."""

    unsure: bool = False


def _plain(phrase: str) -> str:
    return loose(
        " ".join("_" if word == "_" else fold(word) + "*" * word.endswith("*") for word in phrase.split())
    )


def _pattern(texts: Iterable[str]) -> re.Pattern[str]:
    def one(phrase: str) -> str:
        words = (
            r"(?:\w+ ){0,3}" if word == "_" else word.replace("*", r"\w*") + " " for word in phrase.split()
        )
        return "".join(words).removesuffix(" ")

    return re.compile(
        r"\b(?:" + "|".join(sorted(map(one, map(_plain, texts)), key=len, reverse=True)) + r")\b"
    )


_KINDS: Final = tuple(
    (kind, _pattern(texts))
    for kind, texts in (
        ("thoughts", _THOUGHTS),
        ("violence", _VIOLENCE),
        ("ill", _ILL),
        ("danger", _DANGER),
    )
)
_NO_DANGER: Final = _pattern(_HARMLESS)
_STOPS: Final = _pattern(_STOP_PHRASES)
_NOT_STOPS: Final = _pattern(_NO_STOPS)
_VOCABULARY: Final = frozenset(
    word
    for phrase in _THOUGHTS + _VIOLENCE + _ILL + _DANGER + _HARMLESS + _STOP_PHRASES + _NO_STOPS
    for word in _plain(phrase).replace("*", "").split()
)
_FUZZY: Final = sorted(word for word in _VOCABULARY if len(word) >= FUZZY_FROM)
_ALL_STOPS: Final = frozenset(map(_plain, phrases("stop.alone")))
_NOT_SAID: Final = re.compile(r"\bik+\b|\bikk[er]?\b|\bik ke\b")
_KINDLY: Final = re.compile(
    r"\b(?:hej|tak|venligst|nu|sa|bare|please|ok|okay|ja|nej|gor det|straks|dig|det|her|helt|alt)\b"
)


def crisis(text: str) -> Danger | None:
    """Tell whether somebody writes of danger to life, of ending it, of violence or of acute illness."""
    plain = _NO_DANGER.sub(" ~ ", _heard(text))
    return next((Danger(kind) for kind, words in _KINDS if words.search(plain)), None)


def wants_stop(text: str) -> Stop | None:
    """Tell whether somebody wants the messages to end: clearly, or somewhere in a sentence."""
    heard = _heard(text.removeprefix("/"))
    bare = " ".join(_KINDLY.sub(" ", heard).split())
    if heard in _ALL_STOPS or bare in _ALL_STOPS:
        return Stop()
    rest = _NOT_STOPS.sub(" ~ ", heard)
    if _STOPS.search(rest) or re.search(r"\bstop+(?:e|er|es|et|ede)?\b", rest):
        return Stop(unsure=True)
    return None


def _heard(text: str) -> str:
    """Return the words as the lists have them: every ikke as one, slips of one letter undone."""
    words = loose(_NOT_SAID.sub("ikke", fold(text))).split()
    return " ".join(map(_meant, words))


@lru_cache(maxsize=4096)
def _meant(word: str) -> str:
    if len(word) < FUZZY_FROM or word in _VOCABULARY or word.startswith("stop"):
        return word
    near = process.extract(word, _FUZZY, scorer=OSA.distance, score_cutoff=1, limit=2)
    return near[0][0] if len(near) == 1 else word
