"""A person's own data: all of it, only theirs, after a warning; each yes can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from town import Phone, Town, wall

from bot.ports import Kind


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator("Mette")
    yield town
    town.close()


def files(phone: Phone) -> dict[str, str]:
    made = [shown.message.attachment for shown in phone.shown]
    return {found.name: found.content.decode() for found in made if found}


def test_the_files_hold_all_and_only_ones_own(town: Town) -> None:
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    poul = town.citizen("Poul")
    poul.presses("1. Torsdagskaffe")
    inge = town.phone("Inge")
    inge.says("hej")
    for press in ("Ja, og jeg er fyldt 18", "Kald mig Inge", "☐ Gåture", "Videre", "Ja, vis mig det"):
        inge.presses(press)
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    inge.says("/privacy")
    inge.presses("Se mine data")
    assert not files(inge)
    assert "Telegram" in inge.last.text
    inge.presses("Ja, send den")
    found = json.loads(files(inge)["foelgeskab.json"])
    assert found["first_name"] == "Inge"
    assert found["wishes"] == ["walk"]
    assert found["telegram_chat"] == inge.chat
    assert found["large_buttons"] == [label for row in inge.large for label in row]
    assert [row["activity"] for row in found["signups"]] == ["Torsdagskaffe"]
    assert [row["purpose"] for row in found["consents"]] == ["messages"]
    text = files(inge)["foelgeskab.txt"]
    for word in ("Inge", "gåture", "Torsdagskaffe", "torsdag den 26. november kl. 14.00"):
        assert word in text
    assert "Poul" not in text + files(inge)["foelgeskab.json"]
    assert all(shown.message.protect for shown in inge.shown if shown.message.attachment)


def test_who_has_looked_is_told(town: Town) -> None:
    mette = next(phone for phone in town.phones.values() if phone.name == "Mette")
    inge = town.citizen("Inge")
    inge.says("tal med et menneske")
    mette.presses("Tag samtalen")
    inge.says("/privatliv")
    inge.presses("Se mine data")
    inge.presses("Hvem har kigget?")
    assert "Mette" in inge.last.text
    assert "1 gang" in inge.last.text or "én gang" in inge.last.text


@pytest.mark.parametrize("weekly", [0, 1, 2])
def test_how_often_is_chosen_and_can_be_undone(town: Town, weekly: int) -> None:
    inge = town.citizen("Inge")
    inge.says("/faerre")
    for _ in range(2 - weekly):
        inge.presses("Lidt sjældnere")
        inge.says("/faerre")
    assert inge.person.weekly == weekly
    inge.presses("Lidt oftere" if weekly < 2 else "Lidt sjældnere")
    inge.presses("Fortryd")
    assert inge.person.weekly == weekly


@pytest.mark.parametrize("number", [-1, 99, 5])
def test_a_forged_number_takes_back_nothing(town: Town, number: int) -> None:
    inge = town.citizen("Inge")
    before = town.rows("SELECT purpose, withdrawn_at FROM consent")
    inge.presses_data(f"!data.withdraw:{number}" if number >= 0 else "!data.withdraw:-1")
    assert town.rows("SELECT purpose, withdrawn_at FROM consent") == before
    inge.presses_data("!fewer.set:zz")
    assert 0 <= inge.person.weekly <= 2


def test_the_language_is_changed_by_one_button_and_back(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("menu")
    inge.presses("Mere")
    inge.presses("Dansk / English")
    assert "What would you like" in inge.last.text
    assert inge.person.language == "en"
    inge.says("/sprog")
    assert "Hvad vil du gerne" in inge.last.text


# --- what does not fit ---------------------------------------------------------------------------------


def test_three_times_in_a_row_not_understood_offers_a_human(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("blip blop")
    inge.says("blap blup")
    third = inge.says("blop blip")
    assert third
    assert "Mette" in third.text
    inge.presses("Ja tak")
    assert town.rows("SELECT reason, state FROM conversation") == [("asked", "waiting")]


def test_what_is_understood_between_begins_the_count_anew(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("blip blop")
    inge.says("blap blup")
    inge.says("tak")
    inge.says("blop blip")
    assert inge.person.misunderstood == 1


@pytest.mark.parametrize("media", ["voice", "photo", "sticker", "location", "contact", "poll", "video_note"])
def test_whatever_is_sent_gets_a_kind_answer(town: Town, media: str) -> None:
    answer = town.citizen("Inge").sends(media)
    assert answer
    assert answer.labels
    assert answer.kind is Kind.REPLY


def test_a_cpr_number_is_kept_nowhere_and_answered_once(town: Town) -> None:
    inge = town.citizen("Inge")
    before = len(inge.shown)
    inge.says("mit cpr er 010203-1234")
    assert ["CPR" in shown.text for shown in inge.since(before)] == [True]
    assert "1234" not in town.everything().replace("12345678", "")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "?",
        "d1.1:x",
        "!nobody",
        "!find.about:-1",
        "d99.9:yes",
        "!find.about:-" + "z" * 20,
        "!wait.on:zzzzzz",
    ],
)
def test_a_button_of_long_ago_changes_nothing_and_is_answered(town: Town, data: str) -> None:
    inge = town.citizen("Inge")
    inge.presses_data(data)
    assert inge.last.labels


def test_is_it_a_swindle_is_answered_with_who_and_a_number(town: Town) -> None:
    for phone in (town.phone("Ole"), town.citizen("Inge")):
        answer = phone.says("er det svindel?")
        assert answer
        assert "58 57 57 57" in answer.text
        assert "CVR 12345678" in answer.text
