"""Shifts as they are taken, one after another: who is missing where, and who stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Final, NamedTuple

from bot.domain import silence
from bot.domain.activity import Occurrence, Shift
from bot.domain.budget import week_of
from bot.domain.standing_in import Candidate
from bot.storage.activities import needs_of, shift_by_id, shifts_of
from bot.storage.store import Tx

LATELY: Final = timedelta(days=30)  # for so long somebody is counted as having been asked


class Gap(NamedTuple):
    """A shift that was given back, and whose place nobody has taken."""

    shift: int
    occurrence: int
    person: int
    role: str
    since: datetime


class Done(NamedTuple):
    """A shift that is over, and where it was."""

    house: str
    title: str
    role: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who was asked to take over a shift.  ``state`` is spelt out in the table."""

    id: int
    shift: int
    person: int
    state: str
    changed_at: datetime


def is_missing(tx: Tx, date: Occurrence, role: str) -> bool:
    """Tell whether a date wants one more in a role."""
    wanted = needs_of(tx, date.activity.id).get(role, 0)
    return sum(shift.role == role for shift in shifts_of(tx, date.id)) < wanted


def take_shift(tx: Tx, date: Occurrence, role: str, person: int, now: datetime) -> Shift | None:
    """Return the person's shift, taken now or before; None if nobody is missing any more.

    The date is locked first, so that of two who say yes at the same time one is the first.
    """
    tx.lock_occurrence(id=date.id)
    row = tx.shift_of(occurrence=date.id, person=person, role=role)
    if row and Shift(*row).on:
        return Shift(*row)
    if not is_missing(tx, date, role):
        return None
    if row:
        tx.set_shift(id=row[0], state="taken", now=now)
        return shift_by_id(tx, row[0])
    return shift_by_id(tx, tx.add_shift(occurrence=date.id, person=person, role=role, now=now))


def done_by(tx: Tx, person: int, now: datetime) -> list[Done]:
    """Return the shifts that somebody has had, the oldest first."""
    return [Done(*row) for row in tx.shifts_done(person=person, now=now)]


def gaps(tx: Tx, now: datetime) -> list[Gap]:
    """Return the shifts that were given back and are still open, the nearest date first."""
    found = [(Gap(*row[:5]), row[5]) for row in tx.gaps(now=now)]
    open_: dict[tuple[int, str], int] = {}
    kept = []
    for gap, missing in found:
        place = (gap.occurrence, gap.role)
        if open_.setdefault(place, missing) > 0:
            open_[place] -= 1
            kept.append(gap)
    return kept


def gap_of(tx: Tx, shift: int, now: datetime) -> Gap | None:
    """Return one of them; None if it is open no more."""
    return next((gap for gap in gaps(tx, now) if gap.shift == shift), None)


def stand_in_by_id(tx: Tx, id: int) -> StandIn | None:  # noqa: A002 - the column's name
    """Return one question to stand in."""
    row = tx.stand_in_by_id(id=id)
    return StandIn(*row) if row else None


def stand_ins_of(tx: Tx, shift: int) -> list[StandIn]:
    """Return everybody who was asked to take over a shift, in the order of asking."""
    return [StandIn(*row) for row in tx.stand_ins_of(shift=shift)]


def asked_in_vain(tx: Tx, now: datetime) -> list[StandIn]:
    """Return who still waits to answer about a shift that nobody needs any more."""
    still = {gap.shift for gap in gaps(tx, now)}
    return [found for row in tx.stand_ins_asked() if (found := StandIn(*row)).shift not in still]


def candidates(tx: Tx, gap: Gap, date: Occurrence, now: datetime, zone: tzinfo) -> list[Candidate]:
    """Return whom one may ask to stand in: in the role, reachable, willing and free at the time."""
    week, quiet = week_of(date.starts_at, zone), silent(tx)
    rows = tx.stand_ins_free(
        organisation=date.activity.organisation,
        role=gap.role,
        shift=gap.shift,
        occurrence=gap.occurrence,
        giver=gap.person,
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        lately=now - LATELY,
        begins=week.begins,
        ends=week.ends,
        now=now,
    )
    return [
        Candidate(person, asked, shifts, (time(opens), time(closes)))
        for person, asked, shifts, opens, closes in rows
        if person not in quiet
    ]


def silent(tx: Tx) -> dict[int, datetime]:
    """Return who was asked so often, since they last wrote or pressed, that nothing more is asked.

    With each stands when the newest of those questions was put.
    """
    asked: dict[int, list[datetime]] = {}
    for person, made_at, over_at in tx.left_unanswered():
        if over_at - made_at >= silence.OPEN:
            asked.setdefault(person, []).append(made_at)
    return {person: max(at) for person, at in asked.items() if len(at) >= silence.VOLUNTEER}
