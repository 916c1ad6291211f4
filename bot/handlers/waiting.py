"""The waiting list from the citizen's side: on it, off it, and what to say to a seat."""

from __future__ import annotations

from bot.domain.activity import Occurrence
from bot.handlers import cards, offers
from bot.handlers.find import gone
from bot.handlers.registry import action, press
from bot.handlers.signups import confirm, running, take
from bot.handlers.visit import Visit
from bot.storage import letters
from bot.storage.activities import give_up, signup_of, wait
from bot.storage.waiting import first_waiting


@action("wait.on")
def on(visit: Visit, occurrence: int = 0) -> None:
    """Stand on the list, or take part at once if a seat has become free meanwhile."""
    _ = visit._
    found = running(visit, occurrence)
    if found is None or found.starts_at <= visit.now:
        gone(visit)
        return
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if signup and signup.state == "in":
        confirm(visit, found, signup.form)
        return
    alone = found.free > 0 and first_waiting(visit.tx, occurrence) is None
    if alone or (signup and signup.state == "offered"):
        take(visit, occurrence, signup.form if signup else "join")
        return
    wait(visit.tx, occurrence, visit.known().id, visit.now, signup.form if signup else "join")
    visit.say(
        _(
            "You are on the waiting list for {activity}, {when}. I write if a place becomes free. You need "
            "not do anything.",
            activity=cards.title(found.activity),
            when=_.when(found.starts_at),
        ),
        (press(_("Take me off the list"), "wait.off", occurrence),),
        cards.look_on(_),
        cards.menu(_),
        lasting=True,
    )


@action("wait.yes")
def yes(visit: Visit, occurrence: int = 0) -> None:
    """Take the seat that is held; too late, and it is asked for like any other."""
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    take(visit, occurrence, signup.form if signup else "join")


@action("wait.no")
def no(visit: Visit, occurrence: int = 0) -> None:
    """Let the seat go to the next one."""
    _leave(visit, occurrence)


@action("wait.off")
def off(visit: Visit, occurrence: int = 0) -> None:
    """Stand on the list no longer."""
    _leave(visit, occurrence)


def _leave(visit: Visit, occurrence: int) -> None:
    _ = visit._
    found = running(visit, occurrence)
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if found is None:
        gone(visit)
    elif signup and signup.state == "in":
        confirm(visit, found, signup.form)  # an old button takes no seat away
    else:
        if give_up(visit.tx, occurrence, visit.known().id, visit.now):
            letters.cancel_for(visit.tx, occurrence, visit.known().id, visit.now)
            offers.offer_next(visit.tx, visit.house.settings, occurrence, visit.now)
        _say_left(visit, found)


def _say_left(visit: Visit, occurrence: Occurrence) -> None:
    _ = visit._
    text = _(
        "That is quite all right. You are not on the waiting list for {activity}.",
        activity=cards.title(occurrence.activity),
    )
    visit.say(text, cards.look_on(_), cards.menu(_))
