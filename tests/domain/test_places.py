"""How far it is between two places: known distances, and what holds for any two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.activity import Activity
from bot.domain.places import Position, area_position, distance_km, is_position

SLAGELSE, KORSOER, COPENHAGEN = (55.4028, 11.3546), (55.3299, 11.1386), (55.6761, 12.5683)
PLACES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize(
    ("a", "b", "kilometres"),
    [
        (SLAGELSE, KORSOER, 15.9),
        (SLAGELSE, COPENHAGEN, 82.1),
        ((0.0, 179.5), (0.0, -179.5), 111.2),  # across the line where the date changes
        ((90.0, 0.0), (-90.0, 0.0), 20015.1),
    ],
)
def test_known_distances(a: Position, b: Position, kilometres: float) -> None:
    assert distance_km(a, b) == pytest.approx(kilometres, abs=0.3)


@given(PLACES, PLACES)
def test_it_is_as_far_there_as_back_and_never_more_than_half_the_globe(a: Position, b: Position) -> None:
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert distance_km(a, a) == pytest.approx(0, abs=1e-3)
    assert 0 <= distance_km(a, b) <= 20016


def somewhere(area: str, position: Position | None) -> Activity:
    latitude, longitude = position or (None, None)
    return Activity(
        1, 1, "Kaffe", "coffee", "", area, "", "", "", None, None, "published", latitude, longitude
    )


def test_an_area_is_the_middle_of_what_goes_on_there() -> None:
    found = [somewhere("Slagelse", (55.0, 11.0)), somewhere(" slagelse", (56.0, 12.0))]
    others = [somewhere("Korsør", KORSOER), somewhere("Slagelse", None)]
    assert area_position("SLAGELSE ", [*found, *others]) == (55.5, 11.5)
    assert area_position("Skælskør", found) is None
    assert area_position("", [somewhere("", SLAGELSE)]) is None
    assert area_position("Slagelse", []) is None


@pytest.mark.parametrize("wrong", [(91, 0), (0, 181), (0, 0), (float("nan"), 1), (float("inf"), 1)])
def test_what_is_no_place_on_the_earth(wrong: Position) -> None:
    assert is_position(*SLAGELSE)
    assert not is_position(*wrong)
