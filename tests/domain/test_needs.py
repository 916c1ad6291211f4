"""Needs are bits; what is not known is never shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.needs import NEEDS, Need, named
from bot.i18n import Reader


def test_a_person_reads_their_needs_in_their_own_words() -> None:
    assert named(Reader("da"), Need.STEPS | Need.TRANSPORT) == [
        "helst uden trapper",
        "hjælp til transport",
    ]


@given(st.integers(0, 2**31 - 1))
def test_each_need_is_named_once_and_nothing_else_is(needs: int) -> None:
    assert len(named(str, needs)) == sum(bool(needs & need) for need in NEEDS)
