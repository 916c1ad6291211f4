"""Our bot as it runs, on a clock that began at noon on a weekday; commands come as lines."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import uvloop

from bot import app
from bot.config import read_settings
from bot.handlers.announcing import signed
from bot.simulation import population
from bot.storage import campaigns
from bot.storage.people import home
from bot.storage.store import Tx

NOON: Final = datetime(2027, 3, 10, 12, tzinfo=ZoneInfo("Europe/Copenhagen")).astimezone(UTC)
TEXT: Final = "På torsdag er der kaffe i Medborgerhuset klokken 14. Kom, hvis du har lyst."


class Noon:
    """Runs as fast as the machine's own; announcements leave by day only."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return NOON + timedelta(seconds=time.monotonic() - self._began)

    def monotonic(self) -> float:
        return time.monotonic()


async def obey(running: app.App) -> None:
    """``seed N`` makes people, ``announce`` writes to all of them; each is answered by a line."""
    say("ready")
    while line := await asyncio.to_thread(sys.stdin.readline):
        verb, *rest = line.split()
        now = running.clock.now()
        if verb == "seed":
            await population.seed(running.store, running.settings, int(rest[0]), 0, 0, now)
        else:
            await running.store.transaction(lambda tx: announce(tx, running, running.clock.now()))
        say("done")


def announce(tx: Tx, running: app.App, now: datetime) -> None:
    organisation = home(tx)
    assert organisation
    message = signed(tx, running.settings, organisation.id, TEXT)
    campaigns.create(tx, organisation.id, None, "citizens", message, now)


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def main() -> None:
    tasks: list[asyncio.Task[None]] = []

    async def ready(running: app.App) -> None:
        tasks.append(asyncio.create_task(obey(running)))

    await app.run(read_settings(os.environ), clock=Noon(), ready=ready)


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    logging.basicConfig(level=logging.ERROR)
    uvloop.run(main())
