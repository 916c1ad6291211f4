"""Writing to many: seen as received, one for each, held and stopped at once, never in quiet hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.ports import UNPROMPTED, Kind, Outbound
from bot.storage import letters

WORDS = "Der er nybagt kage på torsdag."
EVENING = wall("2026-11-23", "21:30")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def writes(mette: Phone, audience: str = "Begge dele") -> None:
    """Let a coordinator write to many, up to the last yes."""
    mette.says("/opslag")
    mette.presses(audience)
    mette.says(WORDS)


def got(phone: Phone) -> int:
    return sum(WORDS in s.text and s.kind is Kind.ANNOUNCEMENT for s in phone.shown)


def test_the_preview_is_what_everybody_gets_and_nobody_gets_it_twice(town: Town) -> None:
    mette, inge, karen = town.coordinator(), town.citizen("Inge"), town.volunteer("Karen")
    writes(mette)
    preview = mette.last.text
    assert "Modtagere: 2" in preview
    mette.presses("Ja, send")
    town.until(town.now + timedelta(hours=1))
    assert (got(inge), got(karen)) == (1, 1)
    received = next(s.text for s in inge.shown if s.kind is Kind.ANNOUNCEMENT)
    assert received in preview
    assert "Nåede frem: 2" in mette.last.text


@pytest.mark.parametrize(("audience", "counts"), [("Deltagerne", (1, 0)), ("De frivillige", (0, 1))])
def test_only_those_who_are_meant_get_it(town: Town, audience: str, counts: tuple[int, int]) -> None:
    mette, inge, karen = town.coordinator(), town.citizen("Inge"), town.volunteer("Karen")
    writes(mette, audience)
    mette.presses("Ja, send")
    town.until(town.now + timedelta(hours=1))
    assert (got(inge), got(karen)) == counts


def test_who_said_stop_is_not_written_to(town: Town) -> None:
    mette, inge, karen = town.coordinator(), town.citizen("Inge"), town.volunteer("Karen")
    inge.says("stop")
    writes(mette)
    assert "Modtagere: 1" in mette.last.text
    mette.presses("Ja, send")
    town.until(town.now + timedelta(days=1))
    assert (got(inge), got(karen)) == (0, 1)


def test_in_the_evening_it_waits_for_the_morning_and_stop_stops_it(sqlite_url: str) -> None:
    town = Town(sqlite_url, EVENING)
    mette, inge, bent = town.coordinator(), town.citizen("Inge"), town.citizen("Bent")
    writes(mette)
    mette.presses("Ja, send")
    town.until(wall("2026-11-24", "07:59"))
    assert (got(inge), got(bent)) == (0, 0)
    inge.says("stop")
    town.until(wall("2026-11-24", "12:00"))
    assert (got(inge), got(bent)) == (0, 1), "a stop after it was begun is obeyed"
    town.close()


def test_a_pause_holds_it_and_going_on_sends_it_once(sqlite_url: str) -> None:
    town = Town(sqlite_url, EVENING)
    mette, inge = town.coordinator(), town.citizen("Inge")
    writes(mette)
    mette.presses("Ja, send")
    town.sweep()
    mette.presses("Hold pause")
    town.until(wall("2026-11-24", "13:00"))
    assert got(inge) == 0
    mette.presses("Fortsæt")
    town.until(wall("2026-11-24", "14:00"))
    assert got(inge) == 1
    town.close()


@pytest.mark.parametrize("made", [False, True])
def test_what_is_stopped_never_leaves(sqlite_url: str, made: bool) -> None:
    town = Town(sqlite_url, EVENING)
    mette, inge = town.coordinator(), town.citizen("Inge")
    writes(mette)
    mette.presses("Ja, send")
    if made:
        town.sweep()
    mette.presses("Stop helt")
    town.until(wall("2026-11-26", "12:00"))
    assert got(inge) == 0
    town.close()


def fills_the_week(town: Town, mette: Phone, inge: Phone) -> None:
    """Let somebody have got two announcements this week."""
    for words in ("Kom til sommerfest.", "Huset har fået en ny dør."):
        mette.says("/opslag")
        mette.presses("Begge dele")
        mette.says(words)
        mette.presses("Ja, send")
        town.until(town.now + timedelta(hours=1))
    assert sum(s.kind is Kind.ANNOUNCEMENT for s in inge.shown) == 2


def test_who_has_had_enough_gets_it_next_week_and_the_coordinator_sees_who_waits(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    fills_the_week(town, mette, inge)
    bent = town.citizen("Bent")
    mette.says("/opslag")
    mette.presses("Begge dele")
    mette.says("Vi søger en, der kan spille klaver.")
    assert "til og med mandag den 7. december" in mette.last.text
    mette.presses("Ja, send")
    town.until(town.now + timedelta(hours=1))
    report = "Sendt: 1 af 2. 1 har fået nok i denne uge og får det i den næste."
    assert mette.last.text == report
    assert (inge.last.text.startswith("Vi søger"), bent.last.text.startswith("Vi søger")) == (False, True)
    mette.says("/overblik")
    assert "1 besked venter til næste uge" in mette.last.text
    town.until(wall("2026-11-30", "08:59"))
    assert not any("klaver" in s.text for s in inge.shown)
    town.until(wall("2026-11-30", "11:00"))
    assert [s.at for s in inge.shown if "klaver" in s.text] == [wall("2026-11-30", "09:00")]
    assert any("Nåede frem: 2" in s.text for s in mette.shown)
    mette.says("/overblik")
    assert "venter til næste uge" not in mette.last.text


@pytest.mark.parametrize("weekly", [1, 2])
def test_what_waits_and_what_is_due_in_the_same_moment_keep_the_budget(town: Town, weekly: int) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    fills_the_week(town, mette, inge)
    writes(mette)
    mette.presses("Vælg en anden sidste dag")
    mette.says("10. december")
    mette.presses("Ja, send")
    town.until(town.now + timedelta(hours=1))
    town.tx.set_weekly(id=inge.person.id, weekly=weekly)
    monday = wall("2026-11-30", "09:00")
    letters.put(
        town.tx,
        key="asks",
        chat=inge.chat,
        kind=Kind.CHECKIN,
        message=Outbound("Hvordan går det?"),
        now=town.now,
        person=inge.person.id,
        not_before=monday,
        expires_at=monday + timedelta(days=9),
    )
    before = len(inge.shown)
    town.until(wall("2026-12-06", "20:00"))
    unasked = [s.kind for s in inge.since(before) if s.kind in UNPROMPTED]
    assert unasked == [Kind.CHECKIN, Kind.ANNOUNCEMENT][:weekly]
    town.until(wall("2026-12-07", "10:00"))
    assert got(inge) == 1


@pytest.mark.parametrize("chosen", [False, True])
def test_what_makes_no_sense_any_more_does_not_come_and_is_counted(town: Town, chosen: bool) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    fills_the_week(town, mette, inge)
    mette.says("/opslag")
    mette.presses("Begge dele")
    mette.says("Vi spiller kort." if chosen else WORDS)  # which names a Thursday
    if chosen:
        mette.presses("Vælg en anden sidste dag")
        mette.says("på torsdag")
    assert "til og med torsdag den 26. november" in mette.last.text
    mette.presses("Ja, send")
    town.until(wall("2026-12-01", "12:00"))
    assert not any("spiller kort" in s.text or WORDS in s.text for s in inge.shown)
    assert any("Ventede, til det var for sent: 1." in s.text for s in mette.shown)


def test_another_last_day_is_kept_while_the_text_is_put_right(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    writes(mette)
    mette.presses("Vælg en anden sidste dag")
    mette.presses("Lørdag den 28. november")
    mette.presses("Ret teksten")
    mette.says("Der er nybagt brød.")
    assert "til og med lørdag den 28. november" in mette.last.text
    mette.presses("Vælg en anden sidste dag")
    mette.says("i dag")
    assert "til og med mandag den 23. november" in mette.last.text
    mette.presses("Ja, send")
    town.until(town.now + timedelta(hours=1))
    assert "nybagt brød" in inge.last.text


@pytest.mark.parametrize("verb", ["camp.pause", "camp.go", "camp.stop", "camp.show"])
def test_nobody_else_touches_an_announcement(town: Town, verb: str) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    writes(mette)
    mette.presses("Ja, send")
    before = town.rows("SELECT id, state FROM campaign")
    answer = inge.presses_data(f"!{verb}:1")
    assert answer
    assert WORDS not in answer.text
    assert town.rows("SELECT id, state FROM campaign") == before
    inge.says("/opslag")
    assert not town.rows("SELECT chat FROM dialogue WHERE script = 'announcement' AND chat = ?", inge.chat)
