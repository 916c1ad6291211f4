"""A Bot API and its people in one process: commands come as lines of JSON, and so do the figures."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import deque
from collections.abc import Awaitable, Callable
from statistics import quantiles
from typing import Any, Final, cast
from urllib.parse import parse_qs

import orjson
import uvloop

BOT: Final = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
DATE: Final = 1_900_000_000
PATIENCE: Final = 60.0  # seconds until a workload is cut
ASKS_EACH: Final = 0.2  # seconds
SHOWN: Final = ("sendMessage", "editMessageText", "editMessageReplyMarkup")
TOO_MANY: Final = orjson.dumps(
    {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}
)
Params = dict[str, Any]
Heard = Callable[[int, Params], None]
Work = Callable[..., Awaitable[Params]]


class Watch:
    """How long it has been, and which share of it this process had nothing to do."""

    def __init__(self) -> None:
        self._began, self._used = time.monotonic(), time.process_time()

    def read(self) -> Params:
        seconds = time.monotonic() - self._began
        return {"seconds": seconds, "idle": 1 - (time.process_time() - self._used) / seconds}


class Server:
    """What waits for the bot, and what is told to whoever measures when it says something."""

    def __init__(self) -> None:
        self.updates: deque[tuple[int, bytes]] = deque()
        self.heard: Heard = lambda _chat, _params: None
        self.allowed = 0  # messages in any second; 0: as many as come
        self.sent_at: deque[float] = deque()
        self.refused = self._last = self._messages = 0
        self._poll: tuple[asyncio.Transport, int] | None = None

    def put(self, update: Params) -> None:
        """Let something happen to the bot."""
        self._last += 1
        self.updates.append((self._last, orjson.dumps({"update_id": self._last, **update})))
        self._wake()

    def says(self, chat: int, text: str) -> None:
        more: Params = {"text": text, "date": int(time.time()), "from": person(chat)}
        if text.startswith("/"):
            more["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        self.put({"message": message(1, chat) | more})

    def presses(self, chat: int, data: str) -> None:
        query = {"id": f"{chat}", "from": person(chat), "chat_instance": "1", "data": data}
        self.put({"callback_query": query | {"message": message(2, chat) | {"text": "?", "from": BOT}}})

    def answer(self, transport: asyncio.Transport, method: str, params: Params) -> None:
        if method == "getUpdates":
            self._answer_poll(transport, params)
        elif method == "getMe":
            reply(transport, ok(BOT))
        elif method in SHOWN:
            self._show(transport, method, params)
        else:
            reply(transport, b'{"ok":true,"result":true}')

    def _show(self, transport: asyncio.Transport, method: str, params: Params) -> None:
        chat, now = int(params["chat_id"]), time.monotonic()
        while self.sent_at and now - self.sent_at[0] >= 1:
            self.sent_at.popleft()
        if self.allowed and len(self.sent_at) >= self.allowed:
            self.refused += 1
            reply(transport, TOO_MANY, b"429 Too Many Requests")
            return
        if self.allowed:
            self.sent_at.append(now)
        self._messages += 1
        reply(transport, ok(message(self._messages, chat) | {"text": "x", "from": BOT}))
        if method == "sendMessage":
            self.heard(chat, params)

    def _answer_poll(self, transport: asyncio.Transport, params: Params) -> None:
        offset = int(params.get("offset", 0))
        while self.updates and self.updates[0][0] < offset:
            self.updates.popleft()
        self._poll = (transport, int(params.get("limit", 100)))
        wait = float(params.get("timeout", 0))
        asyncio.get_running_loop().call_later(wait, self._give_up, transport)
        self._wake()

    def _give_up(self, transport: asyncio.Transport) -> None:
        if self._poll and self._poll[0] is transport and not self.updates:
            self._poll = None
            if not transport.is_closing():
                reply(transport, b'{"ok":true,"result":[]}')

    def _wake(self) -> None:
        if self._poll and self._poll[0].is_closing():
            self._poll = None
        if self._poll and self.updates:
            transport, limit = self._poll
            self._poll = None
            found = b",".join(raw for _, raw in list(self.updates)[:limit])
            reply(transport, b'{"ok":true,"result":[' + found + b"]}")


class Wire(asyncio.Protocol):
    """Just as much HTTP as the two clients speak: a length is always given."""

    def __init__(self, server: Server) -> None:
        self._server, self._bytes = server, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one, but says so to nobody

    def data_received(self, data: bytes) -> None:
        self._bytes += data
        while (end := self._bytes.find(b"\r\n\r\n")) >= 0:
            head = self._bytes[:end].lower()
            mark = head.find(b"content-length:")
            length = int(head[mark + 15 :].split(b"\r\n", 1)[0]) if mark >= 0 else 0
            if len(self._bytes) < end + 4 + length:
                return
            body, path = self._bytes[end + 4 : end + 4 + length], self._bytes.split(b" ", 2)[1]
            self._bytes = self._bytes[end + 4 + length :]
            method = path.rsplit(b"/", 1)[1].decode()
            self._server.answer(self._transport, method, read(body, is_json=b"application/json" in head))


def read(body: bytes, *, is_json: bool) -> Params:
    if is_json:
        found: Params = orjson.loads(body or b"{}")
        return found
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def reply(transport: asyncio.Transport, body: bytes, status: bytes = b"200 OK") -> None:
    head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    transport.write(head % (status, len(body)) + body)


def ok(result: Params) -> bytes:
    return orjson.dumps({"ok": True, "result": result})


def person(chat: int) -> Params:
    return {"id": chat, "is_bot": False, "first_name": "Karen", "language_code": "da"}


def message(number: int, chat: int) -> Params:
    return {"message_id": number, "date": DATE, "chat": {"id": chat, "type": "private"}}


async def dialogue(server: Server, users: int, first: int) -> Params:
    """Let all come at once; each says hello, presses the first button, writes a name, and is answered."""
    steps, done, ended = dict.fromkeys(range(first, first + users), 0), 0, asyncio.Event()

    def heard(chat: int, params: Params) -> None:
        nonlocal done
        steps[chat] = step = steps.get(chat, 9) + 1
        if step == 1:
            server.presses(chat, first_button(params))
        elif step == 2:
            server.says(chat, "Karen")
        elif step == 3:
            done += 1
            if done == users:
                ended.set()

    server.heard = heard
    watch = Watch()
    for chat in steps:
        server.says(chat, "/start")
    await within(ended)
    return watch.read() | {"units": sum(steps.values()), "wanted": 3 * users}


def first_button(params: Params) -> str:
    markup = params["reply_markup"]
    found = orjson.loads(markup) if isinstance(markup, str) else markup
    data: str = found["inline_keyboard"][0][0]["callback_data"]
    return data


async def broadcast(server: Server, count: int) -> Params:
    """Count messages; time runs from the first to the last."""
    came, watch, ended = 0, Watch(), asyncio.Event()

    def heard(_chat: int, _params: Params) -> None:
        nonlocal came, watch
        watch = watch if came else Watch()
        came += 1
        if came == count:
            ended.set()

    server.heard = heard
    await within(ended)
    return watch.read() | {"units": came, "wanted": count}


async def mixed(server: Server, seconds: float, first: int) -> Params:
    """While an announcement goes out, let somebody say hello five times a second."""
    asked: dict[int, float] = {}
    waits: list[float] = []
    bulk, begun = 0, asyncio.Event()

    def heard(chat: int, _params: Params) -> None:
        nonlocal bulk
        if chat < first:
            bulk += 1
            begun.set()
        elif chat in asked:
            waits.append(1000 * (time.monotonic() - asked.pop(chat)))

    server.heard = heard
    await within(begun)
    bulk, server.refused = 0, 0
    asks = int(seconds / ASKS_EACH)
    for number in range(asks):
        asked[first + number] = time.monotonic()
        server.says(first + number, "/start")
        await asyncio.sleep(ASKS_EACH)
    spread = quantiles(waits, n=100) if len(waits) > 1 else [float("nan")] * 99
    share = (bulk + len(waits)) / (seconds * server.allowed)
    found = {"answered": len(waits), "asked": asks, "used": share, "refused": server.refused}
    return found | {"p50": spread[49], "p95": spread[94], "p99": spread[98]}


async def within(event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            await event.wait()
    except TimeoutError:
        sys.stderr.write("a workload was cut\n")


WORKS: Final[dict[str, Work]] = {"dialogue": dialogue, "broadcast": broadcast, "mixed": mixed}


async def perform(server: Server, asked: Params) -> Params:
    server.allowed, server.refused = asked.pop("allowed", 0), 0
    server.updates.clear()
    return await WORKS[asked.pop("do")](server, **asked)


async def main() -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    server, loop = Server(), asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Wire(server), "127.0.0.1", 0)
    tell({"port": listening.sockets[0].getsockname()[1]})
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        tell(await perform(server, json.loads(line)))


def tell(found: Params) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main())
