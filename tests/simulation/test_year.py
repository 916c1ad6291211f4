"""Twelve weeks of a made-up town, over the change of the clock: no rule is broken; again it is the same."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bot.cli import main
from bot.simulation.report import HEADLINE

TOWN = ("--citizens", "14", "--volunteers", "4", "--seed", "3")


def simulate(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "simulate", *TOWN, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONHASHSEED": seed})


def test_twelve_weeks_break_no_rule() -> None:
    done = simulate("--weeks", "12", "--json", "--show", "3")
    found = json.loads(done.stdout)
    assert found["violations"] == {str(n): 0 for n in range(1, 11)}, done.stderr
    assert found["sent"] > 1000
    assert done.returncode == 0


def test_the_same_seed_gives_the_same_weeks() -> None:
    one, two = (simulate("--weeks", "2", "--json", seed=seed).stdout for seed in "12")
    assert one == two
    assert list(json.loads(one)) == ["sent", "violations"]


def test_what_is_printed_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", *TOWN, "--weeks", "1"])
    shown = capsys.readouterr().out
    assert HEADLINE in shown.splitlines()[0]
    assert "a model with assumed habits, not evidence" in shown
