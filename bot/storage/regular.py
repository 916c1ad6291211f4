"""Regular shifts: one yes to every date of an activity on a weekday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.activity import Occurrence, Shift
from bot.storage.activities import occurrences_of, shifts_of_person
from bot.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Regular:
    """One yes; ``until``: dates up to there were looked at.  It is on while it has not ended."""

    id: int
    activity: int
    person: int
    role: str
    weekday: int  # 0 is Monday
    until: datetime
    ended_at: datetime | None


def regular_by_id(tx: Tx, id: int) -> Regular | None:  # noqa: A002 - the column's name
    """Return a regular shift, also one that has ended."""
    row = tx.regular_by_id(id=id)
    return Regular(*row) if row else None


def regular_of(tx: Tx, shift: Shift, date: Occurrence, zone: tzinfo) -> Regular | None:
    """Return the regular shift that a single one belongs to; None if to none that is on."""
    weekday = date.starts_at.astimezone(zone).weekday()
    row = tx.regular_of(activity=date.activity.id, person=shift.person, role=shift.role, weekday=weekday)
    return Regular(*row) if row else None


def regulars(tx: Tx, now: datetime) -> list[Regular]:
    """Return those that are on where dates have come that were not looked at."""
    return [Regular(*row) for row in tx.regulars(now=now)]


def dates_of(tx: Tx, activity: int, weekday: int, after: datetime, zone: tzinfo) -> list[Occurrence]:
    """Return what takes place of an activity on a weekday on the wall, later than this."""
    found = occurrences_of(tx, activity, after)
    return [date for date in found if date.on and date.starts_at.astimezone(zone).weekday() == weekday]


def shifts_in(
    tx: Tx, regular: Regular, dates: list[Occurrence], now: datetime
) -> list[tuple[Shift, Occurrence]]:
    """Return somebody's shifts at these dates that are on, in order of time."""
    own = {s.occurrence: s for s in shifts_of_person(tx, regular.person, now) if s.role == regular.role}
    return [(own[date.id], date) for date in dates if date.id in own]
