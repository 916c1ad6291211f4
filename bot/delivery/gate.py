"""Gathers what the one table of the gate wants to know, in the transaction in which a letter would leave."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import Any, Final

from bot.config import Settings
from bot.delivery.outbox import Drop, Hold, Verdict
from bot.domain.budget import week_of
from bot.domain.gate import Facts, Never, Wait, verdict
from bot.domain.quiet import WAKING
from bot.ports import UNPROMPTED, Kind, Rank
from bot.storage.letters import Letter
from bot.storage.store import Tx

LOOK_AGAIN: Final = timedelta(minutes=5)  # after what has no end of its own
# what still comes while somebody is asked whether to delete everything, and after
ALWAYS: Final = (Kind.SAFETY, Kind.REPLY, Kind.RECEIPT)


def why_not(tx: Tx, letter: Letter, now: datetime, *, settings: Settings) -> Verdict:
    """Say whether a letter may leave now (None), waits, or never leaves."""
    if letter.kind in ALWAYS:
        return None  # what could stop it, delivery itself has looked at
    person = tx.gate_person(id=letter.person) if letter.person else None
    if person is not None and person[3] is not None:
        return Hold(now + LOOK_AGAIN)
    match verdict(_facts(tx, letter, person, now, settings.zone), now, now + LOOK_AGAIN):
        case Wait(until, why):
            return Hold(until, why)
        case Never(state, why):
            return Drop(state, why)
    return None


def _facts(tx: Tx, letter: Letter, person: Any, now: datetime, zone: tzinfo) -> Facts:  # noqa: ANN401 - a row
    stopped, paused, rest, _, weekly, talks, *hours = person or (None, None, None, None, 0, 0)
    campaign = tx.gate_campaign(id=letter.campaign) if letter.campaign else None
    return Facts(
        kind=letter.kind.value,
        zone=zone,
        expires_at=letter.expires_at,
        awake=(time(hours[0]), time(hours[1])) if hours else WAKING,
        erased=letter.person is not None and person is None,
        superseded=_superseded(tx, letter),
        stopped=stopped is not None,
        paused_until=paused,
        next_week=_next_week(tx, letter, weekly, now, zone),
        rest_until=rest,
        human=talks > 0,
        campaign_paused=campaign == "paused",
        campaign_stopped=campaign == "stopped",
    )


def _superseded(tx: Tx, letter: Letter) -> bool:
    """Tell whether what it speaks of is no longer as it says."""
    if letter.occurrence is None:
        return False
    found = tx.gate_occurrence(id=letter.occurrence)
    if found is None:
        return True
    version, state = found
    if letter.version is not None and version > letter.version:
        return True
    return state == "cancelled" and letter.rank >= Rank.REMINDER


def _next_week(tx: Tx, letter: Letter, weekly: int, now: datetime, zone: tzinfo) -> datetime | None:
    """Return when the next week begins, if this week's unasked messages have all been sent."""
    if letter.kind not in UNPROMPTED or letter.person is None:
        return None
    week = week_of(now, zone)
    if tx.unprompted_left(person=letter.person, since=week.begins) < weekly:
        return None
    return week.ends
