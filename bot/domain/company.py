"""Going with somebody: until when one is sought, whom to ask first, and where the two meet.

The seat is kept all the while: only the person's own word releases it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.domain.quiet import is_waking, waking

LONGEST: Final = timedelta(days=3)  # that somebody waits for an answer
EARLY: Final = timedelta(hours=36)  # before the start an answer is given, so that plans can be changed
SHORTEST: Final = timedelta(hours=12)  # less time to search in is taken out of what is left before the start
QUARTER: Final = 15  # minutes: a time that is told is a round one
HOPELESS: Final = timedelta(hours=4)  # before the start a search is not begun
MEET: Final = timedelta(minutes=10)  # before the start the two meet
PATIENCE: Final = timedelta(hours=24)  # for the citizen's answer to a companion who would like to


@dataclass(frozen=True, slots=True)
class Candidate:
    """A companion who may be asked; ``asked`` and ``agreed`` count what was lately.

    ``before`` counts how often the two have gone together.
    """

    person: int
    likes: frozenset[str]
    asked: int
    agreed: int
    before: int = 0


def answer_by(asked_at: datetime, starts_at: datetime, zone: tzinfo) -> datetime | None:
    """Return until when somebody is sought, in UTC and waking hours; None if it is too late to begin."""
    left = starts_at - asked_at
    if left < HOPELESS:
        return None
    until = min(asked_at + LONGEST, starts_at - EARLY)
    if until - asked_at < SHORTEST:
        until = asked_at + left / 2
    until = until.replace(minute=until.minute // QUARTER * QUARTER, second=0, microsecond=0)
    awake = until if is_waking(until, zone) else waking(until, zone)
    return awake if awake < starts_at - HOPELESS / 2 else until


def first_asked(
    candidates: Iterable[Candidate], wishes: Collection[str], interest: str, occurrence: int
) -> list[Candidate]:
    """Return whom to ask in which order: who went along before, what they share, then who was asked least.

    The same people come in the same order, however they were listed.
    """

    def place(one: Candidate) -> tuple[int, int, int, int, bytes]:
        shared = len(one.likes & frozenset(wishes)) + (interest in one.likes)
        lot = hashlib.sha256(f"{occurrence}:{one.person}".encode()).digest()
        return -one.before, -shared, one.agreed, one.asked, lot

    return sorted(candidates, key=place)


def shared_word(shared: Collection[str], interest: str) -> str:
    """Return the one thing in common that is worth telling; empty if there is none."""
    return interest if interest in shared else min(shared, default="")
