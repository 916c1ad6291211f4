"""What a command does not need, its start does not wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = {"alembic", "sqlalchemy"}
NETWORK = {"aiohttp", "telegram", "uvloop", "apscheduler"}
OURS = {"bot.config", "bot.storage", "bot.handlers", "bot.language"}


@pytest.mark.parametrize(
    ("room", "without"),
    [
        ("bot.cli", {*TOOLS, *NETWORK, *OURS, "psycopg", "pydantic", "babel"}),
        ("bot.understanding", {*TOOLS, *NETWORK, "psycopg", "pydantic", "bot.storage"}),
        ("bot.storage.migrate", {*NETWORK, "psycopg", "bot.handlers", "bot.language"}),
        ("bot.doctor", {*TOOLS, *NETWORK, "psycopg", "bot.sweeps"}),
        ("bot.operations", {*TOOLS, *NETWORK, "psycopg"}),
        ("bot.app", {*TOOLS, "psycopg", "bot.simulation"}),
    ],
)
def test_a_room_loads_only_what_it_needs(room: str, without: set[str]) -> None:
    ask = f"import sys, {room}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    found = set(loaded.stdout.split())
    assert room in found
    assert without & found == set()
