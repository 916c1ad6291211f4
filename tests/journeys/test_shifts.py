"""Volunteers: trusted first, reminded in time across the change of the clock, and free to be prevented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from town import ZONE, Phone, Town, wall

from bot.ports import Kind


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def planned(town: Town, starts_at: datetime, role: str = "host") -> int:
    """Plan a date that needs one volunteer."""
    occurrence = town.activity("Kortspil", starts_at)
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", occurrence)[0][0]
    town.tx.put_need(activity=activity, role=role, wanted=1)
    return occurrence


def takes(jens: Phone, mette: Phone) -> None:
    """Let a volunteer take the one open shift, with a coordinator's yes."""
    jens.says("/vagter")
    jens.presses("Se ledige vagter")
    jens.presses("1. Vært")
    mette.presses("Ja, godkend")
    jens.presses("Se ledige vagter")
    jens.presses("1. Vært")


def reminded(phone: Phone) -> list[str]:
    """Return when reminders came, as the clock on the wall showed it."""
    return [s.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") for s in phone.shown if s.kind is Kind.REMINDER]


def test_a_role_of_trust_waits_for_a_coordinators_yes(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    planned(town, wall("2026-11-26", "14:00"))
    jens.says("/vagter")
    jens.presses("Se ledige vagter")
    jens.presses("1. Vært")
    assert not town.rows("SELECT id FROM shift")
    mette.presses("Ikke nu")
    jens.presses("Se ledige vagter")
    jens.presses("1. Vært")
    assert not town.rows("SELECT id FROM shift")


@pytest.mark.parametrize("verb", ["role.yes", "shift.take"])
def test_nobody_approves_themselves(town: Town, verb: str) -> None:
    town.coordinator()
    jens = town.volunteer("Jens")
    occurrence = planned(town, wall("2026-11-26", "14:00"))
    jens.presses_data(f"!shift.take:{occurrence}:0")
    jens.presses_data(f"!role.yes:{jens.person.id}:0")
    jens.presses_data(f"!{verb}:{occurrence if verb == 'shift.take' else jens.person.id}:0")
    assert not town.rows("SELECT id FROM shift")
    assert not town.rows("SELECT person FROM role WHERE role = 'host' AND state = 'approved'")


@pytest.mark.parametrize(
    "start", ["2027-03-28 14:00", "2027-03-29 10:00", "2027-10-31 14:00", "2027-11-01 12:00"]
)
def test_a_shift_is_reminded_two_days_and_three_hours_before_whatever_the_clock_does(
    sqlite_url: str, start: str
) -> None:
    day, clock = start.split()
    starts_at = wall(day, clock)
    town = Town(sqlite_url, starts_at - timedelta(days=5))
    mette, jens = town.coordinator(), town.volunteer("Jens")
    planned(town, starts_at)
    takes(jens, mette)
    before = starts_at.astimezone(ZONE).replace(tzinfo=None) - timedelta(days=2)
    town.until(before.replace(tzinfo=ZONE).astimezone(UTC))
    jens.presses("Jeg kommer")  # else he is asked once more
    town.until(starts_at + timedelta(hours=1))
    last = (starts_at - timedelta(hours=3)).astimezone(ZONE)
    last = max(last, last.replace(hour=8, minute=0))
    assert reminded(jens) == [f"{before:%Y-%m-%d %H:%M}", f"{last:%Y-%m-%d %H:%M}"]
    town.close()


def test_who_is_prevented_is_reminded_no_more_and_the_coordinator_hears_at_once(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    starts_at = wall("2026-12-01", "14:00")
    planned(town, starts_at)
    takes(jens, mette)
    town.until(starts_at - timedelta(days=2))
    assert len(reminded(jens)) == 1
    heard = len(mette.shown)
    jens.presses("Jeg er forhindret")
    assert [s.at for s in mette.since(heard)] == [town.now], "once, though the press came twice"
    assert "Jens er forhindret" in mette.last.text
    town.until(starts_at)
    assert len(reminded(jens)) == 1


def test_a_shift_given_back_can_be_taken_by_another_and_only_by_one(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    planned(town, wall("2026-12-01", "14:00"))
    takes(jens, mette)
    jens.presses("Jeg er forhindret")
    sara = town.volunteer("Sara")
    takes(sara, mette)
    answer = jens.presses("Fortryd")
    assert answer
    assert "anden" in answer.text
    on = town.rows("SELECT person FROM shift WHERE state IN ('taken', 'confirmed')")
    assert on == [(sara.person.id,)]


def test_a_host_sees_first_names_of_those_who_come_and_nobody_elses_shift(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    occurrence = planned(town, wall("2026-11-26", "14:00"))
    takes(jens, mette)
    inge, sara = town.citizen("Inge"), town.volunteer("Sara")
    inge.presses_data(f"!sign.join:{occurrence}")
    mine = jens.presses("Se, hvem der kommer")
    assert mine
    assert "Inge" in mine.text
    seen = [(jens.person.id, "names", inge.person.id)]
    assert town.rows("SELECT who, what, whom FROM audit WHERE what = 'names'") == seen
    theirs = sara.presses_data("!shift.who:1")
    assert theirs
    assert "Inge" not in theirs.text
    assert len(town.rows("SELECT * FROM audit WHERE what = 'names'")) == 1
    for verb in ("shift.come", "shift.cant", "shift.undo"):
        sara.presses_data(f"!{verb}:1")
    assert town.rows("SELECT state FROM shift") == [("taken",)]


def test_a_role_is_given_up_by_its_holder_and_by_nobody_else_and_asked_for_again(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    jens.presses_data("!role.want:1")
    mette.presses("Ja, godkend")
    mette.presses("Attest set i dag")
    mette.presses("Tavshed lovet i dag")
    kept = town.rows("SELECT state, attest_seen_at, promised_at FROM role WHERE role = 'companion'")
    assert kept == [("approved", town.now, town.now)]
    town.volunteer("Poul").presses_data("!role.drop:1")
    jens.presses_data(f"!role.attest:{jens.person.id}:1")  # nobody notes their own certificate
    assert [row[1] for row in town.rows("SELECT who, what FROM audit")] == [
        "role approved",
        "role attest",
        "role promise",
    ]
    jens.presses_data("!role.drop:1")
    assert not town.rows("SELECT role FROM role WHERE role = 'companion'")
    jens.presses_data("!role.want:1")
    assert town.rows("SELECT state FROM role WHERE role = 'companion'") == [("asked",)]


def test_who_was_declined_is_not_asked_about_again_by_pressing_once_more(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    jens.presses_data("!role.want:1")
    mette.presses("Ikke nu")
    heard = len(mette.shown)
    jens.presses_data("!role.drop:1")
    jens.presses_data("!role.want:1")
    assert mette.since(heard) == []
