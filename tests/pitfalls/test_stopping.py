"""Pitfalls 10 to 12: a stop that only says so, a stop that is not understood, and no way back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.domain.gate import CLAUSES, Clause
from bot.ports import UNPROMPTED, Kind

WORDS = "Der er nybagt kage på torsdag."


def likes_coffee(town: Town, name: str) -> Phone:
    """Let somebody come in who would get everything that is unasked."""
    phone = town.citizen(name)
    town.tx.put_interest(person=phone.person.id, kind="wish", word="coffee")
    town.tx.set_weekly(id=phone.person.id, weekly=9)
    phone.says("/hej")
    for press in ("Hver uge", "Ja, det må du", "Om formiddagen"):
        phone.presses(press)
    return phone


def unasked(phone: Phone) -> set[Kind]:
    return {s.kind for s in phone.shown if s.kind in UNPROMPTED}


def everything_is_sent(town: Town, mette: Phone) -> None:
    """Let a month go by in which every sender has something to send."""
    for week in range(4):
        town.activity("Torsdagskaffe", wall("2026-11-26", "14:00") + timedelta(weeks=week))
    town.until(town.now + timedelta(days=8))
    mette.says("/opslag")
    mette.presses("Deltagerne")
    mette.says(WORDS)
    mette.presses("Ja, send")
    town.until(town.now + timedelta(days=28))


@pytest.mark.parametrize("said", ["stop", "Stop. Tak.", "jeg vil ikke have flere beskeder", "/stop"])
def test_pitfall_10_opt_out_that_only_says_so(town: Town, said: str) -> None:
    """One gate for every sender: after a stop nothing unasked arrives, whoever would send it."""
    mette = town.coordinator()
    bent, inge = likes_coffee(town, "Bent"), likes_coffee(town, "Inge")
    inge.says(said)
    everything_is_sent(town, mette)
    assert unasked(bent) == set(UNPROMPTED), "every sender had something to send"
    assert not unasked(inge)


def test_pitfall_10_what_was_on_its_way_is_held_too(sqlite_url: str) -> None:
    """A stop reaches what was written before it and has not left."""
    town = Town(sqlite_url, wall("2026-11-23", "21:30"))
    mette, inge = town.coordinator(), town.citizen("Inge")
    mette.says("/opslag")
    mette.presses("Deltagerne")
    mette.says(WORDS)
    mette.presses("Ja, send")
    town.sweep()
    assert town.rows("SELECT state FROM outbox WHERE kind = 'announcement'") == [("ready",)]
    inge.says("stop")
    town.until(wall("2026-11-26", "12:00"))
    assert not unasked(inge)
    town.close()


@pytest.mark.parametrize("kind", sorted(UNPROMPTED))
def test_pitfall_10_no_unasked_kind_passes_the_gate_after_a_stop(kind: Kind) -> None:
    """A kind of message that nobody asked for cannot be made without the clause."""
    assert Clause.STOPPED in CLAUSES[kind.value]


@pytest.mark.parametrize("said", ["stop", "/stop", "Tak for alt, men stop nu"])
def test_pitfall_10_the_confirmation_is_read_back(town: Town, said: str) -> None:
    """A stop that was not written down is never confirmed: the update fails, and is tried again."""
    inge = town.citizen("Inge")
    heard = len(inge.shown)
    town.db.execute(
        "CREATE TRIGGER lost BEFORE UPDATE OF stopped_at ON person BEGIN SELECT RAISE(IGNORE); END"
    )
    with pytest.raises(RuntimeError):
        inge.says(said)
    assert not inge.since(heard)
    town.db.execute("DROP TRIGGER lost")
    town.db.execute("DELETE FROM inbox WHERE state = 'new'")  # which the worker would try again, as here
    inge.says(said)
    assert inge.person.stopped_at is not None
    assert "stop" in inge.last.text.casefold() or "stille" in inge.last.text


@pytest.mark.parametrize("said", [
    "Tak for alt, men nu stop",
    "I må gerne holde op med at skrive til mig, tak",
    "Stop venligst med de beskeder. Tusind tak og god jul",
])  # fmt: skip
def test_pitfall_11_stop_thank_you_is_not_understood(town: Town, said: str) -> None:
    """A stop inside a sentence is quiet at once, and asks with buttons what was meant."""
    mette, inge, _bent = town.coordinator(), likes_coffee(town, "Inge"), likes_coffee(town, "Bent")
    asked = inge.says(said)
    assert asked
    assert {"Ja, stop", "Hold kun pause", "Nej, skriv fortsat"} <= set(asked.labels)
    everything_is_sent(town, mette)
    assert not unasked(inge)


def test_pitfall_11_what_is_not_understood_reaches_a_human(town: Town) -> None:
    """The third text in a row that makes no sense to us is offered to somebody to whom it may."""
    mette, inge = town.coordinator(), town.citizen("Inge")
    for said in ("gardinerne er grønne", "blåbærgrød", "min kat hedder Misser"):
        inge.says(said)
    heard = len(mette.shown)
    inge.presses("Ja tak")
    assert len(mette.since(heard)) == 1
    assert "Tag samtalen" in mette.last.labels


@pytest.mark.parametrize(
    "back", ["/start", "hej", "Jeg vil gerne med igen", "[Fortryd]", "[Skriv til mig igen]"]
)
def test_pitfall_12_no_way_back_after_stopping(town: Town, back: str) -> None:
    """Whoever comes back is written to again, and all they had chosen is as it was."""
    mette, inge = town.coordinator(), likes_coffee(town, "Inge")
    town.tx.set_weekly(id=inge.person.id, weekly=1)
    before = inge.person
    inge.says("stop")
    town.until(town.now + timedelta(days=3))
    if back == "[Skriv til mig igen]":
        inge.says("gardinerne er grønne")
    if back.startswith("["):
        inge.presses(back.strip("[]"))
    else:
        inge.says(back)
    after = inge.person
    assert after.stopped_at is None
    assert (after.first_name, after.weekly, after.roles) == (before.first_name, 1, before.roles)
    assert ("wish", "coffee") in town.tx.interests_of(person=after.id)
    everything_is_sent(town, mette)
    assert Kind.INVITATION in unasked(inge)
    assert Kind.CHECKIN in unasked(inge)


@pytest.mark.parametrize("said", ["jeg vil ikke med igen", "hvornår er der kaffe", "min kat kom tilbage"])
def test_pitfall_12_nobody_is_brought_back_by_mistake(town: Town, said: str) -> None:
    """Only who says so comes back: other words are answered and change nothing."""
    town.coordinator()
    inge = town.citizen("Inge")
    inge.says("stop")
    town.until(town.now + timedelta(days=3))
    assert inge.says(said)
    assert inge.person.stopped_at is not None
