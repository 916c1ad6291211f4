"""What a Danish text means: one of a few intents, how sure that is, and what else was heard.

Deterministic and local.  Danger and stop are looked for first; mixed or negated texts stay ``unknown``,
so that the caller asks with buttons.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from bot.language.alarm import Danger, Stop, crisis, wants_stop
from bot.language.meanings import BOTHER, GENERAL, INTENTS, SURE, doubting, opened, scores, sign, words_of

__all__ = [
    "INTENTS",
    "SURE",
    "Danger",
    "Meaning",
    "Stop",
    "answer",
    "crisis",
    "lines_to_json",
    "understand",
    "wants_stop",
]

OPENED: Final = 0.7  # how sure a yes or no is that something else follows
_ORDER: Final = {
    intent: place
    for place, intent in enumerate(
        [
            "delete_me",
            "human",
            "cancel_signup",
            "privacy",
            "identity",
            "my_signups",
            "companion",
            "transport",
            "access",
            "price",
            "pause",
            "help",
            "when",
            "where",
            "offer",
            "idea",
            "activities",
            "not_now",
            "mood_bad",
            "mood_ok",
            "mood_good",
            "maybe",
            "no",
            "yes",
            "thanks",
            "greeting",
            "stop",
        ]
    )
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The intent and how sure it is (0 to 1); ``also`` holds what else was heard, the likeliest first."""

    intent: str
    score: float
    also: tuple[str, ...] = ()


@lru_cache(maxsize=1)  # one update asks several times; nothing that people write is kept for longer
def understand(text: str) -> Meaning:
    """Return what a text means; ``unknown`` when it may mean two things."""
    stop = wants_stop(text)
    if crisis(text):
        return Meaning("crisis", 1.0, ("stop",) if stop else ())
    words = words_of(text)
    found = scores(words) or scores(words_of(text, whole=True))
    bother = found.pop(BOTHER, 0)
    ranked = sorted(found, key=lambda intent: (-found[intent], _ORDER[intent]))
    if stop:
        return Meaning("stop", 0.8 if stop.unsure else 1.0, tuple(i for i in ranked if i != "stop"))
    if bother:
        return Meaning("human", 0.9, (BOTHER,))
    if shown := sign(text, words):
        return Meaning(shown, 0.9)
    return _judged(words, found, ranked)


def answer(text: str) -> Literal["yes", "no", "maybe"] | None:
    """Return what a text answers to a question of yes or no; None when that is not clear."""
    meaning = understand(text)
    if meaning.score < SURE:
        return None
    match meaning.intent:
        case "yes" | "mood_good":
            return "yes"
        case "no" | "not_now":
            return "no"
        case "maybe" | "mood_ok":
            return "maybe"
        case _:
            return None


def lines_to_json(lines: Iterable[str]) -> Iterator[str]:
    """Return one JSON object for each line: its text, intent and score."""
    for line in lines:
        text = line.rstrip("\r\n")
        meaning = understand(text)
        row = {"text": text, "intent": meaning.intent, "score": round(meaning.score, 3)}
        yield json.dumps(row, ensure_ascii=False)


def _judged(words: list[str], found: dict[str, float], ranked: list[str]) -> Meaning:
    if not ranked:
        return Meaning("unknown", 0.0)
    best, others = ranked[0], tuple(ranked[1:])
    opposed = {"yes", "no"} <= found.keys() or (best in {"yes", "no", "maybe"} and doubting(words))
    if opposed and best in {"yes", "no", "maybe", "not_now"}:
        return Meaning("unknown", 0.3, tuple(ranked))
    opening = opened(words)
    if opening and (found[best] < SURE or best in GENERAL) and not ({"yes", "no"} - {opening}) & found.keys():
        return Meaning(opening, OPENED, tuple(ranked))
    if found[best] < SURE:
        return Meaning("unknown", found[best], tuple(ranked))
    return Meaning(best, found[best], others)
