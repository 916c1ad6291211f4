"""What a monitor sees: alive, ready or why not, and figures that name nobody."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot import backups
from bot.config import Settings, SettingsError, read_settings
from bot.ports import Kind, Outbound
from bot.status import Signs, Status
from bot.storage import letters, receipts
from bot.storage.store import Store
from bot.web.server import Server

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SAMPLE = re.compile(r'foelgeskab_[a-z_]+(\{[a-z]+="[a-z]+"\})? -?[0-9.e+]+')


class Clock:
    seconds = 1000.0

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return self.seconds


class Watched:
    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings, self.clock, self.signs = store, settings, Clock(), Signs()
        self.address = ""
        self.status = Status(store, settings, self.clock, self.signs)

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"{self.address}{path}") as answer:
            return answer.status, await answer.text()


@pytest_asyncio.fixture
async def watched(store: Store, url: str, tmp_path: Path) -> AsyncIterator[Watched]:
    settings = Settings.model_validate(
        {"token": "1:a", "data_dir": tmp_path, "database_url": url, "backup_dir": tmp_path / "copies"}
    )
    found = Watched(store, settings)
    server = Server(found.status.routes())
    port = await server.start("127.0.0.1", 0)
    found.address = f"http://127.0.0.1:{port}"
    yield found
    await server.stop()


async def receive(store: Store, at: datetime) -> None:
    await store.transaction(lambda tx: receipts.receive(tx, [("u:1", 7, "{}", at)]))


def put(tx: Any) -> None:
    message = Outbound("Kære Ingeborg")
    for n in range(3):
        letters.put(
            tx, key=f"k{n}", chat=4711, kind=Kind.REPLY, message=message, now=NOW - timedelta(minutes=10)
        )


async def test_it_is_alive_and_ready(watched: Watched) -> None:
    assert await watched.get("/healthz") == (200, "ok\n")
    assert await watched.get("/readyz") == (200, "stands by\n")
    watched.signs.leads = True
    assert await watched.get("/readyz") == (200, "leads\n")


async def test_an_update_that_waits_too_long_is_told(watched: Watched) -> None:
    await receive(watched.store, NOW - timedelta(seconds=60))
    assert (await watched.get("/readyz"))[0] == 200
    watched.clock.now = lambda: NOW + timedelta(seconds=90)  # type: ignore[method-assign]
    assert await watched.get("/readyz") == (503, "an update has waited for 150 s\nstands by\n")


async def test_a_letter_that_is_late_is_told_by_who_should_send_it(watched: Watched) -> None:
    await watched.store.transaction(put)
    assert (await watched.get("/readyz"))[0] == 200, "another process sends"
    watched.signs.leads = True
    assert await watched.get("/readyz") == (503, "a letter is late by 600 s\nleads\n")


async def test_a_telegram_that_does_not_answer_is_told(watched: Watched) -> None:
    watched.signs.polled = lambda: 950.0
    assert (await watched.get("/readyz"))[0] == 200
    watched.signs.polled = lambda: 900.0
    assert await watched.get("/readyz") == (503, "Telegram has not answered for 100 s\nstands by\n")


async def test_a_database_that_is_away_is_told_and_figures_of_the_process_remain(watched: Watched) -> None:
    await watched.store.close()
    status, text = await watched.get("/readyz")
    assert (status, "the database does not answer" in text) == (503, True)
    assert (await watched.get("/healthz"))[0] == 200
    assert "foelgeskab_database_up 0" in (await watched.get("/metrics"))[1]


async def test_the_figures_are_as_prometheus_reads_them_and_name_nobody(watched: Watched) -> None:
    await receive(watched.store, NOW - timedelta(seconds=60))
    await watched.store.transaction(put)
    assert watched.settings.backup_dir
    backups.make(watched.settings, watched.settings.backup_dir, NOW - timedelta(hours=1))
    _status, text = await watched.get("/metrics")
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in samples if not SAMPLE.fullmatch(line)] == []
    for sample in (
        'foelgeskab_outbox{state="ready"} 3',
        'foelgeskab_inbox{state="new"} 1',
        "foelgeskab_oldest_update_seconds 60",
        "foelgeskab_oldest_letter_seconds 600",
        "foelgeskab_backup_age_seconds 3600",
        "foelgeskab_leads 0",
    ):
        assert sample in samples
    assert not re.search("Ingeborg|4711", text)
    names = re.findall(r"^# TYPE (\S+) (?:gauge|counter)$", text, re.MULTILINE)
    assert len(names) == len(set(names)) > 10


async def test_nothing_else_is_served(watched: Watched) -> None:
    assert (await watched.get("/"))[0] == 404
    assert (await watched.get("/telegram"))[0] == 404


@pytest.mark.parametrize("wrong", ["9464", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:x", ":9464", "a:70000"])
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsError, match="BOT_STATUS"):
        read_settings({"BOT_TOKEN": "1:a", "BOT_STATUS": wrong})
