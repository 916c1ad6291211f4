"""For how long a free seat is held for one person on the waiting list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

PATIENCE: Final = timedelta(hours=4)
LEAST: Final = timedelta(hours=1)  # less time to answer in is no offer
BEFORE: Final = timedelta(hours=1)  # the start, by which it must be settled
WAKES, SLEEPS, LATE = time(8), time(21), time(10)


@dataclass(frozen=True, slots=True)
class Terms:
    """When somebody is told of a seat, and until when it is held; both in UTC."""

    told_at: datetime
    until: datetime


def terms(now: datetime, starts_at: datetime, zone: tzinfo) -> Terms | None:
    """Return how a seat may be offered now; None if too little time is left before the start.

    Nobody is asked at night, and nobody has to answer at night: what would run out then holds until ten
    in the morning.
    """
    local = now.astimezone(zone)
    told = local
    if local.time() < WAKES:
        told = datetime.combine(local.date(), WAKES, zone)
    elif local.time() >= SLEEPS:
        told = datetime.combine(local.date() + timedelta(days=1), WAKES, zone)
    told_at = told.astimezone(UTC)
    until = told_at + PATIENCE
    ends = until.astimezone(zone)
    if ends.date() > told.date() or ends.time() > SLEEPS:
        until = datetime.combine(told.date() + timedelta(days=1), LATE, zone).astimezone(UTC)
    until = min(until, starts_at - BEFORE)
    return Terms(told_at, until) if until - told_at >= LEAST else None
