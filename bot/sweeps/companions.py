"""Somebody to go with is sought: one companion is asked at a time, and an answer comes early either way."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.domain.company import PATIENCE, answer_by, first_asked
from bot.domain.consent import Purpose
from bot.domain.offers import terms
from bot.domain.quiet import unprompted
from bot.handlers.companions import ask, decline_kindly, missing, tell_staff
from bot.storage import companions as companionships
from bot.storage.activities import occurrence_by_id
from bot.storage.companions import Companionship, Search, candidates, companionship_by_id
from bot.storage.pairings import open_between
from bot.storage.people import has_consent, interests_of
from bot.storage.store import Tx
from bot.sweeps.registry import sweep


def next_answer(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next answer is over, or the next search."""
    instants: list[datetime | None] = []
    waiting, opens = companionships.waiting(tx), unprompted(now, settings.zone)
    for search in companionships.searches(tx, now):
        waits = waiting.get((search.occurrence, search.citizen))
        if waits or not search.told:
            instants.append(answer_by(search.since, search.starts_at, settings.zone))
            instants.append(_until(tx, settings, search, waits) if waits else opens)
    return min((at for at in instants if at and at > now), default=None)


@sweep(every=timedelta(minutes=1), wakes=next_answer)
def companions(tx: Tx, settings: Settings, now: datetime) -> int:
    """Go on with every search; return how many messages came of it."""
    waiting = companionships.waiting(tx)
    return sum(
        _go_on(tx, settings, search, waiting.get((search.occurrence, search.citizen)), now)
        for search in companionships.searches(tx, now)
    )


def _go_on(tx: Tx, settings: Settings, search: Search, waits: Companionship | None, now: datetime) -> int:
    did = 0
    if waits is not None:
        if _until(tx, settings, search, waits) > now:
            return 0
        did += _lapse(tx, settings, waits, now)
    until = answer_by(search.since, search.starts_at, settings.zone)
    if until is None or until <= now:
        # whoever asked too late was told so at once, if somebody might be asked for them at all
        at_once = until is None or until <= search.since
        told = search.told or (at_once and has_consent(tx, search.citizen, Purpose.COMPANION))
        return did if told else did + missing(tx, settings, search, now)
    found = occurrence_by_id(tx, search.occurrence)
    if found is None:
        return did
    if not has_consent(tx, search.citizen, Purpose.COMPANION):
        return did
    return did + _ask_next(tx, settings, search, found, until, now)


def _ask_next(
    tx: Tx, settings: Settings, search: Search, found: Occurrence, until: datetime, now: datetime
) -> int:
    """Ask whom it fits best of those not yet asked; where nobody is left, a human is told once."""
    wishes = interests_of(tx, search.citizen, "wish")
    may = candidates(tx, found, search.citizen, now, settings.zone, settings.matches)
    free = first_asked(may, wishes, found.activity.interest, found.id)
    held = terms(now, until, settings.zone)
    known = free and open_between(tx, search.citizen, free[0].person)
    if free and unprompted(now, settings.zone) > now:
        return 0  # a volunteer is asked in the hours for it
    if not free or held is None:
        return tell_staff(tx, settings, search, now)
    id_ = tx.add_companionship(
        occurrence=search.occurrence, citizen=search.citizen, companion=free[0].person, now=now
    )
    pair = companionship_by_id(tx, id_)
    if pair is not None:
        ask(tx, settings, pair, max(held.until, min(now + PATIENCE, until)) if known else held.until, now)
    return 1


def _lapse(tx: Tx, settings: Settings, waits: Companionship, now: datetime) -> int:
    """Go on without an answer: silence is nobody's fault, and a late yes is still welcome."""
    if waits.state == "willing":
        decline_kindly(tx, settings, waits, now)
        return 1
    tx.set_companionship(id=waits.id, state="lapsed", now=now)
    return 1


def _until(tx: Tx, settings: Settings, search: Search, waits: Companionship) -> datetime:
    """Return until when an answer is waited for, by the rule at the moment of asking."""
    if waits.state == "willing":
        return min(waits.changed_at + PATIENCE, search.starts_at)
    until = answer_by(search.since, search.starts_at, settings.zone)
    held = terms(waits.changed_at, until, settings.zone) if until else None
    if until and held and open_between(tx, waits.citizen, waits.companion):
        return max(held.until, min(waits.changed_at + PATIENCE, until))  # whom one knows is waited for longer
    return held.until if held else waits.changed_at
