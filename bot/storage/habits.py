"""When somebody likes to hear of their shifts: how long before, in which hours, and on Mondays or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from bot.domain.quiet import Hours
from bot.domain.reminders import Lead
from bot.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Habits:
    """What a person has said of this; None: as their organisation does."""

    days: int | None
    hours: int | None
    awake: Hours
    monday: bool


def habits(tx: Tx, person: int) -> Habits:
    """Return what somebody has said."""
    days, hours, opens, closes, monday = tx.own_habits_of(person=person)
    return Habits(days, hours, (time(opens), time(closes)), bool(monday))


def lead_of(tx: Tx, person: int, organisation: int) -> tuple[Lead, Hours]:
    """Return how long before, and in which hours, somebody hears of a shift at an organisation."""
    days, hours, opens, closes = tx.habits_of(person=person, organisation=organisation)
    return Lead(days, hours), (time(opens), time(closes))


def house_lead(tx: Tx, organisation: int) -> Lead:
    """Return how long before an organisation lets volunteers hear of shifts, unless they say otherwise."""
    return Lead(*tx.house_lead(organisation=organisation))
