"""The same transport under the library's ``Bot``, for the rare calls of setting up."""

from __future__ import annotations

from typing import Any

import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.transport import MAYBE_ARRIVED, NEVER_LEFT, Transport


class NotSent(NetworkError):
    """It never left, so it may be sent again without doubt."""


class Request(BaseRequest):
    """``Bot(token, request=Request(transport), get_updates_request=Request(transport))``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def read_timeout(self) -> float:
        """Return how long an answer is waited for, in seconds."""
        return self._transport.read_timeout

    async def initialize(self) -> None:
        """Open nothing: the transport is open."""

    async def shutdown(self) -> None:
        """Close nothing: the transport is closed by whoever made it."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - always POST
        request_data: RequestData | None = None,
        read_timeout: Any = None,  # noqa: ANN401 - a number, None, or the library's own default object
        *_: Any,  # noqa: ANN401 - its other time limits; ours are the transport's
        **__: Any,  # noqa: ANN401 - as above
    ) -> tuple[int, bytes]:
        """Post once, and tell what never left from what may have arrived."""
        name = url.rsplit("/", 1)[1]
        read = float(read_timeout) if isinstance(read_timeout, (int, float)) else None
        try:
            if request_data and request_data.contains_files:
                return await self._transport.upload(name, request_data.json_parameters, _files(request_data))
            body = orjson.dumps(request_data.parameters if request_data else {})
            return await self._transport.ask(name, body, read)
        except NEVER_LEFT as error:
            raise NotSent(type(error).__name__) from error
        except MAYBE_ARRIVED as error:
            raise TimedOut(type(error).__name__) from error


def _files(request_data: RequestData) -> dict[str, tuple[str, bytes, str]]:
    return {
        field: (name, content if isinstance(content, bytes) else content.read(), kind)
        for field, (name, content, kind) in (request_data.multipart_data or {}).items()
    }
