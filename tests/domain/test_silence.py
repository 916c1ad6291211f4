"""Unanswered invitations get rarer, then stop; a sign of life brings them back, rarely."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.silence import ENOUGH, next_invitation

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
COUNTS = st.integers(0, 12)


@pytest.mark.parametrize(
    ("unanswered", "days"), [(0, 0), (1, 0), (2, 14), (3, 14), (4, 28), (5, 28), (6, 28), (40, 28)]
)
def test_the_more_are_unanswered_the_farther_apart(unanswered: int, days: int) -> None:
    assert next_invitation(unanswered, 0, NOW, NOW) == NOW + timedelta(days=days)


def test_nobody_is_invited_on_and_on_while_nothing_is_heard_of_them() -> None:
    assert next_invitation(ENOUGH, ENOUGH, NOW, NOW + timedelta(days=900)) is None
    assert next_invitation(ENOUGH, ENOUGH - 1, NOW, NOW + timedelta(days=900)) == NOW + timedelta(days=900)


def test_whoever_was_never_invited_may_be() -> None:
    assert next_invitation(0, 0, None, NOW) == NOW


@given(COUNTS, COUNTS, st.integers(0, 60))
def test_it_is_never_earlier_for_having_answered_less(unanswered: int, unheard: int, days: int) -> None:
    last = NOW - timedelta(days=days)
    fewer = next_invitation(unanswered, unheard, last, NOW)
    more = next_invitation(unanswered + 1, unheard + 1, last, NOW)
    assert more is None or (fewer is not None and NOW <= fewer <= more)
