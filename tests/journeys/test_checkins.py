"""How it goes: asked at one's own rhythm, answered with a tap; silence makes it rarer, then a human hears."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import ZONE, Phone, Shown, Town

from bot.ports import Kind


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator("Mette")
    yield town
    town.close()


def asked_weekly(town: Town, hour: str = "Om formiddagen") -> Phone:
    inge = town.citizen("Inge")
    inge.says("/hej")
    for press in ("Hver uge", "Ja, det må du", hour):
        inge.presses(press)
    return inge


def questions(inge: Phone) -> list[Shown]:
    return [shown for shown in inge.shown if shown.kind is Kind.CHECKIN]


def walls(inge: Phone) -> list[str]:
    return [shown.at.astimezone(ZONE).strftime("%m-%d %H:%M") for shown in questions(inge)]


@pytest.mark.parametrize(
    ("hour", "clock"),
    [("Om formiddagen", "10:00"), ("Midt på dagen", "13:00"), ("Om eftermiddagen", "16:00")],
)
def test_it_comes_at_the_chosen_rhythm_and_hour(town: Town, hour: str, clock: str) -> None:
    inge = asked_weekly(town, hour)
    for _ in range(2):
        town.until(town.now + timedelta(days=7, hours=8))
        inge.presses("Godt")
    assert walls(inge) == [f"11-30 {clock}", f"12-07 {clock}"]


def test_nothing_is_asked_without_its_own_yes(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/hej")
    inge.presses("Hver uge")
    inge.presses("Nej tak")
    inge.presses_data("!checkin.at:1:0")
    assert town.rows("SELECT rhythm FROM checkin") == [("never",)]


def test_what_cannot_be_sent_is_no_silence(town: Town) -> None:
    inge = asked_weekly(town)
    inge.says("/faerre")
    inge.presses("Lidt sjældnere")
    inge.says("/faerre")
    inge.presses("Lidt sjældnere")
    town.until(town.now + timedelta(days=100))
    assert not questions(inge)
    assert town.rows("SELECT unanswered, rhythm FROM checkin") == [(1, "weekly")]


def test_a_yes_that_ended_elsewhere_ends_it_too(town: Town) -> None:
    inge = asked_weekly(town)
    town.tx.withdraw_consent(person=inge.person.id, purpose="checkin", now=town.now)
    town.until(town.now + timedelta(days=9))
    assert not questions(inge)


def test_the_yes_taken_back_ends_it(town: Town) -> None:
    inge = asked_weekly(town)
    inge.says("/privatliv")
    inge.presses("Træk et ja tilbage")
    inge.presses("Hvordan går det?")
    town.until(town.now + timedelta(days=9))
    assert not questions(inge)


def test_one_tap_answers_and_another_changes_the_answer(town: Town) -> None:
    inge = asked_weekly(town)
    town.until(town.now + timedelta(days=7, hours=8))
    asked = questions(inge)[0]
    inge.presses_on(asked, "Godt")
    inge.presses_on(asked, "Godt")
    inge.presses_on(asked, "Ikke så godt")
    assert town.rows("SELECT number, answer FROM checkin_answer") == [(1, "bad")]


def test_a_written_word_answers_too(town: Town) -> None:
    inge = asked_weekly(town)
    town.until(town.now + timedelta(days=7, hours=8))
    inge.says("ikke så godt")
    assert town.rows("SELECT answer FROM checkin_answer") == [("bad",)]


def test_a_word_beside_the_answer_is_kept_and_seen_by_nobody(town: Town) -> None:
    inge = asked_weekly(town)
    town.until(town.now + timedelta(days=7, hours=8))
    inge.presses("Godt")
    inge.presses("Skriv et par ord")
    inge.says("mit barnebarn kom på besøg")
    assert town.rows("SELECT word FROM checkin_answer") == [("mit barnebarn kom på besøg",)]
    assert "barnebarn" not in str(town.rows("SELECT body FROM outbox"))


def test_low_twice_in_a_row_names_the_human(town: Town) -> None:
    inge = asked_weekly(town)
    for _ in range(2):
        town.until(town.now + timedelta(days=7, hours=8))
        inge.presses("Ikke så godt")
    assert "Vil du tale med Mette" in inge.last.text
    assert "Ja tak" in inge.last.labels


def test_an_answer_to_what_was_never_asked_is_kept_nowhere(town: Town) -> None:
    inge = asked_weekly(town)
    inge.presses_data("!checkin.bad:5")
    assert not town.rows("SELECT * FROM checkin_answer")


def test_silence_makes_it_rarer_and_ends_with_one_line_to_the_coordinator(town: Town) -> None:
    inge = asked_weekly(town)
    mette = next(phone for phone in town.phones.values() if phone.name == "Mette")
    town.until(town.now + timedelta(days=150))
    asked = questions(inge)
    assert [shown.at.astimezone(ZONE).strftime("%m-%d") for shown in asked] == [
        "11-30", "12-07", "12-14", "12-21", "12-28", "01-11", "01-25", "02-08",
    ]  # fmt: skip
    assert "lidt sjældnere" in asked[4].text
    assert "holder jeg op" in asked[-1].text
    lines = [shown.text for shown in mette.shown if "svaret længe" in shown.text]
    assert len(lines) == 1
    assert lines[0].startswith("Inge")


def test_an_answer_begins_the_count_anew(town: Town) -> None:
    inge = asked_weekly(town)
    town.until(town.now + timedelta(days=23))
    inge.presses("Godt")
    assert town.rows("SELECT unanswered FROM checkin") == [(0,)]


@pytest.mark.parametrize("how", ["stop", "pause"])
def test_what_was_not_asked_is_not_unanswered(town: Town, how: str) -> None:
    inge = asked_weekly(town)
    inge.says(how)
    if how == "pause":
        inge.presses("En måned")
    town.until(town.now + timedelta(days=29))
    assert not questions(inge)
    assert town.rows("SELECT unanswered, rhythm FROM checkin") == [(0, "weekly")]
    inge.says("hej")
    town.until(town.now + timedelta(days=8))
    assert len(questions(inge)) == 1


def test_the_same_question_is_asked_once_however_often_time_ticks(town: Town) -> None:
    inge = asked_weekly(town)
    town.until(town.now + timedelta(days=7, hours=8))
    for _ in range(3):
        town.sweep()
    assert len(questions(inge)) == 1
