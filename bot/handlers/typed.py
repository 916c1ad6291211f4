"""What is written instead of pressed: a yes, no or maybe, a button's own words, or its number in a list."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.handlers import find, odd
from bot.handlers.registry import ACTIONS, intent, pressed
from bot.handlers.visit import Visit
from bot.language.fold import fold
from bot.language.letter import body
from bot.language.lists import phrases
from bot.language.numbers import NUMBERS, ORDINALS
from bot.ports import Button
from bot.storage import letters
from bot.storage.activities import occurrence_by_id
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
GIVES_UP: Final = "sign.out"
LONG: Final = 6  # letters of a label that bear a slip
_NUMBERED: Final = re.compile(r"^(\d+)\. ")
_NUMBER: Final = re.compile(r"(?:nr|nummer|den|det|tag|number|the)? ?(\w+?)(?: en| one)?")


@intent("yes")
def yes(visit: Visit) -> None:
    """Take a written yes as the button that it means."""
    _answer(visit, YES, "ja", "yes")


@intent("no")
def no(visit: Visit) -> None:
    """Take a written no as the button that it means."""
    _answer(visit, NO, "nej", "no")


@intent("maybe")
def maybe(visit: Visit) -> None:
    """Take a written maybe as the button that it means."""
    _answer(visit, MAYBE, "maaske", "maybe")


def presses(visit: Visit, among: str = "") -> bool:
    """Take a button's own words, or its number, as a press on it; tell whether that was written.

    Only the message that is answered counts, and only one button that is surely meant.  ``among``: what
    the verbs must begin with.
    """
    said, undo = fold(body(visit.inbound.text)), fold(visit._("Undo"))
    meant = {undo} if said in _undoing() else set()
    found = {
        button.data: pressed(button.data)
        for button in _buttons(newest(visit))
        if button.data.startswith(f"!{among}") and (_is(button, said) or fold(button.label) in meant)
    }
    one = next(iter(found.values())) if len(found) == 1 else None
    if one is not None:
        ACTIONS[one[0]](visit, *one[1])
    return one is not None


def _answer(visit: Visit, verbs: Collection[str], *words: str) -> None:
    """Press what is meant by the verb, else the one button whose label begins with the word."""
    buttons = list(_buttons(newest(visit)))
    found = dict(filter(None, (pressed(button.data) for button in buttons)))
    for verb in [*verbs, *_beginning(buttons, words)]:
        if verb in found and (verb != GIVES_UP or verbs is YES):  # a yes to giving up is clear, a no is not
            ACTIONS[verb](visit, *found[verb])
            return
    date = occurrence_by_id(visit.tx, *found[GIVES_UP]) if GIVES_UP in found else None
    if date and date.on and date.ends_at > visit.now:
        find.about(visit, date.id) if verbs is YES else find.sure_to_cancel(visit, date)
    else:
        odd.unknown(visit)


def _beginning(buttons: Collection[Button], words: Collection[str]) -> list[str]:
    """Return the verb of the one button whose label begins so; nothing where there are several."""
    named = [b for b in buttons if fold(b.label).split()[:1] and fold(b.label).split()[0] in words]
    verbs = [found[0] for found in (pressed(b.data) for b in named) if found]
    return verbs if len(verbs) == 1 else []


def _is(button: Button, said: str) -> bool:
    """Tell whether what was said is what stands on a button: a slip in a long one is borne."""
    number = _NUMBERED.match(button.label)
    labels = {fold(button.label), fold(_NUMBERED.sub("", button.label))}
    if number and _numbered(said) == int(number[1]):
        return True
    return any(
        said == label
        or (min(len(said), len(label)) >= LONG and OSA.distance(said, label, score_cutoff=1) <= 1)
        for label in labels
    )


def _numbered(said: str) -> int | None:
    """Return the number that somebody says, and nothing else: 2, nr 2, to, den anden."""
    found = _NUMBER.fullmatch(said)
    word = found[1] if found else ""
    return int(word) if word.isdecimal() else ORDINALS.get(word) or NUMBERS.get(word)


@cache
def _undoing() -> frozenset[str]:
    return frozenset(map(fold, phrases("undo")))


def _buttons(asked: Letter | None) -> Iterator[Button]:
    """Return what can be pressed under a message."""
    rows = asked.message.buttons if asked else ()
    return (button for row in rows for button in row if pressed(button.data))


def newest(visit: Visit) -> Letter | None:
    """Return the message that is answered: the one replied to, else the newest one in the chat."""
    chat, tx = visit.inbound.chat, visit.tx
    message_id = visit.inbound.reply_to or tx.newest_message(chat=chat)
    return letters.message_of(tx, chat, message_id) if message_id else None
