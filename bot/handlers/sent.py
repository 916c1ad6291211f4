"""What is sent instead of words we can read: a kind answer, a way on, and nothing of it is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.dialogs.engine import Command
from bot.handlers import leaving, talk
from bot.handlers.helplines import worded
from bot.handlers.registry import press
from bot.handlers.visit import Rows, Visit
from bot.i18n import N_
from bot.ports import Kind, Outbound
from bot.storage import dialogues, letters

DANISH_AND_ENGLISH = N_(
    "I understand Danish and English. In danger, call {emergency}. Which language shall I write?"
)


VOICE = N_("Thank you. I can only read text, so I have neither heard nor kept what you said.")
PICTURE = N_("Thank you for the picture. I cannot see pictures, and I do not keep them.")
GREETING = N_("Thank you for the greeting. I understand only words and buttons.")
PLACE = N_("Thank you. I do not look at where you are, and I do not keep it.")
OTHER = N_("Thank you. I can only read text, so I have not kept what you sent.")
THANKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("voice", "audio", "video_note"), VOICE),
        **dict.fromkeys(("photo", "video", "paid_media"), PICTURE),
        **dict.fromkeys(("sticker", "animation", "dice", "game", "story"), GREETING),
        **dict.fromkeys(("location", "venue"), PLACE),
        "contact": N_("Thank you. I keep no telephone numbers here. A human can call you, if you like."),
        "poll": N_("Thank you. I cannot answer a poll. Please write what you would like."),
        "document": N_("Thank you for the file. I cannot open files, and I do not keep them."),
        "forwarded": N_(
            "Thank you. I do not keep what you pass on from others. Please write it in your own words."
        ),
    }
)


def media(visit: Visit) -> None:
    """Answer a voice, a picture, a sticker kindly, and go on with what was being asked."""
    and_on(visit, thanks(visit))


def edited(visit: Visit) -> None:
    """Say, once a message, that corrections are not read: nobody shall count on one; not of live places."""
    if not visit.inbound.text:
        return
    _, chat = visit._, visit.inbound.chat
    asked = ((press(_("Go on"), "door.on"),),) if dialogues.top(visit.tx, chat) else ways(visit)
    letters.put(
        visit.tx,
        key=f"edited:{chat}:{visit.inbound.message_id}",
        chat=chat,
        kind=Kind.REPLY,
        message=Outbound(
            _("If you have changed a message, please write it again. I read only new messages."), asked
        ),
        now=visit.now,
        person=visit.person.id if visit.person else None,
    )


def thanks(visit: Visit) -> str:
    """Return what is said to something that is no text: that it was neither read nor kept."""
    return visit._(THANKS.get(visit.inbound.media, OTHER))


def wordless(visit: Visit) -> bool:
    """Answer signs and emoji without a word in them; tell whether that was all there was."""
    if any(c.isalnum() for c in visit.inbound.text):
        return False
    and_on(visit, visit._(GREETING))
    return True


def foreign(text: str) -> bool:
    """Tell whether most letters of a text are in an alphabet that neither Danish nor English has."""
    letters = [c for c in text if c.isalpha()]
    strange = sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return strange * 2 > len(letters)


def languages(visit: Visit) -> None:
    """Say in both languages which we have, and where help is in danger; either is one press away."""
    number = visit.house.helplines.emergency
    both = (visit.house.reader("da"), visit.house.reader("en"))
    lines = [told(DANISH_AND_ENGLISH, emergency=worded(told, number)) for told in both]
    rows: Rows = ((press("Dansk", "language.da"),), (press("English", "language.en"),))
    if visit.person:
        rows += ((press(visit._("Talk to a human"), "human"),),)
    visit.say("\n".join(lines), *rows)


def ways(visit: Visit) -> Rows:
    """Return what leads on from anywhere."""
    _ = visit._
    if visit.person is None:
        return ((press(_("Begin"), "hello"),),)
    again = ((press(_("Write to me again"), "stop.undo"),),) if visit.person.stopped_at else ()
    return (
        *again,
        (press(_("See what is on"), "find"),),
        (press(_("What I have signed up for"), "mine"),),
        (press(_("Talk to a human"), "human"),),
        (press(_("To the menu"), "menu"),),
    )


def and_on(visit: Visit, text: str) -> None:
    """Answer, and ask once more what was being asked: nothing is lost by it."""
    if visit.person and visit.person.deleting_at:
        visit.say(text)
        leaving.ask_delete(visit)
    elif dialogues.top(visit.tx, visit.inbound.chat):
        visit.say(text)
        if talk.hear(visit, Command.SHOW) is None:
            visit.say(visit._("What would you like?"), *ways(visit))
    else:
        visit.say(text, *ways(visit))
