"""A calendar taken in: a line for each date taken and each refused; taken twice, nothing changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from bot.config import Settings
from bot.domain.calendar import Event, Refused, read_calendar
from bot.i18n import Reader
from bot.storage import plans
from bot.storage.plans import Plan, Time
from bot.storage.store import Tx


def take(
    tx: Tx,
    settings: Settings,
    content: bytes,
    organisation: int,
    now: datetime,
    *,
    until: datetime,
    seats: int,
    interest: str = "",
    dry_run: bool = False,
) -> list[str]:
    """Write the dates of a calendar between now and ``until``; return what became of each."""
    _ = Reader(settings.locale, settings.zone)
    events, refused = read_calendar(content, settings.zone, now, until)
    series: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        series[event.uid].append(event)
    new = 0
    if not dry_run:
        new = sum(_write(tx, uid, found, organisation, seats, interest, now) for uid, found in series.items())
    lines = [_("Taken: {activity}, {when}", activity=e.title, when=_.when(e.starts_at)) for e in events]
    lines += [_refusal(_, found) for found in refused]
    total = _("Dates: {n}. New: {new}. Refused: {refused}.", n=len(events), new=new, refused=len(refused))
    return [*lines, total]


def _write(
    tx: Tx, uid: str, events: list[Event], organisation: int, seats: int, interest: str, now: datetime
) -> int:
    first = events[0]
    plan = Plan(f"ics:{uid}", first.title, first.place, interest)
    times = [Time(event.recurrence, event.starts_at, event.ends_at) for event in events]
    _activity, new = plans.write(
        tx, organisation, plan, times, seats=seats, state="published", made_by=None, now=now
    )
    return new


def _refusal(_: Reader, found: Refused) -> str:
    what = " ".join(filter(None, [found.title, found.when])) or _("The file")
    return _("Not taken: {what}: {reason}", what=what, reason=_(found.reason.value))
