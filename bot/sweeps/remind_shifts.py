"""Reminders of shifts: days and hours before, as each one likes, and one nudge where nobody has answered.

Whoever takes a shift late has answered by that, and gets what the others got that is still of use: the door
and how many come.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.config import Settings
from bot.domain.people import seen_by, sight_of
from bot.domain.reminders import DAYS, FARTHEST, HOURS, NUDGE, Reminder, plan_shift
from bot.handlers import on_duty
from bot.ports import Kind
from bot.storage import letters
from bot.storage.people import coordinators, person_by_id
from bot.storage.reminders import Part, shift_key, shift_starts, shifts_between
from bot.storage.store import Tx
from bot.sweeps.parts import BATCH, Date, dates, first_due, reachable, reader
from bot.sweeps.registry import sweep


def next_shift_reminder(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next reminder of a shift is due."""
    zone = settings.zone
    found = ((start, plan_shift(start, zone, lead, awake)) for start, awake, lead in shift_starts(tx, now))
    return first_due(found, FARTHEST, now)


@sweep(every=timedelta(minutes=1), wakes=next_shift_reminder)
def remind_shifts(tx: Tx, settings: Settings, now: datetime) -> int:
    """Write the reminders of shifts that are due and still make sense; return how many."""
    did = 0
    due = {part: _due(settings, part, now) for part in shifts_between(tx, now, now + FARTHEST)}
    for date, parts in dates(tx, [part for part, found in due.items() if found]):
        for part in parts:
            did += sum(_remind(tx, settings, date, part, reminder, now) for reminder in due[part])
            if did >= BATCH:
                return did
    return did


def _due(settings: Settings, part: Part, now: datetime) -> list[Reminder]:
    planned = plan_shift(part.starts_at, settings.zone, part.lead, part.awake)
    return [r for r in planned if r.at <= now < r.expires_at]


def _remind(tx: Tx, settings: Settings, date: Date, part: Part, due: Reminder, now: datetime) -> bool:
    found = date.occurrence
    key = shift_key(due.kind, part.person, found, part.id)
    person = reachable(tx, part.person)
    # whoever said yes after the others were reminded has yet to hear of the door
    known = date.told(part) if due.kind == HOURS else date.news(part)
    if key in date.keys or person is None or (known is not None and known >= due.at):
        return False
    if due.kind == NUDGE and part.state != "taken":
        return False
    _ = reader(settings, person)
    if due.kind == NUDGE:
        message = on_duty.nudge(_, person, found, part.word, part.id, _tell(tx, settings, date, part, now))
    elif due.kind == DAYS:
        message = on_duty.days_before(_, person, found, part.word, part.id)
    else:
        zone = settings.zone
        today = now.astimezone(zone).date() == found.starts_at.astimezone(zone).date()
        message = on_duty.hours_before(_, found, part.word, part.id, today=today)
    return letters.put_about(
        tx, person, message, found, kind=Kind.REMINDER, key=key, now=now, expires_at=due.expires_at
    )


def _tell(tx: Tx, settings: Settings, date: Date, part: Part, now: datetime) -> str:
    """Let the coordinators know that somebody has not answered; return the name of the first of them."""
    found = date.occurrence
    volunteer = person_by_id(tx, part.person)
    told = coordinators(tx, found.activity.organisation)
    for coordinator in told:
        name = seen_by(sight_of(coordinator, volunteer), volunteer).first_name if volunteer else ""
        letters.put_about(
            tx,
            coordinator,
            on_duty.unsure(reader(settings, coordinator), name, found, part.id),
            found,
            kind=Kind.STAFF,
            key=f"unsure:{part.id}:{found.version}:{coordinator.id}",
            now=now,
            expires_at=found.starts_at,
        )
    return next((person.first_name for person in told if person.first_name), "")
