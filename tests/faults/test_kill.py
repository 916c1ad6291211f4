"""kill -9, again and again, while people write and an announcement runs: KILLS= says how often."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from stub import Call, Stub, until

pytestmark = pytest.mark.xdist_group("calm")  # beside at most one other test
ROOT = Path(__file__).parents[2]
KILLS, ANNOUNCED = int(os.environ.get("KILLS", "10")), 1500
FIRST, CHATS = 9000, 50
WAITING = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
    " + (SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending'))"
)
HANDLED = "SELECT count(*) FROM inbox WHERE state = 'done'"
AT_ONCE = 80  # in flight, without a rate
AHEAD = 400  # messages that people write at most before they are answered, or a slow machine never catches up
Process = subprocess.Popen[bytes]


def spawn(database: str, stub: Stub, announced: int = ANNOUNCED) -> Process:
    env = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    command = [sys.executable, str(ROOT / "tests/faults/echo.py"), database, stub.api, str(announced)]
    return subprocess.Popen(command, env=env)


def spawn_the_bot(database: str, stub: Stub) -> Process:
    settings = {"TOKEN": "1:t", "API_URL": stub.api, "RATE": "0", "DATABASE_URL": database}
    env = {**os.environ, **{f"BOT_{name}": value for name, value in settings.items()}}
    env["BOT_DATA_DIR"] = str(Path(database.removeprefix("sqlite:///")).parent)
    return subprocess.Popen([sys.executable, "-m", "bot", "run"], env=env, cwd=ROOT)


async def end(process: Process) -> None:
    process.kill()
    await asyncio.to_thread(process.wait)


async def kill_again_and_again(database: str, stub: Stub, start: Callable[[], Process], kills: int) -> None:
    """Kill it at random moments, each time after it has answered something.

    It has handled something too: on a slow machine one update could be in hand at three deaths in a row, and
    is then put aside, as it must be.
    """
    for _ in range(kills):
        bot, seen, done = start(), len(stub.said), count(database, HANDLED)
        while (len(stub.said) < seen + 2 or count(database, HANDLED) == done) and bot.poll() is None:
            await asyncio.sleep(0.005)
        await asyncio.sleep(random.uniform(0, 0.15))
        await end(bot)


@contextlib.asynccontextmanager
async def people_writing(stub: Stub, each: int, pause: float) -> Any:
    async def write() -> None:
        n = 0
        while True:
            if n < AHEAD + sum(said.chat < FIRST for said in stub.said):
                for _ in range(each):
                    n += 1
                    stub.says(n % CHATS + 1, f"m{n}")
            await asyncio.sleep(pause)

    writing = asyncio.create_task(write())
    yield
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)


def count(database: str, query: str) -> int:
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as db:
        return int(db.execute(query).fetchone()[0])


async def settled(database: str, stub: Stub, seconds: float = 60) -> None:
    """Wait until everything is confirmed, handled and delivered."""
    await until(lambda: stub.confirmed == len(stub.updates), seconds)
    await until(lambda: count(database, WAITING) == 0, seconds)


async def test_nothing_confirmed_is_lost_and_no_announcement_comes_twice(sqlite_url: str) -> None:
    async with Stub() as stub:
        async with people_writing(stub, 5, 0.05):
            await kill_again_and_again(sqlite_url, stub, lambda: spawn(sqlite_url, stub), KILLS)
        bot = spawn(sqlite_url, stub)
        try:
            await settled(sqlite_url, stub)
        finally:
            await end(bot)
        said = Counter((u["message"]["chat"]["id"], u["message"]["text"]) for u in stub.updates)
        got = Counter((each.chat, each.text) for each in stub.said)
        lost, twice = said - got, sum(n - 1 for (chat, _), n in got.items() if chat < FIRST)
        announced = Counter(each.chat for each in stub.said if each.chat >= FIRST)
        unknown = count(sqlite_url, "SELECT count(*) FROM outbox WHERE state = 'unknown'")
        never = ANNOUNCED - len(announced)
        doubled = sum(n - 1 for n in announced.values())
        sys.stdout.write(
            f"\n{KILLS} kills, {len(said)} updates: lost {len(lost)}, replies twice {twice}; "
            f"announced {ANNOUNCED}: twice {doubled}, unknown {unknown}, never sent {never}\n"
        )
        assert not lost
        assert twice <= KILLS * AT_ONCE
        assert max(announced.values()) == 1
        assert never <= unknown
        for chat in range(1, CHATS + 1):
            first = list(dict.fromkeys(stub.texts(chat)))
            assert first == sorted(first, key=lambda text: int(text[1:]))


async def test_an_update_that_kills_us_is_put_aside_after_three_deaths(sqlite_url: str) -> None:
    async with Stub() as stub:
        for chat, text in ((1, "one"), (2, "die"), (3, "three")):
            stub.says(chat, text)
        deaths, bot = 0, spawn(sqlite_url, stub, 0)
        while {each.text for each in stub.said} != {"one", "three"} and deaths < 9:
            if bot.poll() is not None:
                deaths, bot = deaths + 1, spawn(sqlite_url, stub, 0)
            await asyncio.sleep(0.02)
        await end(bot)
        assert deaths == 3
    assert count(sqlite_url, "SELECT count(*) FROM inbox WHERE state = 'quarantined'") == 1


async def test_the_real_bot_answers_every_message_whenever_it_is_killed(sqlite_url: str) -> None:
    me = {"id": 1, "is_bot": True, "first_name": "F", "username": "foelgeskab_bot"}

    def mood(call: Call) -> Any:
        return (200, {"ok": True, "result": me}) if call.method == "getMe" else None

    async with Stub() as stub:
        stub.mood = mood
        kills = max(KILLS // 2, 2)
        async with people_writing(stub, 1, 0.03):
            await kill_again_and_again(sqlite_url, stub, lambda: spawn_the_bot(sqlite_url, stub), kills)
        bot = spawn_the_bot(sqlite_url, stub)
        try:
            await settled(sqlite_url, stub)
        finally:
            await end(bot)
        written = Counter(u["message"]["chat"]["id"] for u in stub.updates)
        answers = Counter(each.chat for each in stub.said)
        sys.stdout.write(
            f"\n{kills} kills of the real bot, {len(stub.updates)} updates, {len(stub.said)} answers\n"
        )
        assert not written - answers
        assert sum((answers - written).values()) <= kills * AT_ONCE
    assert count(sqlite_url, "SELECT count(*) FROM inbox WHERE state <> 'done'") == 0
