"""People, roles, consents and organisations, as rows and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.people import Person, Role
from bot.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who invites, owns activities and answers."""

    id: int
    name: str
    reads_at: str
    phone: str


def person_by_chat(tx: Tx, chat: int) -> Person | None:
    """Return who writes from this chat, with approved roles; None for somebody we know nothing of."""
    return _person(tx, tx.person_by_chat(chat=chat))


def person_by_id(tx: Tx, id: int) -> Person | None:  # noqa: A002 - the column's name
    """Return a person, with approved roles."""
    return _person(tx, tx.person_by_id(id=id))


def people_with_role(tx: Tx, organisation: int, role: Role, state: str = "approved") -> list[Person]:
    """Return everybody who has a role in an organisation; by default, whose role is approved."""
    rows = tx.people_with_role(organisation=organisation, role=role.value, state=state)
    return [person for row in rows if (person := _person(tx, row))]


def members(tx: Tx, organisation: int) -> list[Person]:
    """Return everybody who belongs to an organisation or has a role in it."""
    return [person for row in tx.members(organisation=organisation) if (person := _person(tx, row))]


def coordinators(tx: Tx, organisation: int) -> list[Person]:
    """Return those who may be written to on behalf of an organisation."""
    return [p for p in people_with_role(tx, organisation, Role.COORDINATOR) if p.chat is not None]


def home(tx: Tx) -> Organisation | None:
    """Return the organisation that is responsible; None before the first invite was made."""
    row = tx.home_organisation()
    return Organisation(*row) if row else None


def organisation_by_id(tx: Tx, id: int) -> Organisation:  # noqa: A002 - the column's name
    """Return an organisation that is known to exist."""
    return Organisation(*tx.organisation_by_id(id=id))


def interests_of(tx: Tx, person: int, kind: str) -> tuple[str, ...]:
    """Return a person's wishes (``wish``) or what they would like to give (``gift``)."""
    return tuple(word for found, word in tx.interests_of(person=person) if found == kind)


def has_consent(tx: Tx, person: int, purpose: str) -> bool:
    """Tell whether a purpose was said yes to and not withdrawn."""
    return any(row[0] == purpose for row in tx.consents_of(person=person))


def put_role(
    tx: Tx,
    person: int,
    organisation: int,
    role: Role,
    now: datetime,
    state: str = "approved",
    approved_by: int | None = None,
) -> None:
    """Give a role, or change its state."""
    tx.put_role(
        person=person,
        organisation=organisation,
        role=role.value,
        state=state,
        now=now,
        approved_by=approved_by,
        approved_at=now if state == "approved" else None,
    )


def _person(tx: Tx, row: tuple[Any, ...] | None) -> Person | None:
    if row is None:
        return None
    roles = frozenset((o, Role(role)) for o, role in tx.roles_of(person=row[0]))
    return replace(Person(*row), roles=roles)
