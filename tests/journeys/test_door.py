"""The way in: nothing is kept before a yes, a link is spent once, and all but the yes is optional."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import HOUSE, Phone, Town, wall

from bot.domain.needs import NONE, Need
from bot.domain.people import Role
from bot.ports import Kind

YES, NO = "Ja, og jeg er fyldt 18", "Nej tak"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def test_the_first_message_says_who_reads_and_how_to_stop_and_asks_one_thing(town: Town) -> None:
    town.coordinator("Mette")
    inge = town.phone("Inge")
    first = inge.says("hej")
    assert first
    for said in ("automatisk tjeneste", HOUSE, "ikke et menneske", "Mette", "kl. 9-15", "112", "stop"):
        assert said in first.text
    assert first.text.count("?") == 1
    assert len(first.text) <= 500


def test_nothing_is_kept_before_the_yes(town: Town) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.presses("Fortæl mere")
    assert not inge.is_known
    assert not town.rows("SELECT * FROM person")
    assert not town.rows("SELECT * FROM consent")


@pytest.mark.parametrize("no", ["nej tak", "stop", "/stop", "[Nej tak]"])
def test_a_no_at_the_door_leaves_nothing_behind(town: Town, no: str) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    answer = inge.presses(NO) if no.startswith("[") else inge.says(no)
    assert answer
    assert "gemmer intet" in answer.text
    assert not inge.is_known
    assert not town.rows("SELECT * FROM dialogue")


def test_a_no_of_one_leaves_alone_who_else_came_by_the_same_link(town: Town) -> None:
    token = town.link(Role.CITIZEN, uses=5)
    inge, ole = town.phone("Inge"), town.phone("Ole")
    inge.opens(token)
    ole.opens(token)
    ole.presses(NO)
    inge.presses(YES)
    assert inge.is_known


def test_a_written_yes_does_not_say_that_one_is_of_age(town: Town) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.says("ja tak")
    assert not inge.is_known
    inge.says(YES)
    assert inge.is_known


@pytest.mark.parametrize(("controller", "basis"), [("forening", "art-6-1-a"), ("kommune", "art-6-1-e")])
def test_the_yes_is_kept_with_the_proof_of_what_was_shown(
    sqlite_url: str, controller: str, basis: str
) -> None:
    town = Town(sqlite_url, controller_type=controller)
    inge = town.phone("Inge")
    shown = inge.says("hej")
    inge.presses(YES)
    assert shown
    rows = town.rows("SELECT purpose, basis, text_version, text_hash, language, method FROM consent")
    hash_ = hashlib.sha256(shown.text.encode()).hexdigest()
    assert rows == [("messages", basis, 1, hash_, "da", "button")]
    town.close()


def test_six_taps_at_most_lead_from_the_link_to_what_is_on(town: Town) -> None:
    inge = town.phone("Inge")
    token = town.link(Role.CITIZEN, uses=5)
    taps = ("the link", YES, "Kald mig Inge", "☐ Gåture", "Videre", "Ja, vis mig det")
    assert len(taps) <= 6
    inge.opens(token)
    for tap in taps[1:]:
        inge.presses(tap)
    answer = inge.last
    assert "næste uge" in answer.text
    assert inge.person.stage == "member"
    assert [name for name, _ in inge.commands][:2] == ["aktiviteter", "mine"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("kald mig bare Inge", "Inge"),
        ("du må godt kalde mig Inge", "Inge"),
        ("ja, jeg hedder Inge", "Inge"),
        ("ja Inge", "Inge"),
        ("Inge Margrethe von Andersen Hansen", "Inge"),
        ("hvorfor vil du vide det", ""),
        ("Hvorfor det?", ""),
        ("ja tak da", ""),
        ("mit nummer er 010203-1234", ""),
    ],
)
def test_a_sentence_is_no_name(town: Town, said: str, name: str) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.presses(YES)
    before = len(inge.shown)
    inge.says(said)
    asked_again = "Kald mig Inge" in {label for shown in inge.since(before) for label in shown.labels}
    assert asked_again is not bool(name)
    if name:
        inge.presses("Spring over")
        inge.presses("Ja, vis mig det")
    assert inge.person.first_name == name


@pytest.mark.parametrize("said", ["ja tak da", "tja", "hvad mener du?", "mit nummer er 010203-1234"])
def test_what_is_no_wish_is_asked_for_again(town: Town, said: str) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.presses(YES)
    inge.presses("Kald mig Inge")
    inge.says(said)
    inge.presses("Spring over")
    inge.presses("Ja, vis mig det")
    assert town.rows("SELECT word FROM interest") == []
    assert "xxxxxx" not in town.cells()


def test_all_but_the_yes_can_be_skipped(town: Town) -> None:
    inge = town.phone("Inge", app_name="")
    inge.says("hej")
    inge.presses(YES)
    for _ in range(2):
        inge.presses("Spring over")
    inge.presses("Spørg mig lidt mere")
    for _ in range(6):
        inge.presses("Spring over")
    inge.presses("Ja, det passer")
    person = inge.person
    assert (person.first_name, person.area, person.weekdays, person.times) == ("", "", 127, 7)
    assert (person.needs, person.company) == (0, "")
    assert not town.rows("SELECT * FROM interest")


def test_what_was_told_is_kept_and_what_is_passed_over_later_stays(town: Town) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    for press in (YES, "Kald mig Inge", "☐ Gåture", "Videre", "Spørg mig lidt mere", "Spring over"):
        inge.presses(press)
    inge.says("Korsør")
    inge.says("mandag og torsdag")
    for press in ("Eftermiddag", "☐ Hører lidt dårligt", "Videre", "Ja tak", "Ja, det passer"):
        inge.presses(press)
    inge.says("/privatliv")
    inge.presses("Ret noget")
    inge.presses("Ret ønskerne")
    inge.presses("Spring over")
    inge.presses("Vis flere")
    inge.presses("Ret navnet")
    inge.says("Inga")
    inge.presses("Ja, det passer")
    person = inge.person
    assert (person.first_name, person.area, person.weekdays) == ("Inga", "Korsør", 0b1001)
    assert (person.times, person.needs, person.company) == (2, Need.HEARING, "yes")
    assert town.rows("SELECT kind, word FROM interest") == [("wish", "walk")]


ASKED = (
    "Hvad må jeg kalde dig", "tænke dig mere af", "gøre for andre", "Hvor skal det helst være",
    "Hvilke dage", "Hvornår på dagen", "tage hensyn til", "følges med en frivillig",
)  # fmt: skip


def test_every_question_can_be_passed_over_and_gone_back_from(town: Town) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.presses(YES)
    for n, asked in enumerate(ASKED):
        assert asked in inge.last.text
        assert inge.last.text.count("?") == 1
        assert "Spring over" in inge.last.labels
        if n:  # nothing goes back across the yes itself
            inge.presses("Tilbage")
            assert asked not in inge.last.text
            inge.presses(
                "Spørg mig lidt mere" if "Spørg mig lidt mere" in inge.last.labels else "Spring over"
            )
        inge.presses("Spring over")
        if "Spørg mig lidt mere" in inge.last.labels:
            inge.presses("Spørg mig lidt mere")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("jeg går dårligt på trapper", Need.STEPS),
        ("hører dårligt", Need.HEARING),
        ("jeg skal hentes, og jeg har rollator", Need.TRANSPORT | Need.STEPS),
        ("jeg hører dårligt, og så har jeg sukkersyge", Need.HEARING),
        ("helst på engelsk", Need.LANGUAGE),
        ("nej tak", NONE),
        ("ingenting", NONE),
        ("Hører lidt dårligt", Need.HEARING),
    ],
)
def test_needs_are_told_in_ones_own_words_and_only_the_known_ones_are_kept(
    town: Town, said: str, kept: Need
) -> None:
    inge = at_needs(town)
    inge.says(said)
    assert "følges med en frivillig" in inge.last.text
    inge.presses("Spring over")
    assert inge.person.needs == kept
    assert "sukkersyge" not in town.everything()


def test_what_is_no_need_is_not_kept_and_asked_again_kindly(town: Town) -> None:
    inge = at_needs(town)
    inge.says("jeg har sukkersyge")
    assert "Det har jeg ikke skrevet ned" in inge.last.text
    assert "Spring over" in inge.last.labels
    inge.presses("Spring over")
    inge.presses("Spring over")
    assert inge.person.needs == NONE


def test_ones_own_data_shows_the_needs_and_erasure_takes_them(town: Town) -> None:
    inge = at_needs(town)
    for said in ("jeg skal hentes", "nej", "ja", "/privatliv"):
        inge.says(said)
    inge.presses("Se mine data")
    inge.presses("Ja, send den")
    made = {one.name: one.content.decode() for shown in inge.shown if (one := shown.message.attachment)}
    assert json.loads(made["foelgeskab.json"])["needs"] == ["hjælp til transport"]
    assert "hjælp til transport" in made["foelgeskab.txt"]
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert not town.rows("SELECT needs FROM person")


def at_needs(town: Town) -> Phone:
    inge = town.phone("Inge")
    inge.says("hej")
    for press in (YES, "Kald mig Inge", "Spring over", "Spørg mig lidt mere", *["Spring over"] * 4):
        inge.presses(press)
    assert "tage hensyn til" in inge.last.text
    return inge


def test_every_answer_may_be_written(town: Town) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.presses(YES)
    for said in (
        "jeg hedder inge",
        "jeg kan godt lide at synge og gå ture",
        "spørg mig lidt mere",
        "bage kager",
    ):
        inge.says(said)
    for said in ("Korsør", "alle dage undtagen onsdag", "eftermiddag og aften", "jeg skal hentes", "måske"):
        inge.says(said)
    assert "Ønsker: sang og musik og gåture" in inge.last.text
    inge.says("ja")
    person = inge.person
    assert (person.area, person.weekdays, person.times) == ("Korsør", 0b1111011, 6)
    assert (person.needs, person.company) == (Need.TRANSPORT, "later")
    assert "Så er vi i gang" in inge.last.text


def test_each_thing_is_put_right_at_once_and_can_be_emptied(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/oensker")
    inge.presses("Ret ønskerne")
    inge.says("havearbejde")
    assert town.rows("SELECT kind, word FROM interest") == [("wish", "garden")]
    assert "Ønsker: havearbejde" in inge.last.text
    inge.presses("Ret ønskerne")
    inge.presses("Tilbage")
    assert "Det her har jeg skrevet ned" in inge.last.text
    inge.presses("Ret ønskerne")
    inge.presses("Vis flere")
    inge.presses("☐ Ingenting")
    inge.presses("Videre")
    assert town.rows("SELECT kind, word FROM interest") == []
    inge.presses("Ja, det passer")
    assert not town.rows("SELECT * FROM dialogue")


def test_where_things_go_on_can_be_pressed(town: Town) -> None:
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    inge = town.citizen("Inge")
    inge.says("/oensker")
    inge.presses("Ret stedet")
    assert inge.last.labels[:2] == ["Slagelse", "Det er lige meget"]
    inge.presses("Slagelse")
    assert inge.person.area == "Slagelse"
    inge.presses("Ret stedet")
    inge.says("det er lige meget")
    assert inge.person.area == ""


@pytest.mark.parametrize("said", ["hjælp", "er du en robot", "tal med et menneske", "tak"])
def test_what_is_said_to_us_becomes_no_wish_and_no_name(town: Town, said: str) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.presses(YES)
    inge.says(said)
    assert inge.person.first_name == ""
    inge.presses("Kald mig Inge")
    inge.says(said)
    assert not town.rows("SELECT * FROM interest")


def test_the_yes_pressed_twice_is_one_person_and_one_yes(town: Town) -> None:
    inge = town.phone("Inge")
    first = inge.says("hej")
    assert first
    inge.presses_on(first, YES)
    inge.presses_on(first, YES)
    assert town.rows("SELECT count(*) FROM person") == [(1,)]
    assert town.rows("SELECT count(*) FROM consent") == [(1,)]


def test_days_later_it_goes_on_where_it_was(town: Town) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.presses(YES)
    inge.presses("Kald mig Inge")
    town.until(town.now + timedelta(days=4))
    again = inge.says("hej")
    assert again
    assert again.text.startswith("Hej igen")
    asked = inge.presses("Ja, gå videre")
    assert asked
    assert "tænke dig mere af" in asked.text
    inge.presses("Tilbage")
    assert inge.last.text.startswith("Hvad må jeg kalde dig")


# --- links -----------------------------------------------------------------------------------------


def test_a_link_brings_into_its_own_organisation(town: Town) -> None:
    other: int = town.tx.add_organisation(name="Korsør Kor", home=0, reads_at="", phone="", now=town.now)
    inge = town.phone("Inge")
    first = inge.opens(town.link(Role.CITIZEN, other))
    assert first
    assert "Korsør Kor" in first.text
    inge.presses(YES)
    assert inge.person.roles == {(other, Role.CITIZEN)}
    assert inge.person.organisation == other


@pytest.mark.parametrize("letters", ["stop_stop-stop-stop-1", "hjaelp-jeg-vil-doe-nu"])
def test_the_chance_letters_of_a_link_are_no_words(town: Town, letters: str) -> None:
    inge, ole = town.citizen("Inge"), town.phone("Ole")
    for phone in (inge, ole):
        phone.says(f"/start {letters}")
        assert phone.last.kind is Kind.REPLY
        assert "stille" not in phone.last.text
        assert "skriver ikke mere" not in phone.last.text


def test_wrong_used_and_ended_links_get_the_same_kind_answer(town: Town) -> None:
    once, short = town.link(Role.COORDINATOR), town.link(Role.COORDINATOR, lifetime=timedelta(hours=1))
    mette = town.phone("Mette")
    mette.opens(once)
    mette.presses(YES)
    town.until(town.now + timedelta(hours=2))
    answers = set()
    for token in ("forkert", once, short):
        stranger = town.phone("Ole")
        answer = stranger.opens(token)
        assert answer
        answers.add((answer.text, tuple(answer.labels)))
    assert len(answers) == 1
    assert town.rows("SELECT count(*) FROM person") == [(1,)]


def test_of_two_who_hold_the_last_use_one_comes_in(town: Town) -> None:
    token = town.link(Role.COORDINATOR)
    mette, ole = town.phone("Mette"), town.phone("Ole")
    mette.opens(token)
    ole.opens(token)
    mette.presses(YES)
    answer = ole.presses(YES)
    assert answer
    assert "virker ikke mere" in answer.text
    assert not ole.is_known
    assert mette.person.coordinates == {town.home}
    assert not ole.since(2)


def test_the_same_person_opens_the_same_link_again_and_spends_nothing(town: Town) -> None:
    token = town.link(Role.CITIZEN, uses=5)
    inge = town.phone("Inge")
    inge.opens(token)
    for press in (YES, "Kald mig Inge", "Spring over", "Ja, vis mig det"):
        inge.presses(press)
    again = inge.opens(token)
    assert again
    assert "Hvad vil du gerne" in again.text
    assert town.rows("SELECT uses_left FROM invite") == [(4,)]


def test_five_wrong_links_an_hour_are_enough(town: Town) -> None:
    right = town.link(Role.COORDINATOR)
    ole, mette = town.phone("Ole"), town.phone("Mette")
    for n in range(5):
        ole.opens(f"forkert{n}")
    refused = ole.opens(right)
    assert refused
    assert "virker ikke mere" in refused.text
    mette.opens(right)
    assert "Her laver du aktiviteter" in mette.last.text
    town.until(town.now + timedelta(hours=1, minutes=1))
    ole.opens(right)
    assert "Her laver du aktiviteter" in ole.last.text


def test_a_token_is_never_stored(town: Town) -> None:
    token = town.link(Role.VOLUNTEER)
    jens = town.phone("Jens")
    jens.opens(token)
    jens.presses(YES)
    assert token not in town.everything()


def test_the_other_coordinators_hear_of_a_new_one_and_nobody_elses(town: Town) -> None:
    other: int = town.tx.add_organisation(name="Korsør Kor", home=0, reads_at="", phone="", now=town.now)
    mette = town.coordinator("Mette")
    poul = town.phone("Poul")
    poul.opens(town.link(Role.COORDINATOR, other))
    poul.presses(YES)
    poul.presses("Kald mig Poul")
    before = len(poul.shown)
    town.coordinator("Birthe")
    assert mette.last.text == f"Birthe er nu koordinator hos {HOUSE}."
    assert not poul.since(before)


def test_a_volunteer_says_a_yes_of_their_own_and_takes_no_trusted_role(town: Town) -> None:
    jens = town.volunteer("Jens")
    assert jens.person.roles == {(town.home, Role.VOLUNTEER)}
    assert town.rows("SELECT purpose FROM consent") == [("volunteer",)]


def test_before_anybody_runs_it_the_bot_says_so(sqlite_url: str) -> None:
    town = Town(sqlite_url)
    town.db.execute("DELETE FROM organisation")
    inge = town.phone("Inge")
    answer = inge.says("hej")
    assert answer
    assert not answer.labels
    assert not inge.is_known
    town.close()


def test_whoever_took_the_yes_back_is_asked_for_it_again(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/privatliv")
    inge.presses("Træk et ja tilbage")
    inge.presses("Beskeder og invitationer")
    assert inge.person.stopped_at is not None
    asked = inge.says("hej")
    assert asked
    assert YES in asked.labels
    inge.presses(YES)
    assert inge.person.stopped_at is None
    assert inge.person.first_name == "Inge"


@pytest.mark.parametrize("verb", ["!menu", "!find", "!data.file", "!delete.yes", "!safety.false:1"])
def test_a_stranger_reaches_nothing_by_a_forged_button(town: Town, verb: str) -> None:
    ole = town.phone("Ole")
    answer = ole.presses_data(verb)
    assert answer
    assert YES in answer.labels
    assert not ole.is_known


# --- language, and who this is -----------------------------------------------------------------------


@pytest.mark.parametrize("way", ["[Dansk / English]", "/sprog", "english please"])
def test_a_stranger_changes_the_language_and_keeps_the_link(town: Town, way: str) -> None:
    token = town.link(Role.VOLUNTEER)
    jens = town.phone("Jens")
    jens.opens(token)
    jens.presses("Dansk / English") if way.startswith("[") else jens.says(way)
    assert "Welcome, and thank you for wanting to take part" in jens.last.text
    assert not jens.is_known
    jens.presses("Yes, and I am 18 or older")
    assert jens.person.language == "en"
    assert jens.person.roles == {(town.home, Role.VOLUNTEER)}


def test_a_change_of_language_in_the_middle_asks_the_same_question(town: Town) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.presses(YES)
    inge.presses("Kald mig Inge")
    inge.says("/sprog")
    assert inge.last.text.startswith("What would you like more of?")
    inge.says("/sprog")
    assert "tænke dig mere af" in inge.last.text
    inge.presses("Spring over")
    assert inge.person.language == "da"


def test_is_it_a_swindle_names_the_page_too(sqlite_url: str) -> None:
    town = Town(sqlite_url, web="https://frivillig.example/foelgeskab", phone="58 00 00 00")
    town.db.execute("UPDATE organisation SET phone = ''")
    ole = town.phone("Ole")
    for first in ("er det svindel?", "hej"):
        ole.says(first)
        before = len(ole.shown)
        ole.says("er det svindel?")
        said = " ".join(shown.text for shown in ole.since(before))
        for known in ("58 00 00 00", "https://frivillig.example/foelgeskab", "CVR 12345678", "automatisk"):
            assert known in said
    town.close()


def test_the_link_opened_again_in_the_middle_asks_whether_to_go_on(town: Town) -> None:
    token = town.link(Role.CITIZEN, uses=5)
    inge = town.phone("Inge")
    inge.opens(token)
    inge.presses(YES)
    inge.presses("Kald mig Inge")
    town.until(town.now + timedelta(days=5))
    inge.opens(token)
    assert inge.last.text.startswith("Hej igen")
    inge.presses("Ja, gå videre")
    assert "tænke dig mere af" in inge.last.text


@pytest.mark.parametrize("way", ["menu", "Ikke nu"])
def test_leaving_in_the_middle_loses_nothing(town: Town, way: str) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    for press in (YES, "Kald mig Inge", "☐ Gåture", "Videre", "Spørg mig lidt mere", "Spring over"):
        inge.presses(press)
    inge.says("Korsør")
    if way == "menu":
        inge.says(way)
    else:
        town.until(town.now + timedelta(days=3))
        inge.says("hej")
        inge.presses(way)
    person = inge.person
    assert (person.first_name, person.area, person.stage) == ("Inge", "Korsør", "member")
    assert town.rows("SELECT kind, word FROM interest") == [("wish", "walk")]
    inge.says("/oensker")
    assert "Sted: Korsør" in inge.last.text


def test_leaving_at_the_door_itself_keeps_nothing(town: Town) -> None:
    inge = town.phone("Inge")
    inge.says("hej")
    inge.says("menu")
    assert not inge.is_known
