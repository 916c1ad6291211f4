"""The day after a date whoever was on duty is thanked, with what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.domain.reminders import thanks as due_for
from bot.handlers.attendance import hosts_of
from bot.handlers.thanking import CameOfIt, message
from bot.ports import Kind
from bot.storage import letters
from bot.storage.activities import came_of_it, occurrences_between, shifts_of
from bot.storage.store import Tx
from bot.sweeps.parts import BATCH, reachable, reader, wants_quiet
from bot.sweeps.registry import sweep

BACK: Final = timedelta(days=5)  # begun longer ago, nobody is thanked any more
AHEAD: Final = timedelta(days=1)


def next_thanks(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next thanks are due."""
    found = occurrences_between(tx, now - BACK, now + AHEAD)
    dues = [due_for(date.ends_at, settings.zone).at for date in found]
    return min((at for at in dues if at > now), default=None)


@sweep(every=timedelta(minutes=10), wakes=next_thanks)
def thanks(tx: Tx, settings: Settings, now: datetime) -> int:
    """Thank each once for each date; return how many."""
    did = 0
    for date in occurrences_between(tx, now - BACK, now):
        due = due_for(date.ends_at, settings.zone)
        if due.at <= now < due.expires_at and did < BATCH:
            did += _thank(tx, settings, date, now, due.expires_at)
    return did


def _thank(tx: Tx, settings: Settings, date: Occurrence, now: datetime, until: datetime) -> int:
    roles = {host.id: "host" for host in hosts_of(tx, date)}
    roles.update({shift.person: shift.role for shift in shifts_of(tx, date.id)})
    known, did = CameOfIt(*came_of_it(tx, date)), 0
    for id_, role in sorted(roles.items()):
        person = reachable(tx, id_)
        if person is None or wants_quiet(person, now):
            continue
        said = message(reader(settings, person), person, date, role, known)
        key = f"thanks:{id_}:{date.id}"
        did += letters.put_about(
            tx, person, said, date, kind=Kind.FOLLOWUP, key=key, now=now, expires_at=until
        )
    return did
