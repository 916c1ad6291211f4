"""Whoever erases everything is named in nothing that was said to others: no host, companion, coordinator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from pairs import asks, companion
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.storage.people import put_role

START = wall("2026-12-03", "14:00")
HOST, GUEST, COORDINATOR = "Ulvhildur", "Ingeborglise", "Mettelinde"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url)) as town:
        yield town


def some_days(town: Town) -> dict[str, Phone]:
    """Let a host be a companion too, and all of them be named to each other in many ways."""
    mette, ulla = town.coordinator(COORDINATOR), companion(town, HOST)
    put_role(town.tx, ulla.person.id, town.home, Role.HOST, town.now)
    inge, bo = town.citizen(GUEST), town.citizen("Bo")
    date = town.activity("Torsdagskaffe", START, host=ulla)
    bo.presses_data(f"!sign.join:{date}")
    bo.presses_data(f"!new.yes:{date}")
    asks(inge, date)
    town.sweep()
    ulla.presses("Ja, gerne")
    inge.presses("Ja tak")
    inge.says("tal med et menneske")
    mette.says("/indbakke")
    town.until(START - timedelta(hours=1))
    for verb in ("rem.come", "rem.late", "rem.here", "rem.lost"):
        for phone in (inge, bo):
            phone.presses_data(f"!{verb}:{date}")
    ulla.presses_data("!shift.who:1")
    town.until(START + timedelta(days=2))
    return {HOST: ulla, GUEST: inge, COORDINATOR: mette, "Bo": bo}


@pytest.mark.parametrize("name", [HOST, GUEST, COORDINATOR])
def test_no_byte_of_the_name_stays_in_the_file(town: Town, name: str) -> None:
    phone = some_days(town)[name]
    town.db.execute("PRAGMA secure_delete=ON")  # as the bot has it
    assert name in town.cells()
    phone.says("slet mig")
    phone.presses("Ja, slet alt")
    assert name not in town.cells()
    town.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert name.encode() not in town.path.read_bytes()


def test_what_was_said_keeps_its_buttons_and_longer_names(town: Town) -> None:
    phones = some_days(town)
    town.rows("UPDATE outbox SET body = ? WHERE dedupe_key LIKE 'rem:before:%'", b"")
    body = b'{"text":"Ulvhildurine og Ulvhildurs hat","buttons":[[["Ulvhildur","!menu",""]]]}'
    town.rows("UPDATE outbox SET body = ? WHERE dedupe_key LIKE 'rem:today:%'", body)
    phones[HOST].says("slet mig")
    phones[HOST].presses("Ja, slet alt")
    kept = {row[0] for row in town.rows("SELECT body FROM outbox WHERE dedupe_key LIKE 'rem:today:%'")}
    assert kept == {'{"text":"Ulvhildurine og … hat","buttons":[[["…","!menu",""]]]}'.encode()}
