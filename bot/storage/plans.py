"""An activity as a coordinator or a calendar tells it, written down with its dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.places import Position
from bot.storage.facts import put_fact, set_position
from bot.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Plan:
    """What an activity is told to be, before it has a number."""

    uid: str
    title: str
    place: str
    interest: str = ""
    door: str = ""
    first_ten: str = ""
    price: str = ""
    area: str = ""
    facts: Sequence[tuple[str, str]] = ()  # a field and its value: bot.domain.facts
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """One date of a plan: which of the series (its wall-clock start, for ever), and from when until when."""

    recurrence: str
    starts_at: datetime
    ends_at: datetime


def write(
    tx: Tx,
    organisation: int,
    plan: Plan,
    times: Iterable[Time],
    *,
    seats: int,
    state: str,
    made_by: int | None,
    now: datetime,
) -> tuple[int, int]:
    """Write an activity and its dates; return its number, and how many dates are new."""
    found = tx.activity_by_uid(organisation=organisation, uid=plan.uid)
    activity = found[0] if found else _add(tx, organisation, plan, state, made_by, now)
    new = sum(
        tx.add_occurrence(
            activity=activity,
            recurrence=time.recurrence,
            starts_at=time.starts_at,
            ends_at=time.ends_at,
            capacity=seats,
        )
        for time in times
    )
    return activity, new


def _add(tx: Tx, organisation: int, plan: Plan, state: str, made_by: int | None, now: datetime) -> int:
    activity: int = tx.add_activity(
        organisation=organisation,
        uid=plan.uid,
        title=plan.title,
        interest=plan.interest,
        place=plan.place,
        area=plan.area,
        door=plan.door,
        first_ten=plan.first_ten,
        price=plan.price,
        host=None,
        made_by=made_by,
        state=state,
        now=now,
    )
    for field, value in plan.facts:
        put_fact(tx, activity, field, value)
    if plan.position:
        set_position(tx, activity, plan.position)
    return activity
