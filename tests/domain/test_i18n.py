"""Values are filled into whole sentences: a sentence begins with a capital letter, whoever it is about."""

from __future__ import annotations

import pytest

from bot.i18n import fill


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{coordinator} reads this.", "En koordinator reads this."),
        ("I tell {coordinator}.", "I tell en koordinator."),
        ("I tell {coordinator}. {coordinator} answers.", "I tell en koordinator. En koordinator answers."),
        ("Well.\n{coordinator} answers.", "Well.\nEn koordinator answers."),
        ("At kl. {hours} {coordinator} answers.", "At kl. ni en koordinator answers."),
    ],
)
def test_a_sentence_begins_with_a_capital_letter(text: str, said: str) -> None:
    assert fill(text, {"coordinator": "en koordinator", "hours": "ni"}) == said


def test_what_is_no_person_stays_as_it_is() -> None:
    assert fill("{when} it begins.", {"when": "torsdag"}) == "torsdag it begins."
