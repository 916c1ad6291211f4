"""How often somebody is asked how it goes, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Checkin:
    """Somebody's rhythm; ``hour`` is wall clock, ``asked`` counts every question so far."""

    person: int
    rhythm: str
    hour: int
    unanswered: int
    next_at: datetime | None
    asked: int


def checkin_of(tx: Tx, person: int) -> Checkin | None:
    """Return somebody's rhythm; None if they never chose one."""
    row = tx.checkin_of(person=person)
    return Checkin(*row) if row else None


def due(tx: Tx, now: datetime, most: int) -> list[Checkin]:
    """Return whose question is due."""
    return [Checkin(*row) for row in tx.checkins_due(now=now, most=most)]


def answers_of(tx: Tx, person: int) -> list[tuple[str, datetime]]:
    """Return what somebody answered, and when that was asked, in the order of asking."""
    return [(answer, asked_at) for answer, asked_at in tx.answers_of(person=person)]
