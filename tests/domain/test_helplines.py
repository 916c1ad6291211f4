"""Whom to call: the file as it is shipped, what a wrong one is told, and when hours may be shown."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.helplines import GOOD_FOR, Helplines, WrongLines, read_lines
from bot.handlers.helplines import SHIPPED, listed, worded
from bot.i18n import Reader

TODAY = date(2026, 11, 23)
ALARM = {"id": "alarm", "number": "112", "audience": "emergency", "hours": "hele døgnet"}
REGIONS = {
    "hovedstaden": "1813",
    "sjaelland": "1818",
    "syddanmark": "70 11 07 07",
    "midtjylland": "70 11 31 31",
    "nordjylland": "70 15 03 00",
}


def shipped(region: str = "") -> Helplines:
    return read_lines(tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["line"], region)


@pytest.mark.parametrize(("region", "number"), REGIONS.items())
def test_each_region_has_its_own_doctor(region: str, number: str) -> None:
    doctor = shipped(region).doctor
    assert doctor
    assert doctor.number == number


def test_without_a_region_no_doctors_number_is_guessed() -> None:
    assert shipped().doctor is None


def test_nobody_has_checked_what_is_shipped_and_so_no_hours_are_shown() -> None:
    found = shipped("sjaelland")
    assert not [line.id for line in found.lines if line.open_at("da", TODAY) or line.open_at("en", TODAY)]
    warning = found.warning(TODAY)
    assert "not checked by a human" in warning
    assert "\n" not in warning
    assert "1818" in warning
    assert "1813" not in warning, "another region's doctor is shown to nobody here"


@given(st.integers(-400, 400))
def test_hours_show_for_180_days_and_not_from_the_future(age: int) -> None:
    found = read_lines([{**ALARM, "verified_on": TODAY - timedelta(days=age)}])
    shows = found.emergency.open_at("da", TODAY) == "hele døgnet"
    assert shows == (0 <= age <= GOOD_FOR.days)
    assert shows == (found.warning(TODAY) == "")


def test_what_must_be_checked_by_a_day_is_old_on_it() -> None:
    row = {**ALARM, "verified_on": "2026-12-20", "check_by": date(2027, 1, 1)}
    line = read_lines([row]).emergency
    assert line.fresh(date(2026, 12, 31))
    assert not line.fresh(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([], "no entry with audience emergency"),
        ([{"id": "x", "number": "1", "audience": "doctor"}], "no entry with audience emergency"),
        ([ALARM, ALARM], "same id"),
        ([{**ALARM, "number": ""}], "id and number must be given"),
        ([{**ALARM, "audience": []}], "audience is one of"),
        ([{**ALARM, "audience": "aliens"}], "not aliens"),
        ([{**ALARM, "telephone": "112"}], "telephone is not known"),
        ([{**ALARM, "verified_on": "i går"}], "verified_on is a day"),
        ([{**ALARM, "verified_on": 7}], "verified_on is a day"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(rows: list[Mapping[str, Any]], line: str) -> None:
    with pytest.raises(WrongLines, match=line):
        read_lines(rows)


def test_an_unknown_region_names_those_that_are_known() -> None:
    with pytest.raises(WrongLines, match="it has hovedstaden, midtjylland"):
        shipped("oestdanmark")


def test_three_numbers_at_a_time_and_the_first_is_danger() -> None:
    found, number, pages = shipped("sjaelland"), 0, []
    while True:
        page, more = found.page(number)
        pages.append([line.number for line in page])
        number += 1
        if not more:
            break
    assert pages[0] == ["112", "1818", "70 201 201"]
    assert max(map(len, pages)) <= 3
    shown = [one for page in pages for one in page]
    assert len(set(shown)) == len(shown)
    assert "116 111" not in shown, "whoever is under 18 is told of it at the door"


def test_a_line_says_what_it_is_for_and_its_hours_only_when_checked() -> None:
    rows = [
        {**ALARM},
        {"id": "l", "name": "Linjen", "number": "70", "audience": "listening", "hours": "kl. 9-12"},
    ]
    da, en = Reader("da"), Reader("en")
    line = read_lines(rows).fitting("listening")
    assert worded(da, line) == "Linjen på 70"
    assert listed(da, line, TODAY) == "Vil du tale med nogen, så ring til Linjen på 70"
    checked = read_lines([rows[0], {**rows[1], "verified_on": TODAY}]).fitting("listening")
    assert listed(da, checked, TODAY).endswith("på 70, kl. 9-12")
    assert listed(en, checked, TODAY).endswith("on 70"), "Danish hours are not read out in English"
