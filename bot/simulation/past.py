"""What was true when: a record that the database keeps of itself, beside the bot and unknown to it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

WATCHED: Final = MappingProxyType(
    {
        "occurrence": ("activity", "starts_at", "ends_at", "state"),
        "activity": ("organisation", "title", "state", "host"),
        "organisation": ("remind_days", "remind_hours"),
        "signup": ("occurrence", "person", "state", "came"),
        "shift": ("occurrence", "person", "state", "role"),
        "person": (
            *("chat", "weekly", "deleting_at", "organisation"),
            *("remind_days", "remind_hours", "awake_from", "awake_until"),
        ),
        "role": ("organisation", "person", "role", "state"),
        "companionship": ("citizen", "companion", "state", "occurrence"),
    }
)
PLACES: Final = "a, b, c, d, e, f, g, h"  # for as many columns of a table as are watched at most
KEYS: Final = MappingProxyType({"role": "{row}.rowid"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table as it stood from a moment on; ``values`` is None once it is gone."""

    at: datetime
    values: dict[str, Any] | None


@dataclass
class Past:
    """The states of every row of the tables that are watched, the oldest first."""

    rows: dict[str, dict[int, list[Row]]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, table: str, id_: int, at: datetime) -> dict[str, Any] | None:
        """Return a row as it stood at a moment (after all that was done in it); None if it was not there."""
        found = None
        for row in self.rows[table].get(id_, ()):
            if row.at > at:
                break
            found = row.values
        return found


def watch(db: sqlite3.Connection, note: Callable[[str], datetime]) -> None:
    """Begin to record, with temporary triggers: the file itself stays as the bot made it.

    ``note`` is told the table of each change and returns the moment.
    """
    db.create_function("the_time", 1, lambda table: note(table).isoformat())
    db.execute(
        "CREATE TEMP TABLE past"
        f" (n INTEGER PRIMARY KEY, at TEXT, kind TEXT, id INTEGER, gone INTEGER, {PLACES})"
    )
    for table, columns in WATCHED.items():
        key = KEYS.get(table, "{row}.id")
        for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            values = ", ".join(f"{row}.{column}" for column in columns)
            gone = int(event == "DELETE")
            when = f"UPDATE OF {', '.join(columns)}" if event == "UPDATE" else event
            db.execute(
                f"CREATE TEMP TRIGGER past_{table}_{event} AFTER {when} ON main.{table} BEGIN "  # noqa: S608 - our own names
                f"INSERT INTO past (at, kind, id, gone, {', '.join(PLACES.split(', ')[: len(columns)])}) "
                f"VALUES (the_time('{table}'), '{table}', {key.format(row=row)}, {gone}, {values}); END"
            )


def read(db: sqlite3.Connection) -> Past:
    """Return all that was recorded."""
    past = Past()
    found = db.execute(f"SELECT at, kind, id, gone, {PLACES} FROM temp.past ORDER BY n")  # noqa: S608 - our own names
    for at, table, id_, gone, *values in found:
        columns = WATCHED[table]
        named = None if gone else dict(zip(columns, map(_value, values[: len(columns)]), strict=True))
        past.rows[table].setdefault(id_, []).append(Row(datetime.fromisoformat(at), named))
    return past


def _value(raw: Any) -> Any:  # noqa: ANN401 - of any column
    """Return a moment as one: stored ones have one length and end in an offset."""
    if isinstance(raw, str) and raw.endswith("+00:00"):
        return datetime.fromisoformat(raw)
    return raw
