"""A shift of which nobody hears is saved: a coordinator presses once, others are asked, nobody is blamed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.storage.people import put_role

START = wall("2026-12-01", "14:00")
NUDGED = wall("2026-11-30", "14:05")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


@pytest.fixture
def three(town: Town) -> tuple[Phone, Phone, Phone]:
    """Let Jens have a shift of which he has not been heard since."""
    mette, jens, poul = town.coordinator(), town.volunteer("Jens"), town.volunteer("Poul")
    for phone in (jens, poul):
        put_role(town.tx, phone.person.id, town.home, Role.HOST, town.now)
    town.activity("Kortspil", START)
    town.tx.put_need(activity=1, role="host", wanted=1)
    jens.presses_data("!shift.take:1:0")
    town.until(NUDGED)
    return mette, jens, poul


def shifts(town: Town) -> list[tuple[str, str]]:
    return town.rows(
        "SELECT p.first_name, s.state FROM shift s JOIN person p ON p.id = s.person ORDER BY s.id"
    )


def test_one_press_saves_a_forgotten_shift(town: Town, three: tuple[Phone, Phone, Phone]) -> None:
    mette, jens, poul = three
    assert "Jens har ikke svaret om Kortspil" in mette.last.text
    mette.presses("Find en afløser")
    assert "så vi finder en anden vært. Det er helt i orden." in jens.last.text
    town.sweep()
    poul.presses("Ja, jeg træder til")
    assert shifts(town) == [("Jens", "prevented"), ("Poul", "confirmed")]
    assert "Poul træder til" in mette.last.text
    before = len(jens.shown)
    jens.presses("Jeg kan komme alligevel")
    assert "En anden har taget den" in jens.last.text
    town.until(START - timedelta(minutes=1))
    assert [s.text for s in jens.since(before + 1)] == []  # no reminder of what is not his any more
    mette.presses("Find en afløser")
    assert mette.last.text == "Der mangler ikke nogen nu."
    assert shifts(town) == [("Jens", "prevented"), ("Poul", "confirmed")]


def test_whoever_answers_first_keeps_it(town: Town, three: tuple[Phone, Phone, Phone]) -> None:
    mette, jens, _poul = three
    jens.presses("Jeg kommer")
    mette.presses("Find en afløser")
    assert mette.last.text == "Jens har svaret i mellemtiden og kommer."
    assert shifts(town) == [("Jens", "confirmed")]


def test_it_is_taken_back_while_nobody_else_has_it(town: Town, three: tuple[Phone, Phone, Phone]) -> None:
    mette, jens, poul = three
    mette.presses("Find en afløser")
    town.sweep()
    jens.presses("Jeg kan komme alligevel")
    assert shifts(town) == [("Jens", "confirmed")]
    town.sweep()
    poul.presses("Ja, jeg træder til")
    assert len(shifts(town)) == 1


def test_nobody_else_takes_a_shift_away(town: Town, three: tuple[Phone, Phone, Phone]) -> None:
    _mette, _jens, poul = three
    poul.presses_data("!sub.find:1")
    town.citizen("Inge").presses_data("!sub.find:1")
    assert shifts(town) == [("Jens", "taken")]
    town.until(START + timedelta(hours=1))
    town.coordinator("Anne").presses_data("!sub.find:1")
    assert shifts(town) == [("Jens", "taken")]
