from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Reader
from bot.language.dates import Problem, When, read_when

NOW = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - wall clock without zone, as the reader of dates wants it
TEXTS = Path(__file__).parent.parent / "texts"


def rows(name: str) -> list[tuple[str, list[str]]]:
    lines = (TEXTS / f"dates_{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [(text, [*wanted, "", ""][:3]) for text, *wanted in (line.split("\t") for line in lines)]


def shown(read: When | Problem) -> list[str]:
    if isinstance(read, Problem):
        return [f"!{read.kind}", "", ""]
    end = read.end.isoformat(timespec="minutes") if read.end else ""
    return [read.start.isoformat(timespec="minutes"), end, read.rrule or ""]


@pytest.mark.parametrize(("text", "wanted"), rows("known"))
def test_a_phrase_that_we_have_seen_is_read_as_it_is_meant(text: str, wanted: list[str]) -> None:
    assert shown(read_when(text, NOW)) == wanted


def test_of_unseen_phrases_nineteen_in_twenty_are_read_as_they_are_meant() -> None:
    unseen = rows("unseen")
    wrong = [(text, wanted, got) for text, wanted in unseen if (got := shown(read_when(text, NOW))) != wanted]
    print(f"dates, unseen phrases: {len(unseen) - len(wrong)} of {len(unseen)} right")
    assert len(wrong) <= len(unseen) * 0.05, wrong


def test_a_weekday_that_does_not_fit_its_date_is_asked_about_with_the_date() -> None:
    assert read_when("torsdag d. 4/12 kl. 14", NOW) == Problem(
        "impossible",
        datetime(2026, 12, 4, 14, 0),  # noqa: DTZ001 - wall clock
    )


@given(
    st.datetimes(NOW + timedelta(minutes=1), NOW + timedelta(days=270)),
    st.sampled_from(["when", "with year"]),
)
def test_what_we_write_is_what_we_read(moment: datetime, form: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    reader = Reader("da", "UTC")
    at = moment.replace(tzinfo=ZoneInfo("UTC"))
    text = reader.when(at) if form == "when" else f"{reader.date(at)} {reader.time(at)}"
    # By day a small hour is the afternoon: 0-6 is not what anybody writes to us.
    if 7 <= moment.hour <= 23 and moment > NOW:
        assert read_when(text, NOW) == When(moment)


@given(st.text(max_size=200))
def test_any_line_is_read_or_refused_and_never_raises(text: str) -> None:
    read = read_when(text, NOW)
    assert isinstance(read, Problem) or read.start > NOW


WORDS = (
    "hver",
    "anden",
    "torsdag",
    "den",
    "3.",
    "31.",
    "december",
    "kl",
    "halv",
    "tre",
    "fra",
    "til",
    "14",
    "-",
)
MORE_WORDS = ("25", "i", "uge", "99", "om", "måneder", "måned", "sidste", "gange", "eller", "aften", "næste")


@given(st.lists(st.sampled_from(WORDS + MORE_WORDS), max_size=9))
def test_words_of_time_in_any_order_never_raise(words: list[str]) -> None:
    read = read_when(" ".join(words), NOW)
    assert isinstance(read, Problem) or read.end is None or read.end > read.start
