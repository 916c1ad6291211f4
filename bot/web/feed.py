"""A calendar that a phone looks at by itself, at an address of 128 random bits that can be closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aiohttp import web

from bot.handlers.own_calendar import read_feed
from bot.handlers.visit import House
from bot.ports import Clock
from bot.storage.store import Store

PATH: Final = "/calendar/{token}.ics"
HEADERS: Final = {
    "Cache-Control": "private, max-age=900",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def routes(store: Store, clock: Clock, house: Callable[[], House]) -> list[web.RouteDef]:
    """Return what is served.  An address that is closed, or never was, is simply not there."""

    async def answer(request: web.Request) -> web.Response:
        token = request.match_info["token"]
        found = await store.read(lambda tx: read_feed(tx, house(), token, clock.now()))
        if found is None:
            return web.Response(status=404, headers=HEADERS)
        return web.Response(body=found, content_type="text/calendar", charset="utf-8", headers=HEADERS)

    return [web.get(PATH, answer)]
