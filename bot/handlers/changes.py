"""A date is cancelled or moved: everybody concerned is told once, and what was on its way about it dies."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.activity import Occurrence
from bot.domain.people import Person
from bot.domain.quiet import waking
from bot.handlers import cards
from bot.handlers.find import about
from bot.handlers.registry import action, press
from bot.handlers.signups import running
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Button, Kind, Outbound
from bot.storage import letters
from bot.storage.activities import occurrences_of, shifts_of, signup_of, signups_of
from bot.storage.people import person_by_id

SOON: Final = timedelta(hours=24)  # nearer than this to the start, the night is no reason to wait
HERE: Final = ("in", "waiting", "offered")


def tell_cancelled(visit: Visit, occurrence: Occurrence) -> int:
    """Tell everybody with a part in a date that it does not take place; return how many."""
    _forget(visit, occurrence)
    at = _when(visit, occurrence.starts_at, occurrence.starts_at)
    people = _concerned(visit, occurrence)
    for person in people:
        _tell(visit, person, occurrence, _cancelled(visit, person, occurrence), at)
    return len(people)


def tell_moved(visit: Visit, before: Occurrence, after: Occurrence) -> int:
    """Tell everybody with a part in a date its old and its new time; return how many."""
    _forget(visit, after)
    at = _when(visit, before.starts_at, after.starts_at)
    people = _concerned(visit, after)
    for person in people:
        _tell(visit, person, after, _moved(visit, person, before, after), at)
    return len(people)


@action("moved.yes")
def still_coming(visit: Visit, occurrence: int = 0) -> None:
    """Confirm that the new time suits."""
    _keep(visit, occurrence, maybe=False)


@action("moved.maybe")
def perhaps(visit: Visit, occurrence: int = 0) -> None:
    """Keep the seat of somebody who does not know yet."""
    _keep(visit, occurrence, maybe=True)


def _keep(visit: Visit, occurrence: int, *, maybe: bool) -> None:
    _ = visit._
    found = running(visit, occurrence)
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if found is None or signup is None or signup.state == "out":
        about(visit, occurrence)
        return
    text = (
        _("You answered: Maybe. Your place is kept meanwhile.")
        if maybe
        else _("You answered: Yes, I am coming. Your place is kept.")
    )
    visit.say(f"{text}\n{cards.what(_, found)}", cards.calendar(_, occurrence), cards.leave(_, occurrence))


def _forget(visit: Visit, occurrence: Occurrence) -> None:
    letters.cancel_about(visit.tx, occurrence.id, occurrence.version, visit.now)
    visit.tx.expire_invitations(occurrence=occurrence.id)


def _concerned(visit: Visit, occurrence: Occurrence) -> list[Person]:
    ids = {s.person for state in HERE for s in signups_of(visit.tx, occurrence.id, state)}
    ids |= {shift.person for shift in shifts_of(visit.tx, occurrence.id)}
    people = [person_by_id(visit.tx, id_) for id_ in sorted(ids)]
    return [person for person in people if person and person.chat is not None]


def _when(visit: Visit, *starts: datetime) -> datetime:
    """Return the earliest moment to tell: at once if a start is near, else in waking hours."""
    if any(visit.now < start <= visit.now + SOON for start in starts):
        return visit.now
    return waking(visit.now, visit.house.zone)


def _tell(visit: Visit, person: Person, occurrence: Occurrence, message: Outbound, at: datetime) -> None:
    visit.tell(
        person,
        message,
        kind=Kind.CHANGE,
        key=f"chg:{person.id}:{occurrence.id}:{occurrence.version}",
        occurrence=occurrence.id,
        version=occurrence.version,
        not_before=at,
        expires_at=max(occurrence.ends_at, at + SOON),
    )


def _cancelled(visit: Visit, person: Person, occurrence: Occurrence) -> Outbound:
    _ = visit.reader_of(person)
    activity = cards.title(occurrence.activity)
    text = _(
        "{activity}, {when}, is cancelled. We are sorry. You need not set out.",
        activity=activity,
        when=_.when(occurrence.starts_at),
    )
    then = next((o for o in occurrences_of(visit.tx, occurrence.activity.id, visit.now) if o.on), None)
    if then is None or then.free <= 0 or _volunteers(visit, person, occurrence):
        return Outbound(text, (cards.look_on(_), cards.human(_)))
    more = _("The next time is {when}. Would you like to come then?", when=_.when(then.starts_at))
    join = (press(_("Yes, I will come"), "sign.join", then.id),)
    return Outbound(f"{text}\n{more}", (join, cards.look_on(_), cards.human(_)))


def _moved(visit: Visit, person: Person, before: Occurrence, after: Occurrence) -> Outbound:
    _ = visit.reader_of(person)
    lines = [
        _("{activity}, which you have signed up for, has been moved.", activity=cards.title(after.activity)),
        _("Before: {old_when}.", old_when=_.when(before.starts_at)),
        _now_line(_, after),
        _("Does it still suit you?"),
    ]
    rows: tuple[tuple[Button, ...], ...]
    shift = next((s for s in shifts_of(visit.tx, after.id) if s.person == person.id), None)
    if shift:
        rows = (
            (press(_("I am coming"), "shift.come", shift.id),),
            (press(_("I cannot come"), "shift.cant", shift.id),),
            cards.human(_),
        )
    else:
        rows = (
            (press(_("Yes, I am coming"), "moved.yes", after.id),),
            (press(_("Maybe"), "moved.maybe", after.id),),
            (press(_("No, cancel my place"), "sign.out", after.id),),
            cards.human(_),
        )
    return Outbound("\n".join(lines), rows)


def _now_line(_: Reader, after: Occurrence) -> str:
    if not after.activity.place:
        return _("Now: {new_when}.", new_when=_.when(after.starts_at))
    return _("Now: {new_when}, {place}.", new_when=_.when(after.starts_at), place=cards.place(after.activity))


def _volunteers(visit: Visit, person: Person, occurrence: Occurrence) -> bool:
    return any(shift.person == person.id for shift in shifts_of(visit.tx, occurrence.id))
