"""A real calendar (RFC 5545), read into dates: what can be taken, and what cannot, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from math import prod
from typing import Final

import recurring_ical_events
from icalendar import Calendar, Component, vDDDTypes

from bot.domain.places import Position, is_position
from bot.i18n import N_

LONGEST: Final = timedelta(hours=14)  # longer than that nobody takes part in one go
TITLE, PLACE = 120, 120  # characters kept
LONGEST_UID: Final = 250
MOST: Final = 2000  # dates of one calendar
A_DAY: Final = 12  # dates of one series
DAY: Final = timedelta(days=1)
USUAL: Final = timedelta(hours=2)  # of what has no end
BACKWARDS: Final = "X-BACKWARDS"
ONCE: Final = "once"  # the recurrence of what happens once: it stays the same date when it is moved
REPEATING: Final = ("RRULE", "RDATE", "RECURRENCE-ID")


class Reason(StrEnum):
    """Why a date is not taken."""

    BROKEN = N_("the file is not a calendar that can be read")
    UNREADABLE = N_("its dates cannot be read")
    OFTEN = N_("it comes too often on one day")
    NO_TITLE = N_("it has no title")
    NO_START = N_("it has no start")
    ALL_DAY = N_("it has a day, but no time of day")
    BACKWARDS = N_("it ends before it begins")
    LONG = N_("it lasts longer than 14 hours")
    CANCELLED = N_("it is cancelled")
    TOO_MANY = N_("the calendar has more than 2000 dates")


@dataclass(frozen=True, slots=True)
class Texts:
    """What a whole series says of itself."""

    title: str
    place: str
    position: Position | None = None


Revision = tuple[int, str]  # SEQUENCE, and when it was last changed: a later one is greater


@dataclass(frozen=True, slots=True)
class Event:
    """One date that can be taken.  ``recurrence`` tells it from the others of its series, for ever."""

    uid: str
    recurrence: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    revision: Revision
    series: Texts


@dataclass(frozen=True, slots=True)
class Refused:
    """One date that cannot, and why; its series and which date of it, where they can be told."""

    title: str
    when: str
    reason: Reason
    uid: str = ""
    recurrence: str = ""
    revision: Revision = (0, "")


def read_calendar(
    content: bytes, zone: tzinfo, after: datetime, until: datetime
) -> tuple[list[Event], list[Refused]]:
    """Return the dates that begin in a span of time, in order, and those that were refused.

    A date without a zone is taken as wall clock in ``zone``.  Never raises for what the file says, and a
    series that cannot be read takes no other with it.  A series is refused once for each reason, not once
    for each date; what was called off is told date by date.
    """
    try:
        found = list(_series_in(content))
    except Exception:  # noqa: BLE001 - a stranger's file makes the libraries below raise anything
        return [], [Refused("", "", Reason.BROKEN)]
    events: dict[tuple[str, str], Event] = {}
    refused: dict[tuple[int, Reason, str], Refused] = {}
    for number, series in enumerate(found):
        for read in _dates_of(series, zone, after, until):
            if isinstance(read, Event):
                events[read.uid, read.recurrence] = read
            else:
                day = read.when if read.reason is Reason.CANCELLED else ""
                refused.setdefault((number, read.reason, day), read)
            if len(events) + len(refused) > MOST:
                return [], [Refused("", "", Reason.TOO_MANY)]
    return sorted(events.values(), key=lambda event: (event.starts_at, event.uid)), list(refused.values())


def _series_in(content: bytes) -> Iterator[Calendar]:
    """Return each series of a file as a calendar of its own; a file may hold several calendars."""
    calendars = Calendar.from_ical(content, multiple=True)
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise ValueError
    for calendar in calendars:
        series: dict[str, Calendar] = {}
        for number, component in enumerate(calendar.walk("VEVENT")):
            series.setdefault(str(component.get("UID", number)), _like(calendar)).add_component(component)
        yield from series.values()


def _like(calendar: Component) -> Calendar:
    alike = Calendar()
    if "X-WR-TIMEZONE" in calendar:
        alike["X-WR-TIMEZONE"] = calendar["X-WR-TIMEZONE"]
    return alike


def _dates_of(series: Calendar, zone: tzinfo, after: datetime, until: datetime) -> Iterator[Event | Refused]:
    """Return what becomes of each date of a series that begins in a span of time."""
    title = _text(series.subcomponents[0], "SUMMARY", TITLE)
    startless = [component for component in series.subcomponents if "DTSTART" not in component]
    yield from (Refused(_text(component, "SUMMARY", TITLE), "", Reason.NO_START) for component in startless)
    series.subcomponents = [component for component in series.subcomponents if "DTSTART" in component]
    if not series.subcomponents:
        return
    try:
        if any(map(_too_often, series.subcomponents)):
            yield Refused(title, "", Reason.OFTEN)
            return
        _mark_backwards(series, zone)
        master = next((c for c in series.subcomponents if "RECURRENCE-ID" not in c), series.subcomponents[0])
        texts = Texts(_text(master, "SUMMARY", TITLE), _text(master, "LOCATION", PLACE), _position(master))
        once = not any(name in c for c in series.subcomponents for name in REPEATING)
        # a date without a zone is compared as if it were in UTC: a day more at each end finds it too
        for component in recurring_ical_events.of(series).between(after - DAY, until + DAY):
            if after < _moment(_day(component, "DTSTART"), zone) <= until:
                yield _read(component, zone, texts, once=once)
    except Exception:  # noqa: BLE001 - a stranger's file makes the libraries below raise anything
        yield Refused(title, "", Reason.UNREADABLE)


def _too_often(component: Component) -> bool:
    """Tell whether a rule makes so many dates that it is a mistake, or would keep the machine busy."""
    found = component.get("RRULE", [])
    for rule in found if isinstance(found, list) else [found]:
        times = prod(max(1, len(rule.get(part, ()))) for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        if times > A_DAY or not set(rule.get("FREQ", ())) <= {"YEARLY", "MONTHLY", "WEEKLY", "DAILY"}:
            return True
    return False


def _mark_backwards(series: Calendar, zone: tzinfo) -> None:
    """Mark what ends before it begins: the library would exchange the two."""
    for component in series.subcomponents:
        starts_at, lasts = _moment(_day(component, "DTSTART"), zone), component.get("DURATION")
        ends_at = _moment(_day(component, "DTEND"), zone) if "DTEND" in component else starts_at
        if ends_at < starts_at or (lasts and lasts.dt < timedelta()):
            component[BACKWARDS] = "1"


def _read(component: Component, zone: tzinfo, series: Texts, *, once: bool) -> Event | Refused:
    title = _text(component, "SUMMARY", TITLE)
    start = _day(component, "DTSTART")
    starts_at, ends_at = _moment(start, zone), _moment(_day(component, "DTEND"), zone)
    uid = _text(component, "UID", LONGEST_UID) or f"{title}@{starts_at:%Y%m%dT%H%M}"
    which = ONCE if once else _moment(_day(component, "RECURRENCE-ID"), zone).isoformat(timespec="minutes")
    if reason := _refusal(component, title, start, ends_at - starts_at):
        when = start.isoformat(" ", "minutes")[:16] if isinstance(start, datetime) else start.isoformat()
        return Refused(title, when, reason, uid, which, _revision(component))
    return Event(
        uid,
        which,
        title,
        _text(component, "LOCATION", PLACE),
        starts_at,
        ends_at if ends_at > starts_at else starts_at + USUAL,
        _revision(component),
        series,
    )


def _revision(component: Component) -> Revision:
    """Return what tells an older state of a date from a newer one."""
    stamps = [
        found.dt for name in ("LAST-MODIFIED", "DTSTAMP") if hasattr(found := component.get(name), "dt")
    ]
    changed = next((stamp for stamp in stamps if isinstance(stamp, datetime)), None)
    return int(component.get("SEQUENCE", 0)), changed.astimezone(UTC).isoformat(
        timespec="seconds"
    ) if changed else ""


def _position(component: Component) -> Position | None:
    """Return where it is, if GEO says so and is a place."""
    found = component.get("GEO")
    try:
        place = float(found.latitude), float(found.longitude)
    except (AttributeError, TypeError, ValueError):
        return None
    return place if is_position(*place) else None


def _refusal(component: Component, title: str, start: date, lasts: timedelta) -> Reason | None:
    if str(component.get("STATUS", "")).upper() == "CANCELLED":
        return Reason.CANCELLED
    if not title:
        return Reason.NO_TITLE
    if not isinstance(start, datetime):
        return Reason.ALL_DAY
    if BACKWARDS in component:
        return Reason.BACKWARDS
    return Reason.LONG if lasts > LONGEST else None


def _day(component: Component, name: str) -> date:
    """Return a day, or a day and a time."""
    found = component[name]
    if isinstance(found, vDDDTypes) and isinstance(found.dt, date):
        return found.dt
    raise ValueError(name)


def _moment(found: date, zone: tzinfo) -> datetime:
    wall = found if isinstance(found, datetime) else datetime(found.year, found.month, found.day)  # noqa: DTZ001 - its zone comes next
    return (wall if wall.tzinfo else wall.replace(tzinfo=zone)).astimezone(UTC)


def _text(component: Component, name: str, most: int) -> str:
    return " ".join(str(component.get(name, "")).split())[:most].strip()
