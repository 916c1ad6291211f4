"""What time sends about what was said yes to: never early, late, doubled, or of what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from street import Street, at

from bot.domain.people import Person, Role
from bot.ports import Kind


@pytest.fixture
def street(sqlite_url: str) -> Iterator[Street]:
    street = Street(sqlite_url)
    yield street
    street.close()


def coming(street: Street, starts_at: datetime, **known: Any) -> tuple[Person, int]:
    """Let Inge sign up for a date."""
    inge = street.citizen("Inge")
    date = street.date(street.activity(**known), starts_at)
    street.forges(inge, "sign.join", date)
    return inge, date


def reminded(street: Street, person: Person) -> list[str]:
    return [seen.wall for seen in street.to(person, Kind.REMINDER)]


def test_the_day_before_at_five_and_on_the_day_with_door_and_host(street: Street) -> None:
    karen = street.person("Karen", Role.HOST)
    inge, _ = coming(street, at("2026-11-26", "14:00"), host=karen.id)
    street.until(at("2026-11-26", "20:00"), "remind")
    before, today = street.to(inge, Kind.REMINDER)
    assert before.wall == "2026-11-25 17:00"
    assert today.at.date() == at("2026-11-26").date()
    assert today.at < at("2026-11-26", "14:00")
    for seen in (before, today):
        assert "Brug indgangen ved parkeringen" in seen.text
        assert "Karen" in seen.text
        assert len(seen.text) <= 300
    assert before.verbs == ["new.yes", "rem.come", "rem.unsure", "sign.out"]
    assert today.verbs == ["rem.here", "rem.late", "sign.out"]


@pytest.mark.parametrize(
    ("day", "before"), [("2027-03-28", "2027-03-27 17:00"), ("2027-10-31", "2027-10-30 17:00")]
)
def test_the_clock_change_moves_and_doubles_nothing(street: Street, day: str, before: str) -> None:
    street.now = at(day) - timedelta(days=3)
    inge, date = coming(street, at(day, "14:00"))
    street.until(at(day, "20:00") + timedelta(days=1), "remind", "afterwards")
    walls = reminded(street, inge)
    assert walls[0] == before
    assert len(walls) == 2
    assert walls[1].startswith(day)
    assert "14:00" in street.to(inge, Kind.REMINDER)[1].text
    (question,) = street.to(inge, Kind.FOLLOWUP)
    assert question.at > street.occurrence(date).ends_at


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_the_day_after_a_clock_change_is_reminded_as_always(street: Street, day: str) -> None:
    street.now = at(day) - timedelta(days=3)
    inge, _ = coming(street, at(day, "14:00") + timedelta(days=1))
    street.until(at(day, "20:00") + timedelta(days=1), "remind")
    assert reminded(street, inge)[0] == f"{day} 17:00"


def test_running_twice_and_late_changes_nothing(street: Street) -> None:
    inge, _ = coming(street, at("2026-11-26", "14:00"))
    street.now = at("2026-11-25", "17:00")
    assert street.sweep("remind") == 1
    assert street.sweep("remind") == 0
    street.now = at("2026-11-25", "19:30")
    assert street.sweep("remind") == 0
    assert len(street.to(inge, Kind.REMINDER)) == 1


def test_what_fell_due_while_the_machine_slept_is_sent_while_it_makes_sense(street: Street) -> None:
    inge, _ = coming(street, at("2026-11-26", "14:00"))
    street.jump(at("2026-11-25", "18:40"))
    assert reminded(street, inge) == ["2026-11-25 18:40"]
    street.jump(at("2026-11-26", "14:00"))
    assert len(street.to(inge, Kind.REMINDER)) == 1, "never after it has begun"


def test_who_signs_up_after_the_reminders_hour_is_not_reminded_at_once(street: Street) -> None:
    street.now = at("2026-11-25", "18:00")
    inge, _ = coming(street, at("2026-11-26", "14:00"))
    street.until(at("2026-11-26", "20:00"), "remind")
    walls = reminded(street, inge)
    assert len(walls) == 1
    assert walls[0].startswith("2026-11-26")


def test_another_form_of_taking_part_reminds_nobody_twice(street: Street) -> None:
    inge, date = coming(street, at("2026-11-26", "14:00"))
    street.until(at("2026-11-25", "17:00"), "remind")
    street.presses(inge, "rem.unsure", date)
    street.presses(inge, "sign.look", date)
    street.until(at("2026-11-25", "23:00"), "remind")
    assert len(street.to(inge, Kind.REMINDER)) == 1


def test_who_cancelled_is_not_reminded_and_who_came_back_is_once(street: Street) -> None:
    inge, date = coming(street, at("2026-11-26", "14:00"))
    street.presses(inge, "sign.out", date)
    street.until(at("2026-11-25", "20:00"), "remind")
    assert reminded(street, inge) == []
    street.presses(inge, "sign.undo", date)
    street.until(at("2026-11-26", "20:00"), "remind")
    assert len(reminded(street, inge)) == 1


def test_a_written_no_to_a_reminder_cancels_nothing_by_itself(street: Street) -> None:
    inge, date = coming(street, at("2026-11-26", "14:00"))
    street.until(at("2026-11-25", "17:00"), "remind")
    assert "sign.out" in street.means(inge, "no").verbs
    assert street.signup(date, inge).state == "in"
    street.until(at("2026-11-26", "13:00"), "remind")
    assert "You answered: I am coming" not in street.last(inge).text
    street.means(inge, "where")
    assert "Brug indgangen" in street.last(inge).text


def test_a_cancelled_date_tells_everybody_once_and_reminds_nobody(street: Street) -> None:
    mette, karl = street.person("Mette", Role.COORDINATOR), street.person("Karl", Role.HOST)
    inge, date = coming(street, at("2026-11-26", "14:00"))
    olga = street.citizen("Olga")
    street.forges(olga, "wait.on", date)
    street.shift(date, karl)
    assert street.cancels(mette, date) == 3
    street.until(at("2026-11-28", "20:00"))
    for person in (inge, karl, olga):
        (told,) = street.to(person, Kind.CHANGE)
        assert "is cancelled" in told.text
        assert not street.to(person, Kind.REMINDER)
    assert not street.to(inge, Kind.FOLLOWUP), "nobody is asked how it was"


def test_a_reminder_that_waits_dies_with_the_date(street: Street) -> None:
    mette = street.person("Mette", Role.COORDINATOR)
    inge, date = coming(street, at("2026-11-26", "14:00"))
    street.now = at("2026-11-25", "17:00")
    assert street.writes("remind") == 1
    street.cancels(mette, date)
    assert [s.kind for s in street.to(inge)][-1] is Kind.CHANGE
    assert not street.to(inge, Kind.REMINDER)


def test_a_reminder_that_waits_dies_with_the_sign_up(street: Street) -> None:
    inge, date = coming(street, at("2026-11-26", "14:00"))
    street.now = at("2026-11-25", "17:00")
    assert street.writes("remind") == 1
    street.presses(inge, "sign.out", date)
    assert not street.to(inge, Kind.REMINDER)


def test_the_next_date_is_offered_with_the_bad_news(street: Street) -> None:
    mette = street.person("Mette", Role.COORDINATOR)
    inge, date = coming(street, at("2026-11-26", "14:00"))
    then = street.date(street.occurrence(date).activity.id, at("2026-12-03", "14:00"))
    street.cancels(mette, date)
    street.presses(inge, "sign.join", then)
    assert street.signup(then, inge).state == "in"


def test_a_moved_date_tells_old_and_new_and_reminds_of_the_new(street: Street) -> None:
    mette = street.person("Mette", Role.COORDINATOR)
    inge, date = coming(street, at("2026-11-26", "14:00"))
    street.until(at("2026-11-25", "17:30"), "remind")
    assert street.moves(mette, date, at("2026-12-01", "15:00")) == 1
    told = street.last(inge)
    assert told.kind is Kind.CHANGE
    assert "Thursday 26 November at 14:00" in told.text
    assert "Tuesday 1 December at 15:00" in told.text
    assert "You answered" in street.presses(inge, "moved.yes", date).text
    street.until(at("2026-12-02", "20:00"), "remind")
    walls = reminded(street, inge)
    assert walls[:2] == ["2026-11-25 17:00", "2026-11-30 17:00"]
    assert walls[2].startswith("2026-12-01")
    assert len(walls) == 3


def test_who_was_just_told_of_the_new_time_is_not_reminded_of_it_the_next_minute(street: Street) -> None:
    mette = street.person("Mette", Role.COORDINATOR)
    inge, date = coming(street, at("2026-11-28", "14:00"))
    street.now = at("2026-11-25", "18:00")
    street.moves(mette, date, at("2026-11-26", "14:00"))
    street.until(at("2026-11-26", "07:00"), "remind")
    assert [seen.kind for seen in street.to(inge)][-1] is Kind.CHANGE
    assert not street.to(inge, Kind.REMINDER)


def test_news_of_a_far_date_waits_for_the_morning_and_of_a_near_one_does_not(street: Street) -> None:
    mette = street.person("Mette", Role.COORDINATOR)
    inge, far = coming(street, at("2026-11-26", "14:00"))
    near = street.date(street.activity("Gåtur"), at("2026-11-19", "09:00"))
    street.forges(inge, "sign.join", near)
    street.now = at("2026-11-18", "23:00")
    street.cancels(mette, near)
    street.cancels(mette, far)
    street.until(at("2026-11-19", "12:00"), "remind")
    assert [s.wall for s in street.to(inge, Kind.CHANGE)] == ["2026-11-18 23:00", "2026-11-19 08:00"]


def test_at_the_door_the_host_hears_who_came_who_is_late_and_who_is_lost(street: Street) -> None:
    karen = street.person("Karen", Role.HOST)
    inge, date = coming(street, at("2026-11-26", "14:00"), host=karen.id)
    street.until(at("2026-11-26", "13:55"), "remind")
    street.presses(inge, "rem.late", date)
    street.presses(inge, "rem.here", date)
    street.presses(inge, "rem.here", date)
    lost = street.presses(inge, "rem.lost", date)
    assert "58 57 57 57" in lost.text
    assert [seen.text for seen in street.to(karen)] == [
        "Inge comes a little later to Torsdagskaffe.",
        "Inge has arrived at Torsdagskaffe.",
        "Inge cannot find the way in to Torsdagskaffe. Please look out at the door.",
    ]
    assert street.signup(date, inge).came == "yes"


def test_nobody_answers_for_a_date_that_is_not_theirs(street: Street) -> None:
    karen = street.person("Karen", Role.HOST)
    _, date = coming(street, at("2026-11-26", "14:00"), host=karen.id)
    olga = street.citizen("Olga")
    card = street.forges(olga, "find.about", date).text
    for verb in ("rem.come", "rem.unsure", "rem.here", "rem.late", "rem.lost", "moved.yes"):
        assert street.forges(olga, verb, date).text == card, "what anybody may see"
    none = street.forges(olga, "find.about", 999).text
    for verb in ("after.good", "after.bad", "after.none", "after.not_me", "sign.out", "sign.undo"):
        assert street.forges(olga, verb, date).text == none
    assert street.to(karen) == []


def test_the_day_after_asks_softly_and_offers_the_next_date(street: Street) -> None:
    inge, date = coming(street, at("2026-11-26", "14:00"))
    then = street.date(street.occurrence(date).activity.id, at("2026-12-03", "14:00"))
    street.until(at("2026-11-30", "12:00"), "afterwards")
    (question,) = street.to(inge, Kind.FOLLOWUP)
    assert question.wall.startswith("2026-11-27")
    street.presses(inge, "after.good", date)
    street.presses(inge, "sign.join", then)
    assert street.signup(date, inge).came == "yes"
    assert street.signup(then, inge).state == "in"


def test_who_did_not_come_is_met_with_kindness_and_not_counted(street: Street) -> None:
    inge, date = coming(street, at("2026-11-26", "14:00"))
    street.until(at("2026-11-27", "20:00"), "afterwards")
    care = street.presses(inge, "after.none", date)
    assert "quite all right" in care.text
    assert street.signup(date, inge).came == "no"
    for verb in ("after.hard", "after.forgot", "after.not_me", "after.skip"):
        street.presses(inge, verb, date)
    assert street.signup(date, inge).came == "no"


def test_who_is_known_not_to_have_come_is_asked_how_they_are_not_how_it_was(street: Street) -> None:
    inge, date = coming(street, at("2026-11-26", "14:00"))
    street.tx.set_came(id=street.signup(date, inge).id, came="no")
    street.until(at("2026-11-30", "12:00"), "afterwards")
    (care,) = street.to(inge, Kind.FOLLOWUP)
    assert "Is all well?" in care.text


def test_a_shift_is_asked_about_two_days_and_three_hours_before(street: Street) -> None:
    jens = street.person("Jens", Role.HOST)
    date = street.date(street.activity(), at("2026-11-26", "14:00"))
    street.tx.set_shift(id=street.shift(date, jens), state="confirmed", now=street.now)
    street.until(at("2026-11-26", "20:00"), "remind_shifts")
    assert reminded(street, jens) == ["2026-11-24 14:00", "2026-11-26 11:00"]
    assert all(s.verbs == ["shift.come", "shift.cant", "human"] for s in street.to(jens, Kind.REMINDER))


def test_an_unconfirmed_shift_is_asked_about_once_more_and_coordinators_hear_of_it(street: Street) -> None:
    mette, jens = street.person("Mette", Role.COORDINATOR), street.person("Jens", Role.HOST)
    date = street.date(street.activity(), at("2026-11-26", "14:00"))
    street.shift(date, jens)
    street.until(at("2026-11-26", "20:00"), "remind_shifts")
    assert reminded(street, jens) == ["2026-11-24 14:00", "2026-11-25 14:00", "2026-11-26 11:00"]
    assert "Mette has been told too" in street.to(jens)[1].text
    (line,) = street.to(mette, Kind.STAFF)
    assert line.text.startswith("Jens has not answered")
    assert line.wall == "2026-11-25 14:00"


def test_a_shift_given_back_is_not_spoken_of(street: Street) -> None:
    jens = street.person("Jens", Role.HOST)
    date = street.date(street.activity(), at("2026-11-26", "14:00"))
    street.tx.set_shift(id=street.shift(date, jens), state="prevented", now=street.now)
    street.until(at("2026-11-26", "20:00"), "remind_shifts")
    assert street.to(jens) == []
