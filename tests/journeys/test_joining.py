"""Somebody comes to volunteer: told first, approved where it matters, at several places, citizen still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from town import Phone, Town

from bot.domain.people import Role
from bot.storage.habits import habits
from bot.storage.people import interests_of

QUESTIONS = 6


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url)) as town:
        yield town


def roles(town: Town, phone: Phone) -> set[tuple[str, str]]:
    return set(town.rows("SELECT role, state FROM role WHERE person = ?", phone.person.id))


def settings(town: Town, phone: Phone) -> tuple[int, int, int]:
    found: tuple[int, int, int] = town.rows(
        "SELECT weekdays, times, shift_cap FROM person WHERE id = ?", phone.person.id
    )[0]
    return found


def test_nothing_is_kept_before_the_yes_and_the_yes_is_one_of_their_own(town: Town) -> None:
    town.coordinator()
    jens = town.phone("Jens")
    jens.opens(town.link(Role.VOLUNTEER))
    assert not jens.is_known
    jens.presses("Fortæl mere")
    assert "Datatilsynet" in jens.last.text
    jens.presses("Ja, og jeg er fyldt 18")
    kept = town.rows("SELECT purpose, text_version, method FROM consent WHERE person = ?", jens.person.id)
    assert kept == [("volunteer", 2, "button")]


def test_every_question_may_be_passed_over_and_changes_nothing(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    before, heard = settings(town, jens), len(mette.shown)
    jens.presses("Ja, spørg bare")
    for _ in range(QUESTIONS):
        assert len([label for label in jens.last.labels if label[0] == "☐"]) <= 5
        jens.presses("Spring over")
    assert "Det er skrevet ned" in jens.last.text
    assert settings(town, jens) == before
    assert roles(town, jens) == {("volunteer", "approved")}
    assert mette.since(heard) == []


def test_what_was_told_is_kept_when_it_is_left_in_the_middle(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    heard = len(mette.shown)
    jens.presses("Ja, spørg bare")
    jens.says("chauffør, hjælper")
    jens.says("menu")
    assert roles(town, jens) == {("volunteer", "approved"), ("driver", "asked"), ("helper", "approved")}
    assert ["Jens vil gerne være chauffør." in s.text for s in mette.since(heard)] == [True]


def test_all_that_was_told_is_kept_and_trust_waits_for_a_coordinator(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    jens.presses("Ja, spørg bare")
    for said in ("vært", "kaffe og snak", "weekend", "eftermiddag", "Højst 2 om ugen", "Kun kl. 10-18"):
        jens.says(said)
    assert "Mette siger først ja, før du kan være vært." in jens.last.text
    assert settings(town, jens) == (0b1100000, 2, 2)
    assert interests_of(town.tx, jens.person.id, "wish") == ("coffee",)
    found = habits(town.tx, jens.person.id)
    assert (found.awake[0].hour, found.awake[1].hour) == (10, 18)
    assert ("host", "asked") in roles(town, jens)
    mette.presses("Ja, godkend")
    assert ("host", "approved") in roles(town, jens)


def test_a_citizen_who_volunteers_stays_a_citizen_with_all_that_was_told(town: Town) -> None:
    town.coordinator()
    inge = town.citizen("Inge")
    town.tx.put_interest(person=inge.person.id, kind="wish", word="song")
    inge.opens(town.link(Role.VOLUNTEER))
    inge.presses("Ja, og jeg er fyldt 18")
    inge.presses("Ja, spørg bare")
    inge.presses("Spring over")
    inge.says("kaffe og snak")
    inge.says("menu")
    assert roles(town, inge) == {("citizen", "approved"), ("volunteer", "approved")}
    assert set(interests_of(town.tx, inge.person.id, "wish")) == {"song", "coffee"}
    assert {"Mine vagter", "Mine aftaler"} <= set(inge.last.labels)
    assert inge.person.first_name == "Inge", "a name is asked for once"
    purposes = {row[0] for row in town.rows("SELECT purpose FROM consent WHERE withdrawn_at IS NULL")}
    assert {"messages", "volunteer"} <= purposes


def test_somebody_volunteers_at_several_places_and_each_sees_its_own(town: Town) -> None:
    town.coordinator()
    other = town.tx.add_organisation(name="Red Barnet", home=0, reads_at="", phone="", now=town.now)
    sara = town.phone("Sara")
    sara.opens(town.link(Role.COORDINATOR, other))
    sara.presses("Ja, og jeg er fyldt 18")
    sara.presses("Kald mig Sara")
    jens = town.volunteer("Jens")
    jens.opens(town.link(Role.VOLUNTEER, other))
    assert "Red Barnet" in jens.last.text
    jens.presses("Ja, og jeg er fyldt 18")
    assert "Ja, spørg bare" not in jens.last.labels, "what was told once is not asked for again"
    assert jens.person.volunteers_at == {town.home, other}
    heard = len(sara.shown)
    jens.presses_data("!role.want:0")
    assert [s.labels for s in sara.since(heard)] == [["Ja, godkend", "Ikke nu"]]
    sara.presses("Ja, godkend")
    assert jens.person.is_(Role.HOST, other)
    assert not jens.person.is_(Role.HOST, town.home), "each house says its own yes"


def test_who_does_not_volunteer_is_not_asked_and_a_used_link_opens_nothing(town: Town) -> None:
    town.coordinator()
    inge = town.citizen("Inge")
    inge.presses_data("!vol.ask")
    assert "Spring over" not in inge.last.labels
    token = town.link(Role.VOLUNTEER)
    for name in ("Jens", "Karen"):
        phone = town.phone(name)
        phone.opens(token)
        if phone.name == "Jens":
            phone.presses("Ja, og jeg er fyldt 18")
    assert not town.phones[max(town.phones)].is_known


def test_own_quiet_hours_are_kept_from_the_first_day(town: Town) -> None:
    jens = town.volunteer("Jens")
    jens.presses("Ja, spørg bare")
    for _ in range(QUESTIONS - 1):
        jens.presses("Spring over")
    jens.presses("Ikke efter kl. 18")
    jens.presses("Mine valg")
    jens.presses("Hvornår du må skrive")
    assert "mellem kl. 8.00 og kl. 18.00" in jens.last.text
