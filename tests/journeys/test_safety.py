"""Words of danger: the numbers at once, in any state; the words themselves are kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.ports import Kind, Outbound
from bot.storage import letters

THOUGHTS = "jeg vil ikke leve mere"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator("Mette")
    yield town
    town.close()


def staff(town: Town) -> list[str]:
    mette = next(phone for phone in town.phones.values() if phone.name == "Mette")
    return [shown.text for shown in mette.shown if shown.kind is Kind.STAFF]


def in_state(town: Town, state: str) -> Phone:
    """Return somebody who is in the middle of something."""
    if state == "stranger":
        return town.phone("Ole")
    if state == "door":
        inge = town.phone("Inge")
        inge.says("hej")
        return inge
    inge = town.citizen("Inge")
    match state:
        case "question":
            inge.says("/privatliv")
            inge.presses("Ret noget")
        case "talking":
            inge.says("tal med et menneske")
        case "stopped":
            inge.says("stop")
        case "deleting":
            inge.says("slet mig")
        case _other:
            pass
    return inge


@pytest.mark.parametrize("state", ["stranger", "door", "question", "talking", "stopped", "deleting", "menu"])
@pytest.mark.parametrize("edited", [False, True])
def test_the_numbers_come_at_once_in_any_state(town: Town, state: str, *, edited: bool) -> None:
    inge = in_state(town, state)
    answer = inge.edits(THOUGHTS) if edited else inge.says(THOUGHTS)
    assert answer
    assert answer.kind is Kind.SAFETY
    for number in ("112", "70 201 201", "1818"):
        assert number in answer.text
    assert "automatisk tjeneste" in answer.text
    assert "ikke leve" not in town.everything()


@pytest.mark.parametrize(
    ("said", "number"),
    [("min mand slår mig", "1888"), ("jeg har ondt i brystet", "1818"), ("det brænder", "112")],
)
def test_each_kind_has_its_own_numbers(town: Town, said: str, number: str) -> None:
    answer = town.citizen("Inge").says(said)
    assert answer
    assert number in answer.text


def test_the_caption_of_a_picture_is_read_too(town: Town) -> None:
    answer = town.citizen("Inge").sends("photo", THOUGHTS)
    assert answer
    assert answer.kind is Kind.SAFETY


def test_what_was_being_asked_waits_untouched(town: Town) -> None:
    inge = in_state(town, "door")
    first = inge.last
    inge.says(THOUGHTS)
    inge.presses_on(first, "Ja, og jeg er fyldt 18")
    assert inge.is_known


def test_danger_and_stop_in_one_text_are_both_heard(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says(f"{THOUGHTS}. stop med at skrive")
    assert inge.last.kind is Kind.SAFETY
    assert inge.person.stopped_at is not None


def test_nobody_is_told_before_a_yes_and_a_second_press_tells_nobody_anew(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says(THOUGHTS)
    assert not staff(town)
    inge.presses("Ja, giv besked nu")
    inge.presses("Ja, giv besked nu")
    told = staff(town)
    assert len(told) == 1
    assert "Inge" in told[0]
    assert "leve" not in told[0]


def test_a_no_tells_nobody(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says(THOUGHTS)
    inge.presses("Nej tak")
    assert not staff(town)
    assert "112" in inge.last.text


def test_a_standing_yes_tells_at_once(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/privatliv")
    for press in ("Træk et ja tilbage", "Besked, når jeg er i fare", "Ja, giv besked"):
        inge.presses(press)
    inge.says(THOUGHTS)
    assert len(staff(town)) == 1
    assert "har fået besked" in inge.last.text
    assert "Ja, giv besked nu" not in inge.last.labels


def test_a_stranger_is_not_asked_whom_to_tell(town: Town) -> None:
    ole = town.phone("Ole")
    answer = ole.says(THOUGHTS)
    assert answer
    assert answer.labels == ["Jeg er ikke i fare", "Vis flere numre"]
    assert not ole.is_known


def invite(town: Town, phone: Phone) -> None:
    with town.transaction() as tx:
        letters.put(
            tx,
            key=f"test:{town.now}",
            chat=phone.chat,
            kind=Kind.INVITATION,
            message=Outbound("Vil du med?"),
            now=town.now,
            person=phone.person.id,
            expires_at=town.now + timedelta(days=7),
        )
    town.post()


def test_the_unasked_rests_for_three_days_and_then_one_question_comes(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says(THOUGHTS)
    invite(town, inge)
    town.until(town.now + timedelta(days=2, hours=23))
    assert not [shown for shown in inge.shown if shown.kind is Kind.INVITATION]
    town.until(town.now + timedelta(hours=12))
    asked = [shown for shown in inge.shown if shown.kind is Kind.FOLLOWUP]
    assert len(asked) == 1
    assert "Hvordan vil du gerne videre" in asked[0].text


def test_who_wrote_of_danger_as_a_stranger_and_then_joins_is_left_in_peace_as_well(town: Town) -> None:
    ole = town.phone("Ole")
    ole.says(THOUGHTS)
    began = town.now
    town.until(began + timedelta(hours=20))
    ole.says("hej")
    ole.presses("Ja, og jeg er fyldt 18")
    ole.presses("Kald mig Ole")
    invite(town, ole)
    town.until(began + timedelta(days=2, hours=23))
    assert not [shown for shown in ole.shown if shown.kind is Kind.INVITATION]
    town.until(began + timedelta(days=3, hours=12))
    assert [shown.kind for shown in ole.shown if "Hvordan vil du gerne videre" in shown.text] == [
        Kind.FOLLOWUP
    ]


@pytest.mark.parametrize("who", ["the person", "a coordinator"])
def test_the_person_or_a_coordinator_ends_the_rest(town: Town, who: str) -> None:
    inge = town.citizen("Inge")
    inge.says(THOUGHTS)
    inge.presses("Ja, giv besked nu")
    if who == "the person":
        inge.presses("Jeg er ikke i fare")
    else:
        next(p for p in town.phones.values() if p.name == "Mette").presses("Falsk alarm")
    assert inge.person.rest_until is None
    invite(town, inge)
    assert inge.last.kind is Kind.INVITATION


def test_nobody_elses_coordinator_ends_the_rest(town: Town) -> None:
    other: int = town.tx.add_organisation(name="Korsør Kor", home=0, reads_at="", phone="", now=town.now)
    inge, poul = town.citizen("Inge"), town.phone("Poul")
    poul.opens(town.link(Role.COORDINATOR, other))
    poul.presses("Ja, og jeg er fyldt 18")
    inge.says(THOUGHTS)
    forged = poul.presses_data(f"!safety.false:{inge.person.id}")
    missing = poul.presses_data("!safety.false:999")
    assert forged
    assert missing
    assert forged.text == missing.text
    assert inge.person.rest_until is not None


def test_what_was_said_about_violence_can_be_taken_off_the_screen(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("min mand slår mig", message_id=77)
    inge.presses("Vis flere numre")
    before = [shown for shown in inge.shown if shown.kind is Kind.SAFETY]
    assert len(before) == 2
    inge.presses("Fjern beskederne her")
    assert not [shown for shown in inge.shown if shown.kind is Kind.SAFETY]
    assert 77 in town.deleted


# --- who hears it, and how it ends ---------------------------------------------------------------------


def test_the_question_stands_last_and_says_before_who_reads_and_when(town: Town) -> None:
    answer = town.citizen("Inge").says(THOUGHTS)
    assert answer
    assert answer.text.endswith("Mette læser på hverdage kl. 9-15. Må jeg give Mette besked?")
    assert len(answer.text) <= 300
    assert len(answer.labels) <= 5


def test_who_was_told_hears_that_there_is_no_danger_and_words_are_not_carried_over(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says(THOUGHTS)
    inge.presses("Ja, giv besked nu")
    inge.says("hvad sker der i denne uge")
    assert "Torsdag" in inge.last.text or "uge" in inge.last.text
    mette = next(p for p in town.phones.values() if p.name == "Mette")
    assert not [shown for shown in mette.shown if shown.kind is Kind.RELAY]
    inge.presses("Jeg er ikke i fare")
    assert staff(town)[-1] == "Inge har trykket: Jeg er ikke i fare."


def test_after_no_danger_what_was_asked_goes_on(town: Town) -> None:
    inge = in_state(town, "door")
    asked = inge.last.text
    inge.says(THOUGHTS)
    inge.presses("Jeg er ikke i fare")
    inge.presses("Videre")
    assert inge.last.text == asked


def test_whoever_then_asks_for_a_human_is_carried_over(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says(THOUGHTS)
    inge.presses("Ja, giv besked nu")
    inge.says("tal med et menneske")
    inge.says("kan du ringe i morgen")
    mette = next(p for p in town.phones.values() if p.name == "Mette")
    assert "kan du ringe i morgen" in mette.last.text


def test_a_false_alarm_leaves_nobody_waiting(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says(THOUGHTS)
    inge.presses("Ja, giv besked nu")
    next(p for p in town.phones.values() if p.name == "Mette").presses("Falsk alarm")
    assert town.rows("SELECT state FROM conversation") == [("closed",)]


def test_a_talk_that_was_forgotten_holds_nothing_back_for_ever(town: Town) -> None:
    inge = town.citizen("Inge")
    mette = next(p for p in town.phones.values() if p.name == "Mette")
    inge.says(THOUGHTS)
    inge.presses("Ja, giv besked nu")
    mette.presses("Tag samtalen")
    town.until(town.now + timedelta(days=6, hours=20))
    assert town.rows("SELECT state FROM conversation") == [("taken",)]
    mette.presses("Svar")
    mette.says("Jeg ringer i morgen.")
    town.until(town.now + timedelta(days=6, hours=20))
    assert town.rows("SELECT state FROM conversation") == [("taken",)], "somebody wrote meanwhile"
    town.until(town.now + timedelta(days=1))
    assert town.rows("SELECT state FROM conversation") == [("closed",)]
    assert "Samtalen med Mette er slut" in "".join(shown.text for shown in inge.shown)
    assert "samtalen med Inge er slut" in mette.last.text
    town.until(wall("2026-12-08", "12:00"))
    invite(town, inge)
    assert inge.last.kind is Kind.INVITATION


def test_what_was_agreed_still_comes_during_the_rest(town: Town) -> None:
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    inge = town.citizen("Inge")
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    town.until(wall("2026-11-25", "09:00"))
    inge.says(THOUGHTS)
    town.until(wall("2026-11-26", "15:00"))
    assert [shown for shown in inge.shown if shown.kind is Kind.REMINDER]


def test_all_that_was_written_about_violence_goes_and_a_stranger_can_do_it_too(town: Town) -> None:
    for phone in (town.citizen("Inge"), town.phone("Ole")):
        phone.says("min mand slår mig", message_id=77)
        phone.says("min mand slår mig igen", message_id=78)
        phone.presses("Jeg er ikke i fare")
        phone.presses("Fjern beskederne her")
        assert not [shown for shown in phone.shown if shown.kind is Kind.SAFETY]
        assert {77, 78} <= set(town.deleted)
        town.deleted.clear()
        assert not [s for s in phone.shown if "Velkommen" in s.text or "velkommen" in s.text][1:]
