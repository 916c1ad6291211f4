"""Being asked along: how the question is worded, and every answer to it is a good one."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.domain.activity import Occurrence
from bot.domain.people import Person
from bot.handlers import cards, easing, find, reasons  # noqa: F401 - easing answers buttons made here
from bot.handlers.registry import action, press
from bot.handlers.signups import running
from bot.handlers.visit import Visit
from bot.i18n import N_, Reader
from bot.ports import Outbound
from bot.storage import invitations
from bot.storage.activities import signup_of
from bot.storage.store import Tx

SURELY: Final = 3  # reasons that are told however long they are
ALL: Final = 99  # no way to make it easier has this number: all of them are meant
WHYS: Final = ("time", "place", "not_me", "energy")  # the order is for ever: it stands on buttons
WHY_LABELS: Final = MappingProxyType(
    {
        "time": N_("The time"),
        "place": N_("The place"),
        "not_me": N_("Not for me"),
        "energy": N_("I lack the energy"),
    }
)


def letter(tx: Tx, _: Reader, person: Person, occurrence: Occurrence, reason: dict[str, str]) -> Outbound:
    """Return the question itself: who asks, why this person, and all one must know to answer."""
    host = cards.host_name(tx, occurrence, person.id)
    maybe_ = (press(_("Maybe"), "inv.maybe", occurrence.id),)
    together = (press(_("Yes, with somebody"), "sign.company", occurrence.id),)
    text = cards.fit(
        cards.CARD,
        (0, " ".join([cards.greeting(_, person.first_name), reasons.because(_, reason)])),
        (0, cards.what(_, occurrence)),
        (2, _("{host} meets you there.", host=host) if host else ""),
        (4, cards.first_ten(_, occurrence.activity)),
        (3, cards.price(_, occurrence.activity)),
        (0, _("A no changes nothing, not with the municipality either.")),
        (0, cards.signature(_, tx, occurrence.activity.organisation)),
    )
    return Outbound(
        text,
        (
            (press(_("Yes, I will come"), "sign.join", occurrence.id),),
            together if reasons.offers_company(reason) else maybe_,
            (press(_("Not this time"), "inv.no", occurrence.id),),
            (press(_("Tell me more"), "find.about", occurrence.id),),
            cards.fewer(_),
        ),
    )


@action("inv.maybe")
def maybe(visit: Visit, occurrence: int = 0) -> None:
    """Take a maybe as the good answer that it is, and ask what would help."""
    _ = visit._
    if _open(visit, occurrence) is None:
        return
    invitations.answer(visit.tx, occurrence, visit.known().id, "maybe", visit.now)
    visit.say(
        _("You answered: Maybe. That is a good answer. What would make it easier?"),
        (press(_("To go with somebody"), "sign.company", occurrence),),
        (press(_("To look in briefly"), "sign.look", occurrence),),
        (press(_("To hear more"), "find.about", occurrence),),
        (press(_("Let me think"), "inv.later", occurrence),),
        cards.human(_),
        lasting=True,
    )


@action("inv.later")
def later(visit: Visit, occurrence: int = 0) -> None:
    """Leave the question open."""
    _ = visit._
    found = _open(visit, occurrence)
    if found is None:
        return
    visit.say(
        _("Take your time. You can answer until it begins, {when}.", when=_.when(found.starts_at)),
        (press(_("Yes, I will come"), "sign.join", occurrence),),
        (press(_("Not this time"), "inv.no", occurrence),),
    )


@action("inv.no")
def no(visit: Visit, occurrence: int = 0) -> None:
    """Thank for a no, and ask with one tap what it was about."""
    _ = visit._
    if _open(visit, occurrence) is None:
        return
    invitations.answer(visit.tx, occurrence, visit.known().id, "no", visit.now)
    rows = [
        (press(_(WHY_LABELS[why]), "inv.because", occurrence, number),) for number, why in enumerate(WHYS)
    ]
    visit.say(
        _(
            "You answered: Not this time. Thank you for answering. That is quite all right. Would you like "
            "to say what it was about? Then I do better next time."
        ),
        *rows,
        (press(_("Skip"), "inv.skip", occurrence),),
        lasting=True,
    )


@action("inv.because")
def because(visit: Visit, occurrence: int = 0, number: int = 0) -> None:
    """Keep what a no was about, so that the next suggestion fits better."""
    _ = visit._
    found = running(visit, occurrence)
    if found is None or number not in range(len(WHYS)):
        find.gone(visit)
        return
    invitations.note_why(visit.tx, occurrence, visit.known().id, WHYS[number], visit.now)
    if WHYS[number] == "energy":
        visit.say(
            _(
                "Thank you for saying so. I will wait a little before I ask again. You are welcome when you "
                "have the energy. Would you like to talk to a human?"
            ),
            (press(_("Yes please"), "human"),),
            (press(_("Take a break"), "pause"),),
            (press(_("No thanks"), "menu"),),
        )
    else:
        _noted(visit)


@action("inv.skip")
def skip(visit: Visit, _occurrence: int = 0) -> None:
    """Ask no further."""
    _noted(visit)


@action("inv.why")
def why(visit: Visit, occurrence: int = 0) -> None:
    """Tell why this person was asked: the reasons that were kept, and no others."""
    _ = visit._
    found = invitations.invitation_of(visit.tx, occurrence, visit.known().id)
    if found is None or not found.reason:
        find.about(visit, occurrence)
        return
    text = cards.fit(
        cards.REPLY,
        *((max(0, rank - SURELY), line) for rank, line in enumerate(reasons.in_words(_, found.reason), 1)),
        (0, _("I have looked only at what you told me yourself, and at what you have answered and been to.")),
        (0, _("Your answer changes nothing with the municipality.")),
    )
    eased, _at, _until = visit.tx.ease_of(id=visit.known().id)
    forget = (press(_("Forget what would be easier"), "ease.undo", ALL),)
    visit.say(
        text,
        (press(_("Correct my wishes"), "data.fix"),),
        *((forget,) if eased else ()),
        cards.fewer(_),
        cards.human(_),
        (press(_("Back"), "find.about", occurrence),),
    )


def _open(visit: Visit, occurrence: int) -> Occurrence | None:
    """Return the date if a question about it is still open; else answer with how it stands."""
    found = running(visit, occurrence)
    if found is None:
        find.gone(visit)
        return None
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if signup and signup.state != "out":
        find.about(visit, occurrence)  # a seat is given up by its own button only
        return None
    return found


def _noted(visit: Visit) -> None:
    _ = visit._
    visit.say(
        _("Thank you. I will remember it when I suggest something again."),
        (press(_("See what is on"), "find"),),
        cards.fewer(_),
        cards.menu(_),
    )
