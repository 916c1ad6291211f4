"""Telegram comes to us: one path, a secret, and an answer only after the commit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hmac import compare_digest
from typing import Final

from aiohttp import web

from bot.ports import Clock
from bot.storage.store import Store
from bot.telegram.receiving import keep, row
from bot.telegram.wire import Unreadable, parse

PATH: Final = "/telegram"
BIGGEST: Final = 1024 * 1024  # bytes
HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
LEAVING: Final = 5.0  # seconds for requests that are being answered when we stop


class Webhook:
    """A small web server; behind a proxy that speaks https."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        secret: str,
        *,
        received: Callable[[], None],
        beside: Sequence[web.RouteDef] = (),  # what else is served here
    ) -> None:
        if not secret:
            raise ValueError("a webhook without a secret lets everybody in")
        self._store, self._clock, self._received = store, clock, received
        self._secret, self._beside = secret.encode(), beside
        self._runner: web.AppRunner | None = None
        self.last_success = clock.monotonic()

    def application(self) -> web.Application:
        """Return the endpoint, to be served."""
        app = web.Application(client_max_size=BIGGEST)
        app.router.add_post(PATH, self.take)
        app.add_routes(self._beside)
        return app

    async def start(self, host: str, port: int) -> int:
        """Serve; return the port."""
        self._runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=LEAVING)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Answer what is being answered, take nothing more."""
        if self._runner:
            await self._runner.cleanup()

    async def take(self, request: web.Request) -> web.Response:
        """Store one update; 200 says that it is on disk, anything else that it must come again."""
        if not compare_digest(request.headers.get(HEADER, "").encode("utf-8", "replace"), self._secret):
            return web.Response(status=401)
        body = await request.read()  # over the limit: 413, by aiohttp
        try:
            found = row(parse(body), self._clock.now())
        except (Unreadable, AttributeError, KeyError, TypeError, ValueError):
            return web.Response(status=400)
        await keep(self._store, [found], self._received)
        self.last_success = self._clock.monotonic()
        return web.Response()
