"""Asking many people: looked up beside the writer, written in batches, never to a seat that is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import bot.handlers.cases  # noqa: F401 - to be imported is to be known
from bot.config import Settings
from bot.simulation.population import seed
from bot.storage.store import Store, Tx
from bot.sweeps.known import SWEEPS, sweep

NOON = datetime(2026, 11, 18, 11, tzinfo=UTC)
SETTINGS = Settings.model_validate({"token": "1:a", "controller": "Frivilligcentret"})
FULLEST = """
SELECT count(*) FROM occurrence o WHERE o.taken + (
    SELECT count(*) FROM invitation i WHERE i.occurrence = o.id AND i.answer = '') > o.capacity"""


def count(sql: str, tx: Tx) -> int:
    return int(tx._connection.execute(sql).fetchone()[0])


async def test_many_are_asked_once_and_never_more_than_there_are_seats(store: Store) -> None:
    await seed(store, SETTINGS, 150, 0, 12, NOON)
    did = await sweep(store, SETTINGS, "invite", NOON)
    assert did > 50  # more than one batch
    assert await sweep(store, SETTINGS, "invite", NOON) == 0
    assert await store.read(partial(count, "SELECT count(*) FROM invitation")) == did
    assert await store.read(partial(count, "SELECT count(DISTINCT person) FROM invitation")) == did
    assert await store.read(partial(count, FULLEST)) == 0


async def test_what_changed_after_the_look_is_looked_at_again(store: Store) -> None:
    await seed(store, SETTINGS, 60, 0, 12, NOON)
    found = SWEEPS["invite"]
    look, settle = found.look, found.settle
    assert look
    assert settle
    seen = await store.read(lambda tx: look(tx, SETTINGS, NOON))
    gone, full = seen[0].person, seen[1].offer

    def meanwhile(tx: Tx) -> None:
        tx.delete_person(id=gone)
        tx._connection.execute("UPDATE occurrence SET taken = capacity")

    await store.transaction(meanwhile)
    assert await store.transaction(lambda tx: settle(tx, SETTINGS, NOON, seen)) == 0
    await store.transaction(lambda tx: tx.set_capacity(id=full, capacity=13))
    assert await store.transaction(lambda tx: settle(tx, SETTINGS, NOON, seen)) == 1
    assert await store.transaction(lambda tx: settle(tx, SETTINGS, NOON, seen)) == 0


async def test_the_number_of_queries_does_not_grow_with_the_people(store: Store) -> None:
    """Fixed queries for everybody; a fixed number more for each who is asked."""
    look = SWEEPS["invite"].look
    assert look
    await seed(store, SETTINGS, 20, 0, 4, NOON)
    few = await store.read(partial(_counted, look))

    def more(tx: Tx) -> None:
        tx._connection.execute(
            "INSERT INTO person (chat, organisation, stage, created_at, heard_at)"
            " SELECT chat + 1000, organisation, stage, created_at, heard_at FROM person"
        )

    await store.transaction(more)
    assert await store.read(partial(_counted, look)) == few


def _counted(look: object, tx: Tx) -> int:
    counting = Counting(tx)
    look(counting, SETTINGS, NOON + timedelta(hours=1))  # type: ignore[operator]  # a sweep's look
    return counting.queries


class Counting(Tx):
    """Counts the queries that go through it."""

    def __init__(self, tx: Tx) -> None:
        super().__init__(tx._queries, tx._connection)
        self.queries = 0

    def __getattr__(self, name: str) -> object:
        query = super().__getattr__(name)
        delattr(self, name)  # or the next one would not be counted

        def counted(**values: object) -> object:
            self.queries += 1
            return query(**values)

        return counted
