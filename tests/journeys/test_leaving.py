"""Stop, pause and erasure: obeyed in the same second, in any state; what is to be gone is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.ports import Inbound, Kind, Outbound, Said
from bot.storage import letters

UNASKED = (Kind.INVITATION, Kind.CHECKIN, Kind.ANNOUNCEMENT)


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def write_to(town: Town, phone: Phone, kind: Kind = Kind.INVITATION) -> int:
    """Let something unasked be on its way; return how many messages arrived by now."""
    town.keys += 1
    with town.transaction() as tx:
        letters.put(
            tx,
            key=f"test:{town.keys}",
            chat=phone.chat,
            kind=kind,
            message=Outbound("Vil du med?"),
            now=town.now,
            person=phone.person.id,
        )
    town.post()
    return len([shown for shown in phone.shown if shown.kind in UNASKED])


@pytest.mark.parametrize("said", ["stop", "STOP", "/stop", "ikke flere beskeder", "stop nu alle de beskeder"])
def test_after_stop_nothing_unasked_leaves(town: Town, said: str) -> None:
    inge = town.citizen("Inge")
    inge.says(said)
    assert inge.person.stopped_at == town.now
    assert write_to(town, inge) == 0


def test_stop_is_obeyed_in_the_middle_of_a_question_and_in_an_edit(town: Town) -> None:
    inge, poul = town.phone("Inge"), town.citizen("Poul")
    inge.says("hej")
    inge.presses("Ja, og jeg er fyldt 18")
    answer = inge.says("stop")
    assert answer
    assert "stopper nu" in answer.text
    assert inge.person.first_name == ""
    poul.edits("stop")
    assert poul.person.stopped_at is not None


def test_an_unsure_stop_is_quiet_until_it_is_chosen(town: Town) -> None:
    inge = town.citizen("Inge")
    asked = inge.says("jeg orker ikke flere beskeder lige nu")
    assert asked
    assert "Jeg er stille, til du har valgt" in asked.text
    assert write_to(town, inge) == 0
    inge.presses("Nej, skriv fortsat")
    assert write_to(town, inge) == 1


def test_hej_is_the_way_back(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("stop")
    back = inge.says("hej")
    assert back
    assert back.text.startswith("Velkommen tilbage, Inge.")
    assert write_to(town, inge) == 1


def test_stop_keeps_the_seat_until_it_is_given_up(town: Town) -> None:
    inge = town.phone("Inge")
    date = town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"), seats=1)
    inge.says("hej")
    for press in ("Ja, og jeg er fyldt 18", "Kald mig Inge", "Spring over", "Ja, vis mig det"):
        inge.presses(press)
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    asked = inge.says("stop")
    assert asked
    assert "Torsdagskaffe, torsdag den 26. november kl. 14.00" in asked.text
    assert town.rows("SELECT taken FROM occurrence WHERE id = ?", date) == [(1,)]
    inge.presses("Ja, meld afbud")
    assert town.rows("SELECT taken FROM occurrence WHERE id = ?", date) == [(0,)]


def test_reminders_of_a_kept_seat_still_come_after_stop(town: Town) -> None:
    inge = town.phone("Inge")
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    inge.says("hej")
    for press in ("Ja, og jeg er fyldt 18", "Kald mig Inge", "Spring over", "Ja, vis mig det"):
        inge.presses(press)
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    inge.says("stop")
    inge.presses("Nej, jeg kommer")
    town.until(wall("2026-11-26", "13:00"))
    kinds = [shown.kind for shown in inge.shown]
    assert kinds.count(Kind.REMINDER) == 2
    assert not set(kinds) & set(UNASKED)


def test_a_break_ends_by_itself_on_its_day(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("pause")
    inge.presses("En uge")
    assert write_to(town, inge) == 0
    town.until(town.now + timedelta(days=8))
    assert write_to(town, inge) == 1


def test_a_break_until_one_writes_ends_with_hej(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/pause")
    inge.presses("Til jeg selv skriver")
    town.until(town.now + timedelta(days=60))
    assert write_to(town, inge) == 0
    inge.says("hej")
    assert write_to(town, inge) == 1


# --- erasure -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["slet mig", "/slet", "slet alt om mig"])
def test_slet_mig_holds_everything_and_asks_once(town: Town, said: str) -> None:
    inge = town.citizen("Inge")
    asked = inge.says(said)
    assert asked
    assert asked.labels == ["Ja, slet alt", "Hold pause i stedet", "Nej, behold det hele"]
    assert inge.person.deleting_at == town.now
    assert write_to(town, inge) == 0
    inge.says("hvad er klokken")
    assert inge.last.text == asked.text
    inge.presses("Nej, behold det hele")
    assert inge.person.deleting_at is None


def test_erasure_cannot_be_forged_without_the_question(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.presses_data("!delete.yes")
    assert inge.is_known


def test_after_erasure_nothing_is_left_but_a_keyed_hash(town: Town) -> None:
    karen = town.volunteer("Karen")
    mette = town.coordinator("Mette")
    date = town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"), seats=1, host=karen)
    inge = town.phone("Ingeborg")
    inge.says("hej")
    for press in ("Ja, og jeg er fyldt 18", "Kald mig Ingeborg"):
        inge.presses(press)
    inge.says("frimærker")
    inge.presses("Ja, vis mig det")
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    inge.says("/hej")
    for press in ("Hver uge", "Ja, det må du", "Om formiddagen"):
        inge.presses(press)
    inge.says("tal med et menneske")
    inge.says("kan jeg tage min hund med?")
    mette.presses("Tag samtalen")
    inge.says("jeg vil ikke leve mere")
    inge.presses("Ja, giv besked nu")
    inge.says("slet mig")
    receipt = inge.presses("Ja, slet alt")
    assert receipt
    assert receipt.kind is Kind.RECEIPT
    assert not inge.is_known
    left = town.everything()
    for word in ("Ingeborg", "frimærker", "hund"):
        assert word not in left
    rows = [line for line in left.splitlines() if str(inge.chat) in line]
    assert {line.split()[0] for line in rows} == {"outbox"}  # the receipt itself, which knows no person
    assert set(town.rows("SELECT person, kind FROM outbox WHERE chat = ?", inge.chat)) == {(None, "receipt")}
    assert town.rows("SELECT mark FROM tombstone") == [(town.house.mark(inge.chat),)]
    assert town.rows("SELECT taken FROM occurrence WHERE id = ?", date) == [(0,)]
    town.until(town.now + timedelta(days=1))
    assert str(inge.chat) not in town.everything()


def test_a_seat_that_is_freed_goes_to_who_waits(town: Town) -> None:
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"), seats=1)
    inge, poul = town.citizen("Inge"), town.citizen("Poul")
    for phone in (inge, poul):
        phone.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    poul.says("/aktiviteter")
    poul.presses("1. Torsdagskaffe")
    poul.presses("Skriv mig på ventelisten")
    inge.says("slet mig")
    inge.says("ja")
    town.sweep()
    assert "plads" in poul.last.text
    assert "Inge" not in poul.last.text


def test_a_shift_that_is_lost_is_told_but_not_whose_it_was(town: Town) -> None:
    karen, mette = town.volunteer("Karen"), town.coordinator("Mette")
    date = town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    town.tx.add_shift(occurrence=date, person=karen.person.id, role="host", now=town.now)
    karen.says("slet mig")
    karen.presses("Ja, slet alt")
    assert "Torsdagskaffe" in mette.last.text
    assert "vært" in mette.last.text
    assert "Karen" not in mette.last.text


def test_what_was_waiting_for_the_person_never_leaves(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("slet mig")
    write_to(town, inge, Kind.REMINDER)
    inge.says("ja")
    town.until(town.now + timedelta(days=2))
    assert inge.last.kind is Kind.RECEIPT


def test_afterwards_the_chat_is_a_strangers(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("slet mig")
    asked = inge.last
    inge.says("ja")
    again = inge.presses_on(asked, "Ja, slet alt")
    assert again
    assert "Ja, og jeg er fyldt 18" in again.labels
    inge.presses("Ja, og jeg er fyldt 18")
    assert inge.is_known


def test_what_came_right_behind_is_still_answered(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("slet mig")
    town.receive(
        Inbound("", inge.chat, Said.TEXT, text="ja"), Inbound("", inge.chat, Said.TEXT, text="er du der?")
    )
    assert not inge.is_known
    assert any("Ja, og jeg er fyldt 18" in shown.labels for shown in inge.shown[-3:])


@pytest.mark.parametrize("state", ["talking", "asked"])
def test_slet_mig_is_heard_in_any_state(town: Town, state: str) -> None:
    mette, inge = town.coordinator("Mette"), town.citizen("Inge")
    if state == "talking":
        inge.says("tal med et menneske")
        mette.presses("Tag samtalen")
    else:
        mette = inge = town.coordinator("Birthe")
        inge.presses("Ny aktivitet")
    inge.says("slet mig")
    assert inge.person.deleting_at is not None
    assert "Ja, slet alt" in inge.last.labels
    assert mette.last.text != "slet mig"


def test_only_what_is_written_answers_the_question(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("slet mig")
    inge.sends("voice")
    assert inge.is_known
    assert inge.person.deleting_at is not None


def test_a_coordinator_can_be_erased_too(town: Town) -> None:
    mette, birthe = town.coordinator("Mette"), town.coordinator("Birthe")
    mette.says("slet mig")
    mette.presses("Ja, slet alt")
    assert not mette.is_known
    assert birthe.person.is_(Role.COORDINATOR)


def test_after_days_and_tidying_erasure_still_finds_every_letter_about_the_person(town: Town) -> None:
    karen = town.volunteer("Karen")
    town.coordinator("Mette")
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"), host=karen)
    town.activity("Gå og snak", wall("2026-12-03", "10:00"), host=karen)
    inge = town.citizen("Ingeborg")
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    inge.presses("Følges med nogen")
    town.until(wall("2026-11-26", "13:30"))
    inge.presses("Jeg er her")
    inge.says("tal med et menneske")
    inge.says("kan jeg tage min hund med?")
    inge.presses("Afslut samtalen")
    inge.says("det brænder")
    inge.presses("Ja, giv besked nu")
    inge.presses("Jeg er ikke i fare")
    town.until(wall("2026-12-02", "12:00"))
    assert "Ingeborg" in town.cells()
    assert not town.rows("SELECT key FROM inbox WHERE received_at < ?", wall("2026-11-28"))
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    left = [line for line in town.cells().splitlines() if "Ingeborg" in line or "hund" in line]
    assert left == []
