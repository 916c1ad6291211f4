"""Regular shifts: "every Tuesday" as one yes, with single days left out, and an end when somebody likes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from bot.dialogs.regular import skip_days
from bot.domain.activity import Occurrence, Shift
from bot.domain.duty import Bar, Facts, bars
from bot.domain.people import SHIFTS, Person, Role, seen_by, sight_of
from bot.handlers import cards, talk
from bot.handlers.on_duty import ROLES
from bot.handlers.promised import answered
from bot.handlers.registry import ACTIONS, action, press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import letters
from bot.storage.activities import activity_by_id, occurrence_by_id, occurrences_of, shift_by_id
from bot.storage.duty import facts_of
from bot.storage.people import coordinators
from bot.storage.regular import Regular, dates_of, regular_by_id, regular_of, shifts_in
from bot.storage.shifts import take_shift
from bot.storage.store import Tx

SEARCHED: Final = timedelta(days=14)  # nearer than this somebody to stand in is looked for at once
# what ends with a regular shift is known by its instant, also where a clock that is set by hand stands still
MARK: Final = timedelta(microseconds=1)
WANTING: Final = frozenset({Bar.APPROVAL, Bar.PAPER, Bar.GONE})  # of all days alike
TOLD: Final = 2  # days that are named with the reason why they are not taken


class Left(NamedTuple):
    """A day that is not taken, and why."""

    date: Occurrence
    bar: Bar
    facts: Facts


def row(visit: Visit, shift: Shift, date_: Occurrence) -> tuple[cards.Row, ...]:
    """Return the row that makes a single shift a regular one, or ends that; none where neither can be."""
    _ = visit._
    weekday = _.weekday(date_.starts_at)
    if regular_of(visit.tx, shift, date_, visit.house.zone):
        return ((press(_("Stop every {weekday}", weekday=weekday), "regular.end", shift.id),),)
    if shift.role != Role.COMPANION and _can_be(visit, shift, date_):
        return ((press(_("Every {weekday}", weekday=weekday), "regular.ask", shift.id),),)
    return ()


@action("regular.ask")
def ask(visit: Visit, shift: int) -> None:
    """Ask whether somebody would like to come every time."""
    own = _alone(visit, shift)
    if own is None:
        return
    _, (found, date_) = visit._, own
    free = [d for d in _dates(visit, date_) if d.id == date_.id or not _left(visit, found.role, d)]
    text = _(
        "Would you like to be {role} at {activity} every {weekday}?",
        role=_(ROLES[found.role]),
        activity=cards.title(date_.activity),
        weekday=_.weekday(date_.starts_at),
    )
    more = _.count(
        "It is {n} time, on {day}. You can leave out single days, and stop at any time.",
        "It is {n} times until {day}. You can leave out single days, and stop at any time.",
        len(free),
        day=_.day_seen_from(free[-1].starts_at, visit.now) if free else "",
    )
    visit.say(
        f"{text} {more}",
        (press(_("Yes, every {weekday}", weekday=_.weekday(date_.starts_at)), "regular.yes", shift),),
        (press(_("No, only this time"), "shift.show", shift),),
    )


@action("regular.yes")
def agree(visit: Visit, shift: int) -> None:
    """Take every date of that weekday that can be taken, and ask which to leave out."""
    own = _alone(visit, shift)
    if own is None:
        return
    _, zone, (found, date_) = visit._, visit.house.zone, own
    weekday = date_.starts_at.astimezone(zone).weekday()
    id_ = visit.tx.put_regular(
        activity=date_.activity.id, person=found.person, role=found.role, weekday=weekday, now=visit.now
    )
    regular = regular_by_id(visit.tx, id_)
    if regular is None:
        return
    left = take_all(visit.tx, visit.known(), regular, _dates(visit, date_), visit.now, zone)
    looked(visit.tx, regular, visit.now)
    mine = shifts_in(visit.tx, regular, _dates(visit, date_), visit.now)
    text = "\n".join([_thanks(_, regular, date_, mine), *_why(_, left)])
    if len(mine) < 2:  # noqa: PLR2004 - of one day none can be left out
        visit.say(text, (press(_("My shifts"), "shifts"),), lasting=True)
        return
    days = [d.starts_at.astimezone(zone).date().isoformat() for _shift, d in mine]
    talk.begin(visit, skip_days, regular=regular.id, dates=days, first=text)


@talk.finishes(skip_days)
def left_out(visit: Visit, result: tuple[int, list[date]]) -> None:
    """Give back the days that were named."""
    _, (id_, days) = visit._, result
    regular = regular_by_id(visit.tx, id_)
    if regular is None or regular.person != visit.known().id:
        _gone(visit)
        return
    zone = visit.house.zone
    mine = [(s, d) for s, d in _mine(visit, regular) if d.starts_at.astimezone(zone).date() in days]
    for shift, date_ in mine:
        _give_up(visit, shift, date_, visit.now)
    named = [_.day(d.starts_at) for _shift, d in mine]
    text = (
        _("Good. You leave out: {days}.", days=_.all_of(named)) if named else _("Good. Then all days stand.")
    )
    visit.say(text, (press(_("My shifts"), "shifts"),), cards.menu(_), lasting=True)


@action("regular.end")
def ask_end(visit: Visit, shift: int) -> None:
    """Ask when a regular shift is to end."""
    own = _own(visit, shift)
    regular = regular_of(visit.tx, *own, visit.house.zone) if own else None
    if own is None or regular is None:
        if own:
            _gone(visit)
        return
    _, mine = visit._, _mine(visit, regular)
    text = _(
        "You are {role} every {weekday}. The next time is {day}. When would you like to stop?",
        role=_(ROLES[regular.role]),
        weekday=_.weekday(own[1].starts_at),
        day=_.day(mine[0][1].starts_at),
    )
    visit.say(
        text,
        (press(_("After the next time"), "regular.stop", regular.id, 1),),
        (press(_("At once"), "regular.stop", regular.id, 0),),
        (press(_("Go on as now"), "shift.show", shift),),
    )


@action("regular.stop")
def stop(visit: Visit, regular: int, keep: int) -> None:
    """End a regular shift, after so many times more; the coordinators hear of it in one line."""
    found = _regular(visit, regular)
    if found is None:
        return
    _ = visit._
    mine = _mine(visit, found)
    at = visit.now + MARK
    if visit.tx.end_regular(id=found.id, now=at):
        for shift, date_ in mine[keep:]:
            _give_up(visit, shift, date_, at)
        _tell_ended(visit, found, mine[:keep], mine[keep:])
    thanks = _("Thank you for the times you have been {role}.", role=_(ROLES[found.role]))
    last = _("The last time is {day}.", day=_.day(mine[0][1].starts_at)) if keep and mine else ""
    visit.say(
        " ".join(filter(None, [thanks, last])),
        (press(_("Undo"), "regular.again", found.id),),
        (press(_("My shifts"), "shifts"),),
        lasting=True,
    )


@action("regular.again")
def again(visit: Visit, regular: int) -> None:
    """Take a regular shift up again, as far as nobody else has its days now."""
    found = _regular(visit, regular)
    if found is None:
        return
    _ = visit._
    left: list[Left] = []
    if found.ended_at is not None:
        left = _take_back(visit, found, found.ended_at)
        wanting = next((one for one in left if one.bar in WANTING), None)
        if wanting:
            ACTIONS["shift.take"](visit, wanting.date.id, SHIFTS.index(Role(found.role)))  # which tells what
            return
        visit.tx.begin_regular_again(id=found.id)
        _tell(visit, found, lambda told, name: told("{volunteer} goes on as before.", volunteer=name))
    text = _("Lovely. You are {role} as before.", role=_(ROLES[found.role]))
    visit.say("\n".join([text, *_why(_, left)]), (press(_("My shifts"), "shifts"),), lasting=True)


def _take_back(visit: Visit, regular: Regular, at: datetime) -> list[Left]:
    """Take what was given up at a moment, as far as that can still be; return what cannot, and why."""
    left = []
    rows = visit.tx.given_up_with(
        activity=regular.activity, person=regular.person, role=regular.role, at=at, now=visit.now
    )
    for id_, occurrence in rows:
        visit.tx.lock_occurrence(id=occurrence)
        date_ = occurrence_by_id(visit.tx, occurrence)
        if date_ is None or not date_.on:
            continue
        if found := _left(visit, regular.role, date_):
            left.append(found)
        else:
            visit.tx.set_shift(id=id_, state="taken", now=visit.now)
    return left


def take_all(
    tx: Tx, person: Person, regular: Regular, dates: list[Occurrence], now: datetime, zone: tzinfo
) -> list[Left]:
    """Take each date that can be taken and was not given back before; return those that cannot."""
    left = []
    for date_ in dates:
        tx.lock_occurrence(id=date_.id)
        if tx.shift_of(occurrence=date_.id, person=person.id, role=regular.role):
            continue
        if found := left_of(tx, person, Role(regular.role), date_, now, zone):
            left.append(found)
        elif shift := take_shift(tx, date_, regular.role, person.id, now):
            answered(tx, shift, date_, now, zone)
    return left


def left_of(  # what is known of a person, a role and a date at a moment
    tx: Tx, person: Person, role: Role, date_: Occurrence, now: datetime, zone: tzinfo
) -> Left | None:
    """Return why a date cannot be taken; None if it can, or is theirs already."""
    facts = facts_of(tx, person, date_, role, now, zone)
    bar = next(iter(bars(facts)), None)
    return None if bar in (None, Bar.HAD) else Left(date_, bar, facts)


def _left(visit: Visit, role: str, date_: Occurrence) -> Left | None:
    return left_of(visit.tx, visit.known(), Role(role), date_, visit.now, visit.house.zone)


def _why(_: Reader, left: list[Left]) -> list[str]:
    """Return a line for each of the first days that are not taken, and how many more there are."""
    lines = [_("Not {day}: {why}.", day=_.day(one.date.starts_at), why=reason(_, one)) for one in left[:TOLD]]
    if len(left) > TOLD:
        lines.append(_.count("And {n} day more.", "And {n} days more.", len(left) - TOLD))
    return lines


def reason(_: Reader, left: Left) -> str:
    """Return why a day is not taken; of people who are kept apart nothing is said."""
    match left.bar:
        case Bar.OVERLAP:
            return _("you also have {activity} then", activity=cards.clip(left.facts.clash, cards.TITLE))
        case Bar.CAP:
            return _.count(
                "you have said at most {n} a week", "you have said at most {n} a week", left.facts.cap
            )
        case _other:
            return _("somebody else has that one")


def _thanks(_: Reader, regular: Regular, date_: Occurrence, mine: list[tuple[Shift, Occurrence]]) -> str:
    return _.count(
        "Thank you. You are {role} at {activity} every {weekday}: {n} time, on {day}.",
        "Thank you. You are {role} at {activity} every {weekday}: {n} times until {day}.",
        len(mine),
        role=_(ROLES[regular.role]),
        activity=cards.title(date_.activity),
        weekday=_.weekday(date_.starts_at),
        day=_.day_seen_from(mine[-1][1].starts_at, mine[0][1].starts_at) if mine else "",
    )


def _give_up(visit: Visit, shift: Shift, date_: Occurrence, at: datetime) -> None:
    """Give a day back; if it is near, somebody to stand in is looked for at once."""
    state = "prevented" if date_.starts_at - visit.now <= SEARCHED else "released"
    visit.tx.set_shift(id=shift.id, state=state, now=at)
    letters.cancel_for(visit.tx, date_.id, shift.person, visit.now)


def _tell_ended(
    visit: Visit,
    regular: Regular,
    kept: list[tuple[Shift, Occurrence]],
    gone: list[tuple[Shift, Occurrence]],
) -> None:
    activity = activity_by_id(visit.tx, regular.activity)
    if activity is None or not gone:
        return

    def line(told: Reader, name: str) -> str:
        stops = told(
            "{volunteer} stops as {role} at {activity} every {weekday}.",
            volunteer=name,
            role=told(ROLES[regular.role]),
            activity=cards.title(activity),
            weekday=told.weekday(gone[0][1].starts_at),
        )
        last = told("The last time is {day}.", day=told.day(kept[-1][1].starts_at)) if kept else ""
        needs = told("Somebody is missing from {day} on.", day=told.day(gone[0][1].starts_at))
        return " ".join(filter(None, [stops, last, needs]))

    _tell(visit, regular, line)


def _tell(visit: Visit, regular: Regular, line: Callable[[Reader, str], str]) -> None:
    person, activity = visit.known(), activity_by_id(visit.tx, regular.activity)
    for other in coordinators(visit.tx, activity.organisation) if activity else []:
        told = visit.reader_of(other)
        name = seen_by(sight_of(other, person), person).first_name or told("A volunteer")
        visit.tell(other, Outbound(line(told, name)), kind=Kind.STAFF)


def looked(tx: Tx, regular: Regular, now: datetime) -> None:
    """Remember up to which date a regular shift was looked at, whatever the weekday."""
    found = [date_.starts_at for date_ in occurrences_of(tx, regular.activity, now)]
    tx.set_regular_until(id=regular.id, until=max(found, default=now))


def _dates(visit: Visit, date_: Occurrence) -> list[Occurrence]:
    zone = visit.house.zone
    weekday = date_.starts_at.astimezone(zone).weekday()
    return dates_of(visit.tx, date_.activity.id, weekday, visit.now, zone)


def _mine(visit: Visit, regular: Regular) -> list[tuple[Shift, Occurrence]]:
    dates = dates_of(visit.tx, regular.activity, regular.weekday, visit.now, visit.house.zone)
    return shifts_in(visit.tx, regular, dates, visit.now)


def _can_be(visit: Visit, shift: Shift, date_: Occurrence) -> bool:
    others = (d for d in _dates(visit, date_) if d.id != date_.id)
    return any(_left(visit, shift.role, d) is None for d in others)


def _own(visit: Visit, shift: int) -> tuple[Shift, Occurrence] | None:
    found = shift_by_id(visit.tx, shift)
    date_ = occurrence_by_id(visit.tx, found.occurrence) if found else None
    if found and date_ and found.on and date_.on and found.person == visit.known().id:
        return found, date_
    _gone(visit)
    return None


def _alone(visit: Visit, shift: int) -> tuple[Shift, Occurrence] | None:
    """Return a shift of one's own that can come every time; a companion's belongs to two."""
    own = _own(visit, shift)
    if own and own[0].role == Role.COMPANION:
        _gone(visit)
        return None
    return own


def _regular(visit: Visit, regular: int) -> Regular | None:
    found = regular_by_id(visit.tx, regular)
    if found and found.person == visit.known().id:
        return found
    _gone(visit)
    return None


def _gone(visit: Visit) -> None:
    visit.say(visit._("That shift is not here any more."), (press(visit._("My shifts"), "shifts"),))
