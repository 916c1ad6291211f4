"""What arrives is written down as it came, and only then confirmed; the poller and the webhook share this."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from bot.ports import Clock
from bot.storage import receipts
from bot.storage.store import Store
from bot.telegram.masking import masked
from bot.telegram.reading import chat_of


class Letterbox:
    """Keeps updates unparsed, each once."""

    def __init__(self, store: Store, clock: Clock, nudge: Callable[[], None]) -> None:
        self._store, self._clock, self._nudge = store, clock, nudge

    async def keep(self, updates: Sequence[dict[str, Any]]) -> None:
        """When this returns, the updates are on disk."""
        now = self._clock.now()
        rows = [
            (f"u:{update['update_id']}", chat_of(update), orjson.dumps(masked(update)).decode(), now)
            for update in updates
        ]
        stored = self._store.submit(lambda tx: receipts.receive(tx, rows))
        if self._store.in_order:
            self._nudge()  # so that the worker finds them with this very commit
        await asyncio.shield(stored)
        self._nudge()
