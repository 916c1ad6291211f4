"""When an announcement will be done: at the allowed rate, and only in the hours for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.announce import SHARE, done_by
from bot.domain.quiet import closing, unprompted

ZONE = ZoneInfo("Europe/Copenhagen")
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "recipients", "then"),
    [
        ("2026-11-26 12:00", 0, "2026-11-26 12:00"),
        ("2026-11-26 12:00", 97_200, "2026-11-26 13:00"),  # 27 a second: 30, less what replies take
        ("2026-11-26 18:30", 97_200, "2026-11-27 09:30"),
        ("2026-11-27 18:30", 97_200, "2026-11-28 10:30"),  # Saturday opens at ten
        ("2026-11-26 22:00", 97_200, "2026-11-27 10:00"),
        ("2027-03-27 17:00", 2 * 97_200, "2027-03-28 11:00"),  # the clock goes forward in between
    ],
)
def test_it_goes_on_the_next_day_where_the_hours_end(now: str, recipients: int, then: str) -> None:
    assert done_by(wall(now), recipients, 30, ZONE) == wall(then)


def test_without_a_limit_it_is_done_at_once_and_without_hours_it_never_rests() -> None:
    noon, night = wall("2026-11-26 12:00"), wall("2026-11-26 22:00")
    assert done_by(noon, 10**6, 0, ZONE) == noon
    assert done_by(night, 97_200, 30) == night + timedelta(hours=1)


@given(MOMENTS, st.integers(0, 3_000_000), st.sampled_from([1.0, 7.5, 30.0]))
def test_it_is_done_in_the_hours_for_it_and_not_sooner_than_the_rate_allows(
    now: datetime, recipients: int, rate: float
) -> None:
    done = done_by(now, recipients, rate, ZONE)
    assert unprompted(done - timedelta(microseconds=1), ZONE) <= done <= closing(done, ZONE)
    assert done - now >= timedelta(seconds=recipients / (rate * SHARE))
    assert done_by(now, recipients + 1, rate, ZONE) >= done
