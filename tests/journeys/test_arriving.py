"""At the door, whoever hosts that day hears of it: also somebody who stands in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from town import Town, wall

from bot.domain.people import Role
from bot.storage.people import put_role

START = wall("2026-12-03", "14:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url)) as town:
        town.coordinator()
        yield town


@pytest.mark.parametrize("has_own_host", [True, False])
def test_who_stands_in_as_host_hears_that_somebody_cannot_find_the_way_in(
    town: Town, has_own_host: bool
) -> None:
    jens, karl, inge = town.volunteer("Jens"), town.volunteer("Karl"), town.citizen("Inge")
    put_role(town.tx, karl.person.id, town.home, Role.HOST, town.now)
    date = town.activity("Torsdagskaffe", START, host=jens if has_own_host else None)
    town.tx.add_shift(occurrence=date, person=karl.person.id, role="host", now=town.now)
    inge.presses_data(f"!sign.join:{date}")
    town.until(START - timedelta(minutes=5))
    seen = len(jens.shown), len(karl.shown)
    inge.presses_data(f"!rem.lost:{date}")
    inge.presses_data(f"!rem.lost:{date}")
    assert [s.text for s in karl.since(seen[1])] == [
        "Inge kan ikke finde ind til Torsdagskaffe. Se gerne ud ved døren."
    ]
    assert not jens.since(seen[0]), "they are not there today"
    assert "Karl" in inge.last.text
