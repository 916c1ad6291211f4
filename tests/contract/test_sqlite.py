from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import aiosqlite
import pytest

from bot.storage import letters
from bot.storage.sqlite import Connection, SQLite
from bot.storage.store import Store, Tx, open_store

NOW = datetime(2026, 3, 29, tzinfo=UTC)


def writer(store: Store) -> Connection:
    assert isinstance(store, SQLite)
    return store._writer


async def run(store: Store, statement: str) -> object:
    """Run a statement outside any transaction, on the writer's own thread; return the first value."""
    connection = writer(store)

    def there() -> object:
        row = connection._conn.execute(statement).fetchone()
        return row[0] if row else None

    return await connection._execute(there)  # type: ignore[no-untyped-call]  # the library's


async def test_the_names_inside_aiosqlite_that_we_rest_on_are_there() -> None:
    async with aiosqlite.connect(":memory:") as db:
        assert asyncio.iscoroutinefunction(db._execute)
        assert isinstance(db._conn, sqlite3.Connection)
        assert db._running is True
        ran: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        db._tx.put_nowait((ran, lambda: "on its thread"))
        assert await ran == "on its thread"
        db._tx.put_nowait((None, lambda: "nobody asks"))
    assert db._running is False
    assert logging.getLogger("aiosqlite").getEffectiveLevel() >= logging.WARNING


@pytest.mark.parametrize("own", [(), ("query_only=ON",)])
async def test_the_pragmas_hold_on_every_connection(sqlite_url: str, own: tuple[str, ...]) -> None:
    db = await Connection.open(sqlite_url.removeprefix("sqlite:///"), *own)
    found = {}
    for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout",
                 "trusted_schema", "query_only"):  # fmt: skip
        async with db.execute(f"PRAGMA {name}") as cursor:
            (found[name],) = await cursor.fetchone() or (None,)
    await db.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "query_only": int(bool(own)),
    }


async def test_those_who_wait_share_one_commit(sqlite_store: Store) -> None:
    statements: list[str] = []
    connection = writer(sqlite_store)
    await connection._execute(lambda: connection._conn.set_trace_callback(statements.append))  # type: ignore[no-untyped-call]  # the library's
    await asyncio.gather(
        *(sqlite_store.submit(partial(letters.set_unreachable, chat=n, now=NOW)) for n in range(300))
    )
    assert statements.count("COMMIT") <= 300 / 64 + 2


async def test_a_full_disk_halves_nothing_and_the_small_ones_still_fit(sqlite_store: Store) -> None:
    """A full disk undoes the whole group; each is then run again alone, and only who is too big fails."""
    pages = await run(sqlite_store, "PRAGMA page_count")
    await run(sqlite_store, f"PRAGMA max_page_count={int(str(pages)) + 2}")

    def big(tx: Tx) -> None:
        letters.set_unreachable(tx, 1000, NOW)
        for n in range(100):
            tx.receive([{"key": f"b{n}", "chat": 1, "raw": "x" * 5000, "received_at": NOW}])

    works: list[Callable[[Tx], None]] = [partial(letters.set_unreachable, chat=n, now=NOW) for n in range(5)]
    results = await asyncio.gather(*map(sqlite_store.submit, [*works, big, *works]), return_exceptions=True)
    assert [type(result) for result in results].count(sqlite3.OperationalError) == 1
    assert "full" in str(results[5])
    assert isinstance(results[5], sqlite3.OperationalError)
    assert sqlite_store.is_passing(results[5])
    there = await sqlite_store.read(lambda tx: [letters.is_unreachable(tx, n) for n in (0, 1, 2, 3, 4, 1000)])
    assert there == [True] * 5 + [False]
    assert not writer(sqlite_store)._conn.in_transaction


async def test_a_database_that_is_locked_fails_all_at_once_and_then_goes_on(sqlite_url: str) -> None:
    async with await open_store(sqlite_url) as store:
        await run(store, "PRAGMA busy_timeout=50")
        with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            results = await asyncio.gather(
                *(store.submit(lambda tx: letters.set_unreachable(tx, 1, NOW)) for _ in range(8)),
                return_exceptions=True,
            )
            assert all("locked" in str(result) for result in results)
            other.execute("ROLLBACK")
        await store.transaction(lambda tx: letters.set_unreachable(tx, 1, NOW))


async def test_nothing_deleted_stays_in_the_file(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    async with await open_store(sqlite_url) as store:
        row = {"key": "k", "chat": 1, "raw": "hemmelighed" * 50, "received_at": NOW}
        await store.transaction(lambda tx: tx.receive([row]))
        await store.transaction(lambda tx: tx.settle_receipt(id=1, state="done"))
    assert b"hemmelighed" not in path.read_bytes()


async def test_a_second_process_leaves_checkpoints_to_the_first(sqlite_url: str) -> None:
    async with await open_store(sqlite_url, beside=True) as store:
        assert await run(store, "PRAGMA wal_autocheckpoint") == 0
