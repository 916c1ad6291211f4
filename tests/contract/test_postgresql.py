from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from bot.storage import letters, receipts
from bot.storage.store import Store, Tx, open_store

NOW = datetime(2026, 3, 29, tzinfo=UTC)
COUNT = itertools.count()


def later() -> datetime:
    return NOW + timedelta(seconds=next(COUNT))  # each changes its row


async def test_two_that_hold_each_other_up_both_get_through(postgresql_url: str) -> None:
    met, tries = threading.Barrier(2), itertools.count()

    def cross(first: int, second: int) -> Callable[[Tx], None]:
        def work(tx: Tx) -> None:
            letters.freeze(tx, first, later())
            if next(tries) < 2:
                met.wait(9)
            letters.freeze(tx, second, later())

        return work

    async with await open_store(postgresql_url) as store:
        await asyncio.gather(store.submit(cross(1, 2)), store.submit(cross(2, 1)))
    assert next(tries) >= 3  # a slow machine may need one more


async def test_two_workers_never_take_the_same_chat(postgresql_url: str) -> None:
    async with await open_store(postgresql_url) as store:
        rows = [(f"u:{n}", n % 2, "{}", NOW) for n in range(6)]
        await store.transaction(lambda tx: receipts.receive(tx, rows))
        taken, go = threading.Event(), threading.Event()

        def hold(tx: Tx) -> list[int]:
            found = receipts.waiting(tx, 1)
            taken.set()
            assert go.wait(10)
            return [receipt.chat for receipt in found]

        holding = store.submit(hold)
        await asyncio.to_thread(taken.wait, 10)
        others = await store.transaction(lambda tx: [r.key for r in receipts.waiting(tx, 9)])
        go.set()
        assert await holding == [0]
        assert others == ["u:1"]


async def test_a_server_that_ends_our_connection_is_no_fault_of_the_work(postgresql_store: Store) -> None:
    def ended(tx: Tx) -> None:
        tx._connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(psycopg.OperationalError) as error:
        await postgresql_store.transaction(ended)
    assert postgresql_store.is_passing(error.value)


@pytest.mark.xdist_group("one process")
@pytest.mark.parametrize("time", ["first", "second"])
async def test_each_test_finds_the_database_as_if_new(time: str, postgresql_store: Store) -> None:
    def add(tx: Tx) -> int:
        return int(tx.add_organisation(name="Hus", home=1, reads_at="", phone="", now=NOW))

    assert await postgresql_store.transaction(add) == 1
