"""Who may see the coordinators' page: links that log in once, and browsers that are logged in.

Both are 128 random bits, kept only as a hash.  They say who somebody is and nothing about what they may:
that is looked up at each request.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.domain.people import Person
from bot.storage.links import BYTES, hashed
from bot.storage.people import person_by_id
from bot.storage.store import Tx

LINK: Final = timedelta(minutes=10)  # until it is too late to log in
DAY: Final = timedelta(hours=10)  # until one has to log in anew
IDLE: Final = timedelta(hours=1)  # without a request, after which one has to log in anew
NOTED: Final = timedelta(minutes=5)  # between two notes that a browser was heard from


class Entry(NamedTuple):
    """A browser that is logged in now."""

    session: str
    page: str  # where the link leads to


def new_link(tx: Tx, person: int, now: datetime, page: str = "") -> str:
    """Return a token that logs this person in once; an earlier one that was not used ends."""
    tx.end_desk_links(person=person)
    return _add(tx, "link", person, now, now + LINK, page)


def is_live(tx: Tx, token: str, now: datetime) -> bool:
    """Tell whether a link still logs somebody in."""
    return bool(tx.is_desk_link(token_hash=hashed(token), now=now))


def enter(tx: Tx, token: str, now: datetime) -> Entry | None:
    """Spend a link; None if it was spent, is too old or never was, or opens nothing any more."""
    row = tx.spend_desk_link(token_hash=hashed(token), now=now)
    if row is None:
        return None
    person, page = row
    if _coordinator(tx, person) is None:
        return None
    return Entry(_add(tx, "session", person, now, now + DAY), page)


def reader_of(tx: Tx, session: str, now: datetime) -> Person | None:
    """Return the coordinator behind a browser, as things stand now; None for anybody else."""
    row = tx.desk_session(token_hash=hashed(session), now=now, idle=now - IDLE)
    person = _coordinator(tx, row[0]) if row else None
    if row and now - row[1] >= NOTED:
        tx.note_desk_session(token_hash=hashed(session), now=now)
    return person


def leave(tx: Tx, session: str) -> None:
    """Log one browser out."""
    tx.end_desk_session(token_hash=hashed(session))


def leave_everywhere(tx: Tx, person: int) -> int:
    """Log somebody out of every browser and close their links; return how many that were."""
    return int(tx.end_desk_of(person=person))


def _coordinator(tx: Tx, id_: int) -> Person | None:
    person = person_by_id(tx, id_)
    return person if person and person.coordinates and person.deleting_at is None else None


def _add(tx: Tx, kind: str, person: int, now: datetime, expires_at: datetime, page: str = "") -> str:
    token = secrets.token_urlsafe(BYTES)
    tx.add_desk_key(
        token_hash=hashed(token), person=person, kind=kind, page=page, now=now, expires_at=expires_at
    )
    return token
