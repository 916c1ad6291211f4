"""Dialogues as they are kept: a stack in each chat, the one being asked on top."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.storage.store import Tx


class Kept(NamedTuple):
    """A dialogue that waits for an answer, or for those above it to end."""

    id: int
    position: int
    script: str
    state: str  # the engine's JSON
    touched_at: datetime
    expires_at: datetime


def stack(tx: Tx, chat: int) -> list[Kept]:
    """Return all of a chat's dialogues, the top one first."""
    return [Kept(*row) for row in tx.dialogue_stack(chat=chat)]


def top(tx: Tx, chat: int) -> Kept | None:
    """Return what is being asked in a chat."""
    row = tx.dialogue_top(chat=chat)
    return Kept(*row) if row else None


def push(tx: Tx, chat: int, script: str, state: str, now: datetime, expires_at: datetime) -> int:
    """Put a dialogue on top; return its id."""
    id_: int = tx.push_dialogue(chat=chat, script=script, state=state, now=now, expires_at=expires_at)
    return id_


def queue(tx: Tx, chat: int, script: str, state: str, now: datetime, expires_at: datetime) -> int:
    """Put a dialogue below all others: its turn comes when they have ended; return its id."""
    id_: int = tx.queue_dialogue(chat=chat, script=script, state=state, now=now, expires_at=expires_at)
    return id_


def save(tx: Tx, id: int, state: str, now: datetime, expires_at: datetime) -> bool:  # noqa: A002 - the column's name
    """Keep how far a dialogue has come; False if it is gone."""
    return bool(tx.save_dialogue(id=id, state=state, now=now, expires_at=expires_at))


def remove(tx: Tx, id: int) -> bool:  # noqa: A002 - the column's name
    """End a dialogue, wherever it lies; False if it is gone already."""
    return bool(tx.remove_dialogue(id=id))


def pop(tx: Tx, chat: int) -> Kept | None:
    """End the dialogue on top; return the one that is on top now."""
    if found := top(tx, chat):
        remove(tx, found.id)
    return top(tx, chat)


def clear(tx: Tx, chat: int) -> int:
    """End all of a chat's dialogues; return how many."""
    return int(tx.clear_dialogues(chat=chat))


def forget(tx: Tx, now: datetime) -> int:
    """End those that nobody came back to; return how many."""
    return int(tx.forget_dialogues(now=now))
