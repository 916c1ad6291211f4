"""Company in free words: whom somebody brings, and what they ask about whoever they go with."""

from __future__ import annotations

import pytest

from bot.language.company import about_companion, about_search, brings, corrects_own, is_shy


@pytest.mark.parametrize(
    "text",
    [
        "kan jeg tage min søster med",
        "må min søn komme med?",
        "må jeg tage en med",
        "jeg vil gerne tage min kone med",
        "må jeg have en veninde med",
        "Kan min gamle nabo også være med?",
        "vi kommer to",
    ],
)
def test_somebody_is_brought(text: str) -> None:
    assert brings(text)


@pytest.mark.parametrize(
    "text",
    [
        "kan nogen tage mig med",
        "kan en komme med mig",
        "jeg vil gerne have nogen med mig",
        "kan jeg tage kage med",
        "må jeg tage bussen",
        "vil du med",
    ],
)
def test_nobody_is_brought(text: str) -> None:
    assert not brings(text)


@pytest.mark.parametrize(
    "text",
    [
        "hvor mødes vi?",
        "hvornår mødes vi",
        "hvordan kender jeg ham",
        "hvem er Jens?",
        "hvem skal jeg følges med",
        "hvordan ser hun ud",
    ],
)
def test_a_question_about_the_companion_is_heard(text: str) -> None:
    assert about_companion(text, "Jens")


@pytest.mark.parametrize("text", ["hvor er det", "hvem er Mette?", "hvem er du", "hvordan går det", "jens"])
def test_other_questions_are_not_about_the_companion(text: str) -> None:
    assert not about_companion(text, "Jens")
    assert not about_companion(text, "")


@pytest.mark.parametrize(
    ("text", "corrects"),
    [
        ("jeg vil gerne ændre mine ønsker", True),
        ("ret mit navn", True),
        ("mine ønsker", True),
        ("jeg er flyttet til Korsør", True),
        ("jeg ønsker mig en gåtur", False),
        ("ændre aftalen", False),
        ("jeg har ikke ændret mig", False),
    ],
)
def test_somebody_would_like_to_correct_what_they_told(text: str, corrects: bool) -> None:
    assert corrects_own(text) is corrects


@pytest.mark.parametrize("text", ["hvornår får jeg svar?", "er der fundet nogen", "har du fundet nogen"])
def test_a_question_about_the_search_is_heard(text: str) -> None:
    assert about_search(text)


@pytest.mark.parametrize(
    ("text", "shy"),
    [
        ("jeg er bange for at møde nye mennesker", True),
        ("jeg er lidt genert", True),
        ("jeg er nervøs ved at komme", True),
        ("jeg er glad for at komme", False),
        ("hunden er bange", False),
    ],
)
def test_who_is_shy_is_heard(text: str, shy: bool) -> None:
    assert is_shy(text) is shy
