"""The soft question of the day after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.reminders import Reminder, after
from bot.handlers.afterwards import STAYED_AWAY, care, question
from bot.handlers.reaching import reach
from bot.ports import Kind
from bot.storage import letters
from bot.storage.activities import has_missed_twice
from bot.storage.reminders import Part, signup_starts, signups_between
from bot.storage.store import Tx
from bot.sweeps.parts import BATCH, Date, dates, reachable, reader, wants_quiet
from bot.sweeps.registry import sweep

BACK: Final = timedelta(days=5)  # later, nobody is asked any more


def next_question(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next question is due."""
    ends = [end for _start, end in signup_starts(tx, now - BACK)]
    return min((at for end in ends if (at := after(end, settings.zone).at) > now), default=None)


@sweep(every=timedelta(minutes=5), wakes=next_question)
def afterwards(tx: Tx, settings: Settings, now: datetime) -> int:
    """Ask those who were signed up how it was; whoever did not come is greeted instead, once.

    Who did not come twice in a row stands on the coordinators' list: a human may ask how they are.
    """
    did = 0
    for date, parts in dates(tx, signups_between(tx, now - BACK, now)):
        due = after(date.occurrence.ends_at, settings.zone)
        if not due.at <= now < due.expires_at:
            continue
        for part in parts:
            did += _ask(tx, settings, date, part, due, now)
            if did >= BATCH:
                return did
    return did


def _ask(tx: Tx, settings: Settings, date: Date, part: Part, due: Reminder, now: datetime) -> bool:
    found = date.occurrence
    keys = {f"after:{part.person}:{found.id}", f"missed:{part.person}:{found.id}"}
    person = reachable(tx, part.person)
    if person is None:
        return False
    missed = part.came == STAYED_AWAY
    if missed and wants_quiet(person, now):
        return False
    twice = missed and has_missed_twice(tx, person.id, now)
    told = twice and reach(tx, settings, person, "missed", str(found.id), now)
    if keys & date.keys:  # asked already, or told us
        return told
    word = care if missed else question
    message = word(reader(settings, person), person, found)
    key = f"{'missed' if missed else 'after'}:{part.person}:{found.id}"
    kind, until = Kind.FOLLOWUP, due.expires_at
    return (
        letters.put_about(tx, person, message, found, kind=kind, key=key, now=now, expires_at=until) or told
    )
