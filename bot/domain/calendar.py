"""A real calendar (RFC 5545), read into dates: what can be taken, and what cannot, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Final

import recurring_ical_events
from icalendar import Calendar

from bot.i18n import N_

LONGEST: Final = timedelta(hours=14)  # longer than that nobody takes part in one go
TITLE, PLACE = 120, 120  # characters kept
MOST: Final = 2000  # dates of one calendar


class Reason(StrEnum):
    """Why a date is not taken."""

    BROKEN = N_("the file is not a calendar that can be read")
    NO_TITLE = N_("it has no title")
    NO_START = N_("it has no start")
    ALL_DAY = N_("it has a day, but no time of day")
    BACKWARDS = N_("it ends before it begins")
    LONG = N_("it lasts longer than 14 hours")
    CANCELLED = N_("it is cancelled")
    TOO_MANY = N_("the calendar has more than 2000 dates")


@dataclass(frozen=True, slots=True)
class Event:
    """One date that can be taken.  ``recurrence`` tells it from the others of its series, for ever."""

    uid: str
    recurrence: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """One date that cannot, and why."""

    title: str
    when: str
    reason: Reason


def read_calendar(
    content: bytes, zone: tzinfo, after: datetime, until: datetime
) -> tuple[list[Event], list[Refused]]:
    """Return the dates that begin in a span of time, in order, and those that were refused.

    A date without a zone is taken as wall clock in ``zone``.  Never raises for what the file says.
    """
    try:
        calendar = Calendar.from_ical(content)
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(after, until)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        return [], [Refused("", "", Reason.BROKEN)]
    refused = list(_without_start(calendar))
    if len(found) > MOST:
        return [], [*refused, Refused("", "", Reason.TOO_MANY)]
    events = []
    for component in found:
        read = _read(component, zone)
        if isinstance(read, Refused):
            refused.append(read)
        elif after < read.starts_at <= until:
            events.append(read)
    return sorted(events, key=lambda event: (event.starts_at, event.uid)), refused


def _read(component: Any, zone: tzinfo) -> Event | Refused:  # noqa: ANN401 - the library's component
    title = _text(component, "SUMMARY", TITLE)
    start, end = component.start, component.end
    reason = _refusal(component, title, start, end)
    if reason:
        return Refused(title, str(start), reason)
    starts_at, ends_at = _moment(start, zone), _moment(end, zone)
    if ends_at == starts_at:
        ends_at += timedelta(hours=2)
    origin = component.get("RECURRENCE-ID")
    return Event(
        _text(component, "UID", TITLE) or f"{title}@{starts_at:%Y%m%dT%H%M}",
        _moment(origin.dt if origin else start, zone).isoformat(timespec="minutes"),
        title,
        _text(component, "LOCATION", PLACE),
        starts_at,
        ends_at,
    )


def _refusal(component: Any, title: str, start: date, end: date) -> Reason | None:  # noqa: ANN401 - the library's component
    if str(component.get("STATUS", "")).upper() == "CANCELLED":
        return Reason.CANCELLED
    if not title:
        return Reason.NO_TITLE
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return Reason.ALL_DAY
    if (start.tzinfo is None) == (end.tzinfo is None) and end < start:
        return Reason.BACKWARDS
    if (start.tzinfo is None) == (end.tzinfo is None) and end - start > LONGEST:
        return Reason.LONG
    return None


def _without_start(calendar: Any) -> Iterator[Refused]:  # noqa: ANN401 - the library's component
    for component in calendar.walk("VEVENT"):
        if component.get("DTSTART") is None:
            yield Refused(_text(component, "SUMMARY", TITLE), "", Reason.NO_START)


def _moment(found: date, zone: tzinfo) -> datetime:
    wall = found if isinstance(found, datetime) else datetime(found.year, found.month, found.day)  # noqa: DTZ001 - its zone comes next
    return (wall if wall.tzinfo else wall.replace(tzinfo=zone)).astimezone(UTC)


def _text(component: Any, name: str, most: int) -> str:  # noqa: ANN401 - the library's component
    return " ".join(str(component.get(name, "")).split())[:most].strip()
