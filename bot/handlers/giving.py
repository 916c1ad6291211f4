"""Everybody can give: offer a hand, tell an idea, and answer when they are asked for what they offered."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from bot.dialogs.giving import Offered, offer
from bot.domain.interests import named
from bot.domain.people import seen_by, sight_of
from bot.handlers import cards, talk
from bot.handlers.registry import ACTIONS, action, command, intent, press
from bot.handlers.visit import Visit
from bot.i18n import N_
from bot.language.fold import fold
from bot.language.telling import gifts_in
from bot.ports import Kind, Outbound
from bot.storage import giving
from bot.storage.people import coordinators, person_by_id

# what says that somebody would like to help, and not yet with what
GENERAL: Final = ("hjaelp", "bidrag", "frivillig", "give en", "en haand", "tilbyd", "tilbud", "noget")
ROLE: Final = re.compile(r"\b(?:vaere|blive|som) (?:en )?(?:foelgeven|vaert|chauffoer|hjaelper)\b")
ANSWERS: Final = MappingProxyType(
    {"yes": N_("{name} says yes to: {what}"), "no": N_("{name} says no this time to: {what}")}
)


@action("gift")
@command("bidrag")
def begin(visit: Visit) -> None:
    """Ask what somebody would like to give."""
    talk.begin(visit, offer)


@intent("offer")
def understood(visit: Visit) -> None:
    """Take an offer made in free text: what is named is only to be confirmed."""
    text = visit.inbound.text
    if visit.known().volunteers_at and ROLE.search(fold(text)):
        ACTIONS["role.list"](visit)
        return
    words = [w for w in gifts_in(text) if not any(general in fold(w) for general in GENERAL)]
    talk.begin(visit, offer, words=words)


@talk.finishes(offer)
def offered(visit: Visit, result: Offered) -> None:
    """Keep an offer beside what was offered before."""
    _ = visit._
    if not result.words:
        visit.say(_("That is quite all right."), cards.menu(_))
        return
    for word in result.words:
        visit.tx.put_interest(person=visit.known().id, kind="gift", word=word)
    visit.say(
        _(
            "Thank you. It is written down. When it is needed, {coordinator} asks you, and you may say no "
            "each time. You can take it away again under My data.",
            coordinator=visit.coordinator_name(),
        ),
        (press(_("See what is on"), "find"),),
        cards.menu(_),
        lasting=True,
    )


@action("gift.yes")
def yes(visit: Visit, favour: int = 0) -> None:
    """Say yes to what one was asked for."""
    _ = visit._
    who = _answer(visit, favour, "yes")
    if who is not None:
        visit.say(
            _("Thank you. I have told {coordinator}.", coordinator=who),
            (press(_("Not after all"), "gift.no", favour),),
            cards.human(_),
            lasting=True,
        )


@action("gift.no")
def no(visit: Visit, favour: int = 0) -> None:
    """Say no to what one was asked for; nobody asks why."""
    _ = visit._
    if _answer(visit, favour, "no") is not None:
        visit.say(
            _("That is quite all right. Thank you for answering."),
            (press(_("I would like to after all"), "gift.yes", favour),),
            cards.menu(_),
            lasting=True,
        )


def _answer(visit: Visit, favour: int, answer: str) -> str | None:
    """Tell whoever asked, once for each change of mind; return their name, None if it was not asked."""
    _, tx, person = visit._, visit.tx, visit.known()
    found = giving.favour(tx, favour)
    if found is None or found.person != person.id:
        visit.say(_("That is not asked any more. You need not do anything."), cards.menu(_))
        return None
    asker = person_by_id(tx, found.made_by) if found.made_by else None
    if tx.answer_favour(id=found.id, answer=answer, now=visit.now):
        for other in [asker] if asker else coordinators(tx, found.organisation):
            told = visit.reader_of(other)
            name = seen_by(sight_of(other, person), person).first_name or told("Somebody")
            text = told(ANSWERS[answer], name=name, what=named(told, found.word))
            key = f"favour:{found.id}:{visit.inbound.key}:{other.id}"
            visit.tell(other, Outbound(text), kind=Kind.STAFF, key=key)
    return asker.first_name if asker and asker.first_name else visit.coordinator_name()
