"""Shifts that were given back: others are asked, in turn or together, until one says yes."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.domain.people import Role
from bot.domain.quiet import unprompted, waking
from bot.domain.standing_in import ANY_HOUR, NEAR, Candidate, hears_at, in_a_round, may_ask, order, until
from bot.handlers.standing_in import ask, tell_in_vain, tell_nobody
from bot.storage.activities import occurrence_by_id
from bot.storage.duty import could_stand_in
from bot.storage.shifts import Gap, asked_in_vain, candidates, gaps, stand_in_by_id, stand_ins_of
from bot.storage.store import Tx
from bot.sweeps.registry import sweep


def next_round(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the time of those asked is over, or the night is."""
    instants: list[datetime] = []
    for gap in gaps(tx, now):
        date = occurrence_by_id(tx, gap.occurrence)
        if date is not None:
            asked = [one for one in stand_ins_of(tx, gap.shift) if one.state == "asked"]
            instants += [until(one.changed_at, date.starts_at, settings.zone) for one in asked]
            if not may_ask(now, date.starts_at, settings.zone):
                instants += [unprompted(now, settings.zone), date.starts_at - NEAR, date.starts_at - ANY_HOUR]
                instants.append(waking(now, settings.zone))
            elif not asked:
                found = _candidates(tx, settings, gap, date, now)
                instants += [hears_at(one, now, settings.zone) for one in found]
    return min((at for at in instants if at > now), default=None)


@sweep(every=timedelta(minutes=1), wakes=next_round)
def substitutes(tx: Tx, settings: Settings, now: datetime) -> int:
    """Go on with every shift that is open; return how many were written to."""
    in_vain = asked_in_vain(tx, now)
    for asked in in_vain:
        tell_in_vain(tx, settings, asked, now)
    if settings.substitutes == "off":
        return len(in_vain)
    return len(in_vain) + sum(_go_on(tx, settings, gap, now) for gap in gaps(tx, now))


def _go_on(tx: Tx, settings: Settings, gap: Gap, now: datetime) -> int:
    date = occurrence_by_id(tx, gap.occurrence)
    if date is None or not may_ask(now, date.starts_at, settings.zone):
        return 0
    waits = 0
    for one in stand_ins_of(tx, gap.shift):
        if one.state == "asked":
            over = until(one.changed_at, date.starts_at, settings.zone) <= now
            waits += not over
            if over:
                tx.set_stand_in(id=one.id, state="silent", now=now)
    return 0 if waits else _ask(tx, settings, gap, date, now)


def _candidates(tx: Tx, settings: Settings, gap: Gap, date: Occurrence, now: datetime) -> list[Candidate]:
    found = candidates(tx, gap, date, now, settings.zone)
    return [one for one in found if could_stand_in(tx, one.person, date, Role(gap.role))]


def _ask(tx: Tx, settings: Settings, gap: Gap, date: Occurrence, now: datetime) -> int:
    most = in_a_round(settings.substitutes, now, date.starts_at)
    found = _candidates(tx, settings, gap, date, now)
    if not found:
        return tell_nobody(tx, settings, gap, date, now)
    chosen = order([one for one in found if hears_at(one, now, settings.zone) <= now], gap.shift)[:most]
    for one in chosen:
        asked = stand_in_by_id(tx, tx.add_stand_in(shift=gap.shift, person=one.person, now=now))
        if asked is not None:
            ask(tx, settings, asked, gap, date, now)
    return len(chosen)
