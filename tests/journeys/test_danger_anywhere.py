"""Any words of danger, in any state, however they come in: the numbers at once, and the words nowhere."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from town import Phone, Town

from bot.handlers import odd
from bot.language.intents import crisis
from bot.language.lists import phrases
from bot.ports import Kind

LISTS = ("thoughts", "violence", "ill", "danger")
PHRASES = [
    phrase.replace(" _ ", " ").replace("*", "") for name in LISTS for phrase in phrases(f"crisis.{name}")
]


def stranger(town: Town) -> Phone:
    return town.phone("Inge")


def at_the_door(town: Town) -> Phone:
    inge = town.phone("Inge")
    inge.says("hej")
    return inge


def asked_for_a_name(town: Town) -> Phone:
    inge = at_the_door(town)
    inge.presses("Ja, og jeg er fyldt 18")
    return inge


def correcting(town: Town) -> Phone:
    inge = town.citizen("Inge")
    inge.says("/privatliv")
    inge.presses("Ret noget")
    return inge


def waiting_for_a_human(town: Town) -> Phone:
    inge = town.citizen("Inge")
    inge.says("tal med et menneske")
    return inge


def talking_with_a_human(town: Town) -> Phone:
    inge = waiting_for_a_human(town)
    mette(town).presses("Tag samtalen")
    return inge


def told_before(town: Town) -> Phone:
    inge = town.citizen("Inge")
    inge.says("det brænder")
    inge.presses("Ja, giv besked nu")
    return inge


def after(*words: str) -> Callable[[Town], Phone]:
    def state(town: Town) -> Phone:
        inge = town.citizen("Inge")
        for word in words:
            inge.says(word)
        return inge

    state.__name__ = " ".join(words)
    return state


def volunteer(town: Town) -> Phone:
    return town.volunteer("Inge")


def announcing(town: Town) -> Phone:
    inge = town.coordinator("Inge")
    inge.says("/opslag")
    return inge


STATES = (
    stranger,
    at_the_door,
    asked_for_a_name,
    correcting,
    waiting_for_a_human,
    talking_with_a_human,
    told_before,
    after("stop"),
    after("slet mig"),
    after("pause"),
    after("blip", "blap"),
    after("/menu"),
    volunteer,
    announcing,
)


def mette(town: Town) -> Phone:
    return next(phone for phone in town.phones.values() if phone.name == "Mette")


@contextmanager
def a_town(template: Path) -> Iterator[Town]:
    with tempfile.TemporaryDirectory() as folder:
        town = Town(f"sqlite:///{shutil.copy(template, Path(folder) / 'bot.db')}")
        town.coordinator("Mette")
        yield town
        town.close()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    state=st.sampled_from(STATES),
    phrase=st.sampled_from(PHRASES),
    way=st.sampled_from(["says", "edits", "photo", "voice", "document"]),
    marks=st.sampled_from(["{}", "{}!!", "Hej Mette. {}", "{} jeg ved ikke hvad jeg skal gøre", "stop. {}"]),
)
def test_any_state_any_words_any_way(
    sqlite_template: Path, state: Callable[[Town], Phone], phrase: str, way: str, marks: str
) -> None:
    said = marks.format(phrase) + " zqx"  # zqx stands nowhere else
    assert crisis(said), said
    with a_town(sqlite_template) as town:
        inge = state(town)
        before, staff_before = len(inge.shown), len(mette(town).shown)
        match way:
            case "says":
                inge.says(said)
            case "edits":
                inge.edits(said)
            case _:
                inge.sends(way, said)
        answers = inge.since(before)
        assert answers, "nothing came"
        assert answers[0].kind is Kind.SAFETY
        assert "112" in answers[0].text
        assert answers[0].labels, "no way on"
        assert "zqx" not in town.cells(), "the words were kept"
        assert len(mette(town).shown) == staff_before, "somebody was told without a yes"


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_false_alarm_mutes_nobody_for_ever(sqlite_template: Path, state: Callable[[Town], Phone]) -> None:
    with a_town(sqlite_template) as town:
        inge = state(town)
        inge.says("jeg har ondt i brystet")
        inge.presses("Jeg er ikke i fare")
        assert not inge.is_known or inge.person.rest_until is None
        assert inge.last.labels


@pytest.mark.parametrize("kind", LISTS)
def test_a_turn_that_fails_every_time_still_says_whom_to_call(sqlite_template: Path, kind: str) -> None:
    with a_town(sqlite_template) as town:
        inge = town.citizen("Inge")
        with town.transaction() as tx:
            words = next(p for p in phrases(f"crisis.{kind}") if crisis(p))
            odd.sorry(tx, inge.chat, town.now, words, town.house)
        town.post()
        assert inge.last.kind is Kind.SAFETY
        assert "112" in inge.last.text
