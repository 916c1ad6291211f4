"""A shift is taken or the reason is named; what is wanted to be seen is asked for, and never kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import Phone, Town, wall

from bot.dialogs.wire import base36
from bot.domain.duty import SOFT, Bar, Facts, bars
from bot.domain.people import Role
from bot.storage.blocks import keep_apart
from bot.storage.people import put_role

START = wall("2026-12-03", "15:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url)) as town:
        yield town


def needs(town: Town, title: str, starts_at: datetime, role: str = "helper", wanted: int = 1) -> str:
    """Plan a date that wants volunteers; return its number as a button has it."""
    occurrence = town.activity(title, starts_at)
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", occurrence)[0][0]
    town.tx.put_need(activity=activity, role=role, wanted=wanted)
    return base36(occurrence)


def takes(phone: Phone, date: str, role: int = 3) -> str:
    answer = phone.presses_data(f"!shift.take:{date}:{role}")
    assert answer
    return answer.text


def on(town: Town) -> list[tuple[int]]:
    return town.rows("SELECT person FROM shift WHERE state IN ('taken', 'confirmed') ORDER BY id")


FACTS = st.builds(
    Facts,
    *(st.booleans() for _ in range(5)),
    st.sampled_from([(), ("licence",)]),
    st.sampled_from(["", "Kortspil"]),
    st.integers(0, 3),
    st.integers(0, 3),
)


@given(FACTS)
def test_a_shift_is_free_to_take_exactly_when_nothing_speaks_against_it(facts: Facts) -> None:
    found = bars(facts)
    free = (
        facts.is_open
        and not facts.has
        and not facts.apart
        and facts.missing
        and facts.approved
        and not facts.lacking
        and not facts.clash
        and (not facts.cap or facts.that_week < facts.cap)
    )
    assert free == (not found)
    assert len(set(found)) == len(found)
    soft = [bar in SOFT for bar in found]
    assert soft == sorted(soft), "what cannot be overruled is told first"


def test_an_overlap_and_the_own_limit_are_told_first_and_are_theirs_to_overrule(town: Town) -> None:
    town.coordinator()
    jens = town.volunteer("Jens")
    takes(jens, needs(town, "Kortspil", START))
    assert "På samme tid har du også Kortspil" in takes(jens, needs(town, "Sang", START + timedelta(hours=1)))
    assert len(on(town)) == 1
    jens.presses("Nej tak")
    assert len(on(town)) == 1
    jens.presses("Ja, den her også")
    assert len(on(town)) == 2
    jens.presses_data("!sub.cap:1")
    text = takes(jens, needs(town, "Gåtur", START + timedelta(days=1)))
    assert "Du har sagt højst 2 vagter om ugen, og dem har du." in text
    assert "Tak. Du er hjælper" in takes(jens, needs(town, "Gåtur", START + timedelta(days=5))), (
        "another week"
    )
    jens.presses_data("!shift.anyway:zz:3")
    assert len(on(town)) == 3


def test_anyway_overrules_no_more_than_that(town: Town) -> None:
    mette = town.coordinator()
    jens, karen = town.volunteer("Jens"), town.volunteer("Karen")
    host = needs(town, "Kortspil", START, "host")
    jens.presses_data(f"!shift.anyway:{host}:0")
    assert "Mette skal sige ja" in jens.last.text
    one = needs(town, "Sang", START)
    takes(karen, one)
    jens.presses_data(f"!shift.anyway:{one}:3")
    assert "En anden nåede" in jens.last.text
    inge = town.citizen("Inge")
    inge.presses_data(f"!shift.anyway:{one}:3")
    mette.presses_data(f"!shift.anyway:{one}:3")
    assert on(town) == [(karen.person.id,)]


def test_who_is_kept_apart_from_somebody_there_learns_nothing_and_is_not_asked(town: Town) -> None:
    town.coordinator()
    jens, karen, inge = town.volunteer("Jens"), town.volunteer("Karen"), town.citizen("Inge")
    date = needs(town, "Kortspil", START)
    inge.presses_data(f"!sign.join:{date}")
    keep_apart(town.tx, jens.person.id, inge.person.id, None, town.now)
    jens.presses_data("!shift.open")
    assert "Kortspil" not in jens.last.text
    text = takes(jens, date)
    assert "Inge" not in text
    assert "Mette" in text
    takes(karen, date)
    karen.presses("Jeg er forhindret")
    town.until(START - timedelta(hours=1))
    assert not any("Kan du træde til" in shown.text for shown in jens.shown)


def test_what_is_to_be_seen_is_asked_for_once_and_opens_the_shift_when_it_was(town: Town) -> None:
    mette, jens, karen = town.coordinator(), town.volunteer("Jens"), town.volunteer("Karen")
    for who in (jens, karen):
        put_role(town.tx, who.person.id, town.home, Role.DRIVER, town.now)
    for label in ("Overblik", "Hvad I skal have set", "Chauffør", "☐ Et kørekort", "☐ Et løfte om tavshed"):
        if label == "Overblik":
            mette.says("/overblik")
        else:
            mette.presses(label)
    date = needs(town, "Udflugt", START, "driver")
    heard = len(mette.shown)
    for _ in range(2):
        assert "et løfte om tavshed og et kørekort" in takes(jens, date, 2)
    (line,) = mette.since(heard)
    assert line.text.endswith("som chauffør. I mangler at se: et løfte om tavshed og et kørekort.")
    jens.presses_data(f"!paper.seen:{base36(jens.person.id)}:2:2")  # nobody sees their own
    mette.presses("Set: et kørekort")
    assert "Alt er på plads" not in jens.last.text
    mette.presses("Set: et løfte om tavshed")
    assert "Alt er på plads" in jens.last.text
    assert "Tak. Du er chauffør" in takes(jens, date, 2)
    jens.presses("Jeg er forhindret")
    town.sweep()
    assert not any("træde til" in s.text for s in karen.shown), "nobody has seen Karen's licence"
    rows = town.rows("SELECT what FROM audit ORDER BY id")
    assert ("paper licence",) in rows
    jens.presses_data("!data.file")
    made = jens.last.message.attachment
    assert made
    assert "et kørekort" in made.content.decode()
    jens.says("slet mig")
    jens.presses("Ja, slet alt")
    assert not town.rows("SELECT person FROM seen_paper")
    assert "Jens vil gerne tage en vagt" not in town.cells()


def test_only_coordinators_of_a_house_say_what_is_to_be_seen(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    jens.presses_data("!papers.set:2:2:1")
    assert not town.rows("SELECT word FROM paper")
    for _ in range(2):
        mette.presses_data("!papers.set:2:2:1")
    mette.presses_data("!papers.set:9:2:1")
    mette.presses_data("!papers.set:2:9:1")
    assert town.rows("SELECT role, word FROM paper") == [("driver", "licence")]
    mette.presses("☑ Et kørekort")
    assert not town.rows("SELECT word FROM paper")


@pytest.mark.parametrize("bar", list(Bar))
def test_each_reason_has_words_of_its_own(town: Town, bar: Bar) -> None:
    town.coordinator()
    jens, karen, inge = town.volunteer("Jens"), town.volunteer("Karen"), town.citizen("Inge")
    role = 0 if bar is Bar.APPROVAL else 3
    date = needs(town, "Kortspil", START, "host" if bar is Bar.APPROVAL else "helper")
    match bar:
        case Bar.GONE:
            town.now = START + timedelta(hours=3)
        case Bar.HAD:
            takes(jens, date)
        case Bar.APART:
            keep_apart(town.tx, jens.person.id, inge.person.id, None, town.now)
            inge.presses_data(f"!sign.join:{date}")
        case Bar.TAKEN:
            takes(karen, date)
        case Bar.PAPER:
            town.tx.add_paper(organisation=town.home, role="helper", word="first_aid")
        case Bar.OVERLAP:
            takes(jens, needs(town, "Sang", START))
        case Bar.CAP:
            takes(jens, needs(town, "Sang", START + timedelta(days=1)))
            jens.presses_data("!sub.cap:0")
        case Bar.APPROVAL:
            pass
    words = {
        Bar.GONE: "findes ikke mere",
        Bar.HAD: "Tak. Du er hjælper",
        Bar.APART: "selv en plan",
        Bar.TAKEN: "En anden nåede",
        Bar.APPROVAL: "skal sige ja",
        Bar.PAPER: "et førstehjælpsbevis",
        Bar.OVERLAP: "På samme tid har du også Sang",
        Bar.CAP: "Du har sagt højst 1 vagt om ugen",
    }
    assert words[bar] in takes(jens, date, role)


def test_own_quiet_hours_hold_while_somebody_to_stand_in_is_looked_for(town: Town) -> None:
    town.coordinator()
    jens, karen = town.volunteer("Jens"), town.volunteer("Karen")
    town.tx.set_awake(person=karen.person.id, opens=12, closes=18)
    takes(jens, needs(town, "Kortspil", START))
    town.until(wall("2026-11-24", "09:30"))
    jens.presses("Jeg er forhindret")
    town.until(wall("2026-11-24", "20:00"))
    asked = [s.at for s in karen.shown if "Kan du træde til" in s.text]
    assert asked == [wall("2026-11-24", "12:00")]
