"""A volunteer's own week in one message on Monday: their shifts, who comes, and where somebody is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from bot.config import Settings
from bot.domain.activity import Occurrence, Shift
from bot.domain.budget import week_of
from bot.domain.duty import bars, fits
from bot.domain.people import Person
from bot.domain.quiet import on_the_wall
from bot.handlers import cards
from bot.handlers.on_duty import ROLES
from bot.handlers.registry import action, press
from bot.handlers.shifts import who_is_coming
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Outbound
from bot.storage.activities import occurrence_by_id, shifts_of_person
from bot.storage.duty import Open, facts_of, vacant
from bot.storage.habits import habits
from bot.storage.people import interests_of
from bot.storage.store import Tx

SHOWN, OPEN = 3, 2  # shifts of one's own, and open ones, in one message
TITLE, PLACE = 40, 30  # characters of a line
NAMED: Final = 2  # who comes, by name
OLD: Final = 31  # days after which a button says nothing of a week any more


class Week(NamedTuple):
    """What a message tells, and whom it names besides its reader."""

    message: Outbound
    about: list[int]


def week(tx: Tx, settings: Settings, person: Person, now: datetime) -> Week | None:
    """Return a volunteer's own week from now on; None where there is nothing to tell."""
    _, zone = Reader(person.language or settings.locale, settings.zone), settings.zone
    ends = week_of(now, zone).ends
    own = _own(tx, person, now, ends)
    free = open_that_fit(tx, settings, person, now, ends)
    if not own and not free:
        return None
    asked = [shift for shift, _date in own if shift.state == "taken"]
    about: list[int] = []
    parts: list[tuple[int, str]] = [(0, _greeting(_, person, len(own)))]
    for shift, date_ in own[:SHOWN]:
        names, ids = who_is_coming(tx, _, person.id, date_, NAMED)
        about += ids
        waits = _("Your yes is still wanting.") if shift.state == "taken" else ""
        parts += [(0, _line(_, shift.role, date_)), (1, waits), (2, names)]
    if len(own) > SHOWN:
        parts.append((0, _.count("And {n} more.", "And {n} more.", len(own) - SHOWN)))
    parts += _open_lines(_, free)
    if asked:
        parts.append(
            (0, _.count("Does your shift still suit you?", "Do your shifts still suit you?", len(own)))
        )
    return Week(Outbound(cards.fit(cards.CARD, *parts), _rows(_, own, asked, free, now, settings)), about)


def open_that_fit(tx: Tx, settings: Settings, person: Person, now: datetime, until: datetime) -> list[Open]:
    """Return open shifts that somebody can take and that suit, what they like first; none when spared."""
    spared = tx.spared_until(id=person.id)
    if spared and spared > now:
        return []
    likes = interests_of(tx, person.id, "wish")
    found = [
        (date_, role)
        for date_, role in vacant(tx, person, now, until)
        if fits(person.weekdays, person.times, date_.starts_at, settings.zone)
        and not tx.shift_of(occurrence=date_.id, person=person.id, role=role.value)  # given back
        and not bars(facts_of(tx, person, date_, role, now, settings.zone))
    ]
    return sorted(found, key=lambda open_: open_[0].activity.interest not in likes)  # else in order of time


@action("week.yes")
def all_suit(visit: Visit, monday: int) -> None:
    """Confirm every shift of that week that is still to come."""
    _ = visit._
    zone = visit.house.zone
    today = visit.now.astimezone(zone).date()
    first = date.fromordinal(monday) if abs(today.toordinal() - monday) < OLD else today
    begins, ends = (on_the_wall(day, time(), zone) for day in (first, first + timedelta(days=7)))
    own = [
        (shift, date_)
        for shift, date_ in _own(visit.tx, visit.known(), visit.now, ends)
        if date_.starts_at >= begins
    ]
    for shift, _date in own:
        if shift.state == "taken":
            visit.tx.set_shift(id=shift.id, state="confirmed", now=visit.now)
    text = _("Thank you. Then I count on you.") if own else _("You have no shifts then any more.")
    visit.say(text, (press(_("My shifts"), "shifts"),), cards.menu(_), lasting=True)


@action("week")
def choose(visit: Visit) -> None:
    """Show whether a volunteer's own week comes on Mondays."""
    _ = visit._
    if habits(visit.tx, visit.known().id).monday:
        text, row = _("On Mondays I send you your shifts of the week."), _off(_)
    else:
        text, row = _("On Mondays I send you nothing."), (press(_("Send me my week"), "week.on"),)
    visit.say(text, row, (press(_("Back"), "vol"),))


@action("week.off")
def off(visit: Visit) -> None:
    """Send no more on Mondays."""
    _ = visit._
    visit.tx.set_monday(person=visit.known().id, monday=0)
    visit.say(
        _("That is quite all right. On Mondays I send nothing more. Your reminders still come."),
        (press(_("Undo"), "week.on"),),
        cards.menu(_),
        lasting=True,
    )


@action("week.on")
def on(visit: Visit) -> None:
    """Send a volunteer's own week on Mondays."""
    visit.tx.set_monday(person=visit.known().id, monday=1)
    choose(visit)


def _own(tx: Tx, person: Person, now: datetime, until: datetime) -> list[tuple[Shift, Occurrence]]:
    own = [(s, d) for s in shifts_of_person(tx, person.id, now) if (d := occurrence_by_id(tx, s.occurrence))]
    return [(shift, date_) for shift, date_ in own if date_.on and now < date_.starts_at < until]


def _greeting(_: Reader, person: Person, count: int) -> str:
    name = person.first_name
    hello = _("A good Monday, {name}.", name=name) if name else _("A good Monday.")
    if not count:
        return hello
    return f"{hello} {_.count('This week you have {n} shift:', 'This week you have {n} shifts:', count)}"


def _line(_: Reader, role: str, date_: Occurrence) -> str:
    """Return a shift in one line, short enough for three of them."""
    short = replace(
        date_.activity,
        title=cards.clip(date_.activity.title, TITLE),
        place=cards.clip(date_.activity.place, PLACE),
    )
    return f"{_(ROLES[role]).capitalize()}: {cards.what(_, replace(date_, activity=short))}"


def _open_lines(_: Reader, free: list[Open]) -> list[tuple[int, str]]:
    lines = [_line(_, role.value, date_) for date_, role in free[:OPEN]]
    return [(3, "\n".join([_("Somebody is missing here:"), *lines]))] if lines else []


def _rows(
    _: Reader,
    own: list[tuple[Shift, Occurrence]],
    asked: list[Shift],
    free: list[Open],
    now: datetime,
    settings: Settings,
) -> tuple[cards.Row, ...]:
    monday = week_of(now, settings.zone).begins.astimezone(settings.zone).date().toordinal()
    rows = []
    if asked:
        rows.append((press(_("Yes, that is fine"), "week.yes", monday),))
    if own:
        rows.append((press(_("I am prevented"), "shift.which"),))
    if free:
        rows.append((press(_("See open shifts"), "shift.open"),))
    return (*rows, _off(_))


def _off(_: Reader) -> cards.Row:
    return (press(_("No message on Mondays"), "week.off"),)
