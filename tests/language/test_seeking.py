"""What somebody looks for in free words, and what kinds of activity words mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.interests import INTERESTS
from bot.language import seeking
from bot.language.fold import fold
from bot.language.kinds import kinds_of
from bot.language.lists import ANYWHERE, phrases


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Torsdagskaffe", {"coffee"}),
        ("Gåtur med kaffe", {"walk", "coffee"}),
        ("Fællesspisning i kantinen", {"food"}),
        ("Kortspil og banko", {"games"}),
        ("Korsørs bibliotek", set()),
        ("Strikkecafé", {"hands"}),
        ("nyttehaven", {"garden"}),
        ("", set()),
        ("foredrag om rejser", set()),
        ("en tur til havet", {"walk"}),
    ],
)
def test_a_title_tells_what_it_is_about(text: str, kinds: set[str]) -> None:
    assert kinds_of(text) == kinds


def test_every_kind_in_the_list_is_one_that_we_know() -> None:
    rows = [row.partition(ANYWHERE) for row in phrases("kinds")]
    assert {kind for kind, _, _ in rows} == set(INTERESTS)
    assert all(fold(word) for _, _, word in rows)


@given(st.text(alphabet=seeking.LETTERS.strip(), min_size=1, max_size=20))
def test_a_word_survives_a_button_as_what_it_means_or_its_first_letters(word: str) -> None:
    number = seeking.pack(word)
    assert 0 < number < 2**62
    kinds = kinds_of(word)
    assert seeking.unpack(number) == (min(kinds) if kinds else word[: seeking.PACKED])


@given(st.integers(0, 2**62))
def test_any_number_is_some_word(number: int) -> None:
    assert len(seeking.unpack(number)) <= seeking.PACKED


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    found = seeking.read(text)
    assert found is None or len(found.words) <= seeking.MOST
    assert seeking.easier(text) in (None, 0, 1, 2, 3)


@pytest.mark.parametrize("text", ["Hvorfor spørger du mig om det?", "hvorfor mig", "HVORFOR FÅR JEG DET HER"])
def test_why_is_heard(text: str) -> None:
    assert seeking.asks_why(text)


@pytest.mark.parametrize("text", ["hvorfor regner det", "hvorfor er kaffen aflyst", "spørger du igen"])
def test_other_questions_are_not_why(text: str) -> None:
    assert not seeking.asks_why(text)


@pytest.mark.parametrize(
    "text", ["jeg vil gerne høre musik igen", "jeg vil hjem igen", "jeg kommer igen", "høre mere"]
)
def test_again_alone_asks_for_no_more_invitations(text: str) -> None:
    assert not seeking.wants_more_again(text)
