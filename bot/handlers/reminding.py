"""When somebody is reminded of shifts, and in which hours: chosen by each, and by an organisation for all."""

from __future__ import annotations

from datetime import time

from bot.domain.people import Role
from bot.domain.reminders import CLOSINGS, DAYS_AHEAD, HOURS_AHEAD, OPENINGS, Lead
from bot.handlers import cards
from bot.handlers.planning import organisation_of, refuse
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.storage.habits import habits, house_lead, lead_of


@action("vol")
def choices(visit: Visit) -> None:
    """Show what a volunteer can choose."""
    _ = visit._
    visit.say(
        _("What would you like to choose?"),
        (press(_("What I can be"), "role.list"),),
        (press(_("How much I am asked"), "sub.terms"),),
        (press(_("When I am reminded"), "lead"),),
        (press(_("When you may write"), "awake"),),
        (press(_("My week on Mondays"), "week"),),
        cards.menu(_),
    )


@action("lead")
def lead(visit: Visit) -> None:
    """Show when somebody is asked and reminded, and what of it can be changed."""
    _ = visit._
    place = _place(visit)
    if place is None:
        refuse(visit)
        return
    found, _awake = lead_of(visit.tx, visit.known().id, place)
    own = habits(visit.tx, visit.known().id)
    rows = [(press(_("Days before"), "lead.days"),), (press(_("Hours before"), "lead.hours"),)]
    if own.days is not None or own.hours is not None:
        rows.append((press(_("As for everybody"), "lead.usual"),))
    visit.say(in_words(_, found), *rows, (press(_("Back"), "vol"),))


@action("lead.days")
def ask_days(visit: Visit) -> None:
    """Ask how many days before a shift somebody likes to be asked."""
    _ = visit._
    rows = [(press(days_before(_, n), "lead.day", n),) for n in DAYS_AHEAD]
    visit.say(_("How many days before may I ask whether it still suits you?"), *rows, _back(_))


@action("lead.hours")
def ask_hours(visit: Visit) -> None:
    """Ask how many hours before a shift somebody likes to be reminded."""
    _ = visit._
    rows = [(press(hours_before(_, n), "lead.hour", n),) for n in HOURS_AHEAD]
    visit.say(_("When may I remind you on the day itself?"), *rows, _back(_))


@action("lead.day")
def keep_days(visit: Visit, days: int) -> None:
    """Ask so many days before from now on."""
    own = habits(visit.tx, visit.known().id)
    if days in DAYS_AHEAD:
        visit.tx.set_own_lead(person=visit.known().id, days=days, hours=own.hours)
    lead(visit)


@action("lead.hour")
def keep_hours(visit: Visit, hours: int) -> None:
    """Remind so many hours before from now on."""
    own = habits(visit.tx, visit.known().id)
    if hours in HOURS_AHEAD:
        visit.tx.set_own_lead(person=visit.known().id, days=own.days, hours=hours)
    lead(visit)


@action("lead.usual")
def as_usual(visit: Visit) -> None:
    """Ask and remind as the organisation does."""
    visit.tx.set_own_lead(person=visit.known().id, days=None, hours=None)
    lead(visit)


@action("awake")
def awake(visit: Visit) -> None:
    """Show between which hours somebody likes to hear of shifts."""
    _ = visit._
    opens, closes = habits(visit.tx, visit.known().id).awake
    text = _(
        "I write about shifts between {opens} and {closes}. Only if something is cancelled or moved close to "
        "the start I write at once.",
        opens=_.clock(opens),
        closes=_.clock(closes),
    )
    rows = (press(_("Not so early"), "awake.from"),), (press(_("Not so late"), "awake.until"),)
    visit.say(text, *rows, (press(_("Back"), "vol"),))


@action("awake.from")
def ask_opening(visit: Visit) -> None:
    """Ask from when on somebody may be written to."""
    _ = visit._
    rows = [(press(_.clock(time(hour)), "awake.opens", hour),) for hour in OPENINGS]
    visit.say(_("From what time may I write to you?"), *rows, (press(_("Back"), "awake"),))


@action("awake.until")
def ask_closing(visit: Visit) -> None:
    """Ask until when somebody may be written to."""
    _ = visit._
    rows = [(press(_.clock(time(hour)), "awake.closes", hour),) for hour in CLOSINGS]
    visit.say(_("Until what time may I write to you?"), *rows, (press(_("Back"), "awake"),))


@action("awake.opens")
def keep_opening(visit: Visit, hour: int) -> None:
    """Write from this hour on."""
    closes = habits(visit.tx, visit.known().id).awake[1]
    if hour in OPENINGS:
        visit.tx.set_awake(person=visit.known().id, opens=hour, closes=closes.hour)
    awake(visit)


@action("awake.closes")
def keep_closing(visit: Visit, hour: int) -> None:
    """Write until this hour."""
    opens = habits(visit.tx, visit.known().id).awake[0]
    if hour in CLOSINGS:
        visit.tx.set_awake(person=visit.known().id, opens=opens.hour, closes=hour)
    awake(visit)


@action("house.lead")
def of_the_house(visit: Visit) -> None:
    """Show a coordinator when volunteers are asked and reminded who have not said otherwise."""
    _ = visit._
    organisation = organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    found = house_lead(visit.tx, organisation)
    text = _("For everybody who has not chosen otherwise:") + " " + in_words_of_all(_, found)
    rows = (press(_("Days before"), "house.days"),), (press(_("Hours before"), "house.hours"),)
    visit.say(text, *rows, cards.menu(_))


@action("house.days")
def ask_house_days(visit: Visit) -> None:
    """Ask how many days before volunteers are asked."""
    _ = visit._
    rows = [(press(days_before(_, n), "house.day", n),) for n in DAYS_AHEAD]
    visit.say(_("How many days before are volunteers asked?"), *rows, (press(_("Back"), "house.lead"),))


@action("house.hours")
def ask_house_hours(visit: Visit) -> None:
    """Ask how many hours before volunteers are reminded."""
    _ = visit._
    rows = [(press(hours_before(_, n), "house.hour", n),) for n in HOURS_AHEAD]
    visit.say(_("When are volunteers reminded on the day?"), *rows, (press(_("Back"), "house.lead"),))


@action("house.day")
def keep_house_days(visit: Visit, days: int) -> None:
    """Ask volunteers so many days before from now on."""
    _keep_house(visit, days=days)


@action("house.hour")
def keep_house_hours(visit: Visit, hours: int) -> None:
    """Remind volunteers so many hours before from now on."""
    _keep_house(visit, hours=hours)


def chosen(visit: Visit) -> str:
    """Return in words when a volunteer hears of shifts, and in which hours."""
    _, place = visit._, _place(visit)
    if place is None:
        return ""
    found, (opens, closes) = lead_of(visit.tx, visit.known().id, place)
    hours = _("Between {opens} and {closes}.", opens=_.clock(opens), closes=_.clock(closes))
    monday = habits(visit.tx, visit.known().id).monday
    week = _("My week comes on Mondays.") if monday else _("My week does not come on Mondays.")
    return f"{in_words(_, found)} {hours} {week}"


def in_words(_: Reader, found: Lead) -> str:
    """Return to a volunteer when they are asked and reminded."""
    days = days_before(_, found.days).casefold()
    if not found.hours:
        return _("I ask you {days} whether a shift suits you. On the day I say nothing.", days=days)
    return _(
        "I ask you {days} whether a shift suits you, and remind you {hours}.",
        days=days,
        hours=hours_before(_, found.hours).casefold(),
    )


def in_words_of_all(_: Reader, found: Lead) -> str:
    """Return to a coordinator when volunteers are asked and reminded."""
    days = days_before(_, found.days).casefold()
    if not found.hours:
        return _("they are asked {days}, and not reminded on the day.", days=days)
    return _(
        "they are asked {days} and reminded {hours}.",
        days=days,
        hours=hours_before(_, found.hours).casefold(),
    )


def days_before(_: Reader, n: int) -> str:
    """Return so many days before, as it stands on a button."""
    return _.count("{n} day before", "{n} days before", n)


def hours_before(_: Reader, n: int) -> str:
    """Return so many hours before, as it stands on a button."""
    return _.count("{n} hour before", "{n} hours before", n) if n else _("Not on the day")


def _keep_house(visit: Visit, *, days: int | None = None, hours: int | None = None) -> None:
    """Keep what a coordinator chose; a number that was never offered changes nothing."""
    organisation = organisation_of(visit)
    if organisation is not None and visit.known().is_(Role.COORDINATOR, organisation):
        before = house_lead(visit.tx, organisation)
        visit.tx.set_house_lead(
            organisation=organisation,
            days=days if days in DAYS_AHEAD else before.days,
            hours=hours if hours in HOURS_AHEAD else before.hours,
        )
    of_the_house(visit)


def _place(visit: Visit) -> int | None:
    """Return the organisation whose habits are shown: of several, the one somebody belongs to."""
    own = visit.known().volunteers_at
    return visit.known().organisation if visit.known().organisation in own else min(own, default=None)


def _back(_: Reader) -> cards.Row:
    return (press(_("Back"), "lead"),)
