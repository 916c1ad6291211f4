"""What is written instead of pressed at the door: read, or asked for again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Final

from bot.dialogs.dialogue import Retry
from bot.domain.interests import GIFTS, INTERESTS
from bot.domain.needs import NONE, Need
from bot.language.asked import is_question
from bot.language.fold import HIDDEN, clean_name, fold
from bot.language.intents import SURE, answer, understand
from bot.language.telling import (
    MOST_WORD,
    answers_only,
    days_in,
    gifts_in,
    needs_in,
    nothing_in,
    times_in,
    wishes_in,
)

# what is written to us, not about oneself: it is taken for no answer
ADDRESSED: Final = frozenset(
    {"help", "human", "greeting", "privacy", "delete_me", "pause", "identity", "thanks", "activities"}
)
LANGUAGES: Final = frozenset({"english", "engelsk", "danish", "dansk"})
LONGEST_NAME: Final = 3  # words of somebody's whole name, written in small letters
_SAYS_YES: Final = re.compile(r"^\W*(?:ja|jo|jamen|ok|okay|yes)\b\W+(?=\w)", re.IGNORECASE)
_CALLED: Final = re.compile(r"\bkalde? mig (?:bare |for )?([^\W\d_]\S*)", re.IGNORECASE)
REFUSED: Final = frozenset({"no", "not_now"})
BARE: Final = frozenset({"yes", "maybe", "mood_good", "mood_ok", "mood_bad", "when", "where", "price"})
OF_A_WISH: Final = frozenset({"activities"})  # "spise sammen" is both a question of what is on and a wish


def meaning(text: str) -> str:
    """Return what a text surely means; empty if nothing is sure."""
    found = understand(text)
    return found.intent if found.score >= SURE else ""


def no_only(text: str) -> None:
    """Take a written no; a written yes does not say that one is 18, so the button is asked for."""
    if meaning(text) not in REFUSED:
        raise Retry


def names_a_language(text: str) -> bool:
    """Tell whether somebody asks for Danish or English."""
    return not LANGUAGES.isdisjoint(fold(text).split())


def first_name(text: str) -> str:
    """Return one first name; empty for a no."""
    said = meaning(text)
    if said in REFUSED:
        return ""
    if called := _CALLED.search(text):
        return clean_name(called[1])
    text = _SAYS_YES.sub("", text)
    name = clean_name(text)
    if not name or HIDDEN in text or said in ADDRESSED or answers_only(text) or _is_a_sentence(text):
        raise Retry
    return name


def wishes(text: str) -> tuple[str, ...]:
    """Return what somebody would like, in our words or theirs; nothing for a no."""
    return () if _is_no(text) else _told(text, wishes_in(text), INTERESTS)


def gifts(text: str) -> tuple[str, ...]:
    """Return what somebody would like to give, in our words or theirs; nothing for a no."""
    return () if _is_no(text) else _told(text, gifts_in(text), GIFTS)


def needs(text: str) -> Need | None:
    """Return which needs stand in a text, none for a no; None if that cannot be told."""
    found = needs_in(text)
    return found if found or _is_no(text) or meaning(text) == "mood_good" else None


def place(text: str) -> str:
    """Return a town as it was written; empty for a no."""
    if _is_no(text):
        return ""
    word = " ".join(text.split())[:MOST_WORD]
    addressed = is_question(text) or meaning(text) in {*ADDRESSED, *BARE}
    if not fold(word) or HIDDEN in text or addressed or answers_only(text):
        raise Retry
    return word


def days(text: str) -> int:
    """Return the weekdays that stand in a text."""
    return _found(days_in(text))


def times(text: str) -> int:
    """Return the times of day that stand in a text."""
    return _found(times_in(text))


def company(text: str) -> str:
    """Return whether somebody would like to be accompanied the first time."""
    if meaning(text) == "companion":
        return "yes"
    said = answer(text)
    if said is None:
        raise Retry
    return {"yes": "yes", "no": "alone", "maybe": "later"}[said]


def yes(text: str) -> bool:
    """Return whether a text is a yes; whatever is neither yes nor no is asked again."""
    said = answer(text)
    if said not in ("yes", "no"):
        raise Retry
    return said == "yes"


def together(found: Iterable[Need | None]) -> int:
    """Return several needs as one number; ValueError if nothing in them was understood."""
    known = [need for need in found if need is not None]
    if not known:
        raise ValueError("none of it is a need that we know")
    return int(reduce(or_, known, NONE))


def _is_a_sentence(text: str) -> bool:
    """Tell whether a text asks back, or says something and introduces nobody."""
    words = text.split()
    names = sum(word[:1].isupper() for word in words)
    introduces = clean_name(text) != clean_name(words[0])
    return is_question(text) or (len(words) > LONGEST_NAME and names * 2 < len(words) and not introduces)


def _is_no(text: str) -> bool:
    return meaning(text) in REFUSED or nothing_in(text)


def _told(text: str, words: tuple[str, ...], ours: Collection[str]) -> tuple[str, ...]:
    """Return the words, unless the text was said to us rather than about oneself."""
    said, known = meaning(text), set(words) & set(ours)
    if not words or HIDDEN in text or said in ADDRESSED - OF_A_WISH:
        raise Retry
    if not known and (said in BARE or answers_only(text) or is_question(text)):
        raise Retry
    if said in OF_A_WISH and not known:
        raise Retry
    return words


def _found(bits: int) -> int:
    if not bits:
        raise Retry
    return bits
