from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.teach import Lesson, judged_by, learnt
from bot.language.alarm import KINDS
from bot.language.meanings import INTENTS
from bot.language.traits import traits
from bot.language.weighing import carried, likely, packed, unpacked, weights

TAUGHT = [
    ("price", "hvad koster kaffen"),
    ("price", "hvad koster turen"),
    ("price", "koster turen noget"),
    ("where", "hvor ligger huset"),
    ("where", "hvor ligger hallen"),
    ("where", "ligger hallen langt væk"),
    ("crisis", "jeg vil ikke leve mere"),
    ("crisis", "han slår mig"),
]


def lesson(meant: str, text: str) -> Lesson:
    return Lesson(meant, text, frozenset(traits(text)), 1.0, "")


def test_what_was_taught_is_known_again_and_what_is_like_it() -> None:
    known = unpacked(packed((*INTENTS, *KINDS), learnt([lesson(*one) for one in TAUGHT * 3])))
    for meant, text in (*TAUGHT, ("price", "hvad koster festen"), ("where", "hvor ligger skolen")):
        assert judged_by(known, lesson(meant, text)).right, text


def test_the_same_texts_teach_the_same() -> None:
    taught = [lesson(*one) for one in TAUGHT * 3]
    assert packed(INTENTS, learnt(taught)) == packed(INTENTS, learnt(taught))


def test_the_file_names_every_intent_and_every_kind_of_danger() -> None:
    assert weights().names == (*INTENTS, *KINDS)
    assert len(weights().rows) == len(weights().place) * len(weights().names)


@given(st.text(max_size=80))
def test_shares_are_one_together(text: str) -> None:
    shares = likely(text)
    assert sum(shares[intent] for intent in INTENTS) == pytest.approx(1)
    assert sum(shares[kind] for kind in KINDS) == pytest.approx(1)


def test_what_carried_a_judgement_can_be_told() -> None:
    told = carried("kan nogen køre mig hjem bagefter", "transport")
    assert any("kor" in trait for trait, _ in told)
    assert all(weight > 0 for _, weight in told)
