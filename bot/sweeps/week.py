"""On Monday mornings volunteers get their own week in one message; who has nothing gets nothing."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.budget import week_of
from bot.domain.quiet import WAKING, closing, on_the_wall, unprompted
from bot.domain.reminders import OPENINGS
from bot.handlers.own_week import week
from bot.ports import Kind
from bot.storage import letters
from bot.storage.store import Tx
from bot.sweeps.parts import reachable, wants_quiet
from bot.sweeps.registry import sweep

MORNING: Final = time(9)  # later on a Monday that is a holiday
AT_ONCE: Final = 20  # volunteers in one transaction


def next_monday(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - all are asked alike
    """Return when the next weeks are sent."""
    mondays = (_monday(now + timedelta(days=days), settings) for days in (0, 7))
    return next(at for monday in mondays for at in _openings(monday, settings) if at > now)


@sweep(every=timedelta(minutes=5), wakes=next_monday)
def own_week(tx: Tx, settings: Settings, now: datetime) -> int:
    """Write the weeks that are due; return how many volunteers were looked at."""
    at = _monday(now, settings)
    if not at <= now < closing(at, settings.zone):
        return 0
    hour = now.astimezone(settings.zone).hour  # a week that waited for somebody's hours would be old by then
    people = [row[0] for row in tx.week_readers(since=at, hour=hour, most=AT_ONCE)]
    for id_ in people:
        tx.set_week_at(person=id_, now=now)
        _send(tx, settings, id_, now)
    return len(people)


def _send(tx: Tx, settings: Settings, id_: int, now: datetime) -> None:
    person = reachable(tx, id_)
    if person is None or person.chat is None or wants_quiet(person, now):
        return
    found = week(tx, settings, person, now)
    if found is not None:
        day = now.astimezone(settings.zone).date()
        letters.put(
            tx,
            key=f"about:.{'.'.join(map(str, [person.id, *found.about]))}.:week:{day.isoformat()}",
            chat=person.chat,
            kind=Kind.DIGEST,
            message=found.message,
            now=now,
            person=person.id,
            expires_at=on_the_wall(day, WAKING[1], settings.zone),
        )


def _openings(at: datetime, settings: Settings) -> list[datetime]:
    """Return when weeks are sent on a Monday: as it opens, and as the hours of those who sleep longer do."""
    day = at.astimezone(settings.zone).date()
    later = (on_the_wall(day, time(hour), settings.zone) for hour in OPENINGS)
    return [at, *sorted(moment for moment in later if moment > at)]


def _monday(now: datetime, settings: Settings) -> datetime:
    monday = week_of(now, settings.zone).begins.astimezone(settings.zone).date()
    return unprompted(on_the_wall(monday, MORNING, settings.zone), settings.zone)
