"""Who is asked to stand in for somebody: fairly, in waking hours, and several at once if it is near."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.domain.offers import terms
from bot.domain.quiet import WAKING, Hours, is_waking, unprompted, waking

TOGETHER, TURN = "together", "turn"
NEAR: Final = timedelta(hours=24)  # before the start there is no time to ask one after another
AT_ONCE: Final = 5  # people in one round
ANY_HOUR: Final = timedelta(hours=3)  # before the start somebody is asked even at night
SHORT: Final = timedelta(minutes=30)  # for an answer, when the start is close


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer who may be asked; ``asked`` and ``shifts`` count what was and is around now."""

    person: int
    asked: int
    shifts: int
    awake: Hours = WAKING  # hours in which they like to be written to


def in_a_round(mode: str, now: datetime, starts_at: datetime) -> int:
    """Return how many are asked at the same time."""
    return AT_ONCE if mode == TOGETHER or starts_at - now <= NEAR else 1


def until(asked_at: datetime, starts_at: datetime, zone: tzinfo) -> datetime:
    """Return until when an answer is waited for before the next round."""
    held = terms(asked_at, starts_at, zone)
    return held.until if held and starts_at - asked_at > NEAR else min(asked_at + SHORT, starts_at)


def may_ask(now: datetime, starts_at: datetime, zone: tzinfo) -> bool:
    """Tell whether volunteers may be asked now: in the hours for what is unasked, and later if it is near."""
    left = starts_at - now
    if left <= timedelta() or unprompted(now, zone) == now:
        return left > timedelta()
    return left <= ANY_HOUR or (left <= NEAR and is_waking(now, zone))


def hears_at(one: Candidate, now: datetime, zone: tzinfo) -> datetime:
    """Return when somebody may be asked at the earliest: in own hours, where they have said which."""
    return now if one.awake == WAKING else waking(now, zone, one.awake)


def order(candidates: Iterable[Candidate], shift: int) -> list[Candidate]:
    """Return whom to ask first: who has the fewest shifts, then who was asked least.

    The same people come in the same order, however they were listed.
    """

    def place(one: Candidate) -> tuple[int, int, bytes]:
        return one.shifts, one.asked, hashlib.sha256(f"{shift}:{one.person}".encode()).digest()

    return sorted(candidates, key=place)
