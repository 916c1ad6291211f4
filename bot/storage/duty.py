"""What is known when a shift is to be taken, and where somebody is missing."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.domain.activity import Occurrence
from bot.domain.budget import week_of
from bot.domain.duty import SOFT, Bar, Facts, bars
from bot.domain.people import SHIFTS, TRUSTED, Person, Role
from bot.storage.activities import occurrence_by_id
from bot.storage.papers import lacking
from bot.storage.shifts import is_missing
from bot.storage.store import Tx

Open = tuple[Occurrence, Role]


def facts_of(tx: Tx, person: Person, date: Occurrence, role: Role, now: datetime, zone: tzinfo) -> Facts:
    """Return what is known about a person, a date and a role."""
    organisation = date.activity.organisation
    week = week_of(date.starts_at, zone)
    had = tx.shift_of(occurrence=date.id, person=person.id, role=role.value)
    return Facts(
        is_open=date.on and date.ends_at > now and organisation in person.volunteers_at,
        has=bool(had and had[4] in ("taken", "confirmed")),
        apart=is_apart(tx, person.id, date),
        missing=is_missing(tx, date, role.value),
        approved=role not in TRUSTED or person.is_(role, organisation),
        lacking=lacking(tx, person.id, organisation, role),
        clash=tx.clash_of(
            person=person.id, occurrence=date.id, starts_at=date.starts_at, ends_at=date.ends_at
        )
        or "",
        that_week=tx.shifts_within(person=person.id, occurrence=date.id, begins=week.begins, ends=week.ends),
        cap=tx.shift_cap(id=person.id),
    )


def barred(tx: Tx, person: Person, date: Occurrence, role: Role, now: datetime, zone: tzinfo) -> Bar | None:
    """Return the weightiest reason why a shift cannot be theirs, also by an old button; None if it can.

    What is theirs to overrule, and that they have it, is no such reason.
    """
    found = bars(facts_of(tx, person, date, role, now, zone))
    return next((bar for bar in found if bar not in SOFT and bar is not Bar.HAD), None)


def is_apart(tx: Tx, person: int, date: Occurrence) -> bool:
    """Tell whether somebody who comes to a date, or stands ready there, is kept apart from a person."""
    return bool(tx.apart_at(person=person, occurrence=date.id, host=date.activity.host or 0))


def vacant(tx: Tx, person: Person, after: datetime, until: datetime) -> list[Open]:
    """Return where somebody is missing in a span of time, as far as a person may hear of it."""
    rows = [
        row
        for organisation in sorted(person.volunteers_at)
        for row in tx.vacancies(organisation=organisation, person=person.id, after=after, until=until)
    ]
    found = [(date, Role(role)) for id_, role in rows if (date := occurrence_by_id(tx, id_))]
    found.sort(key=lambda open_: (open_[0].starts_at, open_[0].id, SHIFTS.index(open_[1])))
    return [open_ for open_ in found if not is_apart(tx, person.id, open_[0])]


def could_stand_in(tx: Tx, person: int, date: Occurrence, role: Role) -> bool:
    """Tell whether somebody may be asked for a date: nobody is kept apart there; papers are in place."""
    return not is_apart(tx, person, date) and not lacking(tx, person, date.activity.organisation, role)
