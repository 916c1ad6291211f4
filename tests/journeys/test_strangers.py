"""Before their yes people ask too: they hear an answer, find a human, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from town import Town

from bot.domain.people import Role

YES = "Ja, og jeg er fyldt 18"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator("Mette")
    yield town
    town.close()


@pytest.mark.parametrize("way", ["jeg vil tale med et menneske", "menneske", "/menneske"])
@pytest.mark.parametrize("first", ["", "hej"])
def test_a_human_is_found_before_any_yes(town: Town, way: str, first: str) -> None:
    bent = town.phone("Bent")
    if first:
        bent.says(first)
    bent.says(way)
    assert "58 57 57 57" in bent.last.text
    bent.presses("Kom i gang")
    assert YES in bent.last.labels
    assert not bent.is_known


def test_a_human_is_two_presses_away_at_the_door(town: Town) -> None:
    bent = town.phone("Bent")
    bent.says("hej")
    bent.presses("Fortæl mere")
    bent.presses("Tal med et menneske")
    assert "58 57 57 57" in bent.last.text
    assert not bent.is_known


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("hvad koster det?", "gratis"),
        ("hvad sker der på fredag?", "Jeg viser dig gerne"),
        ("hjælp", "Tryk på en knap"),
        ("hvad gemmer du om mig", "Jeg har ikke gemt noget"),
    ],
)
def test_a_question_is_answered_and_the_door_stands_open(town: Town, said: str, heard: str) -> None:
    bent = town.phone("Bent")
    bent.says("hej")
    before = len(bent.shown)
    bent.says(said)
    assert heard in bent.since(before)[0].text
    assert YES in bent.last.labels
    bent.presses(YES)
    assert bent.is_known


@pytest.mark.parametrize("said", ["nej tak", "ikke nu"])
def test_a_no_after_a_question_is_a_no(town: Town, said: str) -> None:
    bent = town.phone("Bent")
    bent.says("menneske")
    bent.says(said)
    assert bent.last.labels == ["Jeg vil gerne alligevel"]
    assert "Bent" not in town.cells()


def test_a_link_is_kept_after_asking_for_a_human(town: Town) -> None:
    bent = town.phone("Bent")
    bent.opens(town.link(Role.COORDINATOR))
    bent.presses("Fortæl mere")
    bent.presses("Tal med et menneske")
    bent.presses(YES)
    assert bent.person.coordinates
