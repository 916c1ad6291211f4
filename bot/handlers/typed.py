"""What is written instead of pressed: a yes, no or maybe, a button's own words, or its number in a list."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.handlers import find, odd, sent
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
TURNING: Final = frozenset({"ikke", "ik", "aldrig", "nej", "ingen", "uden", "hellere", "not", "no", "never"})
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
    _answer(visit, NO, "nej", "ikke", "no", "not")


@intent("maybe")
def maybe(visit: Visit) -> None:
    """Take a written maybe as the button that it means."""
    _answer(visit, MAYBE, "maaske", "maybe")


def presses(visit: Visit, among: str = "") -> bool:
    """Take a button's own words, or its number, as a press on it; tell whether that was written.

    Only the message that is answered counts, and only one button that is surely meant: by all its words,
    else by the greater part of them, else within a few words more.  ``among``: what the verbs must begin
    with.
    """
    said = fold(body(visit.inbound.text))
    said = fold(visit._("Undo")) if said in _undoing() else said
    buttons = [button for button in _buttons(newest(visit)) if button.data.startswith(f"!{among}")]
    for is_meant in (_is, _is_part_of, _is_within):
        data = {button.data for button in buttons if is_meant(button, said)}
        found = pressed(data.pop()) if len(data) == 1 else None
        if found:
            ACTIONS[found[0]](visit, *found[1])
            return True
    return False


def _answer(visit: Visit, verbs: Collection[str], *words: str) -> None:
    """Press what is meant by the verb, else the one button whose label begins with the word."""
    buttons = list(_buttons(newest(visit)))
    found = dict(filter(None, (pressed(button.data) for button in buttons)))
    by_verb = [(verb, found[verb]) for verb in verbs if verb in found]
    for verb, numbers in [*by_verb, *_beginning(buttons, words)]:
        if verb != GIVES_UP or verbs is YES:  # a yes to giving up is clear, a no is not
            ACTIONS[verb](visit, *numbers)
            return
    date = occurrence_by_id(visit.tx, *found[GIVES_UP]) if GIVES_UP in found else None
    if date and date.on and date.ends_at > visit.now:
        find.about(visit, date.id) if verbs is YES else find.sure_to_cancel(visit, date)
    elif verbs is NO:
        visit.say(visit._("That is quite all right. You can always write to me."), *sent.ways(visit))
    else:
        odd.unknown(visit)


def _beginning(buttons: Collection[Button], words: Collection[str]) -> list[tuple[str, list[int]]]:
    """Return what the one button does whose label begins so; nothing where there are several."""
    named = [b for b in buttons if fold(b.label).partition(" ")[0] in words]
    found = [one for one in (pressed(b.data) for b in named) if one]
    return found if len(found) == 1 else []


def _is(button: Button, said: str) -> bool:
    """Tell whether what was said is what stands on a button: a slip in a long one is borne."""
    number = _NUMBERED.match(button.label)
    if number and _numbered(said) == int(number[1]):
        return True
    return any(
        said == label
        or (min(len(said), len(label)) >= LONG and OSA.distance(said, label, score_cutoff=1) <= 1)
        for label in _labels(button)
    )


def _is_part_of(button: Button, said: str) -> bool:
    """Tell whether more than half of a button was said: formiddag, of Om formiddagen."""
    return len(said) >= LONG and any(
        len(said) * 2 > len(label)
        and all(any(word.startswith(part) for word in label.split()) for part in said.split())
        for label in _labels(button)
    )


def _is_within(button: Button, said: str) -> bool:
    """Tell whether a button was said with a few words around it, none of which turns it round."""
    for label in _labels(button):
        before, found, after = f" {said} ".partition(f" {label} ")
        around = {*before.split(), *after.split()}
        if found and len(label) >= LONG and len(label) * 2 > len(said) and not around & TURNING:
            return True
    return False


def _labels(button: Button) -> set[str]:
    return {fold(button.label), fold(_NUMBERED.sub("", button.label))}


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
