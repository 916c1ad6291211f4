"""What people without a chat are to be told: on a coordinator's list instead of in the outbox.

open > done (answered, or a letter was sent) | expired | cancelled
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple

from bot.domain.people import Contact, Person
from bot.ports import Kind, Outbound
from bot.storage.letter import dump, load
from bot.storage.store import Tx

# what is said to people; lines to staff, talks and announcements have their own ways
SAID: Final = frozenset({Kind.INVITATION, Kind.REMINDER, Kind.CHANGE, Kind.FOLLOWUP})


class Call(NamedTuple):
    """One thing to be said to somebody."""

    id: int
    person: int
    organisation: int
    kind: Kind
    message: Outbound
    occurrence: int | None
    version: int | None
    state: str
    tries: int  # how often nobody answered
    not_before: datetime
    expires_at: datetime
    key: str


def contact_of(tx: Tx, person: int) -> Contact | None:
    """Return how somebody without a chat is reached; who may see it is decided by ``bot.domain.people``."""
    row = tx.contact_of(person=person)
    return Contact(*row) if row else None


def put(
    tx: Tx,
    to: Person,
    message: Outbound,
    *,
    kind: Kind,
    key: str,
    now: datetime,
    expires_at: datetime,
    not_before: datetime | None = None,
    occurrence: int | None = None,
    version: int | None = None,
) -> bool:
    """Put it on the list of the organisation that somebody belongs to; False if it is not for there."""
    if kind not in SAID or contact_of(tx, to.id) is None:
        return False
    return bool(
        tx.put_call(
            key=key,
            person=to.id,
            organisation=to.organisation,
            kind=kind.value,
            body=dump(message),
            occurrence=occurrence,
            version=version,
            now=now,
            not_before=not_before or now,
            expires_at=expires_at,
        )
    )


def waiting(tx: Tx, organisation: int, now: datetime) -> list[Call]:
    """Return what is to be said now, the most urgent first."""
    return [_call(row) for row in tx.calls_waiting(organisation=organisation, now=now)]


def by_id(tx: Tx, id: int) -> Call | None:  # noqa: A002 - the column's name
    """Return one thing to be said, whatever became of it."""
    row = tx.call_by_id(id=id)
    return _call(row) if row else None


def _call(row: tuple[Any, ...]) -> Call:
    id_, person, organisation, kind, body, *rest = row
    return Call(id_, person, organisation, Kind(kind), load(body), *rest)
