"""Which field of an activity somebody asks about, as people write it."""

from __future__ import annotations

import pytest

from bot.language.asked import TOPICS, is_question, topic
from bot.language.lists import phrases


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Er der trapper?", "steps"),
        ("er der trapepr", "steps"),
        ("kan man komme af med kørestol?", "steps"),
        ("KAN JEG HAVE MIN ROLLATOR MED", "steps"),
        ("jeg går dårligt, er der en elevator?", "steps"),
        ("er der et toilet", "toilet"),
        ("er der toilet til kørestol?", "toilet"),
        ("har i teleslynge", "hearing"),
        ("jeg hører lidt dårligt", "hearing"),
        ("hvilken bus?", "stop"),
        ("hvor er stoppestedet", "stop"),
        ("Kan jeg blive hentet?", "pickup"),
        ("jeg har ingen bil", "pickup"),
        ("jeg taler ikke så godt dansk", "plain"),
        ("er der meget larm", "noise"),
        ("er der nogen der tager imod mig", "greeted"),
        ("må jeg bare sidde og se på?", "watch"),
        ("maa jeg gaa før tid", "leave"),
        ("hvor mange kommer der", "crowd"),
        ("hvad koster det", None),
        ("hvornår er det", None),
        ("jeg vil gerne med", None),
        ("", None),
    ],
)
def test_the_field_is_told_by_its_words(text: str, about: str | None) -> None:
    assert topic(text) == about


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("er der trapper", True),
        ("trapper?", True),
        ("Må jeg gå igen", True),
        ("jeg går dårligt", False),
        ("", False),
    ],
)
def test_a_question_is_told_from_a_story(text: str, asks: bool) -> None:
    assert is_question(text) is asks


def test_every_list_finds_its_own_phrases() -> None:
    for name in TOPICS:
        found = {topic(phrase) for phrase in phrases(f"about.{name}")}
        assert found == {name}, name
