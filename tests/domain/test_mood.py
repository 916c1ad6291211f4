"""How it goes beside how it went before: one's own answers, in order, and never a number."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mood import HIGHER, LOWER, SAME, change, has_fallen

ANSWERS = st.lists(st.sampled_from(["good", "ok", "bad", "none"]), max_size=20)
WORDS = {"g": "good", "o": "ok", "b": "bad", "n": "none"}


def read(letters: str) -> list[str]:
    return [WORDS[letter] for letter in letters]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("", ""),
        ("gggg", ""),
        ("ggggg", SAME),
        ("gggbb", LOWER),
        ("gggob", LOWER),
        ("gggbg", SAME),
        ("bbboo", HIGHER),
        ("bbbbb", SAME),
        ("ogogoo", SAME),
        ("gnngnngbnb", LOWER),
        ("gggbnnn", ""),
        ("ggggggggbbbbbbbbbb", SAME),
    ],
)
def test_the_newest_two_beside_what_is_usual(letters: str, expected: str) -> None:
    assert change(read(letters)) == expected


@given(ANSWERS)
def test_rather_not_say_counts_nothing(answers: list[str]) -> None:
    assert change(answers) == change([answer for answer in answers if answer != "none"])


@given(ANSWERS)
def test_it_falls_only_where_it_was_not_low_before(answers: list[str]) -> None:
    falls = [n for n in range(len(answers) + 1) if has_fallen(answers[:n])]
    for earlier, later in pairwise(falls):
        assert any(change(answers[:n]) != LOWER for n in range(earlier, later))
