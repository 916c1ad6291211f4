"""What is written on the way to a date, and about how often: heard, and never turned round."""

from __future__ import annotations

import pytest

from bot.language.moments import (
    arriving,
    asks_who_may_come,
    has_telephone_number,
    wants_a_call,
    wants_another_pace,
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("jeg bliver lidt forsinket", "late"),
        ("jeg kommer 10 minutter for sent", "late"),
        ("kommer lidt senere", "late"),
        ("bussen er kørt", "late"),
        ("jeg kan ikke finde ind", "lost"),
        ("jeg kan ikke finde døren", "lost"),
        ("døren er låst", "lost"),
        ("nu er jeg her", "here"),
        ("Jeg er fremme", "here"),
        ("jeg står udenfor", "here"),
        ("jeg kommer ikke for sent", ""),
        ("jeg er her ikke", ""),
        ("er du der", ""),
        ("jeg kommer", ""),
    ],
)
def test_words_on_the_way_are_heard(text: str, word: str) -> None:
    assert arriving(text) == word


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("skriv lidt sjældnere", True),
        ("jeg får for mange beskeder", True),
        ("du må gerne skrive lidt oftere", True),
        ("færre beskeder tak", True),
        ("jeg går oftere ture nu", False),
        ("hold pause", False),
    ],
)
def test_another_pace_is_heard(text: str, wants: bool) -> None:
    assert wants_another_pace(text) is wants


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("ring til mig", True),
        ("jeg vil gerne ringes op", True),
        ("kan nogen ringe til mig?", True),
        ("skal jeg ringe til jer?", False),
        ("jeg vil tale med et menneske", False),
    ],
)
def test_a_call_is_heard(text: str, wants: bool) -> None:
    assert wants_a_call(text) is wants


@pytest.mark.parametrize("text", ["er det kun for gamle?", "jeg er 84 år", "er jeg for gammel"])
def test_who_wonders_whether_it_is_for_them_is_heard(text: str) -> None:
    assert asks_who_may_come(text)


@pytest.mark.parametrize("text", ["jeg er 16 år", "jeg er 2 timer væk", "er der kaffe"])
def test_other_things_are_no_such_wonder(text: str) -> None:
    assert not asks_who_may_come(text)


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("mit nummer er 23456789", True),
        ("ring 58 57 57 57", True),
        ("den 23. november 2026", False),
        ("112", False),
    ],
)
def test_a_telephone_number_is_seen(text: str, has: bool) -> None:
    assert has_telephone_number(text) is has
