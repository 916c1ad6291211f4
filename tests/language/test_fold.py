from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.fold import clean_name, fold, mask_cpr, visible


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_nothing_that_hides_or_reorders_stays_visible(text: str) -> None:
    assert not set(visible(text)) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u200b\ufeff\x00")


def test_an_emoji_of_several_parts_stays_whole() -> None:
    assert visible("👩\u200d🌾 hej\u200d du") == "👩\u200d🌾 hej du"


@pytest.mark.parametrize("text", ["Måske", "maaske", "MÅSKE!", "ma\u030aske", "  måske... 🌸"])
def test_one_word_in_many_spellings_is_one(text: str) -> None:
    assert fold(text) == "maaske"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("inge", "Inge"),
        ("Jeg hedder Inge Hansen", "Inge"),
        ("Anne-marie", "Anne-marie"),
        ("anne-marie", "Anne-Marie"),
        ("\u202eInge\u202c", "Inge"),
        ("🌸 Bo 🌸", "Bo"),
        ("kald mig Åse!", "Åse"),
        ("12345", ""),
        ("", ""),
    ],
)
def test_a_first_name_is_all_that_is_kept(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@given(st.text())
def test_a_name_is_short_and_holds_no_number_or_line(text: str) -> None:
    name = clean_name(text)
    assert len(name) <= 64
    assert not re.search(r"[\d\n<>@]", name)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "010203-1234",
            "0102031234",
            "010203 1234",
            "CPR:610203-1234.",
            "kald 3112991234 nu",
            "910299-1234",
        ),
        *("010203\u200b-1234", "0102\u200b031234", "010203\u00ad1234", "0\u20601\u206002031234"),
        *(
            "010203\u202f1234",
            "010203\u2009-\u20091234",
            "010203\u200b \u200b-\u200b \u200b1234",
            "010203\ufe631234",
        ),
    ],
)
def test_a_cpr_number_is_hidden(text: str) -> None:
    masked, hidden = mask_cpr(text)
    assert hidden
    assert not re.search(r"\d", masked)


@pytest.mark.parametrize(
    "text",
    [
        "+4512345678",
        "+0102031234",
        "0102031234\u200b5",
        "d. 01.12.26 1400",
        "320203-1234",
        "011303-1234",
        "12 34 56 78",
        "01020312345",
        "600203-1234",
    ],
)
def test_what_is_no_cpr_number_is_left_as_it_is(text: str) -> None:
    assert mask_cpr(text) == (text, False)


@given(
    st.integers(1, 31) | st.integers(61, 91),
    st.integers(1, 12),
    st.integers(0, 99),
    st.integers(0, 9999),
    st.sampled_from(["", "-", " "]),
    st.text(st.characters(exclude_characters="+", exclude_categories=["Nd"])),
)
def test_masking_never_leaks_ten_digits(
    day: int, month: int, year: int, tail: int, sign: str, around: str
) -> None:
    number = f"{day:02}{month:02}{year:02}{sign}{tail:04}"
    masked, hidden = mask_cpr(f"{around}{number}{around}")
    assert hidden
    assert number not in masked
