"""How often somebody is asked how it goes, and what silence means: fewer questions, then a human."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Final

from bot.domain.quiet import on_the_wall, unprompted

DAYS: Final = MappingProxyType({"weekly": 7, "fortnightly": 14, "monthly": 28, "rarely": 56})
SLOWER: Final = MappingProxyType(
    {"weekly": "fortnightly", "fortnightly": "monthly", "monthly": "rarely", "rarely": "rarely"}
)
FEWER, ENOUGH = 4, 7  # unanswered in a row: half as often; no more, and a human hears of it


def next_at(last: datetime, rhythm: str, hour: int, zone: tzinfo) -> datetime | None:
    """Return when to ask next, in UTC; None if never.  ``hour`` is wall clock."""
    if rhythm not in DAYS:
        return None
    day = last.astimezone(zone).date() + timedelta(days=DAYS[rhythm])
    return unprompted(on_the_wall(day, time(hour), zone), zone)


def after_silence(unanswered: int, rhythm: str) -> str:
    """Return the rhythm after so many unanswered questions in a row: the same, a slower one, or ``never``."""
    if unanswered >= ENOUGH:
        return "never"
    return SLOWER.get(rhythm, rhythm) if unanswered == FEWER else rhythm
