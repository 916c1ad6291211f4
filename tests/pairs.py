"""Companions and those who go with them, for tests."""

from __future__ import annotations

from town import Phone, Town

from bot.domain.people import Role
from bot.storage.people import put_role


def companion(town: Town, name: str, wish: str = "") -> Phone:
    """Let somebody be a companion whom a coordinator has approved."""
    phone = town.volunteer(name)
    put_role(town.tx, phone.person.id, town.home, Role.COMPANION, town.now)
    if wish:
        town.tx.put_interest(person=phone.person.id, kind="wish", word=wish)
    return phone


def asks(inge: Phone, occurrence: int) -> None:
    """Ask for company, with the yes that it needs."""
    inge.presses_data(f"!sign.company:{occurrence}")
    inge.presses("Ja, det må du")


def pairs(town: Town) -> list[str]:
    return [row[0] for row in town.rows("SELECT state FROM companionship ORDER BY id")]
