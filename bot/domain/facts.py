"""What a newcomer asks about an activity, in fixed fields; what nobody has said is not there, and is no no.

The answer ``yes`` is always the one that somebody with that need hopes for: ``steps`` is ``yes`` where there
are none, and ``watch`` is ``yes`` where one may just sit and look on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType
from typing import Final

Facts = Mapping[str, str]  # by field; a field that is missing was not said
YES, NO, CALM, LIVELY = "yes", "no", "calm", "lively"
STEPS, HEARING, PICKUP, PLAIN = "steps", "hearing", "pickup", "plain"
GREETED, WATCH, LEAVE, TOILET = "greeted", "watch", "leave", "toilet"
NOISE, STOP = "noise", "stop"
FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(  # the order is what people ask about first
    {
        STEPS: (YES, NO),  # one gets in without steps
        GREETED: (YES, NO),  # somebody meets a newcomer by name
        WATCH: (YES, NO),  # one may just sit and look on
        LEAVE: (YES, NO),  # one may leave early
        TOILET: (YES, NO),  # a toilet that a wheelchair gets into
        HEARING: (YES, NO),  # calm enough to hear, or with a loop
        PLAIN: (YES, NO),  # a little Danish is enough
        PICKUP: (YES, NO),  # somebody can fetch one
        NOISE: (CALM, LIVELY),
        STOP: (),  # the nearest bus stop, in words
    }
)
LONGEST: Final = 60  # characters of a field in words
FEW: Final = 5  # fewer people than this are never counted out loud


@dataclass(frozen=True, slots=True)
class Crowd:
    """About how many usually come, and how many of them for the first time; None where nobody knows."""

    come: int | None = None
    new: int | None = None

    @property
    def few(self) -> bool:
        """Tell whether so few come that they are not counted out loud."""
        return self.come is not None and self.come < FEW


def is_allowed(field: str, value: str) -> bool:
    """Tell whether a field is one of ours and may have this value."""
    if field not in FIELDS:
        return False
    return value in FIELDS[field] if FIELDS[field] else 0 < len(value.strip()) <= LONGEST


def crowd(dates: Sequence[tuple[int, int]]) -> Crowd:
    """Return what is usual, from how many came to each of the last dates, and how many of them were new.

    A date that nobody came to says nothing: it may be older than we are.
    """
    met = [(came, new) for came, new in dates if came > 0]
    if not met:
        return Crowd()
    return Crowd(round(fmean(came for came, _ in met)), round(fmean(new for _, new in met)))
