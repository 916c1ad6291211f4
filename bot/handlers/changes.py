"""A date is cancelled or moved: everybody concerned is told once, and what was on its way about it dies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Final

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.domain.people import Person, seen_by, sight_of
from bot.domain.quiet import waking
from bot.handlers import cards
from bot.handlers.find import about
from bot.handlers.on_duty import ROLES
from bot.handlers.registry import action, press
from bot.handlers.signups import running
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Button, Kind, Outbound
from bot.storage import letters
from bot.storage.activities import occurrence_by_id, occurrences_of, shifts_of, signup_of, signups_of
from bot.storage.people import coordinators, person_by_id
from bot.storage.reminders import letters_about
from bot.storage.store import Tx

SOON: Final = timedelta(hours=24)  # nearer than this to the start, the night is no reason to wait
HERE: Final = ("in", "waiting", "offered")
CALL: Final = "call:"  # what the key of a line to a coordinator about somebody to call begins with


def tell_cancelled(visit: Visit, occurrence: Occurrence) -> int:
    """Tell everybody with a part in a date that it does not take place; return how many."""
    _forget(visit, occurrence)
    people = _concerned(visit, occurrence)
    known = _known_starts(visit, occurrence)
    at = _when(visit, occurrence.starts_at, *known.values())
    for person in people:
        start = known.get(person.id, occurrence.starts_at)
        _tell(visit, person, occurrence, _cancelled(visit, person, occurrence, start), at, start)
    call(visit.tx, visit.house.settings, occurrence, _without_chat(visit, occurrence), visit.now)
    return len(people)


def tell_moved(visit: Visit, before: Occurrence, after: Occurrence) -> int:
    """Tell everybody with a part in a date its old and its new time; return how many."""
    _forget(visit, after)
    visit.tx.ask_shifts_again(occurrence=after.id, now=visit.now)
    people = _concerned(visit, after)
    known = _known_starts(visit, after)
    at = _when(visit, before.starts_at, after.starts_at, *known.values())
    for person in people:
        start = known.get(person.id, before.starts_at)
        _tell(visit, person, after, _moved(visit, person, start, after), at, start)
    call(visit.tx, visit.house.settings, after, _without_chat(visit, after), visit.now)
    return len(people)


def tell_elsewhere(visit: Visit, activity: int, *, but: Collection[int] = ()) -> int:
    """Tell everybody with a part in a coming date, but in these, of its new place; return how many.

    Whoever has a part in several hears it once, about the first of them, and how many more there are.
    """
    dates = [
        date
        for date in occurrences_of(visit.tx, activity, visit.now)
        if date.state == "planned" and date.id not in but
    ]
    times = Counter(person.id for date in dates for person in _all(visit, date))
    told = set[int]()
    for before in dates:
        visit.tx.move_occurrence(id=before.id, starts_at=before.starts_at, ends_at=before.ends_at)
        after = occurrence_by_id(visit.tx, before.id)
        if after:
            told |= _tell_elsewhere(visit, before, after, times, told)
    return len(told)


def _tell_elsewhere(
    visit: Visit, before: Occurrence, after: Occurrence, times: Counter[int], told: set[int]
) -> set[int]:
    """Tell those not told yet, and those whom an earlier change of this date has not reached; return whom."""
    _forget(visit, after)
    visit.tx.ask_shifts_again(occurrence=after.id, now=visit.now)
    known = _known_starts(visit, after)
    at = _when(visit, before.starts_at, *known.values())
    people = [p for p in _concerned(visit, after) if p.id not in told or p.id in known]
    for person in people:
        start = known.get(person.id, before.starts_at)
        later = times[person.id] - 1 if person.id not in told else 0
        _tell(visit, person, after, _moved(visit, person, start, after, later), at, start)
    unreached = [person for person in _without_chat(visit, after) if person.id not in told]
    call(visit.tx, visit.house.settings, after, unreached, visit.now)
    return {person.id for person in (*people, *unreached)}


def call(tx: Tx, settings: Settings, occurrence: Occurrence, people: list[Person], now: datetime) -> int:
    """Let the coordinators know, once for each person, who has to be called about a change.

    These have no chat, or a message to them did not arrive.  Return how many are told of now.
    """
    written = [found.key for found in letters_about(tx, occurrence.id)]
    new = [p for p in people if not any(key.startswith(_call_key(occurrence, p)) for key in written)]
    listening = coordinators(tx, occurrence.activity.organisation)
    for other, person in product(listening, new):
        _ = Reader(other.language or settings.locale, settings.zone)
        if other.chat is not None:
            letters.put(
                tx,
                key=f"{_call_key(occurrence, person)}{other.id}",
                chat=other.chat,
                kind=Kind.STAFF,
                message=Outbound(_to_call(_, other, person, occurrence)),
                now=now,
                person=other.id,
                occurrence=occurrence.id,
                version=occurrence.version,
                expires_at=max(occurrence.ends_at, now + SOON),
            )
    return len(new) if listening else 0


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
    return [person for person in _all(visit, occurrence) if letters.reaches(visit.tx, person)]


def _without_chat(visit: Visit, occurrence: Occurrence) -> list[Person]:
    return [person for person in _all(visit, occurrence) if person.chat is None]


def _all(visit: Visit, occurrence: Occurrence) -> list[Person]:
    ids = {s.person for state in HERE for s in signups_of(visit.tx, occurrence.id, state)}
    ids |= {shift.person for shift in shifts_of(visit.tx, occurrence.id)}
    people = [person_by_id(visit.tx, id_) for id_ in sorted(ids)]
    return [person for person in people if person]


def _known_starts(visit: Visit, occurrence: Occurrence) -> dict[int, datetime]:
    """Return the start that each one still has in mind whom the last change has not reached yet."""
    rows = visit.tx.changes_on_their_way(occurrence=occurrence.id)
    return {person: datetime.fromtimestamp(int(key.split(":")[-1]), UTC) for key, person in rows}


def _to_call(_: Reader, other: Person, person: Person, occurrence: Occurrence) -> str:
    citizen = seen_by(sight_of(other, person), person).first_name or _("Somebody")
    activity, when = cards.title(occurrence.activity), _.when(occurrence.starts_at)
    if occurrence.state == "cancelled":
        return _(
            "{citizen} does not know that {activity}, {when}, is cancelled. Please call.",
            citizen=citizen,
            activity=activity,
            when=when,
        )
    return _(
        "{citizen} does not know that {activity} is now {when}. Please call.",
        citizen=citizen,
        activity=activity,
        when=when,
    )


def _call_key(occurrence: Occurrence, person: Person) -> str:
    return f"{CALL}{person.id}:{occurrence.id}:{occurrence.version}:"


def _when(visit: Visit, *starts: datetime) -> datetime:
    """Return the earliest moment to tell: at once if a start is near, else in waking hours."""
    if any(visit.now < start <= visit.now + SOON for start in starts):
        return visit.now
    return waking(visit.now, visit.house.zone)


def _tell(
    visit: Visit, person: Person, occurrence: Occurrence, message: Outbound, at: datetime, known: datetime
) -> None:
    visit.tell(
        person,
        message,
        kind=Kind.CHANGE,
        key=f"chg:{person.id}:{occurrence.id}:{occurrence.version}:{int(known.timestamp())}",
        occurrence=occurrence.id,
        version=occurrence.version,
        not_before=at,
        expires_at=max(occurrence.ends_at, at + SOON),
    )


def _cancelled(visit: Visit, person: Person, occurrence: Occurrence, known: datetime) -> Outbound:
    _ = visit.reader_of(person)
    activity = cards.title(occurrence.activity)
    text = _(
        "{activity}, {when}, is cancelled. We are sorry. You need not set out.",
        activity=activity,
        when=_.when(known),
    )
    signup = signup_of(visit.tx, occurrence.id, person.id)
    off = (cards.out_of_calendar(_, occurrence.id),) if signup and signup.state == "in" else ()
    then = next((o for o in occurrences_of(visit.tx, occurrence.activity.id, visit.now) if o.on), None)
    if then is None or then.free <= 0 or _volunteers(visit, person, occurrence):
        return Outbound(text, (cards.look_on(_), *off, cards.human(_)))
    more = _("The next time is {when}. Would you like to come then?", when=_.when(then.starts_at))
    join = (press(_("Yes, I will come"), "sign.join", then.id),)
    return Outbound(f"{text}\n{more}", (join, cards.look_on(_), *off, cards.human(_)))


def _moved(visit: Visit, person: Person, known: datetime, after: Occurrence, later: int = 0) -> Outbound:
    _ = visit.reader_of(person)
    shift = next((s for s in shifts_of(visit.tx, after.id) if s.person == person.id), None)
    activity = cards.title(after.activity)
    lines = [
        _("{activity}, where you are {role}, has been moved.", activity=activity, role=_(ROLES[shift.role]))
        if shift
        else _("{activity}, which you have signed up for, has been moved.", activity=activity),
        _("Before: {old_when}.", old_when=_.when(known)),
        _now_line(_, after),
        _.count("The same goes for {n} later date.", "The same goes for {n} later dates.", later)
        if later
        else "",
        _("Does it still suit you?"),
    ]
    rows: tuple[tuple[Button, ...], ...]
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
    return Outbound("\n".join(filter(None, lines)), rows)


def _also(_: Reader, later: int) -> str:
    if not later:
        return ""
    return _.count("The same goes for {n} later date.", "The same goes for {n} later dates.", later)


def _now_line(_: Reader, after: Occurrence) -> str:
    if not after.activity.place:
        return _("Now: {new_when}.", new_when=_.when(after.starts_at))
    return _("Now: {new_when}, {place}.", new_when=_.when(after.starts_at), place=cards.place(after.activity))


def _volunteers(visit: Visit, person: Person, occurrence: Occurrence) -> bool:
    return any(shift.person == person.id for shift in shifts_of(visit.tx, occurrence.id))
