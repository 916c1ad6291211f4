"""Invitations that nobody answers get rarer, then stop; one line reaches a human, a word brings them back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from town import Phone, Shown, Town

from bot.ports import Kind

WEEKS = 40


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    """Give a town with something new to do twice a week for most of a year, and one citizen."""
    town = Town(sqlite_url)
    town.coordinator("Mette")
    inge = town.citizen("Inge")
    town.now += timedelta(minutes=1)
    for week in range(WEEKS):
        for day in (3, 5):
            town.activity(f"Gåtur {week}.{day}", town.now + timedelta(weeks=week, days=day, hours=3))
    assert inge.is_known
    yield town
    town.close()


def phone(town: Town, name: str) -> Phone:
    return next(phone for phone in town.phones.values() if phone.name == name)


def invitations(town: Town) -> list[Shown]:
    return [shown for shown in phone(town, "Inge").shown if shown.kind is Kind.INVITATION]


def apart(moments: list[datetime]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(moments)]


def lines(town: Town) -> list[Shown]:
    return [shown for shown in phone(town, "Mette").shown if "svaret længe" in shown.text]


def test_they_get_rarer_then_stop_and_one_line_reaches_a_human(town: Town) -> None:
    town.until(town.now + timedelta(weeks=30))
    days = apart([shown.at for shown in invitations(town)])
    assert len(days) == 5, "six invitations in all"
    assert all(found < 14 for found in days[:1])
    assert all(14 <= found < 28 for found in days[1:3])
    assert all(28 <= found < 42 for found in days[3:])
    (line,) = lines(town)
    assert line.at - invitations(town)[-1].at >= timedelta(days=3)
    assert "Inge: en hilsen" in (phone(town, "Mette").says("/indbakke") or line).labels


def test_a_word_brings_them_back_but_rarely(town: Town) -> None:
    town.until(town.now + timedelta(weeks=24))
    assert len(invitations(town)) == 6
    phone(town, "Inge").says("hej")
    town.until(town.now + timedelta(weeks=9))
    days = apart([shown.at for shown in invitations(town)])
    assert len(days) > 5
    assert all(found >= 28 for found in days[5:])
    assert len(lines(town)) == 1


def test_an_answer_begins_anew(town: Town) -> None:
    town.until(town.now + timedelta(days=15, hours=2))
    before = len(invitations(town))
    phone(town, "Inge").presses("Måske")
    town.until(town.now + timedelta(weeks=2))
    assert len(invitations(town)) - before >= 2
    assert not lines(town)


def test_one_silence_is_told_once_however_it_is_noticed(town: Town) -> None:
    inge = phone(town, "Inge")
    inge.says("/hej")
    for press in ("Hver uge", "Ja, det må du", "Om formiddagen"):
        inge.presses(press)
    town.until(town.now + timedelta(weeks=30))
    assert len(invitations(town)) < 6, "the silence was told of at the seventh question"
    assert len(lines(town)) == 1


def test_what_a_coordinator_has_closed_is_not_told_of_again(town: Town) -> None:
    inge = phone(town, "Inge")
    inge.says("/hej")
    for press in ("Hver uge", "Ja, det må du", "Om formiddagen"):
        inge.presses(press)
    while not lines(town):
        town.until(town.now + timedelta(days=1))
    phone(town, "Mette").presses("Jeg har set det")
    before = len(invitations(town))
    town.until(town.now + timedelta(weeks=20))
    assert len(lines(town)) == 1
    assert len(invitations(town)) == before


def test_who_said_stop_is_no_silence(town: Town) -> None:
    phone(town, "Inge").says("stop")
    town.until(town.now + timedelta(weeks=20))
    assert not lines(town)
