"""Reminders of what somebody has said yes to: the day before, and on the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.domain.reminders import Reminder, plan
from bot.handlers import arriving, together
from bot.ports import Kind
from bot.storage import letters
from bot.storage.companions import Companionship, agreed
from bot.storage.reminders import Part, signup_wakes, signups_between
from bot.storage.store import Tx
from bot.sweeps.parts import BATCH, Date, dates, first_due, reachable, reader
from bot.sweeps.registry import sweep

AHEAD: Final = timedelta(days=3)  # no reminder is due earlier


def next_reminder(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next reminder is due."""
    found = ((start, plan(start, settings.zone, awake)) for start, awake in signup_wakes(tx, now))
    return first_due(found, AHEAD, now)


@sweep(every=timedelta(minutes=1), wakes=next_reminder)
def remind(tx: Tx, settings: Settings, now: datetime) -> int:
    """Write the reminders that are due and still make sense; return how many."""
    did = 0
    for date, parts in dates(tx, signups_between(tx, now, now + AHEAD)):
        for part in parts:
            planned = plan(part.starts_at, settings.zone, part.awake)
            due = [r for r in planned if r.at <= now < r.expires_at]
            did += sum(_remind(tx, settings, date, part, reminder, now) for reminder in due)
            if did >= BATCH:
                return did
    return did


def _remind(tx: Tx, settings: Settings, date: Date, part: Part, due: Reminder, now: datetime) -> bool:
    found = date.occurrence
    key = f"rem:{due.kind}:{part.person}:{found.id}:{found.version}:{part.version}"
    person = reachable(tx, part.person)
    if key in date.keys or date.news(part) >= due.at or part.came or person is None:
        return False
    _ = reader(settings, person)
    today = due.at.astimezone(settings.zone).date() == found.starts_at.astimezone(settings.zone).date()
    pair = agreed(tx, found.id, person.id) if part.word == "company" else None
    if pair and not today:
        _card_for_companion(tx, settings, pair, found, due, now)
    wording = arriving.same_day if today else arriving.day_before
    card = together.card(tx, _, pair, person, found) if pair and not today else None
    message = card or wording(tx, _, person, found)
    return letters.put_about(
        tx, person, message, found, kind=Kind.REMINDER, key=key, now=now, expires_at=due.expires_at
    )


def _card_for_companion(
    tx: Tx, settings: Settings, pair: Companionship, found: Occurrence, due: Reminder, now: datetime
) -> None:
    """Give the companion the same card as the citizen, in the same moment."""
    to = reachable(tx, pair.companion)
    message = together.card(tx, reader(settings, to), pair, to, found) if to else None
    if to and message:
        key = f"pair:{pair.id}:card:{found.version}"
        letters.put_about(
            tx, to, message, found, kind=Kind.REMINDER, key=key, now=now, expires_at=due.expires_at
        )
