"""How often we write unasked: a little less, a little more, or not at all."""

from __future__ import annotations

from typing import Final

from bot.handlers import cards
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Visit

MOST: Final = 2  # unasked messages a week, to anybody


@action("fewer")
@command("faerre")
def fewer(visit: Visit) -> None:
    """Ask how often the bot may write by itself."""
    _ = visit._
    person = visit.known()
    if person.stopped_at:
        _quiet(visit)
        return
    weekly = person.weekly
    less = ((press(_("A little less"), "fewer.set", weekly - 1),),) if weekly > 0 else ()
    more = ((press(_("A little more"), "fewer.set", weekly + 1),),) if weekly < MOST else ()
    visit.say(
        _("How often may I write to you by myself?"),
        *less,
        *more,
        (press(_("As now"), "menu"),),
        (
            press(_("End the break"), "pause.end")
            if person.paused_until
            else press(_("Take a break"), "pause"),
        ),
        (press(_("Stop altogether"), "stop.yes"),),
    )


def _quiet(visit: Visit) -> None:
    """Tell somebody to whom nothing is written just now that it is so, and how it ends."""
    _ = visit._
    visit.say(
        _("By myself I write nothing to you just now. You decide when I begin again."),
        (press(_("Write to me again"), "stop.undo"),),
        cards.menu(_),
    )


@action("fewer.set")
def change(visit: Visit, weekly: int) -> None:
    """Write so often a week at most."""
    _ = visit._
    before, weekly = visit.known().weekly, max(0, min(MOST, weekly))
    visit.tx.set_weekly(id=visit.known().id, weekly=weekly)
    if weekly:
        text = _.count(
            "By myself I now write at most once a week.",
            "By myself I now write at most {n} times a week.",
            weekly,
        )
    else:
        text = _("By myself I now write nothing. News of what you have signed up for still comes.")
    undo = ((press(_("Undo"), "fewer.set", before),),) if before != weekly else ()
    visit.say(text, *undo, cards.menu(_), lasting=True)
