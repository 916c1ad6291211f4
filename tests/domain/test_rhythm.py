"""How often somebody is asked how it goes, and what silence means."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet import unprompted
from bot.domain.rhythm import DAYS, after_silence, next_at

ZONE = ZoneInfo("Europe/Copenhagen")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("last", "rhythm", "hour", "then"),
    [
        ("2026-11-25 11:00", "weekly", 11, "2026-12-02 11:00"),
        ("2026-11-25 11:00", "fortnightly", 11, "2026-12-09 11:00"),
        ("2026-11-25 11:00", "monthly", 11, "2026-12-23 11:00"),
        ("2026-11-25 11:00", "weekly", 8, "2026-12-02 09:00"),  # not before it is open
        ("2026-11-25 11:00", "weekly", 20, "2026-12-03 09:00"),
        ("2027-03-24 11:00", "weekly", 11, "2027-03-31 11:00"),  # over the change of clock
        ("2027-10-27 11:00", "weekly", 11, "2027-11-03 11:00"),
        ("2026-12-18 09:00", "weekly", 9, "2026-12-25 10:00"),  # Christmas Day opens at ten
    ],
)
def test_the_next_question_comes_at_the_hour_that_was_chosen(
    last: str, rhythm: str, hour: int, then: str
) -> None:
    assert next_at(wall(last), rhythm, hour, ZONE) == wall(then)


def test_never_is_never() -> None:
    assert next_at(wall("2026-11-25 11:00"), "never", 11, ZONE) is None


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    st.sampled_from(sorted(DAYS)),
    st.integers(0, 23),
)
def test_nobody_is_asked_outside_the_hours_for_it(last: datetime, rhythm: str, hour: int) -> None:
    then = next_at(last, rhythm, hour, ZONE)
    assert then is not None
    assert unprompted(then, ZONE) == then > last


def test_four_without_an_answer_make_it_half_as_often_and_three_more_end_it() -> None:
    rhythm, asked = "weekly", []
    for unanswered in range(1, 9):
        rhythm = after_silence(unanswered, rhythm)
        asked.append(rhythm)
    assert asked == ["weekly"] * 3 + ["fortnightly"] * 3 + ["never"] * 2


@pytest.mark.parametrize(("before", "then"), [("fortnightly", 28), ("monthly", 56)])
def test_half_as_often_is_twice_as_long(before: str, then: int) -> None:
    assert DAYS[after_silence(4, before)] == then == 2 * DAYS[before]
