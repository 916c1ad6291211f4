"""How it goes beside how it went: answers are compared with the person's own, never with others'."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_high, median_low
from types import MappingProxyType
from typing import Final

LEVEL: Final = MappingProxyType({"bad": 0, "ok": 1, "good": 2})  # an order; shown to nobody
LATEST, LEAST, MOST = 2, 3, 8  # the newest answers, and how many before them make what is usual
LOWER, HIGHER, SAME = "lower", "higher", "same"


def change(answers: Sequence[str]) -> str:
    """Return how the two newest answers lie beside the person's own earlier ones; empty if they are too few.

    ``answers`` are in the order of asking.  One that was not given, or was "rather not say", counts nothing.
    """
    known = [LEVEL[answer] for answer in answers if answer in LEVEL]
    newest, earlier = known[-LATEST:], known[:-LATEST][-MOST:]
    if len(earlier) < LEAST:
        return ""
    if max(newest) < median_low(earlier):
        return LOWER
    return HIGHER if min(newest) > median_high(earlier) else SAME


def has_fallen(answers: Sequence[str]) -> bool:
    """Tell whether the newest answer is the one by which it became lower than before."""
    return change(answers) == LOWER and change(answers[:-1]) != LOWER
