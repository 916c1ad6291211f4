"""Any words of danger, in any state, however they come in: the numbers at once, and the words nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from states import STATES, a_town, mette
from town import Phone, Town

from bot.handlers import odd
from bot.language.intents import crisis
from bot.language.lists import phrases, sets
from bot.ports import Kind

LISTS = ("thoughts", "violence", "ill", "danger")
SETS = sets()


def spoken(phrase: str) -> str:
    """Return one way to say what a line of the lists stands for (see bot/language/net.py)."""
    tokens = re.sub(r"\([^)]*\)|[_^$]|\.\.\.", " ", phrase).split()
    firsts = [token.split("/")[0] for token in tokens]
    words = [SETS[first[1:-1]][0].split("/")[0] if first.startswith("<") else first for first in firsts]
    return " ".join(words).replace("*", "").replace("-", "")


LINES = [phrase for name in LISTS for phrase in phrases(f"crisis.{name}")]
PHRASES = [said for said in map(spoken, LINES) if crisis(f"{said} zqx")]


def test_nearly_every_line_of_the_lists_is_tried() -> None:
    assert len(PHRASES) > 0.8 * len(LINES)


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
    assume(crisis(said))  # a word before or after may make it harmless
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
            words = next(said for said in map(spoken, phrases(f"crisis.{kind}")) if crisis(said))
            odd.sorry(tx, inge.chat, town.now, words, town.house)
        town.post()
        assert inge.last.kind is Kind.SAFETY
        assert "112" in inge.last.text
