"""What somebody looks for in free Danish, noget med musik or kortspil, and a few other things they ask."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from bot.language.fold import fold, shown
from bot.language.kinds import is_slip, kinds_of_word
from bot.language.letter import body
from bot.language.lists import phrases

MOST: Final = 3  # words that one look is for
PART: Final = 4  # letters from which a word may be a part of another
LETTERS: Final = " abcdefghijklmnopqrstuvwxyz0123456789"  # of a folded word, packed into a number
PACKED: Final = 11  # letters that a button's number has room for
_NEAR: Final = re.compile(
    r"\b(?:taet (?:paa|ved)|i naerheden|naer mig)\b(?: af)?(?: (?:mig|her|hvor jeg bor))?"
)
_WEEK: Final = re.compile(r"\b(?:i )?denne uge\b")
_LIKED: Final = re.compile(r"\b(?:det|noget)(?: som)? jeg kan lide\b")
_ASKED: Final = re.compile(
    r"\bnoget (?:med|om|i|paa|taet|naer|hvor)\b|\b(?:leder efter|soeger efter|jeg soeger|finde? noget)\b"
    r"|\b(?:er der|har i) (?:noget|nogen|nogle|en|et)\b|\bkunne taenke mig\b"
)
_WHY: Final = re.compile(
    r"\bhvorfor (?:mon )?(?:spoerger?|spoergr|skriver|faar|sender|inviterer|foreslaar|vaelger)\b"
    r"|\bhvorfor (?:lige )?mig\b"
)
_AGAIN: Final = re.compile(
    r"\b(?:hoere|have|faa) (?:noget |lidt )?"
    r"(?:mere|fra (?:dig|jer)|flere \w+|invitationer|forslag|beskeder) igen\b"
)
_EASIER: Final = (  # in the order of bot.handlers.easing.WAYS
    re.compile(r"\b(?:noget )?kort(?:ere|e)?\b"),
    re.compile(r"\btaettere|\bnaermere\b|\btaet paa\b"),
    re.compile(r"\bfaerre\b|\bsmaa grupper\b|\bmindre grupper?\b"),
    re.compile(r"\bfoelges\b|\bfoelgeven\b|\bsammen med\b"),
)
_NOT: Final = frozenset({"ikke", "aldrig", "ingen", "intet"})
_FILLERS: Final = frozenset(fold(word) for word in phrases("seeking.fillers"))


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: ``words`` are folded; ``asked``: a look is meant, even if nothing is found."""

    words: tuple[str, ...] = ()
    near: bool = False
    week: bool = False
    liked: bool = False
    asked: bool = False
    clear: bool = False  # said in a way that only somebody who looks for something uses


def read(text: str) -> Search | None:
    """Return what a text looks for; None if it says too much to be a look for something."""
    said = fold(body(text))
    near, week, liked = (bool(found.search(said)) for found in (_NEAR, _WEEK, _LIKED))
    rest = _LIKED.sub(" ", _WEEK.sub(" ", _NEAR.sub(" ", said)))
    words = [word for word in dict.fromkeys(rest.split()) if not _is_filler(word)]
    clear = bool(_ASKED.search(said))
    if _NOT & set(words) or (len(words) > MOST and not clear):
        return None
    if len(words) > MOST:
        words = [word for word in words if kinds_of_word(word)][:MOST]
    asked = clear or (bool(words) and all(map(kinds_of_word, words)))
    return Search(tuple(words), near, week, liked, asked, clear)


def hits(words: Collection[str], texts: Iterable[str], kinds: Collection[str]) -> int:
    """Return how many of the words an activity answers to, by what it is called and what it is about."""
    known = {token for text in texts for token in shown(text).split()}
    return sum(
        word in kinds or bool(kinds_of_word(word) & set(kinds)) or any(_is_meant(word, t) for t in known)
        for word in words
    )


def pack(word: str) -> int:
    """Return a folded word as a number for a button: the kind that it means, else its first letters."""
    short = min(kinds_of_word(word), default=word)[:PACKED]
    return sum(LETTERS.index(letter) * len(LETTERS) ** place for place, letter in enumerate(short))


def unpack(number: int) -> str:
    """Return the word in a number; empty for a number that holds none."""
    letters = ""
    while number > 0 and len(letters) < PACKED:
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return letters.strip()


def asks_why(text: str) -> bool:
    """Tell whether somebody asks why they were written to."""
    return bool(_WHY.search(fold(text)))


def wants_more_again(text: str) -> bool:
    """Tell whether somebody wants to be invited again."""
    return bool(_AGAIN.search(fold(text)))


def easier(text: str) -> int | None:
    """Return which answer to "what would make it easier" a text is; None if it is none, or more than one."""
    found = [number for number, way in enumerate(_EASIER) if way.search(fold(text))]
    return found[0] if len(found) == 1 else None


def _is_filler(word: str) -> bool:
    return word in _FILLERS or len(word) == 1 or word.isdecimal()  # a number is of a date, or of the list


def _is_meant(word: str, token: str) -> bool:
    if word == token or is_slip(token, word):
        return True
    return len(word) >= PART and (token.startswith(word) or token.endswith(word))
