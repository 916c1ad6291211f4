"""The waiting list: one person at a time is offered a seat, which is held meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.domain.activity import Signup
from bot.storage.store import Tx


class Offer(NamedTuple):
    """A seat that is held for somebody since a moment."""

    signup: int
    occurrence: int
    person: int
    since: datetime


def first_waiting(tx: Tx, occurrence: int) -> Signup | None:
    """Return who has stood on the list for longest, among those whom the free seats are enough for."""
    row = tx.first_waiting(occurrence=occurrence)
    return Signup(*row) if row else None


def hold_seat(tx: Tx, waiting: Signup, now: datetime) -> bool:
    """Hold what who waits needs: one seat, or two; tell whether there was room."""
    tx.lock_occurrence(id=waiting.occurrence)
    row = tx.signup_of(occurrence=waiting.occurrence, person=waiting.person)
    found = Signup(*row) if row else None
    if found is None or found.state != "waiting" or not tx.take_seats(id=found.occurrence, n=found.party):
        return False
    tx.set_signup(id=found.id, form=found.form, state="offered", party=found.party, now=now)
    return True


def offered(tx: Tx) -> list[Offer]:
    """Return the seats that are held for an answer, the oldest first."""
    return [Offer(*row) for row in tx.offered()]


def offered_at(tx: Tx, occurrence: int, person: int) -> datetime | None:
    """Return since when a seat is held for somebody; None if none is."""
    found: datetime | None = tx.offered_at(occurrence=occurrence, person=person)
    return found


def waited_for(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    """Return the dates with a free seat and somebody who waits for one, with their starts."""
    return [(row[0], row[1]) for row in tx.waited_for(now=now)]
