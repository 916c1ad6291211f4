"""What made-up people are called, and what they write: as people do, in haste, oddly, in need."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final

_FIRST: Final = (
    "Inge", "Karen", "Else", "Birthe", "Kirsten", "Jytte", "Anna", "Ellen", "Grethe", "Ruth", "Lis", "Bodil",
    "Jens", "Poul", "Niels", "Ole", "Svend", "Knud", "Erik", "Aage", "Bent", "Fatima", "Ahmed",
    "Yusuf", "Amina",
    "Tove", "Rita", "Vagn",
)  # fmt: skip
_SECOND: Final = (
    "Marie", "Lise", "Margrethe", "Sofie", "Louise", "Helene", "Kathrine", "Johanne", "Dagmar", "Agnes",
    "Peter", "Kristian", "Henrik", "Martin", "Villy", "Arne", "Gunnar", "Viggo", "Holger", "Otto", "Sigrid",
    "Ingrid", "Emma", "Asta", "Rosa",
)  # fmt: skip
_BEGIN: Final = (
    "Bræk",
    "Stuv",
    "Kvor",
    "Tjær",
    "Gruns",
    "Plov",
    "Hvids",
    "Ryvs",
    "Skov",
    "Mugl",
    "Grønn",
    "Holst",
)
_MIDDLE: Final = ("ne", "sten", "ber", "le", "ken", "tof", "dal", "mar")
_END: Final = ("holt", "drup", "sager", "bølle", "kær", "rode", "lunde", "bro")

QUESTIONS: Final = (
    "hvad sker der i denne uge", "hvor er det henne", "hvad koster det", "hvornar er det", "mine aktiviteter",
    "hvad har jeg sagt ja til",
    "er der nogen der kan følges med mig", "er det svindel?", "hvem er du", "kan jeg få kørsel",
    "er der trapper",
    "/aktiviteter", "/mine", "menu", "hjælp",
)  # fmt: skip
ODD: Final = (
    "hmm", "ok", "??", "👍", "asdf", "regnvejr igen", "min kat hedder Mis",
    "jeg ringer til min søster i aften",
    "tak skal du have", "ja", "nej", "måske", "det ved jeg ikke", "hej hej", "goddag Følgeskab",
    "1", "ja tak da",
    "jeg har ondt i knæet", "så så", "det går godt", "vi ses på torsdag", "hvad mener du",
    "nej tak ikke i dag",
    "kan I høre mig", "jeg er lidt træt i dag", "det går ikke så godt",
)  # fmt: skip
GREETINGS: Final = ("hej hej", "goddag Følgeskab")  # of the odd ones: whoever had stopped is back
STOPS: Final = ("stop", "Stop", "STOP", "stop nu", "ikke flere beskeder", "I skal ikke skrive mere, stop")
DANGER: Final = ("jeg vil ikke leve mere", "jeg vil dø", "min mand slår mig", "ring 112, det brænder hos mig")
HUMAN: Final = ("jeg vil gerne tale med et menneske", "kan jeg tale med en rigtig person", "/menneske")
DELETE: Final = ("slet mig", "slet alt om mig")
BACK: Final = ("hej", "/start", "Hej")
CHAT: Final = (
    "Jeg ville bare høre om der er plads", "Tak fordi du spørger", "Det er svært at komme ud for tiden",
    "Er der nogen der kan hente mig", "Det var alt, tak", "Jeg er lidt i tvivl om torsdag",
)  # fmt: skip
ANSWERS: Final = (
    "Hej, det finder vi ud af sammen", "Tak for din besked. Jeg ser på det i dag", "Du er altid velkommen",
    "Skal jeg ringe til dig i morgen", "Det lyder godt, vi ses",
)  # fmt: skip
HOUSE: Final = ("gå ind ad den grønne dør", "vi siger hej og hælder kaffe op", "20 kroner")
PLANS: Final = (
    "Suppe og snak",
    "Tur til stranden",
    "Strikkecafe",
    "Filmaften",
    "Bagedag",
    "Petanque",
    "Læsekreds",
)
PLACES: Final = ("Medborgerhuset", "Biblioteket", "Kirkens sal", "Torvet 4", "Anlægget")
TOWNS: Final = ("Slagelse", "Korsør", "Skælskør", "nord for byen", "Slagelse midtby")
OPENINGS: Final = (
    "Kom og vær med til sommerens fællesspisning i haven.",
    "Biblioteket holder ekstra åbent i vinterferien.",
    "Vi mangler hænder til loppemarkedet. Sig til, hvis du har lyst.",
    "Der er julehygge med gløgg og klip i huset.",
    "Husets dør er fri for trapper nu. Velkommen indenfor.",
)
DAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS: Final = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
    "november", "december",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """What somebody is called; only the first name may ever be seen, and only by some."""

    first: str
    last: str
    user: str


def names(count: int, chance: random.Random) -> list[Name]:
    """Return so many names, no part of which anybody shares."""
    firsts = [f"{a}-{b}" for a, b in product(_FIRST, _SECOND)]
    lasts = [f"{a}{b}{c}" for a, b, c in product(_BEGIN, _MIDDLE, _END)]
    chance.shuffle(firsts)
    chance.shuffle(lasts)
    if count > min(len(firsts), len(lasts)):
        raise ValueError(f"there are names for {min(len(firsts), len(lasts))} people only")
    return [Name(a, b, f"{b.lower()}_{n}") for n, (a, b) in enumerate(zip(firsts, lasts, strict=False))][
        :count
    ]


def cpr(chance: random.Random) -> str:
    """Return a made-up CPR number as people write it."""
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(20_000))
    tie = chance.choice(("-", "", " "))
    return f"{born:%d%m%y}{tie}{chance.randrange(10_000):04}"


def when(day: date, hour: int, chance: random.Random) -> str:
    """Return a date as a coordinator writes it."""
    named = f"{DAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]} kl. {hour}"
    short = f"{DAYS[day.weekday()]} d. {day.day}/{day.month} kl. {hour}.30"
    return chance.choice((named, short))
