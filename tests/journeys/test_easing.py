"""A no is answered with something smaller; after some, once, with a question; then with quiet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from street import NOON, Street, at
from town import Town, wall

import bot.sweeps.ease  # noqa: F401 - to be imported is to be known
from bot.domain.ladder import REST
from bot.domain.people import Person, Role
from bot.handlers.easing import rest
from bot.ports import Kind
from bot.storage.invitations import invitation_of

SWEEPS = ("ease", "invite")
QUESTION = "What would make it easier for you?"


@pytest.fixture
def street(sqlite_url: str) -> Iterator[Street]:
    street = Street(sqlite_url)
    street.person("Mette", Role.COORDINATOR)
    yield street
    street.close()


def plan(street: Street, hours: float, seats: int, title: str = "Kaffe", days: int = 0, **known: Any) -> None:
    """Plan something every week, from a Thursday on or so many days later."""
    activity = street.activity(title, **known)
    for week in range(20):
        street.date(activity, at("2026-11-26", "14:00") + timedelta(weeks=week, days=days), hours, seats)


def refuse(street: Street, person: Person, until: datetime) -> list[str]:
    """Say no to every invitation until then; return what came unasked, by its first line."""
    while street.now < until:
        street.until(min(until, street.now + timedelta(hours=6)), *SWEEPS)
        newest = [seen for seen in street.to(person, Kind.INVITATION) if "inv.no" in seen.verbs]
        for seen in newest:
            date = next(
                b.data.split(":")[1] for row in seen.message.buttons for b in row if "inv.no" in b.data
            )
            found = invitation_of(street.tx, int(date, 36), person.id)
            if found and found.answer == "":
                street.forges(person, "inv.no", found.occurrence)
    return [seen.text.splitlines()[0] for seen in street.to(person, Kind.INVITATION)]


def test_each_no_is_answered_with_something_smaller_and_never_with_the_same(street: Street) -> None:
    inge = three_noes(street)
    refuse(street, inge, NOON + timedelta(days=25))
    steps = street.db.execute(
        "SELECT o.activity, o.ends_at, o.starts_at, o.capacity FROM invitation i JOIN occurrence o"
        " ON o.id = i.occurrence WHERE i.person = ? ORDER BY i.id",
        (inge.id,),
    ).fetchall()
    assert len(steps) >= 2
    assert len({activity for activity, *_ in steps}) == len(steps)
    sizes = [((ends - starts).total_seconds(), seats) for _, ends, starts, seats in steps]
    assert all(then[0] <= first[0] * 0.75 or then[1] <= first[1] * 0.75 for first, then in pairwise(sizes))


def three_noes(street: Street) -> Person:
    inge = street.citizen("Inge", wish=("kaffe",))
    for number, hours in enumerate((8, 6, 4, 3, 2, 1.5, 1)):
        plan(street, hours, 12, f"Kaffe {number}", days=number)
    return inge


def test_after_three_noes_it_asks_once_and_then_rests_for_six_weeks(street: Street) -> None:
    inge = three_noes(street)
    told = refuse(street, inge, NOON + timedelta(days=40))
    asked = [n for n, line in enumerate(told) if QUESTION in line]
    assert asked == [3]
    assert len(told) == 4
    question = street.to(inge, Kind.INVITATION)[-1]
    assert not any(digit in question.text for digit in "0123456789")
    assert question.verbs == ["ease.way"] * 4 + ["ease.rest"]
    street.until(question.at + REST - timedelta(hours=1), *SWEEPS)
    assert street.to(inge, Kind.INVITATION)[-1] is question
    street.until(question.at + REST + timedelta(days=4), *SWEEPS)
    later = street.to(inge, Kind.INVITATION)[-1]
    assert later is not question
    assert "inv.no" in later.verbs


def test_the_question_counts_within_the_budget(street: Street) -> None:
    inge = three_noes(street)
    refuse(street, inge, NOON + timedelta(days=30))
    weeks = [seen.at.isocalendar().week for seen in street.to(inge, Kind.INVITATION)]
    assert max(map(weeks.count, weeks)) <= 2


@pytest.mark.parametrize(("number", "column"), [(0, 1), (1, 2), (2, 4), (3, 8)])
def test_each_answer_changes_what_is_suggested_and_ends_the_rest(
    street: Street, number: int, column: int
) -> None:
    inge = three_noes(street)
    refuse(street, inge, NOON + timedelta(days=12))
    for _ in range(2):
        street.presses(inge, "ease.way", number)
    easier, _, until = street.tx.ease_of(id=inge.id)
    assert (easier, until) == (column, None)
    plan(street, 1, 8, "Lille")
    before = len(street.to(inge, Kind.INVITATION))
    street.until(street.now + timedelta(days=14), *SWEEPS)
    after = street.to(inge, Kind.INVITATION)[before:]
    assert after
    street.forges(inge, "ease.undo", number)
    assert street.tx.ease_of(id=inge.id)[0] == 0


def test_what_was_asked_for_holds(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    plan(street, 3, 5, "Lang")
    plan(street, 1, 30, "Kort og stor")
    street.forges(inge, "ease.way", 0)
    street.forges(inge, "ease.way", 2)
    street.until(NOON + timedelta(days=14), *SWEEPS)
    assert street.to(inge, Kind.INVITATION) == []
    plan(street, 1.5, 8, "Kort og lille")
    street.until(street.now + timedelta(days=2), *SWEEPS)
    assert "Kort og lille" in street.to(inge, Kind.INVITATION)[-1].text


def test_not_right_now_rests_drops_what_waits_and_has_a_way_back_at_once(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    plan(street, 2, 8)
    assert street.writes("invite") == 1
    street.does(inge, rest)
    assert street.to(inge, Kind.INVITATION) == []
    assert "quite all right" in street.last(inge).text
    street.until(NOON + timedelta(days=30), *SWEEPS)
    assert street.to(inge, Kind.INVITATION) == []
    street.presses(inge, "ease.more")
    street.until(street.now + timedelta(days=1), *SWEEPS)
    assert street.to(inge, Kind.INVITATION)


def test_a_yes_in_between_begins_the_ladder_anew(street: Street) -> None:
    inge = three_noes(street)
    refuse(street, inge, NOON + timedelta(days=3))
    date = street.date(street.activity("Andet", interest="te"), NOON + timedelta(days=8))
    street.forges(inge, "sign.join", date)
    told = refuse(street, inge, NOON + timedelta(days=6))
    assert len(told) >= 3
    assert not any(QUESTION in line for line in told)


def test_three_answers_to_others_ask_nobody(street: Street) -> None:
    """Three noes by three people are not three in a row."""
    people = [street.citizen(name, wish=("kaffe",)) for name in ("Inge", "Karl", "Olga")]
    plan(street, 2, 8)
    street.sweep("invite")
    for person in people:
        street.presses(person, "inv.no")
    street.now += timedelta(days=2)
    assert street.writes("ease") == 0


# --- in words -------------------------------------------------------------------------------------------


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator("Mette")
    yield town
    town.close()


def test_what_would_be_easier_can_be_written(town: Town) -> None:
    inge = town.citizen("Inge")
    for number, hours in enumerate((8, 6, 4, 3)):
        starts_at = wall("2026-12-03", "10:00") + timedelta(days=number)
        date = town.activity(f"Kaffe {number}", starts_at, 12)
        ends_at = starts_at + timedelta(hours=hours)
        town.db.execute("UPDATE occurrence SET ends_at = ? WHERE id = ?", (ends_at, date))
    for day in range(12):
        town.until(wall("2026-11-23", "12:00") + timedelta(days=day))
        if "Hvad ville gøre det lettere" in inge.last.text:
            break
        if inge.last.button("Ikke denne gang"):
            inge.presses("Ikke denne gang")
    assert "Det ligger hos mig." in inge.last.text
    assert inge.last.labels == [
        "Noget kortere",
        "Noget tættere på",
        "Færre mennesker",
        "At følges med nogen",
        "Ikke lige nu",
    ]
    answered = inge.says("noget kortere, tak")
    assert answered
    assert "halvanden time" in answered.text
    assert "Noget kortere" not in answered.labels
    shown = inge.says("jeg vil gerne høre mere igen")
    assert shown
    assert "skriver jeg" in shown.text


@pytest.mark.parametrize(
    "text", ["Jeg vil gerne høre mere igen", "må jeg få forslag igen", "vil gerne have noget mere igen"]
)
def test_the_way_back_is_understood_in_words(town: Town, text: str) -> None:
    inge = town.citizen("Inge")
    town.tx.set_uninvited(id=inge.person.id, until=town.now + timedelta(days=40))
    inge.says(text)
    assert town.tx.ease_of(id=inge.person.id)[2] is None


def test_the_way_back_also_ends_a_pause(town: Town) -> None:
    inge = town.citizen("Inge")
    town.tx.set_uninvited(id=inge.person.id, until=town.now + timedelta(days=40))
    town.tx.set_paused(id=inge.person.id, until=town.now + timedelta(days=9))
    inge.says("jeg vil gerne høre mere igen")
    assert inge.person.paused_until is None
    assert town.tx.ease_of(id=inge.person.id)[2] is None


def test_why_is_answered_with_the_true_reasons_and_how_to_correct_them(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("hvorfor spørger du mig om det?")
    assert "Jeg har kun set" not in inge.last.text
    town.tx.put_interest(person=inge.person.id, kind="wish", word="coffee")
    town.db.execute("UPDATE person SET needs = 1 WHERE id = ?", (inge.person.id,))
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    town.until(wall("2026-11-23", "12:00"))
    why = inge.says("Hvorfor spørger du mig om det?")
    assert why
    assert "Du nævnte kaffe og snak." in why.text
    assert "Jeg ved endnu ikke, om der er trapper." in why.text
    assert "Jeg har kun set på det, du selv har fortalt" in why.text
    assert "Ret mine ønsker" in why.labels
    assert len(why.text) <= 300
    assert inge.presses("Fortæl mere")
    assert inge.presses("Hvorfor spørger du mig?") == inge.last
    assert inge.last.text == why.text


def test_a_need_that_is_not_met_is_never_invited(town: Town) -> None:
    inge = town.citizen("Inge")
    town.db.execute("UPDATE person SET needs = 1 WHERE id = ?", (inge.person.id,))
    date = town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    activity = town.db.execute("SELECT activity FROM occurrence WHERE id = ?", (date,)).fetchone()[0]
    town.tx.put_fact(activity=activity, field="steps", value="no")
    town.until(wall("2026-11-24", "12:00"))
    assert not any(shown.kind is Kind.INVITATION for shown in inge.shown)
    town.tx.put_fact(activity=activity, field="steps", value="yes")
    town.until(wall("2026-11-24", "14:00"))
    assert any(shown.kind is Kind.INVITATION for shown in inge.shown)


def test_ones_own_data_tell_what_one_asked_for(town: Town) -> None:
    inge = town.citizen("Inge")
    town.tx.set_easier(id=inge.person.id, easier=5)
    town.tx.set_uninvited(id=inge.person.id, until=wall("2027-01-01"))
    inge.says("/privatliv")
    inge.presses("Se mine data")
    inge.presses("Ja, send den")
    files = [s.message.attachment for s in inge.shown if s.message.attachment]
    text = files[-1].content.decode()
    assert "Noget kortere" in text
    assert "Færre mennesker" in text
    assert "1. januar" in text
