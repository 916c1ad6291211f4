"""F14: backed up while others write, kept as many and as long as told, sealed by a program of one's own."""

from __future__ import annotations

import asyncio
import shlex
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from town import Town

from bot import backups
from bot.config import Settings
from bot.storage import backup
from bot.storage.backup import BackupFailed

NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
COPIES = 20
HIDE = "import sys; sys.stdout.buffer.write(bytes(b ^ 85 for b in sys.stdin.buffer.read()))"


def settings(url: str, folder: Path, **more: Any) -> Settings:
    return Settings.model_validate({"token": "1:a", "data_dir": folder, "database_url": url, **more})


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


class Writer:
    """Commits a row, counts it, and does so again."""

    def __init__(self, connect: Any, mark: str) -> None:
        self.acknowledged, self._ended = 0, threading.Event()
        self._connect = connect
        self._insert = f"INSERT INTO inbox (key, chat, raw, received_at) VALUES ({mark}, 1, '', {mark})"

    def write(self) -> None:
        with closing(self._connect()) as db:
            while not self._ended.is_set():
                db.execute(self._insert, (f"u:{self.acknowledged}", NOW))
                db.commit()
                self.acknowledged += 1

    @contextmanager
    def running(self) -> Iterator[None]:
        thread = threading.Thread(target=self.write)
        thread.start()
        yield
        self._ended.set()
        thread.join()


def to_file(url: str) -> sqlite3.Connection:
    return sqlite3.connect(backup.path_of(url), timeout=30)


def copies(url: str, folder: Path, writer: Writer, count: int) -> None:
    before = 0
    with writer.running():
        for n in range(count):
            while not writer.acknowledged:
                pass
            before = writer.acknowledged
            found = backup.save(url, folder / f"{n}.copy")
            assert found["inbox"] >= before
    assert writer.acknowledged > before, "nobody wrote meanwhile"


def test_a_copy_made_while_others_write_is_whole_and_misses_nothing(sqlite_url: str, tmp_path: Path) -> None:
    copies(sqlite_url, tmp_path, Writer(lambda: to_file(sqlite_url), "?"), COPIES)
    for copy in tmp_path.glob("*.copy"):
        assert mode(copy) == 0o600
        with closing(sqlite3.connect(copy)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_dump_made_while_somebody_writes_is_whole_too(postgresql_url: str, tmp_path: Path) -> None:
    copies(postgresql_url, tmp_path, Writer(lambda: psycopg.connect(postgresql_url), "%s"), 2)
    assert {mode(copy) for copy in tmp_path.glob("*.copy")} == {0o600}


def test_a_copy_that_lacks_a_row_is_no_backup(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(copy: Path) -> backup.Counts:
        found = whole(copy)
        return {**found, "inbox": found["inbox"] + 1}

    whole = backup.check
    monkeypatch.setattr(backup, "check", lossy)
    with pytest.raises(BackupFailed, match="other rows than the database: inbox"):
        backup.save(sqlite_url, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_damaged_file_is_no_backup(sqlite_url: str) -> None:
    path = backup.path_of(sqlite_url)
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 6] = b"x" * (4096 * 5)
    path.write_bytes(content)
    with pytest.raises(BackupFailed, match=r"bot\.db"):
        backup.check(path)


def test_a_password_never_stands_among_arguments(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql_url.replace("postgres@", "postgres:s3cret@")
    seen: list[tuple[tuple[str, ...], dict[str, str]]] = []
    monkeypatch.setattr(backup, "_run", lambda *command, environment: seen.append((command, environment)))
    backup.load(url, Path("dump"))
    ((command, environment),) = seen
    assert "s3cret" not in " ".join(command)
    assert environment["PGPASSWORD"] == "s3cret"


def test_without_the_tools_of_postgresql_one_line_says_so(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="pg_dump is not installed"):
        backup.save(postgresql_url, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_folder_gets_a_name_made_of_the_moment_and_a_file_is_never_written_over(
    sqlite_url: str, tmp_path: Path
) -> None:
    house, folder = settings(sqlite_url, tmp_path), tmp_path / "copies"
    folder.mkdir()
    made = backups.make(house, folder, NOW)
    assert made.path.name == "foelgeskab-20261125T030000Z.db"
    assert made.rows > 0
    assert mode(made.path) == 0o600
    with pytest.raises(BackupFailed, match="exists already"):
        backups.make(house, made.path, NOW)
    assert [path.name for path in folder.iterdir()] == [made.path.name]


def test_a_sealed_backup_shows_nothing_and_leaves_no_open_copy(sqlite_url: str, tmp_path: Path) -> None:
    town = Town(sqlite_url)
    town.citizen("Ingeborg")
    town.close()
    command = shlex.join([sys.executable, "-c", HIDE])
    house = settings(sqlite_url, tmp_path / "var", backup_encrypt=command)
    folder = tmp_path / "copies"
    folder.mkdir()
    made = backups.make(house, folder, NOW)
    assert made.path.name.startswith("foelgeskab-20261125T030000Z.db.")
    assert mode(made.path) == 0o600
    sealed = made.path.read_bytes()
    assert b"Ingeborg" not in sealed
    assert b"Ingeborg" in bytes(b ^ 85 for b in sealed)
    assert list((tmp_path / "var").iterdir()) == []


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("false", "did not encrypt"),
        ("true", "it wrote nothing"),
        ("no-such-program", "is not installed"),
    ],
)
def test_what_cannot_be_sealed_is_not_kept_at_all(
    command: str, why: str, sqlite_url: str, tmp_path: Path
) -> None:
    house = settings(sqlite_url, tmp_path / "var", backup_encrypt=command)
    folder = tmp_path / "copies"
    folder.mkdir()
    with pytest.raises(BackupFailed, match=why):
        backups.make(house, folder, NOW)
    assert [*folder.iterdir(), *(tmp_path / "var").iterdir()] == []


def test_so_many_are_kept_and_none_longer_than_people_were_told(sqlite_url: str, tmp_path: Path) -> None:
    house = settings(sqlite_url, tmp_path, backup_dir=tmp_path / "copies", backup_keep=3)
    assert house.backup_dir
    for days in (40, 36, 34, 2, 1):
        backups.make(house, house.backup_dir, NOW - timedelta(days=days))
    (house.backup_dir / "of-mine.db").touch()
    backups.prune(house, NOW)
    assert [(NOW - at).days for at, _path in backups.found(house.backup_dir)] == [34, 2, 1]
    assert (house.backup_dir / "of-mine.db").exists()
    backups.prune(house, NOW + timedelta(days=60))
    assert len(backups.found(house.backup_dir)) == 1, "the newest stays, or a broken disk would leave none"


def test_one_is_due_after_so_many_hours_whatever_has_restarted_meanwhile(
    sqlite_url: str, tmp_path: Path
) -> None:
    house = settings(sqlite_url, tmp_path, backup_dir=tmp_path / "copies", backup_hours=6)
    assert house.backup_dir
    assert backups.due(house, NOW)
    backups.make(house, house.backup_dir, NOW)
    assert not backups.due(house, NOW + timedelta(hours=5, minutes=59))
    assert backups.due(house, NOW + timedelta(hours=6))
    assert not backups.due(settings(sqlite_url, tmp_path), NOW)


class StandingClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


async def test_the_running_bot_makes_one_by_itself_and_one_that_fails_ends_nothing(
    sqlite_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = settings(sqlite_url, tmp_path, backup_dir=tmp_path / "copies")
    assert house.backup_dir
    monkeypatch.setattr(backups, "LOOK", 0.01)
    broken = settings(f"sqlite:///{tmp_path}/none.db", tmp_path, backup_dir=tmp_path / "others")
    running = [asyncio.create_task(backups.run(one, StandingClock())) for one in (house, broken)]
    async with asyncio.timeout(20):
        while not (backups.found(house.backup_dir) and "backup failed" in caplog.text):
            await asyncio.sleep(0.01)
    assert not any(task.done() for task in running)
    for task in running:
        task.cancel()
    await asyncio.wait(running)
    assert len(backups.found(house.backup_dir)) == 1
    assert caplog.text.count("backup failed") == 1, "it rests before it tries again"
