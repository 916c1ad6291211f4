"""What people give: favours they are asked for, ideas they have, and who may like to welcome a newcomer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from bot.storage.store import Tx


class Favour(NamedTuple):
    """Somebody who offered something is asked for it; ``answer`` is empty, ``yes`` or ``no``."""

    id: int
    person: int
    organisation: int
    made_by: int | None
    word: str
    answer: str


class Idea(NamedTuple):
    """Whose an idea is, and whom it was told to."""

    id: int
    person: int
    organisation: int


def offered(tx: Tx, organisation: int) -> list[tuple[str, int]]:
    """Return what people of an organisation would like to give, and how many would."""
    return [(word, count) for word, count in tx.gifts_in_organisation(organisation=organisation)]


def givers(tx: Tx, organisation: int, words: Iterable[str]) -> list[int]:
    """Return who would like to give any of these; whoever was asked least of late first."""
    found = [row[0] for word in words for row in tx.givers(organisation=organisation, word=word)]
    return list(dict.fromkeys(found))


def favour(tx: Tx, id: int) -> Favour | None:  # noqa: A002 - the column's name
    """Return what somebody was asked for."""
    row = tx.favour_by_id(id=id)
    return Favour(*row) if row else None


def idea(tx: Tx, id: int) -> Idea | None:  # noqa: A002 - the column's name
    """Return an idea without its words: those were carried to the coordinators."""
    row = tx.idea_by_id(id=id)
    return Idea(*row) if row else None


def may_welcome(tx: Tx, visits: int, now: datetime) -> list[tuple[int, datetime]]:
    """Return who has come so many times and was never asked, and when they were last there."""
    return [(person, at) for person, at in tx.may_welcome(visits=visits, now=now)]
