"""Yes, if I need not go alone: a seat for two, two yeses before any name, and an early answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairs import asks, companion, pairs
from town import ZONE, Town, wall

from bot.domain.company import HOPELESS, Candidate, answer_by, first_asked
from bot.domain.people import Role
from bot.domain.quiet import is_waking

START = wall("2026-12-03", "14:00")  # ten days ahead


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def seats(town: Town, occurrence: int) -> int:
    return int(town.rows("SELECT taken FROM occurrence WHERE id = ?", occurrence)[0][0])


def test_nothing_is_looked_for_before_the_yes_to_it_but_the_seats_are_kept(town: Town) -> None:
    jens, inge = companion(town, "Jens"), town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    shown = inge.presses_data(f"!sign.company:{coffee}")
    assert shown
    assert shown.text.startswith("Din plads er gemt. Må en følgeven")
    town.until(town.now + timedelta(hours=5))
    assert (seats(town, coffee), pairs(town)) == (2, [])
    inge.presses("Ja, det må du")
    assert "senest torsdag den 26. november kl. 10.00" in inge.last.text
    town.sweep()
    assert "En deltager vil gerne følges med nogen" in jens.last.text
    consents = town.rows("SELECT text_hash FROM consent WHERE purpose = 'companion'")
    assert len(consents) == 1


def test_no_name_crosses_before_both_have_said_yes(town: Town) -> None:
    jens, inge = companion(town, "Jensine", "coffee"), town.citizen("Ingeborg")
    town.tx.put_interest(person=inge.person.id, kind="wish", word="coffee")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    jens.presses("Ja, gerne")
    before = [s.text for s in jens.shown] + [str(s.labels) for s in jens.shown]
    assert not any("Ingeborg" in text for text in before)
    heard = [s.text for s in inge.shown] + [str(s.labels) for s in inge.shown]
    assert not any("Jensine" in text for text in heard)
    assert "I har kaffe og snak til fælles." in inge.last.text
    inge.presses("Ja tak")
    assert "Du følges med Jensine til Torsdagskaffe" in inge.last.text
    assert "Du følges med Ingeborg til Torsdagskaffe" in jens.last.text
    assert "I mødes kl. 13.50 ved indgangen til Biblioteket." in jens.last.text
    assert pairs(town) == ["agreed"]


def test_both_get_the_same_card_the_day_before_and_nobody_a_number(town: Town) -> None:
    jens, inge = companion(town, "Jens"), town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    inge.presses("Fortæl, hvad jeg har på")
    inge.says("ring 58 57 57 57")
    assert "uden numre og links" in inge.last.text
    inge.says("rød hue")
    town.until(wall("2026-12-02", "17:00"))
    hers, his = inge.last, jens.last
    assert hers.text.splitlines()[0] == "I morgen følges du med Jens."
    assert his.text.splitlines()[:1] == ["I morgen følges du med Inge."]
    assert "Se efter: rød hue." in his.text
    assert hers.text.splitlines()[1:3] == his.text.splitlines()[1:3]
    assert (hers.at, his.at) == (wall("2026-12-02", "17:00"),) * 2
    town.until(START + timedelta(days=1))
    assert town.rows("SELECT count(*) FROM companionship WHERE citizen_sign <> ''") == [(0,)]


def test_one_is_asked_at_a_time_and_a_no_moves_on_to_the_next(town: Town) -> None:
    one, two = companion(town, "Jens"), companion(town, "Karen", "coffee")
    inge = town.citizen("Inge")
    town.tx.put_interest(person=inge.person.id, kind="wish", word="coffee")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    assert two.last.labels[0] == "Ja, gerne"  # who shares an interest is asked first
    assert "Ja, gerne" not in one.last.labels
    two.presses("Ikke denne gang")
    town.sweep()
    assert one.last.labels[0] == "Ja, gerne"
    town.until(town.now + timedelta(hours=5))  # no answer
    assert pairs(town) == ["declined", "lapsed"]
    one.presses("Ja, gerne")  # late, and still welcome
    assert pairs(town) == ["declined", "willing"]


def test_nobody_found_is_told_early_and_the_seat_stays(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START, host=town.volunteer("Karen"))
    asks(inge, coffee)
    town.until(wall("2026-11-26", "15:00"))
    assert "Ingen følgevenner er ledige" in mette.last.text
    assert "Din plads er stadig din." in inge.last.text
    assert inge.last.labels[:2] == ["Mød mig ved døren", "Led lidt endnu"]
    assert sum("Ingen følgevenner" in s.text for s in mette.shown) == 1
    assert inge.last.at <= START - timedelta(hours=36)
    town.until(START - timedelta(days=2))
    assert seats(town, coffee) == 2
    inge.presses("Mød mig ved døren")
    assert seats(town, coffee) == 1
    assert "Karen tager imod dig" in inge.last.text


def test_looking_on_asks_who_has_become_free_and_answers_anew(town: Town) -> None:
    inge = town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.until(wall("2026-11-26", "15:00"))
    jens = companion(town, "Jens")
    inge.presses("Led lidt endnu")
    assert "Jeg leder nu" in inge.last.text
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    assert pairs(town) == ["agreed"]


def test_too_late_to_look_is_said_at_once_and_only_once(town: Town) -> None:
    town.until(START - timedelta(hours=3))
    inge = town.citizen("Inge")
    coffee = town.activity("Fællessang", START)
    asks(inge, coffee)
    assert "Jeg har endnu ikke fundet en følgeven" in inge.last.text
    count = len(inge.shown)
    town.until(START - timedelta(hours=1))
    assert not any("endnu ikke fundet" in s.text for s in inge.since(count))
    inge.presses("Led lidt endnu")
    assert "Jeg har endnu ikke fundet en følgeven" in inge.last.text


def test_a_yes_that_comes_once_it_has_begun_is_answered_too(town: Town) -> None:
    inge = town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    inge.presses_data(f"!sign.company:{coffee}")
    town.now = START + timedelta(minutes=30)
    before = len(inge.shown)
    inge.presses("Ja, det må du")
    assert ["Jeg går selv" in shown.labels for shown in inge.since(before)] == [True]


def test_who_says_the_second_yes_in_the_night_is_answered_at_once(town: Town) -> None:
    jens, inge = companion(town, "Jens"), town.citizen("Inge")
    asks(inge, town.activity("Torsdagskaffe", START))
    town.sweep()
    jens.presses("Ja, gerne")
    town.until(wall("2026-11-23", "21:30"))
    heard = len(jens.shown)
    assert "Jens" in str(inge.presses("Ja tak"))
    assert jens.since(heard) == [], "the other one may be asleep"
    town.until(wall("2026-11-24", "08:05"))
    assert "Inge" in jens.shown[heard].text


def test_a_second_companion_is_told_apart_from_the_first(town: Town) -> None:
    jens, karen, inge = companion(town, "Jens"), companion(town, "Karen"), town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    first, second = (jens, karen) if "Ja, gerne" in jens.last.labels else (karen, jens)
    first.presses("Ja, gerne")
    assert inge.last.text.startswith("En frivillig vil gerne følges med dig")
    inge.presses("Spørg en anden")
    town.sweep()
    second.presses("Ja, gerne")
    assert inge.last.text.startswith("En anden frivillig vil gerne følges med dig")
    inge.presses("Ja tak")
    assert pairs(town) == ["refused", "agreed"]


def test_who_thinks_again_in_the_night_is_not_told_of_in_the_morning(town: Town) -> None:
    jens, karen, inge = companion(town, "Jens"), companion(town, "Karen"), town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    town.until(wall("2026-11-23", "18:00"))
    asks(inge, coffee)
    town.sweep()
    first, second = (jens, karen) if "Ja, gerne" in jens.last.labels else (karen, jens)
    town.until(wall("2026-11-24", "05:00"))
    heard = len(inge.shown)
    first.presses("Ja, gerne")
    first.presses("Jeg kan ikke alligevel")
    town.until(wall("2026-11-24", "09:01"))
    second.presses("Ja, gerne")
    asked = [s.text.partition(" vil gerne")[0] for s in inge.since(heard) if "vil gerne følges" in s.text]
    assert asked == ["En frivillig"]
    second.presses("Jeg kan ikke alligevel")
    assert pairs(town) == ["declined", "declined"]


def test_a_coordinator_of_another_house_is_told_no_name(town: Town) -> None:
    """Somebody who belongs elsewhere has signed up here: looking for company is told without a name."""
    inge = town.citizen("Ingeborg")
    other = town.tx.add_organisation(name="Kirken", home=0, reads_at="", phone="", now=town.now)
    anders = town.phone("Anders")
    anders.opens(town.link(Role.COORDINATOR, other))
    anders.presses("Ja, og jeg er fyldt 18")
    anders.presses("Kald mig Anders")
    coffee = town.activity("Torsdagskaffe", START)
    town.db.execute("UPDATE activity SET organisation = ?", (other,))
    asks(inge, coffee)
    town.sweep()
    assert "Ingen følgevenner er ledige" in anders.last.text
    assert "Ingeborg" not in anders.last.text


def test_waiting_for_the_next_time_passes_both_seats_on(town: Town) -> None:
    inge = town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", coffee)[0][0]
    later = START + timedelta(days=7)
    town.tx.add_occurrence(
        activity=activity, recurrence="x", starts_at=later, ends_at=later + timedelta(hours=2), capacity=8
    )
    asks(inge, coffee)
    town.until(wall("2026-11-26", "15:00"))
    inge.presses("Vent til næste gang")
    assert "Næste gang er torsdag den 10. december kl. 14.00" in inge.last.text
    assert seats(town, coffee) == 0
    inge.presses("Følges med nogen")
    assert "Jeg leder nu" in inge.last.text  # the yes given once is not asked for again
    assert seats(town, coffee + 1) == 2


def test_a_citizen_who_cancels_frees_the_companion_without_a_word_of_why(town: Town) -> None:
    jens, inge = companion(town, "Jens"), town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    inge.presses("Meld afbud")
    assert pairs(town) == ["ended"]
    assert jens.last.text.startswith("Der er ikke længere brug for en følgeven")
    assert "Inge" not in jens.last.text
    town.until(START)
    assert not any("I morgen" in s.text or "i dag" in s.text.lower() for s in jens.shown)
    assert seats(town, coffee) == 0


def test_a_prevented_companion_is_told_of_at_once_and_another_is_sought(town: Town) -> None:
    jens, inge, mette = companion(town, "Jens"), town.citizen("Inge"), town.coordinator()
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    town.until(wall("2026-12-02", "22:30"))
    jens.presses("Jeg er forhindret")
    assert inge.last.at == wall("2026-12-02", "22:30")
    assert "er blevet forhindret" in inge.last.text
    assert inge.last.labels == ["Jeg går selv", "Find en anden", "Jeg bliver hjemme", "Ring til mig"]
    assert "forhindret" in mette.last.text
    jens.presses("Fortryd")
    assert "alligevel" in inge.last.text
    assert pairs(town) == ["agreed"]


def test_a_no_to_the_one_who_offered_is_told_kindly_and_names_nobody(town: Town) -> None:
    jens, karen, inge = companion(town, "Jens"), companion(town, "Karen"), town.citizen("Inge")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    first = jens if "Ja, gerne" in jens.last.labels else karen
    first.presses("Ja, gerne")
    inge.presses("Spørg en anden")
    town.sweep()
    assert "Der er ikke længere brug" in first.last.text
    assert all("Inge" not in s.text for phone in (jens, karen) for s in phone.shown)
    other = karen if first is jens else jens
    assert "Ja, gerne" in other.last.labels


def test_both_or_neither_on_a_full_date_and_on_the_list(town: Town) -> None:
    coffee = town.activity("Torsdagskaffe", START, seats=3)
    ahmed, poul, inge = town.citizen("Ahmed"), town.citizen("Poul"), town.citizen("Inge")
    ahmed.presses_data(f"!sign.join:{coffee}")
    poul.presses_data(f"!sign.join:{coffee}")
    inge.presses_data(f"!sign.company:{coffee}")
    assert "Der er ikke plads til to lige nu." in inge.last.text
    assert seats(town, coffee) == 2
    inge.presses("Ja, os begge")
    town.sweep()
    assert "I står begge på ventelisten" in inge.last.text
    birthe = town.citizen("Birthe")
    birthe.presses_data(f"!sign.join:{coffee}")  # one seat is no use to two
    assert seats(town, coffee) == 3
    birthe.presses("Meld afbud")
    town.sweep()
    assert inge.last.text.startswith("I står begge")
    poul.presses("Meld afbud")
    town.sweep()
    assert "nu er der plads til jer begge" in inge.last.text
    assert seats(town, coffee) == 3
    inge.presses("Ja tak")
    assert "Må en følgeven" in inge.last.text
    assert seats(town, coffee) == 3


def test_bringing_somebody_takes_a_seat_more_and_gives_it_back(town: Town) -> None:
    coffee = town.activity("Torsdagskaffe", START, seats=2)
    inge = town.citizen("Inge")
    inge.presses_data(f"!sign.join:{coffee}")
    inge.presses("Tag en med")
    assert inge.last.text.startswith("Dejligt. Der er plads til jer to:")
    inge.presses("Tag en med")
    assert seats(town, coffee) == 2
    inge.presses("Jeg kommer alene")
    assert seats(town, coffee) == 1
    poul = town.citizen("Poul")
    poul.presses_data(f"!sign.join:{coffee}")
    inge.presses("Tag en med")
    assert "Der er ikke plads til en mere" in inge.last.text
    assert seats(town, coffee) == 2
    inge.presses("Meld afbud")
    assert seats(town, coffee) == 1


def test_a_forged_button_moves_nobody_elses_pair(town: Town) -> None:
    jens, inge, poul = companion(town, "Jens"), town.citizen("Inge"), town.citizen("Poul")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    jens.presses_data("!pair.yes:1")  # the companion cannot say the citizen's yes
    poul.presses_data("!pair.want:1")
    inge.presses_data("!pair.want:1")
    assert pairs(town) == ["asked"]
    jens.presses("Ja, gerne")
    jens.presses_data("!pair.yes:1")
    poul.presses_data("!pair.yes:1")
    poul.presses_data("!pair.sign:1")
    assert pairs(town) == ["willing"]


def test_erasure_leaves_no_trace_with_the_other_one(town: Town) -> None:
    jens, inge = companion(town, "Jens"), town.citizen("Ingeborg")
    coffee = town.activity("Torsdagskaffe", START)
    asks(inge, coffee)
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert "Ingeborg" not in town.everything()
    assert seats(town, coffee) == 0
    assert "Der er ikke længere brug" in jens.last.text


@given(
    st.timedeltas(min_value=timedelta(), max_value=timedelta(days=30)),
    st.datetimes(min_value=START.replace(tzinfo=None), max_value=START.replace(year=2028, tzinfo=None)),
)
def test_an_answer_comes_in_waking_hours_and_well_before_the_start(ahead: timedelta, wall_: object) -> None:
    asked = wall_.replace(tzinfo=START.tzinfo)  # type: ignore[attr-defined]  # a datetime
    start = asked + ahead
    until = answer_by(asked, start, ZONE)
    assert (until is None) == (ahead < HOPELESS)
    if until:
        assert asked < until <= min(start - HOPELESS / 2, asked + timedelta(days=4))
        assert is_waking(until, ZONE) or start - until < timedelta(hours=14)


@given(
    st.lists(
        st.builds(
            Candidate,
            person=st.integers(1, 50),
            likes=st.frozensets(st.sampled_from(["coffee", "walk", "song"])),
            asked=st.integers(0, 3),
            agreed=st.integers(0, 3),
        ),
        unique_by=lambda one: one.person,
    ),
    st.randoms(),
)
def test_who_is_asked_first_hangs_on_no_order(people: list[Candidate], random: object) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis's own Random
    ranked = first_asked(people, ["coffee"], "coffee", 7)
    assert first_asked(shuffled, ["coffee"], "coffee", 7) == ranked
    fair = [(("coffee" not in one.likes), one.agreed, one.asked) for one in ranked]
    assert fair == sorted(fair)
