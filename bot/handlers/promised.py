"""What a yes to a shift means: thanks, and whether it already answers what the others were asked."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.domain.activity import Occurrence, Shift
from bot.domain.reminders import DAYS, HOURS, NUDGE, plan_shift
from bot.handlers import cards
from bot.handlers.on_duty import ROLES, hours_before
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Kind
from bot.storage import letters
from bot.storage.habits import lead_of
from bot.storage.people import person_by_id
from bot.storage.reminders import shift_key
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
    """Take a yes that comes after the others were asked for the answer to that question.

    After they were reminded too, what is still of use of that comes at once: the door, and how many come.
    """
    lead, awake = lead_of(tx, shift.person, date.activity.organisation)
    planned = {found.kind: found for found in plan_shift(date.starts_at, zone, lead, awake)}
    if planned[DAYS].at <= now:
        tx.set_shift(id=shift.id, state="confirmed", now=now)
    person, late = person_by_id(tx, shift.person), planned.get(HOURS)
    if person and late and late.at <= now < late.expires_at:
        today = now.astimezone(zone).date() == date.starts_at.astimezone(zone).date()
        message = hours_before(Reader(person.language, zone), date, shift.role, shift.id, today=today)
        key = shift_key(HOURS, person.id, date, shift.id)
        letters.put_about(
            tx, person, message, date, kind=Kind.REMINDER, key=key, now=now, expires_at=late.expires_at
        )
