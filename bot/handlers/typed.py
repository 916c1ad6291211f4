"""A yes, no or maybe that is written instead of pressed: it answers the last thing that was asked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from bot.handlers import find, odd
from bot.handlers.registry import ACTIONS, intent, pressed
from bot.handlers.visit import Visit
from bot.storage import letters
from bot.storage.letters import Letter

YES: Final = (
    "sign.join",
    "rem.come",
    "moved.yes",
    "after.good",
    "wait.yes",
    "wait.on",
    "gift.yes",
    "welcome.yes",
)
NO: Final = ("inv.no", "ease.rest", "after.bad", "wait.no", "wait.off", "gift.no", "welcome.no")
MAYBE: Final = ("inv.maybe", "rem.unsure", "moved.maybe", "after.ok")
GIVES_UP: Final = "sign.out"  # never taken from a word alone


@intent("yes")
def yes(visit: Visit) -> None:
    """Take a written yes as the button that it means."""
    _answer(visit, YES)


@intent("no")
def no(visit: Visit) -> None:
    """Take a written no as the button that it means."""
    _answer(visit, NO)


@intent("maybe")
def maybe(visit: Visit) -> None:
    """Take a written maybe as the button that it means."""
    _answer(visit, MAYBE)


def _answer(visit: Visit, verbs: Collection[str]) -> None:
    asked = newest(visit)
    buttons = [] if asked is None else [b for row in asked.message.buttons for b in row]
    found = dict(filter(None, (pressed(button.data) for button in buttons)))
    for verb in verbs:
        if verb in found:
            ACTIONS[verb](visit, *found[verb])
            return
    if GIVES_UP in found:
        find.about(visit, *found[GIVES_UP])
    else:
        odd.unknown(visit)


def newest(visit: Visit) -> Letter | None:
    """Return the message that is answered: the one replied to, else the newest one in the chat."""
    chat, tx = visit.inbound.chat, visit.tx
    message_id = visit.inbound.reply_to or tx.newest_message(chat=chat)
    return letters.message_of(tx, chat, message_id) if message_id else None
