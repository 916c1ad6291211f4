"""What is asked about going together, and about what one has told: words that are no intent."""

from __future__ import annotations

import re
from typing import Final

from bot.language.fold import fold

_KIN: Final = (
    r"(?:en|et|min|mit|mine|vores|nogen)(?: (?:gode|gamle|voksne|aeldre|lille))?"
    r"(?: (?:ven|veninde|datter|soen|boern|barn|nabo|soester|mand|kone|kaereste|bror|barnebarn|boernebarn"
    r"|gaest|kammerat|mor|far|hjaelper|ledsager|til))?"
)
_BRINGS: Final = re.compile(
    rf"\b(?:kan|maa) (?:jeg |vi )?(?:ogsaa |gerne )?(?:tage|have|bringe) {_KIN} med\b(?! mig)"
    rf"|\b(?:kan|maa) {_KIN} (?:ogsaa |gerne )?(?:komme|vaere|tage) med\b(?! mig)"
    r"|\b(?:vil|ville) (?:gerne )?(?:tage|have) (?:en|min|mit|mine|vores)(?: \w+)? med\b(?! mig)"
    r"|^tag(?:e|er)? (?:en|min|mit)(?: \w+)? med$|\b(?:vi er|vi kommer) to\b"
)
_PAIR: Final = re.compile(
    r"\b(?:hvor|hvornaar|hvad tid|hvad klokken|hvordan)\b.*\bmoedes\b|\bmoedested\b"
    r"|\bhvordan (?:kan jeg )?(?:kender?|genkender?) jeg\b|\bgenkende (?:ham|hende|min|\w+)\b"
    r"|\bhvordan kan jeg kende\b|\bhvordan ser (?:han|hun|min foelgeven|\w+) ud\b"
    r"|\bhvem (?:er det )?(?:skal )?jeg (?:skal )?(?:foelges|gaar?|moedes?)\b|\bhvem er min foelgeven\b"
)
_SEARCH: Final = re.compile(
    r"\bhvornaar (?:faar|hoerer) jeg (?:svar|noget|besked)\b|\b(?:er der|har du|har i) (?:\w+ )?fundet\b"
    r"|\bhvad med min foelgeven\b|\bhvordan gaar det med (?:min|en) foelgeven\b|\bkommer der en foelgeven\b"
)
_SHY: Final = re.compile(
    r"\b(?:bange|nervoes|genert|utryg|usikker|forlegen|shy|nervous) (?:for|ved|over|paa|about|of)\b"
    r"|\bjeg er (?:lidt |meget |saa |ret )?(?:genert|nervoes|utryg|shy|nervous)\b"
)
_OWN: Final = re.compile(
    r"\b(?:ret|rette|retter|aendre|aendret|skifte|skiftet|opdatere|lave om paa|change|correct)\b.*"
    r"\b(?:oensker?|oensket|interesser?|navn|oplysninger|omraade|dage|tider|hensyn|wishes|name)\b"
    r"|^(?:mine )?oensker(?:ne)?$|^my wishes$|\bjeg er flyttet(?: til)?\b"
)


def brings(text: str) -> bool:
    """Tell whether somebody would like to bring a person of their own."""
    return bool(_BRINGS.search(fold(text)))


def about_companion(text: str, name: str) -> bool:
    """Tell whether somebody asks whom they go with, where the two meet, or how to know each other."""
    said = fold(text)
    return bool(_PAIR.search(said)) or (
        bool(name) and said in (f"hvem er {fold(name)}", f"who is {fold(name)}")
    )


def about_search(text: str) -> bool:
    """Tell whether somebody asks how it goes with the companion that is sought for them."""
    return bool(_SEARCH.search(fold(text)))


def is_shy(text: str) -> bool:
    """Tell whether somebody says that meeting others is hard."""
    return bool(_SHY.search(fold(text)))


def corrects_own(text: str) -> bool:
    """Tell whether somebody would like to change what they have told."""
    return bool(_OWN.search(fold(text)))
