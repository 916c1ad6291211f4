"""Opening hours are written once, in Danish, and read in English too."""

from __future__ import annotations

import pytest

from bot.language.hours import in_english


@pytest.mark.parametrize(
    ("danish", "english"),
    [
        ("på hverdage kl. 9-15", "on weekdays 9-15"),
        ("mandag til torsdag kl. 9-15 og fredag kl. 9-12", "Monday to Thursday 9-15 and Friday 9-12"),
        ("hver tirsdag kl 10.00-14.00", "every Tuesday 10.00-14.00"),
        ("døgnet rundt", "around the clock"),
        ("når biblioteket har åbent", "når biblioteket har åbent"),
        ("", ""),
    ],
)
def test_hours_are_read_in_english_where_every_word_is_known(danish: str, english: str) -> None:
    assert in_english(danish) == english
