"""The real bot over real HTTP, on both databases, by polling and by webhook."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import app
from bot.app import App
from bot.config import Settings
from sandbox.__main__ import HOST, TOKEN, serve
from sandbox.clock import DemoClock
from sandbox.control import Control
from sandbox.posting import post_updates
from sandbox.world import Json, Person, World

pytestmark = pytest.mark.xdist_group("calm")  # beside at most one other test
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
PATIENCE = 20.0  # seconds


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


@contextlib.asynccontextmanager
async def running(database: str, folder: Path, *, webhook: bool) -> AsyncIterator[tuple[World, App]]:
    world = World(DemoClock(MONDAY), TOKEN, rate=0)
    server = await serve(world, Control(world), 0)
    port = server.addresses[0][1]
    hook = free_port()
    settings = Settings(
        token=SecretStr(TOKEN),
        api_url=f"http://{HOST}:{port}",
        data_dir=folder,
        database_url=database,
        controller="Prøvehuset",
        reads_at="på hverdage kl. 9-15",
        rate=0,
        webhook_url=f"http://{HOST}:{hook}" if webhook else "",
        webhook_port=hook,
        webhook_secret=SecretStr("hemmelig" if webhook else ""),
    )
    up: asyncio.Future[App] = asyncio.get_running_loop().create_future()

    async def ready(found: App) -> None:
        up.set_result(found)

    bot = asyncio.create_task(app.run(settings, clock=world.clock, ready=ready))
    posting = asyncio.create_task(post_updates(world))
    try:
        first: list[asyncio.Future[Any]] = [bot, up]
        await asyncio.wait(first, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        yield world, up.result()
    finally:
        for task in (bot, posting):
            task.cancel()
        await asyncio.gather(bot, posting, return_exceptions=True)
        await server.cleanup()


async def answer(person: Person, words: str) -> Json:
    """Wait for a message of the bot with these words."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for message in reversed(person.messages):
                if not message["mine"] and words in message.get("text", ""):
                    return message
            await asyncio.sleep(0.02)


async def press(world: World, person: Person, label: str, shown: str, then: str) -> None:
    message = await answer(person, shown)
    rows = message["reply_markup"]["inline_keyboard"]
    data = next(b["callback_data"] for row in rows for b in row if b["text"] == label)
    world.presses_button(person, message["message_id"], data)
    await answer(person, then)


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_somebody_comes_in_is_asked_along_and_is_reminded(
    url: str, tmp_path: Path, *, webhook: bool
) -> None:
    async with running(url, tmp_path, webhook=webhook) as (world, bot):
        links = await bot.demo_links()
        mette, inge = world.add("Mette"), world.add("Inge")
        world.says(mette, f"/start {links['coordinator']}")
        await press(world, mette, "Ja, og jeg er fyldt 18", "Vil du i gang?", "Hvad må jeg kalde dig?")
        await press(world, mette, "Kald mig Mette", "Hvad må jeg kalde dig?", "Så er vi i gang.")
        world.says(inge, "hej")
        await press(world, inge, "Ja, og jeg er fyldt 18", "ikke et menneske", "Hvad må jeg kalde dig?")
        await press(world, inge, "Kald mig Inge", "Hvad må jeg kalde dig?", "Hvad kunne du tænke dig")
        world.says(inge, "kaffe og snak")
        await answer(inge, "Vil du se, hvad der sker")
        world.says(inge, "ja, vis mig det")
        await answer(inge, "Torsdagskaffe")
        while not any("Vil du med?" in m.get("text", "") for m in inge.messages):
            moment = await bot.next_event()
            assert moment is not None
            await bot.step_to(moment)
        await press(world, inge, "Ja, jeg vil med", "Vil du med?", "Du svarede: Ja, jeg vil med.")
        while not any("I morgen er du med" in m.get("text", "") for m in inge.messages):
            moment = await bot.next_event()
            assert moment is not None
            await bot.step_to(moment)
        wall = world.clock.now().astimezone(bot.settings.zone)
        assert (wall.hour, wall.minute) == (17, 0)
        world.says(inge, "stop")
        await answer(inge, "Jeg stopper nu.")


async def test_a_second_bot_on_the_same_folder_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    async with running(sqlite_url, tmp_path, webhook=False) as (_world, bot):
        with pytest.raises(app.CannotRun) as refused:
            await app.run(bot.settings)
        assert refused.value.code == 75
