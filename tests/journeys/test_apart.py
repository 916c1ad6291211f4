"""Kept apart, silently; and no name that crosses before two yeses, whatever people press and whenever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pairs import asks, companion, pairs
from town import Phone, Town, wall

from bot.handlers import cards
from bot.ports import Kind, Outbound
from bot.storage import letters
from bot.storage.activities import occurrence_by_id

START = wall("2026-12-03", "14:00")
WEEK = timedelta(days=7)
CITIZENS, COMPANIONS = ("Zebulonine", "Xerxesine"), ("Wolframine", "Quirinine")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def heard(phone: Phone, since: int = 0) -> str:
    return "\n".join(f"{s.text} {s.labels}" for s in phone.since(since))


@pytest.mark.parametrize("said", ["hold Inge og Jens adskilt", "/adskil Jens, Inge", "/adskil inge og jens"])
def test_a_coordinator_keeps_two_apart_and_neither_is_told(town: Town, said: str) -> None:
    mette, jens, inge = town.coordinator(), companion(town, "Jens"), town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    before = len(jens.shown), len(inge.shown)
    mette.says(said)
    assert mette.last.text.startswith("Skal jeg holde de to fra hinanden?")
    mette.presses(mette.last.labels[0])
    assert "Ingen af dem får det at vide." in mette.last.text
    assert pairs(town) == ["ended"]
    assert town.rows("SELECT state FROM pairing") == [("left",)]
    for phone, since, other in ((jens, before[0], "Inge"), (inge, before[1], "Jens")):
        said_since = heard(phone, since)
        assert "Torsdagskaffe" in said_since  # that the date is off, they have to know
        assert other not in said_since
        assert "hinanden" not in said_since
    town.until(START + WEEK)
    assert "Inge" not in heard(jens, before[0])
    assert "Jens" not in heard(inge, before[1])
    assert "adskilt" not in "".join(row[0] for row in town.rows("SELECT what FROM audit"))


def test_two_of_one_name_are_told_apart_by_their_place_and_a_mistake_is_undone(town: Town) -> None:
    mette = town.coordinator()
    town.citizen("Jens")
    for place in ("Slagelse", "Korsør"):
        inge = town.citizen("Inge")
        town.rows("UPDATE person SET area = ? WHERE id = ?", place, inge.person.id)
    mette.says("/adskil inge og jens")
    assert mette.last.labels[:2] == ["Inge (Slagelse) og Jens", "Inge (Korsør) og Jens"]
    mette.says("/adskil inge korsør og jens")
    mette.presses("Inge (Korsør) og Jens")
    assert len(town.rows("SELECT one FROM block")) == 1
    mette.presses("Fortryd")
    assert town.rows("SELECT one FROM block") == []


def test_nobody_else_may_keep_two_apart(town: Town) -> None:
    jens, inge = companion(town, "Jens"), town.citizen("Inge")
    jens.says("/adskil Inge og Jens")
    jens.presses_data(f"!apart.yes:{inge.person.id}:{jens.person.id}")
    jens.says("hold Inge og Jens adskilt")
    assert town.rows("SELECT one FROM block") == []
    assert "Inge" not in jens.last.text


def test_words_that_waited_for_the_morning_are_not_carried_any_more(town: Town) -> None:
    mette, jens, inge = town.coordinator(), companion(town, "Jens"), town.citizen("Inge")
    asks(inge, town.activity("Torsdagskaffe", START))
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    town.until(wall("2026-12-01", "23:00"))
    jens.presses("Skriv et par ord")
    jens.says("Jeg ved, hvor du bor")
    mette.says("/adskil Inge og Jens")
    mette.presses("Inge og Jens")
    town.until(wall("2026-12-02", "12:00"))
    assert "hvor du bor" not in heard(inge)


def test_an_invitation_that_waits_names_no_host_who_is_kept_apart(town: Town) -> None:
    mette, karen, inge = town.coordinator(), town.volunteer("Karen"), town.citizen("Inge")
    town.until(wall("2026-11-23", "22:00"))
    found = occurrence_by_id(town.tx, town.activity("Torsdagskaffe", START, host=karen))
    assert found
    with town.transaction() as tx:
        message = Outbound(cards.card(town.house.reader("da"), tx, found, inge.person.id))
        until = START - timedelta(days=1)
        letters.put_about(
            tx, inge.person, message, found, kind=Kind.INVITATION, key="inv:1", now=town.now, expires_at=until
        )
    mette.says("/adskil Inge og Karen")
    mette.presses("Inge og Karen")
    town.until(START + WEEK)
    assert "Karen" not in heard(inge)


def test_a_host_does_not_hear_in_the_morning_of_somebody_new_kept_apart_at_night(town: Town) -> None:
    mette, jens, inge = town.coordinator(), town.volunteer("Jens"), town.citizen("Inge")
    town.until(wall("2026-12-01", "22:00"))
    date = town.activity("Torsdagskaffe", START, host=jens)
    inge.presses_data(f"!sign.join:{date}")
    inge.presses_data(f"!new.yes:{date}")
    town.sweep()  # it is written down, and waits for the morning
    mette.says("/adskil Inge og Jens")
    mette.presses("Inge og Jens")
    town.until(START + WEEK)
    assert "Inge" not in heard(jens)


def test_a_list_that_waits_names_nobody_who_is_kept_apart_since(town: Town) -> None:
    mette, jens, inge = town.coordinator(), town.volunteer("Jens"), town.citizen("Inge")
    with town.transaction() as tx:
        letters.put(
            tx,
            key=f"about:.{jens.person.id}.{inge.person.id}.:week:1",
            chat=jens.chat,
            kind=Kind.DIGEST,
            message=Outbound("Coming: Inge."),
            now=town.now,
            person=jens.person.id,
            not_before=town.now + timedelta(hours=1),
        )
    mette.says("/adskil Inge og Jens")
    mette.presses("Inge og Jens")
    town.until(START)
    assert "Inge" not in heard(jens)


@pytest.mark.parametrize("verb", ["rem.here", "rem.late", "rem.lost"])
def test_a_host_who_is_kept_apart_hears_nothing_at_the_door_and_no_name_is_missing_in_the_answer(
    town: Town, verb: str
) -> None:
    mette, jens, inge = town.coordinator(), town.volunteer("Jens"), town.citizen("Inge")
    date = town.activity("Torsdagskaffe", START, host=jens)
    inge.presses_data(f"!sign.join:{date}")
    mette.says("/adskil Inge og Jens")
    mette.presses("Inge og Jens")
    town.until(START - timedelta(minutes=30))
    before = len(jens.shown)
    inge.presses_data(f"!{verb}:{date}")
    assert not jens.since(before)
    assert "  " not in inge.last.text
    assert "besked" not in inge.last.text
    assert "bedt" not in inge.last.text


def test_erasure_takes_what_the_coordinator_was_shown(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Ingeborglise")
    town.citizen("Jens")
    mette.says("/adskil Ingeborglise og Jens")
    mette.presses("Ingeborglise og Jens")
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert "Ingeborglise" not in town.cells()


moves = st.lists(
    st.one_of(
        st.tuples(st.just("asks"), st.integers(0, 1), st.integers(1, 4)),
        st.tuples(st.just("agree"), st.integers(0, 1), st.integers(0, 1)),
        st.tuples(st.just("presses"), st.integers(0, 3), st.integers(0, 4)),
        st.tuples(st.just("writes"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("waits"), st.sampled_from([1, 5, 14, 30, 80, 200]), st.just(0)),
        st.tuples(st.just("blocks"), st.integers(0, 1), st.integers(0, 1)),
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.booleans(), moves)
def test_no_name_crosses_before_two_yeses_and_none_between_who_is_kept_apart(
    sqlite_url: str, hosted: bool, found: list[tuple[str, int, int]]
) -> None:
    empty = Path(sqlite_url.removeprefix("sqlite:///"))
    with TemporaryDirectory() as folder:
        town = Town(f"sqlite:///{copy(empty, folder)}")
        try:
            _plays(town, hosted, found)
        finally:
            town.close()


def _plays(town: Town, hosted: bool, found: list[tuple[str, int, int]]) -> None:
    mette = town.coordinator()
    companions = [companion(town, name, "coffee") for name in COMPANIONS]
    citizens = [town.citizen(name) for name in CITIZENS]
    people = [*citizens, *companions]
    town.activity("Torsdagskaffe", START, host=companions[1] if hosted else None)
    for week in range(1, 4):
        town.again("Torsdagskaffe", START + week * WEEK)
    seen, agreed, blocked = {p.chat: 0 for p in people}, set[frozenset[str]](), set[frozenset[str]]()
    for move, one, other in found:
        _does(town, mette, (citizens, companions, people), (move, one, other))
        if move == "blocks":
            blocked.add(frozenset({CITIZENS[one], COMPANIONS[other]}))
        rows = town.rows(
            "SELECT a.first_name, b.first_name FROM companionship c JOIN person a ON a.id = c.citizen"
            " JOIN person b ON b.id = c.companion WHERE c.state IN ('agreed', 'ended')"
        )
        agreed |= {frozenset(row) for row in rows}
        for reader, named in permutations(people, 2):
            both = frozenset({reader.name, named.name})
            text = heard(reader, seen[reader.chat])
            hosts = hosted and companions[1] in (reader, named)
            if both in blocked or not (both in agreed or hosts):
                assert named.name not in text, f"{reader.name} read of {named.name}: {text}"
        seen = {p.chat: len(p.shown) for p in people}


def _does(  # noqa: C901 - one case for each thing that people do
    town: Town,
    mette: Phone,
    who: tuple[list[Phone], list[Phone], list[Phone]],
    move: tuple[str, int, int],
) -> None:
    citizens, companions, people = who
    match move:
        case "asks", one, date:
            citizens[one].presses_data(f"!sign.company:{date}")
            if citizens[one].last.button("Ja, det må du"):
                citizens[one].presses("Ja, det må du")
            town.sweep()
        case "agree", one, other:
            for phone, label in ((companions[other], "Ja, gerne"), (citizens[one], "Ja tak")):
                if any(shown.button(label) for shown in phone.shown):
                    phone.presses(label)
        case "presses", one, number:
            labels = people[one].last.labels
            if labels:
                people[one].presses(labels[number % len(labels)])
        case "writes", one, number:
            people[one].presses_data(f"!pair.write:{number}")
            people[one].says("Vi ses ved lagkagen")
        case "waits", hours, _zero:
            town.until(town.now + timedelta(hours=hours))
        case _blocks, one, other:
            mette.says(f"/adskil {CITIZENS[one]} og {COMPANIONS[other]}")
            mette.presses(mette.last.labels[0])
