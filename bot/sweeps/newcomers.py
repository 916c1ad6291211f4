"""Hosts hear of who is new and would like to be met, and are asked afterwards how it went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.activity import Signup
from bot.domain.quiet import waking
from bot.handlers.attendance import hosts_of
from bot.handlers.newcomers import ask_host, tell_host
from bot.storage.activities import greeted_between, occurrence_by_id
from bot.storage.store import Tx
from bot.sweeps.parts import reachable
from bot.sweeps.registry import sweep

AHEAD: Final = timedelta(days=3)
USEFUL: Final = timedelta(hours=20)  # after the end: what a host remembers is worth asking for


def next_over(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next date with somebody new is over, at an hour when a host may be asked."""
    found = [occurrence_by_id(tx, one.occurrence) for one in greeted_between(tx, now - AHEAD, now + AHEAD)]
    ends = [waking(date.ends_at, settings.zone) for date in found if date]
    return min((at for at in ends if at > now), default=None)


@sweep(every=timedelta(minutes=1), wakes=next_over)
def newcomers(tx: Tx, settings: Settings, now: datetime) -> int:
    """Tell and ask whoever hosts now, so that somebody who stands in hears of it too; return how many."""
    return sum(_tell(tx, settings, one, now) for one in greeted_between(tx, now - AHEAD, now + AHEAD))


def _tell(tx: Tx, settings: Settings, signup: Signup, now: datetime) -> int:
    date, did = occurrence_by_id(tx, signup.occurrence), 0
    if date is None or not date.on:
        return 0
    for found in hosts_of(tx, date):
        host = reachable(tx, found.id)
        if host is None:
            continue
        if now < date.starts_at:
            did += tell_host(tx, settings, signup, host, now)
        elif date.ends_at <= waking(now, settings.zone) == now < date.ends_at + USEFUL and not signup.came:
            did += ask_host(tx, settings, signup, host, now, date.ends_at + USEFUL)
    return did
