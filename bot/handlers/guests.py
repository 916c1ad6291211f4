"""Bringing somebody: one sign-up that takes two seats, or one."""

from __future__ import annotations

from bot.domain.activity import PAIR
from bot.handlers import cards, offers
from bot.handlers.find import about
from bot.handlers.registry import action, press
from bot.handlers.signups import running
from bot.handlers.visit import Visit
from bot.storage.activities import bring as put
from bot.storage.activities import signup_of
from bot.storage.waiting import first_waiting


@action("sign.bring")
def bring(visit: Visit, occurrence: int = 0) -> None:
    """Bring somebody along: two seats, or the one as before."""
    _resize(visit, occurrence, PAIR)


@action("sign.single")
def single(visit: Visit, occurrence: int = 0) -> None:
    """Come without the guest after all."""
    _resize(visit, occurrence, 1)


def _resize(visit: Visit, occurrence: int, party: int) -> None:
    """Change how many seats one's own part takes; a seat that becomes free is passed on."""
    _, found = visit._, running(visit, occurrence)
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if found is None or signup is None or signup.state != "in" or signup.form == "company":
        about(visit, occurrence)
        return
    first = party > signup.party and first_waiting(visit.tx, occurrence) is not None
    if first or not put(visit.tx, signup, party, visit.now):
        text = _("There is no room for one more just now. Your own place is kept.")
        visit.say(text, cards.leave(_, occurrence), cards.human(_))
        return
    offers.offer_next(visit.tx, visit.house.settings, occurrence, visit.now)
    what = cards.what(_, found)
    if party == PAIR:
        text = _("Lovely. There is room for two of you:")
        undo = (press(_("I come by myself"), "sign.single", occurrence),)
    else:
        text = _("Good. There is room for you:")
        undo = (press(_("Bring somebody"), "sign.bring", occurrence),)
    visit.say(
        f"{text}\n{what}", undo, cards.calendar(_, occurrence), cards.leave(_, occurrence), lasting=True
    )
