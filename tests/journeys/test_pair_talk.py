"""Two who go together write to each other; and two who are kept apart never hear of one another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pairs import asks, companion, pairs
from town import Phone, Town, wall

from bot.storage.blocks import keep_apart

START = wall("2026-12-03", "14:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


@pytest.fixture
def two(town: Town) -> tuple[Phone, Phone]:
    """Let two have said yes to each other."""
    jens, inge = companion(town, "Jens"), town.citizen("Inge")
    asks(inge, town.activity("Torsdagskaffe", START))
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    return jens, inge


def heard(phone: Phone) -> str:
    return "\n".join(f"{s.text} {s.labels}" for s in phone.shown)


def test_words_are_carried_both_ways_and_a_number_is_asked_about_first(
    town: Town, two: tuple[Phone, Phone]
) -> None:
    jens, inge = two
    inge.presses("Skriv et par ord")
    assert "Hvad vil du skrive til Jens?" in inge.last.text
    inge.says("Jeg glæder mig")
    assert jens.last.text == "Inge skriver: Jeg glæder mig"
    jens.presses("Svar")
    jens.says("ring på 20 30 40 50")
    assert "et nummer eller en adresse" in jens.last.text
    assert "20 30" not in heard(inge)
    jens.presses("Nej tak")
    jens.presses("Svar")
    jens.says("Det gør jeg også")
    assert inge.last.text == "Jens skriver: Det gør jeg også"


def test_words_wait_for_the_morning_unless_the_two_are_about_to_meet(
    town: Town, two: tuple[Phone, Phone]
) -> None:
    jens, inge = two
    town.until(wall("2026-12-01", "23:00"))
    inge.presses("Skriv et par ord")
    inge.says("Er der kage?")
    assert "kage" not in heard(jens)
    town.until(wall("2026-12-02", "08:00"))
    assert "Er der kage?" in heard(jens)


def test_a_report_parts_the_two_for_good_and_says_no_reason_to_the_other(
    town: Town, two: tuple[Phone, Phone]
) -> None:
    jens, inge = two
    mette = town.coordinator()
    jens.presses("Skriv et par ord")
    jens.says("noget dumt")
    inge.presses("Det her er ikke i orden")
    assert "noget ikke var i orden med Jens" in mette.last.text
    assert pairs(town) == ["ended"]
    assert "ikke længere brug" in jens.last.text
    assert "i orden" not in jens.last.text
    inge.presses_data("!pair.more:1")
    town.until(town.now + timedelta(days=1))
    assert pairs(town) == ["ended"]  # nobody else is there, and Jens is not asked again
    jens.presses_data("!pair.want:1")
    jens.presses_data("!pair.write:1")
    assert pairs(town) == ["ended"]


@pytest.mark.parametrize("by", ["host", "citizen"])
def test_who_is_kept_apart_is_never_named_to_the_other(town: Town, by: str) -> None:
    """A host and somebody who comes: the date goes on, and neither reads the other's name."""
    karen, inge = town.volunteer("Karensminde"), town.citizen("Ingeborglise")
    first, second = (karen, inge) if by == "host" else (inge, karen)
    coffee = town.activity("Torsdagskaffe", START, host=karen)
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", coffee)[0][0]
    town.tx.put_need(activity=activity, role="host", wanted=1)
    with town.transaction() as tx:
        keep_apart(tx, first.person.id, second.person.id, None, town.now)
        shift = tx.add_shift(occurrence=coffee, person=karen.person.id, role="host", now=town.now)
    before = len(karen.shown), len(inge.shown)
    inge.presses_data(f"!find.about:{coffee}")
    inge.presses_data(f"!sign.join:{coffee}")
    karen.presses_data(f"!shift.who:{shift}")
    town.until(START - timedelta(hours=1))
    inge.presses("Jeg er forsinket")
    inge.presses("Jeg er her")
    inge.presses("Jeg kan ikke finde ind")
    town.until(START + timedelta(days=2))
    karen.presses_data(f"!came.list:{coffee}")
    hers = "\n".join(s.text + str(s.labels) for s in karen.since(before[0]))
    theirs = "\n".join(s.text + str(s.labels) for s in inge.since(before[1]))
    assert "Ingeborglise" not in hers
    assert "Karensminde" not in theirs
    assert theirs
