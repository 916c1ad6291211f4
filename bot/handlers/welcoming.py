"""Whoever has come some times may like to welcome somebody new: asked once, and a no is for good."""

from __future__ import annotations

from typing import Final

from bot.domain.consent import Purpose
from bot.domain.people import Person, Role
from bot.handlers import cards, roles
from bot.handlers.privacy import give
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.i18n import N_, Reader
from bot.ports import Outbound
from bot.storage.people import has_consent

NOTICE: Final = N_(
    "A companion is asked when somebody would like to go along. I remind you of what you say yes to, and "
    "keep only that. {coordinator} says yes first, and you can stop any day. May I pass it on?"
)


def question(_: Reader, person: Person) -> Outbound:
    """Return the question; it names no number, and says that it comes only once."""
    text = " ".join(
        [
            cards.greeting(_, person.first_name),
            _(
                "You know us by now. Somebody new is often glad to go along with one who knows the place. "
                "Would you like to welcome somebody new some day? I ask only this once, and any answer is "
                "good."
            ),
        ]
    )
    rows = (
        (press(_("Yes, I would like to"), "welcome.yes"),),
        (press(_("Tell me more"), "welcome.more"),),
        (press(_("No thank you"), "welcome.no"),),
        cards.human(_),
        cards.fewer(_),
    )
    return Outbound(text, rows)


@action("welcome.more")
def more(visit: Visit) -> None:
    """Tell what a companion does."""
    _ = visit._
    visit.say(
        _(
            "You meet one person on the way or at the door, and go in together. You decide when, each time. "
            "Nobody sees your number, and you can say no any day. Would you like to?"
        ),
        (press(_("Yes, I would like to"), "welcome.yes"),),
        (press(_("No thank you"), "welcome.no"),),
    )


@action("welcome.yes")
def yes(visit: Visit) -> None:
    """Show what it means and what is kept, before it is passed on."""
    _ = visit._
    if _was_asked(visit):
        visit.say(
            _notice(visit),
            (press(_("Yes, pass it on"), "welcome.sure"),),
            (press(_("No thank you"), "welcome.no"),),
        )


@action("welcome.sure")
def sure(visit: Visit) -> None:
    """Keep the yes with what was shown, and ask a coordinator for theirs."""
    if not _was_asked(visit):
        return
    if not has_consent(visit.tx, visit.known().id, Purpose.VOLUNTEER):
        give(visit, Purpose.VOLUNTEER, _notice(visit))
    roles.ask(visit, visit.known().organisation, Role.COMPANION)


@action("welcome.no")
def no(visit: Visit) -> None:
    """Take a no for good."""
    _ = visit._
    visit.say(
        _("That is quite all right. I do not ask again. You are just as welcome."),
        (press(_("See what is on"), "find"),),
        cards.menu(_),
    )


def _was_asked(visit: Visit) -> bool:
    """Tell whether the person was asked; else say so."""
    if visit.tx.welcome_asked_at(id=visit.known().id) is not None:
        return True
    visit.say(visit._("That is not here any more."), cards.menu(visit._))
    return False


def _notice(visit: Visit) -> str:
    return visit._(NOTICE, coordinator=visit.coordinator_name())
