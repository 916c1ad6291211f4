"""The one way to write: ``await store.transaction(work)``; ``work(tx)`` is a plain function.

It runs whole on a database thread, and it may run twice (when its group had to be undone), so it does
nothing but read and write through ``tx``.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import aiosql
from aiosql.adapters.generic import GenericAdapter

from bot.refusal import Refused

T = TypeVar("T")
Work = Callable[["Tx"], T]
ROOM: Final = Path(__file__).parent
QUERIES: Final = ROOM / "queries"
VERSIONS: Final = ROOM / "migrations" / "versions"
SLOW: Final = 0.020  # seconds; everybody else waits meanwhile
NAMED: Final = re.compile(r"^-- name: (?=(\w+))", re.MULTILINE)
LOG: Final = logging.getLogger("bot.storage")


class SchemaOld(Refused):
    """Run ``foelgeskab migrate`` first."""


class SchemaNewer(Refused):
    """A newer program made this database: install that one, or put a backup back."""


class StoreClosed(Exception):
    """Nothing is written any more."""


class Tx:
    """The queries, bound to one connection: ``tx.finish(id=1)``.

    The mark behind a query's name says what returns: ``^`` one row or None, ``$`` one value or None, ``!``
    how many rows changed, ``<!`` what RETURNING gave, ``*!`` takes a list of dicts, no mark: a list of rows.
    """

    def __init__(self, queries: Any, connection: Any) -> None:  # noqa: ANN401 - made from SQL; of two drivers
        self._queries, self._connection = queries, connection

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a query knows its types in SQL only
        query = partial(getattr(self._queries, name), self._connection)
        setattr(self, name, query)
        return query


class Eager(GenericAdapter):
    """Fetches at once, so that nobody holds a cursor whose transaction has ended."""

    def select(  # type: ignore[override]  # a list where it promises a generator
        self,
        conn: Any,  # noqa: ANN401 - of two drivers
        query_name: str,  # noqa: ARG002 - aiosql passes it
        sql: str,
        parameters: Any,  # noqa: ANN401 - whatever the query names
        record_class: Any = None,  # noqa: ANN401, ARG002 - aiosql passes it
    ) -> list[Any]:
        """Return all rows."""
        rows: list[Any] = conn.execute(sql, parameters).fetchall()
        return rows

    def insert_returning(
        self,
        conn: Any,  # noqa: ANN401 - of two drivers
        query_name: str,  # noqa: ARG002 - aiosql passes it
        sql: str,
        parameters: Any,  # noqa: ANN401 - whatever the query names
    ) -> Any:  # noqa: ANN401 - whatever the query returns
        """Return the one value, or the row; None if nothing was written."""
        row = conn.execute(sql, parameters).fetchone()
        return row[0] if row is not None and len(row) == 1 else row


def load(adapter: type[Eager], folder: Path = QUERIES, twins: Path | None = None) -> Any:  # noqa: ANN401 - made from SQL
    """Load the queries of every file; a twin takes the place of the query of its name."""
    texts = read_queries(folder)
    replacing = read_queries(twins) if twins else {}
    if alone := replacing.keys() - texts:
        raise LookupError(f"twins of nothing: {sorted(alone)}")
    return aiosql.from_str("\n".join({**texts, **replacing}.values()), adapter, mandatory_parameters=False)


def read_queries(folder: Path) -> dict[str, str]:
    """Return the text of every query by its name, which it has alone."""
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.sql")):
        parts = NAMED.split(path.read_text(encoding="utf-8"))
        for name, body in zip(parts[1::2], parts[2::2], strict=True):
            if name in texts:
                raise LookupError(f"two queries are called {name}; one is in {path.name}")
            texts[name] = f"-- name: {body}"
    return texts


def known_versions(folder: Path = VERSIONS) -> list[str]:
    """Return the schema versions that this code knows, the newest last."""
    return sorted(path.name.partition("_")[0] for path in folder.glob("[0-9]*.py"))


def check_version(found: str | None, folder: Path = VERSIONS) -> None:
    """Refuse a database that this code does not fit."""
    known = known_versions(folder)
    if found is not None and found not in known:
        raise SchemaNewer(
            f"the database has version {found}, this program knows {known[-1]}: install a newer one"
        )
    if found != known[-1]:
        raise SchemaOld(
            f"the database has version {found or 'none'}, wanted is {known[-1]}: foelgeskab migrate"
        )


def run(work: Work[T], tx: Tx) -> T:
    """Run it; what no future can hold is made into something that it can, or the caller waits for ever."""
    try:
        return work(tx)
    except StopIteration as error:
        raise RuntimeError(f"{called(work)} let StopIteration out") from error


def timed(work: Work[T], tx: Tx) -> T:
    """Run it, and say so if others had to wait long; never what it said."""
    began = time.perf_counter()
    try:
        return run(work, tx)
    finally:
        if (took := time.perf_counter() - began) > SLOW:
            LOG.warning("slow transaction: %s took %.0f ms", called(work), took * 1000)


def called(work: Callable[..., Any]) -> str:
    """Return the name that a function was written under."""
    inner = work.func if isinstance(work, partial) else work
    return getattr(inner, "__qualname__", type(inner).__name__)


class Store(ABC):
    """A database that is open."""

    in_order = False  # a transaction sees all that was submitted before it
    _closed = False

    async def transaction(self, work: Work[T]) -> T:
        """Run and commit; a caller that is cancelled meanwhile neither undoes nor halves it."""
        return await asyncio.shield(self.submit(work))

    def submit(self, work: Work[T]) -> asyncio.Future[T]:
        """Queue a transaction now; the future is done when it is committed."""
        if self._closed:
            raise StoreClosed("the store is closed")
        return self._submit(work)

    async def read(self, look: Work[T]) -> T:
        """Look at one consistent state, beside the writer; what writes here fails."""
        if self._closed:
            raise StoreClosed("the store is closed")
        return await self._look(look)

    def is_passing(self, error: BaseException) -> bool:
        """Tell whether the database's state is to blame and passes, so that this was no try of the work."""
        return isinstance(error, StoreClosed)

    def wipe(self) -> None:  # noqa: B027 - not every database has files of its own to look after
        """See that what was deleted or written over is gone from the files too, as soon as may be."""

    async def close(self) -> None:
        """Finish what was submitted, take nothing new, let go.  Twice is harmless."""
        if not self._closed:
            self._closed = True
            await self._close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @abstractmethod
    def _submit(self, work: Work[T]) -> asyncio.Future[T]: ...

    @abstractmethod
    def _look(self, look: Work[T]) -> Awaitable[T]: ...

    @abstractmethod
    async def _close(self) -> None: ...


async def open_store(url: str, *, beside: bool = False) -> Store:
    """Open ``sqlite:///path`` or ``postgresql://...``; ``beside``: another process is the main one."""
    if url.startswith("sqlite:///"):
        from bot.storage.sqlite import SQLite  # noqa: PLC0415 - one engine need not load the other

        return await SQLite.connect(url.removeprefix("sqlite:///"), beside=beside)
    from bot.storage.postgresql import PostgreSQL  # noqa: PLC0415 - one engine need not load the other

    return await PostgreSQL.connect(url)
