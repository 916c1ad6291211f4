"""One update, one transaction: what a bad one costs its neighbours is nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import datetime
from typing import Any

from real_clock import RealClock
from stub import message

from bot.ports import Answer, Inbound, Kind, Outbound, Said
from bot.storage import letters, receipts
from bot.storage.store import Store, Tx
from bot.telegram.receiving import keep, row
from bot.telegram.worker import Worker

CLOCK = RealClock()


class Bot:
    """Echoes; "raise" raises, "locked" and "typo" fail in the database, twice and for ever."""

    def __init__(self, store: Store) -> None:
        self.store, self.tried = store, list[str]()
        self.toasts: dict[str, str] = {}
        self.busy = 2
        self.worker = self.fresh()

    def fresh(self) -> Worker:
        return Worker(
            self.store,
            CLOCK,
            handle=self.handle,
            nudge=lambda: None,
            press=self.press,
            sorry=self.sorry,
            slower=self.slower,
            urgent=lambda text: "112" in text,
        )

    def handle(self, tx: Tx, inbound: Inbound, now: datetime) -> Answer:
        text = inbound.text or inbound.data
        self.tried.append(text)
        put(tx, inbound.key, inbound.chat, text, now)
        if text == "raise":
            raise ValueError(text)
        if text == "locked" and self.busy:
            self.busy -= 1
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return Answer("saved" if inbound.said is Said.TAP else "")

    def sorry(self, tx: Tx, chat: int, now: datetime, text: str) -> None:
        put(tx, f"sorry:{chat}", chat, "sorry", now)

    def slower(self, tx: Tx, inbound: Inbound, now: datetime) -> None:
        put(tx, inbound.key, inbound.chat, "slower", now)

    async def press(self, query: str, toast: str) -> None:
        self.toasts[query] = toast

    async def get(self, *updates: dict[str, Any]) -> None:
        rows = [row({"update_id": n, **update}, CLOCK.now()) for n, update in enumerate(updates, 1)]
        await keep(self.store, rows, self.worker.nudge)

    async def said(self) -> list[tuple[int, str]]:
        said: list[tuple[int, str]] = []
        while due := await self.store.transaction(take_all):
            said += due
        return said


def take_all(tx: Tx) -> list[tuple[int, str]]:
    now = CLOCK.now()
    due = letters.due(tx, now, 999)
    for letter in due:
        letters.close(tx, letter, "failed", "", now)
    return [(letter.chat, letter.message.text) for letter in due]


def put(tx: Tx, key: str, chat: int, text: str, now: datetime) -> None:
    letters.put(tx, key=f"r:{key}", chat=chat, kind=Kind.REPLY, message=Outbound(text), now=now)


def text(n: int, chat: int, words: str, **more: Any) -> dict[str, Any]:
    return {"message": message(n, chat, text=words, **more)}


async def states(store: Store) -> dict[str, int]:
    return await store.read(receipts.states)


async def test_a_poisoned_update_is_put_aside_after_three_tries_and_its_neighbours_are_answered(
    store: Store,
) -> None:
    bot = Bot(store)
    await bot.worker.drain()
    words = ((1, "one"), (2, "raise"), (1, "two"), (2, "after"), (3, "three"))
    await bot.get(*(text(n, chat, word) for n, (chat, word) in enumerate(words, 1)))
    await bot.worker.drain()
    assert bot.tried.count("raise") == 3
    said = await bot.said()
    assert [word for chat, word in said if chat == 2] == ["sorry", "after"]
    assert [word for chat, word in said if chat == 1] == ["one", "two"]
    assert await states(store) == {"done": 4, "quarantined": 1}


async def test_what_cannot_be_read_is_put_aside_and_told_of(store: Store) -> None:
    bot = Bot(store)
    await bot.worker.drain()
    await bot.get({"message": {**message(1, 5), "text": 7}}, text(2, 6, "fine"))
    await bot.worker.drain()
    assert await states(store) == {"done": 1, "quarantined": 1}
    assert sorted(await bot.said()) == [(5, "sorry"), (6, "fine")]


async def test_a_database_that_is_busy_is_no_try(sqlite_store: Store) -> None:
    bot = Bot(sqlite_store)
    await bot.worker.drain()
    await bot.get(text(1, 5, "locked"))
    for _ in range(2):
        try:
            await bot.worker.once()
        except sqlite3.OperationalError:
            continue
    await bot.worker.drain()
    assert await states(sqlite_store) == {"done": 1}
    assert bot.tried == ["locked"] * 3


async def test_a_busy_database_uncounts_a_try_that_was_counted(sqlite_store: Store) -> None:
    await Bot(sqlite_store).get(text(1, 5, "locked"))
    bot = Bot(sqlite_store)  # it lay there at the start, so each try is counted
    bot.busy = 7
    for _ in range(7):
        try:
            await bot.worker.once()
        except sqlite3.OperationalError:
            continue
    await bot.worker.drain()
    assert await states(sqlite_store) == {"done": 1}


async def test_a_sorry_that_fails_too_stops_nothing(sqlite_store: Store) -> None:
    bot = Bot(sqlite_store)

    def broken(_tx: Tx, _chat: int, _now: datetime, _text: str) -> None:
        raise ValueError

    bot.worker._sorry = broken
    await bot.get(text(1, 5, "raise"), text(2, 5, "after"))
    await bot.worker.drain()
    assert await states(sqlite_store) == {"done": 1, "quarantined": 1}


async def test_a_press_is_answered_with_what_the_turn_chose(store: Store) -> None:
    bot = Bot(store)
    query = {"id": "q", "from": message(1, 5)["from"], "message": message(1, 5, text="?"), "data": "!yes"}
    await bot.get({"callback_query": query})
    await bot.worker.drain()
    await asyncio.sleep(0)
    assert bot.toasts == {"q": "saved"}


async def test_an_update_that_comes_twice_takes_effect_once(store: Store) -> None:
    bot = Bot(store)
    for _ in range(2):
        await bot.get(text(1, 5, "one"))
        await bot.worker.drain()
    await bot.get(text(1, 5, "one"))
    await bot.worker.drain()
    assert bot.tried == ["one"]


async def test_many_workers_answer_each_update_once_and_each_chat_in_order(postgresql_store: Store) -> None:
    bot = Bot(postgresql_store)
    await bot.worker.drain()
    workers = [bot.fresh() for _ in range(4)]
    await asyncio.gather(*(worker.drain() for worker in workers))
    await bot.get(*(text(n, n % 7, f"m{n}") for n in range(1, 100)))
    await asyncio.gather(*(worker.drain() for worker in workers))
    assert await states(postgresql_store) == {"done": 99}
    said = await bot.said()
    assert len(said) == 99
    for chat in range(7):
        mine = [int(word[1:]) for each, word in said if each == chat]
        assert mine == sorted(mine)


async def test_who_writes_too_much_is_told_once_and_danger_and_commands_still_get_through(
    sqlite_store: Store,
) -> None:
    bot = Bot(sqlite_store)
    await bot.worker.drain()
    words = [f"m{n}" for n in range(25)]
    words[22], words[23] = "ring 112", "/stop"
    updates = [text(n, 5, word, date=1_800_000_000) for n, word in enumerate(words, 1)]
    await bot.get(*updates, text(26, 6, "other"))
    await bot.worker.drain()
    said = [word for chat, word in await bot.said() if chat == 5]
    assert said == [*words[:20], "slower", "ring 112", "/stop"]
    assert "other" in bot.tried


async def test_a_long_silence_of_ours_makes_nobody_a_flood(sqlite_store: Store) -> None:
    bot = Bot(sqlite_store)
    await bot.get(*(text(n, 5, f"m{n}") for n in range(1, 40)))  # a minute apart, fetched at once
    await bot.worker.drain()
    assert len(await bot.said()) == 39


async def test_the_worker_wakes_for_what_comes(sqlite_store: Store) -> None:
    bot = Bot(sqlite_store)
    running = asyncio.create_task(bot.worker.run())
    await asyncio.sleep(0.05)
    await bot.get(text(1, 5, "one"))
    async with asyncio.timeout(5):
        while not bot.tried:
            await asyncio.sleep(0.005)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
