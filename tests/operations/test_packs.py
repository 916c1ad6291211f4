"""What an operator reads of question packs: figures of five people at least, and each wording by itself."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.config import Settings
from bot.operations import pack_figures

PACKS = Path(__file__).parents[2] / "bot" / "packs"
NOON = "2026-11-25 12:00:00+00:00"


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    return Settings.model_validate(
        {"token": "1:a", "database_url": sqlite_url, "data_dir": tmp_path, "packs": PACKS}
    )


def answered(settings: Settings, count: int, answers: str, version: str = "1", month: int = 0) -> None:
    """Let so many people answer alike."""
    with sqlite3.connect(settings.database.removeprefix("sqlite:///")) as db:
        db.execute(
            "INSERT OR IGNORE INTO organisation (id, name, home, created_at) VALUES (1, 'Huset', 1, ?)",
            (NOON,),
        )
        for _ in range(count):
            person = db.execute(
                "INSERT INTO person (organisation, stage, created_at, heard_at) VALUES (1, 'member', ?, ?)",
                (NOON, NOON),
            ).lastrowid
            db.execute(
                "INSERT INTO questionnaire "
                "(person, pack, version, month, state, answers, asked_at, answered_at) "
                "VALUES (?, 'selskab', ?, ?, 'answered', ?, ?, ?)",
                (person, version, month, answers, NOON, NOON),
            )
    db.close()


def shown(settings: Settings) -> list[str]:
    return asyncio.run(pack_figures(settings))


def test_nobody_has_answered(settings: Settings) -> None:
    assert shown(settings) == ["nobody has answered a question pack"]


def test_five_alike_are_shown_and_four_are_not(settings: Settings) -> None:
    answered(settings, 5, '{"enough": "some"}')
    answered(settings, 4, '{"enough": "some"}', month=3)
    lines = shown(settings)
    assert lines[0] == "selskab 1, month 0: 5 answered"
    assert lines[1].endswith("Ja 0, Noget af det 5, Jeg vil gerne have mere 0")
    assert lines[-1] == "selskab 1, month 3: fewer than 5 answered"


def test_answers_to_two_wordings_are_never_put_together(settings: Settings) -> None:
    answered(settings, 5, '{"enough": "some"}')
    answered(settings, 5, '{"enough": "yes"}', version="0")
    lines = shown(settings)
    assert lines[0] == "selskab 0, month 0: 5 answered"
    assert lines[1] == "selskab 1, month 0: 5 answered"
    assert "Noget af det 5" in lines[2]
