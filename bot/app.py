"""The composition root: builds the parts, starts them, stops them in order, and steps time for the demo."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import gc
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import uvloop
from aiohttp import web

from bot import backups
from bot.config import Settings
from bot.delivery.delivery import Delivery
from bot.delivery.gate import why_not
from bot.handlers.cases import handle, slower, sorry, urgent
from bot.handlers.helplines import helplines
from bot.handlers.packs import packs
from bot.handlers.visit import House
from bot.ports import Clock
from bot.refusal import Refused
from bot.status import Signs, watched
from bot.stopping import told_to_stop
from bot.storage import backup, letters, receipts
from bot.storage.leader import leading
from bot.storage.marks import Ledger
from bot.storage.store import Store, Tx, open_store
from bot.sweeps.known import SWEEPS, sweep
from bot.telegram.account import Account, TokenRefused
from bot.telegram.gateway import TelegramGateway
from bot.telegram.poller import Poller
from bot.telegram.transport import Transport
from bot.telegram.webhook import Webhook
from bot.telegram.worker import Worker
from bot.ticks import ticking
from bot.web import desk, feed
from bot.web.server import Server

LOG: Final = logging.getLogger("bot.app")
BREATH: Final = timedelta(seconds=1.5)  # a chat's own limit holds a letter back for so long: it is waited for
CALM: Final = 0.01  # seconds between two looks whether all has settled
PATIENCE: Final = 30.0  # seconds until a step of the clock gives up waiting
GARBAGE: Final = 20_000  # new objects between two searches for cycles; calls make none
NOTED: Final = 60.0  # seconds between two looks at who has said stop; an erasure is noted at once
LAST: Final = 25.0  # seconds that a stop waits for its parts; a little later it is ended hard
ANOTHER, TOKEN = 75, 78
LOCAL: Final = "127.0.0.1"
HOST: Final = "0.0.0.0"  # noqa: S104 - what is served stands behind whatever ends TLS for it


Ready = Callable[["App"], Awaitable[None]]


class CannotRun(Refused):
    """It cannot start; the text says what to do."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one clock from which all others take `now`

    def monotonic(self) -> float:
        """Return seconds that never step back."""
        return time.monotonic()


class App:
    """The bot, running."""

    def __init__(
        self, settings: Settings, store: Store, transport: Transport, clock: Clock, username: str
    ) -> None:
        self.settings, self.store, self.transport, self.clock = settings, store, transport, clock
        self.house = House(settings, username)
        gateway = TelegramGateway(transport)
        self.delivery = Delivery(
            store, gateway, clock, rate=settings.rate, why_not=partial(why_not, settings=settings)
        )
        self.worker = Worker(
            store,
            clock,
            handle=partial(handle, house=self.house),
            nudge=self.delivery.nudge,
            press=gateway.answer_press,
            sorry=partial(sorry, house=self.house),
            slower=partial(slower, house=self.house),
            urgent=urgent,
            wipe=self.wipe,
        )
        self.signs = Signs()
        self._ledger = Ledger(store, backups.folders(settings), self.house.mark)
        self._wiped = asyncio.Event()

    def wipe(self) -> None:
        """See that what was deleted leaves the files, and that who was erased is noted beside them."""
        self.store.wipe()
        self._wiped.set()

    def changed(self) -> None:
        """See to what a page has written: events for the worker, letters for the post."""
        self.worker.nudge()
        self.delivery.nudge()

    async def note(self) -> None:
        """Keep, outside of the database, who was erased or said stop; until cancelled."""
        while True:
            self._wiped.clear()
            try:
                await self._ledger.note()
            except Exception as error:  # noqa: BLE001 - a full disk must not stop the bot
                LOG.error("erasures cannot be noted error=%s", type(error).__name__)  # noqa: TRY400 - no texts in logs
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(NOTED):
                    await self._wiped.wait()

    async def sweep(self, name: str) -> int:
        """Do what one sweep finds due now; wake the worker and the post."""
        now = self.clock.now()
        try:
            did = await sweep(self.store, self.settings, name, now)
        except Exception:
            LOG.exception("sweep failed: %s", name)
            return 0
        if did and name == "tidy":
            self.wipe()  # what was forgotten leaves the files too
        if did:
            LOG.info("sweep %s did %d", name, did)
            self.worker.nudge()
            self.delivery.nudge()
        return did

    async def next_event(self) -> datetime | None:
        """Return when something is next due, from now on; None if nothing is."""
        return await self.store.read(partial(_next_event, settings=self.settings, now=self.clock.now()))

    async def step_to(self, moment: datetime) -> None:
        """Move a clock that can be set forward to ``moment``, stopping at every due instant on the way."""
        while True:
            due = await self.next_event()
            at = moment if due is None or due > moment else max(due, self.clock.now())
            self.clock.set(at)  # type: ignore[attr-defined]  # only a clock made for it is stepped
            await self._all_that_is_due()
            if at >= moment:
                return

    async def _all_that_is_due(self) -> None:
        did = 1
        while did:
            did = 0
            for name in SWEEPS:
                did += await self.sweep(name)
            await self.settled()

    async def settled(self) -> None:
        """Wait until nothing waits to be handled and nothing that may leave is still here."""
        self.worker.nudge()
        self.delivery.nudge()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if not await self.store.read(lambda tx: _busy(tx, self.clock.now() + BREATH)):
                return
            await asyncio.sleep(CALM)
        LOG.warning("the demo's clock went on although something had not settled")

    async def demo_links(self) -> dict[str, str]:
        """Return start tokens for a made-up town: a coordinator's and a volunteer's."""
        from bot.simulation import town  # noqa: PLC0415 - only the demo has one

        return await self.store.transaction(lambda tx: town.links_of(tx, self.settings, self.clock.now()))


def _next_event(tx: Tx, *, settings: Settings, now: datetime) -> datetime | None:
    found = [sweep.wakes(tx, settings, now) for sweep in SWEEPS.values()]
    return min((at for at in [*found, letters.next_at(tx, now)] if at and at > now), default=None)


def _busy(tx: Tx, now: datetime) -> bool:
    return bool(receipts.states(tx).get("new")) or letters.busy(tx, now)


@contextlib.contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the data folder; a second bot on the same one is refused."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.data_dir / "foelgeskab.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotRun(f"another bot runs in {settings.data_dir}: stop it first", ANOTHER) from None
        yield


async def username(settings: Settings) -> str:
    """Return the bot's own name, for start links; refuses with a token that is not valid."""
    transport, account = _account(settings)
    try:
        return await _username(account)
    finally:
        await transport.close()


async def run(settings: Settings, *, clock: Clock | None = None, ready: Ready | None = None) -> None:
    """Run until cancelled or told to stop; ``ready`` is called when it is up.

    A new database is made; an old or newer one is refused.  Raises Refused with the one line to show.
    """
    settings.refuse_without_controller()
    clock = clock or SystemClock()
    warn_of_helplines(settings, clock.now())
    packs(settings)  # a file that is wrong is told now, not when somebody is asked
    stopped = asyncio.Event()
    with _alone(settings), told_to_stop(stopped):
        transport, account = _account(settings)
        try:
            name = await _username(account)
            async with await _store(settings) as store:
                app = App(settings, store, transport, clock, name)
                await _serve(app, account, ready, stopped)
        finally:
            await transport.close()


def _alone(settings: Settings) -> contextlib.AbstractContextManager[None]:
    """Hold the folder of a database in a file; on a server several may run, and one of them leads."""
    if backup.is_file(settings.database):
        return only_one(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return contextlib.nullcontext()


def warn_of_helplines(settings: Settings, now: datetime) -> None:
    """Refuse to start with nobody to call in danger, and say what no human has checked."""
    if warning := helplines(settings).warning(now.astimezone(settings.zone).date()):
        LOG.warning("helplines: %s", warning)


async def _serve(app: App, account: Account, ready: Ready | None, stopped: asyncio.Event) -> None:
    """Start every part, wait for the end, and stop them so that nothing is left half done."""
    up = asyncio.Event()
    async with _served(app, account), watched(app.store, app.settings, app.clock, app.signs):
        started = (_lead(app, account, up.set), app.worker.run(), app.note(), stopped.wait())
        tasks = [asyncio.create_task(work) for work in started]
        getting_up = asyncio.create_task(up.wait())
        try:
            await asyncio.wait([*tasks, getting_up], return_when=asyncio.FIRST_COMPLETED)
            gc.freeze()
            gc.set_threshold(GARBAGE)
            LOG.info("running webhook=%s", bool(app.settings.webhook_url))
            if ready and up.is_set():
                await ready(app)
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*tasks, getting_up):
                task.cancel()
            await asyncio.wait([*tasks, getting_up], timeout=LAST)
    _raise_first(tasks)


def _raise_first(tasks: Iterable[asyncio.Task[Any]]) -> None:
    for task in tasks:
        if task.done() and not task.cancelled() and (error := task.exception()):
            raise error


async def _lead(app: App, account: Account, up: Callable[[], None]) -> None:
    """Whenever this process leads, send, tick and poll; else stand by, which receives and handles too."""
    while True:
        async with leading(app.settings.database, standing_by=up) as lost:
            LOG.info("leads")
            await _as_leader(app, account, lost, up)
        LOG.error("leads no more")


async def _as_leader(app: App, account: Account, lost: asyncio.Task[None], up: Callable[[], None]) -> None:
    """Until the lead is lost, another sender has begun, or cancelled: then what is leaving has left."""
    scheduler = ticking(SWEEPS.values(), app.sweep)
    sending = asyncio.create_task(app.delivery.run())
    beside = [asyncio.create_task(backups.run(app.settings, app.clock))]
    try:
        if not app.settings.webhook_url:
            await account.receive_by_polling()
            poller = Poller(app.transport, app.store, app.clock, received=app.worker.nudge)
            app.signs.polled = lambda: poller.last_success
            beside.append(asyncio.create_task(poller.run()))
        scheduler.start()
        app.signs.leads = True
        up()
        await asyncio.wait([sending, lost, *beside[1:]], return_when=asyncio.FIRST_COMPLETED)
    finally:
        app.signs.leads, app.signs.polled = False, None
        if scheduler.running:
            scheduler.shutdown(wait=False)
        app.delivery.stop()
        for task in beside:
            task.cancel()
        await asyncio.wait([sending, *beside], timeout=LAST)
    try:
        _raise_first([sending, *beside])
    except Exception as error:
        if not app.store.is_passing(error):
            raise
        LOG.error("leading failed error=%s", type(error).__name__)  # noqa: TRY400 - no texts in logs


@contextlib.asynccontextmanager
async def _served(app: App, account: Account) -> AsyncIterator[None]:
    """Serve on the one port what is to be reached from outside, if anything is: each process has its own."""
    settings = app.settings
    routes = _routes(app)
    if not routes:
        yield
        return
    server = Server(routes)
    try:
        await server.start(LOCAL if settings.serves_this_machine else HOST, settings.serving_port)
    except OSError as error:
        name = "BOT_WEBHOOK_PORT" if settings.webhook_url else "BOT_WEB_PORT"
        raise CannotRun(f"{name} {settings.serving_port} is taken: choose another") from error
    try:
        if settings.webhook_url:
            secret = settings.webhook_secret.get_secret_value()
            await account.receive_at(f"{settings.webhook_url}/telegram", secret)
        yield
    finally:
        await server.stop()


def _routes(app: App) -> list[web.RouteDef]:
    """Return what is served: only what has an address that can be reached."""
    settings, found = app.settings, list[web.RouteDef]()
    if settings.webhook_url:
        secret = settings.webhook_secret.get_secret_value()
        found += Webhook(app.store, app.clock, secret, received=app.worker.nudge).routes()
    if settings.feed_url:
        found += feed.routes(app.store, app.clock, lambda: app.house)
    if settings.web_url:
        found += desk.routes(app.store, app.clock, lambda: app.house, app.changed)
    return found


async def _store(settings: Settings) -> Store:
    """Open the database; one that does not exist is made."""
    path = settings.database.removeprefix("sqlite:///")
    if path != settings.database and not await asyncio.to_thread(Path(path).exists):
        from bot.storage.migrate import migrate  # noqa: PLC0415 - only the first start needs the tools

        await asyncio.to_thread(migrate, settings.database)
    return await open_store(settings.database)


def _account(settings: Settings) -> tuple[Transport, Account]:
    token = settings.token.get_secret_value()
    transport = Transport(settings.api_url, token)
    return transport, Account(settings.api_url, token, transport)


async def _username(account: Account) -> str:
    try:
        return await account.username()
    except TokenRefused as error:
        raise CannotRun("BOT_TOKEN is refused: get a new one from BotFather", TOKEN) from error
    except Exception as error:
        why = type(error).__name__
        raise CannotRun(f"the Bot API does not answer ({why}): check BOT_API_URL and the network") from error


def main(settings: Settings) -> int:
    """Run the bot in this process; return the exit code."""
    uvloop.run(run(settings))
    return 0
