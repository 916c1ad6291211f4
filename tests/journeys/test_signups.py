"""Taking part, changing one's mind, and the waiting list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from icalendar import Calendar
from street import NOON, Street, at

from bot.ports import Kind


@pytest.fixture
def street(sqlite_url: str) -> Iterator[Street]:
    street = Street(sqlite_url)
    yield street
    street.close()


def test_what_is_on_is_listed_three_at_a_time_the_near_ones_first(street: Street) -> None:
    inge = street.citizen("Inge", area="Korsør")
    for day in range(1, 6):
        street.date(street.activity(f"Kaffe {day}"), NOON + timedelta(days=day))
    street.date(street.activity("Korsang", area="Korsør"), NOON + timedelta(days=6))
    first = street.types(inge, "aktiviteter")
    assert "1. Korsang" in first.text
    assert first.verbs == ["find.about"] * 3 + ["find", "find.views"]
    second = street.presses(inge, "find")
    assert "4. Kaffe 3" in second.text
    assert second.verbs == ["find.about"] * 3 + ["find.views"]


def test_drafts_cancelled_dates_and_what_is_over_are_shown_to_nobody(street: Street) -> None:
    inge = street.citizen("Inge")
    draft = street.date(street.activity("Kladde", state="draft"), NOON + timedelta(days=1))
    off = street.date(street.activity("Aflyst"), NOON + timedelta(days=1))
    over = street.date(street.activity("I går"), NOON - timedelta(days=1))
    street.tx.cancel_occurrence(id=off)
    assert "Nothing is on" in street.types(inge, "aktiviteter").text
    missing = street.forges(inge, "find.about", 999).text
    for occurrence in (draft, off, over):
        assert street.forges(inge, "find.about", occurrence).text == missing
        assert street.forges(inge, "sign.join", occurrence).text == missing
    assert not street.tx.signups_of_person(person=inge.id, now=NOON)


def test_signing_up_twice_is_signing_up_once(street: Street) -> None:
    inge = street.citizen("Inge")
    coffee = street.date(street.activity(), NOON + timedelta(days=3))
    street.types(inge, "aktiviteter")
    street.presses(inge, "find.about", coffee)
    first = street.presses(inge, "sign.join", coffee)
    second = street.presses(inge, "sign.join", coffee)
    assert first.text == second.text
    assert street.occurrence(coffee).taken == 1


def test_every_way_of_taking_part_gets_its_own_words(street: Street) -> None:
    inge = street.citizen("Inge")
    coffee = street.date(street.activity(), NOON + timedelta(days=3))
    street.forges(inge, "find.about", coffee)
    said = set()
    for verb in ("sign.join", "sign.look", "sign.hand", "sign.company"):
        street.presses(inge, "sign.forms", coffee)
        said.add(street.presses(inge, verb, coffee).text)
        assert street.signup(coffee, inge).form == verb.removeprefix("sign.")
    assert len(said) == 4
    assert street.occurrence(coffee).taken == 2  # the last one brings a companion


def test_a_cancellation_frees_the_seat_works_twice_and_can_be_undone(street: Street) -> None:
    inge = street.citizen("Inge")
    coffee = street.date(street.activity(), NOON + timedelta(days=3))
    street.forges(inge, "sign.look", coffee)
    first = street.presses(inge, "sign.out", coffee)
    assert street.presses(inge, "sign.out", coffee).text == first.text
    assert street.occurrence(coffee).taken == 0
    street.presses(inge, "sign.undo", coffee)
    assert street.occurrence(coffee).taken == 1
    assert street.signup(coffee, inge).form == "look"


def test_cancelling_works_until_the_end(street: Street) -> None:
    inge = street.citizen("Inge")
    coffee = street.date(street.activity(), NOON + timedelta(hours=1))
    street.forges(inge, "sign.join", coffee)
    street.now = NOON + timedelta(hours=2, minutes=30)
    assert "cancelled" in street.presses(inge, "sign.out", coffee).text
    assert street.occurrence(coffee).taken == 0


def test_a_sentence_about_cancelling_cancels_nothing_by_itself(street: Street) -> None:
    from bot.handlers.find import which_to_cancel

    inge = street.citizen("Inge")
    coffee = street.date(street.activity(), NOON + timedelta(days=3))
    street.forges(inge, "sign.join", coffee)
    street.does(inge, which_to_cancel)
    assert street.signup(coffee, inge).state == "in"
    street.presses(inge, "sign.out", coffee)
    assert street.signup(coffee, inge).state == "out"


def test_two_things_at_one_time_are_pointed_out_and_allowed(street: Street) -> None:
    inge = street.citizen("Inge")
    coffee = street.date(street.activity(), NOON + timedelta(days=3))
    walk = street.date(street.activity("Gåtur"), NOON + timedelta(days=3, hours=1))
    street.forges(inge, "sign.join", coffee)
    assert "At the same time you also have Torsdagskaffe." in street.forges(inge, "sign.join", walk).text
    assert street.signup(walk, inge).state == "in"


def test_my_sign_ups_lead_to_each_of_them(street: Street) -> None:
    inge = street.citizen("Inge")
    assert "not signed up" in street.types(inge, "mine").text
    dates = [street.date(street.activity(f"Kaffe {n}"), NOON + timedelta(days=n)) for n in range(1, 7)]
    street.forges(inge, "sign.join", dates[0])
    assert "sign.out" in street.types(inge, "mine").verbs
    for date in dates[1:]:
        street.forges(inge, "sign.join", date)
    assert street.types(inge, "mine").verbs == ["find.about"] * 4 + ["mine"]
    street.presses(inge, "mine", 1)
    street.presses(inge, "find.about", dates[5])
    street.presses(inge, "sign.out", dates[5])
    assert street.signup(dates[5], inge).state == "out"


def test_the_calendar_file_holds_the_time_on_the_wall_and_is_for_ones_own_sign_ups(street: Street) -> None:
    inge = street.citizen("Inge")
    coffee = street.date(street.activity(), at("2026-11-21", "14:00"))
    assert street.forges(inge, "sign.calendar", coffee).message.attachment is None
    street.forges(inge, "sign.join", coffee)
    file = street.presses(inge, "sign.calendar", coffee).message.attachment
    assert file is not None
    assert file.name == "Torsdagskaffe.ics"
    (event,) = Calendar.from_ical(file.content).walk("VEVENT")
    assert event.decoded("dtstart") == at("2026-11-21", "14:00")
    assert event["location"] == "Biblioteket"


def test_a_full_date_offers_the_waiting_list_and_newcomers_stand_behind_it(street: Street) -> None:
    inge, karl, olga = (street.citizen(name) for name in ("Inge", "Karl", "Olga"))
    coffee = street.date(street.activity(), NOON + timedelta(days=3), capacity=1)
    street.forges(inge, "sign.join", coffee)
    street.forges(karl, "sign.join", coffee)
    assert "on the waiting list" in street.presses(karl, "wait.on", coffee).text
    street.presses(inge, "sign.out", coffee)
    offer = street.last(karl)
    assert offer.kind is Kind.FOLLOWUP
    assert "now there is a place" in offer.text
    assert "waiting list" in street.forges(olga, "sign.join", coffee).text, "the seat is held for Karl"
    street.presses(karl, "wait.yes", coffee)
    assert street.signup(coffee, karl).state == "in"
    assert street.occurrence(coffee).taken == 1


@pytest.mark.parametrize("night", ["2026-11-18 22:00", "2026-11-19 03:00"])
def test_an_unanswered_seat_goes_to_the_next_one_in_waking_hours_only(street: Street, night: str) -> None:
    inge, karl, olga = (street.citizen(name) for name in ("Inge", "Karl", "Olga"))
    coffee = street.date(street.activity(), NOON + timedelta(days=5), capacity=1)
    street.forges(inge, "sign.join", coffee)
    for person in (karl, olga):
        street.forges(person, "wait.on", coffee)
        street.now += timedelta(minutes=1)
    street.now = at(*night.split())
    street.presses(inge, "sign.out", coffee)
    assert "now there is" not in street.last(karl).text
    street.until(at("2026-11-19", "18:00"), "offers")
    assert [s.wall for s in street.to(karl, Kind.FOLLOWUP)] == ["2026-11-19 08:00", "2026-11-19 12:00"]
    assert "I cannot keep the place" in street.last(karl).text
    assert [s.wall for s in street.to(olga, Kind.FOLLOWUP)] == ["2026-11-19 12:00", "2026-11-19 16:00"]
    assert street.occurrence(coffee).taken == 0
    street.presses(karl, "wait.on", coffee)
    assert street.signup(coffee, karl).state == "in", "the seat was free, so it is Karl's at once"


def test_no_seat_is_offered_when_too_little_time_is_left(street: Street) -> None:
    inge, karl = street.citizen("Inge"), street.citizen("Karl")
    coffee = street.date(street.activity(), NOON + timedelta(hours=1, minutes=30), capacity=1)
    street.forges(inge, "sign.join", coffee)
    street.forges(karl, "wait.on", coffee)
    street.presses(inge, "sign.out", coffee)
    assert street.signup(coffee, karl).state == "waiting"
    street.until(NOON + timedelta(hours=3), "offers")
    assert not street.to(karl, Kind.FOLLOWUP)


def test_more_seats_are_offered_to_who_waits(street: Street) -> None:
    inge, karl = street.citizen("Inge"), street.citizen("Karl")
    coffee = street.date(street.activity(), NOON + timedelta(days=3), capacity=1)
    street.forges(inge, "sign.join", coffee)
    street.forges(karl, "wait.on", coffee)
    street.tx.set_capacity(id=coffee, capacity=2)
    assert "waiting list" in street.forges(street.citizen("Olga"), "sign.join", coffee).text
    assert street.sweep("offers") == 1
    assert street.sweep("offers") == 0
    assert street.signup(coffee, karl).state == "offered"


def test_no_button_of_the_list_takes_a_seat_away(street: Street) -> None:
    inge = street.citizen("Inge")
    coffee = street.date(street.activity(), NOON + timedelta(days=3))
    street.forges(inge, "sign.join", coffee)
    for verb in ("wait.off", "wait.no", "wait.on", "inv.no", "inv.maybe", "inv.later"):
        street.forges(inge, verb, coffee)
        assert street.signup(coffee, inge).state == "in"
    assert street.occurrence(coffee).taken == 1
