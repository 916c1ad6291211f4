"""Each reminder at its instant: never in the night, never too late, never two at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.quiet import is_waking, on_the_wall, unprompted
from bot.domain.reminders import (
    CLOSINGS,
    DAY_BEFORE,
    DAYS,
    DAYS_AHEAD,
    FARTHEST,
    HOURS,
    HOURS_AHEAD,
    NUDGE,
    OPENINGS,
    SAME_DAY,
    Lead,
    Reminder,
    after,
    plan,
    plan_shift,
)

ZONE = ZoneInfo("Europe/Copenhagen")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
CHANGES = [
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2027, 3, 28),
    date(2027, 10, 31),
    date(2028, 3, 26),
    date(2028, 10, 29),
]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def seen(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}"


def found(kind: str, reminders: list[Reminder]) -> Reminder:
    (only,) = [reminder for reminder in reminders if reminder.kind == kind]
    return only


def around_the_changes_of_clock() -> Iterator[datetime]:
    for day in CHANGES:
        begins = on_the_wall(day - timedelta(days=1), time(), ZONE)
        for minutes in range(0, 4 * 24 * 60, 5):
            yield begins + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "day_before", "same_day"),
    [
        ("2026-11-26 14:00", "2026-11-25 17:00", "2026-11-26 11:00"),
        ("2026-11-26 11:00", "2026-11-25 17:00", "2026-11-26 08:00"),
        ("2026-11-26 10:00", "2026-11-25 17:00", "2026-11-26 08:00"),
        ("2026-11-26 09:30", "2026-11-25 17:00", "2026-11-26 08:00"),  # 90 minutes are enough
        ("2026-11-26 09:29", "2026-11-25 17:00", "2026-11-25 20:00"),
        ("2026-11-26 07:00", "2026-11-25 17:00", "2026-11-25 20:00"),
        ("2026-11-26 00:30", "2026-11-25 17:00", "2026-11-25 20:00"),
        ("2026-11-26 23:59", "2026-11-25 17:00", "2026-11-26 20:59"),
        ("2026-11-27 00:00", "2026-11-26 17:00", "2026-11-26 20:00"),
        ("2027-03-28 14:00", "2027-03-27 17:00", "2027-03-28 11:00"),  # the clock goes forward in between
        ("2027-03-29 10:00", "2027-03-28 17:00", "2027-03-29 08:00"),
        ("2027-03-28 04:30", "2027-03-27 17:00", "2027-03-27 20:00"),
        ("2027-10-31 14:00", "2027-10-30 17:00", "2027-10-31 11:00"),  # and back
        ("2027-10-31 02:30", "2027-10-30 17:00", "2027-10-30 20:00"),
    ],
)
def test_somebody_signed_up_hears_the_day_before_and_on_the_day(
    start: str, day_before: str, same_day: str
) -> None:
    reminders = plan(wall(start), ZONE)
    assert seen(found(DAY_BEFORE, reminders).at) == day_before
    assert seen(found(SAME_DAY, reminders).at) == same_day


@pytest.mark.parametrize(
    ("start", "days", "nudge", "hours"),
    [
        ("2026-11-26 14:00", "2026-11-24 14:00", "2026-11-25 14:00", "2026-11-26 11:00"),
        ("2026-11-26 22:00", "2026-11-25 08:00", "2026-11-26 08:00", "2026-11-26 19:00"),
        ("2026-11-26 07:00", "2026-11-24 08:00", "2026-11-25 08:00", "2026-11-25 20:00"),
        # 47 hours, and the same clock on the wall; "24 hours" and "3 hours" are time that passes
        ("2027-03-29 14:00", "2027-03-27 14:00", "2027-03-28 14:00", "2027-03-29 11:00"),
        ("2027-03-28 14:00", "2027-03-26 14:00", "2027-03-27 13:00", "2027-03-28 11:00"),
        ("2027-10-31 14:00", "2027-10-29 14:00", "2027-10-30 15:00", "2027-10-31 11:00"),
        ("2027-03-30 02:30", "2027-03-28 08:00", "2027-03-29 08:00", "2027-03-29 20:00"),
    ],
)
def test_a_volunteer_hears_two_days_before_at_24_hours_and_at_three(
    start: str, days: str, nudge: str, hours: str
) -> None:
    reminders = plan_shift(wall(start), ZONE)
    assert [seen(found(kind, reminders).at) for kind in (DAYS, NUDGE, HOURS)] == [days, nudge, hours]


@pytest.mark.parametrize(
    ("end", "asked"),
    [
        ("2026-11-26 16:00", "2026-11-27 10:00"),
        ("2026-11-27 23:30", "2026-11-28 10:00"),  # a Saturday opens at ten too
        ("2027-03-27 16:00", "2027-03-28 10:00"),
        ("2027-10-30 16:00", "2027-10-31 10:00"),
    ],
)
def test_the_day_after_there_is_one_question(end: str, asked: str) -> None:
    question = after(wall(end), ZONE)
    assert seen(question.at) == asked
    assert unprompted(question.at, ZONE) == question.at < question.expires_at


def test_at_every_five_minutes_of_each_change_of_clock_reminders_keep_their_promises() -> None:
    for start in around_the_changes_of_clock():
        keeps_its_promises(start)


@given(MOMENTS)
def test_at_any_start_reminders_keep_their_promises(start: datetime) -> None:
    keeps_its_promises(start)


def keeps_its_promises(start: datetime) -> None:
    assert plan(start, ZONE) == plan(start.astimezone(ZONE), ZONE)
    for reminder in plan(start, ZONE) + plan_shift(start, ZONE):
        assert is_waking(reminder.at, ZONE), f"{reminder} of {start} comes at night"
        assert reminder.at < reminder.expires_at, f"{reminder} of {start} is late before it is due"
        assert reminder.expires_at <= start - timedelta(minutes=10), f"{reminder} comes after {start}"
    same_wall_time_before(start)
    three_hours_or_the_rule_for_the_night(found(SAME_DAY, plan(start, ZONE)), start)
    three_hours_or_the_rule_for_the_night(found(HOURS, plan_shift(start, ZONE)), start)


def same_wall_time_before(start: datetime) -> None:
    local = start.astimezone(ZONE)
    evening = found(DAY_BEFORE, plan(start, ZONE)).at.astimezone(ZONE)
    assert (evening.hour, evening.minute) == (17, 0)
    assert evening.date() == local.date() - timedelta(days=1)
    days = found(DAYS, plan_shift(start, ZONE)).at.astimezone(ZONE)
    if 8 <= local.hour < 21:
        assert (days.date(), days.time()) == (local.date() - timedelta(days=2), local.time())


def three_hours_or_the_rule_for_the_night(reminder: Reminder, start: datetime) -> None:
    if is_waking(start - timedelta(hours=3), ZONE):
        assert reminder.at == start - timedelta(hours=3)
        return
    morning = on_the_wall(start.astimezone(ZONE).date(), time(8), ZONE)
    if start - morning >= timedelta(minutes=90):
        assert reminder.at == morning
    else:
        day = start.astimezone(ZONE).date() - timedelta(days=1)
        assert reminder.at == on_the_wall(day, time(20), ZONE)


@given(MOMENTS)
def test_after_an_outage_nobody_is_reminded_of_the_same_twice_at_once(start: datetime) -> None:
    earlier, later = plan(start, ZONE)
    assert earlier.expires_at <= later.at


LEADS = st.builds(Lead, st.sampled_from(DAYS_AHEAD), st.sampled_from(HOURS_AHEAD))
AWAKE = st.tuples(st.sampled_from(OPENINGS).map(time), st.sampled_from(CLOSINGS).map(time))


def as_the_rule_says(due: datetime, start: datetime, awake: tuple[time, time]) -> datetime:
    """Say by hand when something due then goes: by day, else in the morning, else the evening before."""
    opens, closes = awake
    local = due.astimezone(ZONE)
    if opens <= local.time() < closes:
        return due
    morning_of = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    morning = on_the_wall(morning_of, opens, ZONE)
    if start - morning >= timedelta(minutes=90):
        return morning
    return on_the_wall(morning_of - timedelta(days=1), time(closes.hour - 1), ZONE)


def follows_its_rule(start: datetime, lead: Lead, awake: tuple[time, time]) -> None:
    local = start.astimezone(ZONE)
    days = on_the_wall(local.date() - timedelta(days=lead.days), local.time(), ZONE)
    expected = {
        DAYS: as_the_rule_says(days, start, awake),
        NUDGE: as_the_rule_says(start - timedelta(hours=24), start, awake),
    }
    if lead.hours:
        expected[HOURS] = as_the_rule_says(start - timedelta(hours=lead.hours), start, awake)
    planned = plan_shift(start, ZONE, lead, awake)
    assert {r.kind: r.at for r in planned} == expected
    for reminder in planned:
        assert is_waking(reminder.at, ZONE, awake), f"{reminder} of {start} comes in their quiet time"
        assert is_waking(reminder.at, ZONE), f"{reminder} of {start} comes at night"
        assert start - FARTHEST < reminder.at < reminder.expires_at <= start - timedelta(minutes=10)
    asked, nudged = (found(kind, planned).at for kind in (DAYS, NUDGE))
    assert asked < nudged, f"{start}: the nudge comes before the question"


@given(MOMENTS, LEADS, AWAKE)
@settings(max_examples=500)
def test_whatever_somebody_chooses_each_reminder_comes_exactly_where_its_rule_says(
    start: datetime, lead: Lead, awake: tuple[time, time]
) -> None:
    follows_its_rule(start, lead, awake)


@pytest.mark.parametrize("day", CHANGES)
def test_around_each_change_of_clock_and_midnight_every_choice_keeps_its_rule(day: date) -> None:
    midnight = on_the_wall(day, time(), ZONE)
    for minutes in range(-36 * 60, 5 * 24 * 60, 115):  # each minute of the hour comes by and by
        for days, hours in product(DAYS_AHEAD, HOURS_AHEAD):
            for opens, closes in ((8, 21), (12, 18), (10, 20)):
                start = midnight + timedelta(minutes=minutes)
                follows_its_rule(start, Lead(days, hours), (time(opens), time(closes)))


@given(MOMENTS, AWAKE)
def test_own_quiet_hours_take_no_reminder_of_a_sign_up_away(
    start: datetime, awake: tuple[time, time]
) -> None:
    before, close = plan(start, ZONE, awake)
    assert is_waking(before.at, ZONE, awake)
    assert close.at == as_the_rule_says(start - timedelta(hours=3), start, awake)
    assert before.expires_at <= close.at < close.expires_at


@pytest.mark.parametrize(
    ("start", "hours", "at"),
    [
        ("2026-11-26 22:30", 1, "2026-11-26 20:00"),  # due 21.30, in the quiet of that night
        ("2026-11-26 22:30", 2, "2026-11-26 20:30"),
        ("2026-11-27 00:30", 2, "2026-11-26 20:00"),
        ("2026-11-26 12:00", 5, "2026-11-26 08:00"),
        ("2027-03-28 08:30", 1, "2027-03-27 20:00"),  # the night in which the clock goes forward
        ("2027-03-28 09:30", 3, "2027-03-28 08:00"),
    ],
)
def test_hours_before_by_hand(start: str, hours: int, at: str) -> None:
    assert seen(found(HOURS, plan_shift(wall(start), ZONE, Lead(2, hours))).at) == at
