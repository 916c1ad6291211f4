"""Erasure that erases: one transaction, after which only a keyed hash of the chat is known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain.people import Person
from bot.ports import Button, Outbound
from bot.storage import dialogues
from bot.storage.letter import dump, load
from bot.storage.people import person_by_id
from bot.storage.store import Tx

GONE: Final = "…"  # where a name stood in what was said to others


def erase(tx: Tx, person: Person, chat: int, mark: str, now: datetime, *, update: str = "") -> None:
    """Forget a person: seats are freed, what was said to and about them goes, rows that refer to them go.

    ``mark`` is what is kept, so that the erasure can be done again after a backup was put back.  ``update``
    is the one that asked for it; those that came behind it are still to be answered, as a stranger's.
    """
    forget(tx, person.id, now)
    erase_stranger(tx, chat, mark, now, update=update)


def forget(tx: Tx, id_: int, now: datetime) -> None:
    """Take a person out of the database: everything but what belongs to a chat."""
    person = person_by_id(tx, id_)
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
    if person and person.first_name:
        _forget_name(tx, person.first_name)


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


def _forget_name(tx: Tx, name: str) -> None:
    """Take a first name out of what was said to others; its buttons stay, for a written answer to it."""
    word = re.compile(rf"(?<!\w){re.escape(name)}s?(?!\w)")
    for rows, put in (
        (tx.letters_naming(name=name.encode()), tx.set_body),
        (tx.calls_naming(name=name.encode()), tx.set_call_body),
    ):
        bodies = [{"id": id_, "body": dump(_without(word, load(body)))} for id_, body in rows]
        if bodies:
            put(bodies)


def _without(word: re.Pattern[str], message: Outbound) -> Outbound:
    buttons = tuple(
        tuple(Button(word.sub(GONE, one.label), one.data, one.url) for one in row) for row in message.buttons
    )
    return replace(message, text=word.sub(GONE, message.text), buttons=buttons)
