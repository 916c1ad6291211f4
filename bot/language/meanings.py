"""The lists of intents, woven; and how sure each intent is that was heard in some words."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Final

from bot.language.fold import fold, loose
from bot.language.letter import body
from bot.language.lists import alone_and_anywhere, phrases, sets
from bot.language.net import Hit, Net, phrase_tokens
from bot.language.slips import Reader, also_heard, listed, plain

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
SECOND: Final = 0.95  # what a second reading is worth
LONGEST: Final = 200  # words that are looked at
_LISTED: Final = tuple(intent for intent in INTENTS if intent not in {"stop", "crisis", "unknown"})
_SOCIAL: Final = frozenset({"yes", "no", "maybe", "thanks", "greeting"})
GENERAL: Final = frozenset({"activities", "mood_good", "mood_ok", "mood_bad", "not_now"})
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
_YESES: Final = frozenset(map(plain, ["ja", "jo", "jep", "jada", "jatak", "yes", "okay", "ok", "jamen"]))
_NOES: Final = frozenset(map(plain, ["nej", "næ", "nix", "niks", "nope", "no"]))
_DOUBTING: Final = re.compile(r"\b(?:jo|ja|nej|na) men\b")

_Label = tuple[str, bool]


_PARTICLES: Final = frozenset(plain(word) for row in phrases("particles") for word in row.split())


@cache
def _woven() -> tuple[Net[_Label], Net[_Label]]:
    """Return the phrases as they are listed, and again without the words that only colour them.

    Woven when the first text comes, so that a command that reads no Danish need not wait.
    """
    net: Net[_Label] = Net(sets(), listed, also_heard())
    thin: Net[_Label] = Net(sets(), listed, also_heard())
    for intent in _LISTED:
        for anywhere, rows in enumerate(alone_and_anywhere(intent)):
            for phrase in rows:
                net.add(phrase, (intent, bool(anywhere)))
                if (short := _thinned(phrase)) and anywhere:
                    thin.add(short, (intent, True))
    for phrase in phrases(BOTHER):
        net.add(phrase, (BOTHER, True))
    return net, thin


def _thinned(phrase: str) -> str:
    """Return a phrase without particles; empty if too little is left of it."""
    tokens = [_without_particles(token) for token in phrase_tokens(phrase)]
    kept = [token for token in tokens if token]
    firm = [token for token in kept if not token.startswith("(") and token not in {"_", "...", "^", "$"}]
    telling = [t for t in firm if not all(listed(word) in _FILLERS | _NOT for word in t.split("/"))]
    return " ".join(kept) if len(telling) > 1 else ""


def _without_particles(token: str) -> str:
    bare = token.strip("()")
    kept = [word for word in bare.split("/") if word != "<vild>" and listed(word) not in _PARTICLES]
    joined = "/".join(kept)
    return f"({joined})" if kept and token.startswith("(") else joined


@cache
def _reader() -> Reader:
    net, _thin = _woven()
    return Reader(net.vocabulary | _FILLERS, net.stems)


def words_of(text: str, *, whole: bool = False) -> list[str]:
    """Return the words as the lists have them: no greeting, one spelling, slips of the finger undone."""
    return _reader().read(text if whole else body(text), LONGEST)


def is_filler(word: str) -> bool:
    """Tell whether a word as the lists have it says little by itself."""
    return word in _FILLERS


def scores(words: list[str]) -> dict[str, float]:
    """Return how sure each intent is that was heard at all, at second reading without particles."""
    net, thin_net = _woven()
    found = _scores(words, net)
    thin = [word for word in words if word not in _PARTICLES]
    for intent, score in _scores(thin, thin_net).items() if thin else ():
        found[intent] = max(found.get(intent, 0), SECOND * score)
    return found


def _scores(words: list[str], net: Net[_Label]) -> dict[str, float]:
    hits = _outermost(net.hits(words))
    telling = [at for at, word in enumerate(words) if word not in _FILLERS] or list(range(len(words)))
    mine: defaultdict[str, list[Hit[_Label]]] = defaultdict(list)
    for hit in hits:
        mine[hit.label[0]].append(hit)
    topics = {intent for intent, anywhere in (hit.label for hit in hits) if anywhere} - _SOCIAL
    special = topics - GENERAL - {BOTHER}
    found = {}
    for intent, own in mine.items():
        covered = {at for hit in own for at in range(hit.begin, hit.end)}
        share = sum(at in covered for at in telling) / len(telling)
        score = 0.75 + 0.25 * share if any(hit.label[1] for hit in own) else 0.95 * share
        if topics and intent in _SOCIAL:
            score = min(score, 0.5)
        if special and intent in GENERAL:
            score = min(score, 0.7)
        if _negated(words, covered, intent):
            score = min(score, 0.4)
        found[intent] = score
    return found


def opened(words: list[str]) -> str:
    """Return whether a text begins with a yes or no that nothing in it takes back; empty if not."""
    first = words[0] if words else ""
    if first in _NOES:
        return "no"
    return "yes" if first in _YESES and not _NOT & set(words) and "men" not in words else ""


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
