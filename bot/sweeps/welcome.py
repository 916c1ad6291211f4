"""After some good visits somebody is asked, once, whether they would like to welcome a newcomer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.quiet import unprompted
from bot.handlers.welcoming import question
from bot.ports import Kind
from bot.storage import giving, letters
from bot.storage.store import Tx
from bot.sweeps.parts import BATCH, reachable, reader
from bot.sweeps.registry import sweep

VISITS: Final = 3
BREATH: Final = timedelta(days=2)  # so that it does not mix with the question of the day after
LASTS: Final = timedelta(days=7)


def next_welcome(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next person has had time to breathe, at an hour when one may be asked."""
    found = [unprompted(max(at + BREATH, now), settings.zone) for _person, at in _may(tx, now)]
    return min((at for at in found if at > now), default=None)


@sweep(every=timedelta(minutes=30), wakes=next_welcome)
def welcome(tx: Tx, settings: Settings, now: datetime) -> int:
    """Ask whoever it is time for, at an hour when one may be asked; return how many."""
    if unprompted(now, settings.zone) != now:
        return 0
    due = [person for person, at in _may(tx, now) if at + BREATH <= now]
    return sum(_ask(tx, settings, id_, now) for id_ in due[:BATCH])


def _may(tx: Tx, now: datetime) -> list[tuple[int, datetime]]:
    return giving.may_welcome(tx, VISITS, now)


def _ask(tx: Tx, settings: Settings, id_: int, now: datetime) -> bool:
    person = reachable(tx, id_)
    if person is None or person.chat is None or not tx.note_welcome_asked(id=id_, now=now):
        return False
    return letters.put(
        tx,
        key=f"welcome:{id_}",
        chat=person.chat,
        kind=Kind.FOLLOWUP,
        message=question(reader(settings, person), person),
        now=now,
        person=id_,
        expires_at=now + LASTS,
    )
