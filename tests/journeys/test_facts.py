"""What newcomers ask: said by a coordinator in a few taps, put on the map, told to whoever asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from town import LIBRARY, Phone, Town, wall

from bot.domain.facts import FIELDS

START = wall("2026-12-01", "14:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def begins(mette: Phone) -> None:
    """Let a coordinator come to the question of what fits."""
    mette.says("/ny")
    for said in ("Kortspil", "torsdag den 26. november kl. 14-16", "Medborgerhuset", "Slagelse"):
        mette.says(said)
    mette.presses("Spring over")
    mette.says("8")
    for _ in ("interest", "first", "price", "roles"):
        mette.presses("Spring over")


def facts(town: Town) -> dict[str, str]:
    return dict(town.rows("SELECT field, value FROM fact"))


def test_one_question_takes_all_that_fits_and_a_location_puts_it_on_the_map(town: Town) -> None:
    mette = town.coordinator()
    begins(mette)
    assert len(mette.last.labels) <= 5 + len(["Vis flere", "Videre", "Spring over", "Tilbage"])
    for label in ("☐ Ingen trapper", "☐ Toilet til kørestol", "Vis flere", "☐ Roligt", "Videre"):
        mette.presses(label)
    mette.says("Torvet, bus 901")
    mette.sends("location")
    mette.presses("Ja, vis den")
    assert facts(town) == {"steps": "yes", "toilet": "yes", "noise": "calm", "stop": "Torvet, bus 901"}
    assert town.rows("SELECT latitude, longitude, area FROM activity") == [(*LIBRARY, "Slagelse")]


def test_what_is_skipped_or_contradicts_itself_was_not_said(town: Town) -> None:
    mette = town.coordinator()
    begins(mette)
    for label in ("Vis flere", "☐ Roligt", "☐ Livligt", "Videre"):
        mette.presses(label)
    mette.presses("Spring over")
    mette.presses("Spring over")
    mette.presses("Ja, vis den")
    assert facts(town) == {}
    assert town.rows("SELECT latitude FROM activity") == [(None,)]


@pytest.mark.parametrize("words", ["ved torvet", "55.4", "0.0, 0.0", "95.0 11.3", "1.5 2.5 3.5"])
def test_what_is_no_place_is_asked_again_and_two_numbers_will_do(town: Town, words: str) -> None:
    mette = town.coordinator()
    begins(mette)
    mette.presses("Spring over")
    mette.presses("Spring over")
    again = mette.says(words)
    assert again
    assert "papirclipsen" in again.text
    mette.says("55,40280 11,35460")
    mette.presses("Ja, vis den")
    assert town.rows("SELECT latitude, longitude FROM activity") == [LIBRARY]


def test_a_location_answers_only_the_question_for_one_and_is_kept_nowhere_else(town: Town) -> None:
    inge, mette = town.citizen("Inge"), town.coordinator()
    for phone in (inge, mette):
        answer = phone.sends("location")
        assert answer
        assert "gemmer det ikke" in answer.text
    mette.says("/ny")
    mette.sends("location")
    assert str(LIBRARY[0]) not in town.everything()


def test_facts_are_changed_later_from_the_page_of_the_activity(town: Town) -> None:
    mette = town.coordinator()
    occurrence = town.activity("Kortspil", START)
    for how, kept in (("Ja", {"steps": "yes"}), ("Nej", {"steps": "no"}), ("Det ved jeg ikke", {})):
        mette.presses_data(f"!plan.show:{occurrence}")
        for label in ("Ret noget", "Vis flere", "Hvad passer", "Ingen trapper", how):
            mette.presses(label)
        assert mette.last.text.startswith("Kortspil er rettet")
        assert facts(town) == kept
    mette.presses_data(f"!plan.edit:{occurrence}")
    for label in ("Vis flere", "Stoppestedet"):
        mette.presses(label)
    mette.says("x" * 61)
    mette.says("Torvet")
    assert facts(town) == {"stop": "Torvet"}


def test_an_activity_is_put_on_the_map_from_its_page(town: Town) -> None:
    mette = town.coordinator()
    occurrence = town.activity("Kortspil", START)
    mette.presses_data(f"!plan.show:{occurrence}")
    mette.presses("Sæt på kort")
    mette.presses("Spring over")
    assert town.rows("SELECT latitude FROM activity") == [(None,)]
    mette.presses("Sæt på kort")
    mette.sends("location")
    assert town.rows("SELECT latitude, longitude FROM activity") == [LIBRARY]
    assert mette.shown[-2].message.place == LIBRARY


def test_every_field_can_be_told_of_by_a_coordinator(town: Town) -> None:
    mette = town.coordinator()
    occurrence = town.activity("Kortspil", START)
    seen: set[str] = set()
    mette.presses_data(f"!plan.edit:{occurrence}")
    for label in ("Vis flere", "Hvad passer"):
        mette.presses(label)
    for label in ("Vis flere", "Vis de første igen"):
        seen |= set(mette.last.labels)
        mette.presses(label)
    assert len(seen - {"Vis flere", "Vis de første igen", "Tilbage"}) == len(FIELDS) - 1
