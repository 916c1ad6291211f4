"""A coordinator's week at a glance, in numbers only."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.handlers.planning import organisation_of, refuse
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Visit
from bot.storage import conversations
from bot.storage.activities import needs_of, occurrences_of_organisation, shifts_of

WEEK: Final = timedelta(days=7)


@action("overview")
@command("overblik")
def overview(visit: Visit) -> None:
    """Show activities, free seats, missing volunteers and who waits, for seven days."""
    _ = visit._
    organisation = organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    found = occurrences_of_organisation(visit.tx, organisation, visit.now, visit.now + WEEK)
    seats = sum(o.free for o in found)
    missing = 0
    for date in found:
        taken = [shift.role for shift in shifts_of(visit.tx, date.id)]
        needs = needs_of(visit.tx, date.activity.id)
        missing += sum(max(0, wanted - taken.count(role)) for role, wanted in needs.items())
    waiting = sum(not one.quiet for one in conversations.waiting(visit.tx, organisation))
    text = _(
        "The next seven days. Activities: {a}. Free seats: {s}. Shifts without a volunteer: {v}. "
        "Waiting for an answer: {q}.",
        a=len(found),
        s=seats,
        v=missing,
        q=waiting,
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
