"""A Bot API on localhost: serves again what was not confirmed, judges every call, misbehaves."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from aiohttp import web
from judge import decoded, judge

CUT, LOST = "cut", "lost"  # delivered and then cut off; cut off and not delivered
Mood = str | tuple[int, Any] | None
BATCH = 20


async def until(condition: Callable[[], Any], seconds: float = 10) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


class Said(NamedTuple):
    """One message that reached a chat."""

    at: float
    chat: int
    text: str


@dataclass
class Call:
    """One call of the bot's."""

    method: str
    values: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)


def refusal(code: int, why: str = "", **parameters: Any) -> tuple[int, Any]:
    answer: dict[str, Any] = {"ok": False, "error_code": code, "description": why}
    return code, answer | ({"parameters": parameters} if parameters else {})


class Stub:
    """``mood(call)`` says what happens to a call: None, CUT, LOST, or a status with its body."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.said: list[Said] = []
        self.calls: list[Call] = []
        self.breaches: list[Exception] = []
        self.polls = self.confirmed = 0
        self.poll_mood: Callable[[], Mood] = lambda: None
        self.mood: Callable[[Call], Mood] = lambda _call: None
        self.blocked: set[int] = set()
        self.holds: asyncio.Event | None = None  # what is sent is answered only when it is set
        self._ids = itertools.count(1)
        self._new = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**25)
        app.router.add_post("/bot{token}/{method}", self.answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.api = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        assert not self.breaches, self.breaches

    def texts(self, chat: int) -> list[str]:
        return [said.text for said in self.said if said.chat == chat]

    def says(self, chat: int, text: str) -> None:
        self.put({"message": message(len(self.updates) + 1, chat, text=text)})

    def presses(self, chat: int, data: str) -> None:
        n = len(self.updates) + 1
        about = message(n, chat, text="?")
        self.put(
            {
                "callback_query": {
                    "id": f"q{n}",
                    "from": person(chat),
                    "message": about,
                    "data": data,
                    "chat_instance": "1",
                }
            }
        )

    def put(self, update: dict[str, Any]) -> None:
        self.updates.append({"update_id": len(self.updates) + 1, **update})
        self._new.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        call = await read(method, request)
        try:
            judge(method, call.values, frozenset(call.files))
        except AssertionError as error:
            self.breaches.append(error)
        if method == "getUpdates":
            return await self.poll(call.values)
        self.calls.append(call)
        if self.holds and method.startswith("send"):
            await self.holds.wait()
        return self.deliver(call, request)

    def deliver(self, call: Call, request: web.Request) -> web.StreamResponse:
        chat = call.values.get("chat_id", 0)
        mood = (
            refusal(403, "Forbidden: bot was blocked by the user")
            if chat in self.blocked
            else self.mood(call)
        )
        if isinstance(mood, tuple):
            status, body = mood
            return (
                web.json_response(body, status=status)
                if isinstance(body, dict)
                else web.Response(text=body, status=status)
            )
        if mood != LOST and call.method.startswith("send"):
            words = call.values.get("text") or call.values.get("caption") or call.method
            self.said.append(Said(asyncio.get_running_loop().time(), chat, words))
        if mood in (CUT, LOST):
            assert request.transport
            request.transport.abort()
        shown = call.method.startswith(("send", "edit"))
        result = message(next(self._ids), chat) if shown else True
        return web.json_response({"ok": True, "result": result})

    async def poll(self, values: dict[str, Any]) -> web.StreamResponse:
        self.polls += 1
        mood = self.poll_mood()
        if isinstance(mood, tuple):
            status, body = mood
            return (
                web.json_response(body, status=status)
                if isinstance(body, dict)
                else web.Response(text=body, status=status)
            )
        self.confirmed = max(self.confirmed, values["offset"] - 1)
        if not self.updates[self.confirmed :]:
            self._new.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._new.wait(), 1)
        most = min(values["limit"], BATCH)
        return web.json_response({"ok": True, "result": self.updates[self.confirmed : self.confirmed + most]})


def person(chat: int) -> dict[str, Any]:
    return {"id": chat, "is_bot": False, "first_name": "Anna", "language_code": "da"}


def message(n: int, chat: int, **more: Any) -> dict[str, Any]:
    return {
        "message_id": n,
        "date": 1_800_000_000 + n * 60,
        "chat": {"id": chat, "type": "private"},
        "from": person(chat),
        **more,
    }


async def read(method: str, request: web.Request) -> Call:
    if request.content_type == "application/json":
        return Call(method, await request.json())
    form = await request.post()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    files = {name: value.file.read() for name, value in form.items() if isinstance(value, web.FileField)}
    return Call(method, decoded(fields), files)
