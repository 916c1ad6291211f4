"""Activities, their dates, seats and shifts, as rows and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.activity import PAIR, SEATED, Activity, Occurrence, Shift, Signup
from bot.storage.store import Tx


def activity_by_id(tx: Tx, id: int) -> Activity | None:  # noqa: A002 - the column's name
    """Return an activity."""
    row = tx.activity_by_id(id=id)
    return Activity(*row) if row else None


def occurrence_by_id(tx: Tx, id: int) -> Occurrence | None:  # noqa: A002 - the column's name
    """Return one date of an activity, with the activity."""
    row = tx.occurrence_by_id(id=id)
    return _occurrence(row) if row else None


def occurrences_of(tx: Tx, activity: int, after: datetime) -> list[Occurrence]:
    """Return an activity's dates that begin later than this, the cancelled ones too."""
    return _occurrences(tx.occurrences_of(activity=activity, after=after))


def occurrences_between(tx: Tx, after: datetime, until: datetime) -> list[Occurrence]:
    """Return what takes place, in the order of time."""
    return _occurrences(tx.occurrences_between(after=after, until=until))


def occurrences_of_organisation(
    tx: Tx, organisation: int, after: datetime, until: datetime
) -> list[Occurrence]:
    """Return what an organisation plans, drafts too, in the order of time."""
    return _occurrences(tx.occurrences_of_organisation(organisation=organisation, after=after, until=until))


def needs_of(tx: Tx, activity: int) -> dict[str, int]:
    """Return how many volunteers of each role an activity wants."""
    return dict(tx.needs_of(activity=activity))


def signup_of(tx: Tx, occurrence: int, person: int) -> Signup | None:
    """Return somebody's part in an occurrence, also one that was given up."""
    row = tx.signup_of(occurrence=occurrence, person=person)
    return Signup(*row) if row else None


def came_of_it(tx: Tx, date: Occurrence) -> tuple[int, int, int, int]:
    """Return how many came, of how many that is not known, how many were new, and how many come again."""
    row = tx.came_of_it(occurrence=date.id, activity=date.activity.id, starts_at=date.starts_at)
    came, open_, first, again = row or (0, 0, 0, 0)
    return int(came or 0), int(open_ or 0), int(first or 0), int(again or 0)


def greeted_between(tx: Tx, after: datetime, until: datetime) -> list[Signup]:
    """Return who is new and would like to be met, at dates that begin after one moment and until another."""
    return [Signup(*row) for row in tx.greeted_between(after=after, until=until)]


def signup_by_id(tx: Tx, id: int) -> Signup | None:  # noqa: A002 - the column's name
    """Return somebody's part in an occurrence, also one that was given up."""
    row = tx.signup_by_id(id=id)
    return Signup(*row) if row else None


def has_missed_twice(tx: Tx, person: int, now: datetime) -> bool:
    """Tell whether somebody did not come to the last two dates we know of, and came to the one before."""
    came = [row[0] for row in tx.latest_attendance(person=person, now=now)]
    return came[:2] == ["no", "no"] and came[2:] != ["no"]


def signups_of(tx: Tx, occurrence: int, state: str = "in") -> list[Signup]:
    """Return who takes part, in the order of signing up."""
    return [Signup(*row) for row in tx.signups_of_occurrence(occurrence=occurrence, state=state)]


def signups_of_person(tx: Tx, person: int, now: datetime) -> list[Signup]:
    """Return what somebody takes part in or waits for, the next one first."""
    return [Signup(*row) for row in tx.signups_of_person(person=person, now=now)]


def take_part(tx: Tx, occurrence: int, person: int, form: str, now: datetime) -> str:
    """Sign somebody up; return ``in``, ``again`` if so already, or ``full``.  Never oversells.

    Going with somebody takes two seats or none; a guest stays when only the form changes.
    """
    tx.lock_occurrence(id=occurrence)  # what is read below is what is changed
    found = signup_of(tx, occurrence, person)
    inside = found is not None and found.state == "in"
    keeps = found.party if found and inside and found.form != "company" else 1
    party = PAIR if form == "company" else keeps
    if not _resize(tx, occurrence, _held(found), party):
        return "full"
    if not (found and inside and (found.form, found.party) == (form, party)):
        _write(tx, found, occurrence, person, (form, "in", party), now)
    return "again" if inside else "in"


def bring(tx: Tx, signup: Signup, party: int, now: datetime) -> bool:
    """Come with a guest, or without one after all; tell whether there was room."""
    tx.lock_occurrence(id=signup.occurrence)
    found = signup_of(tx, signup.occurrence, signup.person)
    if found is None or not _held(found) or not _resize(tx, found.occurrence, found.party, party):
        return False
    if found.party != party:
        tx.set_signup(id=found.id, form=found.form, state=found.state, party=party, now=now)
    return True


def wait(tx: Tx, occurrence: int, person: int, now: datetime, form: str = "join") -> None:
    """Put somebody on the waiting list, behind those who stand there."""
    tx.lock_occurrence(id=occurrence)
    found = signup_of(tx, occurrence, person)
    if found is None or found.state == "out" or (found.state == "waiting" and found.form != form):
        _write(tx, found, occurrence, person, (form, "waiting", PAIR if form == "company" else 1), now)


def give_up(tx: Tx, occurrence: int, person: int, now: datetime) -> bool:
    """Take somebody off, and free what was held; tell whether anything changed."""
    tx.lock_occurrence(id=occurrence)
    found = signup_of(tx, occurrence, person)
    if found is None or found.state == "out":
        return False
    if held := _held(found):
        tx.free_seats(id=occurrence, n=held)
    tx.set_signup(id=found.id, form=found.form, state="out", party=found.party, now=now)
    return True


def shift_by_id(tx: Tx, id: int) -> Shift | None:  # noqa: A002 - the column's name
    """Return a shift."""
    row = tx.shift_by_id(id=id)
    return Shift(*row) if row else None


def shifts_of(tx: Tx, occurrence: int) -> list[Shift]:
    """Return the shifts that somebody counts on."""
    return [Shift(*row) for row in tx.shifts_of_occurrence(occurrence=occurrence)]


def shifts_of_person(tx: Tx, person: int, now: datetime) -> list[Shift]:
    """Return what a volunteer has promised, the next one first."""
    return [Shift(*row) for row in tx.shifts_of_person(person=person, now=now)]


def _held(found: Signup | None) -> int:
    return found.party if found and found.state in SEATED else 0


def _resize(tx: Tx, occurrence: int, held: int, wanted: int) -> bool:
    """Hold so many seats instead of so many; tell whether that could be."""
    if wanted > held:
        return bool(tx.take_seats(id=occurrence, n=wanted - held))
    if wanted < held:
        tx.free_seats(id=occurrence, n=held - wanted)
    return True


def _write(
    tx: Tx, found: Signup | None, occurrence: int, person: int, part: tuple[str, str, int], now: datetime
) -> None:
    form, state, party = part
    if found:
        tx.set_signup(id=found.id, form=form, state=state, party=party, now=now)
    else:
        tx.add_signup(occurrence=occurrence, person=person, form=form, state=state, party=party, now=now)


def _occurrence(row: tuple[object, ...]) -> Occurrence:
    id_, starts_at, ends_at, capacity, taken, version, state, *activity = row
    return Occurrence(id_, Activity(*activity), starts_at, ends_at, capacity, taken, version, state)  # type: ignore[arg-type]  # a row has the columns in this order


def _occurrences(rows: Iterable[tuple[object, ...]]) -> list[Occurrence]:
    return [_occurrence(row) for row in rows]
