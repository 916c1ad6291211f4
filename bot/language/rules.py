"""The rules that our own Danish texts keep, by who reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from string import Formatter
from typing import Final


class Reader(StrEnum):
    """Who a text is written for."""

    CITIZEN = "citizen"
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"


QUESTION: Final = 300  # characters of a question or a reply to a citizen
CARD: Final = 500  # the first message, an invitation, a card
LONGEST: Final = {Reader.CITIZEN: QUESTION, Reader.VOLUNTEER: 350, Reader.COORDINATOR: 700}
BUTTON: Final = 28
FORBIDDEN: Final = ("ensom", "udsat", "sårbar", "klient", "bruger", "visiteret", "målgruppe")
_NEVER: Final = re.compile(r"\b(?:han|hun|hans|hendes|man|husk at|Dem|Deres)\b")
_SENTENCE: Final = re.compile(r"[^.!?\n]*[.!?\n]?")
_NOT: Final = re.compile(r"\b(?:ikke|aldrig|ingen|intet)\b", re.IGNORECASE)
_OWNED: Final = re.compile(r"\{\w+\}(?:'s|’s|s\b|'|’)")
_WHEN: Final = "torsdag den 26. november kl. 14.00"
_DAY: Final = "torsdag den 26. november"
_TYPICAL: Final = {
    **dict.fromkeys(("when", "until", "old_when", "new_when", "when_1", "when_2", "reads", "start"), _WHEN),
    **dict.fromkeys(("day", "date", "deadline"), _DAY),
    **dict.fromkeys(("time", "clock"), "kl. 14.00"),
    **dict.fromkeys(("name", "citizen", "person", "guest"), "Inge"),
    **dict.fromkeys(("coordinator", "sender", "backup"), "Mette"),
    **dict.fromkeys(("host", "companion", "volunteer"), "Karen"),
    **dict.fromkeys(("hours", "reads_at"), "på hverdage kl. 9-15"),
    **dict.fromkeys(("activity", "title"), "Torsdagskaffe"),
    **dict.fromkeys(("place", "meet_place", "where"), "Medborgerhuset"),
    **dict.fromkeys(("n", "count", "sent", "total", "months", "days"), "3"),
    "organisation": "Slagelse Frivilligcenter",
    "frequency": "en gang om ugen",
    "reply_time": "to timer",
    "price": "gratis",
    "wish": "havearbejde",
    "interest": "havearbejde",
    "contribution": "kager",
    "role": "vært",
    "door": "den grønne dør ved siden af bageren",
    "first_ten": "kaffe og en plads ved bordet",
    "emergency": "112",
    "doctor": "lægevagten på 1818",
    "line": "Livslinien på 70 201 201",
    "phone": "58 57 00 00",
    "area": "Slagelse",
}


def filled(text: str) -> str:
    """Return the text with usual values in its places."""
    return Formatter().vformat(text, (), _Usual())


class _Usual(dict[str, str]):
    """Usual values, and a short word for a place that nobody has described."""

    def __missing__(self, name: str) -> str:
        return _TYPICAL.get(name, "kaffe")


def places(text: str) -> frozenset[str]:
    """Return the names of the places that a text leaves open."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def broken(text: str, reader: Reader, *, card: bool = False) -> Iterator[str]:
    """Tell, in words, each rule that a Danish text breaks."""
    size, most = len(filled(text)), CARD if card else LONGEST[reader]
    if size > most:
        yield f"{size} characters, at most {most}"
    if text.count("?") > 1:
        yield "more than one question"
    if "!" in text:
        yield "an exclamation mark"
    if any("?" in sentence and _NOT.search(sentence) for sentence in _SENTENCE.findall(text)):
        yield "a question in the negative"
    if _OWNED.search(text):
        yield "a genitive on a place that is filled in"
    if reader is not Reader.COORDINATOR:
        yield from _unkind(text)
    if reader is Reader.CITIZEN and re.search(r"[();\[\]]", text):
        yield "brackets or a semicolon"


def broken_on_button(label: str) -> Iterator[str]:
    """Tell each rule that a button's label breaks."""
    if len(filled(label)) > BUTTON:
        yield f"{len(filled(label))} characters on a button, at most {BUTTON}"
    if not re.search(r"[^\W\d_]", label):
        yield "a button without words"


def _unkind(text: str) -> Iterator[str]:
    yield from (f"the word {word}" for word in FORBIDDEN if word in text.casefold())
    yield from (f"the word {found}" for found in sorted(set(_NEVER.findall(text))))
