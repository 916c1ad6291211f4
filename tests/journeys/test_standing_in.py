"""Somebody is prevented: others are asked, the first yes wins, and everybody hears how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.domain.standing_in import Candidate, order
from bot.storage.activities import occurrence_by_id
from bot.storage.people import put_role
from bot.storage.shifts import take_shift
from bot.storage.store import Store, Tx

START = wall("2026-12-01", "14:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def hosts(town: Town, *names: str) -> list[Phone]:
    """Let volunteers come in who are approved as hosts."""
    phones = [town.volunteer(name) for name in names]
    for phone in phones:
        put_role(town.tx, phone.person.id, town.home, Role.HOST, town.now)
    return phones


def wanted(town: Town, role: str = "host", many: int = 1) -> int:
    occurrence = town.activity("Kortspil", START)
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", occurrence)[0][0]
    town.tx.put_need(activity=activity, role=role, wanted=many)
    return occurrence


def states(town: Town) -> list[str]:
    return [row[0] for row in town.rows("SELECT state FROM stand_in ORDER BY id")]


def asked(*phones: Phone) -> list[str]:
    return [phone.name for phone in phones if any("Ja, jeg træder til" in s.labels for s in phone.shown)]


def test_one_is_asked_after_the_other_and_the_first_yes_settles_it_for_all(town: Town) -> None:
    mette = town.coordinator()
    jens, karen, poul = hosts(town, "Jens", "Karen", "Poul")
    occurrence = wanted(town)
    jens.presses_data(f"!shift.take:{occurrence}:0")
    jens.presses("Jeg er forhindret")
    assert "Jeg leder efter en afløser nu" in jens.last.text
    town.sweep()
    first = karen if asked(karen) else poul
    second = poul if first is karen else karen
    assert len(asked(karen, poul)) == 1
    assert "Jens" not in first.last.text
    town.until(town.now + timedelta(hours=5))  # no answer
    assert len(asked(karen, poul)) == 2
    second.presses("Ja, jeg træder til")
    assert "Tak. Du er vært" in second.last.text
    assert f"{second.name} træder til som vært" in mette.last.text
    assert "Du kan roligt slippe det" in jens.last.text
    first.presses("Ja, jeg træder til")
    assert "En anden nåede at sige ja" in first.last.text
    assert states(town) == ["late", "yes"]
    assert len(town.rows("SELECT id FROM shift WHERE state IN ('taken', 'confirmed')")) == 1


def test_near_the_start_several_are_asked_at_once_and_the_others_are_thanked(town: Town) -> None:
    jens, karen, poul = hosts(town, "Jens", "Karen", "Poul")
    occurrence = wanted(town)
    jens.presses_data(f"!shift.take:{occurrence}:0")
    town.until(START - timedelta(hours=5))
    jens.presses("Jeg er forhindret")
    town.sweep()
    assert asked(karen, poul) == ["Karen", "Poul"]
    karen.presses("Ja, jeg træder til")
    assert "Det er på plads" in poul.last.text
    assert states(town).count("yes") == 1


def test_what_is_given_back_again_and_again_is_asked_of_nobody_more_than_twice(town: Town) -> None:
    jens, karen, poul = hosts(town, "Jens", "Karen", "Poul")
    lise = hosts(town, "Lise")[0]
    occurrence = wanted(town)
    jens.presses_data(f"!shift.take:{occurrence}:0")
    town.until(START - timedelta(hours=6))
    for phone in (jens, karen, poul):
        phone.presses("Jeg er forhindret")
        town.sweep()
        if phone is not poul:
            (karen if phone is jens else poul).presses("Ja, jeg træder til")
        town.until(town.now + timedelta(minutes=20))
    assert [s.text.partition(":")[0] for s in lise.shown if "på plads" in s.text] == [
        "Det er på plads",
        "Nu er det på plads igen",
    ]
    assert sum("Ja, jeg træder til" in s.labels for s in lise.shown) == 2


def test_nobody_is_asked_at_night_unless_it_is_about_to_begin(town: Town) -> None:
    jens, karen = hosts(town, "Jens", "Karen")
    occurrence = wanted(town)
    jens.presses_data(f"!shift.take:{occurrence}:0")
    town.until(wall("2026-11-29", "23:00"))
    jens.presses("Jeg er forhindret")
    town.until(wall("2026-11-30", "08:59"))
    assert asked(karen) == []
    town.until(wall("2026-11-30", "09:00"))
    assert asked(karen) == ["Karen"]


def test_the_coordinator_hears_once_that_nobody_is_left(town: Town) -> None:
    mette = town.coordinator()
    jens, karen = hosts(town, "Jens", "Karen")
    occurrence = wanted(town)
    jens.presses_data(f"!shift.take:{occurrence}:0")
    jens.presses("Jeg er forhindret")
    town.sweep()
    karen.presses("Ikke denne gang")
    town.until(town.now + timedelta(hours=3))
    heard = [s.text for s in mette.shown if "endnu ingen afløser" in s.text]
    assert heard == [
        (
            "Der er endnu ingen afløser som vært: Kortspil, tirsdag den 1. december kl. 14.00, Biblioteket. "
            "Spurgt: 1. Nej: 1. Uden svar: 0."
        )
    ]


def test_where_nobody_is_to_be_asked_the_coordinator_takes_over(sqlite_url: str) -> None:
    town = Town(sqlite_url, substitutes="off")
    mette = town.coordinator()
    karen, jens = hosts(town, "Karen", "Jens")
    karen.presses_data(f"!shift.take:{wanted(town)}:0")
    karen.presses("Jeg er forhindret")
    assert "tager over herfra" in karen.last.text
    assert "er forhindret som vært" in mette.last.text
    town.until(START)
    assert asked(jens) == []
    assert states(town) == []
    town.close()


def test_who_takes_it_back_ends_the_search(town: Town) -> None:
    jens, karen = hosts(town, "Jens", "Karen")
    occurrence = wanted(town)
    jens.presses_data(f"!shift.take:{occurrence}:0")
    jens.presses("Jeg er forhindret")
    town.sweep()
    jens.presses("Fortryd")
    town.sweep()
    assert "Det er på plads" in karen.last.text
    karen.presses("Ja, jeg træder til")
    assert "En anden nåede" in karen.last.text


def test_not_this_month_and_a_cap_are_kept(town: Town) -> None:
    jens, karen, poul = hosts(town, "Jens", "Karen", "Poul")
    karen.presses_data("!sub.cap:0")
    other = town.activity("Gåtur", START + timedelta(hours=5))
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", other)[0][0]
    town.tx.put_need(activity=activity, role="host", wanted=1)
    occurrence = wanted(town)
    jens.presses_data(f"!shift.take:{occurrence}:0")
    town.until(START - timedelta(days=3))
    karen.presses_data(f"!shift.take:{other}:0")  # one shift this week: that is her limit
    jens.presses("Jeg er forhindret")
    town.sweep()
    assert asked(karen, poul) == ["Poul"]
    poul.presses("Ikke i denne måned")
    assert town.rows("SELECT spared_until FROM person WHERE first_name = 'Poul'") == [
        (wall("2026-12-01", "00:00"),)
    ]
    for phone, line in ((karen, "Vagter om ugen, højst\n- 1"), (poul, "spørges ikke om vagter før")):
        phone.presses_data("!data.file")
        made = phone.last.message.attachment
        assert made
        assert line.casefold() in made.content.decode().casefold()


def test_a_forged_button_takes_no_shift(town: Town) -> None:
    jens, _karen = hosts(town, "Jens", "Karen")
    occurrence = wanted(town)
    jens.presses_data(f"!shift.take:{occurrence}:0")
    jens.presses("Jeg er forhindret")
    town.sweep()
    inge = town.citizen("Inge")
    inge.presses_data("!sub.yes:1")
    inge.presses_data("!sub.month:1")
    assert states(town) == ["asked"]


async def test_fifty_say_yes_at_once_and_one_has_it(store: Store) -> None:
    """Each in a transaction of its own, side by side where the engine can."""

    def begin(tx: Tx) -> list[int]:
        now = START - timedelta(days=3)
        home = tx.add_organisation(name="Hus", home=1, reads_at="", phone="", now=now)
        people = [
            tx.add_person(chat=n, first_name="", language="da", organisation=home, stage="member", now=now)
            for n in range(1, 51)
        ]
        activity = tx.add_activity(
            organisation=home, uid="a", title="Kortspil", interest="", place="", area="", door="",
            first_ten="", price="", host=None, made_by=None, state="published", now=now,
        )  # fmt: skip
        tx.add_occurrence(
            activity=activity,
            recurrence="x",
            starts_at=START,
            ends_at=START + timedelta(hours=2),
            capacity=9,
        )
        tx.put_need(activity=activity, role="host", wanted=1)
        return people

    def takes(person: int) -> Callable[[Tx], bool]:
        def work(tx: Tx) -> bool:
            date = occurrence_by_id(tx, 1)
            return bool(date and take_shift(tx, date, "host", person, START - timedelta(days=2)))

        return work

    people = await store.transaction(begin)
    got = await asyncio.gather(*(store.transaction(takes(person)) for person in people))
    assert sum(got) == 1


@given(
    st.lists(
        st.builds(Candidate, person=st.integers(1, 60), asked=st.integers(0, 4), shifts=st.integers(0, 4)),
        unique_by=lambda one: one.person,
    ),
    st.randoms(),
)
def test_the_order_of_asking_is_fair_and_hangs_on_no_list(people: list[Candidate], random: object) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis's own Random
    ranked = order(people, 3)
    assert order(shuffled, 3) == ranked
    assert [(one.shifts, one.asked) for one in ranked] == sorted((one.shifts, one.asked) for one in people)
