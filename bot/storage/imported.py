"""What a calendar said last, kept beside what became of it here."""

from __future__ import annotations

import json
from datetime import datetime

from bot.domain.calendar import Event, Texts
from bot.domain.corrections import Known, Told
from bot.domain.places import Position
from bot.storage.store import Tx


def texts_of(tx: Tx, organisation: int, uid: str) -> tuple[int, Texts | None] | None:
    """Return an activity that came from a calendar, and what that said of it last; None if it is new."""
    row = tx.imported_activity(organisation=organisation, uid=uid)
    if row is None:
        return None
    id_, said = row
    if not said:
        return id_, None
    title, place, position = json.loads(said)
    return id_, Texts(title, place, _position(position))


def dates_of(tx: Tx, activity: int) -> list[Known]:
    """Return the dates of an activity that came from a calendar."""
    rows = tx.imported_dates(activity=activity)
    return [
        Known(id_, which, starts_at, ends_at, state == "planned", _told(said))
        for id_, which, starts_at, ends_at, state, said in rows
    ]


def keep_texts(tx: Tx, activity: int, said: Texts) -> None:
    """Keep what the calendar says of an activity."""
    tx.set_imported_activity(id=activity, imported=json.dumps([said.title, said.place, said.position]))


def keep_first(tx: Tx, activity: int, said: Texts) -> None:
    """Keep what the calendar says of an activity, if nothing is kept yet."""
    row = tx.activity_imported(id=activity)
    if not row:
        keep_texts(tx, activity, said)


def keep_date(tx: Tx, id: int, event: Event) -> None:  # noqa: A002 - the column's name
    """Keep what the calendar says of a date, under the name it has there now."""
    tx.set_imported_date(id=id, recurrence=event.recurrence, imported=_written(event))


def keep_new(tx: Tx, activity: int, event: Event) -> None:
    """Keep what the calendar says of a date that was just added."""
    tx.set_imported_new(activity=activity, recurrence=event.recurrence, imported=_written(event))


def _written(event: Event) -> str:
    return json.dumps([event.starts_at.isoformat(), event.ends_at.isoformat(), *event.revision])


def _told(said: str) -> Told:
    starts_at, ends_at, sequence, changed = json.loads(said)
    return Told(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at), (sequence, changed))


def _position(found: list[float] | None) -> Position | None:
    return (found[0], found[1]) if found else None
