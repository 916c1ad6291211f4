"""Who decides is the person: how often, how long a break, what is kept, who has seen it, and that it goes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from town import HOUSE, Phone, Town, wall

from bot.domain import retention
from bot.handlers import own_data
from bot.storage.tables import metadata

LAW = "notater om henvendelser i fem år"
SHOWN_BY = ("all_", "rhythm_of", "interests_of", "feed_of", "desk_sessions_of")
NOT_SHOWN = {
    "audit": "shown as looks",
    "block": "it would tell one of two who are kept apart about the other",
    "interest": "shown as wishes and gifts",
}


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator("Mette")
    yield town
    town.close()


def told(phone: Phone, *presses: str) -> str:
    for label in presses:
        phone.presses(label)
    return phone.last.text


# --- a break ------------------------------------------------------------------------------------------


def test_a_break_until_a_day_that_is_pressed(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/pause")
    assert "skriver igen fra mandag den 30. november" in told(inge, "Vælg en dag", "Mandag den 30. november")
    assert inge.person.paused_until == wall("2026-11-30", "00:00")


@pytest.mark.parametrize("said", ["hold pause til på mandag", "pause til den 30. november", "/pause 30/11"])
def test_a_break_until_a_day_that_is_written_at_once(town: Town, said: str) -> None:
    inge = town.citizen("Inge")
    answer = inge.says(said)
    assert answer
    assert "mandag den 30. november" in answer.text
    assert inge.person.paused_until == wall("2026-11-30", "00:00")
    inge.presses("Slut på pausen")
    assert inge.person.paused_until is None


def test_a_day_that_is_not_understood_is_asked_for_again_and_nothing_is_lost(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/pause")
    inge.presses("Vælg en dag")
    again = inge.says("når jeg er klar")
    assert again
    assert again.labels
    assert inge.person.paused_until is None
    assert "5. januar" in again.text
    inge.says("5. januar")
    assert inge.person.paused_until == wall("2027-01-05", "00:00")


def test_a_break_over_the_new_year_names_the_year(town: Town) -> None:
    inge = town.citizen("Inge")
    answer = inge.says("hold pause til 1. november 2027")
    assert answer
    assert "den 1. november 2027" in answer.text


def test_after_the_break_choices_are_as_they_were(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/faerre")
    inge.presses("Lidt sjældnere")
    inge.says("hold pause til i morgen")
    town.until(wall("2026-11-24", "10:00"))
    inge.says("stop")
    inge.says("hej")
    assert (inge.person.weekly, inge.person.stopped_at, inge.person.paused_until) == (1, None, None)


# --- what article 13 asks to be told -------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "basis"), [("kommune", "6, 1, e"), ("forening", "6, 1, a")])
def test_article_13_is_told_from_the_settings(sqlite_url: str, kind: str, basis: str) -> None:
    town = Town(
        sqlite_url,
        controller_type=kind,
        dpo="dpo@slagelse.example",
        hosting="Driftshuset",
        must_keep=LAW,
        controller_contact="post@slagelse.example, 58 57 36 00",
    )
    inge = town.citizen("Inge")
    first = inge.says("/privacy")
    assert first
    assert "Datatilsynet" in first.text
    told(inge, "Mere om mine data")
    pages = {}
    for label in (
        "Hvem har ansvaret?",
        "Hvad gemmer I, og hvorfor?",
        "Hvem kan se det?",
        "Hvor længe?",
        "Mine rettigheder",
    ):
        pages[label] = told(inge, label)
        assert "Tal med et menneske" in inge.last.labels
        assert len(inge.last.text) <= 300
        inge.presses("Mere om det")
    everything = " ".join(pages.values())
    for word in (
        HOUSE,
        "CVR 12345678",
        "post@slagelse.example",
        "dpo@slagelse.example",
        "Driftshuset",
        basis,
    ):
        assert word in everything
    for word in (
        "artikel 9",
        "uden for EU",
        "90 dage",
        "30 dage",
        "35 dage",
        LAW,
        "datatilsynet.dk",
        "Ingen maskine",
    ):
        assert word in everything
    assert retention.ANSWERS.days == 90
    town.close()


def test_a_stranger_may_read_all_of_it_and_nothing_is_kept(town: Town) -> None:
    ole = town.phone("Ole")
    ole.presses_data("!notice")
    for label in ("Hvem har ansvaret?", "Mere om det", "Mine rettigheder"):
        ole.presses(label)
    assert "Datatilsynet" in ole.last.text
    ole.presses("Kom i gang")
    assert "automatisk" in ole.last.text
    assert not ole.is_known


# --- all that is kept ----------------------------------------------------------------------------------


def test_every_table_that_names_a_person_is_in_the_file(town: Town) -> None:
    naming = {
        table.name
        for table in metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "person" and key.ondelete == "CASCADE"
    }
    asked = " ".join(text for name, text in _queries() if name.startswith(SHOWN_BY))
    missing = {name for name in naming if not re.search(rf"\b(?:FROM|JOIN) {name}\b", asked)}
    assert missing - set(NOT_SHOWN) == set()


def _queries() -> Any:
    from bot.storage.store import QUERIES, read_queries

    return read_queries(QUERIES).items()


def test_the_file_for_people_has_no_word_of_the_machine(town: Town) -> None:
    karen = town.volunteer("Karen")
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"), host=karen)
    inge = town.citizen("Inge")
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    inge.says("tal med et menneske")
    inge.presses("Afslut samtalen") if "Afslut samtalen" in inge.last.labels else inge.presses("Fortryd")
    inge.says("/privatliv")
    told(inge, "Se mine data", "Ja, send den")
    made = {
        s.message.attachment.name: s.message.attachment.content.decode()
        for s in inge.shown
        if s.message.attachment
    }
    text = made["foelgeskab.txt"]
    for word in ("tilmeldt", "at være med", "Beskeder og invitationer", "deltager"):
        assert word in text
    for word in ("join", "messages", "citizen", "asked", "closed"):
        assert word not in text
    found = json.loads(made["foelgeskab.json"])
    assert {*own_data.TABLES} <= set(found)
    assert [one["kind"] for one in found["written_to_me"]].count("reply") > 3


def test_who_looked_is_two_presses_away(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("mine data")
    assert "Ingen har åbnet" in told(inge, "Se mine data", "Hvem har kigget?")


# --- slet mig ------------------------------------------------------------------------------------------


def test_what_the_law_keeps_is_named_with_the_receipt(sqlite_url: str) -> None:
    town = Town(sqlite_url, must_keep=LAW)
    inge = town.citizen("Inge")
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert LAW in inge.shown[-2].text
    assert not inge.is_known
    town.close()


def test_slet_mig_may_mean_only_the_sign_ups(town: Town) -> None:
    date = town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    inge = town.citizen("Inge")
    inge.says("slet mig")
    assert "Meld kun afbud" not in inge.last.labels, "there is nothing to cancel"
    inge.presses("Nej, behold det hele")
    inge.says("hvad sker der")
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    inge.says("slet mig")
    inge.presses("Meld kun afbud")
    assert inge.is_known
    assert inge.person.deleting_at is None
    assert town.rows("SELECT taken FROM occurrence WHERE id = ?", date) == [(0,)]


@pytest.mark.parametrize("way_back", ["Slut på pausen", "Fortryd", "Nej, skriv fortsat"])
def test_after_a_yes_was_taken_back_no_press_brings_messages_again(town: Town, way_back: str) -> None:
    inge = town.citizen("Inge")
    inge.says("/privatliv")
    told(inge, "Træk et ja tilbage", "Beskeder og invitationer")
    inge.says(
        "/pause"
        if way_back == "Slut på pausen"
        else "stop"
        if way_back == "Fortryd"
        else "kan du stoppe med det"
    )
    if way_back == "Slut på pausen":
        inge.presses("En uge")
    inge.presses(way_back)
    assert inge.person.stopped_at is not None
    assert "Ja, og jeg er fyldt 18" in inge.last.labels
    inge.presses("Ja, og jeg er fyldt 18")
    assert inge.person.stopped_at is None
