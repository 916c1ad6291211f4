"""How much a citizen may be sent unasked: so many messages a week, which begins on Monday on the wall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from bot.domain.quiet import on_the_wall


@dataclass(frozen=True, slots=True)
class Week:
    """From Monday's midnight to the next one, in UTC: 167, 168 or 169 hours."""

    begins: datetime
    ends: datetime


def week_of(now: datetime, zone: tzinfo) -> Week:
    """Return the week that a moment lies in."""
    local = now.astimezone(zone).date()
    monday = local - timedelta(days=local.weekday())
    begins, ends = (on_the_wall(day, time(), zone) for day in (monday, monday + timedelta(days=7)))
    return Week(begins, ends)


def next_room(sent_at: Iterable[datetime], weekly: int, now: datetime, zone: tzinfo) -> datetime:
    """Return ``now`` if this week has room for one message more, else when the next week begins, in UTC."""
    week = week_of(now, zone)
    sent = sum(week.begins <= at < week.ends for at in sent_at)
    return now.astimezone(UTC) if sent < weekly else week.ends
