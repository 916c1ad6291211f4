"""The days that somebody asks about, by the wall clock of a Monday."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.language.span import Span, read_span
from bot.language.telling import AFTERNOON, EVENING, MORNING

MONDAY = datetime.fromisoformat("2026-11-23T10:00")  # wall clock, as the function takes it


def day(number: int, times: int = 0, month: int = 11) -> Span:
    return Span(date(2026, month, number), date(2026, month, number), times)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("hvad sker der på fredag", day(27)),
        ("er der noget torsdag?", day(26)),
        ("i morgen", day(24)),
        ("imorgen formiddag", day(24, MORNING)),
        ("i overmorgen", day(25)),
        ("hvad sker der i dag", day(23)),
        ("i aften", day(23, EVENING)),
        ("på lørdag eftermiddag", day(28, AFTERNOON)),
        ("d. 3/12", day(3, month=12)),
        ("den 3. december", day(3, month=12)),
        ("i weekenden", Span(date(2026, 11, 28), date(2026, 11, 29))),
        ("næste weekend", Span(date(2026, 12, 5), date(2026, 12, 6))),
        ("næste uge", Span(date(2026, 11, 30), date(2026, 12, 6))),
        ("på tirsdag i næste uge", day(1, month=12)),
        ("resten af ugen", Span(date(2026, 11, 23), date(2026, 11, 29))),
        ("om eftermiddagen", Span(date(2026, 11, 23), date(2026, 11, 29), AFTERNOON)),
    ],
)
def test_days_are_read_as_they_are_said(text: str, span: Span) -> None:
    assert read_span(text, MONDAY) == span


@pytest.mark.parametrize(
    "text", ["hvad sker der", "torsdagskaffe", "god morgen", "hele dagen", "i går", "den 3. marts 2029", ""]
)
def test_what_names_no_day_ahead_is_none(text: str) -> None:
    assert read_span(text, MONDAY) is None


def test_on_a_sunday_the_weekend_is_what_is_left_of_it() -> None:
    assert read_span("i weekenden", datetime.fromisoformat("2026-11-29T09:00")) == day(29)
