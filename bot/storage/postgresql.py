"""PostgreSQL: the same plain functions, on psycopg connections in worker threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

import psycopg
from aiosql.adapters.pyformat import PyFormatAdapter
from psycopg.types.datetime import DatetimeDumper
from psycopg_pool import ConnectionPool, PoolTimeout

from bot.storage.store import QUERIES, Eager, Store, Tx, Work, check_version, load, run, timed

T = TypeVar("T")
SIZE: Final = 8  # connections, at most
TRIES: Final = 3
OPTIONS: Final = "-c timezone=UTC -c synchronous_commit=on"
NO_OTHER: Final = (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure)


class Aware(DatetimeDumper):
    """Refuses a moment without a zone."""

    def upgrade(self, obj: datetime, format: Any) -> Aware:  # noqa: A002, ANN401, ARG002 - as psycopg has it
        """Keep to ``timestamptz``."""
        if obj.tzinfo is None:
            raise ValueError("a moment without a zone")
        return self


class Named(Eager, PyFormatAdapter):
    """Turns ``:name`` into psycopg's ``%(name)s``."""

    def process_sql(self, query_name: str, op_type: Any, sql: str) -> str:  # noqa: ANN401 - aiosql's
        """Rewrite one query; a percent sign stays one."""
        sql = sql.replace("%", "%%")
        return str(super().process_sql(query_name, op_type, sql))  # type: ignore[no-untyped-call]  # the library's


def configure(connection: psycopg.Connection[Any]) -> None:
    """Prepare a new connection."""
    connection.adapters.register_dumper(datetime, Aware)


class PostgreSQL(Store):
    """A server, connected."""

    def __init__(self, pool: ConnectionPool[Any]) -> None:
        self._pool, self._threads = pool, ThreadPoolExecutor(SIZE, "postgresql")
        self._queries = load(Named, QUERIES, QUERIES / "postgresql")

    @classmethod
    async def connect(cls, url: str) -> PostgreSQL:
        """Connect to a migrated database."""
        pool = ConnectionPool(
            url, min_size=1, max_size=SIZE, kwargs={"options": OPTIONS}, configure=configure, open=False
        )
        try:
            await asyncio.to_thread(_open, pool)
        except BaseException:
            await asyncio.to_thread(pool.close)
            raise
        return cls(pool)

    def is_passing(self, error: BaseException) -> bool:
        """Tell whether the server could not be reached, or was too busy."""
        return isinstance(error, (psycopg.OperationalError, PoolTimeout)) or super().is_passing(error)

    def _submit(self, work: Work[T]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, self._run, partial(timed, work))

    def _look(self, look: Work[T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, self._whole, look)

    def _run(self, work: Work[T]) -> T:
        for _ in range(1, TRIES):
            try:
                return self._once(work)
            except NO_OTHER:  # two met; each may simply run again
                continue
        return self._once(work)

    def _once(self, work: Work[T]) -> T:
        with self._pool.connection() as connection:
            return work(Tx(self._queries, connection))

    def _whole(self, look: Work[T]) -> T:
        with self._pool.connection() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return run(look, Tx(self._queries, connection))

    async def _close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        await asyncio.to_thread(self._pool.close)


def _open(pool: ConnectionPool[Any]) -> None:
    pool.open(wait=True)
    with pool.connection() as connection:
        check_version(version_of(connection))


def version_of(connection: psycopg.Connection[Any]) -> str | None:
    """Return the schema's version; None for a database that was never migrated."""
    if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else None
