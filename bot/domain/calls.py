"""When somebody without a chat is to be reminded by a human, who works on weekdays."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from bot.domain.quiet import is_free, on_the_wall

MORNING: Final = time(8)  # when a coordinator's list for the day is ready
NOON: Final = time(12)  # later than this it is not told of any more
POST: Final = timedelta(days=7)  # a letter is posted so long before
FARTHEST: Final = timedelta(days=14)  # before a start nobody is to be reminded
MISSED: Final = timedelta(hours=2)  # until it is tried again when nobody answered


def remind_at(mode: str, start: datetime, zone: tzinfo) -> datetime:
    """Return the morning on which to remind of a start: the last working day before, or in time by post."""
    day = start.astimezone(zone).date()
    if mode == "letter":
        day -= POST - timedelta(days=1)
    day -= timedelta(days=1)
    while is_free(day):
        day -= timedelta(days=1)
    return on_the_wall(day, MORNING, zone)


def tomorrow(now: datetime, zone: tzinfo) -> datetime:
    """Return the next working day's morning."""
    day = now.astimezone(zone).date() + timedelta(days=1)
    while is_free(day):
        day += timedelta(days=1)
    return on_the_wall(day, MORNING, zone)
