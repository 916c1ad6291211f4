"""The day on which a break ends, as Danes write it: til mandag, til og med 5. januar, i to uger."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from bot.language.days import WEEK, read_day
from bot.language.fold import fold
from bot.language.line import Line, Refused
from bot.language.numbers import NUMBER

LONGEST: Final = timedelta(days=731)
_FOR: Final = re.compile(rf"\b(?:i )?(?P<n>{NUMBER}) (?P<unit>dag|uge|maaned)(?P<end>e|er|r)?\b")
_FEASTS: Final = {  # in the order in which they are looked for
    r"\b(?:efter|over) jul(?:en)?\b": "27 december",
    r"\b(?:efter|over) nytaar(?:et)?\b": "2 januar",
    r"\btil jul\b": "juleaften",
    r"\btil nytaar\b": "nytaarsdag",
}
_TODAY: Final = re.compile(r"\bi ?dag\b")
_WITH: Final = re.compile(r"\b(?:til og med|t o m|tom)\b")


def day_named(text: str, now_local: datetime) -> date | None:
    """Return the one day that a text names, today or later; None if it names none, or more than one."""
    try:
        day = read_day(Line(text), now_local)
    except (Refused, OverflowError):
        return None
    return day if day and timedelta() <= day - now_local.date() <= LONGEST else None


def read_until(text: str, now_local: datetime) -> date | None:
    """Return the first day after the break; None if no day is named, or none that lies ahead.

    ``now_local`` is wall clock without zone.  "Til og med" takes the day named in.
    """
    folded = " ".join(fold(text).split())
    for feast, day_meant in _FEASTS.items():
        text = re.sub(feast, day_meant, folded) if re.search(feast, folded) else text
    for words in (text, _FOR.sub(r"om \g<n> \g<unit>\g<end>", folded)):
        try:
            day = read_day(Line(words), now_local)
        except (Refused, OverflowError):
            continue
        if day:
            break
    else:
        return None
    if day == now_local.date() and not _TODAY.search(folded):
        day += WEEK  # on a Monday, "til mandag" is the next one
    if _WITH.search(folded):
        day += timedelta(days=1)
    return day if timedelta() < day - now_local.date() <= LONGEST else None
