"""Who is to be reminded of what, and what was already put on its way."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.ports import Kind
from bot.storage.store import Tx

AHEAD = 200  # starts looked at when the next instant is sought


class Part(NamedTuple):
    """Somebody's part in a date; ``word`` is the form of a sign-up or the role of a shift."""

    id: int
    occurrence: int
    person: int
    word: str
    state: str
    version: int
    came: str
    made_at: datetime
    changed_at: datetime


class Letter(NamedTuple):
    """What was written about a date."""

    key: str
    kind: str
    person: int | None
    version: int | None
    created_at: datetime


def signups_between(tx: Tx, after: datetime, until: datetime) -> list[Part]:
    """Return who takes part in what begins after one moment and until another."""
    return [Part(*row) for row in tx.signups_between(after=after, until=until)]


def shifts_between(tx: Tx, after: datetime, until: datetime) -> list[Part]:
    """Return who has a shift in what begins after one moment and until another."""
    rows = tx.shifts_between(after=after, until=until)
    return [Part(*(*row[:6], "", *row[6:])) for row in rows]


def letters_about(tx: Tx, occurrence: int) -> list[Letter]:
    """Return what was written about a date, the oldest first."""
    return [Letter(*row) for row in tx.letter_keys_about(occurrence=occurrence)]


def told_of_change(letters: list[Letter], person: int, version: int) -> datetime | None:
    """Return when somebody was told that a date stands as it does now."""
    told = [
        found.created_at
        for found in letters
        if (found.kind, found.person, found.version) == (Kind.CHANGE, person, version)
    ]
    return max(told, default=None)


def signup_starts(tx: Tx, after: datetime) -> list[tuple[datetime, datetime]]:
    """Return start and end of the next dates that somebody takes part in."""
    return [(row[0], row[1]) for row in tx.signup_starts(after=after, most=AHEAD)]


def shift_starts(tx: Tx, after: datetime) -> list[tuple[datetime, datetime]]:
    """Return start and end of the next dates that somebody has a shift at."""
    return [(row[0], row[1]) for row in tx.shift_starts(after=after, most=AHEAD)]
