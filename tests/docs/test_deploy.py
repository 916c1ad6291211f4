"""The unit files are such as systemd takes, and say what the papers say."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.app import ANOTHER, TOKEN
from bot.refusal import WRONG
from bot.stopping import HARD

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(path.name for path in DEPLOY.iterdir())


def value(unit: str, name: str) -> str:
    found = re.search(rf"^{name}=(.+)$", (DEPLOY / unit).read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


def test_what_cannot_be_helped_by_starting_again_is_not_started_again() -> None:
    assert value("foelgeskab.service", "RestartPreventExitStatus") == f"{WRONG} {ANOTHER} {TOKEN}"


def test_systemd_waits_longer_than_the_bot_does() -> None:
    assert float(value("foelgeskab.service", "TimeoutStopSec")) > HARD


@pytest.mark.parametrize("unit", UNITS)
def test_no_secret_stands_in_a_unit(unit: str) -> None:
    assert "BOT_TOKEN" not in (DEPLOY / unit).read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_it(unit: str) -> None:
    """But for the program, which lies elsewhere here."""
    ended = subprocess.run(
        ["systemd-analyze", "verify", str(DEPLOY / unit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert [line for line in ended.stderr.splitlines() if "is not executable" not in line] == []
