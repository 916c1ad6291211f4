"""A talk that nobody has written in for a week has ended: a forgotten one holds nothing back for ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.people import seen_by, sight_of
from bot.handlers.human import farewell
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import conversations, letters
from bot.storage.people import person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

SILENCE: Final = timedelta(days=7)  # whoever has it is reminded from the third day on
BATCH: Final = 50


def next_silence(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return when the next talk has been silent for too long."""
    heard: datetime | None = tx.next_silent_talk(after=now - SILENCE)
    return heard + SILENCE if heard else None


@sweep(every=timedelta(minutes=30), wakes=next_silence)
def talks(tx: Tx, settings: Settings, now: datetime) -> int:
    """End what was forgotten, and tell both sides; return how many."""
    silent = conversations.silent(tx, now - SILENCE, BATCH)
    for found in silent:
        tx.close_conversation(id=found.id, now=now)
        person, taker = person_by_id(tx, found.person), person_by_id(tx, found.taken_by or 0)
        if person and person.chat:
            _ = Reader(person.language, settings.zone)
            message = farewell(_, taker.first_name if taker else "")
            _put(tx, f"silent:{found.id}", person.chat, Kind.FOLLOWUP, message, person.id, now)
        if person and taker and taker.chat:
            _ = Reader(taker.language, settings.zone)
            name = seen_by(sight_of(taker, person), person).first_name or _("Somebody")
            text = _("Nobody has written for a week, so the talk with {citizen} has ended.", citizen=name)
            _put(tx, f"late:{found.id}:silent", taker.chat, Kind.DIGEST, Outbound(text), taker.id, now)
    return len(silent)


def _put(tx: Tx, key: str, chat: int, kind: Kind, message: Outbound, person: int, now: datetime) -> None:
    letters.put(tx, key=key, chat=chat, kind=kind, message=message, now=now, person=person)
