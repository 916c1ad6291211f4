"""Pitfalls 15 and 16: one tap and two actions; a conversation that is lost or stuck after a restart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from town import Phone, Shown, Town, wall

from bot.domain.people import Role
from bot.ports import Kind

START = wall("2026-11-26", "14:00")


def taps(phone: Phone, shown: Shown, label: str, times: int = 3) -> list[Shown]:
    """Press a button several times, each a new update; return what was answered to each."""
    answers = [phone.presses_on(shown, label) for _ in range(times)]
    found = [answer for answer in answers if answer]
    assert len(found) == times, "every tap has a visible answer"
    return found


def offered(phone: Phone, label: str) -> Shown:
    return next(s for s in reversed(phone.shown) if s.button(label))


def test_pitfall_15_one_tap_two_actions_seats(town: Town) -> None:
    """Signing up, cancelling and taking a seat are done once for a person, an activity and a wish."""
    inge, poul = town.citizen("Inge"), town.citizen("Poul")
    occurrence = town.activity("Torsdagskaffe", START, seats=2)
    card = inge.presses_data(f"!find.about:{occurrence}")
    assert card
    first, *others = taps(inge, card, "Ja, jeg vil med")
    assert {answer.text for answer in others} == {first.text}
    assert town.rows("SELECT taken FROM occurrence") == [(1,)]
    town.tx.take_seats(id=occurrence, n=1)
    full = poul.presses_data(f"!find.about:{occurrence}")
    assert full
    taps(poul, full, "Skriv mig på ventelisten")
    taps(inge, first, "Meld afbud")
    assert sum("nu er der en plads" in s.text for s in poul.shown) == 1
    taps(poul, offered(poul, "Nej tak"), "Ja tak")
    assert town.rows("SELECT taken FROM occurrence") == [(2,)]


def test_pitfall_15_one_tap_two_actions_words_to_others(town: Town) -> None:
    """However often it is pressed, others hear of it once."""
    karen, mette = town.volunteer("Karen"), town.coordinator()
    inge = town.citizen("Inge")
    occurrence = town.activity("Torsdagskaffe", START, host=karen)
    inge.presses_data(f"!sign.join:{occurrence}")
    town.until(START - timedelta(hours=1))
    karen_before, mette_before = len(karen.shown), len(mette.shown)
    reminder = offered(inge, "Jeg er her")
    taps(inge, reminder, "Jeg er forsinket")
    taps(inge, reminder, "Jeg er her")
    assert len([s for s in karen.since(karen_before) if s.kind is Kind.STAFF]) == 2
    inge.says("/menu")
    taps(inge, offered(inge, "Tal med et menneske"), "Tal med et menneske")
    assert len([s for s in mette.since(mette_before) if s.kind is Kind.STAFF]) == 1
    take = offered(mette, "Tag samtalen")
    taps(mette, take, "Tag samtalen")
    assert sum("Nu er Mette her" in s.text for s in inge.shown) == 1


def test_pitfall_15_one_tap_two_actions_cancelling_for_all(town: Town) -> None:
    """A coordinator's impatient thumb cancels once and tells everybody once."""
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Torsdagskaffe", START)
    inge.presses_data(f"!sign.join:{occurrence}")
    asked = mette.presses_data(f"!plan.cancel:{occurrence}")
    assert asked
    taps(mette, asked, "Ja, aflys")
    assert [s.kind for s in inge.shown].count(Kind.CHANGE) == 1


def test_pitfall_16_conversation_lost_after_a_restart(town: Town) -> None:
    """State is in the database: a new process before every answer changes nothing."""
    inge = town.phone("Inge")
    inge.opens(town.link(Role.CITIZEN))
    for press in ("Ja, og jeg er fyldt 18", "Kald mig Inge"):
        town.restarts()
        assert inge.presses(press)
    town.restarts()
    inge.says("gåture og kaffe")
    town.restarts()
    inge.presses("Ja, vis mig det")
    assert inge.person.first_name == "Inge"
    assert inge.person.stage == "member"
    mette = town.coordinator()
    mette.says("/ny")
    for said in ("Kortspil", "torsdag den 26. november kl. 14-16", "Medborgerhuset"):
        town.restarts()
        mette.says(said)
    while "Ja, vis den" not in mette.last.labels:
        town.restarts()
        if "Spring over" in mette.last.labels:
            mette.presses("Spring over")
        else:
            mette.says("8")
    town.restarts()
    mette.presses("Ja, vis den")
    assert town.rows("SELECT title, place FROM activity") == [("Kortspil", "Medborgerhuset")]


def live(town: Town) -> tuple[Phone, Phone, Phone]:
    """Let three people use the bot for some days."""
    karen, mette, inge = town.volunteer("Karen"), town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Torsdagskaffe", START, host=karen)
    inge.says("aktiviteter")
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    inge.says("/hej")
    inge.presses("Hver uge")
    mette.presses_data(f"!plan.show:{occurrence}")
    mette.says("/opslag")
    mette.presses("Begge dele")
    karen.says("/vagter")
    inge.says("/privatliv")
    inge.says("pause")
    town.until(START + timedelta(days=2))
    inge.says("tal med et menneske")
    mette.presses("Tag samtalen")
    inge.presses("Afslut samtalen")
    return karen, mette, inge


def arrived(town: Town, phone: Phone) -> int:
    """Return how many messages, and changes of messages, a phone was sent."""
    count: int = town.rows("SELECT count(*) FROM outbox WHERE chat = ? AND state = 'sent'", phone.chat)[0][0]
    return count


def test_pitfall_16_any_old_button_gives_a_fresh_view(town: Town) -> None:
    """Weeks later every button that was ever shown still answers with how things stand."""
    for phone in live(town):
        for shown in list(phone.shown):
            for label in shown.labels:
                if label in ("Ja, slet alt", "Slet alt om mig"):
                    continue
                if shown.button(label):  # an answer may have changed the message itself
                    town.now += timedelta(minutes=3)
                    before = arrived(town, phone)
                    phone.presses_on(shown, label)
                    assert arrived(town, phone) > before, (phone.name, shown.text, label)


def test_pitfall_16_an_old_button_of_a_question_shows_what_is_asked_now(town: Town) -> None:
    """A press on an earlier question changes nothing, and shows the one that waits."""
    inge = town.phone("Inge")
    inge.says("hej")
    door = inge.last
    inge.presses("Ja, og jeg er fyldt 18")
    asked = inge.last
    assert inge.presses_on(door, "Ja, og jeg er fyldt 18") is None, "a double tap repeats nothing"
    town.until(town.now + timedelta(days=2))
    answer = inge.presses_on(door, "Ja, og jeg er fyldt 18")
    assert answer
    assert (answer.text, answer.labels) == (asked.text, asked.labels)
    assert answer.at == town.now


@pytest.mark.parametrize("answers", range(5))
def test_pitfall_16_menu_always_frees(town: Town, answers: int) -> None:
    """Wherever somebody is stuck, the word menu leads out of it."""
    mette = town.coordinator()
    mette.says("/ny")
    for said in ("Kortspil", "torsdag den 26. november kl. 14-16", "Medborgerhuset", "Korsør")[:answers]:
        mette.says(said)
    menu = mette.says("/menu")
    assert menu
    assert "Ny aktivitet" in menu.labels
    mette.says("hvem er du")
    assert "automatisk" in mette.last.text
    assert not town.rows("SELECT title FROM activity")
