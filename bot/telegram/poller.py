"""Long polling by hand: stored, committed, and only then confirmed by asking for what comes after."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from typing import Any, Final

import orjson

from bot.ports import Clock
from bot.storage.store import Store
from bot.telegram.receiving import ALLOWED, Row, keep, row
from bot.telegram.transport import MAYBE_ARRIVED, Transport
from bot.telegram.wire import Unreadable, ids_in, parse

BATCH: Final = 100
WAIT, ANSWER = 25, 40.0  # seconds that Telegram waits, that we wait
BUSY: Final = 0.005  # seconds between polls while there is much
SLOW: Final = 30.0  # seconds between polls while the token is refused
STEPS: Final = (1.0, 10.0)  # seconds after a failure: the first, the longest
CONFLICT_ALARM: Final = 60.0  # seconds of somebody else polling too
FULL: Final = 1_000  # updates that wait: leave the rest with Telegram, which keeps them for a day
OK, REFUSED, CONFLICT = 200, (401, 404), 409
LOG: Final = logging.getLogger("bot.telegram")


class Poller:
    """Asks for ever; ``last_success`` is when Telegram last answered (monotonic), for a watchdog."""

    def __init__(
        self, transport: Transport, store: Store, clock: Clock, *, received: Callable[[], None]
    ) -> None:
        self._transport, self._store, self._clock, self._received = transport, store, clock, received
        self._offset, self._failures, self._limit = 0, 0, BATCH
        self._conflict_since: float | None = None
        self.last_success = clock.monotonic()

    async def run(self) -> None:
        """Until cancelled; a cancel loses nothing, for what is not confirmed comes again."""
        while True:
            try:
                wait = await self.once()
            except Exception as error:  # noqa: BLE001 - whatever it is, to stop asking would be worse
                LOG.error("poll failed error=%s", type(error).__name__)  # noqa: TRY400 - no texts in logs
                wait = self._back_off()
            if wait:
                await asyncio.sleep(wait)

    async def once(self) -> float:
        """Poll once; return how many seconds to wait before the next."""
        try:
            status, body = await self._transport.ask("getUpdates", self._question(), ANSWER)
        except MAYBE_ARRIVED as error:
            LOG.warning("no answer to a poll error=%s", type(error).__name__)
            return self._back_off()
        if status != OK:
            return self._refused(status, body)
        self._conflict_since = None
        try:
            updates = parse(body)["result"]
            rows, highest = self._rows(updates)
        except (Unreadable, KeyError, TypeError, ValueError):
            return await self._by_hand(body)
        self._answered()
        self._limit = BATCH
        return await self._take(rows, highest, len(updates))

    def _question(self) -> bytes:
        return orjson.dumps(
            {"offset": self._offset, "timeout": WAIT, "limit": self._limit, "allowed_updates": ALLOWED}
        )

    def _rows(self, updates: list[Any]) -> tuple[list[Row], int]:
        now = self._clock.now()
        rows = [row(update, now) for update in updates]
        return rows, max((int(update["update_id"]) for update in updates), default=0)

    async def _take(self, rows: list[Row], highest: int, count: int) -> float:
        if not rows:
            return BUSY
        backlog = await keep(self._store, rows, self._received)
        self._offset = highest + 1
        if backlog > FULL:
            LOG.warning("too much waits to be handled: polling rests")
            return 1.0
        return BUSY if count < self._limit else 0.0

    def _answered(self) -> None:
        self.last_success = self._clock.monotonic()
        self._failures = 0

    def _refused(self, status: int, body: bytes) -> float:
        """Whatever the reason, go on: only the pace differs."""
        if status in REFUSED:
            LOG.error("the token is refused code=%d: polling goes on slowly", status)
            return SLOW
        if status == CONFLICT:
            return self._conflict()
        LOG.warning("poll refused code=%d", status)
        return max(self._back_off(), _retry_after(body))

    def _conflict(self) -> float:
        now = self._clock.monotonic()
        if self._conflict_since is None:
            self._conflict_since = now
        elif now - self._conflict_since >= CONFLICT_ALARM:
            LOG.error("another bot polls with this token, or a webhook is set")
            self._conflict_since = now
        return self._step()

    def _step(self) -> float:
        first, longest = STEPS
        wait = min(first * 2.0 ** min(self._failures, 10), longest)
        self._failures += 1
        return wait

    def _back_off(self) -> float:
        return self._step() * random.uniform(0.5, 1.0)

    async def _by_hand(self, body: bytes) -> float:
        """Find what cannot be read, alone; keep that it was there, so that nobody waits behind it."""
        LOG.error("an answer to a poll cannot be read")
        ids = ids_in(body)
        if not ids:
            return self._back_off()
        if self._limit > 1:
            self._limit = 1
            return BUSY
        self._answered()
        self._limit = BATCH  # its words are not kept: nobody could mask them
        return await self._take([(f"u:{ids[0]}", 0, "", self._clock.now())], ids[0], 1)


def _retry_after(body: bytes) -> float:
    try:
        return float(parse(body)["parameters"]["retry_after"])
    except (Unreadable, KeyError, TypeError, ValueError):
        return 0.0
