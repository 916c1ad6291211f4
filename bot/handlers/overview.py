"""A coordinator's week at a glance, in numbers only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.domain.activity import Occurrence
from bot.handlers.planning import organisation_of, refuse
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Visit
from bot.storage import conversations
from bot.storage.activities import needs_of, occurrences_of_organisation, shifts_of
from bot.storage.store import Tx

WEEK: Final = timedelta(days=7)


class Figures(NamedTuple):
    """An organisation's next seven days."""

    dates: list[Occurrence]
    seats: int  # that are free
    missing: int  # shifts that nobody has
    waiting: int  # people who asked for a human


def figures(tx: Tx, organisation: int, now: datetime) -> Figures:
    """Count what an organisation has before it in the next seven days."""
    dates = occurrences_of_organisation(tx, organisation, now, now + WEEK)
    waiting = sum(not one.quiet for one in conversations.waiting(tx, organisation))
    return Figures(dates, sum(o.free for o in dates), sum(missing_at(tx, o) for o in dates), waiting)


def missing_at(tx: Tx, date: Occurrence) -> int:
    """Return how many shifts of a date nobody has."""
    taken = [shift.role for shift in shifts_of(tx, date.id)]
    needs = needs_of(tx, date.activity.id)
    return sum(max(0, wanted - taken.count(role)) for role, wanted in needs.items())


@action("overview")
@command("overblik")
def overview(visit: Visit) -> None:
    """Show activities, free seats, missing volunteers and who waits, for seven days."""
    _ = visit._
    organisation = organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    found = figures(visit.tx, organisation, visit.now)
    text = _(
        "The next seven days. Activities: {a}. Free seats: {s}. Shifts without a volunteer: {v}. "
        "Waiting for an answer: {q}.",
        a=len(found.dates),
        s=found.seats,
        v=found.missing,
        q=found.waiting,
    )
    if later := visit.tx.waiting_letters(organisation=organisation):
        more = _.count(
            "{n} message waits for next week, since nobody gets too many.",
            "{n} messages wait for next week, since nobody gets too many.",
            later,
        )
        text = f"{text} {more}"
    rows = (press(_("Who is waiting"), "inbox"),), (press(_("Activities"), "plan.list", 0),)
    lead = (press(_("When volunteers are reminded"), "house.lead"),)
    papers = (press(_("What is to be seen first"), "papers"),)
    visit.say(text, *rows, lead, papers, (press(_("To the menu"), "menu"),))
