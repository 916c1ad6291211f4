"""A calendar taken in again: what it says now, beside what it said last and what became of that by hand.

What somebody changed by hand stays theirs.  An older state of a calendar changes nothing, and neither does
the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from bot.domain.calendar import Event, Revision

Span = tuple[datetime, datetime]
NEAR: Final = timedelta(days=3)  # a date that is gone and one that came so near are the same one, moved


class What(Enum):
    """What becomes of one date."""

    NEW = auto()
    SAME = auto()
    MOVED = auto()
    CANCELLED = auto()
    KEPT = auto()  # the calendar says otherwise, but somebody changed it by hand
    OLDER = auto()  # the calendar is older than what was taken before


@dataclass(frozen=True, slots=True)
class Told:
    """What the calendar said last of a date."""

    starts_at: datetime
    ends_at: datetime
    revision: Revision


@dataclass(frozen=True, slots=True)
class Known:
    """A date as it stands with us."""

    id: int
    recurrence: str
    starts_at: datetime
    ends_at: datetime
    planned: bool
    told: Told

    @property
    def by_hand(self) -> bool:
        """Tell whether somebody moved or cancelled it here."""
        return not self.planned or (self.starts_at, self.ends_at) != (self.told.starts_at, self.told.ends_at)


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one date: one of ours, one of the calendar, or both."""

    what: What
    known: Known | None = None
    event: Event | None = None

    @property
    def older(self) -> bool:
        """Tell whether the calendar is older here than what was taken before."""
        return bool(self.known and self.event and self.event.revision < self.known.told.revision)


def compare(
    known: Sequence[Known], events: Sequence[Event], off: Mapping[str, Revision], whole: Span | None
) -> list[Step]:
    """Return what becomes of each date of a series.

    ``off`` are those that the calendar calls off, by their recurrence.  Within the span ``whole`` it could be
    read in full, so that a date of it which is not there any more is off, or was moved.
    """
    ours = {one.recurrence: one for one in known}
    pairs = [(ours[event.recurrence], event) for event in events if event.recurrence in ours]
    taken = {one.id for one, _ in pairs} | {one.id for one in known if one.recurrence in off}
    fresh = [event for event in events if event.recurrence not in ours]
    gone = [one for one in known if whole and one.id not in taken and one.planned and _is_in(whole, one)]
    moved = _nearest(gone, fresh)
    pairs += moved
    steps = [Step(_became(one, event), one, event) for one, event in pairs]
    steps += [Step(_called_off(one, off[one.recurrence]), one) for one in known if one.recurrence in off]
    left = {one.id for one, _ in moved}
    steps += [Step(_called_off(one, one.told.revision), one) for one in gone if one.id not in left]
    used = {event.recurrence for _, event in moved}
    return steps + [Step(What.NEW, None, event) for event in fresh if event.recurrence not in used]


def _became(known: Known, event: Event) -> What:
    if not known.planned:
        return What.KEPT
    now, told = (event.starts_at, event.ends_at), (known.told.starts_at, known.told.ends_at)
    if now in (told, (known.starts_at, known.ends_at)):
        return What.SAME
    if event.revision < known.told.revision:
        return What.OLDER
    return What.KEPT if known.by_hand else What.MOVED


def _called_off(known: Known, revision: Revision) -> What:
    if not known.planned:
        return What.SAME
    if revision < known.told.revision:
        return What.OLDER
    return What.KEPT if known.by_hand else What.CANCELLED


def anew(known: Sequence[Known], events: Sequence[Event], now: datetime) -> list[Event]:
    """Return the dates, of which those that are over with us and come again get a name of their own."""
    over = {one.recurrence for one in known if one.ends_at <= now}
    return [
        replace(event, recurrence=f"{event.recurrence}@{event.starts_at.isoformat(timespec='minutes')}")
        if event.recurrence in over
        else event
        for event in events
    ]


def _is_in(span: Span, known: Known) -> bool:
    return all(span[0] < at <= span[1] for at in (known.starts_at, known.told.starts_at))


def _nearest(gone: Collection[Known], fresh: Collection[Event]) -> list[tuple[Known, Event]]:
    """Pair what is gone with what came, the nearest first, each once."""
    found = [(abs(one.told.starts_at - event.starts_at), one, event) for one in gone for event in fresh]
    found.sort(key=lambda pair: (pair[0], pair[1].id, pair[2].starts_at))
    pairs: dict[int, tuple[Known, Event]] = {}
    used: set[str] = set()
    for far, one, event in found:
        if far <= NEAR and one.id not in pairs and event.recurrence not in used:
            pairs[one.id] = (one, event)
            used.add(event.recurrence)
    return list(pairs.values())
