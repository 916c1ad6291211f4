"""Why somebody is asked to something, why perhaps not, and why not at all: as data, to be put into words.

A code that is kept with an invitation stays readable for ever: none is ever given another meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class No(StrEnum):
    """Why somebody is not asked at all."""

    DAY = "day"
    HOUR = "hour"
    FAR = "far"
    WISH = "wish"  # they named wishes, and this is none of them
    STEPS = "steps"
    HEARING = "hearing"
    PICKUP = "pickup"
    PLAIN = "plain"
    LONG = "long"  # they asked for something shorter
    CROWD = "crowd"  # they asked for fewer people
    BUSY = "busy"  # they have something else at the same time
    SAME = "same"  # they said no to it
    THERE = "there"  # the place did not suit them
    THEN = "then"  # the time did not suit them
    ENERGY = "energy"
    BIGGER = "bigger"  # no smaller a step than what they said no to


class For(StrEnum):
    """A reason for asking somebody."""

    AGAIN = "again"
    WISH = "wish"  # which one
    GIFT = "gift"  # which one
    AREA = "area"  # its name
    NEAR = "near"  # whole kilometres
    DAY = "day"
    HOUR = "hour"
    FEW = "few"  # how many at most
    ROOM = "room"  # nothing else is known: there is room, and they said yes to invitations
    SHORTER = "shorter"  # ... than what they said no to
    NEARER = "nearer"
    FEWER = "fewer"
    WALK = "walk"
    COMPANY = "company"


class Against(StrEnum):
    """A reason why it may not fit after all."""

    FAR = "far"  # whole kilometres
    CROWD = "crowd"
    PLACE = "place"  # nobody has said where it is
    LIKE = "like"  # they said no to something of its kind
    STEPS = "steps?"  # they need it, and nobody has said
    HEARING = "hearing?"
    PICKUP = "pickup?"
    PLAIN = "plain?"


class Said(NamedTuple):
    """A reason with what it is about: a word, a place or a number; empty if it needs none."""

    code: For | Against
    about: str = ""


POINTS: Final[Mapping[For | Against, int]] = MappingProxyType(
    {
        For.WISH: 40,
        For.AGAIN: 30,
        For.AREA: 20,
        For.NEAR: 15,
        For.GIFT: 10,
        For.FEW: 10,
        For.DAY: 5,
        For.HOUR: 5,
        Against.PLACE: -5,
        Against.CROWD: -10,
        Against.LIKE: -10,
        Against.FAR: -15,
        Against.STEPS: -10,
        Against.HEARING: -10,
        Against.PICKUP: -10,
        Against.PLAIN: -10,
    }
)


def kept(reasons: Iterable[Said]) -> dict[str, str]:
    """Return reasons as they are kept with an invitation."""
    return {said.code.value: said.about for said in reasons}


def told(reason: Mapping[str, str]) -> tuple[Said, ...]:
    """Return the reasons that were kept, those for it first; what is not known is passed over."""
    codes: tuple[For | Against, ...] = (*For, *Against)
    return tuple(Said(code, reason[code.value]) for code in codes if code.value in reason)
