"""Being called by a human: asked for with one tap.  No number is kept here, and none is shown in a chat."""

from __future__ import annotations

from typing import Final

from bot.domain.consent import Purpose
from bot.handlers import cards, human, menu
from bot.handlers.privacy import give
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.i18n import N_
from bot.storage.people import has_consent

CONSENT: Final = N_(
    "May {coordinator} call you? It only happens when you ask for it, or when I have not heard from you for "
    "long. I keep no number here: you agree on how and when."
)


@action("call")
def ask(visit: Visit) -> None:
    """Take the wish to be called; the consent for it is asked for when it is first needed."""
    _ = visit._
    if has_consent(visit.tx, visit.known().id, Purpose.PHONE):
        _pass_on(visit)
        return
    visit.say(
        _(CONSENT, coordinator=visit.coordinator_name()),
        (press(_("Yes, do call"), "call.yes"),),
        (press(_("Write instead"), "human"),),
        (press(_("No thank you"), "call.no"),),
    )


@action("call.yes")
def consented(visit: Visit) -> None:
    """Keep the yes with what was shown, and pass the wish on."""
    if not has_consent(visit.tx, visit.known().id, Purpose.PHONE):
        give(visit, Purpose.PHONE, visit._(CONSENT, coordinator=visit.coordinator_name()))
    _pass_on(visit)


@action("call.no")
def refused(visit: Visit) -> None:
    """Leave it at that."""
    menu.show(visit, visit._("That is quite all right."))


def _pass_on(visit: Visit) -> None:
    _ = visit._
    human.begin(visit, visit.known(), "call")
    who, phone = visit.coordinator_name(), visit.home().phone
    text = cards.fit(
        cards.REPLY,
        (
            0,
            _(
                "I tell {coordinator} now that you would like to be called. {coordinator} reads {hours}. "
                "Just write here when it suits you.",
                coordinator=who,
                hours=visit.reads_at(),
            ),
        ),
        (1, _("You can also call us on {phone}.", phone=phone) if phone else ""),
    )
    visit.say(text, (press(_("Undo"), "talk.done"),), lasting=True)
