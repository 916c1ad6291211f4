"""Somebody of whom nothing is heard: not more messages, but one line to a human."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain import silence
from bot.handlers.reaching import reach
from bot.storage.people import person_by_id
from bot.storage.shifts import silent
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

ANSWERABLE: Final = timedelta(days=3)  # a question after a low answer that is open for longer goes to a human
LATE: Final = timedelta(days=14)  # after which that is no news any more
LONG: Final = timedelta(days=365)  # over which unanswered invitations are counted


def next_silence(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return when the next open question or invitation has been open for long enough."""
    low = tx.next_low_then_silent(after=now - ANSWERABLE)
    asked = tx.next_unanswered_invitation(after=now - silence.PATIENCE)
    found = [low + ANSWERABLE] if low else []
    found += [asked + silence.PATIENCE] if asked else []
    return min(found, default=None)


@sweep(every=timedelta(minutes=30), wakes=next_silence)
def quiet(tx: Tx, settings: Settings, now: datetime) -> int:
    """Tell coordinators of who fell silent after a low answer, or to all that was asked; return how many."""
    low = tx.low_then_silent(before=now - ANSWERABLE, since=now - LATE)
    told = sum(_tell(tx, settings, person, "low", str(number), now) for person, number in low)
    never = tx.never_answering(before=now - silence.PATIENCE, since=now - LONG, enough=silence.ENOUGH)
    told += sum(_tell(tx, settings, person, "silence", f"i{last}", now) for person, last in never)
    never_heard = silent(tx).items()  # volunteers: nobody is asked a fourth time in vain
    return told + sum(_tell(tx, settings, id_, "shifts", f"s{at:%Y%m%d%H%M}", now) for id_, at in never_heard)


def _tell(tx: Tx, settings: Settings, person: int, reason: str, about: str, now: datetime) -> bool:
    found = person_by_id(tx, person)
    return found is not None and reach(tx, settings, found, reason, about, now)
