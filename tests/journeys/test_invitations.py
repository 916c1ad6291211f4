"""Being asked along: whom it fits, not too often, not more than there is room for; each answer is good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from street import NOON, Street, at

from bot.domain.people import Role
from bot.ports import Kind
from bot.storage.invitations import invitation_of


@pytest.fixture
def street(sqlite_url: str) -> Iterator[Street]:
    street = Street(sqlite_url)
    street.person("Mette", Role.COORDINATOR)
    yield street
    street.close()


def asked(street: Street, person: object) -> list[str]:
    return [seen.wall for seen in street.seen if seen.person == person and seen.kind is Kind.INVITATION]


def test_an_invitation_says_who_asks_why_and_all_one_must_know(street: Street) -> None:
    karen = street.person("Karen", Role.HOST)
    inge = street.citizen("Inge", wish=("kaffe",))
    coffee = street.date(street.activity(host=karen.id, price="30 kroner"), at("2026-11-26", "14:00"))
    assert street.sweep("invite") == 1
    asked_ = street.last(inge)
    assert asked_.text == (
        "Hello Inge. You mentioned kaffe. Would you like to come?\n"
        "Torsdagskaffe, Thursday 26 November at 14:00, Biblioteket.\n"
        "Karen meets you there.\n"
        "First: Vi drikker kaffe.\n"
        "Price: 30 kroner.\n"
        "A no changes nothing, not with the municipality either.\n"
        "Kind regards, Mette from Frivilligcentret, sent automatically"
    )
    assert asked_.verbs == ["sign.join", "inv.maybe", "inv.no", "find.about", "fewer"]
    street.presses(inge, "sign.join", coffee)
    found = invitation_of(street.tx, coffee, inge.id)
    assert found is not None
    assert found.answer == "yes"


def test_the_reason_is_kept_and_told_to_who_asks(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",), area="Slagelse")
    street.date(street.activity(), at("2026-11-26", "14:00"))
    street.sweep("invite")
    street.presses(inge, "find.about")
    why = street.presses(inge, "inv.why").text
    assert "You mentioned kaffe." in why
    assert "near Slagelse" in why
    assert "only at what you told me" in why


@pytest.mark.parametrize("hour", [8, 20, 23, 3])
def test_nobody_is_asked_outside_the_hours_for_it(street: Street, hour: int) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    street.date(street.activity(), at("2026-11-26", "14:00"))
    street.now = at("2026-11-18", f"{hour:02}:30")
    assert street.sweep("invite") == 0
    street.until(street.now + timedelta(hours=14), "invite")
    (wall,) = asked(street, inge.id)
    assert wall.endswith("09:00")


def test_running_twice_asks_once(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    street.date(street.activity(), at("2026-11-26", "14:00"))
    assert street.sweep("invite") == 1
    assert street.sweep("invite") == 0
    street.until(NOON + timedelta(days=7), "invite")
    assert len(asked(street, inge.id)) == 1


def test_only_dates_two_to_fourteen_days_ahead_with_free_seats_are_asked_about(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    street.date(street.activity("I morgen"), NOON + timedelta(days=1))
    street.date(street.activity("Kladde", state="draft"), NOON + timedelta(days=5))
    full = street.date(street.activity("Fuld"), NOON + timedelta(days=5), capacity=1)
    street.forges(street.citizen("Karl", weekdays=0), "sign.join", full)
    late = street.date(street.activity("Senere"), NOON + timedelta(days=20))
    street.until(NOON + timedelta(days=5), "invite")
    assert asked(street, inge.id) == []
    street.until(NOON + timedelta(days=7), "invite")
    assert asked(street, inge.id) == ["2026-11-24 12:00"]
    assert invitation_of(street.tx, late, inge.id)


def test_no_more_are_asked_than_there_is_room_for_and_a_no_gives_the_seat_on(street: Street) -> None:
    people = [street.citizen(name, wish=("kaffe",)) for name in ("Inge", "Karl", "Olga")]
    coffee = street.date(street.activity(), at("2026-11-26", "14:00"), capacity=2)
    assert street.sweep("invite") == 2
    others = [p for p in people if not asked(street, p.id)]
    assert len(others) == 1
    street.presses(next(p for p in people if p not in others), "inv.no", coffee)
    assert street.sweep("invite") == 1
    assert asked(street, others[0].id)


def test_who_does_not_answer_holds_no_seat_for_ever(street: Street) -> None:
    inge, karl = (street.citizen(name, wish=("kaffe",)) for name in ("Inge", "Karl"))
    street.date(street.activity(), at("2026-11-26", "14:00"), capacity=1)
    street.until(NOON + timedelta(days=4), "invite")
    first, then = sorted(asked(street, person.id) for person in (inge, karl))
    assert first == ["2026-11-18 12:00"]
    assert then == ["2026-11-21 12:00"]


def test_who_was_asked_least_is_asked_first(street: Street) -> None:
    people = [street.citizen(name, wish=("kaffe",)) for name in ("Inge", "Karl", "Olga", "Per")]
    for n in range(4):
        street.date(street.activity(f"Kaffe {n}"), NOON + timedelta(days=14, hours=18 * n), capacity=1)
    street.until(NOON + timedelta(days=2, hours=12), "invite")
    assert [len(asked(street, person.id)) for person in people] == [1, 1, 1, 1]


def test_at_most_two_a_week_and_one_a_day(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    for day in range(6):
        street.date(street.activity(f"Kaffe {day}"), NOON + timedelta(days=9, hours=day))
    street.until(at("2026-11-20", "12:00"), "invite")
    street.presses(inge, "inv.maybe")  # who answers is asked as often as before
    street.until(at("2026-11-25", "12:00"), "invite")
    assert asked(street, inge.id) == [
        "2026-11-18 12:00",
        "2026-11-19 12:00",
        "2026-11-23 09:00",
        "2026-11-24 09:00",
    ]


def test_the_same_activity_is_not_suggested_again_within_two_weeks(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    activity = street.activity()
    for week in range(6):
        street.date(activity, at("2026-11-26", "14:00") + timedelta(weeks=week))
    street.until(NOON + timedelta(days=15), "invite")
    assert asked(street, inge.id) == ["2026-11-18 12:00", "2026-12-02 12:00"]


def test_who_may_not_be_asked_is_not(street: Street) -> None:
    tx = street.tx
    stopped, paused, resting, leaving, blocked, talking = (
        street.citizen(name, wish=("kaffe",)) for name in ("Stop", "Pause", "Ro", "Slet", "Lukket", "Taler")
    )
    tx.set_stopped(id=stopped.id, stopped_at=NOON)
    tx.set_paused(id=paused.id, until=NOON + timedelta(days=30))
    tx.set_rest(id=resting.id, until=NOON + timedelta(hours=72))
    tx.set_deleting(id=leaving.id, at=NOON)
    tx.set_unreachable(chat=blocked.chat, now=NOON)
    street.db.execute(
        "INSERT INTO conversation (person, organisation, state, opened_at, heard_at) VALUES (?, ?, ?, ?, ?)",
        (talking.id, street.home, "waiting", NOON, NOON),
    )
    withdrawn, onboarding = street.citizen("Uden", wish=("kaffe",)), street.citizen("Ny", wish=("kaffe",))
    tx.withdraw_consent(person=withdrawn.id, purpose="messages", now=NOON)
    tx.set_stage(id=onboarding.id, stage="onboarding")
    street.person("Frivillig", Role.HOST, wish=("kaffe",))
    other = street.organisation("En anden forening")
    street.person("Fremmed", Role.CITIZEN, other, wish=("kaffe",))
    street.date(street.activity(), at("2026-11-26", "14:00"))
    assert street.sweep("invite") == 0
    street.until(NOON + timedelta(days=4), "invite")
    assert [seen.person for seen in street.seen] == [resting.id]
    assert asked(street, resting.id) == ["2026-11-21 12:00"]


def test_the_day_the_hour_and_the_interest_must_fit(street: Street) -> None:
    friday = 1 << 4
    inge = street.citizen("Inge", wish=("kaffe",), weekdays=friday)
    karl = street.citizen("Karl", wish=("skak",))
    olga = street.citizen("Olga", wish=("kaffe",), times=4)
    per = street.citizen("Per", wish=("kaffe",), times=2)
    else_ = street.citizen("Else", wish=("kaffe",), area="Korsør")
    street.date(street.activity(), at("2026-11-26", "14:00"))
    street.until(NOON + timedelta(days=2), "invite")
    for person in (inge, karl, olga, else_):
        assert asked(street, person.id) == []
    assert asked(street, per.id)


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_what_a_no_was_about_is_remembered(street: Street, number: int) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    activity = street.activity()
    coffee = street.date(activity, at("2026-11-26", "14:00"))
    street.sweep("invite")
    assert "quite all right" in street.presses(inge, "inv.no", coffee).text
    street.presses(inge, "inv.because", coffee, number)
    street.presses(inge, "inv.because", coffee, number)
    found = invitation_of(street.tx, coffee, inge.id)
    assert found is not None
    assert (found.answer, found.why) == ("no", ("time", "place", "not_me", "energy")[number])
    for week in range(1, 6):
        street.date(activity, at("2026-11-26", "14:00") + timedelta(weeks=week))
    street.until(NOON + timedelta(days=20), "invite")
    assert len(asked(street, inge.id)) == 1


def test_a_maybe_is_a_good_answer_and_can_still_become_a_yes(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    coffee = street.date(street.activity(), at("2026-11-26", "14:00"))
    street.sweep("invite")
    assert "good answer" in street.presses(inge, "inv.maybe", coffee).text
    street.presses(inge, "inv.later", coffee)
    street.presses(inge, "sign.join", coffee)
    assert street.signup(coffee, inge).state == "in"


@pytest.mark.parametrize(
    ("meaning", "answer"), [("yes", "yes"), ("no", "no"), ("maybe", "maybe"), ("activities", "")]
)
def test_a_written_answer_counts_like_a_pressed_one(street: Street, meaning: str, answer: str) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    coffee = street.date(street.activity(), at("2026-11-26", "14:00"))
    street.sweep("invite")
    street.means(inge, meaning)
    found = invitation_of(street.tx, coffee, inge.id)
    assert found is not None
    assert found.answer == answer
    assert street.occurrence(coffee).taken == (meaning == "yes")


def test_no_old_no_undoes_a_yes(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    coffee = street.date(street.activity(), at("2026-11-26", "14:00"))
    street.sweep("invite")
    street.presses(inge, "sign.join", coffee)
    for verb in ("inv.no", "inv.maybe"):
        assert "Cancel my place" in str(street.presses(inge, verb, coffee).message.buttons)
    found = invitation_of(street.tx, coffee, inge.id)
    assert found is not None
    assert found.answer == "yes"
    assert street.signup(coffee, inge).state == "in"


def test_who_came_before_is_asked_to_come_again(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    activity = street.activity()
    first = street.date(activity, at("2026-11-19", "14:00"))
    street.forges(inge, "sign.join", first)
    street.date(activity, at("2026-12-10", "14:00"))
    street.until(at("2026-12-04", "12:00"), "invite")
    assert "You have been there before." in street.to(inge, Kind.INVITATION)[0].text


def test_a_question_that_waits_is_dropped_when_the_last_seat_goes(street: Street) -> None:
    inge, karl = street.citizen("Inge", wish=("kaffe",)), street.citizen("Karl")
    coffee = street.date(street.activity(), at("2026-11-26", "14:00"), capacity=1)
    assert street.writes("invite") == 1
    street.forges(karl, "sign.join", coffee)
    assert asked(street, inge.id) == []


def test_an_old_invitation_is_answered_kindly(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    coffee = street.date(street.activity(), at("2026-11-26", "14:00"))
    street.sweep("invite")
    street.until(at("2026-11-27", "12:00"), "invite")
    for verb in ("sign.join", "inv.maybe", "inv.no", "find.about"):
        assert "over" in street.presses(inge, verb, coffee).text
    found = invitation_of(street.tx, coffee, inge.id)
    assert found is not None
    assert found.answer == "expired"


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_on_the_days_the_clock_changes_the_hours_are_those_on_the_wall(street: Street, day: str) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    street.date(street.activity(), at(day, "14:00") + timedelta(days=6))
    street.now = at(day, "00:30")
    street.until(at(day, "12:00"), "invite")
    (wall,) = asked(street, inge.id)
    assert wall == f"{day} 10:00"


def test_everything_fits_on_a_small_screen_however_long_the_words(street: Street) -> None:
    long = "Fællesspisning og højtlæsning for alle " * 8
    karen = street.person("Karen-Margrethe", Role.HOST)
    inge = street.citizen("Anne-Margrethe", wish=("kaffe",))
    coffee = street.date(
        street.activity(long, host=karen.id, place=long, door=long, first_ten=long, price=long),
        at("2026-11-25", "14:00"),
    )
    street.sweep("invite")
    for verb in ("find.about", "inv.maybe", "sign.look", "sign.hand"):
        street.forges(inge, verb, coffee)
    for verb in ("sign.company", "sign.out", "sign.undo"):
        street.forges(inge, verb, coffee)
    street.until(at("2026-11-27", "12:00"), "remind", "afterwards")
    assert {seen.kind for seen in street.to(inge)} > {Kind.INVITATION, Kind.REMINDER, Kind.FOLLOWUP}
    for seen in street.to(inge):
        assert len(seen.text) <= (300 if seen.kind is Kind.REMINDER else 500), seen.text
        assert all(len(b.label) <= 28 and len(b.data) <= 64 for row in seen.message.buttons for b in row)


def test_who_leaves_questions_unanswered_is_asked_more_and_more_seldom(street: Street) -> None:
    inge = street.citizen("Inge", wish=("kaffe",))
    for week in range(14):
        street.date(street.activity(f"Kaffe {week}"), at("2026-11-25", "14:00") + timedelta(weeks=week))
        street.date(
            street.activity(f"Te {week}", interest="kaffe"), at("2026-11-27", "14:00") + timedelta(weeks=week)
        )
    street.until(at("2027-02-18", "12:00"), "invite")
    days = [wall[:10] for wall in asked(street, inge.id)]
    gaps = [(at(two) - at(one)).days for one, two in pairwise(days)]
    assert gaps[:2] == [1, 14]
    assert all(gap >= 14 for gap in gaps[1:]), gaps
    assert len(days) <= 6, days
