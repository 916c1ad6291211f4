"""What is sent instead of words we can read: a kind answer, a way on, and nothing of it is kept."""

from __future__ import annotations

import unicodedata

from bot.dialogs.engine import Command
from bot.handlers import leaving, talk
from bot.handlers.helplines import worded
from bot.handlers.registry import press
from bot.handlers.visit import Rows, Visit
from bot.i18n import N_
from bot.storage import dialogues

DANISH_AND_ENGLISH = N_(
    "I understand Danish and English. In danger, call {emergency}. Which language shall I write?"
)


def media(visit: Visit) -> None:
    """Answer a voice, a picture, a sticker kindly, and go on with what was being asked."""
    _ = visit._
    match visit.inbound.media:
        case "voice" | "audio" | "video_note":
            text = _("Thank you. I can only read text, so I have neither heard nor kept what you said.")
        case "photo" | "video" | "paid_media":
            text = _("Thank you for the picture. I cannot see pictures, and I do not keep them.")
        case "sticker" | "animation" | "dice" | "game" | "story":
            text = _("Thank you for the greeting. I understand only words and buttons.")
        case "location" | "venue":
            text = _(
                "Thank you. I do not look at where you are, and I do not keep it. Please write the place."
            )
        case "contact":
            text = _("Thank you. I keep no telephone numbers here. A human can call you, if you like.")
        case "poll":
            text = _("Thank you. I cannot answer a poll. Please write what you would like.")
        case "document":
            text = _("Thank you for the file. I cannot open files, and I do not keep them.")
        case "forwarded":
            text = _(
                "Thank you. I do not keep what you pass on from others. Please write it in your own words."
            )
        case _other:
            text = _("Thank you. I can only read text, so I have not kept what you sent.")
    _and_on(visit, text)


def wordless(visit: Visit) -> bool:
    """Answer signs and emoji without a word in them; tell whether that was all there was."""
    if any(c.isalnum() for c in visit.inbound.text):
        return False
    _and_on(visit, visit._("Thank you for the greeting. I understand only words and buttons."))
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


def _and_on(visit: Visit, text: str) -> None:
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
