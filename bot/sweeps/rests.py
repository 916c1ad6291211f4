"""After words of danger all that is unasked rests; when that is over, the person is asked how to go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.handlers.safety import how_to_go_on
from bot.i18n import Reader
from bot.ports import Kind
from bot.storage import letters
from bot.storage.people import person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

BATCH: Final = 100
LATE: Final = timedelta(days=3)  # later, nobody is asked any more


def next_end(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return when the next rest is over."""
    found: datetime | None = tx.next_rested(now=now)
    return found


@sweep(every=timedelta(minutes=5), wakes=next_end)
def rests(tx: Tx, settings: Settings, now: datetime) -> int:
    """Ask, once, those whose rest is over; return how many."""
    asked = 0
    for row in tx.rested(now=now, since=now - LATE, most=BATCH):
        person = person_by_id(tx, row[0])
        if person is None or person.chat is None:
            continue
        asked += letters.put(
            tx,
            key=f"rested:{person.id}:{person.rest_until:%Y%m%d%H%M%S}",
            chat=person.chat,
            kind=Kind.FOLLOWUP,
            message=how_to_go_on(Reader(person.language, settings.zone), person.first_name),
            now=now,
            person=person.id,
        )
        tx.set_rest(id=person.id, until=None)
    return asked
