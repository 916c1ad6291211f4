"""Whoever asked for a human and was not answered: the coordinators are reminded once, in waking hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.people import seen_by, sight_of
from bot.handlers.registry import press
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import conversations, letters
from bot.storage.people import coordinators, person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

PROMISED: Final = timedelta(hours=2)
BATCH: Final = 20


def next_late(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return when the next conversation has waited too long."""
    row = tx.oldest_unanswered(after=now - PROMISED)
    return row[0] + PROMISED if row else None


@sweep(every=timedelta(minutes=5), wakes=next_late)
def unanswered(tx: Tx, settings: Settings, now: datetime) -> int:
    """Remind of those who wait; return how many do."""
    late = conversations.unanswered(tx, now - PROMISED, BATCH)
    for conversation in late:
        person = person_by_id(tx, conversation.person)
        for other in coordinators(tx, conversation.organisation):
            if person is None or other.chat is None:
                continue
            _ = Reader(other.language, settings.zone)
            name = seen_by(sight_of(other, person), person).first_name or _("Somebody")
            text = _("{citizen} is still waiting for an answer.", citizen=name)
            rows = ((press(_("Take the conversation"), "talk.take", conversation.id),),)
            letters.put(
                tx,
                key=f"late:{conversation.id}:{other.id}",
                chat=other.chat,
                kind=Kind.DIGEST,
                message=Outbound(text, rows),
                now=now,
                person=other.id,
            )
        tx.remind_conversation(id=conversation.id, now=now)
    return len(late)
