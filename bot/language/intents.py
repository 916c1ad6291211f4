"""What a Danish text means: one of a few intents, how sure that is, and what else was heard.

Deterministic and local.  The lists judge first: danger and stop before all else, and mixed or negated texts
stay ``unknown``, so that the caller asks with buttons.  What they leave open, weights learnt from labelled
texts judge (weighing.py); those also hear danger and stop that no list has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from bot.language.alarm import KINDS, Danger, Heard, Stop, hear
from bot.language.meanings import BOTHER, GENERAL, INTENTS, SURE, doubting, opened, scores, sign, words_of
from bot.language.weighing import likely

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
MIXED: Final = 0.3
DANGER: Final = 0.35  # how likely danger must be that no list hears
DANGER_IN_SHORT: Final = 0.55  # the same of a few words
DANGER_DESPITE: Final = 0.9  # the same where a saying stands that only sounds like it
OF_A_KIND: Final = 0.7  # how likely one kind of danger must be, for its own telephone to be named
ANY_DANGER: Final = "danger"
UNSURE_STOP: Final = 0.25  # how likely a stop must be that no list hears, for us to ask
NO_STOP: Final = 0.9  # how likely something else must be, for words of stop to be part of it
_NOT_STOP: Final = frozenset({"pause", "cancel_signup", "delete_me"})
LISTED: Final = 0.6  # what the lists' word counts beside the weights'
LIKELY: Final = 0.3  # how likely something must be to be named at all
ACTED: Final = 0.75  # how likely what something is done about at once
UNSURE: Final = 0.5  # less than SURE
SHORT: Final = 3  # words that tell little
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


def understand(text: str) -> Meaning:
    """Return what a text means; ``unknown`` when it may mean two things."""
    return MEMORY.meaning(text)


def _meaning(text: str) -> Meaning:
    heard, shares = MEMORY.judges(text)
    stop = _stop(heard, shares)
    if _danger(heard, shares):
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
    if _mixed(words, found, ranked):
        return Meaning("unknown", MIXED, tuple(ranked))
    return _weighed(_judged(words, found, ranked), shares)


def listed_intent(text: str) -> str:
    """Return what the lists alone take a text for, danger and stop apart: what the weights are taught by."""
    words = words_of(text)
    found = scores(words)
    found.pop(BOTHER, None)
    ranked = sorted(found, key=lambda intent: (-found[intent], _ORDER[intent]))
    return "unknown" if _mixed(words, found, ranked) else _judged(words, found, ranked).intent


def crisis(text: str) -> Danger | None:
    """Tell whether somebody writes of danger to life, of ending it, of violence or of acute illness."""
    return _danger(*MEMORY.judges(text))


def wants_stop(text: str) -> Stop | None:
    """Tell whether somebody wants the messages to end: clearly, or so that it must be asked."""
    return _stop(*MEMORY.judges(text))


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


def _judges(text: str) -> tuple[Heard, Mapping[str, float]]:
    """Return what the lists hear of danger and stop, and what the weights say."""
    return hear(text), likely(text)


class Memory:
    """The text that was read last, since one update asks several times; nothing is kept for longer."""

    def __init__(self) -> None:
        self.keep(1)

    def keep(self, texts: int) -> None:
        """Keep so many from now on: more than one only where nobody has written them, in a simulation."""
        self.judges = lru_cache(maxsize=texts)(_judges)
        self.meaning = lru_cache(maxsize=texts)(_meaning)


MEMORY: Final = Memory()


def _danger(heard: Heard, shares: Mapping[str, float]) -> Danger | None:
    """Return what the lists hear, or what the weights do if they are sure enough."""
    if heard.danger:
        return heard.danger
    needed = DANGER_DESPITE if heard.harmless else DANGER_IN_SHORT if heard.size <= SHORT else DANGER
    if shares["crisis"] < needed:
        return None
    kind = max(KINDS, key=lambda kind: shares[kind])
    return Danger(kind if shares[kind] >= OF_A_KIND else ANY_DANGER)


def _stop(heard: Heard, shares: Mapping[str, float]) -> Stop | None:
    if heard.stop:
        other = heard.stop.unsure and any(shares[intent] > NO_STOP for intent in _NOT_STOP)
        return None if other else heard.stop
    return Stop(unsure=True) if shares["stop"] >= UNSURE_STOP and not heard.harmless_stop else None


def _mixed(words: list[str], found: dict[str, float], ranked: list[str]) -> bool:
    """Tell whether yes and no stand against each other, or one of them is taken back."""
    best = ranked[0] if ranked else ""
    if best not in {"yes", "no", "maybe", "not_now"}:
        return False
    return {"yes", "no"} <= found.keys() or (best != "not_now" and doubting(words))


def _judged(words: list[str], found: dict[str, float], ranked: list[str]) -> Meaning:
    """Return what the lists take a text for."""
    if not ranked:
        return Meaning("unknown", 0.0)
    best, others = ranked[0], tuple(ranked[1:])
    opening = opened(words)
    if opening and (found[best] < SURE or best in GENERAL) and not ({"yes", "no"} - {opening}) & found.keys():
        return Meaning(opening, OPENED, tuple(ranked))
    if found[best] < SURE:
        return Meaning("unknown", found[best], tuple(ranked))
    return Meaning(best, found[best], others)


def _weighed(listed: Meaning, shares: Mapping[str, float]) -> Meaning:
    """Return what the lists and the weights take a text for together."""
    worth = {intent: shares[intent] for intent in (*_ORDER, "unknown") if intent != "stop"}
    if listed.intent != "unknown":
        worth[listed.intent] += LISTED * listed.score
    best = max(worth, key=lambda intent: worth[intent])
    if best == listed.intent != "unknown":
        return listed
    share = shares[best]
    also = tuple(intent for intent in (listed.intent, *listed.also) if intent not in (best, "unknown"))
    if best == "unknown" or share < LIKELY:
        return Meaning("unknown", min(share, UNSURE), also)
    acted = share >= ACTED and best != "greeting"  # "jeg hedder Inge" greets and answers
    return Meaning(best, share if acted else min(share, UNSURE), also)
