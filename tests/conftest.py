"""A database as if new for each test: a copied file, or this process's own PostgreSQL database, emptied."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql

from bot.storage.migrate import migrate
from bot.storage.store import Store, open_store
from bot.storage.tables import metadata

SERVER = os.environ.get("TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")
MISSING = "no PostgreSQL at TEST_POSTGRESQL or 127.0.0.1:5432 that lets us in"


def administer(*statements: str) -> None:
    with closing(psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=3)) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a file that is migrated and empty."""
    path = tmp_path_factory.mktemp("template") / "bot.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[str]:
    """Make a database that is migrated and empty; skips without a server."""
    name = f"foelgeskab_t_{secrets.token_hex(5)}"
    try:
        administer(f"CREATE DATABASE {name}")
    except psycopg.OperationalError:
        if os.environ.get("CI_REQUIRES"):
            raise
        pytest.skip(MISSING)
    migrate(f"{SERVER}/{name}")
    yield name
    administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give a test its own migrated file."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'bot.db')}"


@pytest.fixture
def own_postgresql_url(postgresql_template: str) -> Iterator[str]:
    """Give a test a database that ends with it, for what changes the schema."""
    with copied(postgresql_template) as url:
        yield url


@pytest.fixture(scope="session")
def shared_postgresql_url(postgresql_template: str) -> Iterator[str]:
    """Keep one database for all tests of this process: to make and drop one for each waits on the disk."""
    with copied(postgresql_template) as url:
        yield url


@contextmanager
def copied(template: str) -> Iterator[str]:
    name = f"foelgeskab_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{SERVER}/{name}"
    administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql_url(shared_postgresql_url: str) -> str:
    """Give a test the shared database as if it were new: no connection, no row, every number from 1."""
    with psycopg.connect(shared_postgresql_url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        for table in reversed(metadata.sorted_tables):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))
        connection.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) "
            "FROM pg_sequences WHERE last_value IS NOT NULL"
        )
    return shared_postgresql_url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Give the address of a migrated database, once on each engine."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest_asyncio.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """Open an empty store, once on each engine."""
    async with await open_store(url) as opened:
        yield opened


@pytest_asyncio.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """Open an empty store on SQLite, for tests whose subject is not the database."""
    async with await open_store(sqlite_url) as opened:
        yield opened


@pytest_asyncio.fixture
async def postgresql_store(postgresql_url: str) -> AsyncIterator[Store]:
    """Open an empty store on PostgreSQL, for what only many workers can show."""
    async with await open_store(postgresql_url) as opened:
        yield opened
