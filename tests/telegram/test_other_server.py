"""The whole bot, unchanged, against a Bot API that we did not write: by polling, by webhook, and killed.

That server (lo-bot-api-emulator) holds offsets, long polls, 409s and webhooks as it read the manual, and
refuses parameters that it does not know.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator
from stub import message, person, until

pytestmark = pytest.mark.xdist_group("calm")  # beside at most one other test
ROOT = Path(__file__).parents[2]
TOKEN = "7:other"
WELCOME = "Jeg er Følgeskab"
ASKS_FOR_THE_NAME = "kalde dig"
PATIENCE = 30  # seconds
CHATS = range(1, 31)
CUT_AT = 10  # answers
LOST = 5  # on the line when it dies


class OtherServer(LoBotApiEmulator):  # type: ignore[misc]  # it ships no types
    """The other server; notes what it let through, cuts the line after some answers, then calls ``dies``."""

    def __init__(self) -> None:
        super().__init__(allow_insecure_loopback_webhooks=True)
        self.said: list[tuple[int, str]] = []
        self.buttons: dict[int, list[str]] = {}
        self.dies: Callable[[], None] | None = None
        self.cut, self.lost = False, 0

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        if method == "sendMessage" and self.cut:
            self._lose()
            raise ApiRefusal("it was on the line when its sender died", 502)
        result = super().validate(method, fields, uploads)
        if method == "sendMessage":
            self._note(fields)
        return result

    def _note(self, fields: dict[str, Any]) -> None:
        self.said.append((fields["chat_id"], fields["text"]))
        rows = fields.get("reply_markup", {}).get("inline_keyboard", [])
        self.buttons[fields["chat_id"]] = [button["callback_data"] for row in rows for button in row]
        if self.dies and len(self.said) == CUT_AT:
            self.cut = True

    def _lose(self) -> None:
        self.lost += 1
        if self.dies and self.lost == LOST:
            self.dies()

    def texts(self, chat: int) -> list[str]:
        return [text for to, text in self.said if to == chat]

    def methods(self) -> list[tuple[str, int]]:
        return [(each["method"], each["status"]) for each in self.requests]

    async def says(self, chat: int, text: str) -> None:
        await self.enqueue_update({"message": message(chat, chat, text=text)}, token=TOKEN)

    async def presses(self, chat: int, data: str) -> None:
        about = message(chat, chat, text="?")
        query = {"id": f"q{chat}", "from": person(chat), "message": about, "data": data, "chat_instance": "1"}
        await self.enqueue_update({"callback_query": query}, token=TOKEN)

    def all_answered(self) -> bool:
        return {chat for chat, _ in self.said} == set(CHATS)


class Bot:
    """``foelgeskab`` as an operator starts it."""

    def __init__(self, api: str, folder: Path, **more: str) -> None:
        settings = {
            "TOKEN": TOKEN,
            "API_URL": api,
            "DATA_DIR": str(folder),
            "RATE": "0",
            "CONTROLLER": "Test, CVR 12345678",
            "READS_AT": "hverdage klokken 9-15",
            **more,
        }
        self._environment = {**os.environ, **{f"BOT_{name}": value for name, value in settings.items()}}
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._running = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=self._environment, cwd=ROOT
        )

    async def set_up(self) -> None:
        await self._once("migrate")
        link = await self._once("invite", "--role", "coordinator", "--organisation", "Test")
        assert "?start=" in link

    async def _once(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "bot", *arguments]
        running = await asyncio.create_subprocess_exec(
            *command, env=self._environment, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        shown, _ = await running.communicate()
        assert running.returncode == 0
        return shown.decode()

    def kill(self) -> None:
        assert self._running
        self._running.kill()
        self._running.wait()


@contextlib.asynccontextmanager
async def other_server() -> AsyncIterator[tuple[OtherServer, str]]:
    server = OtherServer()
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield server, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@contextlib.contextmanager
def running(bot: Bot) -> Iterator[None]:
    bot.start()
    try:
        yield
    finally:
        bot.kill()


def by_webhook() -> dict[str, str]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    return {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "WEBHOOK_PORT": str(port),
        "WEBHOOK_SECRET": "a-secret_1",
    }


@pytest.fixture(params=["polling", "webhook"])
def way_in(request: pytest.FixtureRequest) -> dict[str, str]:
    """Give the settings of each way in which updates come."""
    return by_webhook() if request.param == "webhook" else {}


async def test_a_stranger_is_welcomed_and_their_yes_is_heard_and_nothing_is_refused(
    tmp_path: Path, way_in: dict[str, str]
) -> None:
    async with other_server() as (server, api):
        bot = Bot(api, tmp_path, **way_in)
        await bot.set_up()
        with running(bot):
            await server.says(5, "/start")
            await until(lambda: server.said, PATIENCE)
            assert WELCOME in server.texts(5)[0]
            await server.presses(5, server.buttons[5][0])
            await until(lambda: len(server.said) == 2)
            assert ASKS_FOR_THE_NAME in server.texts(5)[1]
            await until(lambda: ("answerCallbackQuery", 200) in server.methods())
        assert {status for _, status in server.methods()} == {200}
        assert ("getUpdates" in dict(server.methods())) == (not way_in)


async def test_each_of_thirty_is_answered_although_we_were_killed_in_the_middle(
    tmp_path: Path, way_in: dict[str, str]
) -> None:
    async with other_server() as (server, api):
        bot = Bot(api, tmp_path, **way_in)
        server.dies = bot.kill
        with running(bot):
            for chat in CHATS:
                await server.says(chat, "/start")
            await until(lambda: server.lost >= LOST, PATIENCE)
            assert not server.all_answered()
        server.cut, server.dies = False, None
        with running(bot):
            await until(server.all_answered, PATIENCE)
