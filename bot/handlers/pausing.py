"""A break: for a week, a month, until a day, or until somebody writes; it ends by itself or at a press."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.dialogs.until import until
from bot.handlers import menu, talk
from bot.handlers.registry import INTENTS, action, command, intent, press, pressed
from bot.handlers.typed import newest
from bot.handlers.visit import Visit
from bot.language.until import read_until
from bot.ports import Said

WEEK, MONTH, FOR_NOW = timedelta(days=7), timedelta(days=30), timedelta(days=3650)


@action("pause")
@command("pause")
@intent("pause")
def pause(visit: Visit) -> None:
    """Take a break until the day that was named; without one, ask for how long to be quiet."""
    local = visit.now.astimezone(visit.house.zone)
    written = visit.inbound.text if visit.inbound.said is Said.TEXT else ""
    if written and (day := read_until(written.removeprefix("/pause"), local.replace(tzinfo=None))):
        _pause(visit, day)
        return
    _ = visit._
    visit.say(
        _("How long would you like a break?"),
        (press(_("A week"), "pause.week"),),
        (press(_("A month"), "pause.month"),),
        (press(_("Choose a day"), "pause.day"),),
        (press(_("Until I write"), "pause.open"),),
        (press(_("Undo"), "pause.end"),),
    )


def names_a_day(visit: Visit) -> bool:
    """Take a day or a span that is written as the answer to how long; tell whether it was one."""
    asked = newest(visit)
    rows = asked.message.buttons if asked else ()
    verbs = {found[0] for row in rows for button in row if (found := pressed(button.data))}
    local = visit.now.astimezone(visit.house.zone)
    day = read_until(visit.inbound.text, local.replace(tzinfo=None)) if "pause.week" in verbs else None
    if day is not None:
        _pause(visit, day)
    return day is not None


@action("pause.week")
def a_week(visit: Visit) -> None:
    """Be quiet for a week."""
    _pause(visit, _after(visit, WEEK))


@action("pause.month")
def a_month(visit: Visit) -> None:
    """Be quiet for a month."""
    _pause(visit, _after(visit, MONTH))


@action("pause.day")
def choose(visit: Visit) -> None:
    """Ask for the day."""
    talk.begin(visit, until)


@talk.finishes(until)
def chosen(visit: Visit, day: date) -> None:
    """Be quiet until the day that was chosen; one that has come meanwhile is asked for again."""
    if day > _after(visit, timedelta()):
        _pause(visit, day)
    else:
        choose(visit)


@action("pause.open")
def for_now(visit: Visit) -> None:
    """Be quiet until the person writes."""
    _pause(visit, _after(visit, FOR_NOW), without_end=True)


@action("pause.end")
def resume(visit: Visit) -> None:
    """End a break; after a yes that was taken back only a new one begins anew."""
    person = visit.known()
    if not visit.agreed():
        INTENTS["greeting"](visit)
        return
    visit.tx.set_paused(id=person.id, until=None)
    visit.tx.set_stopped(id=person.id, stopped_at=None)
    menu.show(visit, visit._("I write to you again."))


def _after(visit: Visit, span: timedelta) -> date:
    return (visit.now + span).astimezone(visit.house.zone).date()


def _pause(visit: Visit, day: date, *, without_end: bool = False) -> None:
    _ = visit._
    person = visit.known()
    visit.tx.set_paused(id=person.id, until=datetime.combine(day, time(), visit.house.zone))
    if visit.agreed():
        visit.tx.set_stopped(id=person.id, stopped_at=None)
    if without_end:
        text = _("Then we take a break until you want to begin again. Just write hello.")
    else:
        named = _.day_seen_from(day, _after(visit, timedelta()))
        text = _(
            "Then we take a break, and I write again from {day}. If you want to begin before, write hello.",
            day=named,
        )
    visit.say(
        text, (press(_("End the break"), "pause.end"),), (press(_("To the menu"), "menu"),), lasting=True
    )
