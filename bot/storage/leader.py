"""Of several bots on one PostgreSQL database one leads: it alone sends, ticks and polls.

The lock is held by a connection of its own, so it ends with the process that held it, however that ends.
A leader that has lost its connection without knowing it is stopped by the epoch in each claim.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any, Final

LOCK: Final = 0x466F6C68  # PostgreSQL's advisory lock for this; any number, as long as it is the same
STAND_BY: Final = 0.5  # seconds between two tries to lead
KEEP: Final = 5.0  # seconds between two looks whether we still do, and what a look may take
OPTIONS: Final = f"-c statement_timeout={int(KEEP * 1000)}"
LOG: Final = logging.getLogger("bot.storage")


@contextlib.asynccontextmanager
async def leading(url: str, *, standing_by: Callable[[], None]) -> AsyncIterator[asyncio.Task[None]]:
    """Wait until this process leads; the task that is given ends when it does no more.

    ``standing_by`` is called, again and again, while somebody else does.

    A database in a file has one process, which holds its folder: there nobody is waited for.
    """
    if url.startswith("sqlite:///"):
        async with _until_cancelled(_for_ever()) as task:
            yield task
        return
    lock = Lock(url)
    try:
        while not await asyncio.to_thread(lock.take):
            standing_by()
            await asyncio.sleep(STAND_BY)
        async with _until_cancelled(_kept(lock)) as task:
            yield task
    finally:
        await asyncio.to_thread(lock.release)


class Lock:
    """PostgreSQL's advisory lock, on a connection that nothing else uses."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None

    def take(self) -> bool:
        """Try once; False if somebody else has it, or the database cannot be reached."""
        import psycopg  # noqa: PLC0415 - SQLite can do without

        try:
            if self._connection is None:
                self._connection = psycopg.connect(
                    self._url, autocommit=True, connect_timeout=int(KEEP), options=OPTIONS
                )
            return bool(self._ask("SELECT pg_try_advisory_lock(%s)"))
        except psycopg.Error as error:
            LOG.warning("cannot ask who leads error=%s", type(error).__name__)
            self.release()
            return False

    def holds(self) -> bool:
        """Tell whether it is still ours; any doubt is a no."""
        import psycopg  # noqa: PLC0415 - SQLite can do without

        try:
            return bool(
                self._ask(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                    " AND pid = pg_backend_pid() AND objid = %s"
                )
            )
        except psycopg.Error:
            return False

    def release(self) -> None:
        """Let go; the next one may lead."""
        if self._connection is not None:
            with contextlib.suppress(Exception):  # what cannot be reached holds nothing of ours
                self._ask("SELECT pg_advisory_unlock(%s)")
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None

    def _ask(self, query: str) -> Any:  # noqa: ANN401 - whatever the query returns
        return self._connection.execute(query, (LOCK,)).fetchone()[0]


async def _kept(lock: Lock) -> None:
    """Return when the lock is not surely ours any more."""
    while True:
        await asyncio.sleep(KEEP)
        try:
            async with asyncio.timeout(KEEP):
                if not await asyncio.to_thread(lock.holds):
                    return
        except TimeoutError:
            return


async def _for_ever() -> None:
    await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def _until_cancelled(work: Any) -> AsyncIterator[asyncio.Task[None]]:  # noqa: ANN401 - a coroutine
    task: asyncio.Task[None] = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])
