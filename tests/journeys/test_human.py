"""A human is reached, and carried words carry nothing else: no number, no more than a first name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from town import Phone, Town

from bot.domain.people import Role
from bot.ports import Kind

ASK = "Tal med et menneske"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def talking(town: Town) -> tuple[Phone, Phone]:
    """Let Inge ask for a human, and Mette be the one."""
    mette, inge = town.coordinator("Mette"), town.citizen("Inge")
    inge.says("jeg vil gerne tale med et menneske")
    mette.presses("Tag samtalen")
    return mette, inge


def answers(mette: Phone, words: str) -> None:
    mette.presses("Svar")
    mette.says(words)


def test_words_go_both_ways_once(town: Town) -> None:
    mette, inge = talking(town)
    inge.says("Jeg tør ikke gå alene")
    answers(mette, "Jeg henter dig")
    read = [s for s in mette.shown if "Jeg tør ikke gå alene" in s.text]
    assert [s.kind for s in read] == [Kind.RELAY]
    assert [s.text for s in inge.shown if "Jeg henter dig" in s.text] == ["Mette skriver:\nJeg henter dig"]


def test_neither_sees_a_number_or_a_name_beyond_the_first(town: Town) -> None:
    mette, inge = talking(town)
    inge.app_name = "Inge Marie Rasmussen"
    inge.says("Hej")
    answers(mette, "Hej")
    for phone, other in ((mette, inge), (inge, mette)):
        for shown in phone.shown:
            said = (
                shown.text + "".join(shown.labels) + "".join(b.data for r in shown.message.buttons for b in r)
            )
            assert str(other.chat) not in said
            assert "Rasmussen" not in said


def test_what_a_citizen_writes_may_not_be_passed_on(town: Town) -> None:
    mette, inge = talking(town)
    inge.says("Noget svært")
    carried = [s for s in mette.shown if "Noget svært" in s.text]
    assert carried
    assert all(s.message.protect for s in carried)


def test_the_first_colleague_has_the_conversation(town: Town) -> None:
    birthe = town.coordinator("Birthe")
    mette, inge = talking(town)
    answer = birthe.presses("Tag samtalen")
    assert answer
    assert "kollega" in answer.text
    inge.says("Kun til Mette")
    assert not [s for s in birthe.shown if "Kun til Mette" in s.text]
    assert [s for s in mette.shown if "Kun til Mette" in s.text]


def test_a_coordinator_of_another_house_can_neither_take_nor_answer_nor_end(town: Town) -> None:
    _mette, inge = talking(town)
    stranger = town.phone("Ole")
    away = town.tx.add_organisation(name="Korsør", home=0, reads_at="", phone="", now=town.now)
    stranger.opens(town.link(Role.COORDINATOR, away))
    stranger.presses("Ja, og jeg er fyldt 18")
    stranger.presses("Kald mig Ole")
    heard = len(inge.shown)
    for verb in ("talk.take", "talk.answer", "talk.end"):
        answer = stranger.presses_data(f"!{verb}:1")
        assert answer
        assert "Inge" not in answer.text
    stranger.says("Hej Inge, her er Ole")
    assert len(inge.shown) == heard
    assert town.rows("SELECT state FROM conversation") == [("taken",)]


@pytest.mark.parametrize("word", ["stop", "jeg vil ikke leve mere"])
def test_stop_and_danger_are_heard_in_the_middle_of_a_conversation(town: Town, word: str) -> None:
    _mette, inge = talking(town)
    answer = inge.says(word)
    assert answer
    assert answer.kind is not Kind.RELAY
    assert re.search(r"112|stop|stille|beskeder", answer.text)


def test_after_the_end_the_bot_answers_again(town: Town) -> None:
    mette, inge = talking(town)
    mette.presses("Afslut samtalen")
    assert "Fra nu af er det mig" in inge.last.text
    heard = len(mette.shown)
    inge.says("hvad sker der")
    assert len(mette.shown) == heard


def test_who_answers_after_the_end_hears_that_nothing_was_sent(town: Town) -> None:
    mette, inge = talking(town)
    inge.says("Hej")
    mette.presses("Svar")
    inge.presses("Afslut samtalen")
    heard = len(inge.shown)
    mette.says("Er du der?")
    assert not [s for s in inge.since(heard) if "Er du der?" in s.text]
