"""Bytes to the Bot API and back, over connections that are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

CONNECT, ANSWER, UPLOAD = 5.0, 15.0, 60.0  # seconds
KEEP_ALIVE: Final = 20.0  # seconds; less than any server keeps: one that hangs up first leaves us in doubt
SPARE: Final = 8  # connections for the poll and for what is said at once
HEADERS: Final = {"User-Agent": "foelgeskab"}
JSON: Final = {"Content-Type": "application/json"}
# before the request was on a connection; a reset while it is written may come after it was read
NEVER_LEFT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
MAYBE_ARRIVED: Final = (aiohttp.ClientError, asyncio.TimeoutError, OSError)


class Transport:
    """One session with one bot's API.  The token is in every address, so no address is ever logged."""

    def __init__(self, api: str, token: str, *, at_once: int = 64, answer: float = ANSWER) -> None:
        self._base, self._urls = f"{api}/bot{token}/", dict[str, URL]()
        self._answer = answer
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=at_once + SPARE, keepalive_timeout=KEEP_ALIVE),
            timeout=_patience(answer),
            headers=HEADERS,
            skip_auto_headers=("Accept", "Accept-Encoding"),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            proxy=_proxy(api),  # looked up once: trust_env would read ~/.netrc in a thread for every request
        )

    @property
    def read_timeout(self) -> float:
        """Return how long an answer is waited for, in seconds."""
        return self._answer

    async def ask(self, method: str, body: bytes, read: float | None = None) -> tuple[int, bytes]:
        """Post JSON, once; raises what aiohttp raises.  ``read``: seconds to wait for the answer."""
        timeout = _patience(read) if read else None
        async with self._session.post(
            self._url(method), data=body, headers=JSON, timeout=timeout or self._session.timeout
        ) as answer:
            return answer.status, await answer.read()

    async def upload(
        self, method: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes, str]]
    ) -> tuple[int, bytes]:
        """Post a form with files (name, content, type), once; raises what aiohttp raises."""
        form = aiohttp.FormData(fields, quote_fields=False)
        for field, (name, content, kind) in files.items():
            form.add_field(field, content, filename=name, content_type=kind)
        async with self._session.post(self._url(method), data=form, timeout=_patience(UPLOAD)) as answer:
            return answer.status, await answer.read()

    async def close(self) -> None:
        """Let go of every connection."""
        await self._session.close()

    def _url(self, method: str) -> URL:
        return self._urls.get(method) or self._urls.setdefault(method, URL(self._base + method))


def _proxy(api: str) -> str | None:
    """Return the proxy that the environment names for this API, if any."""
    parts = urlsplit(api)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)


def _patience(read: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, sock_read=read)
