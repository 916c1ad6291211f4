"""Whether somebody can take a shift; each reason why not has a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.domain.candidates import part_of_day
from bot.i18n import N_


class Bar(StrEnum):
    """Why somebody cannot take a shift."""

    GONE = "gone"  # over, called off, or at an organisation where they do not volunteer
    HAD = "had"  # it is theirs already
    APART = "apart"  # somebody there is kept apart from them, which neither is ever told
    TAKEN = "taken"  # nobody is missing any more
    APPROVAL = "approval"  # a coordinator has not said yes to this person in this role
    PAPER = "paper"  # the organisation wants to have seen something that nobody has seen yet
    OVERLAP = "overlap"  # they have something else at the time
    CAP = "cap"  # it is more a week than they have said they like


PAPERS: Final = ("attest", "promise", "licence", "first_aid")  # in this order for ever: it stands on buttons
ROLES: Final = MappingProxyType(
    {"host": N_("host"), "companion": N_("companion"), "driver": N_("driver"), "helper": N_("helper")}
)
PAPER_NAMES: Final = MappingProxyType(
    {
        "attest": N_("a certificate"),
        "promise": N_("a promise to keep confidences"),
        "licence": N_("a driving licence"),
        "first_aid": N_("a first-aid course"),
    }
)
SOFT: Final = frozenset({Bar.OVERLAP, Bar.CAP})  # told, and theirs to overrule


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a person, a date and a role when the shift is to be taken."""

    is_open: bool
    has: bool
    apart: bool
    missing: bool
    approved: bool
    lacking: tuple[str, ...]  # of PAPERS
    clash: str  # what else they have at the time; empty if nothing
    that_week: int  # shifts they have in the same week, from Monday
    cap: int  # shifts a week they like at most; 0: any


def bars(facts: Facts) -> list[Bar]:
    """Return what stands in the way, the weightiest first; nothing if nothing does."""
    reasons = (
        (Bar.GONE, not facts.is_open),
        (Bar.HAD, facts.has),
        (Bar.APART, facts.apart),
        (Bar.TAKEN, not facts.missing),
        (Bar.APPROVAL, not facts.approved),
        (Bar.PAPER, bool(facts.lacking)),
        (Bar.OVERLAP, bool(facts.clash)),
        (Bar.CAP, 0 < facts.cap <= facts.that_week),
    )
    return [bar for bar, holds in reasons if holds]


def fits(weekdays: int, times: int, starts_at: datetime, zone: tzinfo) -> bool:
    """Tell whether a start is on a day and at a time of day that somebody likes."""
    local = starts_at.astimezone(zone)
    return bool(weekdays >> local.weekday() & 1 and times & part_of_day(local.hour))
