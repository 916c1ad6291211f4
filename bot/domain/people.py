"""People, their roles, and the one function that decides what one may see of another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may do in an organisation; roles are added to a person, never exclusive."""

    CITIZEN = "citizen"
    VOLUNTEER = "volunteer"
    COORDINATOR = "coordinator"
    HOST = "host"
    COMPANION = "companion"
    DRIVER = "driver"
    HELPER = "helper"


TRUSTED = (Role.HOST, Role.COMPANION, Role.DRIVER)  # open only after a coordinator's yes to that person
SHIFTS = (Role.HOST, Role.COMPANION, Role.DRIVER, Role.HELPER)  # in this order for ever: it stands on buttons


def shift_role(number: int) -> Role | None:
    """Return the role that a button's number stands for; None for a number that none stands for."""
    return SHIFTS[number] if 0 <= number < len(SHIFTS) else None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody we may write to, as far as the work needs to know."""

    id: int
    chat: int | None
    first_name: str
    language: str
    organisation: int
    stage: str
    stopped_at: datetime | None
    paused_until: datetime | None
    rest_until: datetime | None
    deleting_at: datetime | None
    weekly: int
    misunderstood: int
    area: str
    weekdays: int
    times: int
    company: str
    alert: int
    heard_at: datetime
    needs: int = 0  # bits: bot.domain.needs
    keyboard: str = ""  # the large buttons this phone shows: a verb and its label a line; empty if none
    roles: frozenset[tuple[int, Role]] = frozenset()  # approved ones only

    def is_(self, role: Role, organisation: int | None = None) -> bool:
        """Tell whether the person has a role, in one organisation or in any."""
        return any(r is role and organisation in (None, o) for o, r in self.roles)

    @property
    def volunteers_at(self) -> frozenset[int]:
        """Return the organisations in which this person takes shifts."""
        return frozenset(o for o, role in self.roles if role is Role.VOLUNTEER or role in SHIFTS)

    @property
    def coordinates(self) -> frozenset[int]:
        """Return the organisations this person is a coordinator of."""
        return frozenset(o for o, role in self.roles if role is Role.COORDINATOR)


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody without a chat is reached, and that they said yes to it."""

    mode: str  # phone, letter
    phone: str
    address: str
    said_by: str  # met, called, wrote, guardian
    said_on: str  # a day, ISO


class Sight(StrEnum):
    """Why one person looks at another: what may be seen follows from it."""

    SELF = "self"
    COORDINATOR = "coordinator"  # of an organisation both belong to
    HOST = "host"  # of an occurrence the other one comes to
    MATCHED = "matched"  # companion and citizen, after both said yes
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Card:
    """What one person sees of another; it has no field for what may never leak."""

    first_name: str
    area: str = ""
    interests: tuple[str, ...] = ()


def seen_by(sight: Sight, person: Person, interests: tuple[str, ...] = ()) -> Card:
    """Return what may be seen of a person; every output about somebody passes here.

    A stranger sees nothing: not even whether there is such a person.
    """
    match sight:
        case Sight.SELF:
            return Card(person.first_name, person.area, interests)
        case Sight.COORDINATOR:
            return Card(person.first_name, person.area, interests)
        case Sight.MATCHED:
            return Card(person.first_name, interests=interests)
        case Sight.HOST:
            return Card(person.first_name)
        case Sight.STRANGER:
            return Card("")


def sight_of(viewer: Person, person: Person, *, hosts: bool = False, matched: bool = False) -> Sight:
    """Return the closest relation that holds between two people."""
    if viewer.id == person.id:
        return Sight.SELF
    shared = {o for o, _ in person.roles} | {person.organisation}
    if viewer.coordinates & shared:
        return Sight.COORDINATOR
    if matched:
        return Sight.MATCHED
    return Sight.HOST if hosts else Sight.STRANGER


def contact_seen_by(sight: Sight, contact: Contact | None) -> Contact | None:
    """Return number and address to those who may see them: coordinators, and only on the page.

    A ``Card`` has no field for them, and nothing that writes to a chat calls this.
    """
    return contact if sight is Sight.COORDINATOR else None
