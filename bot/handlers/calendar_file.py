"""Dates for the phone's own calendar (RFC 5545): events in UTC, with no alarm of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from bot.domain.activity import Occurrence
from bot.handlers import cards
from bot.handlers.on_duty import ROLES
from bot.i18n import Reader
from bot.ports import Attachment

NAME: Final = 40  # characters of a file's name
MAKER: Final = "-//Foelgeskab//DA"


def file_of(_: Reader, house: str, occurrence: Occurrence, now: datetime) -> Attachment:
    """Return the file under a name that any phone takes; ``house`` tells our dates from another bot's."""
    name = cards.clip(occurrence.activity.title, NAME).replace("/", " ").strip(" .…") or "kalender"
    return Attachment(f"{name}.ics", in_calendar(_, house, occurrence, now))


def in_calendar(_: Reader, house: str, occurrence: Occurrence, now: datetime) -> bytes:
    """Return a date as iCalendar."""
    return calendar_of([event_of(_, house, occurrence, now)])


def calendar_of(events: Iterable[Event], name: str = "") -> bytes:
    """Return dates as iCalendar; a calendar that is looked at again and again has a name."""
    file = Calendar()
    file.add("prodid", MAKER)
    file.add("version", "2.0")
    if name:
        file.add("x-wr-calname", name)
        file.add("refresh-interval", timedelta(hours=1), {"VALUE": "DURATION"})
        file.add("x-published-ttl", "PT1H")
    for event in events:
        file.add_component(event)
    return bytes(file.to_ical())


def event_of(_: Reader, house: str, occurrence: Occurrence, now: datetime, role: str = "") -> Event:
    """Return a date as an event; ``role`` is what a volunteer is there.

    Its UID never changes and its SEQUENCE rises with each move, so that a later file takes the place of an
    earlier one; what is called off is said to be so.
    """
    activity = occurrence.activity
    event = Event()
    event.add("uid", f"occurrence-{occurrence.id}@{house or 'foelgeskab'}")
    event.add("sequence", occurrence.version - 1)
    event.add("dtstamp", now)
    event.add("dtstart", occurrence.starts_at)
    event.add("dtend", occurrence.ends_at)
    event.add("summary", f"{_(ROLES[role]).capitalize()}: {activity.title}" if role else activity.title)
    event.add("status", "CONFIRMED" if occurrence.state == "planned" else "CANCELLED")
    if activity.place:
        event.add("location", activity.place)
    if activity.position:
        event.add("geo", activity.position)
    if door := cards.door(_, activity):
        event.add("description", door)
    return event
