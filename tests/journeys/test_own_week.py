"""Monday's message: at its hour, with what is true then, to nobody who has nothing or does not want it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from town import ZONE, Phone, Shown, Town, wall

from bot.domain.people import Role
from bot.ports import Kind
from bot.storage.blocks import keep_apart
from bot.storage.people import put_role

NEXT = wall("2026-11-30", "09:00")  # the Monday after the town's first day


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url)) as town:
        yield town


def host(town: Town, name: str) -> Phone:
    phone = town.volunteer(name)
    put_role(town.tx, phone.person.id, town.home, Role.HOST, town.now)
    return phone


def needs(town: Town, title: str, starts_at: datetime, role: str = "host") -> int:
    """Plan a date that wants one volunteer."""
    occurrence = town.activity(title, starts_at)
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", occurrence)[0][0]
    town.tx.put_need(activity=activity, role=role, wanted=1)
    return occurrence


def weeks(phone: Phone) -> list[Shown]:
    return [shown for shown in phone.shown if shown.kind is Kind.DIGEST]


@pytest.mark.parametrize(
    ("monday", "clock"),
    [
        ("2026-10-26", "09:00"),  # the clock went back the day before
        ("2027-03-29", "10:00"),  # Easter Monday, and the clock went forward the day before
        ("2027-04-05", "09:00"),
        ("2026-12-28", "09:00"),
    ],
)
def test_the_week_comes_once_on_monday_morning(sqlite_url: str, monday: str, clock: str) -> None:
    with closing(Town(sqlite_url, wall(monday) - timedelta(days=6))) as town:
        jens = host(town, "Jens")
        shift = needs(town, "Kortspil", wall(monday, "15:00") + timedelta(days=4))
        jens.presses_data(f"!shift.take:{shift}:0")
        town.until(wall(monday, "20:00"))
        assert [f"{s.at.astimezone(ZONE):%Y-%m-%d %H:%M}" for s in weeks(jens)] == [f"{monday} {clock}"]
        assert "I denne uge har du 1 vagt:" in weeks(jens)[0].text


@pytest.mark.parametrize(("awake", "came"), [("15:00", 1), ("19:00", 0), ("23:00", 0)])
def test_after_an_outage_it_comes_while_it_makes_sense(town: Town, awake: str, came: int) -> None:
    jens = host(town, "Jens")
    jens.presses_data(f"!shift.take:{needs(town, 'Kortspil', wall('2026-12-03', '15:00'))}:0")
    town.now = wall("2026-11-30", awake)
    for _ in range(2):
        town.sweep()
    town.until(wall("2026-12-01", "12:00"))
    assert len(weeks(jens)) == came


def test_who_has_nothing_gets_nothing_and_a_citizen_never_does(town: Town) -> None:
    jens, karen, inge = host(town, "Jens"), town.volunteer("Karen"), town.citizen("Inge")
    inge.presses_data(f"!sign.join:{needs(town, 'Kortspil', wall('2026-12-03', '15:00'))}")
    town.until(NEXT)
    assert weeks(jens), "somebody is missing"
    assert not weeks(karen), "nobody is missing in what Karen may do"
    assert not weeks(inge)


def test_no_week_after_a_stop_in_a_pause_or_when_it_is_not_wanted(town: Town) -> None:
    people = [host(town, name) for name in ("Jens", "Karen", "Poul", "Sara")]
    jens, karen, poul, sara = people
    needs(town, "Kortspil", wall("2026-12-03", "15:00"))
    jens.says("stop")
    karen.says("/pause")
    karen.presses("En måned")
    poul.presses_data("!week.off")
    town.until(wall("2026-11-30", "12:00"))
    assert [len(weeks(phone)) for phone in people] == [0, 0, 0, 1]
    sara.presses("Ingen mandagsbesked")
    poul.presses("Fortryd")
    town.until(wall("2026-12-07", "12:00"))
    assert not [s for s in weeks(sara) + weeks(poul) if s.at > NEXT + timedelta(days=1)], "nothing to tell"


def test_open_shifts_are_only_those_that_can_be_taken_and_suit(town: Town) -> None:
    jens, day = host(town, "Jens"), wall("2026-12-03", "15:00")
    jens.presses_data(f"!shift.take:{needs(town, 'Kortspil', day)}:0")
    needs(town, "Samtidig", day + timedelta(hours=1))
    needs(town, "Kørsel", day - timedelta(days=1), "driver")
    needs(town, "Lørdag", day + timedelta(days=2))
    needs(town, "Om fredagen", day + timedelta(days=1))
    town.tx.set_profile(id=jens.person.id, area="", weekdays=31, times=7, company="", needs=0)
    apart = town.citizen("Inge")
    keep_apart(town.tx, jens.person.id, apart.person.id, None, town.now)
    apart.presses_data(f"!sign.join:{needs(town, 'Med Inge', day - timedelta(days=2))}")
    town.until(NEXT)
    (week,) = weeks(jens)
    assert "Om fredagen" in week.text
    for title in ("Samtidig", "Kørsel", "Lørdag", "Med Inge"):
        assert title not in week.text


def test_it_names_nobody_who_is_kept_apart_and_forgets_who_is_erased(town: Town) -> None:
    jens, date = host(town, "Jens"), needs(town, "Kortspil", wall("2026-12-03", "15:00"))
    jens.presses_data(f"!shift.take:{date}:0")
    inge, else_, _ole = (town.citizen(name) for name in ("Inge", "Else", "Ole"))
    for phone in (inge, else_, _ole):
        phone.presses_data(f"!sign.join:{date}")
    keep_apart(town.tx, jens.person.id, inge.person.id, None, town.now)
    town.until(NEXT)
    (week,) = weeks(jens)
    assert "Der kommer: Else og Ole." in week.text
    jens.presses_data("!shift.who:1")
    assert town.cells().count("Der kommer: Else") == 2
    else_.says("slet mig")
    else_.presses("Ja, slet alt")
    assert "Der kommer: Else" not in town.cells()


def test_a_busy_week_with_long_words_is_still_a_card(town: Town) -> None:
    jens = host(town, "Jens")
    jens.presses_data("!sub.cap:3")
    for day in range(1, 6):
        date = needs(town, "Fællesspisning med sang og historier fra gamle dage", NEXT + timedelta(days=day))
        town.rows("UPDATE activity SET place = 'Medborgerhuset ved den gamle station i Skælskør'")
        jens.presses_data(f"!shift.take:{_36(date)}:0")
    needs(town, "Gåtur", NEXT + timedelta(days=6, hours=3))
    town.until(NEXT)
    (week,) = weeks(jens)
    assert len(week.text) <= 500
    assert "Og 2 mere." in week.text
    assert week.text.endswith("Passer de dig stadig?")
    jens.presses("Jeg er forhindret")
    assert len(jens.last.labels) <= 5
    jens.presses("Vis flere")
    assert len(jens.last.labels) == 3


def test_yes_to_a_week_confirms_that_week_and_no_other(town: Town) -> None:
    jens = host(town, "Jens")
    for day in (3, 4, 10):
        date = needs(town, f"Kortspil {day}", NEXT + timedelta(days=day))
        jens.presses_data(f"!shift.take:{_36(date)}:0")
    town.until(NEXT)
    jens.presses("Ja, det passer")
    assert [row[0] for row in town.rows("SELECT state FROM shift ORDER BY id")] == ["confirmed"] * 2 + [
        "taken"
    ]
    for forged in ("0", "zzzzzzzzzz"):
        jens.presses_data(f"!week.yes:{forged}")
    assert town.rows("SELECT count(*) FROM shift WHERE state = 'taken'") == [(1,)]


def _36(number: int) -> str:
    from bot.dialogs.wire import base36

    return base36(number)


def test_the_choice_stands_in_ones_own_data(town: Town, tmp_path: Path) -> None:
    jens = host(town, "Jens")
    jens.presses_data("!week.off")
    jens.presses_data("!data.file")
    made = jens.last.message.attachment
    assert made
    text = made.content.decode()
    assert "Sådan hører jeg om vagter" in text
    assert "Min uge kommer ikke om mandagen." in text


def test_who_sleeps_longer_gets_the_week_as_it_is_when_they_are_awake(town: Town) -> None:
    jens, late = host(town, "Jens"), host(town, "Karl")
    for phone, date in ((jens, "2026-12-02"), (late, "2026-12-03")):
        phone.presses_data(f"!shift.take:{needs(town, 'Kortspil', wall(date, '15:00'))}:0")
    late.presses_data("!awake.opens:c")
    town.until(NEXT)
    assert (len(weeks(jens)), len(weeks(late))) == (1, 0)
    shift = town.rows("SELECT id FROM shift WHERE person = ?", late.person.id)[0][0]
    late.presses_data(f"!shift.cant:{shift}")
    town.until(wall("2026-11-30", "11:59"))
    assert not weeks(late)
    town.until(wall("2026-11-30", "20:00"))
    assert not weeks(late), "the shift is given back, and nobody is asked to take their own"


def test_who_sleeps_longer_gets_the_week_once(town: Town) -> None:
    jens = host(town, "Jens")
    jens.presses_data(f"!shift.take:{needs(town, 'Kortspil', wall('2026-12-03', '15:00'))}:0")
    jens.presses_data("!awake.opens:c")
    town.until(wall("2026-12-02", "12:00"))
    assert [s.at for s in weeks(jens)] == [wall("2026-11-30", "12:00")]
