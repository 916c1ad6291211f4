"""Two who have said yes to each other: from their first date together to a planned, kind ending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.steps import NEEDED, Step, onward
from bot.storage.companions import Companionship
from bot.storage.store import Tx

LEFT: Final = "left"  # one of the two wished to end it: neither is asked about the other again
ENDED: Final = "ended"  # as planned, or because it rested


@dataclass(frozen=True, slots=True)
class Pairing:
    """One citizen and one companion.  ``state`` is ``open``, ``ended`` or ``left``."""

    id: int
    organisation: int
    citizen: int
    companion: int
    step: Step
    state: str
    citizen_word: str
    companion_word: str
    due: int
    made_at: datetime
    step_at: datetime
    asked_at: datetime | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Tell whether the two still go together."""
        return self.state == "open"

    @property
    def words(self) -> tuple[str, str]:
        """Return both answers to the question that is open."""
        return self.citizen_word, self.companion_word

    def other(self, person: int) -> int:
        """Return the one of the two who is not this person."""
        return self.companion if person == self.citizen else self.citizen


def open_pairing(tx: Tx, organisation: int, pair: Companionship, now: datetime) -> None:
    """Begin to count the times, unless the citizen has a companion already: this one stands in then."""
    if any(one.citizen == pair.citizen for one in open_of(tx, pair.citizen)):
        return
    tx.add_pairing(
        organisation=organisation,
        citizen=pair.citizen,
        companion=pair.companion,
        due=NEEDED[Step.TOGETHER],
        now=now,
    )


def pairing_by_id(tx: Tx, id: int) -> Pairing | None:  # noqa: A002 - the column's name
    """Return one pairing."""
    return _pairing(tx.pairing_by_id(id=id))


def pairing_of(tx: Tx, citizen: int, companion: int) -> Pairing | None:
    """Return the newest pairing of two, open or over."""
    return _pairing(tx.pairing_of(citizen=citizen, companion=companion))


def open_between(tx: Tx, citizen: int, companion: int) -> Pairing | None:
    """Return the pairing of two who still go together."""
    found = pairing_of(tx, citizen, companion)
    return found if found and found.is_open else None


def open_of(tx: Tx, person: int) -> list[Pairing]:
    """Return whom somebody goes with, on either side."""
    return [_sure(row) for row in tx.pairings_open_of(person=person)]


def all_open(tx: Tx) -> list[Pairing]:
    """Return everybody who goes together."""
    return [_sure(row) for row in tx.pairings_open()]


def to_follow(tx: Tx) -> list[Pairing]:
    """Return what ended as planned, and was not yet asked about."""
    return [_sure(row) for row in tx.pairings_to_follow()]


def been(tx: Tx, pairing: Pairing, now: datetime, since: datetime | None = None) -> list[datetime]:
    """Return when the dates ended that count since then; by default, since the step began."""
    begun = since or pairing.step_at
    if pairing.step is Step.HELLO and since is None:
        rows = tx.dates_alone(person=pairing.citizen, organisation=pairing.organisation, since=begun, now=now)
    else:
        rows = tx.dates_together(citizen=pairing.citizen, companion=pairing.companion, since=begun, now=now)
    return [ends_at for _starts, ends_at in rows]


def times(tx: Tx, pairing: Pairing, now: datetime) -> int:
    """Return how often the two went together."""
    return len(been(tx, pairing, now, pairing.made_at))


def latest(tx: Tx, pairing: Pairing) -> Companionship | None:
    """Return the last date that the two agreed on."""
    row = tx.latest_together(citizen=pairing.citizen, companion=pairing.companion)
    return Companionship(*row) if row else None


def move(tx: Tx, pairing: Pairing, step: Step, now: datetime) -> None:
    """Go to another step; the dates are counted anew."""
    tx.set_step(id=pairing.id, step=step.value, due=NEEDED[step], now=now)


def next_step(pairing: Pairing) -> Step:
    """Return what both are asked about."""
    return onward(pairing.step)


def _pairing(row: tuple[object, ...] | None) -> Pairing | None:
    return _sure(row) if row else None


def _sure(row: tuple[object, ...]) -> Pairing:
    id_, organisation, citizen, companion, step, *rest = row
    return Pairing(id_, organisation, citizen, companion, Step(str(step)), *rest)  # type: ignore[arg-type]  # a row has the columns in this order
