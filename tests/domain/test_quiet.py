"""When people may be written to, on ordinary days, on feasts, and when the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet import is_free, is_waking, on_the_wall, unprompted, waking

ZONE = ZoneInfo("Europe/Copenhagen")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds

# https://www.borger.dk and the calendars of the years: Store Bededag is none of them since 2024
FEASTS = {
    2026: "1/1 2/4 3/4 5/4 6/4 14/5 24/5 25/5 25/12 26/12",
    2027: "1/1 25/3 26/3 28/3 29/3 6/5 16/5 17/5 25/12 26/12",
    2028: "1/1 13/4 14/4 16/4 17/4 25/5 4/6 5/6 25/12 26/12",
}


def wall(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE, fold=fold).astimezone(UTC)


def seen(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("year", FEASTS)
def test_free_days_are_weekends_and_the_public_holidays_of_the_year(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    feasts = {date(year, int(m), int(d)) for d, m in (f.split("/") for f in FEASTS[year].split())}
    assert {day for day in days if is_free(day)} == {d for d in days if d.weekday() >= 5 or d in feasts}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-26 08:59", "2026-11-26 09:00"),  # a Thursday
        ("2026-11-26 09:00", "2026-11-26 09:00"),
        ("2026-11-26 18:59", "2026-11-26 18:59"),
        ("2026-11-26 19:00", "2026-11-27 09:00"),
        ("2026-11-27 19:30", "2026-11-28 10:00"),  # Friday evening
        ("2026-11-28 17:59", "2026-11-28 17:59"),
        ("2026-11-28 18:00", "2026-11-29 10:00"),
        ("2026-11-29 18:00", "2026-11-30 09:00"),
        ("2027-03-24 19:00", "2027-03-25 10:00"),  # Maundy Thursday
        ("2027-03-27 23:59", "2027-03-28 10:00"),  # Easter Sunday, and the clock goes forward
        ("2027-03-28 18:00", "2027-03-29 10:00"),  # Easter Monday
        ("2027-03-29 18:00", "2027-03-30 09:00"),
        ("2024-04-26 09:00", "2024-04-26 09:00"),  # was Store Bededag until 2023
        ("2026-12-24 19:00", "2026-12-25 10:00"),
        ("2026-12-31 23:00", "2027-01-01 10:00"),
        ("2027-10-31 09:59", "2027-10-31 10:00"),  # the clock has gone back
    ],
)
def test_what_is_unasked_waits_for_the_next_opening(now: str, then: str) -> None:
    assert seen(unprompted(wall(now), ZONE)) == then


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-26 07:59", "2026-11-26 08:00"),
        ("2026-11-26 20:59", "2026-11-26 20:59"),
        ("2026-11-26 21:00", "2026-11-27 08:00"),
        ("2027-03-28 01:30", "2027-03-28 08:00"),
        ("2027-10-31 02:30", "2027-10-31 08:00"),
    ],
)
def test_a_reminder_waits_for_the_morning_and_no_longer(now: str, then: str) -> None:
    assert seen(waking(wall(now), ZONE)) == then


def test_a_wall_time_that_is_skipped_moves_forward_and_one_that_comes_twice_is_the_first() -> None:
    assert on_the_wall(date(2027, 3, 28), time(2, 30), ZONE) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert seen(on_the_wall(date(2027, 3, 28), time(2, 30), ZONE)) == "2027-03-28 03:30"
    assert on_the_wall(date(2027, 10, 31), time(2, 30), ZONE) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("fold", [0, 1])
def test_both_halves_of_the_hour_that_comes_twice_are_night(fold: int) -> None:
    assert seen(waking(wall("2027-10-31 02:30", fold), ZONE)) == "2027-10-31 08:00"


@given(MOMENTS)
def test_the_next_opening_is_open_and_is_the_first_one(at: datetime) -> None:
    for opening in (unprompted, waking):
        then = opening(at, ZONE)
        assert then >= at
        assert opening(then, ZONE) == then
        if then > at:
            assert opening(then - timedelta(microseconds=1), ZONE) == then
            assert then - at < timedelta(hours=17)


@given(MOMENTS)
def test_whoever_may_be_written_to_unasked_is_awake(at: datetime) -> None:
    if unprompted(at, ZONE) == at:
        assert is_waking(at, ZONE)
        assert 9 <= at.astimezone(ZONE).hour < 19
