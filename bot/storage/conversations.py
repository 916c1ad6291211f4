"""Conversations between somebody and a human, as rows and back; what was said is never kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.storage.letter import load
from bot.storage.store import Tx

# why a human might get in touch with somebody who has not asked for one
UNASKED: Final = frozenset({"silence", "low", "lower", "missed", "new", "shifts"})


@dataclass(frozen=True, slots=True)
class Conversation:
    """Somebody asked for a human; one at a time."""

    id: int
    person: int
    organisation: int
    state: str
    reason: str
    taken_by: int | None
    opened_at: datetime
    heard_at: datetime

    @property
    def quiet(self) -> bool:
        """Tell whether it only stands on a coordinator's list: the person knows of no conversation."""
        return self.state == "waiting" and self.reason in UNASKED

    @property
    def of_danger(self) -> bool:
        """Tell whether it only says that somebody wrote of danger: nobody was asked to read on."""
        return self.state == "waiting" and self.reason == "danger"


def open_of(tx: Tx, person: int) -> Conversation | None:
    """Return somebody's open conversation."""
    row = tx.open_conversation_of(person=person)
    return Conversation(*row) if row else None


def by_id(tx: Tx, id: int) -> Conversation | None:  # noqa: A002 - the column's name
    """Return a conversation, open or closed."""
    row = tx.conversation_by_id(id=id)
    return Conversation(*row) if row else None


def begin(tx: Tx, person: int, organisation: int, reason: str, now: datetime) -> tuple[Conversation, bool]:
    """Return the open conversation and whether it was begun now; ``reason`` is a neutral word.

    Whoever asks for a human is no longer only on a list.
    """
    if found := open_of(tx, person):
        if found.of_danger and reason not in UNASKED:
            tx.set_reason(id=found.id, reason=reason)  # from now on what they write is carried over
        if not found.quiet or reason in UNASKED:
            return found, False
        tx.close_conversation(id=found.id, now=now)
    id_: int = tx.add_conversation(person=person, organisation=organisation, reason=reason, now=now)
    return Conversation(id_, person, organisation, "waiting", reason, None, now, now), True


def waiting(tx: Tx, organisation: int) -> list[Conversation]:
    """Return an organisation's open conversations, the oldest first."""
    return [Conversation(*row) for row in tx.conversations_waiting(organisation=organisation)]


def unheard(tx: Tx, state: str, before: datetime, again: datetime, most: int) -> list[Conversation]:
    """Return those in a state with no word since ``before``, of which nobody was reminded since ``again``."""
    rows = tx.conversations_unheard(state=state, before=before, again=again, most=most)
    return [Conversation(*row) for row in rows]


def silent(tx: Tx, since: datetime, most: int) -> list[Conversation]:
    """Return those that somebody has and neither side has written in since then."""
    return [Conversation(*row) for row in tx.conversations_silent(since=since, most=most)]


def words(tx: Tx, found: Conversation, reader: int) -> list[tuple[datetime, bool, str]]:
    """Return what was carried over to a coordinator, and back: when, whether back, and the message.

    It stands in the letters and nowhere else, and goes with them.
    """
    rows = tx.words_carried(one=reader, other=found.person, beginning=f"relay:{found.id}:")
    return [(at, to == found.person, load(body).text) for at, to, body in rows]
