"""A coordinator's activities: everybody concerned is told once, and nobody else's house can be touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.ports import Kind

START = wall("2026-12-01", "14:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def makes(mette: Phone, when: str, last: str = "Ja, vis den") -> None:
    """Let a coordinator tell of an activity."""
    mette.says("/ny")
    for said in ("Kortspil", when, "Medborgerhuset"):
        mette.says(said)
    for _ in ("town", "door"):
        mette.presses("Spring over")
    mette.says("8")
    for _ in ("interest", "first", "price", "roles", "fits", "stop", "map"):
        mette.presses("Spring over")
    mette.presses(last)


def away(town: Town) -> Phone:
    """Return a coordinator of another house."""
    ole = town.phone("Ole")
    house = town.tx.add_organisation(name="Korsør", home=0, reads_at="", phone="", now=town.now)
    ole.opens(town.link(Role.COORDINATOR, house))
    ole.presses("Ja, og jeg er fyldt 18")
    ole.presses("Kald mig Ole")
    return ole


def test_a_series_is_planned_on_the_same_hour_on_the_wall_for_half_a_year(town: Town) -> None:
    makes(town.coordinator(), "hver tirsdag kl. 14-16")
    starts = [row[0] for row in town.rows('SELECT starts_at AS "s [timestamp]" FROM occurrence ORDER BY 1')]
    assert len(starts) >= 25
    assert {at.astimezone(town.settings.zone).strftime("%a %H:%M") for at in starts} == {"Tue 14:00"}
    assert len({at.hour for at in starts}) == 2, "the change of the clock lies between"


def test_a_draft_is_seen_by_coordinators_only(town: Town) -> None:
    mette = town.coordinator()
    makes(mette, "torsdag den 26. november kl. 14-16", "Gem som kladde")
    inge = town.citizen("Inge")
    assert not [s for s in inge.shown if "Kortspil" in s.text]
    town.until(town.now + timedelta(days=2))
    assert not [s for s in inge.shown if "Kortspil" in s.text]
    assert not inge.presses_data("!sign.join:1") or not town.rows("SELECT * FROM signup")
    mette.says("/menu")
    mette.presses("Aktiviteter")
    mette.presses("Kortspil")
    mette.presses("Ja, vis den")
    seen = inge.presses_data("!find")
    assert seen
    assert "Kortspil" in seen.text


def test_moving_tells_the_old_and_the_new_time_once_and_moves_the_reminders(town: Town) -> None:
    mette, inge, bent = town.coordinator(), town.citizen("Inge"), town.citizen("Bent")
    occurrence = town.activity("Kortspil", START)
    inge.presses_data(f"!sign.join:{occurrence}")
    heard, unheard = len(inge.shown), len(bent.shown)
    mette.presses_data(f"!plan.move:{occurrence}")
    mette.says("torsdag den 3. december kl. 10-12")
    mette.presses("Ja, flyt den")
    (told,) = inge.since(heard)
    assert "tirsdag den 1. december kl. 14.00" in told.text
    assert "torsdag den 3. december kl. 10.00" in told.text
    assert not bent.since(unheard)
    town.until(wall("2026-12-03", "09:00"))
    reminders = [s.at for s in inge.shown if s.kind is Kind.REMINDER]
    assert reminders
    assert reminders[0] == wall("2026-12-02", "17:00")


def test_cancelling_tells_everybody_once_and_nobody_is_reminded(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    inge.presses_data(f"!sign.join:{occurrence}")
    heard = len(inge.shown)
    for _ in range(2):
        mette.presses_data(f"!plan.cancelled:{occurrence}")
    (told,) = inge.since(heard)
    assert "aflyst" in told.text
    town.until(START + timedelta(days=2))
    assert not [s for s in inge.since(heard + 1) if "Kortspil" in s.text]


@pytest.mark.parametrize("who", ["citizen", "volunteer", "away"])
@pytest.mark.parametrize("verb", ["plan.show", "plan.publish", "plan.move", "plan.cancel", "plan.cancelled"])
def test_only_its_own_coordinators_may_touch_an_activity(town: Town, who: str, verb: str) -> None:
    inge = town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    inge.presses_data(f"!sign.join:{occurrence}")
    phone = {"citizen": town.citizen, "volunteer": town.volunteer}.get(who, lambda _: away(town))("Bent")
    before = town.rows("SELECT * FROM occurrence")
    theirs = phone.presses_data(f"!{verb}:{occurrence}")
    assert theirs
    missing = phone.presses_data(f"!{verb}:7ps")
    assert missing
    assert (theirs.text, theirs.labels) == (missing.text, missing.labels), "a forged number tells nothing"
    assert town.rows("SELECT * FROM occurrence") == before


def test_fifty_people_and_ten_seats_give_ten_yeses_and_a_seat_given_up_goes_to_who_waits(town: Town) -> None:
    town.coordinator()
    occurrence = town.activity("Kortspil", START, seats=10)
    people = [town.citizen("Borger") for _ in range(50)]
    for phone in people:
        phone.presses_data(f"!sign.join:{occurrence}")
        phone.presses_data(f"!sign.join:{occurrence}")
    seated = town.rows("SELECT person FROM signup WHERE occurrence = ? AND state = 'in'", occurrence)
    assert len(seated) == 10
    assert town.rows("SELECT taken FROM occurrence WHERE id = ?", occurrence) == [(10,)]
    waiting = people[30]
    waiting.presses_data(f"!wait.on:{occurrence}")
    people[0].presses_data(f"!sign.out:{occurrence}")
    town.until(town.now + timedelta(hours=3))
    assert "nu er der en plads" in waiting.last.text
    waiting.presses("Ja tak")
    assert (waiting.person.id,) in town.rows("SELECT person FROM signup WHERE state = 'in'")
    assert len(town.rows("SELECT person FROM signup WHERE state = 'in'")) == 10


def corrects(mette: Phone, field: str, words: str) -> None:
    mette.presses("Aktiviteter")
    mette.presses("Kortspil")
    mette.presses("Ret noget")
    mette.presses(field)
    mette.says(words)


def test_whoever_comes_is_told_of_another_place_at_once_and_once(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    makes(mette, "torsdag den 26. november kl. 14-16")
    inge.says("aktiviteter")
    inge.presses("1. Kortspil")
    inge.presses("Ja, jeg vil med")
    corrects(mette, "Stedet", "Biblioteket, Torvet 1")
    assert mette.shown[-1].text == "Kortspil er rettet. 1 person har fået besked."
    told = [s for s in inge.shown if s.kind is Kind.CHANGE]
    assert len(told) == 1
    assert "Biblioteket, Torvet 1" in told[0].text
    assert town.rows("SELECT place, taken FROM activity a JOIN occurrence o ON o.activity = a.id") == [
        ("Biblioteket, Torvet 1", 1)
    ]


def test_seats_can_be_more_but_never_fewer_than_those_who_come(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    makes(mette, "torsdag den 26. november kl. 14-16")
    inge.says("aktiviteter")
    inge.presses("1. Kortspil")
    inge.presses("Ja, jeg vil med")
    town.tx.take_seats(id=1, n=1)
    corrects(mette, "Pladserne", "1")
    assert mette.shown[-1].text.startswith("Tilmeldte: 2.")
    corrects(mette, "Pladserne", "20")
    assert town.rows("SELECT capacity FROM occurrence") == [(20,)]


def test_whoever_is_on_a_list_of_names_can_see_that_it_was_looked_at(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    makes(mette, "torsdag den 26. november kl. 14-16")
    inge.says("aktiviteter")
    inge.presses("1. Kortspil")
    inge.presses("Ja, jeg vil med")
    mette.presses("Aktiviteter")
    mette.presses("Kortspil")
    assert "Inge." in mette.shown[-1].text
    inge.says("/privatliv")
    inge.presses("Se mine data")
    inge.presses("Hvem har kigget?")
    assert "Mette" in inge.shown[-1].text
