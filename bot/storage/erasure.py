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
    forget(tx, person.id, now)
    erase_stranger(tx, chat, mark, now, update=update)


def forget(tx: Tx, id_: int, now: datetime) -> None:
    """Take a person out of the database: everything but what belongs to a chat."""
    for row in tx.seats_of(person=id_, now=now):
        tx.lock_occurrence(id=row[0])
    for row in tx.seats_of(person=id_, now=now):
        tx.free_seats(id=row[0], n=row[1])
    tx.forget_relayed(person=id_)
    tx.forget_pairs(person=id_)
    tx.forget_stand_ins(person=id_)
    tx.forget_unsure(person=id_)
    tx.forget_near(person=id_)
    tx.forget_calls_about(person=id_)
    tx.forget_calls_told_about(person=id_)
    tx.forget_calls_of_pairs(person=id_)
    tx.forget_who(person=id_)
    tx.forget_given(person=id_)
    tx.forget_answers_about(person=id_)
    tx.forget_told_about(person=id_)
    tx.delete_person(id=id_)


def erase_without_chat(tx: Tx, person: Person, mark: str, now: datetime) -> None:
    """Forget somebody who never had a chat, and keep the mark."""
    if person.chat is not None:
        raise ValueError("somebody with a chat is erased with it")
    forget(tx, person.id, now)
    tx.bury(mark=mark, now=now)


def erase_stranger(tx: Tx, chat: int, mark: str, now: datetime, *, update: str = "") -> None:
    """Forget a chat, whether or not anybody in it is known: what was asked and said, and keep the mark."""
    tx.forget_letters(chat=chat)
    dialogues.clear(tx, chat)
    tx.forget_updates(chat=chat, key=update)
    tx.forget_chat(chat=chat)
    tx.forget_guesses_of(chat=chat)
    tx.set_reachable(chat=chat)
    tx.bury(mark=mark, now=now)
