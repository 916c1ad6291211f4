"""What recurs: wall-clock dates from a rule, and the moments they are; a change of clock moves nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice, takewhile

from dateutil.rrule import rrulestr

MOST = 60  # dates of one series that are kept ahead


def moment(wall: datetime, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which the wall shows this; where it does so twice, the first."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def dates(start: datetime, rule: str | None, until: datetime) -> list[datetime]:
    """Return the wall-clock starts of a series until a wall-clock time, the first one always among them."""
    if not rule:
        return [start]
    ahead = (wall for wall in rrulestr(rule, dtstart=start) if wall > start)
    return [start, *islice(takewhile(lambda wall: wall <= until, ahead), MOST - 1)]


def span(start: datetime, end: datetime | None, usual: timedelta = timedelta(hours=2)) -> timedelta:
    """Return how long something lasts on the wall; two hours if nobody said."""
    return end - start if end and end > start else usual
