from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, inspect, text

from bot.storage.migrate import SCRIPTS, migrate
from bot.storage.store import SchemaNewer, SchemaOld, Store, known_versions, open_store
from bot.storage.tables import metadata

LAST = known_versions()[-1]
NOW = datetime(2030, 5, 1, tzinfo=UTC)
SECOND = """
from alembic import op

revision = "9999"
down_revision = "{last}"


def upgrade() -> None:
    op.execute("CREATE TABLE more (id integer)")
    op.execute("{then}")
"""


@pytest.fixture
def postgresql_url(own_postgresql_url: str) -> str:
    """Give a database of its own: its schema is changed here."""
    return own_postgresql_url


def engine(url: str) -> Any:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=NullPool)


def scripts(path: Path, then: str = "SELECT 1") -> Path:
    """Make a folder of migrations with one more than we have."""
    shutil.copytree(SCRIPTS, path)
    (path / "versions" / "9999_more.py").write_text(SECOND.format(then=then, last=LAST), encoding="utf-8")
    return path


def tables(url: str) -> set[str]:
    made = engine(url)
    return set(inspect(made).get_table_names())


def test_the_migrations_make_what_the_tables_say(url: str) -> None:
    with engine(url).connect() as connection:
        # SQLite has no way to tell an empty default from none; the file's own words are compared below
        defaults = url.startswith("postgresql")
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": defaults}
        )
        assert compare_metadata(context, metadata) == []


def test_the_file_is_word_for_word_what_the_tables_say(sqlite_url: str, tmp_path: Path) -> None:
    """Checks and AUTOINCREMENT too, which the comparison does not see."""
    declared = f"sqlite:///{tmp_path / 'declared.db'}"
    metadata.create_all(engine(declared))

    def schema(url: str) -> dict[str, list[str]]:
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as db:
            rows = db.execute(
                "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger'"
                " AND name <> 'alembic_version'"
            )
            return {name: clauses(sql) for name, sql in rows}

    assert schema(sqlite_url) == schema(declared)


def clauses(sql: str) -> list[str]:
    """Return what a statement declares, in an order that does not depend on what was added later."""
    parts, depth = [""], 0
    for char in " ".join(sql.split()):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += char
    head, _, first = parts[0].partition("(")
    last, _, tail = parts[-1].rpartition(")")
    middle = [first, *parts[1:-1], last] if len(parts) > 1 else [parts[0]]
    return [head, *sorted(part.strip() for part in middle), tail]


def test_checks_are_on_the_server_too(postgresql_url: str) -> None:
    made = inspect(engine(postgresql_url))
    for table in metadata.tables.values():
        named = {c.name for c in table.constraints if type(c).__name__ == "CheckConstraint"}
        assert {check["name"] for check in made.get_check_constraints(table.name)} == named


def test_a_second_run_changes_nothing(url: str) -> None:
    before = tables(url)
    assert migrate(url) == f"nothing to do: the database has version {LAST}"
    assert tables(url) == before


def test_nothing_to_something_makes_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "new" / "bot.db"
    assert migrate(f"sqlite:///{path}") == f"from version none to {LAST}"
    assert sorted(p.name for p in path.parent.iterdir() if "before" in p.name) == []
    assert path.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_two_at_once_make_it_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    with closing(sqlite3.connect(tmp_path / "bot.db")) as db:
        db.execute("PRAGMA journal_mode=WAL")
    with ThreadPoolExecutor(2) as threads:
        words = sorted(threads.map(once, [url, url]))
    assert words == [f"from version none to {LAST}", f"nothing to do: the database has version {LAST}"]


def once(url: str) -> str:
    return migrate(url)


def test_an_older_file_is_copied_first(sqlite_url: str, tmp_path: Path) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("INSERT INTO guess (chat, at) VALUES (1, '2026')")
    said = migrate(sqlite_url, scripts(tmp_path / "m"))
    assert said == f"from version {LAST} to 9999, copied before to bot.db.before-{LAST}"
    assert "more" in tables(sqlite_url)
    copy = path.with_name(f"bot.db.before-{LAST}")
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT count(*) FROM guess").fetchone() == (1,)
        assert db.execute("SELECT version_num FROM alembic_version").fetchone() == (LAST,)


def test_a_migration_that_fails_leaves_nothing_of_itself(url: str, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="nowhere"):
        migrate(url, scripts(tmp_path / "m", then="SELECT * FROM nowhere"))
    assert "more" not in tables(url)
    assert migrate(url) == f"nothing to do: the database has version {LAST}"


async def test_a_newer_database_is_refused_by_both_and_left_alone(url: str, tmp_path: Path) -> None:
    migrate(url, scripts(tmp_path / "m"))
    with pytest.raises(SchemaNewer, match=f"version 9999, this program knows {LAST}"):
        migrate(url)
    with pytest.raises(SchemaNewer):
        await open_store(url)


async def test_a_database_that_nobody_migrated_is_refused(url: str, tmp_path: Path) -> None:
    with engine(url).begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(SchemaOld, match="foelgeskab migrate"):
        await open_store(url)
    with engine(url).begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(SchemaOld):
        await open_store(url)
    with pytest.raises(SchemaOld, match="there is no database"):
        await open_store(f"sqlite:///{tmp_path / 'nobody.db'}")
    assert not (tmp_path / "nobody.db").exists()


def test_versions_are_one_line_that_only_goes_up() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    directory = ScriptDirectory.from_config(config)
    assert directory.get_heads() == [known_versions()[-1]]
    revisions = list(directory.walk_revisions())
    assert [r.revision for r in reversed(revisions)] == known_versions()
    assert not any(hasattr(r.module, "downgrade") for r in revisions)


async def test_nobody_rewrites_who_looked_at_whom(store: Store) -> None:
    def log(days: int) -> Any:
        return lambda tx: tx.log_look(
            now=NOW - timedelta(days=days), who=0, what="card", whom=7, organisation=1
        )

    def change(statement: str) -> Any:
        return lambda tx: tx._connection.execute(statement).rowcount

    await store.transaction(
        lambda tx: tx.add_organisation(name="Hus", home=1, reads_at="", phone="", now=NOW)
    )
    await store.transaction(
        lambda tx: tx._connection.execute(f"INSERT INTO sweep (name, ran_at, did) VALUES ('s', '{NOW}', 0)")
    )
    for days in (1, 350, 370, 800):
        await store.transaction(log(days))
    for refused in (
        "UPDATE audit SET what = 'nothing'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE id = 2",
    ):
        with pytest.raises(Exception, match="append-only"):
            await store.transaction(change(refused))
    assert await store.transaction(change("DELETE FROM audit WHERE id > 2")) == 2


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_bytes(b"hello " * 2000)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        await open_store(f"sqlite:///{tmp_path / 'bot.db'}")
