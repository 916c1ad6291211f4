"""The one web application: whatever is served stands on one port, behind a proxy that speaks https."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aiohttp import web

BIGGEST: Final = 1024 * 1024  # bytes of a request
LEAVING: Final = 5.0  # seconds for requests that are being answered when we stop


class Server:
    """Serves the routes it is given, and keeps no log of who asked for what."""

    def __init__(self, routes: Iterable[web.AbstractRouteDef]) -> None:
        self._routes = list(routes)
        self._runner: web.AppRunner | None = None

    def application(self) -> web.Application:
        """Return what is to be served."""
        app = web.Application(client_max_size=BIGGEST)
        app.add_routes(self._routes)
        return app

    async def start(self, host: str, port: int) -> int:
        """Serve; return the port.  Raises OSError where it is taken."""
        self._runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=LEAVING)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Answer what is being answered, take nothing more."""
        if self._runner:
            await self._runner.cleanup()
