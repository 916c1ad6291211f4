"""Telegram comes to us: one path, a secret, and an answer only after the commit."""

from __future__ import annotations

from collections.abc import Callable
from hmac import compare_digest
from typing import Final

from aiohttp import web

from bot.ports import Clock
from bot.storage.store import Store
from bot.telegram.receiving import keep, row
from bot.telegram.wire import Unreadable, parse

PATH: Final = "/telegram"
HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """What Telegram posts to; served beside whatever else stands on that port."""

    def __init__(self, store: Store, clock: Clock, secret: str, *, received: Callable[[], None]) -> None:
        if not secret:
            raise ValueError("a webhook without a secret lets everybody in")
        self._store, self._clock, self._received = store, clock, received
        self._secret = secret.encode()
        self.last_success = clock.monotonic()

    def routes(self) -> list[web.RouteDef]:
        """Return the endpoint, to be served."""
        return [web.post(PATH, self.take)]

    async def take(self, request: web.Request) -> web.Response:
        """Store one update; 200 says that it is on disk, anything else that it must come again."""
        if not compare_digest(request.headers.get(HEADER, "").encode("utf-8", "replace"), self._secret):
            return web.Response(status=401)
        body = await request.read()  # over the server's limit: 413, by aiohttp
        try:
            found = row(parse(body), self._clock.now())
        except (Unreadable, AttributeError, KeyError, TypeError, ValueError):
            return web.Response(status=400)
        await keep(self._store, [found], self._received)
        self.last_success = self._clock.monotonic()
        return web.Response()
