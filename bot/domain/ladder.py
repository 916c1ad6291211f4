"""The ladder of small steps: a no is answered with something smaller, never with the same again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntFlag, StrEnum
from types import MappingProxyType
from typing import Final

CLEAR: Final = 4  # a difference counts from a quarter of the larger size on
TRIES: Final = 3  # noes in a row, after which the bot asks once what would be easier
REST: Final = timedelta(weeks=6)  # for which it then invites to nothing
SHORT: Final = timedelta(minutes=90)  # what is short to somebody who asked for that
FEW: Final = 8  # seats of a small group
CLOSE: Final = 5.0  # kilometres


class Easier(StrEnum):
    """A way in which one thing is a smaller step than another."""

    SHORTER = "shorter"
    NEARER = "nearer"
    FEWER = "fewer"
    WALK = "walk"
    COMPANY = "company"


class Wanted(IntFlag):
    """What somebody has said would make it easier; a person keeps the sum of them."""

    SHORTER = 1
    NEARER = 2
    FEWER = 4
    COMPANY = 8


WAYS: Final = MappingProxyType(
    {
        Wanted.SHORTER: Easier.SHORTER,
        Wanted.NEARER: Easier.NEARER,
        Wanted.FEWER: Easier.FEWER,
        Wanted.COMPANY: Easier.COMPANY,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """How big a step an invitation is: whatever is not known is None, and then neither smaller nor bigger."""

    activity: int
    minutes: int
    seats: int
    km: float | None = None
    walk: bool = False  # a walk, which asks for no room full of people
    company: bool = False  # somebody to go with was offered along


def easier(before: Step, now: Step) -> tuple[Easier, ...]:
    """Return in which ways ``now`` is the smaller step; none if it is the same, or bigger in any way."""
    if before.activity == now.activity:
        return ()
    pairs = (
        (Easier.SHORTER, before.minutes, now.minutes),
        (Easier.NEARER, before.km, now.km),
        (Easier.FEWER, before.seats, now.seats),
    )
    if any(_is_smaller(now_, before_) for _, before_, now_ in pairs):
        return ()
    found = [way for way, before_, now_ in pairs if _is_smaller(before_, now_)]
    walk, company = now.walk - before.walk, now.company - before.company  # 1: gained, -1: lost
    found += [Easier.WALK] if walk > 0 <= company else []
    found += [Easier.COMPANY] if company > 0 <= walk else []
    return tuple(found)


def is_smaller(declined: Iterable[Step], now: Step) -> bool:
    """Tell whether ``now`` is a smaller step than each thing that was declined."""
    return all(easier(before, now) for before in declined)


def asks(noes: Collection[datetime], asked_at: datetime | None) -> bool:
    """Tell whether it is time to ask what would be easier: so many noes in a row since it was last asked."""
    return sum(asked_at is None or at > asked_at for at in noes) >= TRIES


def _is_smaller(than: float | None, size: float | None) -> bool:
    if than is None or size is None:
        return False
    return size < than and (than - size) * CLEAR >= than
