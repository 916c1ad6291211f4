"""One spelling for what people write: comparing forms, first names, and numbers that must not be kept."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST_NAME: Final = 64
HIDDEN: Final = "xxxxxx-xxxx"
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ð": "d", "þ": "th"})
_LOOSE: Final = (("aa", "a"), ("ae", "a"), ("oe", "o"))
_JOINER: Final = "\u200d"
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS_IN_A_ROW: Final = 2
_LAST_MONTH: Final = 12
# copied out of a letter or a page, a number may have signs of no room between any two digits
_UNSEEN: Final = r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]*+"
_DIGIT: Final = rf"(?:\d{_UNSEEN})"
_GAP: Final = rf"(?:[^\S\n\r]?{_UNSEEN})"
_CPR: Final = re.compile(
    rf"(?<![\d+])({_DIGIT}{{2}})({_DIGIT}{{2}}){_DIGIT}{{2}}"
    rf"{_GAP}[-\u2010-\u2015\u2212\ufe63\uff0d]?{_UNSEEN}{_GAP}{_DIGIT}{{3}}\d(?!{_UNSEEN}\d)"
)
_INTRODUCED: Final = re.compile(
    r"^\W*(?:(?:hej|ja|jo|jamen)\W+)*(?:jeg hedder|mit navn er|mit navn|navnet er|jeg er|kald mig|det er"
    r"|bare kald mig|du kan kalde mig|du må kalde mig|du maa kalde mig|my name is|call me|i am|i'm)\s+",
    re.IGNORECASE,
)
_WORD_OF_A_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|[-'’.](?=[^\W\d_]))*")


def visible(text: str) -> str:
    """Return the text composed (NFC), without characters that hide, reorder or take no room.

    Line breaks and tabs stay, and so do the joiners inside an emoji.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = [
        char
        for place, char in enumerate(composed)
        if char in "\n\t"
        or unicodedata.category(char) not in _INVISIBLE
        or (char == _JOINER and _between_emoji(composed, place))
    ]
    return unicodedata.normalize("NFC", "".join(kept))


def fold(text: str) -> str:
    """Return words in small letters without accents, signs or emoji, one space apart: æ ø å as ae oe aa."""
    if text.isascii() and text.isalnum() and text.islower():  # most words of our own lists
        return _few(text)
    once = _fold_once(text)
    again = _fold_once(once)
    return again if again == once else _fold_once(again)


# what we show ourselves, such as titles, comes again and again; what people write is never kept
shown: Final = lru_cache(maxsize=4096)(fold)


def loose(folded: str) -> str:
    """Return a folded text also without its double vowels: maaske, måske and maske are one."""
    for double, single in _LOOSE:
        folded = folded.replace(double, single)
    return folded


def clean_name(text: str) -> str:
    """Return one first name out of what was typed; empty if there is none."""
    line = next(iter(visible(text).strip().splitlines()), "")
    found = _WORD_OF_A_NAME.search(_INTRODUCED.sub("", line)) or _WORD_OF_A_NAME.search(line)
    if not found:
        return ""
    name = _few_marks(found.group())[:LONGEST_NAME].rstrip("-'’.")
    if name.islower() or (name.isupper() and len(name) > 1):
        name = "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))
    return name


def mask_cpr(text: str) -> tuple[str, bool]:
    """Hide what reads as a CPR number; tell whether any was hidden."""
    masked = _CPR.sub(lambda found: HIDDEN if _is_birthday(found) else found.group(), text)
    return masked, masked != text


def _fold_once(text: str) -> str:
    small = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    plain = unicodedata.normalize("NFKD", small.translate(_LETTERS)).casefold().translate(_LETTERS)
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.sub(r"[\W_]+", " ", "".join(char for char in bare if char != _JOINER)).strip()
    return _few(words)


def _few(words: str) -> str:
    """Return words without a letter drawn out: jaaaa is ja."""
    return re.sub(r"([^\W\d])\1{2,}", r"\1", words)


def _between_emoji(text: str, place: int) -> bool:
    before = text[place - 1 : place].rstrip("\ufe0f") or text[max(place - 2, 0) : max(place - 1, 0)]
    after = text[place + 1 : place + 2]
    return all(side and unicodedata.category(side) in {"So", "Sk"} for side in (before, after))


def _few_marks(name: str) -> str:
    return re.sub(rf"([\u0300-\u036f]{{{_MARKS_IN_A_ROW}}})[\u0300-\u036f]+", r"\1", name)


def _is_birthday(found: re.Match[str]) -> bool:
    day, month = (int("".join(char for char in part if char.isdecimal())) for part in found.group(1, 2))
    return (1 <= day <= 31 or 61 <= day <= 91) and 1 <= month <= _LAST_MONTH  # noqa: PLR2004 - days of CPR
