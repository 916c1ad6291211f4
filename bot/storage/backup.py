"""A copy of a whole database while others write to it, held against what was there when it was begun."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

SQLITE, DUMP = b"SQLite format 3\x00", b"PGDMP"  # how either kind of copy begins
TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"

Counts = dict[str, int]


class BackupFailed(Exception):
    """There is no copy that may be relied on; the text says why."""


def is_file(url: str) -> bool:
    """Tell whether a database is a file of its own, not a server's."""
    return url.startswith("sqlite:///")


def path_of(url: str) -> Path:
    """Return where the file of a database lies."""
    return Path(url.removeprefix("sqlite:///"))


def save(url: str, target: Path) -> Counts:
    """Copy a database to a new file that only its owner may read, check it, return its rows by table.

    Whoever writes meanwhile is not held up; what was committed before the call is in the copy.  Raises
    BackupFailed, and then leaves no file.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        counts = _save_file(path_of(url), target) if is_file(url) else _save_server(url, target)
        _flush(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return counts


def check(copy: Path) -> Counts:
    """Read through a SQLite file that nobody writes to; return its rows by table, or raise BackupFailed."""
    try:
        with closing(_open(copy, "mode=ro&immutable=1")) as db:
            found = [row[0] for row in db.execute("PRAGMA integrity_check(1)")]
            if found != ["ok"]:
                raise BackupFailed(f"{copy.name} is damaged")
            if db.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupFailed(f"{copy.name} holds rows that point to nothing")
            return _counts(db)
    except sqlite3.Error as error:
        raise BackupFailed(f"{copy.name} cannot be read ({type(error).__name__})") from error


def is_empty(url: str) -> bool:
    """Tell whether there is no table yet in a PostgreSQL database."""
    with _server(url) as (_environment, connection):
        return not connection.execute(TABLES).fetchall()


def load(url: str, dump: Path) -> None:
    """Fill an empty PostgreSQL database from a dump, whole or not at all."""
    with _server(url) as (environment, _connection):
        name = environment["PGDATABASE"]
        _run(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            "--exit-on-error",
            f"--dbname={name}",
            str(dump),
            environment=environment,
        )


def _save_file(path: Path, target: Path) -> Counts:
    try:
        with closing(_open(path, "mode=rw")) as source, closing(sqlite3.connect(target)) as copy:
            source.execute("BEGIN")  # one state for both: the rows that are counted, and the pages
            expected = _counts(source)
            source.backup(copy)
            source.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise BackupFailed(f"{path.name} cannot be copied ({type(error).__name__}: {error})") from error
    return _same(expected, check(target))


def _open(path: Path, how: str) -> sqlite3.Connection:
    db = sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, isolation_level=None)
    db.execute("PRAGMA busy_timeout=10000")
    return db


def _counts(db: sqlite3.Connection) -> Counts:
    names = [
        row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 - names of our own tables


def _same(expected: Counts, found: Counts) -> Counts:
    wrong = [name for name in {*expected, *found} if expected.get(name) != found.get(name)]
    if wrong:
        raise BackupFailed(f"the copy holds other rows than the database: {', '.join(sorted(wrong))}")
    return found


def _save_server(url: str, target: Path) -> Counts:
    """Dump and count in one snapshot, then read the dump back and count its rows."""
    with _server(url) as (environment, connection):
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
        names = [row[0] for row in connection.execute(TABLES).fetchall()]
        expected = {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - names of our own tables
            for name in names
        }
        _run(
            "pg_dump",
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--file={target}",
            environment=environment,
        )
    return _same(expected, _rows_in(target))


@contextmanager
def _server(url: str) -> Iterator[tuple[dict[str, str], Any]]:
    """Connect; what other programs must know to do so goes into their environment, never their arguments."""
    import psycopg  # noqa: PLC0415 - SQLite can do without
    from psycopg import conninfo, pq  # noqa: PLC0415

    names = {found.keyword: found.envvar for found in pq.Conninfo.get_defaults() if found.envvar}
    given = conninfo.conninfo_to_dict(url)
    named = {
        names[key.encode()].decode(): str(value) for key, value in given.items() if key.encode() in names
    }
    try:
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            environment = {**os.environ, "PGDATABASE": connection.info.dbname, **named}
            yield environment, connection
    except psycopg.OperationalError as error:
        raise BackupFailed(f"the database does not let us in ({type(error).__name__})") from error


def _run(*command: str, environment: dict[str, str]) -> None:
    try:
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - no shell, our words
    except FileNotFoundError:
        raise BackupFailed(f"{command[0]} is not installed: it comes with the client of PostgreSQL") from None
    if ended.returncode:
        why = (ended.stderr.splitlines() or ["no reason given"])[0]
        raise BackupFailed(f"{command[0]} failed: {why}")


def _rows_in(dump: Path) -> Counts:
    command = ["pg_restore", "--data-only", "--file=-", str(dump)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:  # noqa: S603 - no shell, our words
        assert reading.stdout is not None
        counts = _counted(reading.stdout)
    if reading.returncode:
        raise BackupFailed(f"{dump.name} cannot be read back")
    return counts


def _counted(script: IO[bytes]) -> Counts:
    """Count the lines of each COPY in a script of PostgreSQL."""
    counts: Counts = {}
    table = ""
    for line in script:
        if table and line == b"\\.\n":
            table = ""
        elif table:
            counts[table] += 1
        elif line.startswith(b"COPY public."):
            table = line.split()[1].decode().removeprefix("public.").strip('"')
            counts[table] = 0
    return counts


def _flush(path: Path) -> None:
    for name in (path, path.parent):
        handle = os.open(name, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
