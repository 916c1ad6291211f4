"""Who was not reached: a coordinator hears of it in one line, and a human can call."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from bot.config import Settings
from bot.domain.people import Person, seen_by, sight_of
from bot.handlers.changes import call
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import letters
from bot.storage.activities import occurrence_by_id
from bot.storage.people import coordinators, person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

PATIENCE: Final = timedelta(minutes=15)  # who closes for us by mistake opens again at once
BATCH: Final = 50


def next_closed(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return when the next chat has been closed for long enough to be told of."""
    since: datetime | None = tx.next_closed(after=now - PATIENCE)
    return since + PATIENCE if since else None


@sweep(every=timedelta(minutes=1), wakes=next_closed)
def unreached(tx: Tx, settings: Settings, now: datetime) -> int:
    """Tell who does not know of a change, and who has closed for us; return how many were told of."""
    return _not_told(tx, settings, now) + _closed(tx, settings, now)


def _not_told(tx: Tx, settings: Settings, now: datetime) -> int:
    did = 0
    for id_, rows in groupby(tx.changes_that_failed(now=now), lambda row: row[0]):
        occurrence = occurrence_by_id(tx, id_)
        people = [person_by_id(tx, person) for _occurrence, _version, person in rows]
        if occurrence is not None:
            did += call(tx, settings, occurrence, [p for p in people if p], now)
    return did


def _closed(tx: Tx, settings: Settings, now: datetime) -> int:
    """Tell, once, of each chat that is closed for us; who had said stop before has just closed the door."""
    rows = tx.closed_untold(before=now - PATIENCE, most=BATCH)
    for chat, id_, since in rows:
        person = person_by_id(tx, id_)
        if person is not None and person.stopped_at is None:
            _tell_closed(tx, settings, person, since, now)
        tx.note_closed_told(chat=chat, now=now)
    return len(rows)


def _tell_closed(tx: Tx, settings: Settings, person: Person, since: datetime, now: datetime) -> None:
    for other in coordinators(tx, person.organisation):
        if other.chat is None or other.id == person.id:
            continue
        _ = Reader(other.language or settings.locale, settings.zone)
        name = seen_by(sight_of(other, person), person).first_name or _("Somebody")
        letters.put(
            tx,
            key=f"closed:{person.id}:{since:%Y%m%d%H%M%S}:{other.id}",
            chat=other.chat,
            kind=Kind.DIGEST,
            message=Outbound(
                _("{citizen} has closed for me, so nothing I write arrives. Please call.", citizen=name)
            ),
            now=now,
            person=other.id,
        )
