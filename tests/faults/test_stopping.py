"""How the process ends: at the first signal, once, whatever hangs, and with nothing half done."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
from stub import Call, Stub, refusal, until

ROOT = Path(__file__).parents[2]
ME = {"id": 1, "is_bot": True, "first_name": "F", "username": "foelgeskab_bot"}
REFUSED, CANARY = 5, "Ingeborgine"
QUICKLY = """
import runpy, sys
import bot.stopping
bot.stopping.HARD = 2.0
sys.argv = ["bot", "run"]
runpy.run_module("bot", run_name="__main__")
"""
Process = subprocess.Popen[bytes]


@contextlib.asynccontextmanager
async def bot(
    url: str, folder: Path, *command: str, **more: str
) -> AsyncIterator[tuple[Stub, Process, asyncio.Event]]:
    """Run it; what it sends is answered only when the event is set."""
    answered = asyncio.Event()

    def mood(call: Call) -> Any:
        if call.values.get("chat_id") == REFUSED:
            return refusal(400, "Bad Request: message is too odd")
        return (200, {"ok": True, "result": ME}) if call.method == "getMe" else None

    async with Stub() as stub:
        stub.mood, stub.holds = mood, answered
        settings = {"TOKEN": "1:t", "API_URL": stub.api, "DATABASE_URL": url, "DATA_DIR": str(folder)}
        settings |= more
        env = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        env |= {f"BOT_{name}": value for name, value in settings.items()}
        process = subprocess.Popen([sys.executable, *command], env=env, cwd=ROOT, stderr=subprocess.PIPE)
        try:
            yield stub, process, answered
        finally:
            process.kill()
            await asyncio.to_thread(process.wait)
            if process.stderr:
                process.stderr.close()


def states(url: str) -> dict[str, int]:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as db:
        return dict(db.execute("SELECT state, count(*) FROM outbox GROUP BY state"))


async def test_a_second_signal_does_not_cut_off_what_is_being_sent(sqlite_url: str, tmp_path: Path) -> None:
    async with bot(sqlite_url, tmp_path, "-m", "bot", "run") as (stub, process, answered):
        stub.says(7, "hej")
        await until(lambda: any(call.method == "sendMessage" for call in stub.calls), 60)
        for _ in range(3):
            process.send_signal(signal.SIGTERM)
            await asyncio.sleep(0.2)
        process.send_signal(signal.SIGINT)
        await asyncio.sleep(0.2)
        assert process.poll() is None, "it waits for the answer"
        answered.set()
        assert await asyncio.to_thread(process.wait, 30) == 0
    assert states(sqlite_url) == {"sent": 1}


async def test_a_stop_that_hangs_is_ended_hard_and_loses_nothing(sqlite_url: str, tmp_path: Path) -> None:
    async with bot(sqlite_url, tmp_path, "-c", QUICKLY) as (stub, process, _never):
        stub.says(7, "hej")
        await until(lambda: any(call.method == "sendMessage" for call in stub.calls), 60)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 30) == 1
        assert process.stderr
        err = process.stderr.read()
    assert b"ended hard" in err
    assert states(sqlite_url) == {"sending": 1}, "the next start doubts it, and sends it again"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def get(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()


async def test_a_monitor_sees_it_and_its_log_names_nobody(sqlite_url: str, tmp_path: Path) -> None:
    """People write, a letter is refused, the operator hears of it: nowhere stands a name or a word."""
    heard, place = tmp_path / "heard", f"127.0.0.1:{free_port()}"
    hear = shlex.join(
        [sys.executable, "-c", f"import sys; open({str(heard)!r}, 'a').write(sys.stdin.read())"]
    )
    more = {"STATUS": place, "LOG": "json", "ALARM": hear}
    async with bot(sqlite_url, tmp_path, "-m", "bot", "run", **more) as (stub, process, answered):
        answered.set()
        stub.says(7, f"hej, jeg hedder {CANARY}")
        await until(lambda: stub.texts(7), 60)
        stub.says(REFUSED, f"hej, jeg hedder {CANARY}")
        await until(lambda: heard.exists() and heard.stat().st_size, 60)
        assert await get(f"http://{place}/readyz") == (200, "leads\n")
        _status, figures = await get(f"http://{place}/metrics")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 30) == 0
        assert process.stderr
        log = process.stderr.read().decode()
    assert {"at", "level", "part", "said"} == set.union(*(set(json.loads(line)) for line in log.splitlines()))
    assert "rejected letter=" in log
    assert "rejected letter=" in heard.read_text(encoding="utf-8")
    assert 'foelgeskab_outbox{state="sent"} 1' in figures
    for told in (log, figures, heard.read_text(encoding="utf-8")):
        assert CANARY not in told
        assert "1:t" not in told
