"""Brings a database to the schema of this code: all in one transaction, an existing file copied first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, text

from bot.storage.store import ROOM, SchemaOld, check_version

SCRIPTS: Final = ROOM / "migrations"
LOCK: Final = 0x466F6C67  # PostgreSQL's advisory lock for this; any number, as long as it is the same


def migrate(url: str, scripts: Path = SCRIPTS) -> str:
    """Create or upgrade; return in a few words what was done.  A newer database is refused."""
    with _alone(url) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        try:
            check_version(found, scripts / "versions")
        except SchemaOld:
            copy = _copy(url, found) if found else None
        else:
            return f"nothing to do: the database has version {found}"
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        command.upgrade(config, "head")
        now = MigrationContext.configure(connection).get_current_revision()
    return f"from version {found or 'none'} to {now}" + (f", copied before to {copy.name}" if copy else "")


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """Open the one transaction in which all of it happens; a second caller waits for the first."""
    if url.startswith("sqlite:///"):
        with _file(url) as connection:
            yield connection
        return
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


@contextmanager
def _file(url: str) -> Iterator[Connection]:
    path = _path(url)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=5000")
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver's own BEGIN leaves the schema out
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def _copy(url: str, version: str) -> Path | None:
    """Keep the file as it is now beside itself; a server has its own backups."""
    if not url.startswith("sqlite:///"):
        return None
    path = _path(url)
    copy = path.with_name(f"{path.name}.before-{version}")
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))
