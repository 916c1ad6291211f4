"""The four large buttons under the field: set once, kept, understood in any state, taken away at erasure."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from states import STATES, a_town, at_the_door, mette, stranger
from town import Phone, Shown, Town

from bot.domain.people import Role
from bot.handlers import keyboard
from bot.i18n import LANGUAGES, Reader
from bot.language.intents import crisis, wants_stop
from bot.ports import Inbound, Said
from bot.storage import dialogues
from bot.storage.people import put_role

CITIZEN = (("Se, hvad der sker", "Mine aftaler"), ("Tal med et menneske", "Færre beskeder"))
VOLUNTEER = (("Mine vagter", "Se ledige vagter"), ("Jeg er forhindret", "Tal med et menneske"))
BOTH = (("Se, hvad der sker", "Mine aftaler"), ("Mine vagter", "Tal med et menneske"))
COORDINATOR = (("Hvem venter", "Overblik"), ("Ny aktivitet", "Skriv til mange"))
ON_DUTY = (("Hvem venter", "Overblik"), ("Ny aktivitet", "Mine vagter"))
LONGEST = 20  # characters that half the width of a small phone holds
FOR_ALL = {(verb, Reader(to)(label)) for to in LANGUAGES for verb, label in chain(*keyboard.FOR_ALL)}
EACH = sorted({(verb, Reader(to)(label)) for to in LANGUAGES for verb, label in chain(*keyboard.FOR_STAFF)})


def keyboards(phone: Phone) -> list[Shown]:
    return [shown for shown in phone.shown if shown.message.keyboard]


def empties(phone: Phone) -> None:
    """Empty the chat: the app forgets the large buttons too."""
    phone.large = ()


@pytest.fixture
def town(sqlite_template: Path) -> object:
    with a_town(sqlite_template) as town:
        yield town


def test_they_come_with_the_end_of_the_door_and_before_the_first_answer(town: Town) -> None:
    inge = town.phone("Inge")
    for step in ("hej", "[Ja, og jeg er fyldt 18]", "[Kald mig Inge]", "[Spring over]"):
        inge.presses(step[1:-1]) if step.startswith("[") else inge.says(step)
        assert inge.large == ()
    before = len(inge.shown)
    inge.presses("Ja, vis mig det")
    new = inge.since(before)
    assert [bool(shown.large) for shown in new] == [True, False]
    assert inge.large == CITIZEN
    assert len(keyboards(inge)) == 1, "an update that came twice set them twice"
    assert new[0].message.hint


def test_they_are_not_sent_again_with_every_message_nor_after_a_restart(town: Town) -> None:
    inge = town.citizen("Inge")
    for text in ("hej", "Mine aftaler", "blip", "/privatliv", "tak"):
        inge.says(text)
    town.restarts()
    inge.says("hvad sker der")
    assert len(keyboards(inge)) == 1
    assert inge.large == CITIZEN


@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        ((Role.CITIZEN,), CITIZEN),
        ((Role.VOLUNTEER,), VOLUNTEER),
        ((Role.HOST,), VOLUNTEER),
        ((Role.CITIZEN, Role.VOLUNTEER), BOTH),
        ((Role.COORDINATOR,), COORDINATOR),
        ((Role.COORDINATOR, Role.CITIZEN), COORDINATOR),
        ((Role.COORDINATOR, Role.CITIZEN, Role.HOST), ON_DUTY),
    ],
)
def test_each_role_has_its_own_and_a_change_shows_with_the_next_message(
    town: Town, roles: tuple[Role, ...], shown: tuple[tuple[str, ...], ...]
) -> None:
    inge = town.citizen("Inge")
    town.tx.drop_role(person=inge.person.id, role="citizen")
    for role in roles:
        put_role(town.tx, inge.person.id, town.home, role, town.now)
    inge.says("hej")
    inge.says("hej")
    assert inge.large == shown
    assert len(keyboards(inge)) == (1 if shown == CITIZEN else 2)


def test_who_comes_by_a_link_has_those_of_the_role_at_once(town: Town) -> None:
    assert town.volunteer("Jens").large == VOLUNTEER
    assert town.coordinator("Pia").large == COORDINATOR
    inge = town.citizen("Inge")
    inge.opens(town.link(Role.COORDINATOR))
    assert inge.large == COORDINATOR


def test_another_language_has_its_own_words_and_the_old_ones_are_still_understood(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("/sprog")
    assert inge.large == (("See what is on", "My sign-ups"), ("Talk to a human", "Fewer messages"))
    old = inge.says("Færre beskeder")
    new = inge.presses_large("Fewer messages")
    assert [old and old.text, new and new.text] == 2 * ["How often may I write to you by myself?"]
    assert len(keyboards(inge)) == 2


def test_the_words_of_an_earlier_version_are_understood_and_replaced(town: Town) -> None:
    inge = town.citizen("Inge")
    town.tx.set_keyboard(id=inge.person.id, keyboard="mine Min kalender\nfind Find på noget\nno.more Gammelt")
    assert "Du er ikke tilmeldt noget" in (inge.says("Min kalender") or inge.last).text
    assert inge.large == CITIZEN
    assert len(keyboards(inge)) == 2


def test_whoever_emptied_the_chat_or_blocked_us_gets_them_again(town: Town) -> None:
    inge = town.citizen("Inge")
    empties(inge)
    inge.says("/start")
    assert inge.large == CITIZEN
    empties(inge)
    town.receive(Inbound("", inge.chat, Said.BLOCKED))
    town.receive(Inbound("", inge.chat, Said.UNBLOCKED))
    inge.says("hvad sker der")
    assert inge.large == CITIZEN


def test_after_stop_they_stay_and_lead_back(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("stop")
    assert inge.large == CITIZEN
    inge.presses_large("Færre beskeder")
    inge.presses("Skriv til mig igen")
    assert inge.person.stopped_at is None


def test_erasure_takes_them_away(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert inge.large == ()
    assert "Færre beskeder" not in town.cells()


def test_what_is_passed_on_or_corrected_is_no_press(town: Town) -> None:
    inge = town.citizen("Inge")
    assert "rettet" in (inge.edits("Mine aftaler") or inge.last).text
    inge.sends("forwarded", "Mine aftaler")
    assert "ikke tilmeldt" not in inge.last.text


def test_staff_words_mean_nothing_special_to_others(town: Town) -> None:
    inge = town.citizen("Inge")
    assert "kun for" not in (inge.says("Ny aktivitet") or inge.last).text.casefold()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("found", keyboard.FOR_STAFF)
def test_four_words_that_fit_and_are_neither_danger_nor_stop(found: keyboard.Buttons, language: str) -> None:
    labels = [Reader(language)(label) for _verb, label in found]
    assert len(set(labels)) == len(labels) == 4
    for label in labels:
        assert len(label) <= LONGEST, label
        assert not crisis(label)
        assert not wants_stop(label)


def test_no_words_stand_for_two_things() -> None:
    words = [label.casefold() for _verb, label in EACH]
    assert len(set(words)) == len(words)


def meets(town: Town, state: Callable[[Town], Phone], act: Callable[[Phone], object]) -> list[str]:
    """Bring somebody into a state and let them act; return what is shown, without the large buttons."""
    phone = state(town)
    before = len(phone.shown)
    act(phone)
    return [shown.text for shown in phone.since(before) if not shown.large]


def asked(town: Town) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in town.rows("SELECT script, state FROM dialogue ORDER BY id")]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    state=st.sampled_from([state for state in STATES if state not in (stranger, at_the_door)]),
    one=st.sampled_from(EACH),
)
def test_in_any_state_a_press_has_its_own_answer_and_what_was_asked_is_kept(
    sqlite_template: Path, state: Callable[[Town], Phone], one: tuple[str, str]
) -> None:
    verb, label = one
    with a_town(sqlite_template) as town, a_town(sqlite_template) as twin:
        phone = state(town)
        assume(phone.person.coordinates or one in FOR_ALL)
        first, before = dialogues.top(town.tx, phone.chat), len(phone.shown)
        staff = len(mette(town).shown)
        phone.says(label)
        own = [shown.text for shown in phone.since(before) if not shown.large]
        other = meets(twin, state, lambda phone: phone.presses_data(f"!{verb}"))
        assert own[: len(other)] == other, "not its own answer"
        assert asked(town) == asked(twin), "it was taken for an answer"
        told = "".join(shown.text for shown in mette(town).since(staff))
        assert label not in told, "it was carried over to a human"
        then = dialogues.top(town.tx, phone.chat)
        if first and then and first.id == then.id and verb != "human":
            question = question_of(phone, before)
            phone.presses("Fortsæt" if phone.person.language == "da" else "Go on")
            assert phone.last.text.endswith(question)


def question_of(phone: Phone, before: int) -> str:
    """Return the last line that was asked before."""
    return phone.shown[before - 1].text.splitlines()[-1]


@pytest.mark.parametrize("state", [stranger, at_the_door])
@pytest.mark.parametrize("label", sorted({label for _verb, label in EACH}))
def test_a_stranger_who_writes_the_words_is_met_and_not_kept(
    town: Town, state: Callable[[Town], Phone], label: str
) -> None:
    phone = state(town)
    before = len(phone.shown)
    phone.says(label)
    assert phone.since(before)
    assert phone.last.labels
    assert not phone.is_known
