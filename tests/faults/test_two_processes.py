"""Two bots on one PostgreSQL database: deploys and deaths in turn, and nobody notices."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from stub import Call, Stub, until

from bot.storage.leader import LOCK

ROOT = Path(__file__).parents[2]
CHATS, DEPLOYS = 40, 3
ME = {"id": 1, "is_bot": True, "first_name": "F", "username": "foelgeskab_bot"}
WAITING = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
    " + (SELECT count(*) FROM outbox WHERE state IN ('ready', 'sending'))"
)
# Locks are counted in this database only: another test may have bots of its own on the same server.
HELD = (
    "FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = %s"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
LEADER = f"SELECT count(*) {HELD}"
END = f"SELECT count(pg_terminate_backend(pid)) {HELD}"
Process = subprocess.Popen[bytes]
STARTED: list[Process] = []


def start(url: str, stub: Stub, folder: Path) -> Process:
    settings = {
        "TOKEN": "1:t",
        "API_URL": stub.api,
        "RATE": "0",
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
    }
    env = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    env |= {f"BOT_{name}": value for name, value in settings.items()}
    bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=env, cwd=ROOT, stderr=subprocess.PIPE)
    STARTED.append(bot)
    return bot


def ask(url: str, query: str, *values: Any) -> int:
    with closing(psycopg.connect(url, autocommit=True)) as db:
        found = db.execute(query.encode(), values).fetchone()
        return int(found[0]) if found else 0


async def said(process: Process, words: bytes) -> None:
    """Wait until the process has logged something."""

    def read() -> None:
        assert process.stderr
        for line in process.stderr:
            if words in line:
                return
        raise AssertionError(f"it never said {words!r}")

    async with asyncio.timeout(60):
        await asyncio.to_thread(read)


async def ended(process: Process, *, by: signal.Signals) -> int:
    process.send_signal(by)
    _out, _err = await asyncio.to_thread(process.communicate)
    return process.returncode


@contextlib.asynccontextmanager
async def people_writing(stub: Stub) -> AsyncIterator[None]:
    async def write() -> None:
        n = 0
        while True:
            n += 1
            stub.says(n % CHATS + 1, f"hej {n}")
            await asyncio.sleep(0.03)

    writing = asyncio.create_task(write())
    try:
        yield
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


@contextlib.asynccontextmanager
async def telegram() -> AsyncIterator[Stub]:
    def mood(call: Call) -> Any:
        return (200, {"ok": True, "result": ME}) if call.method == "getMe" else None

    async with Stub() as stub:
        stub.mood = mood
        try:
            yield stub
        finally:  # a thread that reads the log of a bot that lives on would be waited for, for ever
            while STARTED:
                STARTED.pop().kill()


async def settled(url: str, stub: Stub) -> tuple[int, int]:
    """Wait until all is answered; return how many were never answered, and how many answers were copies."""
    await until(lambda: stub.confirmed == len(stub.updates), 60)
    async with asyncio.timeout(60):
        while await asyncio.to_thread(ask, url, WAITING):
            await asyncio.sleep(0.05)
    written = Counter(update["message"]["chat"]["id"] for update in stub.updates)
    answers = Counter(each.chat for each in stub.said)
    return (written - answers).total(), (answers - written).total()


async def test_a_rolling_restart_loses_nothing_and_says_nothing_twice(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with telegram() as stub:
        bot = start(postgresql_url, stub, tmp_path / "0")
        await said(bot, b"leads")
        async with people_writing(stub):
            for n in range(1, DEPLOYS + 1):
                other = start(postgresql_url, stub, tmp_path / str(n))
                await said(other, b"running")
                assert await asyncio.to_thread(ask, postgresql_url, LEADER, LOCK) == 1
                heard = len(stub.said)
                assert await ended(bot, by=signal.SIGTERM) == 0
                await said(other, b"leads")
                await until(lambda heard=heard: len(stub.said) > heard + 5, 60)  # type: ignore[misc]
                bot = other
        lost, twice = await settled(postgresql_url, stub)
        await ended(bot, by=signal.SIGTERM)
        sys.stdout.write(f"\n{DEPLOYS} deploys, {len(stub.updates)} updates: lost {lost}, twice {twice}\n")
    assert (lost, twice) == (0, 0)
    doubts = "SELECT count(*) FROM outbox WHERE state = 'unknown' OR doubts > 0"
    assert ask(postgresql_url, doubts) == 0
    assert ask(postgresql_url, "SELECT epoch FROM control") == DEPLOYS + 1


async def test_who_stands_by_goes_on_when_the_leader_is_killed(postgresql_url: str, tmp_path: Path) -> None:
    async with telegram() as stub:
        bot = start(postgresql_url, stub, tmp_path / "0")
        await said(bot, b"running")
        other = start(postgresql_url, stub, tmp_path / "1")
        await said(other, b"running")
        assert await asyncio.to_thread(ask, postgresql_url, LEADER, LOCK) == 1
        async with people_writing(stub):
            await until(lambda: len(stub.said) > 20, 60)
            await ended(bot, by=signal.SIGKILL)
            heard = len(stub.said)
            await until(lambda: len(stub.said) > heard + 20, 60)
        lost, twice = await settled(postgresql_url, stub)
        assert await ended(other, by=signal.SIGTERM) == 0
        sys.stdout.write(f"\nkilled: {len(stub.updates)} updates, lost {lost}, twice {twice}\n")
    assert lost == 0
    assert twice <= 80, "more than were leaving"


async def test_a_leader_whose_connection_is_ended_stands_by_and_leads_again(
    postgresql_url: str, tmp_path: Path
) -> None:
    async with telegram() as stub:
        bot = start(postgresql_url, stub, tmp_path)
        await said(bot, b"leads")
        assert await asyncio.to_thread(ask, postgresql_url, END, LOCK) == 1
        await said(bot, b"leads no more")
        await said(bot, b"leads")
        stub.says(7, "hej")
        await until(lambda: stub.texts(7), 30)
        assert await ended(bot, by=signal.SIGTERM) == 0
