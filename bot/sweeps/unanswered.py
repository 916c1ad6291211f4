"""Whoever asked for a human is not lost: coordinators are reminded until one is there, in waking hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.people import Person, Role, seen_by, sight_of
from bot.handlers.registry import press
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import conversations, letters
from bot.storage.conversations import Conversation
from bot.storage.people import coordinators, person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

PROMISED: Final = timedelta(hours=2)  # after the last word, for somebody to take it
SILENT: Final = timedelta(days=3)  # after the last word of either side, in one that was taken
AGAIN: Final = timedelta(days=1)
BATCH: Final = 20


def next_late(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return when the next conversation has waited too long, for the first time or again."""
    found = []
    for state, patience in (("waiting", PROMISED), ("taken", SILENT)):
        heard = tx.oldest_unheard(state=state, after=now - patience)
        reminded = tx.oldest_reminded(state=state, after=now - AGAIN)
        found += [heard + patience] if heard else []
        found += [reminded + AGAIN] if reminded else []
    return min(found, default=None)


@sweep(every=timedelta(minutes=5), wakes=next_late)
def unanswered(tx: Tx, settings: Settings, now: datetime) -> int:
    """Remind of those who wait, and of conversations that nobody has ended; return how many."""
    late = conversations.unheard(tx, "waiting", now - PROMISED, now - AGAIN, BATCH)
    late += conversations.unheard(tx, "taken", now - SILENT, now - AGAIN, BATCH)
    for conversation in late:
        person = person_by_id(tx, conversation.person)
        for other in _whom(tx, conversation):
            if person is not None and other.chat is not None:
                _ = Reader(other.language or settings.locale, settings.zone)
                letters.put(
                    tx,
                    key=f"late:{conversation.id}:{other.id}:{now:%Y%m%d%H%M}",
                    chat=other.chat,
                    kind=Kind.DIGEST,
                    message=_reminder(_, conversation, other, person),
                    now=now,
                    person=other.id,
                )
        tx.remind_conversation(id=conversation.id, now=now)
    return len(late)


def _whom(tx: Tx, conversation: Conversation) -> list[Person]:
    """Return who has it; or all who may take it."""
    taker = person_by_id(tx, conversation.taken_by) if conversation.taken_by else None
    if taker and taker.is_(Role.COORDINATOR, conversation.organisation):
        return [taker]
    return coordinators(tx, conversation.organisation)


def _reminder(_: Reader, conversation: Conversation, other: Person, person: Person) -> Outbound:
    name = seen_by(sight_of(other, person), person).first_name or _("Somebody")
    if conversation.taken_by == other.id:
        text = _("You still have the conversation with {citizen}. I am quiet until you end it.", citizen=name)
        rows = (
            (press(_("Answer"), "talk.answer", conversation.id),),
            (press(_("End the conversation"), "talk.end", conversation.id),),
        )
        return Outbound(text, rows)
    text = _("{citizen} is still waiting for an answer.", citizen=name)
    return Outbound(text, ((press(_("Take the conversation"), "talk.take", conversation.id),),))
