"""A calendar taken in: a line for each date taken, corrected or refused; taken twice, nothing changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.config import Settings
from bot.domain.activity import NOT_SAID, TEXTS, Activity
from bot.domain.calendar import Event, Reason, Refused, Texts, read_calendar
from bot.domain.corrections import Known, Step, What, anew, compare
from bot.handlers.changes import tell_cancelled, tell_elsewhere, tell_moved
from bot.handlers.visit import House, Visit
from bot.i18n import N_, Reader
from bot.ports import Inbound, Said
from bot.storage import imported, plans
from bot.storage.activities import activity_by_id, occurrence_by_id
from bot.storage.facts import set_position
from bot.storage.plans import Plan, Time
from bot.storage.store import Tx

LINES: Final = {
    What.NEW: N_("Taken: {activity}, {when}"),
    What.SAME: N_("Already here: {activity}, {when}"),
    What.MOVED: N_("Moved: {activity}, {when}"),
    What.CANCELLED: N_("Called off: {activity}, {when}"),
    What.KEPT: N_("Kept as it was changed here: {activity}, {when}"),
    What.OLDER: N_("Kept, the calendar is older: {activity}, {when}"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for everything that one calendar brings."""

    organisation: int
    until: datetime
    seats: int
    interest: str
    dry_run: bool


@dataclass
class Series:
    """What a calendar says of one activity."""

    events: list[Event]
    refused: list[Refused]

    @property
    def whole(self) -> bool:
        """Tell whether all of it could be read, so that what is missing is really gone."""
        return bool(self.events) and all(one.reason is Reason.CANCELLED for one in self.refused)


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
    """Write the dates of a calendar between now and ``until``; return what became of each.

    What the calendar corrects is corrected, and whoever comes is told, unless somebody changed it by hand.
    """
    visit = _at_work(tx, settings, now)
    _ = visit._
    events, refused = read_calendar(content, settings.zone, now, until)
    terms = Terms(organisation, until, seats, interest, dry_run)
    lines, steps, ours = list[str](), list[Step](), set[tuple[str, str]]()
    for uid, series in _series(events, refused).items():
        became, corrected = _take(visit, uid, series, terms)
        steps += became
        ours |= {(uid, step.known.recurrence) for step in became if step.known and step.event is None}
        lines += [*corrected, *(_line(_, step, series) for step in became)]
    count = {what: sum(step.what is what for step in steps) for what in What}
    left = [
        one for one in refused if one.reason is not Reason.CANCELLED or (one.uid, one.recurrence) not in ours
    ]
    lines += [_refusal(_, found) for found in left]
    total = _(
        "Dates: {n}. New: {new}. Corrected: {changed}. Refused: {refused}.",
        n=len(events),
        new=count[What.NEW],
        changed=count[What.MOVED] + count[What.CANCELLED],
        refused=len(left),
    )
    return [*lines, total]


def _at_work(tx: Tx, settings: Settings, now: datetime) -> Visit:
    """Return a visit that nobody makes: an import writes to others, and answers nobody."""
    house = House(settings)
    nobody = Inbound(f"import:{now.isoformat()}", 0, Said.EVENT)
    return Visit(tx, house, nobody, now, None, Reader(settings.locale, settings.zone))


def _series(events: list[Event], refused: list[Refused]) -> dict[str, Series]:
    found: dict[str, Series] = defaultdict(lambda: Series([], []))
    for event in events:
        found[event.uid].events.append(event)
    for one in refused:
        if one.uid:
            found[one.uid].refused.append(one)
    return found


def _take(visit: Visit, uid: str, series: Series, terms: Terms) -> tuple[list[Step], list[str]]:
    """Take one activity in; return what became of its dates, and a line if its words were corrected."""
    found = imported.texts_of(visit.tx, terms.organisation, f"ics:{uid}")
    known = imported.dates_of(visit.tx, found[0]) if found else []
    series.events = anew(known, series.events, visit.now)
    off = {one.recurrence: one.revision for one in series.refused if one.reason is Reason.CANCELLED}
    steps = compare(known, series.events, off, (visit.now, terms.until) if series.whole else None)
    activity = activity_by_id(visit.tx, found[0]) if found else None
    now = series.events[0].series if series.events else None
    if any(step.older for step in steps):
        now = None
    corrections = _corrected(activity, found[1], now) if found and activity and now else {}
    if not terms.dry_run:
        if activity and now:
            _correct(visit, activity, corrections, now)
        _write(visit, uid, terms, steps)
        if activity and "place" in corrections:
            moved = {step.known.id for step in steps if step.what is What.MOVED and step.known}
            tell_elsewhere(visit, activity.id, but=moved)
    told = [visit._("Corrected: {activity}", activity=activity.title)] if corrections and activity else []
    return steps, told


def _write(visit: Visit, uid: str, terms: Terms, steps: list[Step]) -> None:
    """Write new dates, and change those that the calendar corrects; whoever comes is told."""
    new = [step.event for step in steps if step.what is What.NEW and step.event]
    if new:
        said = replace(new[0].series, title=new[0].series.title or new[0].title)
        activity, _count = plans.write(
            visit.tx,
            terms.organisation,
            Plan(
                f"ics:{uid}", said.title, said.place, terms.interest, price=NOT_SAID, position=said.position
            ),
            [Time(event.recurrence, event.starts_at, event.ends_at) for event in new],
            seats=terms.seats,
            state="published",
            made_by=None,
            now=visit.now,
        )
        imported.keep_first(visit.tx, activity, said)
        for event in new:
            imported.keep_new(visit.tx, activity, event)
    for step in steps:
        if step.known:
            _change(visit, step, step.known)


def _change(visit: Visit, step: Step, known: Known) -> None:
    """Move or cancel a date as the calendar does."""
    before, event = occurrence_by_id(visit.tx, known.id), step.event
    if before and event and step.what is What.MOVED:
        visit.tx.move_occurrence(id=known.id, starts_at=event.starts_at, ends_at=event.ends_at)
        if after := occurrence_by_id(visit.tx, known.id):
            tell_moved(visit, before, after)
    cancelled = step.what is What.CANCELLED and visit.tx.cancel_occurrence(id=known.id)
    if cancelled and (after := occurrence_by_id(visit.tx, known.id)):
        tell_cancelled(visit, after)
    if event and step.what in (What.MOVED, What.SAME) and not step.older:
        imported.keep_date(visit.tx, known.id, event)


def _corrected(activity: Activity, before: Texts | None, now: Texts) -> dict[str, object]:
    """Return what the calendar says otherwise than last time and nobody changed by hand."""
    if before is None:
        return {}
    ours = {"title": activity.title, "place": activity.place, "position": activity.position}
    return {
        name: value
        for name, value in (("title", now.title), ("place", now.place), ("position", now.position))
        if value != getattr(before, name)
        and ours[name] == getattr(before, name)
        and (value or name != "title")
    }


def _correct(visit: Visit, activity: Activity, found: dict[str, object], now: Texts) -> None:
    """Take over what the calendar corrects."""
    texts = {name: found.get(name, getattr(activity, name)) for name in TEXTS}
    visit.tx.set_activity_texts(id=activity.id, **texts)
    if "position" in found:
        set_position(visit.tx, activity.id, now.position)
    imported.keep_texts(visit.tx, activity.id, now)


def _line(_: Reader, step: Step, series: Series) -> str:
    say: Callable[..., str] = _
    event, known = step.event, step.known
    titles = [one.title for one in series.events] + [one.title for one in series.refused]
    title = event.title if event else next(iter(titles), "")
    starts_at = event.starts_at if event else known.starts_at if known else None
    return say(LINES[step.what], activity=title, when=_.when(starts_at) if starts_at else "")


def _refusal(_: Reader, found: Refused) -> str:
    what = " ".join(filter(None, [found.title, found.when])) or _("The file")
    return _("Not taken: {what}: {reason}", what=what, reason=_(found.reason.value))
