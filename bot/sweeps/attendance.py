"""When a date is over, whoever received people is asked who was there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.handlers.attendance import hosts_of, question
from bot.ports import Kind
from bot.storage import letters
from bot.storage.reminders import Part, signup_starts, signups_between
from bot.storage.store import Tx
from bot.sweeps.parts import BATCH, Date, dates, reachable, reader
from bot.sweeps.registry import sweep

BACK: Final = timedelta(days=2)  # begun longer ago than this, nobody is asked any more
USEFUL: Final = timedelta(hours=20)  # after the end: then those who were missed can still be greeted


def next_end(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return when the next date is over."""
    return min((end for _start, end in signup_starts(tx, now - BACK) if end > now), default=None)


@sweep(every=timedelta(minutes=5), wakes=next_end)
def attendance(tx: Tx, settings: Settings, now: datetime) -> int:
    """Ask the hosts of what is over, unless all is known already; return how many."""
    did = 0
    for date, parts in dates(tx, signups_between(tx, now - BACK, now)):
        ends_at = date.occurrence.ends_at
        if ends_at <= now < ends_at + USEFUL and did < BATCH:
            did += _ask(tx, settings, date, parts, now)
    return did


def _ask(tx: Tx, settings: Settings, date: Date, parts: list[Part], now: datetime) -> int:
    found, did = date.occurrence, 0
    for host in hosts_of(tx, found):
        key, others = f"whocame:{host.id}:{found.id}", [part for part in parts if part.person != host.id]
        person = reachable(tx, host.id)
        if key in date.keys or person is None or all(part.came for part in others):
            continue
        message, until = question(reader(settings, person), person, found), found.ends_at + USEFUL
        did += letters.put_about(
            tx, person, message, found, kind=Kind.FOLLOWUP, key=key, now=now, expires_at=until
        )
    return did
