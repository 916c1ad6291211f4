"""An old button lies on a phone for months: what it gave then, it gives only to whom it may give it now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from pairs import asks, companion, pairs
from town import Phone, Shown, Town, wall

from bot.domain.people import Role
from bot.storage.people import put_role

FIRST = wall("2026-12-01", "13:30")  # a Tuesday


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url)) as town:
        town.coordinator()
        yield town


def host(town: Town, name: str) -> Phone:
    phone = town.volunteer(name)
    put_role(town.tx, phone.person.id, town.home, Role.HOST, town.now)
    return phone


def game(town: Town, times: int = 1) -> int:
    """Plan a card game on Tuesdays that needs a host; return the first date."""
    date = town.activity("Kortspil", FIRST)
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", date)[0][0]
    town.tx.put_need(activity=activity, role="host", wanted=1)
    for n in range(1, times):
        town.again("Kortspil", FIRST + timedelta(weeks=n))
    return date


def takes(phone: Phone) -> None:
    phone.presses_data("!shift.open")
    phone.presses("1. Vært")


def states(town: Town, phone: Phone) -> list[str]:
    rows = town.rows("SELECT state FROM shift WHERE person = ? ORDER BY occurrence", phone.person.id)
    return [row[0] for row in rows]


def no_host_any_more(phone: Phone) -> None:
    phone.presses_data("!role.want:0")
    phone.presses("Stop som vært")


def kept_apart(town: Town, one: str, other: str) -> None:
    mette = next(phone for phone in town.phones.values() if phone.name == "Mette")
    mette.says(f"/adskil {one} og {other}")
    mette.presses(f"{one} og {other}")


def stopped_every_week(town: Town, jens: Phone) -> Shown:
    """Let somebody be host every Tuesday and stop at once; return the message with the way back."""
    game(town, times=4)
    takes(jens)
    jens.presses("Hver tirsdag")
    jens.presses("Ja, hver tirsdag")
    jens.says("videre")
    jens.presses_data("!regular.end:1")
    jens.presses("Med det samme")
    return jens.last


def test_who_is_no_host_any_more_gets_no_day_back(town: Town) -> None:
    jens = host(town, "Jens")
    old = stopped_every_week(town, jens)
    no_host_any_more(jens)
    jens.presses_on(old, "Fortryd")
    assert states(town, jens) == ["prevented", "released", "released", "released"]
    assert jens.last.text.startswith("Tak. Mette skal sige ja")
    assert town.rows("SELECT ended_at FROM regular") != [(None,)]


def test_of_days_taken_up_again_those_stay_away_where_somebody_kept_apart_comes(town: Town) -> None:
    jens, inge = host(town, "Jens"), town.citizen("Inge")
    old = stopped_every_week(town, jens)
    inge.presses_data("!sign.join:1")
    kept_apart(town, "Inge", "Jens")
    jens.presses_on(old, "Fortryd")
    assert states(town, jens) == ["prevented", "taken", "taken", "taken"]
    assert "Ikke tirsdag den 1. december" in jens.last.text
    assert "Inge" not in jens.last.text


@pytest.mark.parametrize("why", ["no role", "apart"])
def test_what_was_given_back_is_not_undone_by_whom_it_cannot_be_given_to(town: Town, why: str) -> None:
    jens, inge = host(town, "Jens"), town.citizen("Inge")
    date = game(town)
    takes(jens)
    jens.presses("Jeg er forhindret")
    old = jens.last
    if why == "apart":
        inge.presses_data(f"!sign.join:{date}")
        kept_apart(town, "Inge", "Jens")
    else:
        no_host_any_more(jens)
    jens.presses_on(old, "Fortryd")
    assert states(town, jens) == ["prevented"]
    assert "Inge" not in jens.last.text


@pytest.mark.parametrize("why", ["no role", "apart"])
def test_a_late_yes_to_stand_in_is_asked_anew_whether_it_can_be(town: Town, why: str) -> None:
    jens, karl, inge = host(town, "Jens"), host(town, "Karl"), town.citizen("Inge")
    date = game(town)
    takes(jens)
    jens.presses("Jeg er forhindret")
    town.sweep()
    old = karl.last
    if why == "apart":
        inge.presses_data(f"!sign.join:{date}")
        kept_apart(town, "Inge", "Karl")
    else:
        no_host_any_more(karl)
    karl.presses_on(old, "Ja, jeg træder til")
    assert states(town, karl) == []
    assert "Mette" in karl.last.text
    assert "Inge" not in karl.last.text
    assert town.rows("SELECT state FROM stand_in") == [("lapsed",)]


def together(town: Town) -> tuple[Phone, Phone]:
    jens, inge = companion(town, "Jens"), town.citizen("Inge")
    asks(inge, town.activity("Torsdagskaffe", FIRST))
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    return jens, inge


def test_a_companion_who_can_come_after_all_does_not_meet_whom_they_are_kept_apart_from(town: Town) -> None:
    jens, inge = together(town)
    jens.presses_data("!shift.cant:1")
    old = jens.last
    kept_apart(town, "Inge", "Jens")
    seen = len(jens.shown), len(inge.shown)
    jens.presses_on(old, "Fortryd")
    assert "agreed" not in pairs(town)
    assert "Inge" not in "".join(shown.text for shown in jens.since(seen[0]))
    assert "Jens" not in "".join(shown.text for shown in inge.since(seen[1]))


def test_going_along_is_no_regular_shift_that_one_of_two_could_end_alone(town: Town) -> None:
    jens, _inge = together(town)
    for verb in ("regular.ask:1", "regular.yes:1", "regular.end:1", "regular.stop:1:0"):
        jens.presses_data(f"!{verb}")
        assert jens.last.text == "Den vagt findes ikke mere."
    assert town.rows("SELECT id FROM regular") == []
    assert pairs(town) == ["agreed"]
    assert states(town, jens) == ["taken"]
