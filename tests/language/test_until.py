"""The day on which a break ends, as Danes write it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.until import LONGEST, read_until

NOW = datetime(2026, 11, 25, 10)  # noqa: DTZ001 - a Wednesday on the wall


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mandag", date(2026, 11, 30)),
        ("hold pause til på mandag", date(2026, 11, 30)),
        ("pause til 5. januar", date(2027, 1, 5)),
        ("jeg vil gerne have pause til og med d. 5/1", date(2027, 1, 6)),
        ("i to uger", date(2026, 12, 9)),
        ("14 dage", date(2026, 12, 9)),
        ("en uge tak", date(2026, 12, 2)),
        ("om to uger", date(2026, 12, 9)),
        ("i morgen", date(2026, 11, 26)),
        ("til onsdag", date(2026, 12, 2)),
        ("pause til jul", date(2026, 12, 24)),
        ("til efter jul", date(2026, 12, 27)),
        ("til nytår", date(2027, 1, 1)),
        ("hen over nytåret", date(2027, 1, 2)),
        ("pause", None),
        ("for altid", None),
        ("i går", None),
        ("i dag", None),
        ("31/2", None),
        ("1. april 2035", None),
    ],
)
def test_a_break_ends_when_people_say(text: str, day: date | None) -> None:
    assert read_until(text, NOW) == day


@given(st.text(max_size=60))
def test_whatever_is_written_is_a_day_ahead_or_none(text: str) -> None:
    found = read_until(text, NOW)
    assert found is None or NOW.date() < found <= NOW.date() + LONGEST
