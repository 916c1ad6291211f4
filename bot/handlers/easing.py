"""What would be easier, asked once after some noes in a row; each answer changes what is suggested."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.domain.ladder import REST, Wanted
from bot.domain.people import Person
from bot.handlers import cards, door
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.i18n import N_, Reader
from bot.ports import Outbound
from bot.storage import invitations
from bot.storage.store import Tx

WAYS: Final = (Wanted.SHORTER, Wanted.NEARER, Wanted.FEWER, Wanted.COMPANY)  # for ever: they stand on buttons
LABELS: Final = MappingProxyType(
    {
        Wanted.SHORTER: N_("Something shorter"),
        Wanted.NEARER: N_("Something closer"),
        Wanted.FEWER: N_("Fewer people"),
        Wanted.COMPANY: N_("To go with somebody"),
    }
)
DONE: Final = MappingProxyType(
    {
        Wanted.SHORTER: N_("Thank you. From now on I suggest what lasts an hour and a half at most."),
        Wanted.NEARER: N_("Thank you. From now on I suggest only what is close to you."),
        Wanted.FEWER: N_("Thank you. From now on I suggest small groups only."),
        Wanted.COMPANY: N_("Thank you. From now on I offer you somebody to go with."),
    }
)


def question(tx: Tx, _: Reader, person: Person) -> Outbound:
    """Return the question itself; nothing is counted aloud, and nobody has to answer."""
    text = "\n".join(
        [
            " ".join(
                [
                    cards.greeting(_, person.first_name),
                    _("My suggestions have not been right for you yet. That is my doing, not yours."),
                    _("What would make it easier for you?"),
                    _("If you do not answer, I suggest nothing for a while."),
                ]
            ),
            cards.signature(_, tx, person.organisation),
        ]
    )
    rows = [(press(_(LABELS[way]), "ease.way", number),) for number, way in enumerate(WAYS)]
    return Outbound(text, (*rows, (press(_("Not right now"), "ease.rest"),)))


def in_words(_: Reader, easier: int) -> tuple[str, ...]:
    """Return what somebody has said would be easier, as they know it."""
    return tuple(_(label) for way, label in LABELS.items() if easier & way)


@action("ease.way")
def choose(visit: Visit, number: int = 0) -> None:
    """Let what somebody would find easier decide about all that is suggested from now on."""
    _ = visit._
    if number not in range(len(WAYS)):
        visit.say(_("I did not quite understand that."), cards.menu(_))
        return
    way, person = WAYS[number], visit.known()
    easier, _eased, _until = visit.tx.ease_of(id=person.id)
    visit.tx.set_easier(id=person.id, easier=easier | way)
    invitations.rest(visit.tx, person.id, None, visit.now)
    rows = [(press(_("Undo"), "ease.undo", number),), cards.look_on(_), cards.menu(_)]
    text = _(DONE[way])
    if way is Wanted.NEARER and not person.area:
        text += " " + _("Would you tell me where that is?")
        rows.insert(0, (press(_("Correct my wishes"), "data.fix"),))
    visit.say(text, *rows, lasting=True)


@action("ease.undo")
def undo(visit: Visit, number: int = 0) -> None:
    """Take back what somebody said would be easier; all of it for a number that means none."""
    _ = visit._
    person = visit.known()
    easier, _eased, _until = visit.tx.ease_of(id=person.id)
    kept = easier & ~WAYS[number] if number in range(len(WAYS)) else 0
    visit.tx.set_easier(id=person.id, easier=kept)
    visit.say(_("It is taken back. I suggest as before."), cards.look_on(_), cards.menu(_), lasting=True)


@action("ease.rest")
def rest(visit: Visit) -> None:
    """Suggest nothing for some weeks; everything else goes on, and there is a way back at once."""
    _ = visit._
    until = visit.now + REST
    invitations.rest(visit.tx, visit.known().id, until, visit.now)
    visit.say(
        _(
            "That is quite all right. I suggest nothing until {day}. What you have signed up for goes on. "
            "If you would like to begin before, just press here.",
            day=_.day(until),
        ),
        (press(_("I want to hear more again"), "ease.more"),),
        cards.look_on(_),
        cards.menu(_),
        lasting=True,
    )


@action("ease.more")
def more(visit: Visit) -> None:
    """Suggest again, at once; whoever had stopped or paused is here again as well."""
    person, _ = visit.known(), visit._
    invitations.rest(visit.tx, person.id, None, visit.now)
    if person.stopped_at or person.paused_until:
        door.back(visit)
        return
    visit.say(
        _("I am glad. When something fits you, I write. Would you like to see what is on now?"),
        (press(_("Yes, show me"), "find"),),
        (press(_("Correct my wishes"), "data.fix"),),
        cards.menu(_),
        lasting=True,
    )
