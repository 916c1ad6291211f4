"""At most so many messages a week that nobody asked for; a week begins on Monday, whatever the clock does."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import next_room, week_of

ZONE = ZoneInfo("Europe/Copenhagen")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "begins", "ends"),
    [
        ("2026-11-25 12:00", "2026-11-23 00:00", "2026-11-30 00:00"),
        ("2026-11-30 00:00", "2026-11-30 00:00", "2026-12-07 00:00"),
        ("2026-11-29 23:59", "2026-11-23 00:00", "2026-11-30 00:00"),
        ("2027-01-01 12:00", "2026-12-28 00:00", "2027-01-04 00:00"),  # week 53
        ("2027-03-28 12:00", "2027-03-22 00:00", "2027-03-29 00:00"),
        ("2027-10-31 23:30", "2027-10-25 00:00", "2027-11-01 00:00"),
    ],
)
def test_a_week_is_from_monday_to_monday_on_the_wall(now: str, begins: str, ends: str) -> None:
    week = week_of(wall(now), ZONE)
    assert (week.begins, week.ends) == (wall(begins), wall(ends))


def test_the_weeks_of_the_changes_are_an_hour_shorter_and_longer() -> None:
    spring, autumn = week_of(wall("2027-03-24 12:00"), ZONE), week_of(wall("2027-10-27 12:00"), ZONE)
    assert spring.ends - spring.begins == timedelta(hours=167)
    assert autumn.ends - autumn.begins == timedelta(hours=169)


def test_the_third_of_a_week_waits_for_monday() -> None:
    sent = [wall("2026-11-23 00:00"), wall("2026-11-24 10:00")]
    now = wall("2026-11-26 12:00")
    assert next_room(sent[:1], 2, now, ZONE) == now
    assert next_room(sent, 2, now, ZONE) == wall("2026-11-30 00:00")


def test_last_sunday_evening_belongs_to_last_week_and_sunday_evening_in_summer_is_not_monday_in_utc() -> None:
    sent = [wall("2026-11-22 17:59"), wall("2026-11-22 23:59"), wall("2027-07-11 23:59")]
    assert next_room(sent, 1, wall("2026-11-23 09:00"), ZONE) == wall("2026-11-23 09:00")
    assert next_room(sent, 1, wall("2027-07-12 00:00"), ZONE) == wall("2027-07-12 00:00")


def test_who_wants_none_gets_none() -> None:
    assert next_room([], 0, wall("2026-11-26 12:00"), ZONE) == wall("2026-11-30 00:00")


@given(MOMENTS)
def test_a_moment_lies_in_its_week_and_the_next_week_begins_where_it_ends(now: datetime) -> None:
    week = week_of(now, ZONE)
    assert week.begins <= now < week.ends
    assert week_of(week.ends, ZONE).begins == week.ends
    assert week.begins.astimezone(ZONE).weekday() == 0


@given(st.lists(MOMENTS, max_size=20), MOMENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_messages_are_counted_changes_nothing(
    sent: list[datetime], now: datetime, chance: random.Random
) -> None:
    mixed = list(sent)
    chance.shuffle(mixed)
    assert next_room(sent, 2, now, ZONE) == next_room(mixed, 2, now, ZONE)


@given(st.lists(MOMENTS, min_size=1, max_size=60).map(sorted), st.integers(0, 3))
def test_whoever_sends_only_where_there_is_room_never_exceeds_a_week(
    wishes: list[datetime], weekly: int
) -> None:
    sent: list[datetime] = []
    for now in wishes:
        if next_room(sent, weekly, now, ZONE) == now:
            sent.append(now)
    weeks = [week_of(at, ZONE) for at in sent]
    assert all(weeks.count(week) <= weekly for week in weeks)
