"""The doctor as an operator meets it: a line a part, and 1 as long as something is to be mended."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from town import Town

from bot.app import warn_of_helplines
from bot.config import SettingsError, read_settings
from bot.doctor import examine
from bot.handlers.helplines import SHIPPED, helplines

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TOKEN = {"BOT_TOKEN": "1:secret"}
PARTS = [
    "settings",
    "controller",
    "database",
    "SQLite",
    "dead rows",
    "audit",
    "time zone",
    "catalogues",
    "helplines",
    "question packs",
    "disk",
    "backups",
]


def seen(environment: Mapping[str, str]) -> dict[str, tuple[bool, str]]:
    return {found.part: (found.fine, found.line) for found in asyncio.run(examine(environment, NOW))}


def foelgeskab(command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    asked, root = [sys.executable, "-m", "bot", command], Path(__file__).parents[2]
    return subprocess.run(
        asked, env={**env, **settings}, cwd=root, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def healthy(sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    """Return the environment of an installation with nothing to mend."""
    Town(sqlite_url).close()
    checked = tmp_path / "helplines.toml"
    text = SHIPPED.read_text(encoding="utf-8").replace('verified_on = ""', "verified_on = 2026-11-20")
    checked.write_text(text, encoding="utf-8")
    return {
        **TOKEN,
        "BOT_CONTROLLER": "Frivilligcentret, CVR 12345678",
        "BOT_CONTROLLER_CONTACT": "58 57 57 57",
        "BOT_READS_AT": "på hverdage kl. 9-15",
        "BOT_REGION": "sjaelland",
        "BOT_DATA_DIR": str(tmp_path),
        "BOT_DATABASE_URL": sqlite_url,
        "BOT_HELPLINES": str(checked),
    }


def test_a_healthy_installation_is_fine_in_every_part(healthy: dict[str, str]) -> None:
    found = seen(healthy)
    assert list(found) == PARTS
    assert [part for part, (fine, _line) in found.items() if not fine] == []


def test_each_part_that_is_ill_is_told_alone(healthy: dict[str, str], tmp_path: Path) -> None:
    ill = {
        "controller": {"BOT_READS_AT": ""},
        "database": {"BOT_DATABASE_URL": f"sqlite:///{tmp_path}/none.db"},
        "helplines": {"BOT_HELPLINES": str(SHIPPED)},
        "question packs": {"BOT_PACKS": str(tmp_path / "nowhere")},
        "backups": {"BOT_BACKUP_DIR": str(tmp_path / "none")},
    }
    for part, change in ill.items():
        found = seen({**healthy, **change})
        assert [name for name, (fine, _line) in found.items() if not fine] == [part]
        assert "\n" not in found[part][1]
    assert not (tmp_path / "none.db").exists()


def test_what_was_put_aside_is_told_until_it_is_forgotten(healthy: dict[str, str]) -> None:
    with sqlite3.connect(healthy["BOT_DATABASE_URL"].removeprefix("sqlite:///")) as db:
        columns = "key, chat, raw, state, received_at"
        db.execute(f"INSERT INTO inbox ({columns}) VALUES ('u:1', 1, '', 'quarantined', ?)", (NOW,))
    db.close()
    fine, line = seen(healthy)["dead rows"]
    assert (fine, line.startswith("1 updates were put aside")) == (False, True)


@pytest.mark.parametrize("name", ["audit_kept_as_written", "audit_kept_a_year"])
def test_a_guard_that_somebody_took_away_is_told(name: str, healthy: dict[str, str]) -> None:
    assert seen(healthy)["audit"][0]
    with sqlite3.connect(healthy["BOT_DATABASE_URL"].removeprefix("sqlite:///")) as db:
        db.execute(f"DROP TRIGGER {name}")
    db.close()
    assert seen(healthy)["audit"][0] is False


def test_on_postgresql_the_guard_is_looked_for_too(healthy: dict[str, str], postgresql_url: str) -> None:
    environment = {**healthy, "BOT_DATABASE_URL": postgresql_url}
    assert seen(environment)["audit"][0]
    with psycopg.connect(postgresql_url) as db:
        db.execute("ALTER TABLE audit DISABLE TRIGGER audit_append_only")
    assert seen(environment)["audit"][0] is False
    assert seen(environment)["SQLite"] == (True, "not used: the database is PostgreSQL")


def test_a_backup_that_is_too_old_is_told(healthy: dict[str, str], tmp_path: Path) -> None:
    environment = {**healthy, "BOT_BACKUP_DIR": str(tmp_path)}
    (tmp_path / "foelgeskab-20261124T090000Z.db").touch()
    assert seen(environment)["backups"] == (True, f"1 in {tmp_path}, the newest 24 hours old")
    assert seen({**environment, "BOT_BACKUP_HOURS": "6"})["backups"][0] is False


def test_a_database_of_another_version_is_told(healthy: dict[str, str], tmp_path: Path) -> None:
    path = Path(shutil.copy(healthy["BOT_DATABASE_URL"].removeprefix("sqlite:///"), tmp_path / "newer.db"))
    with sqlite3.connect(path) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    fine, line = seen({**healthy, "BOT_DATABASE_URL": f"sqlite:///{path}"})["database"]
    assert (fine, "9999" in line) == (False, True)


def test_wrong_settings_are_one_line_and_nothing_else_is_looked_at() -> None:
    assert list(seen({})) == ["settings"]


def test_the_command_ends_with_1_while_nobody_has_checked_the_helplines(tmp_path: Path) -> None:
    ended = foelgeskab("doctor", **TOKEN, BOT_DATA_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr == ""
    lines = ended.stdout.splitlines()
    assert len(lines) == len(PARTS)
    assert "mend database: there is no database" in ended.stdout
    assert sum("not checked by a human in 180 days" in line for line in lines) == 1


def test_with_nobody_to_call_the_bot_does_not_start(tmp_path: Path) -> None:
    empty = tmp_path / "empty.toml"
    empty.write_text("", encoding="utf-8")
    named = {f"BOT_{name}": "x" for name in ("CONTROLLER", "CONTROLLER_CONTACT", "READS_AT")}
    named["BOT_REGION"] = "sjaelland"
    ended = foelgeskab("run", **TOKEN, **named, BOT_DATA_DIR=str(tmp_path), BOT_HELPLINES=str(empty))
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "no entry with audience emergency" in ended.stderr


@pytest.mark.parametrize("content", ["[[line]", "line = 7", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_one_line(content: str | bytes, tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    settings = read_settings({**TOKEN, "BOT_HELPLINES": str(file)})
    with pytest.raises(SettingsError, match="BOT_HELPLINES"):
        helplines(settings)


def test_the_start_says_once_what_nobody_has_checked(caplog: pytest.LogCaptureFixture) -> None:
    settings = read_settings({**TOKEN, "BOT_REGION": "sjaelland"})
    warn_of_helplines(settings, NOW)
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]
    assert "not checked by a human" in caplog.text
    assert settings.zone.key == "Europe/Copenhagen"
    assert NOW.date() == date(2026, 11, 25)
