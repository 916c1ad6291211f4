"""A dialogue played in the terminal, without storage or network, and printed as a golden scene."""

from __future__ import annotations

import inspect
from datetime import datetime
from typing import Any, Final, TextIO

from bot.dialogs.dialogue import Effect, Json, Script, Typed
from bot.dialogs.engine import Command, Note, Turn, start, turn
from bot.dialogs.wire import decode
from bot.handlers import cases  # noqa: F401 - a dialogue is known once its case is imported
from bot.handlers.talk import SCRIPTS
from bot.i18n import Reader
from bot.refusal import WRONG, Refused

MADE_UP: Final = {
    str: "…",
    int: 1,
    list[Json]: [{"key": "one", "text": "…", "options": [["yes", "Ja"], ["some", "Noget"], ["no", "Nej"]]}],
}
TODAY: Final = datetime(2026, 11, 23, 10)  # noqa: DTZ001 - what the clock on a wall shows
ANSWERS: Final[dict[str, Json]] = {"Today": TODAY.isoformat(), "Join": True, "Reach": ["…", 3, "…"]}


def play(name: str, typed: TextIO, shown: TextIO) -> None:
    """Ask, read a line, ask on, until the dialogue or the input ends."""
    script = SCRIPTS.get(name)
    if script is None:
        raise Refused(f"there is no dialogue {name}; there are {', '.join(sorted(SCRIPTS))}", WRONG)
    _ = Reader("da")
    state = start(1, script, **_arguments(script))
    event: Typed | Command = Command.SHOW
    while True:
        done: Turn[Any] = turn(script, state, event, _perform, _)
        text, rows = done.message()
        shown.writelines(f"bot: {line}\n" for line in filter(None, text.splitlines()))
        if rows:
            shown.write("     " + " ".join(f"[{label}]" for row in rows for label, _data in row) + "\n")
        if done.note is Note.DONE:
            return
        state = done.state
        line = typed.readline()
        if not line:
            return
        shown.write(f"du:  {line.rstrip()}\n")
        event = _pressed(rows, line.strip()) or Typed(line.strip())


def _pressed(rows: Any, line: str) -> Any:  # noqa: ANN401 - a tap, or nothing

    return next((decode(data) for row in rows for label, data in row if label == line), None)


def _perform(effect: Effect[Any]) -> Json:
    return ANSWERS.get(effect.key)


def _arguments(script: Script[..., Any]) -> dict[str, Any]:
    found = inspect.signature(script.run, eval_str=True).parameters.values()
    return {p.name: MADE_UP.get(p.annotation, "…") for p in found if p.kind is p.KEYWORD_ONLY}
