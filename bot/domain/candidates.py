"""Whom a date may be offered to, and the date: what people told or did, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Final, NamedTuple

from bot.domain.activity import Occurrence
from bot.domain.facts import Facts
from bot.domain.ladder import Step, Wanted
from bot.domain.places import Position, distance_km

NOON, EVENING = 12, 17  # hours on the wall
MORNING_BIT, AFTERNOON_BIT, EVENING_BIT = 1, 2, 4
ALL_DAYS, ANY_TIME = 127, 7
WALK: Final = "walk"  # the kind of what is a walk
COMPANY: Final = int(Wanted.COMPANY)  # a plain number: this is asked very often


class Wish(NamedTuple):
    """What somebody would like, and the kind it means: of the known words, their own; else none or one."""

    word: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What somebody said no to; ``why``: ``time``, ``place``, ``not_me``, ``energy``, or empty for unsaid."""

    step: Step
    said_at: datetime
    why: str = ""
    area: str = ""
    kinds: frozenset[str] = frozenset()
    day: int = 0  # on the wall, 0 is Monday
    hour: int = 0
    current: bool = True  # no yes has come after it


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked: what they told, and what they did."""

    id: int
    wishes: frozenset[Wish] = frozenset()
    gifts: frozenset[str] = frozenset()
    area: str = ""
    position: Position | None = None
    weekdays: int = ALL_DAYS
    times: int = ANY_TIME
    needs: int = 0
    company: bool = False  # they would like somebody to go with
    new: bool = False  # they have not been to anything yet
    wanted: int = 0  # what would make it easier: bot.domain.ladder.Wanted
    refusals: tuple[Refusal, ...] = ()
    came: frozenset[int] = frozenset()  # activities
    busy: tuple[tuple[datetime, datetime], ...] = ()
    asked: int = 0  # how often, in the last weeks


@dataclass(frozen=True, slots=True)
class Offer:
    """A date that people may be asked to."""

    id: int
    activity: int
    starts_at: datetime
    ends_at: datetime
    day: int  # on the wall, 0 is Monday
    hour: int
    capacity: int
    taken: int = 0
    open: int = 0  # asked, and may still say yes
    words: str = ""  # its title in small letters, for wishes in people's own words
    kinds: frozenset[str] = frozenset()
    area: str = ""
    position: Position | None = None
    facts: Facts = field(default_factory=dict)
    roles: frozenset[str] = frozenset()  # for which hands are wanted

    @property
    def room(self) -> int:
        """Return how many more may be asked: nobody is invited to a seat that another may still take."""
        return max(0, self.capacity - self.taken - self.open)

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


def offer_of(
    occurrence: Occurrence,
    zone: tzinfo,
    *,
    kinds: Iterable[str] = (),
    known: Facts = MappingProxyType({}),
    roles: Iterable[str] = (),
    asked: int = 0,
) -> Offer:
    """Return a date as matching sees it; ``kinds`` are what its title means, beside its own interest."""
    activity, local = occurrence.activity, occurrence.starts_at.astimezone(zone)
    own = [activity.interest.casefold()] if activity.interest else []
    return Offer(
        id=occurrence.id,
        activity=activity.id,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        day=local.weekday(),
        hour=local.hour,
        capacity=occurrence.capacity,
        taken=occurrence.taken,
        open=asked,
        words=activity.title.casefold(),
        kinds=frozenset([*own, *kinds]),
        area=activity.area,
        position=activity.position,
        facts=known,
        roles=frozenset(roles),
    )


def part_of_day(hour: int) -> int:
    """Return the bit of the time of day that an hour on the wall lies in."""
    return MORNING_BIT if hour < NOON else AFTERNOON_BIT if hour < EVENING else EVENING_BIT


def is_near(mine: str, theirs: str) -> bool | None:
    """Tell whether two areas are one; None where one of them is not known."""
    mine, theirs = mine.casefold().strip(), theirs.casefold().strip()
    if not mine or not theirs:
        return None
    return mine in theirs or theirs in mine


def km_between(person: Candidate, offer: Offer) -> float | None:
    """Return how far it is as the crow flies; None where one of the two places is not known."""
    if person.position is None or offer.position is None:
        return None
    return distance_km(person.position, offer.position)


def step_of(person: Candidate, offer: Offer) -> Step:
    """Return how big a step it would be for somebody."""
    company = person.company or bool(person.wanted & COMPANY)
    walk = WALK in offer.kinds
    return Step(
        offer.activity, offer.minutes, offer.capacity, km_between(person, offer), walk=walk, company=company
    )
