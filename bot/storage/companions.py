"""Who goes with whom: asked one at a time, and agreed only after both have said yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from bot.domain.activity import Occurrence
from bot.domain.budget import week_of
from bot.domain.company import Candidate
from bot.storage.people import interests_of
from bot.storage.shifts import silent
from bot.storage.store import Tx

LATELY: Final = timedelta(days=60)  # for so long somebody is counted as having been asked


class Search(NamedTuple):
    """A seat for two, for which somebody to go with is sought since a moment."""

    signup: int
    occurrence: int
    citizen: int
    version: int
    since: datetime
    starts_at: datetime
    told: bool  # that nobody is found


@dataclass(frozen=True, slots=True)
class Companionship:
    """One citizen and one companion, for one date.  ``state`` is spelt out in the table."""

    id: int
    occurrence: int
    citizen: int
    companion: int
    state: str
    changed_at: datetime
    citizen_sign: str
    companion_sign: str

    @property
    def is_open(self) -> bool:
        """Tell whether an answer of one of the two is waited for."""
        return self.state in ("asked", "willing")

    def other(self, person: int) -> int:
        """Return the one of the two who is not this person."""
        return self.companion if person == self.citizen else self.citizen

    def sign_of(self, person: int) -> str:
        """Return how one of the two can be known at the door; empty if nothing was told."""
        return self.citizen_sign if person == self.citizen else self.companion_sign


def searches(tx: Tx, now: datetime) -> list[Search]:
    """Return the seats for which nobody is found yet, the nearest date first."""
    return [Search(*row) for row in tx.searches(now=now)]


def search_of(tx: Tx, occurrence: int, citizen: int) -> Search | None:
    """Return somebody's seat for two; None if they hold none."""
    row = tx.search_of(occurrence=occurrence, person=citizen)
    return Search(*row) if row else None


def companionship_by_id(tx: Tx, id: int) -> Companionship | None:  # noqa: A002 - the column's name
    """Return one companionship."""
    row = tx.companionship_by_id(id=id)
    return Companionship(*row) if row else None


def companionships_of(tx: Tx, occurrence: int, citizen: int) -> list[Companionship]:
    """Return everybody who was asked to go with a citizen to a date, in the order of asking."""
    return [Companionship(*row) for row in tx.companionships_of(occurrence=occurrence, citizen=citizen)]


def companionships_at(tx: Tx, occurrence: int, companion: int) -> list[Companionship]:
    """Return whom a companion was asked to go with to a date."""
    return [Companionship(*row) for row in tx.companionships_at(occurrence=occurrence, companion=companion)]


def companionships_ahead(tx: Tx, person: int, now: datetime) -> list[Companionship]:
    """Return what is asked or agreed with somebody, on either side."""
    return [Companionship(*row) for row in tx.companionships_ahead(person=person, now=now)]


def agreed(tx: Tx, occurrence: int, citizen: int) -> Companionship | None:
    """Return the companionship both said yes to."""
    found = companionships_of(tx, occurrence, citizen)
    return next((c for c in found if c.state == "agreed"), None)


def current(tx: Tx, occurrence: int, citizen: int) -> Companionship | None:
    """Return the companionship that waits for an answer."""
    return next((c for c in companionships_of(tx, occurrence, citizen) if c.is_open), None)


def waiting(tx: Tx) -> dict[tuple[int, int], Companionship]:
    """Return what waits for an answer, by date and citizen; the first of several."""
    found = [Companionship(*row) for row in tx.companionships_waiting()]
    return {(c.occurrence, c.citizen): c for c in reversed(found)}


def candidates(
    tx: Tx, occurrence: Occurrence, citizen: int, now: datetime, zone: tzinfo, most: int = 1
) -> list[Candidate]:
    """Return whom one may ask to go along; nobody goes with more than ``most`` people at a time."""
    week, quiet = week_of(occurrence.starts_at, zone), silent(tx)
    rows = tx.companions_free(
        organisation=occurrence.activity.organisation,
        occurrence=occurrence.id,
        citizen=citizen,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        lately=now - LATELY,
        begins=week.begins,
        ends=week.ends,
        most=most,
        now=now,
    )
    return [Candidate(id_, _likes(tx, id_), *counts) for id_, *counts in rows if id_ not in quiet]


def in_common(tx: Tx, one: int, other: int) -> frozenset[str]:
    """Return what two people both named, as a wish or as something to give."""
    return _likes(tx, one) & _likes(tx, other)


def _likes(tx: Tx, person: int) -> frozenset[str]:
    return frozenset(interests_of(tx, person, "wish") + interests_of(tx, person, "gift"))
