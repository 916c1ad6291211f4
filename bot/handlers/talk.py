"""Dialogues in their chat: begun, heard, shown again; what they ask of the database is performed here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from bot.dialogs.dialogue import Effect, Json, Script, Tap, Typed
from bot.dialogs.engine import Command, Note, State, Turn, start, turn
from bot.dialogs.fits import PIN, sent
from bot.dialogs.run import Diverged, Run
from bot.handlers.visit import Visit
from bot.ports import Button, Outbound
from bot.storage import dialogues

DOUBLE: Final = timedelta(seconds=30)  # between two presses that were meant as one
PATIENCE: Final = timedelta(days=30)  # how long a dialogue waits for its next answer
SCRIPTS: Final[dict[str, Script[..., Any]]] = {}
PERFORMERS: Final[dict[str, Callable[[Visit, Any], Json]]] = {}
FINISHERS: Final[dict[str, Callable[[Visit, Any], None]]] = {}
KEEPERS: Final[dict[str, Callable[[Visit, Any], None]]] = {}


def performs(
    effect: type[Effect[Any]],
) -> Callable[[Callable[[Visit, Any], Json]], Callable[[Visit, Any], Json]]:
    """Do what a dialogue asks for with this effect, in its transaction."""

    def keep(case: Callable[[Visit, Any], Json]) -> Callable[[Visit, Any], Json]:
        PERFORMERS[effect.key] = case
        return case

    return keep


def finishes(
    script: Script[..., Any],
) -> Callable[[Callable[[Visit, Any], None]], Callable[[Visit, Any], None]]:
    """Act on what a dialogue returned; this also makes the script known."""

    def keep(case: Callable[[Visit, Any], None]) -> Callable[[Visit, Any], None]:
        SCRIPTS[script.name] = script
        FINISHERS[script.name] = case
        return case

    return keep


def keeps(script: Script[..., Any], keep: Callable[[Visit, Any], None]) -> None:
    """Keep what was told so far when this script is left in the middle."""
    KEEPERS[script.name] = keep


def begin(visit: Visit, script: Script[..., Any], **args: Json) -> None:
    """Begin a dialogue now; what was being asked waits below it.  The same one again begins anew."""
    for stored in dialogues.stack(visit.tx, visit.inbound.chat):
        if stored.script == script.name:
            dialogues.remove(visit.tx, stored.id)
    id_ = dialogues.push(visit.tx, visit.inbound.chat, script.name, "", visit.now, visit.now + PATIENCE)
    _step(visit, id_, start(id_, script, **args), Command.SHOW)


def resume(visit: Visit) -> bool:
    """Show what is being asked once more; tell whether anything is."""
    return hear(visit, Command.SHOW) is not None


def rests(visit: Visit) -> bool:
    """Tell whether what is being asked was asked a while ago: a press on an older button is no double tap."""
    stored = dialogues.top(visit.tx, visit.inbound.chat)
    return stored is not None and visit.now - stored.touched_at >= DOUBLE


def hear(visit: Visit, event: Tap | Typed | Command) -> Note | None:
    """Give an answer to the dialogue on top; None if nothing is being asked.

    A refused answer (``Note.INVALID``) is not yet told to the person: the caller may know what to do
    with it, and else calls ``ask_again``.
    """
    stored = dialogues.top(visit.tx, visit.inbound.chat)
    if stored is None or stored.script not in SCRIPTS:
        return None
    return _step(visit, stored.id, State.load(stored.state), event, hold_invalid=isinstance(event, Typed))


def ask_again(visit: Visit, event: Typed) -> None:
    """Tell kindly that the answer did not fit, and ask once more."""
    stored = dialogues.top(visit.tx, visit.inbound.chat)
    if stored is not None:
        _step(visit, stored.id, State.load(stored.state), event)


def takes_place(visit: Visit) -> bool:
    """Take a location as the answer to a question that asks for one; tell whether anything did."""
    place, stored = visit.inbound.place, dialogues.top(visit.tx, visit.inbound.chat)
    if place is None or stored is None or State.load(stored.state).pending != PIN:
        return False
    event = Typed(sent(place))
    if hear(visit, event) is Note.INVALID:
        ask_again(visit, event)
    return True


def leave(visit: Visit) -> bool:
    """Drop the dialogue on top, keeping what may be kept of it; tell whether there was one."""
    stored = dialogues.top(visit.tx, visit.inbound.chat)
    if stored is not None:
        _keep_so_far(visit, stored.script, stored.state)
        dialogues.remove(visit.tx, stored.id)
    return stored is not None


def _keep_so_far(visit: Visit, name: str, stored: str) -> None:
    keeper, script = KEEPERS.get(name), SCRIPTS.get(name)
    if keeper is None or script is None or visit.person is None:
        return
    run = Run(script, State.load(stored), visit._)
    with suppress(Diverged):  # an older version's answers: the person is asked anew
        run.advance()
    if run.d.so_far is not None:
        keeper(visit, run.d.so_far)


def _step(
    visit: Visit, id_: int, state: State, event: Tap | Typed | Command, *, hold_invalid: bool = False
) -> Note:
    script = SCRIPTS[state.script]
    done: Turn[Any] = turn(
        script, state, event, lambda effect: PERFORMERS[effect.key](visit, effect), visit._
    )
    if done.note is Note.INVALID and hold_invalid:
        return done.note
    if done.note is Note.STALE:
        visit.toast = visit._("That button belongs to an older message, so nothing was changed.")
        return done.note
    if done.note is Note.DONE:
        dialogues.remove(visit.tx, id_)
        if done.said:
            visit.say("\n".join(done.said))
        FINISHERS[script.name](visit, done.result)
        return done.note
    dialogues.save(visit.tx, id_, done.state.dump(), visit.now, visit.now + PATIENCE)
    if done.prompt:
        text, found = done.message()
        rows = tuple(tuple(Button(label, data) for label, data in row) for row in found)
        ticked = isinstance(event, Tap) and done.state.rev == state.rev and not done.prompt.error
        visit.send(Outbound(text, rows, edit=visit.inbound.message_id if ticked else 0))
    return done.note
