"""Outbox to network: one loop, one transaction a round, no network inside it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import datetime, timedelta
from typing import Final

from bot.delivery import outbox
from bot.delivery.breaker import Breaker
from bot.delivery.outbox import Claim, Drop, Gate, Hold, Verdict
from bot.delivery.pacer import Pacer
from bot.ports import Clock, Gateway, MaybeArrived, NeverLeft, Outcome, Rank, Revoked
from bot.storage import letters
from bot.storage.letters import Letter
from bot.storage.store import Store, Tx

IDLE: Final = 0.25  # seconds; look again anyway
GATHER: Final = 0.005  # seconds; wait for more answers, so that they share a commit
DRAIN: Final = 20.0  # seconds for what is leaving when we stop
FAILED: Final = 1.0  # seconds after the database refused a round
LEAST: Final = {"all": Rank.RECEIPT, "urgent": Rank.URGENT}
LOG: Final = logging.getLogger("bot.delivery")


def open_gate(tx: Tx, letter: Letter, now: datetime) -> Verdict:  # noqa: ARG001 - a gate's signature
    """Let everything pass."""
    return None


class Delivery:
    """Settles what came back and claims what may leave in one commit, as often as there is either."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        clock: Clock,
        *,
        rate: float = 30,
        at_once: int = 64,
        why_not: Gate = open_gate,
    ) -> None:
        self._store, self._gateway, self._clock, self._why_not = store, gateway, clock, why_not
        self._pacer, self._breaker = Pacer(rate, clock.monotonic()), Breaker()
        # without a rate: a few more than the network takes, so that a connection never waits for a commit
        self._most = at_once if rate else at_once + at_once // 4
        self._leaving: set[asyncio.Task[None]] = set()
        self._back: list[tuple[Letter, Outcome]] = []
        self._wake, self._gathering = asyncio.Event(), False
        self._more, self._stopped, self._in_round = True, False, False
        self.epoch = 0

    def nudge(self) -> None:
        """There may be something new to send."""
        self._more = True
        self._wake.set()

    def stop(self) -> None:
        """Claim nothing more; ``run`` returns when what is leaving has left."""
        self._stopped = True
        self._wake.set()

    @property
    def quiet(self) -> bool:
        """Tell whether nothing is leaving, nothing has come back, and no more was found."""
        return not (self._more or self._in_round or self._leaving or self._back)

    async def settled(self) -> None:
        """Wait, while ``run`` runs, until all that may leave at this moment has left."""
        self.nudge()
        while not (self.quiet or self._stopped):  # noqa: ASYNC110 - of several things none is an event
            await asyncio.sleep(GATHER)

    async def run(self) -> None:
        """Until ``stop()``, or until another sender begins.  May be run again, as a new sender.

        Cancelled, it would leave what it just claimed with nobody to send it.
        """
        self._more, self._stopped, self._in_round = True, False, False
        self.epoch = await self._take_over()
        while not self._stopped:
            self._wake.clear()
            try:
                self._in_round = True
                await self._go()
            except Exception as error:  # noqa: BLE001 - a full disk must not end delivery for good
                LOG.error("delivery round failed error=%s", type(error).__name__)  # noqa: TRY400 - no texts in logs
                await asyncio.sleep(FAILED)
            self._in_round = False
            await self._pause()
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=DRAIN)
        back, self._back = self._back, []
        await self._store.transaction(lambda tx: outbox.settle(tx, back, self._clock.now()))

    async def _take_over(self) -> int:
        epoch, frozen = await self._store.transaction(self._begin)
        if epoch > 1:
            self._pacer.after_another(self._clock.monotonic())
        self._pacer.freeze(frozen, self._clock.monotonic())
        return epoch

    def _begin(self, tx: Tx) -> tuple[int, float]:
        """Raise the epoch, doubt what an earlier sender left behind; return it and a freeze's rest."""
        epoch, now = letters.new_epoch(tx), self._clock.now()
        outbox.recover(tx, epoch, now)
        until = letters.all_frozen_until(tx)
        return epoch, max((until - now) / timedelta(seconds=1), 0.0) if until else 0.0

    async def _go(self) -> None:
        back, self._back = self._back, []
        room = self._pacer.room(self._clock.monotonic(), self._most - len(self._leaving))
        if not back and not room:
            return
        more, self._more = self._more, False if room else self._more
        try:
            claim, freeze = await self._store.transaction(lambda tx: self._round(tx, back, room))
        except BaseException:
            self._back, self._more = back + self._back, more
            raise
        now = self._clock.monotonic()
        self._notice(back, freeze, now)
        self._pacer.left(len(claim.leaving), now)
        for letter in claim.leaving:
            task = asyncio.create_task(self._send(letter))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)
        self._more |= claim.more

    def _round(self, tx: Tx, back: list[tuple[Letter, Outcome]], room: int) -> tuple[Claim, float]:
        now = self._clock.now()
        freeze = outbox.settle(tx, back, now)
        if tx.epoch() != self.epoch:  # another sender has begun: what we claim now, it would doubt
            LOG.error("another sender runs, this one stops epoch=%d", self.epoch)
            self._stopped = True
            return Claim([], more=False), freeze
        least = min(LEAST.get(letters.send_mode(tx), Rank.SAFETY - 1), self._least())
        if freeze or not room or least < Rank.SAFETY:
            return Claim([], more=bool(freeze)), freeze
        return outbox.claim(tx, self._gate, self.epoch, room, now, least), freeze

    def _least(self) -> Rank:
        return self._breaker.least(self._clock.monotonic())

    def _gate(self, tx: Tx, letter: Letter, now: datetime) -> Verdict:
        if letters.is_unreachable(tx, letter.chat):
            return Drop("suppressed", "unreachable")
        if verdict := self._why_not(tx, letter, now):
            return verdict
        if letter.rank <= Rank.SAFETY:
            return None
        wait = self._pacer.chat_wait(letter.chat, self._clock.monotonic())
        return Hold(now + timedelta(seconds=wait)) if wait else None

    def _notice(self, back: list[tuple[Letter, Outcome]], freeze: float, now: float) -> None:
        """Learn from what came back, after it was written down."""
        for _, outcome in back:
            match outcome:
                case NeverLeft(why):
                    wait = self._breaker.never_left()
                    LOG.warning("nothing gets out error=%s wait=%.2f", why, wait)
                    self._pacer.freeze(wait, now)
                case MaybeArrived():
                    if self._breaker.doubted(now):
                        LOG.error("answers are lost: what can wait rests for a minute")
                case Revoked(code):
                    LOG.error("the token is refused code=%d: nothing is sent", code)
                case _:
                    self._breaker.answered()
        self._pacer.freeze(freeze, now)

    async def _send(self, letter: Letter) -> None:
        outcome = await self._gateway.send(letter.chat, letter.message)
        self._back.append((letter, outcome))
        if len(self._back) >= self._most // 4:
            self._wake.set()
        elif not self._gathering:
            self._gathering = True
            asyncio.get_running_loop().call_later(GATHER, self._gathered)

    def _gathered(self) -> None:
        self._gathering = False
        self._wake.set()

    async def _pause(self) -> None:
        """Until there is something to do: an answer, a nudge, or the next slot if more may be due."""
        wait = self._pacer.wait(self._clock.monotonic())
        free = len(self._leaving) < self._most
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(wait, GATHER) if self._more and free else IDLE):
                await self._wake.wait()
