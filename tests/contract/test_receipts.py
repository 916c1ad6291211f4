from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.storage import receipts
from bot.storage.store import Store, Tx

NOW = datetime(2026, 3, 29, tzinfo=UTC)


async def receive(store: Store, *keys: tuple[str, int]) -> None:
    rows = [(key, chat, json.dumps({"of": key}), NOW) for key, chat in keys]
    await store.transaction(lambda tx: receipts.receive(tx, rows))


async def waiting(store: Store, most: int = 99) -> list[str]:
    return [receipt.key for receipt in await store.transaction(lambda tx: receipts.waiting(tx, most))]


async def test_a_second_delivery_is_harmless(store: Store) -> None:
    await receive(store, ("u:1", 1), ("u:1", 1))
    await receive(store, ("u:1", 9))
    (found,) = await store.transaction(lambda tx: receipts.waiting(tx, 9))
    assert found[1:] == ("u:1", 1, '{"of": "u:1"}', 1, NOW)
    assert await store.transaction(lambda tx: receipts.finish(tx, found.id))
    assert not await store.transaction(lambda tx: receipts.finish(tx, found.id))
    await receive(store, ("u:1", 1))
    assert await waiting(store) == []
    assert await store.read(receipts.states) == {"done": 1}


async def test_nothing_received_is_nothing_written(store: Store) -> None:
    await receive(store)
    assert await store.read(receipts.newest) == 0
    assert await store.read(receipts.oldest_waiting) is None


async def test_each_chat_is_answered_in_its_order(store: Store) -> None:
    """One worker takes all in order; where there may be many, each takes the heads of chats."""
    await receive(store, ("u:3", 1), ("u:1", 1), ("u:2", 2))
    assert await waiting(store) == (["u:3", "u:1", "u:2"] if store.in_order else ["u:3", "u:2"])
    assert await waiting(store, 1) == ["u:3"]
    await store.transaction(lambda tx: receipts.finish(tx, 1))
    assert await waiting(store) == ["u:1", "u:2"]
    assert await store.read(receipts.newest) == 3
    assert await store.read(receipts.oldest_waiting) == NOW


async def test_what_was_handled_is_forgotten_and_what_failed_is_kept_to_be_looked_at(store: Store) -> None:
    await receive(store, *((f"u:{n}", n) for n in range(1, 4)))

    def settle(tx: Tx) -> None:
        assert receipts.finish(tx, 1)
        assert receipts.ignore(tx, 2)
        assert receipts.quarantine(tx, 3, "KeyError")
        assert not receipts.quarantine(tx, 1, "KeyError")

    await store.transaction(settle)
    rows = await store.read(
        lambda tx: tx._connection.execute("SELECT state, raw, why FROM inbox ORDER BY id").fetchall()
    )
    assert rows == [("done", "", None), ("ignored", "", None), ("quarantined", '{"of": "u:3"}', "KeyError")]


async def test_tries_are_counted_from_the_first(store: Store) -> None:
    await receive(store, ("u:1", 1))
    for _ in range(2):
        await store.transaction(lambda tx: receipts.count_try(tx, 1))
    (found,) = await store.transaction(lambda tx: receipts.waiting(tx, 9))
    assert found.attempts == 3


async def test_an_event_waits_in_its_chat_like_an_update_and_only_once(store: Store) -> None:
    await receive(store, ("u:1", 1))
    for minutes in range(2):
        at = NOW + timedelta(minutes=minutes)
        ask = partial(receipts.post_event, key="e:1", chat=1, name="ask", args={"id": 7}, now=at)
        await store.transaction(ask)
    await store.transaction(lambda tx: receipts.finish(tx, 1))
    (found,) = await store.transaction(lambda tx: receipts.waiting(tx, 9))
    assert (found.chat, found.received_at) == (1, NOW)
    assert json.loads(found.raw) == {"event": {"name": "ask", "args": {"id": 7}}}
