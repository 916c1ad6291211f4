"""Everybody can give: offers are kept, found and asked for; ideas are passed on and answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.ports import Kind


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def gifts(town: Town, phone: Phone) -> list[str]:
    rows = town.rows(
        "SELECT word FROM interest WHERE kind = 'gift' AND person = ? ORDER BY word", phone.person.id
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize("way", ["/bidrag", "[Tilbyd en hånd]", "jeg vil gerne hjælpe til", "tilbyd en hånd"])
def test_a_hand_is_offered_by_button_command_or_sentence(town: Town, way: str) -> None:
    inge = town.citizen("Inge")
    if way.startswith("["):
        inge.says("menu")
        inge.presses(way.strip("[]"))
    else:
        inge.says(way)
    assert "at gøre for andre" in inge.last.text
    inge.presses("☐ Kage og kaffe")
    inge.presses("Videre")
    assert "Det er skrevet ned" in inge.last.text
    assert gifts(town, inge) == ["bake"]


def test_what_is_offered_in_a_sentence_is_only_to_be_confirmed_and_stands_beside_the_rest(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/bidrag")
    inge.says("praktisk arbejde")
    asked = inge.says("jeg kan bage kager til jer")
    assert asked
    assert "kage og kaffe" in asked.text
    assert gifts(town, inge) == ["practical"]
    inge.says("ja")
    assert gifts(town, inge) == ["bake", "practical"]


@pytest.mark.parametrize("said", ["nej tak", "[Nej tak]"])
def test_an_offer_that_was_none_is_not_kept(town: Town, said: str) -> None:
    inge = town.citizen("Inge")
    inge.says("jeg kan bage kager til jer")
    inge.presses("Nej tak") if said.startswith("[") else inge.says(said)
    assert "helt i orden" in inge.last.text
    assert not gifts(town, inge)


def baker(town: Town, name: str = "Inge") -> Phone:
    inge = town.citizen(name)
    inge.says("/bidrag")
    inge.says("bage")
    return inge


@pytest.mark.parametrize("way", ["hvem kan bage?", "Hvem vil gerne bage kager", "[Kage og kaffe (1)]"])
def test_a_coordinator_finds_who_can_by_a_word_or_a_button(town: Town, way: str) -> None:
    mette = town.coordinator("Mette")
    baker(town)
    town.citizen("Poul")
    if way.startswith("["):
        mette.says("menu")
        mette.presses("Hvem kan hjælpe?")
        mette.presses(way.strip("[]"))
    else:
        mette.says(way)
    assert mette.last.labels[:1] == ["Spørg Inge"]
    assert "Poul" not in " ".join(mette.last.labels)


def test_ones_own_word_is_found_too(town: Town) -> None:
    mette = town.coordinator("Mette")
    inge = town.citizen("Inge")
    inge.says("/bidrag")
    inge.says("tegne og male, spille klaver")
    mette.says("hvem kan male?")
    assert mette.last.labels[:1] == ["Spørg Inge"]
    mette.says("hvem kan flyve?")
    assert "Det har ingen tilbudt endnu" in mette.last.text


@pytest.mark.parametrize("said", ["hvem er du?", "hvem kan jeg tale med", "hvem har kigget?"])
def test_other_questions_of_who_are_no_search(town: Town, said: str) -> None:
    mette = town.coordinator("Mette")
    baker(town)
    mette.says(said)
    assert "tilbudt" not in mette.last.text


@pytest.mark.parametrize("gone", ["stop", "withdrawn", "elsewhere"])
def test_who_said_stop_or_belongs_elsewhere_is_not_found(town: Town, gone: str) -> None:
    mette = town.coordinator("Mette")
    inge = baker(town)
    if gone == "stop":
        inge.says("stop")
    elif gone == "withdrawn":
        town.db.execute("UPDATE consent SET withdrawn_at = given_at WHERE person = ?", (inge.person.id,))
    else:
        other: int = town.tx.add_organisation(name="Koret", home=0, reads_at="", phone="", now=town.now)
        town.db.execute("UPDATE role SET organisation = ? WHERE person = ?", (other, inge.person.id))
    mette.says("hvem kan bage?")
    assert "Det har ingen tilbudt endnu" in mette.last.text


def asks(mette: Phone) -> None:
    mette.says("hvem kan bage?")
    mette.presses("Spørg Inge")
    mette.says("Kan du bage en kage til torsdag den 26. november kl. 14 på biblioteket?")


def test_she_is_asked_in_the_coordinators_words_and_told_why(town: Town) -> None:
    mette = town.coordinator("Mette")
    inge = baker(town)
    before = len(inge.shown)
    asks(mette)
    [asked] = inge.since(before)
    assert asked.kind is Kind.INVITATION
    for said in ("Du har sagt, at du gerne vil bidrage med: kage og kaffe", "Mette spørger", "biblioteket",
                 "Et nej er helt i orden", "sendt automatisk"):  # fmt: skip
        assert said in asked.text
    assert {"Ja, det vil jeg gerne", "Ikke denne gang", "Færre beskeder", "Tal med et menneske"} == set(
        asked.labels
    )
    assert len(asked.text) <= 500


@pytest.mark.parametrize(
    ("said", "told"), [("[Ja, det vil jeg gerne]", "ja"), ("ja tak", "ja"), ("nej tak", "nej")]
)
def test_both_answers_are_good_and_are_told_once(town: Town, said: str, told: str) -> None:
    mette = town.coordinator("Mette")
    inge = baker(town)
    asks(mette)
    before, asked = len(mette.shown), inge.last
    if said.startswith("["):
        inge.presses_on(asked, said.strip("[]"))
        inge.presses_on(asked, said.strip("[]"))
    else:
        inge.says(said)
    assert [shown.text for shown in mette.since(before)] == [
        f"Inge siger {told}{' denne gang' if told == 'nej' else ''} til: kage og kaffe"
    ]
    other = "Alligevel ikke" if told == "ja" else "Jeg vil gerne alligevel"
    inge.presses(other)
    assert len(mette.since(before)) == 2


def test_a_question_waits_for_the_day_and_comes_to_nobody_who_stopped(town: Town) -> None:
    mette = town.coordinator("Mette")
    inge, poul = baker(town), baker(town, "Poul")
    town.until(wall("2026-11-23", "22:30"))
    before = len(inge.shown), len(poul.shown)
    asks(mette)
    mette.says("hvem kan bage?")
    mette.presses("Spørg Poul")
    mette.says("En kage på torsdag?")
    poul.says("stop")
    assert not inge.since(before[0])
    town.until(wall("2026-11-24", "10:00"))
    assert any("Mette spørger" in shown.text for shown in inge.since(before[0]))
    assert not any("Mette spørger" in shown.text for shown in poul.since(before[1]))


def test_whoever_was_asked_last_stands_last(town: Town) -> None:
    mette = town.coordinator("Mette")
    baker(town)
    baker(town, "Poul")
    asks(mette)
    mette.says("hvem kan bage?")
    assert mette.last.labels[:2] == ["Spørg Poul", "Spørg Inge"]


def test_who_looked_is_shown_and_all_of_it_goes_with_the_person(town: Town) -> None:
    mette = town.coordinator("Mette")
    inge = baker(town)
    asks(mette)
    inge.presses("Ja, det vil jeg gerne")
    inge.says("/ide")
    inge.says("en strikkeklub for Ingeborger")
    inge.says("/privatliv")
    inge.presses("Se mine data")
    inge.presses("Hvem har kigget?")
    assert "Mette" in inge.last.text
    inge.says("/privatliv")
    inge.presses("Se mine data")
    inge.presses("Ja, send den")
    made = [shown.message.attachment for shown in inge.shown if shown.message.attachment]
    found = json.loads(made[0].content)
    assert [row["answer"] for row in found["favours"]] == ["yes"]
    assert [row["words"] for row in found["ideas"]] == ["en strikkeklub for Ingeborger"]
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    town.until(town.now + timedelta(minutes=1))
    assert "Inge" not in town.everything()


def test_a_coordinator_who_is_erased_leaves_no_question_behind(town: Town) -> None:
    mette = town.coordinator("Ragnhild")
    inge = baker(town)
    asks(mette)
    mette.says("slet mig")
    mette.presses("Ja, slet alt")
    assert "Ragnhild spørger" not in "\n".join(
        str(row) for row in town.rows("SELECT body FROM outbox WHERE chat = ?", inge.chat)
    )
    town.coordinator("Mette")
    before = len(town.phones)
    inge.presses("Ja, det vil jeg gerne")
    assert before == len(town.phones)
    assert "Tak. Jeg har sagt det til Mette" in inge.last.text


def test_only_coordinators_search_and_ask(town: Town) -> None:
    inge, poul = baker(town), town.citizen("Poul")
    poul.says("hvem kan bage?")
    assert "Spørg Inge" not in " ".join(label for shown in poul.shown for label in shown.labels)
    mette = town.coordinator("Mette")
    mette.says("hvem kan bage?")
    button = mette.last.button("Spørg Inge")
    assert button
    for phone in (poul, town.volunteer("Jens")):
        before = len(inge.shown)
        phone.presses_data(button.data)
        phone.says("Kom og bag")
        assert not inge.since(before)
    asks(mette)
    asked = inge.last.button("Ja, det vil jeg gerne")
    assert asked
    poul.presses_data(asked.data)
    assert town.rows("SELECT answer FROM favour") == [("",)]


# --- ideas -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["/ide", "[Fortæl en idé]", "jeg har en idé"])
def test_an_idea_goes_to_the_coordinator_and_comes_back_as_read(town: Town, way: str) -> None:
    mette = town.coordinator("Mette")
    inge = town.citizen("Inge")
    if way.startswith("["):
        inge.says("menu")
        inge.presses("Mere")
        inge.presses(way.strip("[]"))
    else:
        inge.says(way)
    assert "Hvad er din idé" in inge.last.text
    inge.says("vi kunne lave en strikkeklub")
    assert "Tak for din idé" in inge.last.text
    assert mette.last.text == "Inge har en idé:\nvi kunne lave en strikkeklub"
    assert mette.last.message.protect
    before, told = len(inge.shown), mette.last
    mette.presses_on(told, "Sig, at den er læst")
    mette.presses_on(told, "Sig, at den er læst")
    assert [shown.text for shown in inge.since(before)] == ["Mette har læst din idé. Tak for den."]


def test_an_idea_in_a_sentence_is_passed_on_only_after_a_yes(town: Town) -> None:
    mette = town.coordinator("Mette")
    inge = town.citizen("Inge")
    before = len(mette.shown)
    inge.says("kunne vi ikke lave en madklub om onsdagen")
    assert "Skal jeg give den videre til Mette" in inge.last.text
    assert not mette.since(before)
    inge.presses("Ja, giv den videre")
    assert "kunne vi ikke lave en madklub om onsdagen" in mette.last.text
    inge.says("kunne vi ikke lave en læseklub om fredagen")
    inge.says("nej")
    assert "madklub" in mette.last.text
    assert town.rows("SELECT count(*) FROM idea") == [(1,)]


def test_news_of_an_idea_waits_for_the_morning(town: Town) -> None:
    mette = town.coordinator("Mette")
    inge = town.citizen("Inge")
    inge.says("/ide")
    inge.says("en strikkeklub")
    town.until(wall("2026-11-23", "22:30"))
    before = len(inge.shown)
    mette.presses("Sig, at den er læst")
    assert not inge.since(before)
    town.until(wall("2026-11-24", "09:00"))
    assert "læst din idé" in inge.last.text


def test_a_coordinator_elsewhere_neither_hears_of_an_idea_nor_answers_it(town: Town) -> None:
    other: int = town.tx.add_organisation(name="Korsør Kor", home=0, reads_at="", phone="", now=town.now)
    mette, poul = town.coordinator("Mette"), town.phone("Poul")
    poul.opens(town.link(Role.COORDINATOR, other))
    for press in ("Ja, og jeg er fyldt 18", "Kald mig Poul"):
        poul.presses(press)
    inge = town.citizen("Inge")
    before = len(poul.shown)
    inge.says("/ide")
    inge.says("en strikkeklub")
    assert not poul.since(before)
    button = mette.last.button("Sig, at den er læst")
    assert button
    poul.presses_data(button.data)
    assert town.rows("SELECT read_at FROM idea") == [(None,)]


def test_the_menu_has_what_people_want_most_first_and_five_at_most(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("menu")
    assert inge.last.labels == [
        "Se, hvad der sker", "Mine aftaler", "Tilbyd en hånd", "Tal med et menneske", "Mere",
    ]  # fmt: skip
    inge.presses("Mere")
    assert len([label for label in inge.last.labels if label != "Tilbage"]) <= 5
