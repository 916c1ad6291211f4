"""What recurs keeps its clock on the wall, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.occurrences import MOST, dates, moment, span

ZONE = ZoneInfo("Europe/Copenhagen")
WALLS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1))  # noqa: DTZ001 - wall clock


def on(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_every_thursday_at_two_is_at_two_in_winter_and_in_summer() -> None:
    starts = dates(on("2027-03-18 14:00"), "FREQ=WEEKLY;BYDAY=TH", on("2027-04-08 23:59"))
    assert [moment(wall, ZONE).hour for wall in starts] == [13, 13, 12, 12]
    assert {moment(wall, ZONE).astimezone(ZONE).hour for wall in starts} == {14}


def test_a_night_that_skips_its_hour_keeps_its_date_and_the_night_with_two_has_one() -> None:
    spring = dates(on("2027-03-27 02:30"), "FREQ=DAILY;COUNT=3", on("2027-12-31 00:00"))
    assert [f"{moment(wall, ZONE).astimezone(ZONE):%d %H:%M}" for wall in spring] == [
        "27 02:30",
        "28 03:30",
        "29 02:30",
    ]
    autumn = dates(on("2027-10-30 02:30"), "FREQ=DAILY;COUNT=3", on("2027-12-31 00:00"))
    assert [moment(wall, ZONE).hour for wall in autumn] == [0, 0, 1]


def test_the_date_that_was_named_is_always_the_first() -> None:
    starts = dates(on("2026-11-25 10:00"), "FREQ=WEEKLY;BYDAY=TU", on("2026-12-09 00:00"))
    assert starts == [on("2026-11-25 10:00"), on("2026-12-01 10:00"), on("2026-12-08 10:00")]


def test_one_date_without_a_rule_and_one_that_is_farther_than_we_look() -> None:
    assert dates(on("2026-11-25 10:00"), None, on("2026-11-01 00:00")) == [on("2026-11-25 10:00")]
    assert dates(on("2026-11-25 10:00"), "FREQ=DAILY", on("2026-11-01 00:00")) == [on("2026-11-25 10:00")]


def test_no_series_is_kept_farther_ahead_than_it_can_be_shown() -> None:
    assert len(dates(on("2026-11-25 10:00"), "FREQ=DAILY", on("2036-01-01 00:00"))) == MOST


def test_two_hours_if_nobody_said_for_how_long() -> None:
    ten = on("2026-11-25 10:00")
    assert span(ten, None) == span(ten, ten) == timedelta(hours=2)
    assert span(ten, on("2026-11-25 10:45")) == timedelta(minutes=45)


@given(WALLS)
def test_a_moment_shows_its_wall_time_or_the_time_one_hour_on_where_there_is_none(wall: datetime) -> None:
    at = moment(wall, ZONE)
    assert at.tzinfo is UTC
    assert at.astimezone(ZONE).replace(tzinfo=None) - wall in (timedelta(), timedelta(hours=1))
    assert moment(at.astimezone(ZONE), ZONE) == at
