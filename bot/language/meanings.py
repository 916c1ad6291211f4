"""The lists of intents, woven; and how sure each intent is that was heard in some words."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from bot.language.fold import fold, loose
from bot.language.letter import body
from bot.language.lists import alone_and_anywhere, phrases, sets
from bot.language.net import Hit, Net
from bot.language.slips import Reader, plain

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
BOTHER: Final = "bother"
SURE: Final = 0.6
LONGEST: Final = 200  # words that are looked at
_LISTED: Final = tuple(intent for intent in INTENTS if intent not in {"stop", "crisis", "unknown"})
_SOCIAL: Final = frozenset({"yes", "no", "maybe", "thanks", "greeting"})
_GENERAL: Final = frozenset({"activities", "mood_good", "mood_ok", "mood_bad", "not_now"})
_UNTURNED: Final = frozenset(
    {"no", "maybe", "not_now", "cancel_signup", "mood_bad", "mood_ok", "thanks", "greeting", BOTHER}
)
_DESPITE_CANNOT: Final = frozenset(
    {"help", "human", "where", "when", "price", "transport", "access", "privacy", "identity"}
    | {"companion", "my_signups", "delete_me", "pause", "idea", "offer"}
)
_SIGNS: Final = {
    mark: intent
    for intent, marks in {
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
    for mark in marks
}
_FILLERS: Final = frozenset(map(loose, map(fold, phrases("fillers"))))
_NOT: Final = frozenset({"ikke", "aldrig", "hverken", "ingen"})
_REFUSING: Final = frozenset(
    map(plain, ["vil", "gider", "skal", "ønsker", "behøver", "har", "bruger", "orker"])
)
_ASKED: Final = frozenset(
    map(
        plain,
        ["kan", "kunne", "er", "har", "vil", "skal", "skulle", "må", "ville", "findes", "var", "bliver"],
    )
)
_ASKED_OF: Final = frozenset(map(plain, ["i", "du", "der", "jeg", "vi", "man", "det", "de", "nogen"]))
_DOUBTING: Final = re.compile(r"\b(?:jo|ja|nej|na) men\b")

_Label = tuple[str, bool]


def _woven() -> Net[_Label]:
    net: Net[_Label] = Net(sets(), plain)
    for intent in _LISTED:
        for anywhere, rows in enumerate(alone_and_anywhere(intent)):
            for phrase in rows:
                net.add(phrase, (intent, bool(anywhere)))
    for phrase in phrases(BOTHER):
        net.add(phrase, (BOTHER, True))
    return net


_NET: Final = _woven()
_READER: Final = Reader(_NET.vocabulary | _FILLERS, _NET.stems)


def words_of(text: str, *, whole: bool = False) -> list[str]:
    """Return the words as the lists have them: no greeting, one spelling, slips of the finger undone."""
    return _READER.read(text if whole else body(text), LONGEST)


def scores(words: list[str]) -> dict[str, float]:
    """Return how sure each intent is that was heard at all."""
    hits = _outermost(_NET.hits(words))
    telling = [at for at, word in enumerate(words) if word not in _FILLERS] or list(range(len(words)))
    mine: defaultdict[str, list[Hit[_Label]]] = defaultdict(list)
    for hit in hits:
        mine[hit.label[0]].append(hit)
    topics = {intent for intent, anywhere in (hit.label for hit in hits) if anywhere} - _SOCIAL
    special = topics - _GENERAL - {BOTHER}
    found = {}
    for intent, own in mine.items():
        covered = {at for hit in own for at in range(hit.begin, hit.end)}
        share = sum(at in covered for at in telling) / len(telling)
        score = 0.75 + 0.25 * share if any(hit.label[1] for hit in own) else 0.95 * share
        if topics and intent in _SOCIAL:
            score = min(score, 0.5)
        if special and intent in _GENERAL:
            score = min(score, 0.7)
        if _negated(words, covered, intent):
            score = min(score, 0.4)
        found[intent] = score
    return found


def doubting(words: list[str]) -> bool:
    """Tell whether a yes or no is taken back in the same breath."""
    return bool(_DOUBTING.search(" ".join(words)))


def sign(text: str, words: list[str]) -> str:
    """Return what an emoji says when there are no words."""
    return "" if words else next((_SIGNS[char] for char in text if char in _SIGNS), "")


def _outermost(found: list[Hit[_Label]]) -> list[Hit[_Label]]:
    """Leave out those inside a longer one."""
    return [hit for hit in found if not any(_inside(hit, other) for other in found)]


def _inside(hit: Hit[_Label], other: Hit[_Label]) -> bool:
    return (
        other.begin <= hit.begin
        and hit.end <= other.end
        and other.end - other.begin > hit.end - hit.begin
        and (other.label[0] != hit.label[0] or other.label[1] or not hit.label[1])
    )


def _negated(words: list[str], covered: set[int], intent: str) -> bool:
    """Tell whether a no stands outside what was understood and turns it round."""
    if intent in _UNTURNED:
        return False
    for at, word in enumerate(words):
        if word in _NOT and at not in covered and not _in_a_question(words, at):
            refusing = any(before in _REFUSING for before in words[max(at - 2, 0) : at])
            if refusing or intent not in _DESPITE_CANNOT:
                return True
    return False


def _in_a_question(words: list[str], at: int) -> bool:
    """Tell whether a no only asks: kan I ikke, er der ikke."""
    return (
        at > 1
        and words[at - 2] in _ASKED
        and words[at - 1] in _ASKED_OF
        and "jeg" not in words[at - 3 : at - 2]
    )
