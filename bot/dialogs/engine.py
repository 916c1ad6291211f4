"""Dialogues without I/O: an update, the log so far and the script give a new log and what to send.

Stored are the script's name, version and arguments, and a log of ``(path, kind, raw)``: plain JSON.
A turn runs the script from the top and feeds it the log; the first question without an answer in it is
where the person is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Generic, NamedTuple, TypeAlias

from bot.dialogs.choice import BACK
from bot.dialogs.dialogue import (
    SKIP,
    Amend,
    Continue,
    Draft,
    Effect,
    Json,
    P,
    Question,
    R,
    Reading,
    Retry,
    Rows,
    Script,
    Tap,
    Typed,
)
from bot.dialogs.run import MAX_LOG, Diverged, Entry, Run, State, fresh, undo
from bot.dialogs.wire import encode
from bot.i18n import N_
from bot.language.fold import fold

__all__ = [
    "MAX_LOG",
    "Command",
    "Diverged",
    "Entry",
    "Note",
    "Perform",
    "Prompt",
    "State",
    "Turn",
    "start",
    "turn",
]

Perform: TypeAlias = Callable[[Effect[Any]], Json]


class Command(Enum):
    """What is done to a dialogue besides answering."""

    BACK = "back"
    SHOW = "show"  # at the start, after an interruption, days later: look-ups are done afresh


class Note(Enum):
    """What became of an event."""

    OK = "ok"
    INVALID = "invalid"  # asked again; the caller may try what was typed elsewhere first
    STALE = "stale"  # an older prompt's button, or a double tap: nothing changed; send a toast
    MOVED = "moved"  # the script changed: answers that fit were kept, this event was not used
    DONE = "done"


class Prompt(NamedTuple):
    """The question to show: its text, rows of buttons, and what was wrong with the last answer."""

    text: str
    rows: Rows
    error: str

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """All buttons in their order: label and value."""
        return [button for row in self.rows for button in row]


@dataclass(frozen=True)
class Turn(Generic[R]):
    """What came of an event: store the state, send the message, act on the result."""

    state: State
    note: Note
    said: Sequence[str] = ()
    prompt: Prompt | None = None
    result: R | None = None
    where: str = ""  # the line the script waits at: for logs

    def message(self) -> tuple[str, Rows]:
        """Return all there is to say as one text, and rows of buttons with their callback data."""
        if self.prompt is None:
            return "\n".join(self.said), []
        text = "\n".join(filter(None, [*self.said, self.prompt.error, self.prompt.text]))
        return text, [[(label, encode(self.state, v)) for label, v in row] for row in self.prompt.rows]


def start(id: int, script: Script[P, R], *args: P.args, **kwargs: P.kwargs) -> State:  # noqa: A002 - as stored
    """Return a dialogue before its first turn, which is ``Command.SHOW``; arguments have names."""
    if args:
        raise TypeError("arguments are stored by name: pass them so")
    return State(id, script.name, script.version, dict(kwargs))


def turn(
    script: Script[..., R], state: State, event: Tap | Typed | Command, perform: Perform, _: Reading
) -> Turn[R]:
    """Answer one event, in its transaction.  If this raises, nothing has changed."""
    if isinstance(event, Tap) and event[:2] != (state.id, state.rev):
        return Turn(state, Note.STALE)
    if _goes_back(event, _):
        event = Command.BACK
    log = undo(state.log) if event is Command.BACK else state.log
    log = fresh(log) if isinstance(event, Command) else log
    run = _open(script, replace(state, log=log), perform, _)
    if isinstance(event, Command):
        return _show(script, run, state.rev + 1, Note.MOVED if run.moved else Note.OK)
    if run.path != state.pending or run.pending is None:
        return _show(script, run, state.rev + 1, Note.MOVED)
    return _answer(script, run, event, perform, _)


def _goes_back(event: Tap | Typed | Command, _: Reading) -> bool:
    if isinstance(event, Typed):
        return fold(event.text) in {"back", "tilbage", fold(_("Back"))}
    return isinstance(event, Tap) and event.value == BACK


def _answer(script: Script[..., R], run: Run[R], event: Tap | Typed, perform: Perform, _: Reading) -> Turn[R]:
    """Give an event to the question it was meant for."""
    question, state = run.pending, run.state
    assert isinstance(question, Question)
    try:
        raw = question.accept(event, state.draft, _)
        if isinstance(raw, Draft):
            return _show(script, run, state.rev, Note.OK, draft=raw)
        question.recall(raw)
    except Retry as retry:
        lines = [str(retry) or _(question.unknown), question.help if state.attempts else ""]
        error = "\n".join(filter(None, lines))
        return _show(
            script, run, state.rev, Note.INVALID, draft=state.draft, attempts=state.attempts + 1, error=error
        )
    log = (*run.log, Entry(run.path, "a", raw))
    after = _open(script, replace(state, log=log, bank=tuple(run.bank)), perform, _)
    return _show(script, after, state.rev + 1, Note.INVALID if after.error else Note.OK)


def _open(script: Script[..., R], state: State, perform: Perform, _: Reading) -> Run[R]:
    """Run to the first open question, obeying Retry, Amend, Continue and a changed script."""
    error, moved, said = "", state.version != script.version, list[str]()
    if moved:
        state = _salvage(script, state, (*state.log, *state.bank))
    for _attempt in range(MAX_LOG):
        run = Run(script, state, _)
        try:
            _perform_all(run, perform)
        except Diverged:
            moved, state = True, _salvage(script, state, (*state.log, *state.bank))
        except Retry as retry:
            error, log = str(retry) or _(N_("I did not quite understand that.")), undo(run.log)
            if log is run.log:
                raise RuntimeError("Retry with no answer to reject, or across a write") from retry
            state = replace(state, log=fresh(log), bank=tuple(run.bank))
        except Amend as amend:
            state, said = _salvage(script, state, _without(run, str(amend))), [*said, *run.d.said]
        except Continue as again:
            args = json.loads(json.dumps(again.arguments))
            state = replace(state, args=args, log=(), bank=())
            said += run.d.said
        else:
            run.error, run.moved, run.d.said = error, moved, [*said, *run.d.said]
            return run
    raise RuntimeError("the script never comes to a question")


def _perform_all(run: Run[Any], perform: Perform) -> None:
    """Run on through whatever the caller can perform."""
    run.advance()
    while isinstance(run.pending, Effect):
        raw = json.loads(json.dumps(perform(run.pending)))  # as a replay will see it
        run.advance(run.record(run.pending, raw))


def _without(run: Run[Any], path: str) -> list[Entry]:
    """Return all that is known but the latest answer and the one to amend."""
    written = "".join(entry.kind for entry in run.log).rfind("w")
    answers = [entry.path for entry in run.log[written + 1 :] if entry.kind == "a"]
    if path not in answers[:-1]:
        raise RuntimeError(f"no answer to amend at {path} since a write")
    return [entry for entry in (*run.log, *run.bank) if entry.path not in (path, answers[-1])]


def _salvage(script: Script[..., R], state: State, entries: Sequence[Entry]) -> State:
    """Make answers and writes a bank, looked up by path; look-ups are done afresh."""
    bank = tuple(entry for entry in entries if entry.kind != "r")
    return replace(state, version=script.version, log=(), bank=bank)


def _show(
    script: Script[..., R],
    run: Run[R],
    rev: int,
    note: Note,
    *,
    draft: Draft = Draft(),  # noqa: B008 - a constant
    attempts: int = 0,
    error: str = "",
) -> Turn[R]:
    """Return where the script has come to."""
    asked_anew = rev > run.state.rev
    state = replace(
        run.state,
        version=script.version,
        log=tuple(run.log),
        bank=tuple(run.bank),
        rev=rev,
        pending=run.path,
        ticked=draft.ticked,
        page=draft.page,
        attempts=attempts,
    )
    said = run.d.said if asked_anew and not run.error else ()
    if run.pending is None:
        return Turn(state, Note.DONE, said, result=run.result)
    assert isinstance(run.pending, Question)
    prompt = Prompt(run.pending.text, _rows(run.pending, state, run.d._), error or run.error)
    return Turn(state, note, said, prompt, where=run.where())


def _rows(question: Question[Any], state: State, _: Reading) -> Rows:
    """Return the question's buttons, and those to pass over it and to go back."""
    rows = [*question.rows(state.draft, _)]
    if question.skip:
        rows.append([(_("Skip"), SKIP)])
    if undo(state.log) is not state.log:
        rows.append([(_("Back"), BACK)])
    return rows
