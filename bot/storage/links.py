"""Start links: 128 random bits each, kept only as a hash, spent by one person at a time."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.people import Role
from bot.storage.store import Tx

BYTES: Final = 16
GUESSES, GUESSING = 5, timedelta(hours=1)  # wrong links from one chat


@dataclass(frozen=True, slots=True)
class Link:
    """What a link makes of whoever opens it."""

    id: int
    role: Role
    organisation: int


def make_link(
    tx: Tx,
    role: Role,
    organisation: int,
    *,
    made_by: int | None,
    now: datetime,
    lifetime: timedelta,
    uses: int,
    personal: bool = False,
) -> str:
    """Return a new token; nobody can find it again in the database."""
    token = secrets.token_urlsafe(BYTES)
    tx.add_invite(
        token_hash=hashed(token),
        role=role.value,
        organisation=organisation,
        made_by=made_by,
        now=now,
        expires_at=now + lifetime,
        uses=uses,
        personal=int(personal),
    )
    return token


def find(tx: Tx, token: str, chat: int, now: datetime) -> Link | None:
    """Return what a token opens; None if it opens nothing, or too many wrong ones came from this chat."""
    if tx.guesses_since(chat=chat, since=now - GUESSING) >= GUESSES:
        return None
    row = tx.live_invite(token_hash=hashed(token), now=now)
    if row is None:
        tx.add_guess(chat=chat, now=now)
        return None
    return _link(row)


def used(tx: Tx, token: str, person: int) -> Link | None:
    """Return what a token has opened for this person before."""
    row = tx.used_invite(token_hash=hashed(token), person=person)
    return _link(row) if row else None


def spend(tx: Tx, link: int, person: int, now: datetime) -> bool:
    """Use a link once; False if it was spent, ended or taken back meanwhile."""
    if not tx.spend_invite(id=link, now=now):
        return False
    tx.note_invite_use(invite=link, person=person, now=now)
    return True


def hashed(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _link(row: tuple[int, str, int]) -> Link:
    return Link(row[0], Role(row[1]), row[2])
