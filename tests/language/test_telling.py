"""What people tell of themselves is understood in their own words, and what is not known stays theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.interests import GIFTS, INTERESTS
from bot.domain.needs import NONE, Need
from bot.language.lists import phrases
from bot.language.telling import (
    ALL_DAYS,
    ANY_TIME,
    answers_only,
    days_in,
    gifts_in,
    needs_in,
    times_in,
    wishes_in,
)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("jeg går dårligt på trapper", Need.STEPS),
        ("jeg går med rollator", Need.STEPS),
        ("helst i stueetagen", Need.STEPS),
        ("hører dårligt", Need.HEARING),
        ("jeg har høreapparat", Need.HEARING),
        ("jeg skal hentes", Need.TRANSPORT),
        ("jeg har ingen bil", Need.TRANSPORT),
        ("jeg taler ikke så godt dansk", Need.LANGUAGE),
        ("gerne på arabisk", Need.LANGUAGE),
        ("jeg horer ikke sa godt og skal hentes", Need.HEARING | Need.TRANSPORT),
        ("jeg kan godt gå på trapper", NONE),
        ("jeg hører fint, men har ingen bil", Need.TRANSPORT),
        ("jeg kommer selv", NONE),
        ("jeg er doven", NONE),
        ("jeg bor sammen med Trine", NONE),
        ("nej", NONE),
    ],
)
def test_needs_are_understood_as_they_are_said(text: str, needs: Need) -> None:
    assert needs_in(text) == needs


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("jeg kan godt lide at strikke og gå ture", ("hands", "walk")),
        ("fodbold og dans, havearbejde", ("fodbold", "dans", "garden")),
        ("jeg vil gerne synge i kor", ("song",)),
        ("koreografi", ("koreografi",)),
        ("noget med dyr, men ikke hunde", ("dyr",)),
        ("jeg vil gerne have det sjovt", ("det sjovt",)),
        ("spille fodbold", ("spille fodbold",)),
        ("  !?  ", ()),
    ],
)
def test_wishes_are_words_of_ours_or_their_own(text: str, wishes: tuple[str, ...]) -> None:
    assert wishes_in(text) == wishes


def test_what_one_would_like_to_give_is_understood_too() -> None:
    assert gifts_in("jeg er god til at bage kager") == ("bake",)
    assert gifts_in("jeg kan spille klaver") == ("spille klaver",)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mandag og torsdag", 0b1001),
        ("hverdage", 0b11111),
        ("alle dage undtagen onsdag", 0b1111011),
        ("ikke mandag", 0b1111110),
        ("i weekenden", 0b1100000),
        ("det er lige meget", ALL_DAYS),
        ("måske", 0),
    ],
)
def test_days_are_understood_with_what_is_taken_out(text: str, days: int) -> None:
    assert days_in(text) == days


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("om formiddagen", 1),
        ("eftermiddag", 2),
        ("morgen og aften", 5),
        ("ikke om morgenen", 6),
        ("ved ikke", 0),
    ],
)
def test_times_of_day_are_understood(text: str, times: int) -> None:
    assert times_in(text) == times


def test_every_word_of_the_lists_means_something_that_is_known() -> None:
    for name, known in (("told.words", INTERESTS), ("told.gifts", GIFTS)):
        assert {row.partition("=")[2] for row in phrases(name)} <= set(known)


@given(st.text(max_size=300))
def test_whatever_is_written_is_read_without_a_stumble(text: str) -> None:
    assert all(0 < len(word) <= 30 for word in (*wishes_in(text), *gifts_in(text)))
    assert needs_in(text) in range(16)
    assert 0 <= days_in(text) <= ALL_DAYS
    assert 0 <= times_in(text) <= ANY_TIME


@pytest.mark.parametrize("text", ["ja tak da", "tja", "det lyder godt", "ok", "jo da", "ja, det kan jeg"])
def test_the_small_words_of_an_answer_tell_nothing(text: str) -> None:
    assert answers_only(text)
    assert wishes_in(text) == ()


@pytest.mark.parametrize("text", ["film", "gå", "ja tak, kaffe", "noget med musik"])
def test_a_word_beside_them_tells_something(text: str) -> None:
    assert not answers_only(text)
    assert len(wishes_in(text)) == 1
