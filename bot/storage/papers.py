"""What an organisation wants to have seen before somebody takes a role, and what was seen of somebody's."""

from __future__ import annotations

from bot.domain.duty import PAPERS
from bot.domain.people import Role
from bot.storage.store import Tx


def wanted(tx: Tx, organisation: int, role: Role) -> frozenset[str]:
    """Return what an organisation wants to have seen for a role."""
    return frozenset(row[0] for row in tx.papers_of(organisation=organisation, role=role.value))


def lacking(tx: Tx, person: int, organisation: int, role: Role) -> tuple[str, ...]:
    """Return what nobody has seen yet of what is wanted, in the order in which it is always told."""
    asked = wanted(tx, organisation, role)
    if not asked:
        return ()
    rows = tx.papers_seen(person=person, organisation=organisation, role=role.value)
    return tuple(word for word in PAPERS if word in asked - {row[0] for row in rows})
