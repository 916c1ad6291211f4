"""New dates of an activity: whoever comes every time has them too, and is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.config import Settings
from bot.domain.quiet import is_waking, waking
from bot.handlers import cards
from bot.handlers.on_duty import ROLES
from bot.handlers.registry import press
from bot.handlers.regular import looked, take_all
from bot.ports import Kind, Outbound
from bot.storage import letters
from bot.storage.habits import habits
from bot.storage.regular import Regular, dates_of, regulars, shifts_in
from bot.storage.store import Tx
from bot.sweeps.parts import reachable, reader, wants_quiet
from bot.sweeps.registry import sweep


def next_morning(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when somebody wakes who has new dates; what is planned by day is not waited for."""
    found = (waking(now, settings.zone, habits(tx, one.person).awake) for one in regulars(tx, now))
    return min((at for at in found if at > now), default=None)


@sweep(every=timedelta(minutes=15), wakes=next_morning)
def regular(tx: Tx, settings: Settings, now: datetime) -> int:
    """Take the dates that have come for those who come every time; return how many were told."""
    return sum(_take(tx, settings, found, now) for found in regulars(tx, now))


def _take(tx: Tx, settings: Settings, found: Regular, now: datetime) -> bool:
    person = reachable(tx, found.person)
    if person is None or person.chat is None or wants_quiet(person, now):
        return False
    zone = settings.zone
    if not is_waking(now, zone, habits(tx, person.id).awake):  # by the morning it could be called off again
        return False
    new = dates_of(tx, found.activity, found.weekday, max(found.until, now), zone)
    take_all(tx, person, found, new, now, zone)
    looked(tx, found, now)
    mine = shifts_in(tx, found, new, now)
    if not mine:
        return False
    _ = reader(settings, person)
    first = mine[0][1]
    text = _.count(
        "There is a new date of {activity}, and you are {role}: {day}.",
        "There are {n} new dates of {activity}, and you are {role}. The first is {day}.",
        len(mine),
        activity=cards.title(first.activity),
        role=_(ROLES[found.role]),
        day=_.day(first.starts_at),
    )
    rows = ((press(_("My shifts"), "shifts"),), (press(_("I am prevented"), "shift.which"),))
    return letters.put(
        tx,
        key=f"regular:{found.id}:{first.id}",
        chat=person.chat,
        kind=Kind.FOLLOWUP,
        message=Outbound(text, rows),
        now=now,
        person=person.id,
        expires_at=first.starts_at,
    )
