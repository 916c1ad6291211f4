"""Erasure that erases: one transaction, after which only a keyed hash of the chat is known."""

from __future__ import annotations

from datetime import datetime

from bot.domain.people import Person
from bot.storage import dialogues
from bot.storage.store import Tx


def erase(tx: Tx, person: Person, chat: int, mark: str, now: datetime, *, update: str = "") -> None:
    """Forget a person: seats are freed, what was said to and about them goes, rows that refer to them go.

    ``mark`` is what is kept, so that the erasure can be done again after a backup was put back.  ``update``
    is the one that asked for it; those that came behind it are still to be answered, as a stranger's.
    """
    for row in tx.seats_of(person=person.id, now=now):
        tx.lock_occurrence(id=row[0])
    for row in tx.seats_of(person=person.id, now=now):
        tx.free_seats(id=row[0], n=row[1])
    tx.forget_relayed(person=person.id)
    tx.forget_pairs(person=person.id)
    tx.forget_stand_ins(person=person.id)
    tx.forget_unsure(person=person.id)
    tx.forget_near(person=person.id)
    tx.forget_calls_about(person=person.id)
    tx.forget_who(person=person.id)
    tx.forget_given(person=person.id)
    tx.forget_answers_about(person=person.id)
    tx.forget_told_about(person=person.id)
    tx.delete_person(id=person.id)
    erase_stranger(tx, chat, mark, now, update=update)


def erase_stranger(tx: Tx, chat: int, mark: str, now: datetime, *, update: str = "") -> None:
    """Forget a chat, whether or not anybody in it is known: what was asked and said, and keep the mark."""
    tx.forget_letters(chat=chat)
    dialogues.clear(tx, chat)
    tx.forget_updates(chat=chat, key=update)
    tx.forget_chat(chat=chat)
    tx.forget_guesses_of(chat=chat)
    tx.set_reachable(chat=chat)
    tx.bury(mark=mark, now=now)
