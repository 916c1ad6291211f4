"""Logs as earlier versions wrote them: the script of that version must still understand its own.

A script that is changed raises its version and gets a new log beside the old one; the old one then shows
that people in the middle of it are carried over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.dialogs.asking import ask_for
from bot.dialogs.dialogue import Dialogue, Effect, Json, Script, script
from bot.dialogs.door import onboarding
from bot.dialogs.engine import Command, Note, State, turn
from bot.dialogs.giving import idea, offer
from bot.dialogs.pack import pack
from bot.dialogs.profile import correct, profile
from bot.dialogs.questions import Choice, Multi, Number, Option, Text, Today, When, confirm
from bot.dialogs.referring import referring
from bot.dialogs.run import Run
from bot.i18n import Reader

LOGS = sorted(Path(__file__).parent.joinpath("logs").glob("*.json"))


@script("sample", version=2)
async def sample(d: Dialogue) -> list[Any]:
    """Ask one question of each kind."""
    if not await confirm(d, "may", "May we?"):
        return []
    today = await Today()
    return [
        await Text("name", "Name?", str),
        await Number("age", "Age?", skip=True),
        await Choice("how", "How?", [Option("walk", "Walk", "w"), Option("bus", "Bus", "b")]),
        await Multi("days", "Days?", [Option("mon", "Monday", 0), Option("tue", "Tuesday", 1)], other=len),
        await When("when", "When?", today),
        await Text("last", "Anything else?", str),
    ]


SCRIPTS: dict[str, Script[..., Any]] = {
    talk.name: talk for talk in (sample, onboarding, profile, correct, offer, idea, ask_for, referring, pack)
}


def perform(effect: Effect[Any]) -> Json:
    assert effect.key == "Today"
    return "2026-11-25T09:30:00+01:00"


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_log_is_understood_by_the_version_that_wrote_it_and_carried_over_by_others(path: Path) -> None:
    state = State.load(path.read_text())
    talk = SCRIPTS[state.script]
    if state.version == talk.version:
        run = Run(talk, state, Reader("en"))
        run.advance()  # Diverged here: raise the version of the script
        assert run.path == state.pending
    shown = turn(talk, state, Command.SHOW, perform, Reader("en"))
    assert shown.note is (Note.OK if state.version == talk.version else Note.MOVED)
    kept = {entry.path: entry.raw for entry in (*shown.state.log, *shown.state.bank) if entry.kind == "a"}
    assert kept == {entry.path: entry.raw for entry in state.log if entry.kind == "a"}


def test_every_script_has_a_log_of_its_version() -> None:
    recorded = {(state.script, state.version) for state in (State.load(path.read_text()) for path in LOGS)}
    assert {(talk.name, talk.version) for talk in SCRIPTS.values()} <= recorded
