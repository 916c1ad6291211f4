"""SQLite: one writer on its own thread with a group commit, and readers beside it.

It rests on four names inside aiosqlite (``_execute``, ``_tx``, ``_conn``, ``_running``); a test holds them.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import sqlite3
from collections import deque
from collections.abc import Awaitable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote

import aiosqlite

from bot.storage.store import Eager, SchemaOld, Store, Tx, Work, check_version, load, run, timed

T = TypeVar("T")
Result = tuple[Any, BaseException | None]
GROUP: Final = 64  # transactions that share a COMMIT, at most
READERS: Final = 2
STATEMENTS: Final = 512  # kept prepared
# not journal_mode: it stays in the file, and setting it here would race with whoever else opens it
PRAGMAS: Final = (
    "busy_timeout=5000",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "trusted_schema=OFF",
)

# all else that sqlite3 calls operational, such as a missing column, is a mistake of ours
PASSING: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
PRIMARY: Final = 0xFF  # the part of an SQLite code that names its kind

logging.getLogger("aiosqlite").setLevel(logging.WARNING)  # below that it prints what it calls


@lru_cache(maxsize=4096)  # one transaction asks again and again about the same moment
def stored(moment: datetime) -> str:
    """Return a moment as text of one length, so that it sorts as time."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat(timespec="microseconds")


@lru_cache(maxsize=65536)
def moment(raw: bytes) -> datetime:
    """Return a moment as it was before it was stored."""
    return datetime.fromisoformat(raw.decode())


sqlite3.register_adapter(datetime, stored)
sqlite3.register_converter("datetime", moment)  # the columns' type
sqlite3.register_converter(
    "timestamp", moment
)  # what an expression is marked with: max(x) AS "at [timestamp]"


class Connection(aiosqlite.Connection):
    """Runs plain functions on its thread; those that wait meanwhile share one COMMIT."""

    def __init__(self, path: str) -> None:
        super().__init__(lambda: _connect(path), iter_chunk_size=GROUP)
        self._waiting: deque[tuple[Work[Any], asyncio.Future[Any]]] = deque()
        self._wiping = False

    @classmethod
    async def open(cls, path: str, *pragmas: str) -> Connection:
        """Connect to a migrated file."""
        if not await asyncio.to_thread(Path(path).is_file):
            raise SchemaOld(f"there is no database at {path}: foelgeskab migrate")
        connection = cls(path)
        await connection
        try:
            await connection._execute(connection._prepare, pragmas)  # type: ignore[no-untyped-call]  # the library's
        except BaseException:
            await connection.close()
            raise
        return connection

    def submit(self, work: Work[T]) -> asyncio.Future[T]:
        """Queue a transaction; the future is done when it is committed."""
        if not self._running:
            raise ValueError("the connection is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        if len(self._waiting) == 1:
            self._tx.put_nowait((None, self._group))
        return future

    def wipe(self) -> None:
        """Empty the write-ahead log, which holds pages as they were: now, or behind who still reads."""
        self._wiping = True
        self._tx.put_nowait((None, self._truncate))

    async def look(self, work: Work[T]) -> T:
        """Run a function that only reads, over one consistent state."""
        done: T = await self._execute(self._whole, work)  # type: ignore[no-untyped-call]  # the library's
        return done

    def _prepare(self, pragmas: tuple[str, ...]) -> None:
        for pragma in (*PRAGMAS, *pragmas):
            self._conn.execute(f"PRAGMA {pragma}")
        check_version(version_of(self._conn))
        self._bound = Tx(load(Eager), self._conn)

    def _whole(self, work: Work[T]) -> T:
        self._conn.execute("BEGIN")
        try:
            return run(work, self._bound)
        finally:
            self._conn.execute("ROLLBACK")

    def _group(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
        if batch:
            results = self._commit([work for work, _ in batch])
            batch[0][1].get_loop().call_soon_threadsafe(tell, [future for _, future in batch], results)
        if self._waiting:
            self._tx.put_nowait((None, self._group))
        elif self._wiping:
            self._truncate()

    def _truncate(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # somebody reads: again behind the next transaction
            self._conn.execute("PRAGMA busy_timeout=0")
            busy, *_ = self._conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._wiping = bool(busy)
            self._conn.execute(f"PRAGMA {PRAGMAS[0]}")

    def _commit(self, works: list[Work[Any]]) -> list[Result]:
        db = self._conn
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:  # nobody has run yet, and nobody would get further alone
            return [(None, error)] * len(works)
        try:
            if len(works) == 1:
                results: list[Result] = [(timed(works[0], self._bound), None)]
            else:
                results = [self._one(work) for work in works]
            db.execute("COMMIT")
        except BaseException as error:  # noqa: BLE001 - it is handed to whoever waits for it
            if db.in_transaction:
                db.execute("ROLLBACK")
            if len(works) == 1:
                return [(None, error)]
            return [self._commit([work])[0] for work in works]  # nobody pays for a neighbour
        return results

    def _one(self, work: Work[Any]) -> Result:
        self._conn.execute("SAVEPOINT one")
        try:
            result: Result = timed(work, self._bound), None
        except Exception as error:
            if not self._conn.in_transaction:  # a full disk: SQLite has undone the whole group
                raise
            self._conn.execute("ROLLBACK TO one")
            result = None, error
        self._conn.execute("RELEASE one")
        return result


def _connect(path: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(path)}?mode=rw",
        uri=True,
        isolation_level=None,
        detect_types=sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES,
        cached_statements=STATEMENTS,
    )


def by_hand(path: Path, *pragmas: str) -> tuple[sqlite3.Connection, Tx]:
    """Open a migrated file for a caller without an event loop, who begins and commits by hand."""
    db = _connect(str(path))
    for pragma in (*PRAGMAS, *pragmas):
        db.execute(f"PRAGMA {pragma}")
    check_version(version_of(db))
    return db, Tx(load(Eager), db)


def version_of(db: sqlite3.Connection) -> str | None:
    """Return the schema's version; None for a database that was never migrated."""
    found = db.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = db.execute("SELECT version_num FROM alembic_version").fetchone() if found else None
    return row[0] if row else None


def tell(futures: list[asyncio.Future[Any]], results: list[Result]) -> None:
    """Hand out what became of each."""
    for future, (value, error) in zip(futures, results, strict=True):
        if future.done():
            continue
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)


class SQLite(Store):
    """A file, open."""

    in_order = True

    def __init__(self, writer: Connection, readers: list[Connection]) -> None:
        self._writer, self._readers = writer, readers
        self._turn = itertools.cycle(readers)

    @classmethod
    async def connect(cls, path: str, *, beside: bool = False) -> SQLite:
        """Open a migrated file; ``beside`` another process, checkpoints are left to that one."""
        writer = await Connection.open(path, *(("wal_autocheckpoint=0",) if beside else ()))
        if not beside:
            writer.wipe()  # what a process that was killed may have left
        return cls(writer, [await Connection.open(path, "query_only=ON") for _ in range(READERS)])

    def _submit(self, work: Work[T]) -> asyncio.Future[T]:
        return self._writer.submit(work)

    def _look(self, look: Work[T]) -> Awaitable[T]:
        return next(self._turn).look(look)

    def is_passing(self, error: BaseException) -> bool:
        """Tell whether the file could not be used just now."""
        if isinstance(error, sqlite3.OperationalError):
            return getattr(error, "sqlite_errorcode", 0) & PRIMARY in PASSING
        return super().is_passing(error)

    def wipe(self) -> None:
        """Empty the write-ahead log; the file itself forgets by ``secure_delete``."""
        self._writer.wipe()

    async def _close(self) -> None:
        await self._writer.submit(lambda _: None)  # behind everything that waits
        for connection in (*self._readers, self._writer):  # the last one clears up behind the others
            await connection.close()
