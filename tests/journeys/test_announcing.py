"""Writing to many: seen as received, one for each, held and stopped at once, never in quiet hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.ports import Kind

WORDS = "Der er nybagt kage på torsdag."
EVENING = wall("2026-11-23", "21:30")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def writes(mette: Phone, audience: str = "Begge dele") -> None:
    """Let a coordinator write to many, up to the last yes."""
    mette.says("/opslag")
    mette.presses(audience)
    mette.says(WORDS)


def got(phone: Phone) -> int:
    return sum(WORDS in s.text and s.kind is Kind.ANNOUNCEMENT for s in phone.shown)


def test_the_preview_is_what_everybody_gets_and_nobody_gets_it_twice(town: Town) -> None:
    mette, inge, karen = town.coordinator(), town.citizen("Inge"), town.volunteer("Karen")
    writes(mette)
    preview = mette.last.text
    assert "Modtagere: 2" in preview
    mette.presses("Ja, send")
    town.until(town.now + timedelta(hours=1))
    assert (got(inge), got(karen)) == (1, 1)
    received = next(s.text for s in inge.shown if s.kind is Kind.ANNOUNCEMENT)
    assert received in preview
    assert "Nåede frem: 2" in mette.last.text


@pytest.mark.parametrize(("audience", "counts"), [("Deltagerne", (1, 0)), ("De frivillige", (0, 1))])
def test_only_those_who_are_meant_get_it(town: Town, audience: str, counts: tuple[int, int]) -> None:
    mette, inge, karen = town.coordinator(), town.citizen("Inge"), town.volunteer("Karen")
    writes(mette, audience)
    mette.presses("Ja, send")
    town.until(town.now + timedelta(hours=1))
    assert (got(inge), got(karen)) == counts


def test_who_said_stop_is_not_written_to(town: Town) -> None:
    mette, inge, karen = town.coordinator(), town.citizen("Inge"), town.volunteer("Karen")
    inge.says("stop")
    writes(mette)
    assert "Modtagere: 1" in mette.last.text
    mette.presses("Ja, send")
    town.until(town.now + timedelta(days=1))
    assert (got(inge), got(karen)) == (0, 1)


def test_in_the_evening_it_waits_for_the_morning_and_stop_stops_it(sqlite_url: str) -> None:
    town = Town(sqlite_url, EVENING)
    mette, inge, bent = town.coordinator(), town.citizen("Inge"), town.citizen("Bent")
    writes(mette)
    mette.presses("Ja, send")
    town.until(wall("2026-11-24", "07:59"))
    assert (got(inge), got(bent)) == (0, 0)
    inge.says("stop")
    town.until(wall("2026-11-24", "12:00"))
    assert (got(inge), got(bent)) == (0, 1), "a stop after it was begun is obeyed"
    town.close()


def test_a_pause_holds_it_and_going_on_sends_it_once(sqlite_url: str) -> None:
    town = Town(sqlite_url, EVENING)
    mette, inge = town.coordinator(), town.citizen("Inge")
    writes(mette)
    mette.presses("Ja, send")
    town.sweep()
    mette.presses("Hold pause")
    town.until(wall("2026-11-24", "13:00"))
    assert got(inge) == 0
    mette.presses("Fortsæt")
    town.until(wall("2026-11-24", "14:00"))
    assert got(inge) == 1
    town.close()


@pytest.mark.parametrize("made", [False, True])
def test_what_is_stopped_never_leaves(sqlite_url: str, made: bool) -> None:
    town = Town(sqlite_url, EVENING)
    mette, inge = town.coordinator(), town.citizen("Inge")
    writes(mette)
    mette.presses("Ja, send")
    if made:
        town.sweep()
    mette.presses("Stop helt")
    town.until(wall("2026-11-26", "12:00"))
    assert got(inge) == 0
    town.close()


@pytest.mark.parametrize("verb", ["camp.pause", "camp.go", "camp.stop", "camp.show"])
def test_nobody_else_touches_an_announcement(town: Town, verb: str) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    writes(mette)
    mette.presses("Ja, send")
    before = town.rows("SELECT id, state FROM campaign")
    answer = inge.presses_data(f"!{verb}:1")
    assert answer
    assert WORDS not in answer.text
    assert town.rows("SELECT id, state FROM campaign") == before
    inge.says("/opslag")
    assert not town.rows("SELECT chat FROM dialogue WHERE script = 'announcement' AND chat = ?", inge.chat)
