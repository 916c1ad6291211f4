"""Takes what came in, one update a transaction, in order per chat, and stops for none of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import Any, Final

from bot.ports import Answer, Clock, Inbound, Said
from bot.storage import receipts
from bot.storage.receipts import Receipt
from bot.storage.store import Store, Tx
from bot.telegram.flood import Flood, FloodGate
from bot.telegram.reading import Reading, read
from bot.telegram.wire import Unreadable

BATCH: Final = 64
TRIES: Final = 3
REST: Final = 1.0  # seconds after the database failed
LOOK: Final = 1.0  # seconds; look again anyway, for what another process put there
PRESSES: Final = 256  # presses being answered; beyond, their waiting ends by itself
LOG: Final = logging.getLogger("bot.telegram")

Handle = Callable[[Tx, Inbound, datetime], Answer]
Sorry = Callable[[Tx, int, datetime, str], None]  # (tx, chat, now, text): say that it went wrong on our side
Slower = Callable[[Tx, Inbound, datetime], None]  # say once that this is too much
Press = Callable[[str, str], Awaitable[None]]  # (query, toast)


def never_urgent(text: str) -> bool:  # noqa: ARG001 - a signature
    """Find nothing urgent."""
    return False


def say_nothing(tx: Tx, about: Any, now: datetime, text: str = "") -> None:  # noqa: ANN401 - an update or a chat
    """Say nothing."""


class Worker:
    """An update is counted before a second try of it begins; the third death of ours puts it aside."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        handle: Handle,
        nudge: Callable[[], None],
        press: Press,
        sorry: Sorry = say_nothing,
        slower: Slower = say_nothing,
        urgent: Callable[[str], bool] = never_urgent,
        wipe: Callable[[], None] | None = None,
    ) -> None:
        self._store, self._clock, self._handle, self._nudge = store, clock, handle, nudge
        self._press, self._sorry, self._slower, self._urgent = press, sorry, slower, urgent
        self._wipe = wipe or store.wipe
        self._new, self._flood = asyncio.Event(), FloodGate()
        self._alone: dict[int, str] = {}  # ids that failed and are still here, with the class of the error
        self._pressing: set[asyncio.Task[None]] = set()
        self._left_over: int | None = None

    def nudge(self) -> None:
        """There may be something new to handle."""
        self._new.set()

    async def run(self) -> None:
        """Until cancelled; a transaction that was begun is finished all the same."""
        while True:
            self._new.clear()
            try:
                if await self.once():
                    continue
            except Exception as error:  # noqa: BLE001 - whatever it is, to stop answering would be worse
                LOG.error("the worker rests error=%s", type(error).__name__)  # noqa: TRY400 - no texts in logs
                await asyncio.sleep(REST)
                continue
            await self._rest()

    async def once(self) -> bool:
        """Handle what waits, as much as may go together; False if nothing waited."""
        if self._left_over is None:  # what lies here at a start may be what killed us
            self._left_over = await self._store.transaction(receipts.newest)
        rows = await self._store.transaction(lambda tx: receipts.waiting(tx, BATCH))
        if not rows:
            return False
        fresh = list(takewhile(self._is_fresh, rows))
        if fresh:
            heads = {row.chat: row for row in reversed(fresh)}  # the oldest of each chat
            await self._together(sorted(heads.values()))
        else:
            await self._by_itself(rows[0])
        return True

    async def drain(self) -> None:
        """Handle all that waits now."""
        while await self.once():
            pass

    def _is_fresh(self, row: Receipt) -> bool:
        return row.id > (self._left_over or 0) and row.id not in self._alone and row.attempts == 1

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK):
                await self._new.wait()
        except TimeoutError:
            pass

    async def _together(self, rows: list[Receipt]) -> None:
        readings = [self._read(row) for row in rows]
        done = [
            self._store.submit(self._turn(row, reading)) for row, reading in zip(rows, readings, strict=True)
        ]
        if self._store.in_order:
            self._nudge()  # so that the answers are claimed right behind these turns
        results = await asyncio.gather(*done, return_exceptions=True)
        self._nudge()
        passing = [
            result
            for result in results
            if isinstance(result, BaseException) and self._store.is_passing(result)
        ]
        for row, reading, result in zip(rows, readings, results, strict=True):
            if not isinstance(result, BaseException):
                self._answered(reading, result)
            elif not self._store.is_passing(result):
                self._failed(row, reading, result)
        if passing:
            raise passing[0]

    async def _by_itself(self, row: Receipt) -> None:
        """Try what was tried before, and maybe killed us: the next try is on disk before it begins."""
        if row.attempts >= TRIES:
            await self._put_aside(row)
            return
        await self._store.transaction(lambda tx: receipts.count_try(tx, row.id))
        reading = self._read(row)
        try:
            answer = await self._store.transaction(self._turn(row, reading))
        except Exception as error:
            if self._store.is_passing(error):
                await self._store.transaction(lambda tx: tx.uncount_try(id=row.id))
                raise
            self._failed(row, reading, error)
        else:
            self._alone.pop(row.id, None)
            self._answered(reading, answer)
        self._nudge()

    def _failed(self, row: Receipt, reading: Reading | Unreadable, error: BaseException) -> None:
        self._alone[row.id] = type(error).__name__
        LOG.warning("update failed id=%d error=%s", row.id, type(error).__name__)
        self._answer_press(reading, Answer())

    async def _put_aside(self, row: Receipt) -> None:
        reading = self._read(row) if row.id in self._alone else None  # what killed us is not touched again
        text = reading.inbound.text if isinstance(reading, Reading) else ""
        why = self._alone.pop(row.id, "stopped the process")
        put_aside = partial(self._quarantine, row=row, why=why, text=text)
        try:
            await self._store.transaction(partial(put_aside, tell=True))
        except Exception as error:
            if self._store.is_passing(error):
                raise
            await self._store.transaction(partial(put_aside, tell=False))
        if text and self._urgent(text):
            self._wipe()
        LOG.error("update put aside id=%d error=%s", row.id, why)
        self._nudge()

    def _quarantine(self, tx: Tx, row: Receipt, why: str, text: str, *, tell: bool) -> None:
        """Keep it for whoever mends us; words of danger are kept nowhere, and are answered all the same."""
        if receipts.quarantine(tx, row.id, why) and tell and row.chat > 0:
            self._sorry(tx, row.chat, self._clock.now(), text)
        if text and self._urgent(text):
            receipts.blank(tx, row.id)

    def _read(self, row: Receipt) -> Reading | Unreadable:
        try:
            return read(row.key, row.chat, row.raw)
        except Unreadable as error:
            return error

    def _turn(self, row: Receipt, reading: Reading | Unreadable) -> Callable[[Tx], Answer]:
        """Return the transaction; what counts senders is asked here, once, for that may run twice."""
        if isinstance(reading, Unreadable):
            return partial(_raise, reading)
        return partial(self._take, row=row, inbound=reading.inbound, flood=self._judge(row, reading))

    def _take(self, tx: Tx, row: Receipt, inbound: Inbound, flood: Flood) -> Answer:
        if not receipts.finish(tx, row.id):
            return Answer()  # another worker was faster
        now = self._clock.now()
        if flood is Flood.PASS:
            return self._handle(tx, inbound, now)
        if flood is Flood.TELL:
            self._slower(tx, inbound, now)
        return Answer()

    def _judge(self, row: Receipt, reading: Reading) -> Flood:
        said, text = reading.inbound.said, reading.inbound.text
        if said not in (Said.TEXT, Said.MEDIA):
            return Flood.PASS
        verdict = self._flood.judge(row.chat, reading.sent_at or row.received_at.timestamp())
        if text.startswith("/") or (verdict is not Flood.PASS and self._urgent(text)):
            return Flood.PASS
        return verdict

    def _answered(self, reading: Reading | Unreadable, answer: Answer) -> None:
        if answer.wipe:
            self._wipe()
        self._answer_press(reading, answer)

    def _answer_press(self, reading: Reading | Unreadable, answer: Answer) -> None:
        """Telegram waits for this at a button; nothing depends on it."""
        if isinstance(reading, Unreadable) or not reading.query or len(self._pressing) >= PRESSES:
            return
        task = asyncio.ensure_future(self._press(reading.query, answer.toast))
        self._pressing.add(task)
        task.add_done_callback(self._pressing.discard)


def _raise(error: Unreadable, tx: Tx) -> Answer:  # noqa: ARG001 - a transaction's signature
    raise error
