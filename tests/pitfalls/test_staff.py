"""Pitfalls 19 and 20: double booking and unclear absence, and a hand-over that loses the person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from town import DAY, ZONE, Phone, Town, wall

from bot.domain.people import Role
from bot.ports import UNPROMPTED, Kind, Outbound
from bot.storage import letters
from bot.storage.people import put_role

START = wall("2026-11-26", "14:00")  # a Thursday


# --- 19 ----------------------------------------------------------------------------------------------


def needs(town: Town, title: str, starts_at: datetime, role: str = "helper") -> int:
    """Plan a date that wants one volunteer."""
    occurrence = town.activity(title, starts_at)
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", occurrence)[0][0]
    town.tx.put_need(activity=activity, role=role, wanted=1)
    return occurrence


def takes(phone: Phone) -> str:
    phone.says("/vagter")
    phone.presses("Se ledige vagter")
    answer = phone.presses("1. Hjælper")
    assert answer
    return answer.text


def test_pitfall_19_double_booking_of_a_citizen(town: Town) -> None:
    """Two things at one time are pointed out, and allowed: it may be what somebody wants."""
    inge = town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    walk = town.activity("Gå og snak", START + timedelta(hours=1))
    later = town.activity("Korsang", START + timedelta(hours=3))
    inge.presses_data(f"!sign.join:{coffee}")
    clash = inge.presses_data(f"!sign.join:{walk}")
    assert clash
    assert "På samme tid har du også Torsdagskaffe." in clash.text
    free = inge.presses_data(f"!sign.join:{later}")
    assert free
    assert "På samme tid" not in free.text
    assert town.rows("SELECT count(*) FROM signup WHERE state = 'in'") == [(3,)]


def test_pitfall_19_clashing_shifts(town: Town) -> None:
    """A volunteer hears of an overlap with a shift or a sign-up, and may take the shift all the same."""
    town.coordinator()
    jens = town.volunteer("Jens")
    needs(town, "Torsdagskaffe", START)
    assert "På samme tid" not in takes(jens)
    needs(town, "Gå og snak", START + timedelta(hours=1))
    assert "På samme tid har du også Torsdagskaffe." in takes(jens)
    assert town.rows("SELECT count(*) FROM shift WHERE state = 'taken'") == [(1,)], "it is told first"
    jens.presses("Ja, den her også")
    assert town.rows("SELECT count(*) FROM shift WHERE state = 'taken'") == [(2,)]


@pytest.mark.parametrize("minutes", [-60, 0, 119])
def test_pitfall_19_no_way_to_say_not_coming_late(town: Town, minutes: int) -> None:
    """Saying that one cannot come works until the end, for volunteers and for everybody else."""
    mette, jens, inge = town.coordinator(), town.volunteer("Jens"), town.citizen("Inge")
    occurrence = needs(town, "Torsdagskaffe", START)
    takes(jens)
    inge.presses_data(f"!sign.join:{occurrence}")
    town.until(START + timedelta(minutes=minutes))
    heard = len(mette.shown)
    jens.presses("Jeg er forhindret")
    inge.presses("Meld afbud")
    assert "Jens er forhindret" in "".join(s.text for s in mette.since(heard))
    assert town.rows("SELECT state FROM shift") == [("prevented",)]
    assert town.rows("SELECT taken FROM occurrence") == [(0,)]


def test_pitfall_19_after_the_end_nothing_is_claimed(town: Town) -> None:
    """When it is over, nobody is told that a coordinator takes over."""
    mette, jens = town.coordinator(), town.volunteer("Jens")
    needs(town, "Torsdagskaffe", START)
    takes(jens)
    button = jens.last
    town.until(START + DAY)
    heard = len(mette.shown)
    answer = jens.presses_on(button, "Jeg er forhindret")
    assert answer
    assert "har fået besked" not in answer.text
    assert not mette.since(heard)
    assert town.rows("SELECT state FROM shift") == [("taken",)]


def test_pitfall_19_absent_but_counted_as_present(town: Town) -> None:
    """Whoever has given a shift back is missing at once: to the coordinator and to other volunteers."""
    mette, jens, sara = town.coordinator(), town.volunteer("Jens"), town.volunteer("Sara")
    occurrence = needs(town, "Torsdagskaffe", START)
    takes(jens)
    full = mette.presses_data(f"!plan.show:{occurrence}")
    assert full
    assert "Mangler" not in full.text
    jens.presses("Jeg er forhindret")
    missing = mette.presses_data(f"!plan.show:{occurrence}")
    assert missing
    assert "Mangler frivillige: 1" in missing.text
    assert takes(sara)
    assert town.rows("SELECT p.first_name FROM shift s JOIN person p ON p.id = s.person "
                     "WHERE s.state = 'taken'") == [("Sara",)]  # fmt: skip


# --- 20 ----------------------------------------------------------------------------------------------


def waiting_lines(phone: Phone) -> list[datetime]:
    return [s.at.astimezone(ZONE) for s in phone.shown if "venter stadig på svar" in s.text]


def test_pitfall_20_no_notice_to_staff(town: Town) -> None:
    """All who could take it hear at once, and again every day in waking hours, until somebody does."""
    mette, birthe, inge = town.coordinator(), town.coordinator("Birthe"), town.citizen("Inge")
    inge.says("jeg vil gerne tale med et menneske")
    for phone in (mette, birthe):
        assert "Tag samtalen" in phone.last.labels
    town.until(town.now + timedelta(days=3))
    assert len(waiting_lines(mette)) >= 3
    assert all(8 <= at.hour < 21 for at in waiting_lines(mette))
    birthe.presses("Tag samtalen")
    count = len(waiting_lines(mette))
    town.until(town.now + timedelta(days=2))
    assert len(waiting_lines(mette)) == count


def test_pitfall_20_closed_hours_shown_wrongly(town: Town) -> None:
    """The answer says who reads and when, in the words of the house, and promises no minute."""
    town.coordinator()
    inge = town.citizen("Inge")
    town.until(wall("2026-11-28", "23:00"))
    answer = inge.says("jeg vil gerne tale med et menneske")
    assert answer
    assert "Mette læser på hverdage kl. 9-15" in answer.text
    again = inge.says("Er der nogen?")
    assert again
    assert "Mette læser på hverdage kl. 9-15" in again.text


def test_pitfall_20_bot_talks_on(town: Town) -> None:
    """While a human has the conversation the bot is silent, and what nobody asked for rests."""
    mette, inge = town.coordinator(), town.citizen("Inge")
    inge.says("jeg vil gerne tale med et menneske")
    mette.presses("Tag samtalen")
    heard = len(inge.shown)
    for said in ("hej", "hvad sker der", "ja", "jeg er træt af det hele", "menu", "blåbærgrød"):
        inge.says(said)
        assert said in mette.last.text
    with town.transaction() as tx:
        for kind in UNPROMPTED:
            letters.put(
                tx,
                key=f"test:{kind}",
                chat=inge.chat,
                kind=kind,
                message=Outbound("Vil du med?"),
                now=town.now,
                person=inge.person.id,
                expires_at=town.now + timedelta(days=9),
            )
    town.until(town.now + DAY)
    assert not inge.since(heard)
    mette.presses("Svar")
    mette.says("Jeg ringer i morgen")
    assert [s.kind for s in inge.since(heard)] == [Kind.RELAY]
    mette.presses("Afslut samtalen")
    town.until(town.now + DAY)
    assert {s.kind for s in inge.since(heard)} & UNPROMPTED, "what rested comes when they have ended"


def test_pitfall_20_silent_after_return(town: Town) -> None:
    """The end is said aloud, and from then on the bot answers again."""
    mette, inge = town.coordinator(), town.citizen("Inge")
    inge.says("jeg vil gerne tale med et menneske")
    mette.presses("Tag samtalen")
    mette.presses("Afslut samtalen")
    assert "Fra nu af er det mig, der svarer" in inge.last.text
    heard = len(mette.shown)
    answer = inge.says("hvem er du")
    assert answer
    assert "automatisk" in answer.text
    assert len(mette.shown) == heard


def test_pitfall_20_nobody_ends_it(town: Town) -> None:
    """Whoever took a conversation is reminded of it while it keeps the bot silent."""
    mette, birthe, inge = town.coordinator(), town.coordinator("Birthe"), town.citizen("Inge")
    inge.says("jeg vil gerne tale med et menneske")
    mette.presses("Tag samtalen")
    town.until(town.now + timedelta(days=2))
    mette.presses("Svar")
    mette.says("Hvordan går det?")
    said = town.now
    town.until(town.now + timedelta(days=5))
    lines = [s for s in mette.shown if "Du har stadig samtalen med Inge" in s.text]
    assert lines
    assert lines[0].at - said >= timedelta(days=3), "a word of either side counts"
    assert not [s for s in birthe.shown if "stadig samtalen" in s.text]
    mette.presses_on(lines[-1], "Afslut samtalen")
    assert "Fra nu af er det mig" in inge.last.text


@pytest.mark.parametrize("gone", ["erased", "role"])
def test_pitfall_20_whoever_had_it_is_gone(town: Town, gone: str) -> None:
    """A conversation whose coordinator is no longer one can be taken by another."""
    mette, birthe, inge = town.coordinator(), town.coordinator("Birthe"), town.citizen("Inge")
    inge.says("jeg vil gerne tale med et menneske")
    mette.presses("Tag samtalen")
    if gone == "erased":
        mette.says("slet mig")
        mette.presses("Ja, slet alt")
    else:
        put_role(town.tx, mette.person.id, town.home, Role.COORDINATOR, town.now, state="revoked")
    inge.says("Er du der?")
    assert "Er du der?" in birthe.last.text
    birthe.presses("Tag samtalen")
    assert "Nu er Birthe her" in inge.last.text
    inge.says("Tak")
    assert "Tak" in birthe.last.text


def test_pitfall_19_who_handed_a_shift_over_is_reminded_no_more_and_who_has_it_is(town: Town) -> None:
    """The seat's true state: reminders follow the shift, not whoever had it first."""
    town.coordinator()
    jens, karen = town.volunteer("Jens"), town.volunteer("Karen")
    needs(town, "Torsdagskaffe", START)
    takes(jens)
    town.until(wall("2026-11-24", "14:30"))
    jens.presses("Jeg er forhindret")
    town.sweep()
    karen.presses("Ja, jeg træder til")
    heard = len(jens.shown)
    town.until(START)
    assert not [s for s in jens.since(heard) if s.kind is Kind.REMINDER]
    assert [s.at for s in karen.shown if s.kind is Kind.REMINDER] == [START - timedelta(hours=3)]
