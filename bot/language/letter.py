"""What was said in a letter: without its greeting and its sign-off, unless nothing else stands there."""

from __future__ import annotations

import re
from typing import Final

_NO_NAME: Final = (
    r"(?!(?:Hv\w+|Jeg|Er|Kan|Ka|M[åa]+|Det|De|Vil|Vi|Der|Har|Går|Tak|Ja|Nej|Kunne|Skal|I|Må|En|Et|Nu|Så)\b)"
)
_NAME: Final = (
    rf"(?:{_NO_NAME}[A-ZÆØÅ][\w-]*|følgeskab|foelgeskab|venner|alle(?: sammen)?|derude|bot|robot|sammen)"
)
_HELLO: Final = re.compile(
    r"^\W*(?i:h[ae]j+(?:sa|san|hej|med)?|hall[oø]j?(?:sa)?|heey?|godda[gw]|davs?|mojn|k(?:æ|ae)re"
    r"|godmorgen|godaften|go+d? ?(?:morgen|dag|aften|formiddag|eftermiddag))"
    r"(?:[ ,]+(?i:igen|der|du|med (?:dig|jer)|til (?:dig|jer|dem)|i|kære|alle|derude|allesammen)\b)*+"
    rf"(?:[ ,]+{_NAME}(?: {_NAME})?)?+\s*(?:[,.!:;)–\n-]+|\s[^\w\s]+|\s)\s*(?=\w)"
)
_BYE: Final = re.compile(
    r"[\s,.!?–-]+(?i:m\.?v\.?h\.?|v\.?h\.?|k\.?h\.?|dbh"
    r"|(?:med )?(?:de )?(?:bedste |mange |venlige?(?:st)? |k(?:æ|ae)rlige? )?hils(?:en|ner)"
    r"|knus(?:er)?|kram|p(?:å|aa) forh(?:å|aa)nd(?: mange)? tak|(?:mange )?tak p(?:å|aa) forh(?:å|aa)nd"
    r"|(?:hav|ha'?) (?:en )?(?:rigtig |fortsat )?(?:god|dejlig) (?:dag|aften|weekend)"
    r"|ha'? det(?: godt)?|undskyld forstyrrelsen)"
    r"(?:[ ,.\n]+(?i:fra|herfra|og|din|deres|jeres)\b| ?[,.\n]? ?[A-ZÆØÅ][\w.-]*){0,5}\W*$"
)
_SHORTEST: Final = 2


def body(text: str) -> str:
    """Return the text without a greeting before it and a sign-off after it."""
    rest = text.lower() if text.isupper() else text
    for _ in range(2):
        rest = _left(_BYE.sub("", rest), rest)
        rest = _left(_HELLO.sub("", rest), rest)
    return rest


def _left(rest: str, whole: str) -> str:
    return rest if sum(char.isalnum() for char in rest) >= _SHORTEST else whole
