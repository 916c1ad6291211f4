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


def coordinator(town: Town) -> Phone:
    return next(phone for phone in town.phones.values() if phone.name == "Mette")


def answers(town: Town, inge: Phone, label: str) -> None:
    """Wait for the next question, and answer it at once."""
    before = len(questions(inge))
    while len(questions(inge)) == before:
        town.until(town.now + timedelta(hours=6))
    inge.presses_on(questions(inge)[-1], label)


def silent(town: Town) -> Phone:
    """Let somebody answer a question low, and the next not at all."""
    inge = asked_weekly(town)
    answers(town, inge, "Ikke så godt")
    town.until(town.now + timedelta(days=13))
    assert town.rows("SELECT reason, state FROM conversation") == [("low", "waiting")]
    return inge


def about(mette: Phone) -> list[str]:
    """Return the lines that ask a coordinator for a greeting or a call."""
    return [shown.text for shown in mette.shown if "hilsen være velkommen" in shown.text]


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


@pytest.mark.parametrize("answer", ["Godt", "Sådan nogenlunde", "Ikke så godt"])
def test_after_each_answer_it_says_what_the_answer_is_for(town: Town, answer: str) -> None:
    inge = asked_weekly(town)
    answers(town, inge, answer)
    assert "for at kunne tilbyde dig en snak" in inge.last.text
    assert inge.last.text.count("?") <= 1


def test_being_called_is_a_yes_of_its_own_and_reaches_a_human_without_a_number(town: Town) -> None:
    inge, mette = asked_weekly(town), coordinator(town)
    answers(town, inge, "Ikke så godt")
    inge.presses("Ring gerne til mig")
    assert inge.last.text.startswith("Må Mette ringe til dig?")
    assert not town.rows("SELECT * FROM consent WHERE purpose = 'phone'")
    inge.presses("Ja, ring gerne")
    inge.presses_data("!call.yes")
    inge.presses_data("!call")
    assert town.rows("SELECT count(*), max(length(text_hash)) FROM consent WHERE purpose = 'phone'") == [
        (1, 64)
    ]
    lines = [shown.text for shown in mette.shown if "ringes op" in shown.text]
    assert lines == ["Inge vil gerne ringes op. Tag samtalen, og aftal hvornår."]
    mette.presses("Tag samtalen")
    inge.says("torsdag formiddag passer fint")
    assert "torsdag formiddag" in mette.last.text


def test_a_no_to_being_called_keeps_nothing(town: Town) -> None:
    inge = asked_weekly(town)
    answers(town, inge, "Ikke så godt")
    inge.presses("Ring gerne til mig")
    inge.presses("Nej tak")
    assert not town.rows("SELECT * FROM consent WHERE purpose = 'phone'")
    assert not town.rows("SELECT * FROM conversation")


def test_low_and_then_silent_goes_to_the_coordinators_list_without_the_answer(town: Town) -> None:
    inge, mette = asked_weekly(town), coordinator(town)
    answers(town, inge, "Ikke så godt")
    town.until(town.now + timedelta(days=9))
    assert not about(mette)
    town.until(town.now + timedelta(days=4))
    town.until(town.now + timedelta(days=30))
    assert len(about(mette)) == 1
    assert about(mette)[0].startswith("Inge har ikke svaret på det sidste spørgsmål.")
    mette.says("/indbakke")
    assert "Inge: en hilsen" in mette.last.labels
    assert not [shown for shown in mette.shown if "venter stadig" in shown.text]


def test_what_never_reached_a_person_was_not_left_unanswered(town: Town) -> None:
    inge, mette = asked_weekly(town), coordinator(town)
    answers(town, inge, "Ikke så godt")
    town.tx.set_weekly(id=inge.person.id, weekly=0)
    town.until(town.now + timedelta(days=60))
    assert len(questions(inge)) == 1
    assert not about(mette)


@pytest.mark.parametrize("sign", ["Godt", "hvad sker der"])
def test_who_shows_a_sign_of_life_is_on_no_list(town: Town, sign: str) -> None:
    inge, mette = asked_weekly(town), coordinator(town)
    answers(town, inge, "Ikke så godt")
    town.until(town.now + timedelta(days=13))
    assert len(about(mette)) == 1
    inge.presses(sign) if sign == "Godt" else inge.says(sign)
    mette.says("/indbakke")
    assert "Ingen venter" in mette.last.text


def test_what_a_person_on_the_list_writes_is_theirs_until_a_human_has_written(town: Town) -> None:
    inge, mette = silent(town), coordinator(town)
    town.db.execute("UPDATE conversation SET reason = 'missed'")
    inge.says("aktiviteter")
    assert not [shown for shown in mette.shown if "Inge skriver" in shown.text]
    mette.presses("Skriv en hilsen")
    before = len(inge.shown)
    mette.says("Hej Inge, hvordan går det?")
    seen = [shown.text for shown in inge.since(before)]
    assert seen[0].startswith("Mette vil gerne høre, hvordan du har det.")
    assert seen[1] == "Mette skriver:\nHej Inge, hvordan går det?"
    inge.says("tak, det går")
    assert "tak, det går" in mette.last.text


def test_who_said_stop_is_not_written_to_from_the_list(town: Town) -> None:
    inge, mette = silent(town), coordinator(town)
    town.db.execute("UPDATE conversation SET reason = 'missed'")
    inge.says("stop")
    before = len(inge.shown)
    mette.presses("Skriv en hilsen")
    mette.says("Hej Inge")
    assert not inge.since(before)


def test_who_says_stop_while_words_are_being_written_does_not_get_them(town: Town) -> None:
    inge, mette = silent(town), coordinator(town)
    town.db.execute("UPDATE conversation SET reason = 'missed'")
    mette.presses("Skriv en hilsen")
    inge.says("stop")
    before = len(inge.shown)
    mette.says("Hej Inge")
    assert not inge.since(before)
    assert "ikke sendt noget" in mette.last.text


def test_what_a_coordinator_has_seen_is_not_told_again(town: Town) -> None:
    _inge, mette = silent(town), coordinator(town)
    mette.presses("Jeg har set det")
    town.until(town.now + timedelta(days=5))
    assert len(about(mette)) == 1


def test_another_sign_of_life_is_no_silence(town: Town) -> None:
    inge, mette = asked_weekly(town), coordinator(town)
    answers(town, inge, "Ikke så godt")
    before = len(questions(inge))
    while len(questions(inge)) == before:
        town.until(town.now + timedelta(hours=6))
    inge.says("hvad sker der")
    town.until(town.now + timedelta(days=6))
    assert not about(mette)


def test_seen_by_a_coordinator_it_leaves_the_list_without_a_word_to_the_person(town: Town) -> None:
    inge, mette = silent(town), coordinator(town)
    before = len(inge.shown)
    mette.presses("Jeg har set det")
    assert not inge.since(before)
    mette.says("/indbakke")
    assert "Ingen venter" in mette.last.text


def test_who_asks_for_a_human_is_no_longer_only_on_a_list(town: Town) -> None:
    inge, mette = silent(town), coordinator(town)
    town.db.execute("UPDATE conversation SET reason = 'missed'")
    inge.says("tal med et menneske")
    assert mette.last.text == "Inge vil gerne tale med et menneske."
    inge.says("er du der")
    assert "er du der" in mette.last.text


def test_ones_own_answers_are_shown_in_words_beside_ones_own(town: Town) -> None:
    inge = asked_weekly(town)
    for answer in ("Godt", "Godt", "Sådan nogenlunde", "Ikke så godt"):
        answers(town, inge, answer)
    inge.says("/hej")
    inge.presses("Se mine egne svar")
    assert "mandag den 30. november: Godt" in inge.last.text
    assert "plejer" not in inge.last.text, "four answers are too few to say what is usual"
    answers(town, inge, "Ikke så godt")
    inge.says("/hej")
    inge.presses("Se mine egne svar")
    assert "lidt dårligere" in inge.last.text
    assert "mandag den 28. december: Ikke så godt" in inge.last.text


def test_nothing_is_said_of_lower_without_a_yes_and_then_once(town: Town) -> None:
    inge, mette = asked_weekly(town), coordinator(town)
    for answer in ("Godt", "Godt", "Godt", "Ikke så godt", "Ikke så godt"):
        answers(town, inge, answer)
    assert not about(mette)
    inge.says("/hej")
    inge.presses("Se mine egne svar")
    inge.presses("Sig det, hvis det er svært")
    inge.presses("Ja, det må du")
    town.until(town.now + timedelta(hours=1))
    assert [line.split(" og ")[0] for line in about(mette)] == ["Inge svarer lavere end før"]
    answers(town, inge, "Ikke så godt")
    assert len(about(mette)) == 1


def test_with_a_yes_lower_than_before_reaches_a_human(town: Town) -> None:
    inge, mette = asked_weekly(town), coordinator(town)
    inge.says("/hej")
    inge.presses("Se mine egne svar")
    inge.presses("Sig det, hvis det er svært")
    inge.presses("Ja, det må du")
    for answer in ("Godt", "Godt", "Godt", "Sådan nogenlunde", "Ikke så godt"):
        assert not about(mette)
        answers(town, inge, answer)
    town.until(town.now + timedelta(hours=1))
    assert len(about(mette)) == 1
    assert "Ikke så godt" not in "".join(about(mette))


def test_ones_own_data_tells_in_words_why_a_human_was_told(town: Town) -> None:
    inge = silent(town)
    inge.says("/privatliv")
    inge.presses("Se mine data")
    inge.presses("Ja, send den")
    made = {f.name: f.content.decode() for shown in inge.shown if (f := shown.message.attachment)}
    assert "jeg havde ikke svaret på det sidste" in made["foelgeskab.txt"]
    assert "low" not in made["foelgeskab.txt"].split()
    assert '"reason": "low"' in made["foelgeskab.json"]


def test_erased_is_also_what_coordinators_were_told(town: Town) -> None:
    inge = silent(town)
    assert town.rows("SELECT * FROM outbox WHERE dedupe_key LIKE 'near:%'")
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert not town.rows("SELECT * FROM outbox WHERE dedupe_key LIKE 'near:%'")


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
