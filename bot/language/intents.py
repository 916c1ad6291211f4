"""What a Danish text means: one of a few intents, how sure that is, and what else was heard.

Deterministic and local.  Danger and stop are looked for first; mixed or negated texts stay ``unknown``,
so that the caller asks with buttons.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.alarm import Danger, Stop, crisis, wants_stop
from bot.language.fold import essence, fold, loose
from bot.language.lists import alone_and_anywhere, phrases, spellings

__all__ = [
    "INTENTS",
    "Danger",
    "Meaning",
    "Stop",
    "answer",
    "crisis",
    "lines_to_json",
    "understand",
    "wants_stop",
]

INTENTS: Final = (
    "yes",
    "no",
    "maybe",
    "not_now",
    "stop",
    "pause",
    "help",
    "human",
    "activities",
    "my_signups",
    "cancel_signup",
    "mood_good",
    "mood_ok",
    "mood_bad",
    "crisis",
    "identity",
    "privacy",
    "delete_me",
    "thanks",
    "greeting",
    "where",
    "when",
    "price",
    "transport",
    "access",
    "companion",
    "idea",
    "offer",
    "unknown",
)
_LISTED: Final = tuple(intent for intent in INTENTS if intent not in {"stop", "crisis", "unknown"})
SURE: Final = 0.6
LONGEST: Final = 200  # words that are looked at
FUZZY_FROM: Final = 5  # letters; shorter words become one another too easily
VERY_LONG: Final = 9  # letters that bear two slips
_SOCIAL: Final = frozenset({"yes", "no", "maybe", "thanks", "greeting"})
_MOODS: Final = frozenset({"mood_good", "mood_ok", "mood_bad"})
_DESPITE_CANNOT: Final = frozenset(
    {"help", "human", "where", "when", "price", "transport", "access", "privacy", "identity"}
    | {"companion", "my_signups", "delete_me", "pause"}
)
_ORDER: Final = [
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
_SIGNS: Final = {
    sign: intent
    for intent, signs in {
        "yes": "👍👌✅🙋",
        "no": "👎❌",
        "maybe": "🤷🤔",
        "thanks": "🙏❤",
        "greeting": "👋",
        "mood_good": "😀😃😄😊🙂😁🥰☀",
        "mood_ok": "😐😕",
        "mood_bad": "🙁☹😢😭😞😔💔",
        "stop": "🛑",
    }.items()
    for sign in signs
}
_FILLERS: Final = frozenset(map(loose, map(fold, phrases("fillers"))))
_NOT: Final = frozenset({"ikke", "aldrig", "hverken", "ingen"})
_REFUSING: Final = frozenset(
    loose(fold(word)) for word in ["vil", "gider", "skal", "ønsker", "behøver", "har", "bruger", "orker"]
)
_DOUBTING: Final = re.compile(r"\b(?:jo|ja|nej|na) men\b")
_BOTHER: Final = re.compile(
    loose("til (?:besvaer|ulejlighed|last)|ulejlige|forstyrre|vaere en byrde|til byrde|belaste nogen")
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The intent and how sure it is (0 to 1); ``also`` holds what else was heard, the likeliest first."""

    intent: str
    score: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    begin: int
    end: int
    intent: str
    anywhere: bool


def understand(text: str) -> Meaning:
    """Return what a text means; ``unknown`` when it may mean two things."""
    if crisis(text):
        return Meaning("crisis", 1.0, ("stop",) if wants_stop(text) else ())
    words = _words(text)
    scores = _scores(words, _hits(words))
    ranked = sorted(scores, key=lambda intent: (-scores[intent], _ORDER.index(intent)))
    if stop := wants_stop(text):
        return Meaning("stop", 0.8 if stop.unsure else 1.0, tuple(i for i in ranked if i != "stop"))
    if sign := _sign(text, words):
        return Meaning(sign, 0.9)
    if _BOTHER.search(" ".join(words)):
        return Meaning("human", 0.9, ("bother",))
    return _judged(words, scores, ranked)


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


def _judged(words: list[str], scores: dict[str, float], ranked: list[str]) -> Meaning:
    if not ranked:
        return Meaning("unknown", 0.0)
    best, others = ranked[0], tuple(ranked[1:])
    opposed = {"yes", "no"} <= scores.keys() or (
        best in {"yes", "no", "maybe"} and _DOUBTING.search(" ".join(words))
    )
    if opposed and best in {"yes", "no", "maybe", "not_now"}:
        return Meaning("unknown", 0.3, tuple(ranked))
    if scores[best] < SURE:
        return Meaning("unknown", scores[best], tuple(ranked))
    return Meaning(best, scores[best], others)


def _words(text: str) -> list[str]:
    """Return the words as the lists have them: one spelling, slips of the finger undone."""
    spelled = " ".join(_PLAIN.get(word, word) for word in essence(text).split())
    return [_meant(word) for word in loose(spelled).split()[:LONGEST]]


@lru_cache(maxsize=8192)
def _meant(word: str) -> str:
    if len(word) < FUZZY_FROM or word in _VOCABULARY:
        return word
    slips = 2 if len(word) >= VERY_LONG else 1
    near = process.extract(word, _FUZZY, scorer=OSA.distance, score_cutoff=slips, limit=2)
    clear = len(near) == 1 or (len(near) > 1 and near[0][1] < near[1][1])
    return near[0][0] if clear else word


def _hits(words: list[str]) -> list[_Hit]:
    """Return every phrase that stands in the text, without those inside a longer one."""
    found = [
        _Hit(at, at + len(phrase), intent, anywhere)
        for at, word in enumerate(words)
        for phrase, intent, anywhere in _INDEX.get(word, ())
        if tuple(words[at : at + len(phrase)]) == phrase
    ]
    return [hit for hit in found if not any(_inside(hit, other) for other in found)]


def _inside(hit: _Hit, other: _Hit) -> bool:
    return (
        other.begin <= hit.begin
        and hit.end <= other.end
        and other.end - other.begin > hit.end - hit.begin
        and (other.intent != hit.intent or other.anywhere or not hit.anywhere)
    )


def _scores(words: list[str], hits: list[_Hit]) -> dict[str, float]:
    """Return how sure each intent is that was heard at all."""
    telling = [at for at, word in enumerate(words) if word not in _FILLERS] or list(range(len(words)))
    mine: defaultdict[str, list[_Hit]] = defaultdict(list)
    for hit in hits:
        mine[hit.intent].append(hit)
    topical = any(hit.anywhere and hit.intent not in _SOCIAL for hit in hits)
    scores = {}
    for intent, own in mine.items():
        covered = {at for hit in own for at in range(hit.begin, hit.end)}
        share = sum(at in covered for at in telling) / len(telling)
        score = 0.75 + 0.25 * share if any(hit.anywhere for hit in own) else 0.95 * share
        if topical and intent in _SOCIAL:
            score = min(score, 0.5)
        if _negated(words, covered, intent):
            score = min(score, 0.4)
        scores[intent] = score
    return scores


def _negated(words: list[str], covered: set[int], intent: str) -> bool:
    """Tell whether a no stands outside what was understood and turns it round."""
    if intent in {"no", "maybe", "not_now", "cancel_signup", "mood_bad", "thanks", "greeting"}:
        return False
    for at, word in enumerate(words):
        if word in _NOT and at not in covered:
            refusing = any(before in _REFUSING for before in words[max(at - 2, 0) : at])
            if refusing or intent not in _DESPITE_CANNOT:
                return True
    return False


def _sign(text: str, words: list[str]) -> str:
    """Return what an emoji says when there are no words."""
    return "" if words else next((_SIGNS[char] for char in text if char in _SIGNS), "")


def _plain(phrase: str) -> tuple[str, ...]:
    spelled = " ".join(_PLAIN.get(word, word) for word in fold(phrase).split())
    return tuple(loose(spelled).split())


_PLAIN: Final = {fold(slip): fold(word) for slip, word in spellings().items()}
_INDEX: Final[dict[str, list[tuple[tuple[str, ...], str, bool]]]] = {}
for _intent in _LISTED:
    for _anywhere, _rows in enumerate(alone_and_anywhere(_intent)):
        for _phrase in map(_plain, _rows):
            _INDEX.setdefault(_phrase[0], []).append((_phrase, _intent, bool(_anywhere)))
_VOCABULARY: Final = (
    frozenset(word for rows in _INDEX.values() for phrase, _, _ in rows for word in phrase) | _FILLERS
)
_FUZZY: Final = sorted(word for word in _VOCABULARY if len(word) >= FUZZY_FROM)
