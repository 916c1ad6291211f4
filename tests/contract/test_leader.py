"""Of several on one PostgreSQL database one leads; on a file there is only one."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from conftest import administer

from bot.storage import leader
from bot.storage.leader import Lock, leading
from bot.storage.store import Store


def nothing() -> None:
    pass


def test_one_has_it_and_the_next_when_that_one_lets_go(postgresql_url: str) -> None:
    first, second = Lock(postgresql_url), Lock(postgresql_url)
    assert (first.take(), second.take()) == (True, False)
    assert first.holds()
    first.release()
    assert second.take()
    second.release()


def test_another_database_on_the_same_server_has_a_leader_of_its_own(postgresql_url: str) -> None:
    first, other = (
        Lock(postgresql_url),
        Lock(postgresql_url.replace(postgresql_url.rpartition("/")[2], "postgres")),
    )
    try:
        assert (first.take(), other.take()) == (True, True)
    finally:
        first.release()
        other.release()


def test_whose_connection_was_ended_holds_nothing_and_may_ask_again(postgresql_url: str) -> None:
    lock = Lock(postgresql_url)
    assert lock.take()
    administer(f"SELECT pg_terminate_backend({lock._connection.info.backend_pid})")
    assert not lock.holds()
    assert not lock.take()
    assert lock.take()
    lock.release()


def test_a_database_that_is_away_lets_nobody_lead() -> None:
    assert not Lock("postgresql://nobody@127.0.0.1:1/none").take()


async def test_a_leader_learns_that_it_leads_no_more(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leader, "KEEP", 0.1)
    async with leading(postgresql_url, standing_by=nothing) as lost:
        await asyncio.sleep(0.3)
        assert not lost.done()
        with psycopg.connect(postgresql_url, autocommit=True) as db:
            db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s",
                (leader.LOCK,),
            )
        async with asyncio.timeout(10):
            await lost


async def test_who_waits_stands_by_and_then_leads(postgresql_url: str) -> None:
    stood_by = asyncio.Event()
    async with leading(postgresql_url, standing_by=nothing):
        waiting = leading(postgresql_url, standing_by=stood_by.set)
        entering = asyncio.create_task(waiting.__aenter__())
        async with asyncio.timeout(10):
            await stood_by.wait()
        assert not entering.done()
    async with asyncio.timeout(10):
        lost = await entering
    assert not lost.done()
    await waiting.__aexit__(None, None, None)


async def test_a_file_is_led_at_once(sqlite_url: str) -> None:
    async with asyncio.timeout(1), leading(sqlite_url, standing_by=nothing) as lost:
        assert not lost.done()


async def test_a_new_epoch_waits_for_what_is_claimed_under_the_old_one(postgresql_store: Store) -> None:
    """Else a letter could be marked as leaving behind the back of who has taken over."""
    await postgresql_store.transaction(lambda tx: tx.new_epoch())
    claiming, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def claim(tx: object) -> object:
        found = tx.epoch()  # type: ignore[attr-defined]
        loop.call_soon_threadsafe(claiming.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(10)
        return found

    old = asyncio.create_task(postgresql_store.transaction(claim))
    await claiming.wait()
    new = asyncio.create_task(postgresql_store.transaction(lambda tx: tx.new_epoch()))
    await asyncio.sleep(0.2)
    assert not new.done()
    go_on.set()
    assert (await old, await new) == (1, 2)
