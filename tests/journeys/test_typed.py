"""Whoever writes instead of pressing is understood: a button's words, its number, a yes to the one yes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from town import Phone, Town, wall

THURSDAY = wall("2026-11-26", "14:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator("Mette")
    town.activity("Torsdagskaffe", THURSDAY)
    town.activity("Gå og snak", wall("2026-11-27", "10:00"))
    yield town
    town.close()


@pytest.fixture
def inge(town: Town) -> Phone:
    return town.citizen("Inge")


def state(town: Town) -> list[str]:
    return [row[0] for row in town.rows("SELECT state FROM signup ORDER BY id")]


@pytest.mark.parametrize("said", ["1", "1.", "nummer 1", "den første", "torsdagskaffe", "torsdagskafe"])
def test_a_line_of_a_list_is_chosen_by_its_number_or_its_words(inge: Phone, said: str) -> None:
    inge.says(said)
    assert inge.last.text.startswith("Torsdagskaffe, torsdag den 26. november")


@pytest.mark.parametrize("said", ["3", "den tredje", "12", "kaf"])
def test_a_number_that_is_not_there_chooses_nothing(inge: Phone, said: str) -> None:
    inge.says(said)
    assert "Ja, jeg vil med" not in inge.last.labels


@pytest.mark.parametrize("said", ["meld afbud", "Meld afbud!", "meld afbut"])
def test_the_words_of_a_button_are_the_button(town: Town, inge: Phone, said: str) -> None:
    inge.says("1")
    inge.says("ja, jeg vil med")
    inge.says(said)
    assert state(town) == ["out"]


@pytest.mark.parametrize("said", ["fortryd", "jeg fortryder", "Fortryder!", "det var en fejl"])
def test_undo_is_understood_where_it_can_be_done(town: Town, inge: Phone, said: str) -> None:
    inge.says("1")
    inge.says("ja tak")
    inge.says("meld afbud")
    inge.says(said)
    assert state(town) == ["in"]


def test_undo_undoes_nothing_where_nothing_can_be(town: Town, inge: Phone) -> None:
    inge.says("1")
    inge.says("ja tak")
    inge.says("menu")
    inge.says("fortryd")
    assert state(town) == ["in"]


def test_an_older_message_is_not_meant_unless_it_is_replied_to(town: Town, inge: Phone) -> None:
    inge.says("1")
    card = inge.last
    inge.says("menu")
    inge.says("ja, jeg vil med")
    assert state(town) == []
    inge.says("følges med nogen", reply_to=card.id)
    assert state(town) == ["in"]


def test_a_yes_and_a_no_answer_the_one_button_that_begins_so(town: Town, inge: Phone) -> None:
    inge.says("mine aftaler")
    inge.says("ja")  # to being shown what is on
    assert "1. Torsdagskaffe" in inge.last.labels
    inge.says("1")
    inge.says("ja")
    inge.says("jeg kan ikke komme alligevel")
    inge.says("nej")
    assert state(town) == ["in"]
    inge.says("jeg kan ikke komme alligevel")
    inge.says("ja")
    assert state(town) == ["out"]


def test_a_no_alone_gives_up_nothing(town: Town, inge: Phone) -> None:
    inge.says("1")
    inge.says("ja")
    inge.says("mine aftaler")
    inge.says("nej")
    assert state(town) == ["in"]
    assert inge.last.labels == ["Ja, meld afbud", "Nej, jeg kommer"]


def test_a_yes_to_telling_somebody_of_danger_is_heard(town: Town, inge: Phone) -> None:
    mette = next(phone for phone in town.phones.values() if phone.name == "Mette")
    inge.says("jeg vil ikke leve mere")
    before = len(mette.shown)
    inge.says("ja")
    assert "Mette har fået besked" in inge.last.text
    assert any("Læs nu." in shown.text for shown in mette.since(before))


def test_a_consent_given_in_words_is_kept_as_one(town: Town, inge: Phone) -> None:
    inge.says("1")
    inge.says("følges med nogen")
    inge.says("ja")
    assert town.rows("SELECT method FROM consent WHERE purpose = 'companion'") == [("words",)]


def test_words_to_a_human_are_carried_and_press_nothing_else(town: Town, inge: Phone) -> None:
    mette = next(phone for phone in town.phones.values() if phone.name == "Mette")
    inge.says("1")
    inge.says("jeg vil gerne tale med et menneske")
    mette.presses("Tag samtalen")
    inge.says("ja, jeg vil med")
    assert state(town) == []
    assert any("ja, jeg vil med" in shown.text for shown in mette.shown)
    inge.says("afslut samtalen")
    assert town.rows("SELECT state FROM conversation") == [("closed",)]


@pytest.mark.parametrize(("said", "until"), [("14 dage", "2026-12-07"), ("til mandag", "2026-11-30")])
def test_how_long_a_break_lasts_may_be_written(town: Town, inge: Phone, said: str, until: str) -> None:
    inge.says("pause")
    inge.says(said)
    assert inge.person.paused_until == wall(until, "00:00")


def test_the_greater_part_of_a_button_is_enough(inge: Phone) -> None:
    inge.says("menu")
    inge.presses("Mere")
    inge.presses("Hvordan går det?")
    inge.says("hver uge")
    inge.says("ja")
    inge.says("formiddag")
    assert inge.last.text.startswith("Godt. Jeg spørger næste gang")


def test_a_no_is_also_what_begins_with_not(inge: Phone) -> None:
    inge.says("jeg er så ked af det")
    inge.says("nej tak")
    assert inge.last.text == "Det er helt i orden. Du kan altid skrive til mig."


def test_a_volunteer_who_would_like_to_be_a_companion_is_shown_the_roles(town: Town) -> None:
    jens = town.volunteer("Jens")
    jens.says("jeg vil gerne være følgeven")
    assert "Følgeven" in jens.last.labels


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("vil gerne følges med nogen", "company"),
        ("jeg vil ikke følges med nogen", ""),
        ("hellere ikke følges med nogen", ""),
    ],
)
def test_a_button_within_a_sentence_is_pressed_unless_the_sentence_turns_it_round(
    town: Town, inge: Phone, said: str, taken: str
) -> None:
    inge.says("1")
    inge.says(said)
    assert [row[0] for row in town.rows("SELECT form FROM signup")] == ([taken] if taken else [])


def test_erasure_is_confirmed_by_the_words_on_its_button(town: Town, inge: Phone) -> None:
    inge.says("slet mig")
    inge.says("nej, behold det hele")
    assert inge.is_known
    inge.says("slet mig")
    inge.says("ja, slet alt")
    assert not inge.is_known


def test_a_mood_is_the_answer_to_how_it_was(town: Town, inge: Phone) -> None:
    inge.says("1")
    inge.says("ja")
    town.until(wall("2026-11-27", "11:00"))
    inge.says("det var rigtig hyggeligt")
    assert town.rows("SELECT came FROM signup") == [("yes",)]


def test_words_on_the_way_reach_whoever_expects_somebody(town: Town) -> None:
    karen = town.volunteer("Karen")
    town.activity("Sang", wall("2026-11-25", "14:00"), host=karen)
    inge = town.citizen("Grethe")
    inge.says("sang")
    inge.says("ja")
    inge.says("jeg bliver lidt forsinket")  # two days before it means nothing yet
    assert not any("senere" in shown.text for shown in karen.shown)
    town.until(wall("2026-11-25", "13:30"))
    inge.says("jeg bliver lidt forsinket")
    assert "Grethe kommer lidt senere til Sang." in karen.last.text


def test_an_offer_of_company_stays_short_however_long_the_names(town: Town, inge: Phone) -> None:
    for day in (25, 26, 27):
        town.activity(
            "Fællessang med kaffe og hjemmebag hver eneste uge " * 2, wall(f"2026-11-{day}", "14:00")
        )
    inge.says("menu")
    inge.says("jeg er bange for at møde nye mennesker")
    assert len(inge.last.labels) <= 5
    assert len(inge.last.text) <= 300
