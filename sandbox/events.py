"""News for the page and for tests: what happened, numbered, for as many listeners as there are."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

KEPT = 5000


class News:
    """The last happenings; a listener says which number it has seen."""

    def __init__(self) -> None:
        self.number = 0
        self._kept: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._arrived = asyncio.Event()

    def tell(self, kind: str, **what: object) -> None:
        """Note a happening and wake whoever listens."""
        self.number += 1
        self._kept.append({"number": self.number, "kind": kind, **what})
        self._arrived.set()
        self._arrived = asyncio.Event()

    def after(self, number: int) -> list[dict[str, Any]]:
        """Return what came after that number."""
        return [event for event in self._kept if event["number"] > number]

    async def wait(self, number: int, seconds: float) -> list[dict[str, Any]]:
        """Return what came after that number, waiting up to so many seconds for it."""
        if not self.after(number):
            arrived = self._arrived
            try:
                await asyncio.wait_for(arrived.wait(), seconds)
            except TimeoutError:
                return []
        return self.after(number)
