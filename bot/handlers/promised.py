"""What a yes to a shift means: thanks, and whether it already answers what the others were asked."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.domain.activity import Occurrence, Shift
from bot.domain.reminders import NUDGE, asked_by, plan_shift
from bot.handlers import cards
from bot.handlers.on_duty import ROLES
from bot.handlers.visit import Visit
from bot.storage.habits import lead_of
from bot.storage.store import Tx


def thanks(visit: Visit, date: Occurrence, role: str) -> str:
    """Thank for a shift that was taken; near the start all there is to know comes at once."""
    _ = visit._
    text = _(
        "Thank you. You are {role} at {activity}, {when}.",
        role=_(ROLES[role]),
        activity=cards.title(date.activity),
        when=_.when(date.starts_at),
    )
    lead, awake = lead_of(visit.tx, visit.known().id, date.activity.organisation)
    planned = plan_shift(date.starts_at, visit.house.zone, lead, awake)
    comes = any(found.at > visit.now for found in planned if found.kind != NUDGE)
    return " ".join([text, _("I remind you of it in good time.")]) if comes else text


def answered(tx: Tx, shift: Shift, date: Occurrence, now: datetime, zone: tzinfo) -> None:
    """Take a yes that comes after the others were asked for the answer to that question."""
    lead, awake = lead_of(tx, shift.person, date.activity.organisation)
    if asked_by(date.starts_at, now, zone, lead, awake):
        tx.set_shift(id=shift.id, state="confirmed", now=now)
