"""Pitfalls 3 to 6: cancelled, moved, moved late, and not told at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from town import ZONE, Phone, Town, wall

from bot.ports import Kind
from bot.sweeps.known import SWEEPS

START = wall("2026-11-26", "14:00")  # a Thursday
OLD, NEW = "torsdag den 26. november kl. 14.00", "torsdag den 26. november kl. 16.00"
FRIDAY = "fredag den 27. november kl. 10.00"


def signs_up(town: Town, occurrence: int, *phones: Phone) -> None:
    for phone in phones:
        phone.presses_data(f"!sign.join:{occurrence}")


def writes_reminders(town: Town, *names: str) -> None:
    """Let the reminders be written while the post is on strike."""
    for name in names:
        with town.transaction() as tx:
            assert SWEEPS[name].run(tx, town.settings, town.now)


def of(phone: Phone, *kinds: Kind) -> list[str]:
    return [s.text for s in phone.shown if s.kind in kinds]


def says_when(mette: Phone, occurrence: int, words: str) -> None:
    """Tell of a new time, up to the last yes."""
    mette.presses_data(f"!plan.move:{occurrence}")
    mette.says(words)


def moves(mette: Phone, occurrence: int, words: str) -> None:
    says_when(mette, occurrence, words)
    mette.presses("Ja, flyt den")


def test_pitfall_03_reminder_for_a_cancelled_activity(town: Town) -> None:
    """Cancelling sends one notice to each and kills what is on its way, the companion's and the list's."""
    mette, karen = town.coordinator(), town.volunteer("Karen")
    inge, poul = town.citizen("Inge"), town.citizen("Poul")
    occurrence = town.activity("Torsdagskaffe", START, seats=1)
    other = town.activity("Gå og snak", START + timedelta(hours=4))
    signs_up(town, occurrence, inge)
    signs_up(town, other, poul)
    poul.presses_data(f"!wait.on:{occurrence}")
    town.tx.add_shift(occurrence=occurrence, person=karen.person.id, role="companion", now=town.now)
    town.now = wall("2026-11-25", "17:00")
    writes_reminders(town, "remind", "remind_shifts")
    heard = {phone.name: len(phone.shown) for phone in (inge, poul, karen)}
    mette.presses_data(f"!plan.cancelled:{occurrence}")
    mette.presses_data(f"!plan.cancelled:{occurrence}")
    town.until(START + timedelta(days=3))
    for phone in (inge, poul, karen):
        about = [s.text for s in phone.since(heard[phone.name]) if "Torsdagskaffe" in s.text]
        assert len(about) == 1, phone.name
        assert "aflyst" in about[0]
    assert len(of(poul, Kind.REMINDER)) == 2, "what was not cancelled is reminded of as always"


def test_pitfall_03_the_gate_looks_at_the_moment_of_sending(town: Town) -> None:
    """A reminder that was written before is not sent once its activity is off, however that came about."""
    inge = town.citizen("Inge")
    occurrence = town.activity("Torsdagskaffe", START)
    signs_up(town, occurrence, inge)
    town.now = wall("2026-11-25", "17:00")
    writes_reminders(town, "remind")
    town.tx.cancel_occurrence(id=occurrence)
    town.until(START + timedelta(hours=1))
    assert not of(inge, Kind.REMINDER)


def test_pitfall_04_reminder_with_the_old_time_after_a_move(town: Town) -> None:
    """Reminders are derived from the activity: a move re-arms them and asks everybody to confirm."""
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Torsdagskaffe", START)
    signs_up(town, occurrence, inge)
    town.now = wall("2026-11-25", "17:00")
    says_when(mette, occurrence, "onsdag den 2. december kl. 10-12")
    writes_reminders(town, "remind")
    mette.presses("Ja, flyt den")
    (told,) = [s for s in inge.shown if s.kind is Kind.CHANGE]
    assert told.labels[:3] == ["Ja, jeg kommer", "Måske", "Nej, meld afbud"]
    assert not of(inge, Kind.REMINDER), "the one with the old time was on its way"
    inge.presses("Ja, jeg kommer")
    town.until(wall("2026-12-02", "13:00"))
    reminded = [s for s in inge.shown if s.kind is Kind.REMINDER]
    assert [f"{s.at.astimezone(ZONE):%d %H}" for s in reminded] == ["01 17", "02 08"]
    assert all("onsdag den 2. december kl. 10.00" in s.text for s in reminded)
    assert OLD not in "".join(s.text for s in reminded)


@pytest.mark.parametrize("clock", ["18:00", "23:40"])
def test_pitfall_05_moved_after_the_reminder_went_out(town: Town, clock: str) -> None:
    """A near move is told in the same minute, night or not: the old time, the new one, and a question."""
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Torsdagskaffe", START)
    signs_up(town, occurrence, inge)
    town.until(wall("2026-11-25", clock))
    assert OLD in of(inge, Kind.REMINDER)[0]
    moves(mette, occurrence, "torsdag den 26. november kl. 16-18")
    told = inge.last
    assert (told.kind, told.at) == (Kind.CHANGE, town.now)
    assert told.text.index(OLD) < told.text.index(NEW)
    assert "Ja, jeg kommer" in told.labels
    town.until(START + timedelta(days=1))
    today = [s for s in inge.shown if s.kind is Kind.REMINDER][1:]
    assert [NEW in s.text for s in today] == [True]


def at_night(town: Town) -> tuple[Phone, Phone, int]:
    """Return a coordinator who is up late, somebody who sleeps, and what they are signed up for."""
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Torsdagskaffe", START)
    signs_up(town, occurrence, inge)
    town.until(wall("2026-11-23", "23:00"))
    return mette, inge, occurrence


def changes(phone: Phone) -> list[tuple[datetime, str]]:
    return [(s.at, s.text) for s in phone.shown if s.kind is Kind.CHANGE]


def test_pitfall_05_moved_twice_before_anybody_heard(town: Town) -> None:
    """One notice is enough, and its old time is the one that people have in mind."""
    mette, inge, occurrence = at_night(town)
    moves(mette, occurrence, "torsdag den 26. november kl. 16-18")
    moves(mette, occurrence, "fredag den 27. november kl. 10-12")
    town.until(wall("2026-11-24", "12:00"))
    ((when, text),) = changes(inge)
    assert when == wall("2026-11-24", "08:00")
    assert OLD in text
    assert FRIDAY in text
    assert NEW not in text


def test_pitfall_06_cancelled_under_a_time_that_nobody_knew(town: Town) -> None:
    """Who was never told of a move hears that the time they know is off."""
    mette, inge, occurrence = at_night(town)
    moves(mette, occurrence, "fredag den 27. november kl. 10-12")
    mette.presses_data(f"!plan.cancelled:{occurrence}")
    town.until(wall("2026-11-24", "12:00"))
    ((_when, text),) = changes(inge)
    assert OLD in text
    assert "aflyst" in text
    assert FRIDAY not in text


@pytest.mark.parametrize(("how", "word"), [("cancelled", "aflyst"), ("moved", "kl. 16.00")])
def test_pitfall_06_not_told_that_it_is_off(town: Town, how: str, word: str) -> None:
    """Everybody is told, the last one too; who was not reached is on a coordinator's list to call, once."""
    mette = town.coordinator()
    people = [town.citizen(name) for name in ("Inge", "Poul", "Olga", "Ahmed")]
    occurrence = town.activity("Torsdagskaffe", START)
    signs_up(town, occurrence, *people)
    poul = people[1]
    town.tx.add_person(
        chat=None, first_name="Erik", language="da", organisation=town.home, stage="member", now=town.now
    )
    erik = town.rows("SELECT max(id) FROM person")[0][0]
    town.tx.add_signup(occurrence=occurrence, person=erik, form="join", state="in", party=1, now=town.now)
    town.tx.take_seats(id=occurrence, n=1)
    poul.closes()
    heard = len(mette.shown)
    if how == "cancelled":
        mette.presses_data(f"!plan.cancelled:{occurrence}")
    else:
        moves(mette, occurrence, "torsdag den 26. november kl. 16-18")
    town.until(town.now + timedelta(days=1))
    for phone in (people[0], people[2], people[3]):
        assert len(changes(phone)) == 1, phone.name
    calls = [s.text for s in mette.since(heard) if "Ring gerne" in s.text and "ved ikke" in s.text]
    assert sorted(text.split()[0] for text in calls) == ["Erik", "Poul"]
    assert all(word in text for text in calls)
    states = town.rows("SELECT state, count(*) FROM outbox WHERE kind = 'change' GROUP BY state ORDER BY 1")
    assert states == [("sent", 3), ("suppressed", 1)]


def on_duty(town: Town, start: datetime = START) -> tuple[Phone, Phone, int]:
    """Return a coordinator, a volunteer who has said that they come, and the date."""
    mette, jens = town.coordinator(), town.volunteer("Jens")
    occurrence = town.activity("Torsdagskaffe", start)
    shift = town.tx.add_shift(occurrence=occurrence, person=jens.person.id, role="helper", now=town.now)
    jens.presses_data(f"!shift.come:{shift}")
    return mette, jens, occurrence


def test_pitfall_03_a_shift_of_a_cancelled_activity(town: Town) -> None:
    """A volunteer hears once that it is off, and nothing of it after that."""
    mette, jens, occurrence = on_duty(town)
    town.until(wall("2026-11-25", "15:00"))
    heard = len(jens.shown)
    mette.presses_data(f"!plan.cancelled:{occurrence}")
    town.until(START + timedelta(days=1))
    assert [(s.kind, "aflyst" in s.text) for s in jens.since(heard)] == [(Kind.CHANGE, True)]


def test_pitfall_04_a_shift_that_was_moved_is_asked_about_again(town: Town) -> None:
    """A yes was to the old time: it is asked anew, reminded of anew, and unanswered it is no yes."""
    mette, jens, occurrence = on_duty(town)
    moves(mette, occurrence, "onsdag den 2. december kl. 14-16")
    assert town.rows("SELECT state FROM shift") == [("taken",)]
    town.until(wall("2026-12-02", "15:00"))
    reminded = [s for s in jens.shown if s.kind is Kind.REMINDER]
    assert [f"{s.at.astimezone(ZONE):%d %H}" for s in reminded] == ["30 14", "01 14", "02 11"]
    assert OLD not in "".join(s.text for s in reminded)
    assert [s.text.split(" om")[0] for s in mette.shown if "ikke svaret" in s.text] == [
        "Jens har ikke svaret"
    ]


@pytest.mark.parametrize("clock", ["15:00", "23:40"])
def test_pitfall_05_a_shift_that_is_moved_after_its_reminder(town: Town, clock: str) -> None:
    """A volunteer hears of a near move in the same minute: the old time, the new one, and a question."""
    mette, jens, occurrence = on_duty(town)
    town.until(wall("2026-11-25", clock))
    moves(mette, occurrence, "torsdag den 26. november kl. 16-18")
    told = jens.last
    assert (told.kind, told.at) == (Kind.CHANGE, town.now)
    assert told.text.index(OLD) < told.text.index(NEW)
    assert told.labels[:2] == ["Jeg kommer", "Jeg er forhindret"]


def test_pitfall_06_a_volunteer_who_was_not_reached_is_on_the_list(town: Town) -> None:
    """Whoever has closed the chat would cross the town: a coordinator is told whom to call."""
    mette, jens, occurrence = on_duty(town)
    jens.closes()
    heard = len(mette.shown)
    mette.presses_data(f"!plan.cancelled:{occurrence}")
    town.sweep()
    assert len([s for s in mette.since(heard) if "Jens" in s.text and "Ring" in s.text]) == 1
