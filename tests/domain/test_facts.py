"""What is said about an activity is one of a few words, and few people are never counted out loud."""

from __future__ import annotations

import pytest

from bot.domain.facts import FIELDS, Crowd, crowd, is_allowed


def test_every_field_takes_its_own_words_and_no_other() -> None:
    for field, values in FIELDS.items():
        assert all(is_allowed(field, value) for value in values)
        assert not is_allowed(field, "")
        assert is_allowed(field, "perhaps") is (not values)


@pytest.mark.parametrize(
    ("value", "allowed"),
    [("Torvet, linje 901", True), ("x" * 60, True), ("x" * 61, False), ("   ", False), ("", False)],
)
def test_a_stop_is_a_few_words(value: str, allowed: bool) -> None:
    assert is_allowed("stop", value) is allowed


def test_a_field_that_is_not_ours_takes_nothing() -> None:
    assert not is_allowed("price", "yes")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ([], Crowd()),
        ([(0, 0), (0, 0)], Crowd()),  # nobody came, or nobody was written down: that says nothing
        ([(8, 2), (0, 0)], Crowd(8, 2)),
        ([(7, 1), (10, 3), (8, 2)], Crowd(8, 2)),
        ([(4, 4)], Crowd(4, 4)),
    ],
)
def test_what_is_usual_is_the_mean_of_the_dates_that_somebody_came_to(
    dates: list[tuple[int, int]], expected: Crowd
) -> None:
    assert crowd(dates) == expected


def test_fewer_than_five_are_few() -> None:
    assert [Crowd(n).few for n in (None, 1, 4, 5, 12)] == [False, True, True, False, False]
