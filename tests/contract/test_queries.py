from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.storage.store import QUERIES, Eager, Store, Tx, load, read_queries

NAMES = re.compile(r"(?:(?<!:):|%\()(\w+)")


async def test_every_query_is_one_the_database_takes(store: Store) -> None:
    """Also those that no other test calls; parameters are NULL, so a type that cannot be told shows."""

    def prepare(query: Any) -> Any:
        return lambda tx: tx._connection.execute(
            f"EXPLAIN {query.sql}", dict.fromkeys(NAMES.findall(query.sql))
        ).fetchall()

    names = sorted(read_queries(QUERIES))
    queries = await store.read(lambda tx: [getattr(tx._queries, name) for name in names])
    refused = []
    for name, query in zip(names, queries, strict=True):
        try:
            await store.transaction(prepare(query))
        except Exception as error:  # noqa: BLE001 - all of them are wanted, at once
            refused.append(f"{name}: {error}")
    assert not refused, "\n".join(refused)
    assert len(names) > 50


async def test_a_query_that_is_wrong_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="nowhere"):
        await store.transaction(lambda tx: tx._connection.execute("EXPLAIN SELECT 1 FROM nowhere"))


def folder(path: Path, **files: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / f"{name}.sql").write_text(text, encoding="utf-8")
    return path


def test_two_queries_of_one_name_are_refused(tmp_path: Path) -> None:
    one = "-- name: one$\nSELECT 1;\n"
    with pytest.raises(LookupError, match=r"two queries are called one; one is in b\.sql"):
        load(Eager, folder(tmp_path, a=one, b=one))


def test_a_twin_takes_the_place_of_its_query_and_needs_one(tmp_path: Path) -> None:
    queries = folder(tmp_path / "q", a="-- name: one$\nSELECT 1;\n\n-- name: two$\nSELECT 2;\n")
    loaded = load(Eager, queries, folder(tmp_path / "t", a="-- name: two$\nSELECT 22;\n"))
    assert (loaded.one.sql, loaded.two.sql) == ("SELECT 1;", "SELECT 22;")
    with pytest.raises(LookupError, match="twins of nothing"):
        load(Eager, queries, folder(tmp_path / "u", a="-- name: three$\nSELECT 3;\n"))


def test_a_query_and_its_twin_are_of_one_kind() -> None:
    """The mark behind the name, and the columns, are the same; else code would fit only one engine."""
    ours, twins = read_queries(QUERIES), read_queries(QUERIES / "postgresql")
    assert twins
    for name, twin in twins.items():
        marks = [text.splitlines()[0] for text in (ours[name], twin)]
        columns = [text.partition("SELECT")[2].partition("FROM")[0].split() for text in (ours[name], twin)]
        assert marks[0] == marks[1]
        assert columns[0] == columns[1]


async def test_an_unknown_query_is_an_error(store: Store) -> None:
    with pytest.raises(AttributeError):
        await store.transaction(lambda tx: tx.no_such_query())


async def test_a_percent_sign_is_only_one(store: Store) -> None:
    """The server's driver would take it for a parameter."""

    def look(tx: Tx) -> Any:
        made = type(tx._queries.driver_adapter)().process_sql("q", None, "SELECT 'a%b' LIKE :x")
        return tx._connection.execute(made, {"x": "a%"}).fetchone()[0]

    assert await store.read(look)
