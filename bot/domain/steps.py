"""How a companion steps back: three times all the way, then lighter and lighter, then not at all.

Both are asked, the slower answer counts, and silence is the slowest.  Nobody is told who wished to wait.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Step(StrEnum):
    """How much a companion still does; each is lighter than the one before."""

    TOGETHER = "together"  # the two go together all the way
    DOOR = "door"  # they meet at the door and go in together; the companion leaves when the other has settled
    HELLO = "hello"  # the companion writes a few words the day before, and stays at home
    ALONE = "alone"  # the planned end


LADDER: Final = tuple(Step)
NEEDED: Final = MappingProxyType({Step.TOGETHER: 3, Step.DOOR: 1, Step.HELLO: 1})  # dates in a step
MORE: Final = 2  # dates after which it is asked once more where somebody wished to wait
BREATH: Final = timedelta(days=2)  # after a date, so that it does not mix with the question of the day after
PATIENCE: Final = timedelta(days=7)  # for the two answers
RESTS: Final = timedelta(days=42)  # without a date, after which the two are let go
FOLLOW_UP: Final = timedelta(days=21)  # after the end it is asked how it goes
GOODBYE: Final = timedelta(days=7)  # after a planned end the two may still write to each other


def onward(step: Step) -> Step:
    """Return the next lighter step."""
    return LADDER[min(LADDER.index(step) + 1, len(LADDER) - 1)]


def back(step: Step) -> Step:
    """Return the step before, with more company."""
    return LADDER[max(LADDER.index(step) - 1, 0)]


def settled(words: Collection[str]) -> bool | None:
    """Tell whether the two go on to the next step; None while an answer is waited for."""
    if "wait" in words:
        return False
    return True if all(word == "yes" for word in words) else None
