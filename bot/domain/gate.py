"""The one table that says what may leave: a row for each kind of message, a clause for each reason not to.

It is asked when a message is about to leave, never when it is written.  A table that held back "it is
cancelled" for the night would leave somebody at a closed door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from bot.domain.quiet import WAKING, Hours, unprompted, waking


class Clause(Enum):
    """One reason for a message to wait, or never to leave."""

    ERASED = auto()
    BLOCKED = auto()
    EXPIRED = auto()
    SUPERSEDED = auto()
    STOPPED = auto()
    PAUSED = auto()
    UNPROMPTED_HOURS = auto()
    WAKING_HOURS = auto()
    BUDGET = auto()
    REST = auto()
    HUMAN = auto()
    CAMPAIGN = auto()


ALWAYS: Final = frozenset({Clause.ERASED, Clause.BLOCKED, Clause.EXPIRED, Clause.SUPERSEDED})
UNASKED: Final = ALWAYS | {
    Clause.STOPPED,
    Clause.PAUSED,
    Clause.UNPROMPTED_HOURS,
    Clause.BUDGET,
    Clause.REST,
    Clause.HUMAN,
    Clause.CAMPAIGN,
}
AGREED: Final = ALWAYS | {Clause.WAKING_HOURS}
CLAUSES: Final[Mapping[str, frozenset[Clause]]] = MappingProxyType(
    {
        "safety": ALWAYS,
        "reply": ALWAYS,
        "relay": ALWAYS,
        "change": ALWAYS,
        "staff": ALWAYS,
        "receipt": ALWAYS,
        "reminder": AGREED,
        "followup": AGREED,
        "digest": AGREED,
        "invitation": UNASKED,
        "checkin": UNASKED,
        "announcement": UNASKED,
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a message and its reader at the moment it would leave."""

    kind: str
    zone: tzinfo
    expires_at: datetime
    awake: Hours = WAKING  # hours in which the reader likes to hear of what they said yes to
    erased: bool = False  # or about to be: the question is open
    blocked: bool = False
    superseded: bool = False  # what it speaks of was cancelled, moved or given up
    stopped: bool = False
    paused_until: datetime | None = None
    next_week: datetime | None = None  # when this week's budget is used up: the next one begins
    rest_until: datetime | None = None
    human: bool = False  # somebody talks with the person
    campaign_paused: bool = False
    campaign_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: look again then."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Never:
    """Not any more: ``state`` is ``expired``, ``suppressed`` or ``cancelled``."""

    state: str
    why: str


def verdict(facts: Facts, now: datetime, look_again: datetime) -> Wait | Never | None:
    """Say whether a message may leave now (None), must wait, or never leaves.

    ``look_again`` is when to ask anew about what has no end of its own.  Whatever would wait until after it
    expires is told so now.
    """
    clauses = CLAUSES[facts.kind]
    if never := _never(facts, clauses, now):
        return never
    waits = [wait for wait in _waits(facts, clauses, now, look_again) if wait.until > now]
    longest = max(waits, key=lambda wait: wait.until, default=None)
    if longest and longest.until >= facts.expires_at:
        return Never("expired", longest.why)
    return longest


def _never(facts: Facts, clauses: frozenset[Clause], now: datetime) -> Never | None:
    reasons = (
        (Clause.EXPIRED, facts.expires_at <= now, Never("expired", "late")),
        (Clause.ERASED, facts.erased, Never("suppressed", "erased")),
        (Clause.BLOCKED, facts.blocked, Never("suppressed", "unreachable")),
        (Clause.SUPERSEDED, facts.superseded, Never("cancelled", "superseded")),
        (Clause.STOPPED, facts.stopped, Never("suppressed", "stopped")),
        (Clause.CAMPAIGN, facts.campaign_stopped, Never("cancelled", "stopped")),
    )
    return next((never for clause, holds, never in reasons if holds and clause in clauses), None)


def _waits(facts: Facts, clauses: frozenset[Clause], now: datetime, look_again: datetime) -> list[Wait]:
    reasons = (
        (Clause.PAUSED, facts.paused_until, "paused"),
        (Clause.BUDGET, facts.next_week, "budget"),
        (Clause.REST, facts.rest_until, "rest"),
        (Clause.HUMAN, look_again if facts.human else None, "human"),
        (Clause.CAMPAIGN, look_again if facts.campaign_paused else None, "campaign"),
        (Clause.WAKING_HOURS, waking(now, facts.zone, facts.awake), "quiet"),
        (Clause.UNPROMPTED_HOURS, unprompted(now, facts.zone), "quiet"),
    )
    return [Wait(until, why) for clause, until, why in reasons if until and clause in clauses]
