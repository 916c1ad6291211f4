"""What is written around a date and about how often, in words that are no intent: jeg er lidt forsinket."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from bot.language.fold import fold

_NOT: Final = re.compile(r"\b(?:ikke|ik|aldrig)\b")
_ARRIVING: Final = MappingProxyType(  # in the order in which they are looked for
    {
        "lost": re.compile(
            r"\bkan (?:jeg )?ikke (?:finde|komme) (?:ind|derind|derhen|vej|doeren|jer|stedet|indgangen|hen)\b"
            r"|\bkan (?:jeg )?ikke finde (?:\w+ )?(?:doer|indgang|vej)\w*|\bdoeren er (?:laast|lukket)\b"
            r"|\bhvor er i\b|\b(?:gaaet|koert) (?:vild|forkert)\b|\bcannot find\b"
        ),
        "late": re.compile(
            r"\bforsink\w+|\b(?:kommer|bliver) (?:\w+ ){0,3}(?:for sent|senere|sent)\b"
            r"|\bnaar det ikke til tiden\b|\bbussen er (?:koert|gaaet)\b"
            r"|\b(?:am|be|running) (?:a bit |a little )?late\b"
        ),
        "here": re.compile(
            r"\b(?:jeg er|er jeg|vi er|er vi) (?:her|der|kommet|ankommet|fremme|udenfor|ved doeren)(?: nu)?\b"
            r"|\b(?:staar|sidder) (?:\w+ )?(?:udenfor|ved doeren)\b|\bi am here\b"
        ),
    }
)
_LESS: Final = re.compile(
    r"\bsjaeldnere\b|\bfaerre (?:beskeder|invitationer)\b|\b(?:for|saa) mange (?:beskeder|invitationer)\b"
    r"|\bikke saa tit\b|\b(?:fewer|less often|too many)\b"
)
_MORE: Final = re.compile(
    r"\b(?:skriv|skrive|skriver|spoerg|spoerge|spoerger|hoere fra dig) (?:\w+ ){0,2}(?:oftere|tiere)\b"
)
_CALL: Final = re.compile(
    r"\b(?:ring|ringe|ringer) (?:\w+ )?(?:til mig|mig op|op til mig)\b|\bringes op\b|\bblive ringet op\b"
    r"|\bkan (?:du|i|nogen|en|mette) ringe\b|\bcall me\b"
)
_FOR_ALL: Final = re.compile(
    r"\b(?:er det (?:kun |ogsaa |bare )?for|hvem er det for|for (?:gammel|ung)|kan alle|maa alle|kun for"
    r"|alle vaere med)\b|^jeg er [2-9]\d(?: aar)?(?: gammel)?$"
)
_NUMBER: Final = re.compile(r"(?<!\d)(?:\+?45 ?)?(?:\d[ .-]?){7}\d(?!\d)")


def arriving(text: str) -> str:
    """Return what somebody says on the way to a date: lost, late or here; empty for none of them."""
    said = fold(text)
    for word, pattern in _ARRIVING.items():
        if pattern.search(said) and (word == "lost" or not _NOT.search(said)):
            return word
    return ""


def wants_another_pace(text: str) -> bool:
    """Tell whether somebody would like to be written to less or more often."""
    said = fold(text)
    return bool(_LESS.search(said) or _MORE.search(said))


def wants_a_call(text: str) -> bool:
    """Tell whether somebody would like to be called."""
    return bool(_CALL.search(fold(text)))


def asks_who_may_come(text: str) -> bool:
    """Tell whether somebody wonders if it is for people like them."""
    return bool(_FOR_ALL.search(fold(text)))


def has_telephone_number(text: str) -> bool:
    """Tell whether a Danish telephone number stands in a text."""
    return bool(_NUMBER.search(text))
