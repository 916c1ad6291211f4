"""Every sweep, known by being imported."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.config import Settings
from bot.handlers import cases  # noqa: F401 - a letter of any sweep may carry any button
from bot.storage.store import Store, Tx
from bot.sweeps import (  # noqa: F401 - to be imported is to be known
    afterwards,
    announce,
    attendance,
    calls,
    checkins,
    companions,
    ease,
    invite,
    newcomers,
    offers,
    questionnaires,
    quiet,
    regular,
    remind,
    remind_shifts,
    rests,
    steps,
    substitutes,
    talks,
    thanks,
    tidy,
    unanswered,
    unreached,
    unsent,
    week,
    welcome,
)
from bot.sweeps.registry import SWEEPS

__all__ = ["SWEEPS", "sweep"]
BATCHES: Final = 200  # runs of one sweep in one tick, at most


async def sweep(store: Store, settings: Settings, name: str, now: datetime) -> int:
    """Run one sweep until nothing is left to do; return how many it did."""
    found, did = SWEEPS[name], 0
    look, settle = found.look, found.settle
    seen = await store.read(lambda tx: look(tx, settings, now)) if look else None

    def work(tx: Tx) -> int:
        if settle is None or seen is None:
            return found.run(tx, settings, now)
        return settle(tx, settings, now, seen)

    for _ in range(BATCHES):
        done = await store.transaction(work)
        if not done:
            break
        did += done
    return did
