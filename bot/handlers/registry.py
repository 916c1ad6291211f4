"""Which use case answers which button, command or meaning: each is told once, where it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from inspect import Signature, signature
from typing import Any, Final

from bot.dialogs.wire import DIGITS, base36
from bot.handlers.visit import Visit
from bot.ports import Button

Case = Callable[..., None]
ACTIONS: Final[dict[str, Case]] = {}
COMMANDS: Final[dict[str, Case]] = {}
INTENTS: Final[dict[str, Case]] = {}
EVENTS: Final[dict[str, Callable[[Visit, dict[str, Any]], None]]] = {}
LONGEST = 64  # bytes of callback_data
BASE = len(DIGITS)
GREATEST = 2**62  # what any database can hold


def action(verb: str) -> Callable[[Case], Case]:
    """Answer the buttons made with ``press(label, verb, ...)``; numbers arrive as ``int``.

    Anybody can forge a button, and any press may come twice: a case looks up who presses, and what it
    does to whom, anew.
    """
    return _into(ACTIONS, verb)


def command(*names: str) -> Callable[[Case], Case]:
    """Answer typed commands (without the slash)."""
    return _into(COMMANDS, *names)


def intent(*names: str) -> Callable[[Case], Case]:
    """Answer what was meant by free text, when nothing is being asked."""
    return _into(INTENTS, *names)


def event(name: str) -> Callable[[Case], Case]:
    """Answer what a sweep put into the inbox: ``case(visit, arguments)``."""
    return _into(EVENTS, name)


def press(label: str, verb: str, *numbers: int) -> Button:
    """Return a button that comes back as this verb with these numbers."""
    if verb not in ACTIONS:
        raise LookupError(f"nobody answers {verb}")
    data = ":".join([f"!{verb}", *map(base36, numbers)])
    if len(data.encode()) > LONGEST:
        raise ValueError(f"over {LONGEST} bytes: {data}")
    return Button(label, data)


def pressed(data: str) -> tuple[str, list[int]] | None:
    """Read a button's data; None if it is none of ours."""
    verb, *numbers = data.removeprefix("!").split(":")
    if not data.startswith("!") or verb not in ACTIONS:
        return None
    try:
        found = [int(number, BASE) for number in numbers]
        _shape(ACTIONS[verb]).bind(None, *found)
    except (ValueError, TypeError):
        return None
    return (verb, found) if all(0 <= number < GREATEST for number in found) else None


@cache
def _shape(case: Case) -> Signature:
    """Return what a case takes; it is asked at every press."""
    return signature(case)


def _into(table: dict[str, Case], *names: str) -> Callable[[Case], Case]:
    def keep(case: Case) -> Case:
        for name in names:
            if name in table:
                raise LookupError(f"{name} is answered twice")
            table[name] = case
        return case

    return keep
