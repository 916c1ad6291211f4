"""Shifts of volunteers: seen, taken, confirmed, and given back at any time without a word of why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from bot.domain.activity import Occurrence, Shift
from bot.domain.duty import Bar
from bot.domain.people import SHIFTS, Role, Sight, seen_by, sight_of
from bot.handlers import accompany, cards, regular
from bot.handlers.looks import note_names_seen
from bot.handlers.on_duty import ROLES
from bot.handlers.promised import answered
from bot.handlers.registry import ACTIONS, action, command, press
from bot.handlers.visit import Rows, Visit
from bot.i18n import Reader
from bot.language.fold import fold
from bot.language.several_days import NotAmongThem, named
from bot.ports import Kind, Outbound, Said
from bot.storage import letters
from bot.storage.activities import (
    occurrence_by_id,
    shift_by_id,
    shifts_of_person,
    signups_of,
)
from bot.storage.blocks import apart
from bot.storage.duty import barred, vacant
from bot.storage.people import coordinators, person_by_id
from bot.storage.shifts import gap_of
from bot.storage.store import Tx

AHEAD: Final = timedelta(weeks=4)
NOT_COMING: Final = frozenset({"ikke", "forhindret", "afbud", "not", "cannot"})
LONGEST: Final = 14  # words in which somebody says no to a day
SHOWN, A_PAGE = 4, 3  # of open shifts, and of one's own beside two other buttons


@action("shifts")
@command("vagter")
def mine(visit: Visit, page: int = 0) -> None:
    """Show a volunteer's own shifts, a page at a time."""
    _ = visit._
    _listed(visit, _("Your shifts:"), "shift.show", ("shifts", page), _more(visit))


@action("shift.which")
@command("forhindret")
def which(visit: Visit, page: int = 0) -> None:
    """Ask which shift somebody cannot come to: of the days that are named, if any; a press gives it back."""
    _ = visit._
    _listed(visit, _("Which shift is it about?"), "shift.cant", ("shift.which", page), days=_named(visit))


@action("shift.open")
def to_take(visit: Visit) -> None:
    """Show where somebody is missing."""
    _ = visit._
    found = vacant(visit.tx, visit.known(), visit.now, visit.now + AHEAD)[:SHOWN]
    if not found:
        visit.say(_("Nobody is missing just now. Thank you for asking."), cards.menu(visit._))
        return
    lines = [f"{_(ROLES[role]).capitalize()}: {cards.what(_, o)}" for o, role in found]
    rows = [
        (press(f"{n}. {_(ROLES[role]).capitalize()}", "shift.take", o.id, SHIFTS.index(role)),)
        for n, (o, role) in enumerate(found, 1)
    ]
    visit.say("\n".join([_("Here somebody is missing:"), *lines]), *rows, cards.menu(visit._))


@action("shift.show")
def show(visit: Visit, shift: int) -> None:
    """Show one shift of one's own, and who is coming."""
    own = _mine(visit, shift)
    if own is None:
        return
    _ = visit._
    found, date = own
    visit.say(f"{_(ROLES[found.role]).capitalize()}: {cards.what(_, date)}", *choices(visit, found.id))


@action("shift.who")
def who_comes(visit: Visit, shift: int) -> None:
    """Show the first names of those who come, and nothing else of them."""
    own = _mine(visit, shift)
    if own is None:
        return
    _ = visit._
    found, date = own
    names, about = who_is_coming(visit.tx, _, visit.known().id, date, date.capacity)
    if not date.taken:
        text = _("Nobody has signed up yet.")
    else:
        text = _.count("{n} place is taken.", "{n} places are taken.", date.taken)
    rows = choices(visit, shift)
    if date.starts_at <= visit.now and found.role == "host":
        rows = ((press(_("Who was there?"), "came.list", date.id),), *rows)
    message = Outbound(" ".join(filter(None, [text, names])), rows)
    note_names_seen(visit, date, about)
    visit.send(message, about=[visit.known().id, *about])


def who_is_coming(tx: Tx, _: Reader, viewer: int, date: Occurrence, most: int) -> tuple[str, list[int]]:
    """Return in a sentence the first names of so many who come, and whom it names."""
    people = [person_by_id(tx, signup.person) for signup in signups_of(tx, date.id)]
    seen = [p for p in people if p and not apart(tx, viewer, p.id)]
    shown = seen[:most]
    new = {row[0] for row in tx.greeted_at(occurrence=date.id)}
    names = [seen_by(Sight.HOST, p).first_name or _("Somebody") for p in shown]
    names = [_("{name} (new)", name=n) if p.id in new else n for n, p in zip(names, shown, strict=True)]
    if len(seen) > most:
        names.append(_.count("{n} more", "{n} more", len(seen) - most))
    return (_("Coming: {names}.", names=_.all_of(names)) if names else ""), [p.id for p in shown]


@action("shift.come")
def come(visit: Visit, shift: int) -> None:
    """Confirm a shift."""
    own = _mine(visit, shift)
    if own is None:
        return
    found, date = own
    if found.state == "taken":
        visit.tx.set_shift(id=found.id, state="confirmed", now=visit.now)
    _ = visit._
    text = _(
        "You answered: I am coming. Thank you. {activity}, {when}.",
        activity=cards.title(date.activity),
        when=_.when(date.starts_at),
    )
    visit.say(text, (press(_("See who is coming"), "shift.who", found.id),), lasting=True)


@action("shift.cant")
def prevented(visit: Visit, shift: int) -> None:
    """Give a shift back; the coordinators hear of it at once."""
    _ = visit._
    found = shift_by_id(visit.tx, shift)
    date = occurrence_by_id(visit.tx, found.occurrence) if found else None
    if found is None or date is None or found.person != visit.known().id:
        visit.say(_("That shift is not here any more."), (press(_("My shifts"), "shifts"),))
        return
    if date.ends_at <= visit.now:
        visit.say(_("That shift is over. Thank you."), (press(_("My shifts"), "shifts"),))
        return
    if found.on:
        visit.tx.set_shift(id=found.id, state="prevented", now=visit.now)
        letters.cancel_for(visit.tx, date.id, found.person, visit.now)
        _tell_prevented(visit, found, date)
        accompany.shift_given_up(visit, found)
    if visit.house.settings.substitutes != "off" and gap_of(visit.tx, found.id, visit.now):
        text = _(
            "Thank you for telling us. I look for somebody to stand in, and {coordinator} has been told. "
            "You need not do anything more.",
            coordinator=visit.coordinator_name(),
        )
    else:
        text = _(
            "Thank you for telling us. {coordinator} has been told and takes over from here. "
            "You need not do anything more.",
            coordinator=visit.coordinator_name(),
        )
    visit.say(
        text,
        (press(_("Undo"), "shift.undo", found.id),),
        (press(_("My shifts"), "shifts"),),
        lasting=True,
    )


@action("shift.undo")
def after_all(visit: Visit, shift: int) -> None:
    """Take a shift back that was given up, unless somebody else has it now."""
    _ = visit._
    found = shift_by_id(visit.tx, shift)
    date = occurrence_by_id(visit.tx, found.occurrence) if found else None
    if found is None or date is None or found.person != visit.known().id or date.starts_at <= visit.now:
        visit.say(_("That shift is not here any more."), (press(_("My shifts"), "shifts"),))
        return
    visit.tx.lock_occurrence(id=date.id)
    back = found.state == "prevented" and accompany.shift_taken_back(visit, found)
    role = Role(found.role)
    bar = None if back else barred(visit.tx, visit.known(), date, role, visit.now, visit.house.zone)
    if found.state == "prevented" and bar is None:
        visit.tx.set_shift(id=found.id, state="taken", now=visit.now)
        answered(visit.tx, found, date, visit.now, visit.house.zone)
        for other in coordinators(visit.tx, date.activity.organisation):
            told = visit.reader_of(other)
            name = seen_by(sight_of(other, visit.known()), visit.known()).first_name
            text = told("{volunteer} can come after all: {what}", volunteer=name, what=cards.what(told, date))
            visit.tell(other, Outbound(text), kind=Kind.STAFF)
    elif not found.on and bar in (Bar.APPROVAL, Bar.PAPER):
        ACTIONS["shift.take"](visit, date.id, SHIFTS.index(role))  # which tells what is wanting
        return
    elif not found.on:
        visit.say(_("Somebody else has taken it meanwhile. Thank you."), (press(_("My shifts"), "shifts"),))
        return
    show(visit, shift)


def hears(visit: Visit) -> bool:
    """Ask about the shift on a day that somebody writes they cannot come to; tell whether it was so."""
    words = fold(visit.inbound.text).split()
    meant = len(words) <= LONGEST and not NOT_COMING.isdisjoint(words) and bool(_named(visit))
    if meant:
        which(visit)
    return meant


def _named(visit: Visit) -> list[date]:
    """Return the days of one's own shifts that stand in what was written; none if none do."""
    if visit.inbound.said is not Said.TEXT:
        return []
    now = visit.now.astimezone(visit.house.zone)
    days = [_day(visit, found) for _shift, found in _dated(visit)]
    try:
        return named(visit.inbound.text.removeprefix("/forhindret"), days, now.replace(tzinfo=None))
    except NotAmongThem:
        return []


def _dated(visit: Visit) -> list[tuple[Shift, Occurrence]]:
    return [(s, o) for s in _own(visit) if (o := occurrence_by_id(visit.tx, s.occurrence)) and o.on]


def _day(visit: Visit, found: Occurrence) -> date:
    return found.starts_at.astimezone(visit.house.zone).date()


def _listed(  # one name for each thing that a list is made of
    visit: Visit,
    first: str,
    verb: str,
    at: tuple[str, int],
    more: Rows = (),
    days: Collection[date] = (),
) -> None:
    """Show a page of one's own shifts, on these days if any; each has this verb. ``at``: verb and page."""
    _, (turn, page) = visit._, at
    own = [(s, o) for s, o in _dated(visit) if not days or _day(visit, o) in days]
    if not own:
        visit.say(_("You have no shifts now."), *_more(visit), cards.menu(_))
        return
    begin = page * A_PAGE if page * A_PAGE < len(own) else 0
    shown = own[begin : begin + A_PAGE]
    lines = [f"{_(ROLES[s.role]).capitalize()}: {cards.what(_, o)}" for s, o in shown]
    rows = [(press(cards.label(o.activity, n), verb, s.id),) for n, (s, o) in enumerate(shown, 1)]
    if begin + A_PAGE < len(own):
        rows.append((press(_("Show more"), turn, begin // A_PAGE + 1),))
    visit.say("\n".join([first, *lines]), *rows, *more, cards.menu(_))


def _own(visit: Visit) -> list[Shift]:
    return shifts_of_person(visit.tx, visit.known().id, visit.now)


def _mine(visit: Visit, shift: int) -> tuple[Shift, Occurrence] | None:
    """Return a shift of the person's own that is still on; else say so, alike for none and not theirs."""
    found = shift_by_id(visit.tx, shift)
    date = occurrence_by_id(visit.tx, found.occurrence) if found else None
    if found and date and found.on and date.on and found.person == visit.known().id:
        return found, date
    visit.say(visit._("That shift is not here any more."), (press(visit._("My shifts"), "shifts"),))
    return None


def _tell_prevented(visit: Visit, found: Shift, date: Occurrence) -> None:
    person = visit.known()
    for other in coordinators(visit.tx, date.activity.organisation):
        _ = visit.reader_of(other)
        text = _(
            "{volunteer} is prevented as {role}: {what}",
            volunteer=seen_by(sight_of(other, person), person).first_name,
            role=_(ROLES[found.role]),
            what=cards.what(_, date),
        )
        rows = ((press(_("Show the activity"), "plan.show", date.id),),)
        visit.tell(other, Outbound(text, rows), kind=Kind.STAFF)


def choices(visit: Visit, shift: int) -> tuple[cards.Row, ...]:
    """Return what a volunteer may do about a shift of their own."""
    _ = visit._
    found = shift_by_id(visit.tx, shift)
    date = occurrence_by_id(visit.tx, found.occurrence) if found else None
    return (
        (press(_("See who is coming"), "shift.who", shift),),
        *(regular.row(visit, found, date) if found and date else ()),
        (press(_("Put it in my calendar"), "calendar"),),
        (press(_("I am prevented"), "shift.cant", shift),),
        (press(_("My shifts"), "shifts"),),
    )


def _more(visit: Visit) -> tuple[cards.Row, ...]:
    _ = visit._
    return (
        (press(_("See open shifts"), "shift.open"),),
        (press(_("My choices"), "vol"),),
    )
