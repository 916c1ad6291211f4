"""What two who go together read of the way on: lighter by and by, and a kind end that both know of."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.domain.people import Person, seen_by, sight_of
from bot.domain.quiet import waking
from bot.domain.steps import Step
from bot.handlers import cards
from bot.handlers.offers import reader
from bot.handlers.registry import press
from bot.handlers.together import called, light
from bot.i18n import Reader
from bot.ports import Button, Kind, Outbound
from bot.storage import letters
from bot.storage.pairings import Pairing, next_step, times
from bot.storage.people import coordinators, person_by_id
from bot.storage.store import Tx

Rows = tuple[tuple[Button, ...], ...]
LASTS: Final = timedelta(days=7)


def question(tx: Tx, _: Reader, pairing: Pairing, to: Person, now: datetime) -> Outbound | None:
    """Return how one of the two is asked about the next, lighter step."""
    other = person_by_id(tx, pairing.other(to.id))
    if other is None:
        return None
    name, step = called(_, other), next_step(pairing)
    n = times(tx, pairing, now)
    gone = _.count(
        "You and {companion} have gone together {n} time now.",
        "You and {companion} have gone together {n} times now.",
        n,
        companion=name,
    )
    parts = [gone, _next(_, step, name, citizen=to.id == pairing.citizen), _("How does that sound?")]
    wait = (press(_("Let us wait a little"), "match.wait", pairing.id),)
    if step is Step.ALONE:
        end = (press(_("Yes, we stop here"), "match.yes", pairing.id),)
        return Outbound(" ".join(parts), (end, wait, cards.human(_)))
    rows = (
        (press(_("That sounds good"), "match.yes", pairing.id),),
        wait,
        (press(_("We stop here"), "match.end", pairing.id),),
        cards.human(_),
    )
    return Outbound(" ".join(parts), rows)


def standing(tx: Tx, _: Reader, pairing: Pairing, to: Person) -> Outbound | None:
    """Return how it stands between two, and what each may do at any time."""
    other = person_by_id(tx, pairing.other(to.id))
    if other is None:
        return None
    name = called(_, other)
    text = " ".join(
        [
            _("You go with {companion}.", companion=name),
            light(_, pairing, name, to.id),
            _("You can go slower or stop on any day, and need not say why."),
        ]
    )
    slower = (press(_("A little more company"), "match.slower", pairing.id),)
    return Outbound(
        " ".join(text.split()),
        (
            (press(_("Write a few words"), "match.write", pairing.id),),
            *((slower,) if pairing.step is not Step.TOGETHER else ()),
            (press(_("We stop here"), "match.end", pairing.id),),
            cards.human(_),
        ),
    )


def _next(_: Reader, step: Step, name: str, *, citizen: bool) -> str:
    match step, citizen:
        case Step.DOOR, True:
            return _(
                "Next time you can go in together, and {companion} leaves when you have settled.",
                companion=name,
            )
        case Step.DOOR, False:
            return _(
                "Next time you can go in together, and you leave when {companion} has settled.",
                companion=name,
            )
        case Step.HELLO, True:
            return _(
                "Next time {companion} can send you a few words the day before, and you go by yourself.",
                companion=name,
            )
        case Step.HELLO, False:
            return _(
                "Next time you can send {companion} a few words the day before, and stay at home.",
                companion=name,
            )
        case _other, True:
            return _(
                "Now you know the way. You could end it here, and you can always go with somebody again."
            )
        case _other, False:
            return _("Now {companion} knows the way. You could end it here.", companion=name)


def moved(tx: Tx, _: Reader, pairing: Pairing, to: Person) -> Outbound | None:
    """Return how both hear what they have agreed on, or that it stays as it is; not whose wish it was."""
    other = person_by_id(tx, pairing.other(to.id))
    if other is None:
        return None
    name = called(_, other)
    text = light(_, pairing, name, to.id) or _("You go together all the way, as before.")
    if pairing.step is Step.HELLO and to.id == pairing.citizen:
        text = " ".join([text, _("I tell {companion} what you have signed up for then.", companion=name)])
    rows = ((press(_("About going together"), "match.show", pairing.id),),)
    return Outbound(" ".join([_("So it is agreed."), text]), rows)


def stays(_: Reader, pairing: Pairing) -> Outbound:
    """Return how both hear that it goes on as it is."""
    text = _("You go on as you do now. I ask again after a couple of times. There is no hurry.")
    return Outbound(text, ((press(_("About going together"), "match.show", pairing.id),),))


def goodbye(tx: Tx, _: Reader, pairing: Pairing, to: Person, now: datetime) -> Outbound | None:
    """Return the planned, kind end: what came of it, and that there is a way back."""
    other = person_by_id(tx, pairing.other(to.id))
    if other is None:
        return None
    name, n = called(_, other), times(tx, pairing, now)
    if to.id == pairing.citizen:
        text = _.count(
            "You and {companion} end here, as agreed. You have gone together {n} time, and now you know the "
            "way. If you would like to go with somebody again, just say so.",
            "You and {companion} end here, as agreed. You have gone together {n} times, and now you know the "
            "way. If you would like to go with somebody again, just say so.",
            n,
            companion=name,
        )
    else:
        text = _.count(
            "You and {companion} end here, as agreed. You have gone together {n} time, and now {companion} "
            "knows the way. You have a good part in that. Thank you.",
            "You and {companion} end here, as agreed. You have gone together {n} times, and now {companion} "
            "knows the way. You have a good part in that. Thank you.",
            n,
            companion=name,
        )
    return Outbound(text, ((press(_("Write a few words"), "match.write", pairing.id),), cards.menu(_)))


def rested(tx: Tx, _: Reader, pairing: Pairing, to: Person) -> Outbound | None:
    """Return how both hear that it is let go because there was no date for long."""
    other = person_by_id(tx, pairing.other(to.id))
    if other is None:
        return None
    text = _(
        "It is a while since you and {companion} went together, so I let it rest.", companion=called(_, other)
    )
    if to.id == pairing.citizen:
        more = _("If you would like to go with somebody again, just say so.")
        return Outbound(f"{text} {more}", (cards.look_on(_), cards.human(_)))
    return Outbound(" ".join([text, _("Thank you for the times you went along.")]), (cards.menu(_),))


def parted(_: Reader, name: str, *, citizen: bool, coordinator: str) -> Outbound:
    """Return how the other one hears that it has ended: no reason, and nobody's fault."""
    if citizen:
        text = _(
            "{companion} cannot be your companion any more. That happens for many reasons. {coordinator} "
            "knows. If you would like to go with somebody else, just say so.",
            companion=name,
            coordinator=coordinator or _("A coordinator"),
        )
        return Outbound(text, (cards.look_on(_), cards.human(_)))
    text = _(
        "You and {companion} do not go together any more. Thank you for the times you went along.",
        companion=name,
    )
    return Outbound(text, (cards.menu(_), cards.human(_)))


def hello(_: Reader, pairing: Pairing, name: str, occurrence: Occurrence) -> Outbound:
    """Return how a companion is told, the day before, that a few words would be welcome."""
    text = _(
        "Tomorrow {companion} goes by themselves to {activity}, {when}. A few words from you would "
        "be welcome.",
        companion=name,
        activity=cards.title(occurrence.activity),
        when=_.when(occurrence.starts_at),
    )
    return Outbound(
        text,
        (
            (press(_("Write a few words"), "match.write", pairing.id),),
            (press(_("About going together"), "match.show", pairing.id),),
        ),
    )


def follow_up(tx: Tx, _: Reader, pairing: Pairing, to: Person) -> Outbound | None:
    """Return the one question a while after the end."""
    other = person_by_id(tx, pairing.other(to.id))
    if other is None:
        return None
    text = _(
        "It is a while since you and {companion} stopped going together. How do you like going by yourself?",
        companion=called(_, other),
    )
    rows = (
        (press(_("I like it"), "match.fine"),),
        (press(_("I would like company again"), "match.again"),),
        cards.human(_),
        (press(_("I would rather not say"), "match.skip"),),
    )
    return Outbound(" ".join([cards.greeting(_, to.first_name), text]), rows)


def tell_staff(tx: Tx, settings: Settings, pairing: Pairing, now: datetime) -> None:
    """Let the coordinators know that two have parted, without who wished it or why."""
    citizen, companion = person_by_id(tx, pairing.citizen), person_by_id(tx, pairing.companion)
    if citizen is None or companion is None:
        return
    for staff in coordinators(tx, pairing.organisation):
        _ = reader(settings, staff.language)
        text = _(
            "{citizen} and {companion} do not go together any more. Perhaps {citizen} would like to hear "
            "from you.",
            citizen=seen_by(sight_of(staff, citizen), citizen).first_name or _("Somebody"),
            companion=seen_by(sight_of(staff, companion), companion).first_name or _("Somebody"),
        )
        rows = ((press(_("Keep the two apart"), "apart.yes", citizen.id, companion.id),),)
        tell(tx, settings, pairing, staff, Outbound(text, rows), now, word="staff", kind=Kind.STAFF)


def tell(  # one name for each thing that a letter may depend on
    tx: Tx,
    settings: Settings,
    pairing: Pairing,
    to: Person,
    message: Outbound,
    now: datetime,
    *,
    word: str,
    kind: Kind = Kind.FOLLOWUP,
    lasts: timedelta = LASTS,
) -> bool:
    """Write to somebody about a pairing, in waking hours; False if that cannot be, or was done."""
    if to.chat is None:
        return False
    return letters.put(
        tx,
        key=f"match:{pairing.id}:{word}:{to.id}",
        chat=to.chat,
        kind=kind,
        message=message,
        now=now,
        person=to.id,
        not_before=waking(now, settings.zone),
        expires_at=now + lasts,
    )
