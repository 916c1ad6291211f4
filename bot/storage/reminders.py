"""Who is to be reminded of what, and what was already put on its way."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, NamedTuple

from bot.domain.activity import Occurrence
from bot.domain.quiet import Hours
from bot.domain.reminders import Lead
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
    starts_at: datetime
    awake: Hours  # in which hours of a day the person likes to hear of it
    lead: Lead = Lead()  # how long before a shift


class Letter(NamedTuple):
    """What was written about a date."""

    key: str
    kind: str
    person: int | None
    version: int | None
    told_at: datetime  # when it leaves at the earliest


def signups_between(tx: Tx, after: datetime, until: datetime) -> list[Part]:
    """Return who takes part in what begins after one moment and until another."""
    return [_part(row) for row in tx.signups_between(after=after, until=until)]


def shifts_between(tx: Tx, after: datetime, until: datetime) -> list[Part]:
    """Return who has a shift in what begins after one moment and until another."""
    return [_part(row) for row in tx.shifts_between(after=after, until=until)]


def shift_key(kind: str, person: int, date: Occurrence, shift: int) -> str:
    """Return the key of a reminder of a shift: it comes once for a date as it stands."""
    return f"rem:{kind}:{person}:{date.id}:{date.version}:s{shift}"


def letters_about(tx: Tx, occurrence: int) -> list[Letter]:
    """Return what was written about a date, the oldest first."""
    return [Letter(*row) for row in tx.letter_keys_about(occurrence=occurrence)]


def told_of_change(letters: list[Letter], person: int, version: int) -> datetime | None:
    """Return when somebody was told that a date stands as it does now."""
    told = [
        found.told_at
        for found in letters
        if (found.kind, found.person, found.version) == (Kind.CHANGE, person, version)
    ]
    return max(told, default=None)


def signup_starts(tx: Tx, after: datetime) -> list[tuple[datetime, datetime]]:
    """Return start and end of the next dates that somebody takes part in."""
    return [(row[0], row[1]) for row in tx.signup_starts(after=after, most=AHEAD)]


def signup_wakes(tx: Tx, after: datetime) -> list[tuple[datetime, Hours]]:
    """Return the next starts of sign-ups, each with the hours in which somebody likes to hear of it."""
    rows = tx.signup_wakes(after=after, most=AHEAD)
    return [(start, _hours(*hours)) for start, *hours in rows]


def shift_starts(tx: Tx, after: datetime) -> list[tuple[datetime, Hours, Lead]]:
    """Return the next starts of shifts, each with the hours and the lead of somebody who has one there."""
    rows = tx.shift_starts(after=after, most=AHEAD)
    return [(row[0], _hours(*row[1:3]), Lead(*row[3:])) for row in rows]


def _part(row: tuple[Any, ...]) -> Part:
    return Part._make((*row[:10], _hours(*row[10:12]), Lead(*row[12:])))


def _hours(opens: int, closes: int) -> Hours:
    return time(opens), time(closes)
