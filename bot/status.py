"""What a monitor may ask: is it alive, may it be used, and figures; never anything about a person.

``/healthz`` says that the process answers; ``/readyz`` that people are answered, else 503 and why;
``/metrics`` the figures, as Prometheus reads them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from bot import backups
from bot.config import Settings
from bot.ports import Clock
from bot.refusal import Refused
from bot.storage import backup, letters, receipts
from bot.storage.store import Store, Tx
from bot.web.server import Server

ANSWER: Final = 2.0  # seconds that the database may take
POLLED: Final = 90.0  # seconds since Telegram last answered a poll, which it does at least each 25
WAITED: Final = 120.0  # seconds that the oldest update may wait
LEFT: Final = 300.0  # seconds that a letter may be due and still be here
FRESH: Final = 10.0  # seconds that figures are told again without being counted again
BIG: Final = 1_000_000  # beyond, all digits are told
SECOND: Final = timedelta(seconds=1)
LOG: Final = logging.getLogger("bot.status")


@dataclass(frozen=True, slots=True)
class Figures:
    """What the database says of the work."""

    inbox: dict[str, int]
    outbox: dict[str, int]
    oldest_update: float  # seconds; 0 if none waits
    oldest_letter: float
    waiting: int  # people who asked for a human and have none yet
    epoch: int


@dataclass(slots=True)
class Signs:
    """What the parts of this process say of themselves."""

    leads: bool = False
    polled: Callable[[], float] | None = None  # when Telegram last answered a poll; None: nobody polls here


class Errors(logging.Handler):
    """Counts what is logged, by level."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.counts: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self.counts[record.levelname.lower()] += 1


class Status:
    """A small web server for whoever watches over the bot; it is not for the internet."""

    def __init__(self, store: Store, settings: Settings, clock: Clock, signs: Signs) -> None:
        self._store, self._settings, self._clock, self._signs = store, settings, clock, signs
        self.errors, self._began = Errors(), time.time()
        self._told, self._told_at = "", float("-inf")

    def routes(self) -> list[web.RouteDef]:
        """Return what may be asked."""
        return [
            web.get("/healthz", self.health),
            web.get("/readyz", self.ready),
            web.get("/metrics", self.metrics),
        ]

    async def health(self, _request: web.Request) -> web.Response:
        """Say that the process answers."""
        return web.Response(text="ok\n")

    async def ready(self, _request: web.Request) -> web.Response:
        """Say whether people are answered, and if not, what is in the way."""
        wrong = await self._wrong()
        role = "leads" if self._signs.leads else "stands by"
        return web.Response(text="\n".join([*wrong, role, ""]), status=503 if wrong else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Tell the figures."""
        now = time.monotonic()
        if now - self._told_at > FRESH:
            self._told, self._told_at = "\n".join(await self._lines()) + "\n", now
        return web.Response(text=self._told, headers={"Content-Type": "text/plain; version=0.0.4"})

    async def _wrong(self) -> list[str]:
        try:
            async with asyncio.timeout(ANSWER):
                found = await self._figures()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is not ready
            return [f"the database does not answer ({type(error).__name__})"]
        wrong = []
        if found.oldest_update > WAITED:
            wrong.append(f"an update has waited for {found.oldest_update:.0f} s")
        if self._signs.leads and found.oldest_letter > LEFT:
            wrong.append(f"a letter is late by {found.oldest_letter:.0f} s")
        if self._signs.polled and (ago := self._clock.monotonic() - self._signs.polled()) > POLLED:
            wrong.append(f"Telegram has not answered for {ago:.0f} s")
        return wrong

    async def _figures(self) -> Figures:
        now = self._clock.now()
        return await self._store.read(lambda tx: _figures(tx, now))

    async def _lines(self) -> list[str]:
        out = _gauge("leads", "1 while this process sends, ticks and polls", int(self._signs.leads))
        try:
            async with asyncio.timeout(ANSWER):
                found = await self._figures()
        except Exception as error:  # noqa: BLE001 - figures of the process are told all the same
            LOG.warning("figures cannot be read error=%s", type(error).__name__)
            return [*out, *_gauge("database_up", "1 if the database answers", 0), *self._own()]
        polled = self._signs.polled
        since_poll = self._clock.monotonic() - polled() if polled else 0.0
        return [
            *out,
            *_gauge("database_up", "1 if the database answers", 1),
            *_states("inbox", "Updates by state", found.inbox),
            *_states("outbox", "Letters by state", found.outbox),
            *_gauge("oldest_update_seconds", "How long the oldest update has waited", found.oldest_update),
            *_gauge("oldest_letter_seconds", "How late the latest letter is", found.oldest_letter),
            *_gauge("people_waiting", "People who asked for a human and have none yet", found.waiting),
            *_gauge("epoch", "How often a sender has begun", found.epoch),
            *_gauge("last_poll_seconds", "Since Telegram last answered a poll", since_poll),
            *self._own(),
        ]

    def _own(self) -> list[str]:
        out = _gauge("started_seconds", "When this process began, since 1970", self._began)
        out += _gauge("resident_bytes", "Memory that this process holds", _resident())
        out += [
            "# HELP foelgeskab_log_total Lines logged, by level",
            "# TYPE foelgeskab_log_total counter",
            *(
                f'foelgeskab_log_total{{level="{level}"}} {self.errors.counts[level]}'
                for level in ("warning", "error")
            ),
        ]
        settings = self._settings
        out += _gauge(
            "disk_free_bytes", "Free where the data lies", shutil.disk_usage(settings.data_dir).free
        )
        if backup.is_file(settings.database):
            size = backup.path_of(settings.database).stat().st_size
            out += _gauge("database_bytes", "Size of the database's file", size)
        if settings.backup_dir and (made := backups.found(settings.backup_dir)):
            age = (self._clock.now() - made[-1][0]) / SECOND
            out += _gauge("backup_age_seconds", "Age of the newest backup", age)
        return out


@contextlib.asynccontextmanager
async def watched(store: Store, settings: Settings, clock: Clock, signs: Signs) -> AsyncIterator[None]:
    """Answer whoever watches over the bot, if somebody is to."""
    if not settings.status:
        yield
        return
    host, _colon, port = settings.status.rpartition(":")
    status = Status(store, settings, clock, signs)
    server = Server(status.routes())
    try:
        await server.start(host, int(port))
    except OSError as error:
        raise Refused(f"BOT_STATUS {settings.status} is taken: choose another") from error
    logging.getLogger("bot").addHandler(status.errors)
    try:
        yield
    finally:
        logging.getLogger("bot").removeHandler(status.errors)
        await server.stop()


def _figures(tx: Tx, now: datetime) -> Figures:
    def ago(at: datetime | None) -> float:
        return max((now - at) / SECOND, 0.0) if at else 0.0

    return Figures(
        inbox=receipts.states(tx),
        outbox=letters.states(tx),
        oldest_update=ago(receipts.oldest_waiting(tx)),
        oldest_letter=ago(tx.latest_letter(now=now)),
        waiting=int(tx.people_waiting()),
        epoch=int(tx.epoch_now() or 0),
    )


def _gauge(name: str, what: str, value: float) -> list[str]:
    name = f"foelgeskab_{name}"
    return [
        f"# HELP {name} {what}",
        f"# TYPE {name} gauge",
        f"{name} {value:g}" if value < BIG else f"{name} {value:.0f}",
    ]


def _states(name: str, what: str, counts: dict[str, int]) -> list[str]:
    name = f"foelgeskab_{name}"
    head = [f"# HELP {name} {what}", f"# TYPE {name} gauge"]
    return [*head, *(f'{name}{{state="{state}"}} {n}' for state, n in sorted(counts.items()))]


def _resident() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no file, a window of the kernel's
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
