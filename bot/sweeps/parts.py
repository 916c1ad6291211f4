"""What the sweeps about somebody's part in a date have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.domain.people import Person
from bot.domain.reminders import Reminder
from bot.i18n import Reader
from bot.storage.activities import occurrence_by_id
from bot.storage.people import person_by_id
from bot.storage.reminders import Letter, Part, letters_about, told_of_change
from bot.storage.store import Tx

BATCH = 200  # letters in one transaction


@dataclass(frozen=True)
class Date:
    """A date with what was already written about it."""

    occurrence: Occurrence
    letters: list[Letter]
    keys: frozenset[str]

    def news(self, part: Part) -> datetime:
        """Return when the person last did or heard something that says as much as a reminder."""
        return max(part.changed_at, self.told(part) or part.changed_at)

    def told(self, part: Part) -> datetime | None:
        """Return when the person was told that the date stands as it does now."""
        return told_of_change(self.letters, part.person, self.occurrence.version)


def dates(tx: Tx, parts: list[Part]) -> Iterator[tuple[Date, list[Part]]]:
    """Yield each date with the parts in it; the parts come sorted by date."""
    for id_, group in groupby(parts, lambda part: part.occurrence):
        occurrence = occurrence_by_id(tx, id_)
        if occurrence is not None:
            written = letters_about(tx, id_)
            yield Date(occurrence, written, frozenset(found.key for found in written)), list(group)


def first_due(
    plans: Iterable[tuple[datetime, list[Reminder]]], ahead: timedelta, now: datetime
) -> datetime | None:
    """Return when the next reminder is due: starts come sorted, and none is due sooner than ``ahead``."""
    first: datetime | None = None
    for start, reminders in plans:
        if first is not None and start - ahead >= first:
            break
        found = [reminder.at for reminder in reminders if reminder.at > now]
        first = min([*found, *([first] if first else [])], default=None)
    return first


def reachable(tx: Tx, person: int) -> Person | None:
    """Return a person with a chat; others are on a coordinator's list."""
    found = person_by_id(tx, person)
    return found if found and found.chat is not None and found.deleting_at is None else None


def wants_quiet(person: Person, now: datetime) -> bool:
    """Tell whether nothing unasked is to reach somebody now: that is no silence of theirs."""
    untils = (person.paused_until, person.rest_until)
    return bool(
        person.stopped_at or person.deleting_at or any(until is not None and until > now for until in untils)
    )


def reader(settings: Settings, person: Person) -> Reader:
    """Return how to write to a person."""
    return Reader(person.language or settings.locale, settings.zone)
