"""Whether a date fits a person, and why it may be suggested: by what they told, and by nothing else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import tzinfo
from typing import Final

from bot.domain.activity import Occurrence
from bot.domain.people import Person

NOON, EVENING = 12, 17  # hours on the wall
MORNING_BIT, AFTERNOON_BIT, EVENING_BIT = 1, 2, 4
AGAIN: Final = "again"


def suits(person: Person, occurrence: Occurrence, zone: tzinfo) -> bool:
    """Tell whether weekday, time of day and area are such as the person named, where they named any."""
    local = occurrence.starts_at.astimezone(zone)
    part = MORNING_BIT if local.hour < NOON else AFTERNOON_BIT if local.hour < EVENING else EVENING_BIT
    day = person.weekdays & 1 << local.weekday()
    return bool(day and person.times & part) and is_near(person.area, occurrence) is not False


def is_near(area: str, occurrence: Occurrence) -> bool | None:
    """Tell whether a date is near; None where one of the two has no area."""
    mine, theirs = area.casefold().strip(), occurrence.activity.area.casefold().strip()
    if not mine or not theirs:
        return None
    return mine in theirs or theirs in mine


def reason(
    person: Person, wishes: Collection[str], occurrence: Occurrence, *, came_before: bool
) -> dict[str, str] | None:
    """Return why a date may be suggested, as it may be told; None where wishes and activity differ.

    Who named no wish, and what has no subject, are not left out: then the day is the reason.
    """
    found: dict[str, str] = {}
    if came_before:
        found[AGAIN] = "yes"
    activity = occurrence.activity
    title = activity.title.casefold()
    wish = next((w for w in wishes if w == activity.interest or w.casefold() in title), "")
    if wish:
        found["wish"] = wish
    elif wishes and activity.interest and not came_before:
        return None
    if is_near(person.area, occurrence):
        found["area"] = person.area
    return found or {"day": "yes"}
