"""Whether a date fits somebody: by what they told, on every day and at every hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.activity import Activity, Occurrence
from bot.domain.fitting import is_near, reason, suits
from bot.domain.people import Person

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
MONDAY, THURSDAY, ALL_DAYS = 1, 8, 127
MORNING, AFTERNOON, EVENING, ANY_TIME = 1, 2, 4, 7


def person(area: str = "", weekdays: int = ALL_DAYS, times: int = ANY_TIME) -> Person:
    return Person(
        id=1,
        chat=1,
        first_name="Inge",
        language="da",
        organisation=1,
        stage="member",
        stopped_at=None,
        paused_until=None,
        rest_until=None,
        deleting_at=None,
        weekly=2,
        misunderstood=0,
        area=area,
        weekdays=weekdays,
        times=times,
        company="",
        alert=0,
        heard_at=NOW,
    )


def date(
    starts_at: datetime = NOW, *, interest: str = "coffee", area: str = "Korsør", title: str = "Torsdagskaffe"
) -> Occurrence:
    activity = Activity(1, 1, title, interest, "Biblioteket", area, "", "", "", None, None, "published")
    return Occurrence(1, activity, starts_at, starts_at + timedelta(hours=2), 10, 0, 1, "planned")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "weekdays", "times", "fits"),
    [
        ("2026-11-26 11:59", THURSDAY, MORNING, True),
        ("2026-11-26 12:00", THURSDAY, MORNING, False),
        ("2026-11-26 12:00", THURSDAY, AFTERNOON, True),
        ("2026-11-26 16:59", THURSDAY, AFTERNOON, True),
        ("2026-11-26 17:00", THURSDAY, AFTERNOON, False),
        ("2026-11-26 17:00", THURSDAY, EVENING, True),
        ("2026-11-26 14:00", MONDAY, ANY_TIME, False),
        ("2026-11-30 00:30", MONDAY, ANY_TIME, True),  # still Sunday in UTC
        ("2027-07-12 00:30", MONDAY, ANY_TIME, True),
        ("2026-11-26 14:00", MONDAY | THURSDAY, MORNING | AFTERNOON, True),
    ],
)
def test_day_and_time_of_day_are_those_on_the_wall(
    start: str, weekdays: int, times: int, *, fits: bool
) -> None:
    assert suits(person(weekdays=weekdays, times=times), date(wall(start)), ZONE) is fits


@given(MOMENTS)
def test_each_start_is_on_one_day_and_in_one_part_of_it(start: datetime) -> None:
    days = [suits(person(weekdays=1 << day), date(start), ZONE) for day in range(7)]
    parts = [suits(person(times=part), date(start), ZONE) for part in (MORNING, AFTERNOON, EVENING)]
    assert (days.count(True), parts.count(True)) == (1, 1)
    assert suits(person(), date(start), ZONE)


@pytest.mark.parametrize(
    ("mine", "theirs", "near"),
    [
        ("Korsør", "korsør ", True),
        ("Korsør", "Korsør Syd", True),
        ("Korsør Syd", "Korsør", True),
        ("Korsør", "Slagelse", False),
        ("", "Slagelse", None),
        ("Korsør", "", None),
    ],
)
def test_a_place_is_near_far_or_nobody_said(mine: str, theirs: str, near: bool | None) -> None:
    assert is_near(mine, date(area=theirs)) is near
    assert suits(person(area=mine), date(area=theirs), ZONE) is (near is not False)


def test_what_was_wished_for_is_the_reason_and_what_was_not_is_none() -> None:
    inge = person()
    assert reason(inge, ["garden", "coffee"], date(), came_before=False) == {"wish": "coffee"}
    assert reason(inge, ["kaffe"], date(), came_before=False) == {"wish": "kaffe"}
    assert reason(inge, ["garden"], date(), came_before=False) is None
    assert reason(inge, ["garden"], date(), came_before=True) == {"again": "yes"}


def test_who_named_nothing_is_not_left_out() -> None:
    assert reason(person(), [], date(), came_before=False) == {"day": "yes"}
    assert reason(person("Korsør"), [], date(), came_before=False) == {"area": "Korsør"}
    assert reason(person(), ["garden"], date(interest=""), came_before=False) == {"day": "yes"}


def test_the_order_of_wishes_decides_nothing_but_which_one_is_named() -> None:
    wishes = ("garden", "walk", "song")
    for interest in ("coffee", "walk"):
        found = [
            reason(person(), order, date(interest=interest), came_before=False)
            for order in permutations(wishes)
        ]
        assert all(one == found[0] for one in found)
