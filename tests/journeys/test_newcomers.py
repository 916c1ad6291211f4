"""Somebody new is met at the door if they would like it, and the host says in one tap how it went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.storage.blocks import keep_apart
from bot.storage.people import put_role

START = wall("2026-11-26", "14:00")
EVENING = wall("2026-11-25", "17:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


@pytest.fixture
def two(town: Town) -> tuple[Phone, Phone]:
    """Let Inge come to Karen's coffee for the first time."""
    karen, inge = town.volunteer("Karen"), town.citizen("Inge")
    town.activity("Torsdagskaffe", START, host=karen)
    inge.presses_data("!sign.join:1")
    return karen, inge


def heard(phone: Phone) -> str:
    return "\n".join(s.text for s in phone.shown)


def signup(town: Town) -> tuple[str, str, str]:
    found: tuple[str, str, str] = town.rows("SELECT greeted, came, went FROM signup ORDER BY id")[0]
    return found


def test_nothing_is_told_before_the_yes_and_all_of_it_after(town: Town, two: tuple[Phone, Phone]) -> None:
    karen, inge = two
    town.until(EVENING)
    assert "Må Karen vide, at du er ny, og tage imod dig ved døren?" in inge.last.text
    assert "om det gik godt" in inge.last.text
    assert "første gang" not in heard(karen)
    inge.presses("Ja, tag imod mig")
    assert inge.last.text == "Karen får besked og ser efter dig ved døren. Bare kom, som du er."
    town.sweep()
    assert (
        "Inge kommer for første gang til Torsdagskaffe, torsdag den 26. november kl. 14.00" in karen.last.text
    )
    karen.presses("Det gør jeg")
    inge.presses("Ja, tag imod mig")
    town.until(START)
    assert sum("for første gang til" in s.text for s in karen.shown) == 1


def test_who_has_been_there_or_has_no_host_is_not_asked(town: Town, two: tuple[Phone, Phone]) -> None:
    _karen, inge = two
    town.again("Torsdagskaffe", START + timedelta(days=7))
    town.activity("Gåtur", START + timedelta(days=2))
    inge.presses_data("!sign.join:2")
    inge.presses_data("!sign.join:3")
    town.until(START + timedelta(days=8))
    assert sum("at du er ny" in s.text for s in inge.shown) == 1


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("Det gik godt", ("yes", "yes", "well")),
        ("Det var lidt svært", ("yes", "yes", "hard")),
        ("Kom ikke", ("yes", "no", "")),
    ],
)
def test_the_host_says_how_it_went_with_one_tap(
    town: Town, two: tuple[Phone, Phone], label: str, kept: tuple[str, str, str]
) -> None:
    karen, inge = two
    mette = town.coordinator()
    town.until(EVENING)
    inge.presses("Ja, tag imod mig")
    town.until(START + timedelta(hours=2))
    asked = [s for s in karen.shown if s.text == "Inge var ny til Torsdagskaffe. Hvordan gik det?"]
    assert len(asked) == 1
    karen.presses(label)
    assert signup(town) == kept
    assert ("Inge har været af sted for første gang" in heard(mette)) is (label == "Det var lidt svært")
    assert "svært" not in heard(mette)
    town.until(START + timedelta(days=2))
    assert ("blev ikke til" in heard(inge) or "savnede" in heard(inge)) is (label == "Kom ikke")


def test_a_wrong_tap_is_put_right(town: Town, two: tuple[Phone, Phone]) -> None:
    karen, inge = two
    bodil = town.citizen("Bodil")
    bodil.presses_data("!sign.join:1")
    town.until(START + timedelta(hours=2))
    karen.presses("Alle var med")
    karen.presses("Ret noget")
    assert karen.last.labels[:2] == ["Inge kom ikke", "Bodil kom ikke"]
    karen.presses("Bodil kom ikke")
    assert "Var med: Inge." in karen.last.text
    karen.presses("Ret noget")
    karen.presses("Bodil var med")
    assert [row[0] for row in town.rows("SELECT came FROM signup ORDER BY id")] == ["yes", "yes"]
    inge.presses_data("!came.fix:1")
    assert "Bodil" not in inge.last.text + str(inge.last.labels)


def test_who_does_not_come_after_all_is_not_waited_for(town: Town, two: tuple[Phone, Phone]) -> None:
    karen, inge = two
    town.until(EVENING)
    inge.presses("Ja, tag imod mig")
    town.sweep()
    inge.presses("Meld afbud")
    assert karen.last.text == "Du behøver ikke at tage imod Inge til Torsdagskaffe alligevel."
    inge.presses("Fortryd")
    town.sweep()
    assert "alligevel" in karen.last.text  # a new yes is needed
    inge.presses_data("!new.yes:1")
    town.sweep()
    assert "Inge kommer for første gang" in karen.last.text


def test_at_night_a_host_is_left_in_peace_and_a_yes_taken_back_is_never_told(
    town: Town, two: tuple[Phone, Phone]
) -> None:
    karen, inge = two
    town.until(wall("2026-11-25", "23:00"))
    inge.presses("Ja, tag imod mig")
    town.sweep()
    assert "første gang" not in heard(karen)
    inge.presses("Fortryd")
    town.until(START)
    assert "Inge" not in heard(karen)


def test_somebody_who_stands_in_hears_of_it_and_whoever_is_kept_apart_does_not(
    town: Town, two: tuple[Phone, Phone]
) -> None:
    karen, inge = two
    poul, ida = town.volunteer("Poul"), town.volunteer("Ida")
    for phone in (poul, ida):
        put_role(town.tx, phone.person.id, town.home, Role.HOST, town.now)
    town.tx.put_need(activity=1, role="host", wanted=2)
    town.until(EVENING)
    inge.presses("Ja, tag imod mig")
    town.sweep()
    keep_apart(town.tx, inge.person.id, ida.person.id, None, town.now)
    for phone in (poul, ida):
        phone.presses_data("!shift.take:1:0")
    town.sweep()
    assert "Inge kommer for første gang" in heard(poul)
    assert "Inge" not in heard(ida)
    town.until(START + timedelta(hours=3))
    assert "Inge var ny" in heard(poul)
    assert "Inge" not in heard(ida)
    assert karen.is_known


def test_the_list_of_who_comes_says_who_is_new_only_with_their_yes(
    town: Town, two: tuple[Phone, Phone]
) -> None:
    _karen, inge = two
    poul, bodil = town.volunteer("Poul"), town.citizen("Bodil")
    put_role(town.tx, poul.person.id, town.home, Role.HOST, town.now)
    town.tx.put_need(activity=1, role="host", wanted=1)
    poul.presses_data("!shift.take:1:0")
    bodil.presses_data("!sign.join:1")
    town.until(EVENING)
    bodil.presses("Ja, tag imod mig")
    poul.presses_data("!shift.who:1")
    assert "Inge og Bodil (ny)." in poul.last.text
    town.until(START + timedelta(minutes=5))
    poul.presses_data("!shift.who:1")
    poul.presses("Hvem var med?")
    poul.presses("Inge var med")
    assert inge.is_known
    assert [row[0] for row in town.rows("SELECT came FROM signup ORDER BY id")] == ["yes", ""]


def test_ones_own_data_says_it_time_forgets_it_and_erasure_takes_it(
    town: Town, two: tuple[Phone, Phone]
) -> None:
    karen, inge = two
    town.until(EVENING)
    inge.presses("Ja, tag imod mig")
    town.until(START + timedelta(hours=2))
    karen.presses("Det gik godt")
    inge.presses_data("!data.file")
    made = [s.message.attachment for s in inge.shown if s.message.attachment]
    assert "ville gerne mødes ved døren, det gik godt, sagde værten" in made[-1].content.decode()
    town.until(START + timedelta(days=91))
    town.sweep()
    assert signup(town)[::2] == ("", "")
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert "Inge" not in town.cells()


@pytest.mark.parametrize("verb", ["new.well:1", "new.hard:1", "new.away:1", "new.will:1"])
def test_nobody_else_may_say_how_it_went(town: Town, two: tuple[Phone, Phone], verb: str) -> None:
    _karen, inge = two
    town.until(EVENING)
    inge.presses("Ja, tag imod mig")
    town.until(START + timedelta(hours=2))
    town.volunteer("Poul").presses_data(f"!{verb}")
    assert signup(town) == ("yes", "", "")
