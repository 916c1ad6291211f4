"""A companion steps back: three times all the way, then lighter, then a planned end; a way out any day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairs import companion, pairs
from town import Phone, Town, wall

from bot.domain.steps import LADDER, RESTS, Step, back, onward, settled

FIRST = wall("2026-12-03", "14:00")
WEEK = timedelta(days=7)


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


@pytest.fixture
def two(town: Town) -> tuple[Phone, Phone]:
    """Let there be a companion, a citizen, and coffee each Thursday."""
    jens, inge = companion(town, "Jens"), town.citizen("Inge")
    town.activity("Torsdagskaffe", FIRST)
    for week in range(1, 12):
        town.again("Torsdagskaffe", FIRST + week * WEEK)
    return jens, inge


def starts(town: Town, occurrence: int) -> datetime:
    found: datetime = town.rows("SELECT starts_at FROM occurrence WHERE id = ?", occurrence)[0][0]
    return found


def asks_along(jens: Phone, inge: Phone, occurrence: int) -> None:
    """Ask for company at a date, and let both say yes."""
    town = inge.town
    before = len(jens.shown)
    inge.presses_data(f"!sign.company:{occurrence}")
    if inge.last.button("Ja, det må du"):
        inge.presses("Ja, det må du")
    town.sweep()
    assert len(jens.shown) > before
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")


def goes(town: Town, jens: Phone, inge: Phone, times: int, first: int = 1) -> None:
    """Let the two go to so many dates together, and be asked about what comes after the last."""
    for date in range(first, first + times):
        asks_along(jens, inge, date)
        town.until(starts(town, date) + timedelta(days=3))


def state(town: Town) -> tuple[str, str]:
    found: tuple[str, str] = town.rows("SELECT step, state FROM pairing ORDER BY id DESC LIMIT 1")[0]
    return found


def heard(phone: Phone, since: int = 0) -> str:
    return "\n".join(s.text for s in phone.since(since))


def test_after_three_times_both_are_asked_and_not_before(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    goes(town, jens, inge, 2)
    assert "Hvordan lyder det?" not in heard(inge)
    goes(town, jens, inge, 1, first=3)
    assert inge.last.text == (
        "Du og Jens har nu fulgtes ad 3 gange. Næste gang kan I gå ind sammen, og Jens går, når du er faldet "
        "til. Hvordan lyder det?"
    )
    assert jens.last.text == (
        "Du og Inge har nu fulgtes ad 3 gange. Næste gang kan I gå ind sammen, og du går, når Inge er faldet "
        "til. Hvordan lyder det?"
    )
    assert inge.last.at == starts(town, 3) + timedelta(days=2, hours=2)


def test_it_gets_lighter_when_both_say_yes_until_the_end(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    goes(town, jens, inge, 3)
    inge.presses("Det lyder godt")
    assert state(town) == ("together", "open")  # one yes is not two
    jens.presses("Det lyder godt")
    assert state(town) == ("door", "open")
    assert "Jens går, når du er faldet til." in inge.last.text
    asks_along(jens, inge, 4)
    assert "Du kan gå, når Inge er faldet til." in jens.last.text
    town.until(starts(town, 4) + timedelta(days=3))
    jens.presses("Det lyder godt")
    inge.presses("Det lyder godt")
    assert state(town) == ("hello", "open")
    assert "Derfor fortæller jeg Jens, hvad du er tilmeldt." in inge.last.text
    inge.presses_data("!sign.join:5")
    town.until(starts(town, 5) - timedelta(hours=20))
    assert "I morgen går Inge selv til Torsdagskaffe" in jens.last.text
    jens.presses("Skriv et par ord")
    jens.says("God fornøjelse i morgen")
    assert inge.last.text == "Jens skriver: God fornøjelse i morgen"
    assert town.rows("SELECT count(*) FROM shift WHERE occurrence = 5") == [(0,)]
    town.until(starts(town, 5) + timedelta(days=3))
    assert "Nu kender du vejen. I kan slutte her" in inge.last.text
    inge.presses("Ja, vi slutter her")
    jens.presses("Ja, vi slutter her")
    assert state(town) == ("hello", "ended")
    assert "slutter her, som I har aftalt. I har fulgtes ad 4 gange" in inge.last.text
    assert "nu kender Inge vejen. Det har du en del af æren for." in jens.last.text
    jens.presses("Skriv et par ord")
    jens.says("Tak for nu")
    assert inge.last.text == "Jens skriver: Tak for nu"
    town.until(town.now + timedelta(days=22))
    asked = [s for s in inge.shown if "Hvordan er det at gå selv?" in s.text]
    assert len(asked) == 1
    inge.presses("Jeg vil følges igen")
    assert "Torsdagskaffe" in inge.last.text


@pytest.mark.parametrize("who", ["jens", "inge"])
def test_the_slower_wish_counts_and_nobody_hears_whose_it_was(
    town: Town, two: tuple[Phone, Phone], who: str
) -> None:
    jens, inge = two
    goes(town, jens, inge, 3)
    one, other = (jens, inge) if who == "jens" else (inge, jens)
    one.presses("Det lyder godt")
    other.presses("Vi venter lidt")
    assert one.last.text == other.last.text
    assert one.last.text.startswith("I fortsætter som nu.")
    assert state(town) == ("together", "open")
    goes(town, jens, inge, 1, first=4)
    assert "Hvordan lyder det?" not in inge.last.text
    goes(town, jens, inge, 1, first=5)
    assert "fulgtes ad 5 gange" in inge.last.text


def test_no_answer_is_the_slowest_and_says_nothing(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    goes(town, jens, inge, 3)
    inge.presses("Det lyder godt")
    before = len(jens.shown)
    town.until(town.now + timedelta(days=8))
    assert state(town) == ("together", "open")
    assert heard(jens, before) == ""
    jens.presses("Det lyder godt")  # late: nothing is asked any more, so it is shown how it stands
    assert state(town) == ("together", "open")
    assert "Du følges med Inge." in jens.last.text


def test_one_is_enough_to_take_a_step_back(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    goes(town, jens, inge, 3)
    inge.presses("Det lyder godt")
    jens.presses("Det lyder godt")
    inge.presses("Om at følges ad")
    inge.presses("Lidt mere følgeskab")
    assert state(town) == ("together", "open")
    assert "I følges hele vejen" in jens.last.text


@pytest.mark.parametrize("who", ["jens", "inge"])
def test_whoever_ends_it_ends_all_that_was_ahead(town: Town, two: tuple[Phone, Phone], who: str) -> None:
    jens, inge = two
    mette = town.coordinator()
    asks_along(jens, inge, 1)
    asks_along(jens, inge, 2)
    assert town.rows("SELECT id, taken FROM occurrence WHERE id < 3") == [(1, 2), (2, 2)]
    one, other = (jens, inge) if who == "jens" else (inge, jens)
    inge.presses("Skriv et par ord")
    inge.says("Vi ses")
    before = len(other.shown)
    one.presses("Om at følges ad")
    one.presses("Vi slutter her")
    one.presses("Ja, vi slutter her")
    assert state(town) == ("together", "left")
    assert pairs(town) == ["ended", "ended"]
    assert town.rows("SELECT DISTINCT state FROM shift WHERE role = 'companion'") == [("released",)]
    assert town.rows("SELECT id, taken FROM occurrence WHERE id < 3") == [(1, 1), (2, 1)]
    assert "Jens følges ikke ad mere. Måske vil Inge gerne høre fra dig." in mette.last.text
    assert "Mette" in heard(one, 0) or who == "inge"
    said = heard(other, before)
    assert "følgeven mere" in said if other is inge else "følges ikke ad mere" in said
    after = len(inge.shown), len(jens.shown)
    town.until(starts(town, 2) + timedelta(days=30))
    assert "Jens" not in heard(inge, after[0])
    assert "Inge" not in heard(jens, after[1])


def test_who_has_left_is_not_asked_about_the_same_one_again(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    asks_along(jens, inge, 1)
    jens.presses("Om at følges ad")
    jens.presses("Vi slutter her")
    jens.presses("Ja, vi slutter her")
    before = len(jens.shown)
    inge.presses_data("!sign.company:2")
    town.until(town.now + timedelta(days=2))
    assert heard(jens, before) == ""


def test_one_open_match_at_a_time_unless_the_house_says_more(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    asks_along(jens, inge, 1)
    town.until(starts(town, 1) + timedelta(hours=3))
    bodil, before = town.citizen("Bodil"), len(jens.shown)
    bodil.presses_data("!sign.company:3")
    bodil.presses("Ja, det må du")
    town.until(town.now + timedelta(days=1))
    assert "Ja, gerne" not in [label for s in jens.since(before) for label in s.labels]
    town.settings = town.settings.model_copy(update={"matches": 2})
    town.until(town.now + timedelta(hours=4))
    assert "Ja, gerne" in jens.last.labels


def test_within_a_match_one_is_asked_by_name(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    goes(town, jens, inge, 1)
    inge.presses_data("!sign.company:2")
    town.sweep()
    assert "Inge vil gerne følges med dig igen til Torsdagskaffe" in jens.last.text
    jens.presses("Ja, gerne")
    assert "Jens vil gerne følges med dig igen til Torsdagskaffe" in inge.last.text


def test_what_rests_for_long_is_let_go_kindly(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    goes(town, jens, inge, 1)
    before = len(inge.shown), len(jens.shown)
    town.until(starts(town, 1) + RESTS + timedelta(days=2))
    assert state(town) == ("together", "ended")
    assert "jeg lader det hvile" in heard(inge, before[0])
    assert "jeg lader det hvile" in heard(jens, before[1])
    town.until(town.now + timedelta(days=40))
    assert "at gå selv" not in heard(inge)


def test_a_companion_who_stands_in_once_begins_no_second_match(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    asks_along(jens, inge, 1)
    town.until(starts(town, 1) + timedelta(hours=3))
    karen = companion(town, "Karen")
    inge.presses_data("!sign.company:2")
    town.sweep()
    jens.presses("Ikke denne gang")
    town.sweep()
    assert "En deltager vil gerne" in karen.last.text
    karen.presses("Ja, gerne")
    inge.presses("Ja tak")
    assert len(town.rows("SELECT id FROM pairing")) == 1


def test_a_forged_button_moves_nobody_elses_match(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    asks_along(jens, inge, 1)
    bodil = town.citizen("Bodil")
    for verb in ("show", "yes", "wait", "slower", "end", "stop", "write"):
        bodil.presses_data(f"!match.{verb}:1")
        assert "Jens" not in bodil.last.text
        assert "Inge" not in bodil.last.text
    assert state(town) == ("together", "open")


def test_erasure_leaves_nothing_of_a_match_with_the_other(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    goes(town, jens, inge, 3)
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert "Inge" not in town.cells()
    assert town.rows("SELECT count(*) FROM pairing") == [(0,)]
    assert "er her ikke mere" in jens.last.text
    assert "Inge" not in jens.last.text


def test_ones_own_data_shows_the_match_and_no_name(town: Town, two: tuple[Phone, Phone]) -> None:
    jens, inge = two
    asks_along(jens, inge, 1)
    inge.presses_data("!data.file")
    made = [s.message.attachment for s in inge.shown if s.message.attachment]
    text = made[-1].content.decode()
    assert "Hvem jeg følges med, uden navn\n- hele vejen, i gang" in text
    assert "Jens" not in text


@given(st.lists(st.sampled_from(["", "yes", "wait"]), min_size=2, max_size=2))
def test_two_yeses_go_on_and_one_wait_stays(words: list[str]) -> None:
    expected = False if "wait" in words else True if words == ["yes", "yes"] else None
    assert settled(words) is expected


def test_a_step_on_and_back_is_the_same_step() -> None:
    assert [back(onward(step)) for step in LADDER[:-1]] == list(LADDER[:-1])
    assert onward(Step.ALONE) is Step.ALONE
    assert back(Step.TOGETHER) is Step.TOGETHER
