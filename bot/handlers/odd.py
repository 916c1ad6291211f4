"""What does not fit: every update gets an answer or a reason, and a way on."""

from __future__ import annotations

from datetime import datetime

from bot.handlers import menu, safety, sent
from bot.handlers.registry import action, command, intent, press
from bot.handlers.visit import House, Visit
from bot.language.fold import fold
from bot.language.intents import crisis
from bot.ports import Inbound, Kind, Outbound
from bot.storage import letters
from bot.storage.people import person_by_chat
from bot.storage.store import Tx

MENU = ("menu", "menuen", "hovedmenu", "til menuen")
LONG = 400  # characters; whoever writes more has something on their mind
SECOND, THIRD = 1, 2  # how often in a row something was not understood before


def in_a_group(visit: Visit) -> None:
    """Say once that it is private, and leave."""
    text = visit._(
        "I only write with one person at a time. Please write to me alone. I leave this group now."
    )
    visit.send(Outbound(text, leave=True))


def cpr(visit: Visit) -> None:
    """Warn kindly; the number was masked before anything was kept."""
    _ = visit._
    visit.say(
        _(
            "That looks like a CPR number. I have hidden it and do not keep it. Please delete the message "
            "here in Telegram. You never need to write your CPR number to me."
        ),
        *sent.ways(visit),
    )


def stale(visit: Visit) -> None:
    """Answer a button that means nothing any more with what there is now."""
    visit.toast = visit._("That button belongs to an older message, so nothing was changed.")
    visit.say(visit.toast, *sent.ways(visit))


def unknown(visit: Visit) -> None:
    """Answer what was not understood: ask again, then offer topics, then offer a human."""
    _ = visit._
    if visit.inbound.had_cpr:
        return  # the warning says all there is to say
    if sent.wordless(visit):
        return
    if sent.foreign(visit.inbound.text):
        sent.languages(visit)
        return
    if visit.person is None:
        visit.say(_("I did not quite understand that."), *sent.ways(visit))
        return
    if len(visit.inbound.text) > LONG:
        _long(visit)
        return
    before = visit.person.misunderstood
    visit.tx.set_misunderstood(id=visit.person.id, n=before + 1)
    if before < SECOND:
        text = _("I did not quite understand that. Please write it in other words, or press a button.")
    elif before < THIRD:
        text = _("I still do not quite follow, and it is not your fault. Is it about one of these?")
    else:
        text = _(
            "A human can help better here than I. Shall I tell {coordinator}? {coordinator} reads {hours}.",
            coordinator=visit.coordinator_name(),
            hours=visit.reads_at(),
        )
        visit.say(text, (press(_("Yes please"), "human"),), (press(_("No thank you"), "menu"),))
        return
    visit.say(text, *sent.ways(visit))


def _long(visit: Visit) -> None:
    """Meet a long letter kindly: it is for a human, who can be told; nothing of it is kept here."""
    visit.say(
        visit._(
            "Thank you for writing so much. I understand only short messages, and I have not kept this one. "
            "{coordinator} is a human and likes to read all of it. Shall I tell {coordinator}? Then you can "
            "forward it here.",
            coordinator=visit.coordinator_name(),
        ),
        (press(visit._("Yes please"), "human"),),
        (press(visit._("No thank you"), "menu"),),
    )


@action("identity")
@intent("identity")
def identity(visit: Visit) -> None:
    """Say who this is, who runs it, and where a human is."""
    _ = visit._
    house, settings = visit.home(), visit.house.settings
    lines = [
        _(
            "I am an automatic service that follows fixed rules. I am not a human. Behind me stands "
            "{organisation}. If you want to talk to a human, {coordinator} answers {hours}.",
            organisation=settings.controller or house.name,
            coordinator=visit.coordinator_name(),
            hours=visit.reads_at(),
        )
    ]
    if phone := house.phone or settings.phone:
        lines.append(_("Are you in doubt? Then call us on {phone}.", phone=phone))
    if settings.web:
        lines.append(_("You can read about us on {page}.", page=settings.web))
    text = " ".join(lines)
    visit.say(text, *sent.ways(visit))


@intent("help")
@command("hjaelp", "help")
def help_(visit: Visit) -> None:
    """Tell what can be written at any time; the word menu shows the menu itself."""
    _ = visit._
    if fold(visit.inbound.text) in MENU:
        menu.menu(visit)
        return
    visit.say(
        _("Press a button, or write in your own words. Four words always work: menu, human, pause and stop."),
        (press(_("To the menu"), "menu"),),
        (press(_("Talk to a human"), "human"),),
    )


@intent("thanks")
def thanks(visit: Visit) -> None:
    """Take a thank-you."""
    _ = visit._
    name = visit.known().first_name
    text = (
        _("You are welcome, {name}. Just write when you like.", name=name) if name else _("You are welcome.")
    )
    visit.say(text, (press(_("To the menu"), "menu"),))


def for_a_human(visit: Visit) -> None:
    """Pass on what only a human can answer, if the person wants that."""
    _ = visit._
    visit.say(
        _("That is something for {coordinator}. Shall I pass it on?", coordinator=visit.coordinator_name()),
        (press(_("Yes please"), "human"),),
        (press(_("To the menu"), "menu"),),
    )


def sorry(tx: Tx, chat: int, now: datetime, text: str, house: House) -> None:
    """Tell somebody, once, that something went wrong with us; for the worker, when it gives an update up.

    If ``text`` was of danger, whom to call is said all the same.
    """
    person = person_by_chat(tx, chat)
    _ = house.reader(person.language if person else "")
    danger = crisis(text)
    if danger:
        letters.put(
            tx,
            key=f"sorry:{chat}:{now:%Y%m%d%H%M}",
            chat=chat,
            kind=Kind.SAFETY,
            message=Outbound(safety.wording(_, house, danger)),
            now=now,
            person=person.id if person else None,
        )
        return
    text = _("Something went wrong with us. It was not you. Please try again in a little while.")
    rows = ((press(_("To the menu"), "menu"),),) if person else ((press(_("Begin again"), "hello"),),)
    letters.put(
        tx,
        key=f"sorry:{chat}:{now:%Y%m%d%H%M}",
        chat=chat,
        kind=Kind.REPLY,
        message=Outbound(text, rows),
        now=now,
        person=person.id if person else None,
    )


def slower(tx: Tx, inbound: Inbound, now: datetime, house: House) -> None:
    """Say, once, that more came than could be read."""
    person = person_by_chat(tx, inbound.chat)
    _ = house.reader(person.language if person else "")
    text = _("That was a lot at once, so I have not read all of it. Please wait a minute and write again.")
    letters.put(
        tx,
        key=f"slower:{inbound.key}",
        chat=inbound.chat,
        kind=Kind.REPLY,
        message=Outbound(text),
        now=now,
        person=person.id if person else None,
    )
