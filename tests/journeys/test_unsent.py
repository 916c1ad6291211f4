"""Each morning, in one line: how much did not arrive, and whom a call would help."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

from bot.ports import Kind, Outbound
from bot.storage import letters

TEXT = "Siden i går morges er ikke alt, hvad jeg har skrevet, nået frem"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    found = Town(sqlite_url)
    yield found
    found.close()


def ended(town: Town, phone: Phone, kind: Kind, state: str, key: str) -> None:
    """Let a letter come to an end now."""
    letters.put(
        town.tx,
        key=key,
        chat=phone.chat,
        kind=kind,
        message=Outbound("x"),
        now=town.now,
        person=phone.person.id,
        not_before=town.now + timedelta(hours=1),
    )
    town.db.execute(
        "UPDATE outbox SET state = ?, settled_at = ? WHERE dedupe_key = ?", (state, town.now, key)
    )


def told(phone: Phone) -> list[str]:
    return [shown.text for shown in phone.shown if shown.text.startswith(TEXT)]


def test_a_coordinator_hears_in_the_morning_what_did_not_arrive_and_of_whom(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    ended(town, inge, Kind.REMINDER, "expired", "a")
    ended(town, inge, Kind.FOLLOWUP, "unknown", "b")
    town.until(wall("2026-11-24", "07:59"))
    assert not told(mette)
    town.until(wall("2026-11-25", "18:00"))
    (line,) = told(mette)
    assert line == (
        f"{TEXT}: 1 for sent og 1 måske. De her har måske ikke fået en påmindelse: Inge. "
        "Måske vil et opkald være velkomment."
    )
    assert len(line) <= 300
    assert not told(inge)


def test_a_quiet_night_is_not_told(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    ended(town, inge, Kind.REMINDER, "sent", "a")
    ended(town, mette, Kind.DIGEST, "expired", "b")
    town.until(wall("2026-11-26", "18:00"))
    assert not told(mette)


def test_many_names_are_cut_short(town: Town) -> None:
    mette = town.coordinator()
    for n, name in enumerate(("Anna", "Bodil", "Carl", "Dorte", "Erik", "Frida", "Gerda")):
        ended(town, town.citizen(name), Kind.REMINDER, "failed", f"k{n}")
    town.until(wall("2026-11-24", "09:00"))
    (line,) = told(mette)
    assert "7 afvist af Telegram" in line
    assert "Anna, Bodil, Carl, Dorte, Erik og 2 flere" in line
    assert len(line) <= 300


def test_who_is_erased_leaves_that_line_too(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Ingeborg")
    ended(town, inge, Kind.REMINDER, "expired", "a")
    town.until(wall("2026-11-24", "09:00"))
    assert "Ingeborg" in told(mette)[0]
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert "Ingeborg" not in town.cells()
