"""Twelve weeks of a made-up town, over the change of the clock: no rule is broken; again it is the same."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bot.cli import main
from bot.simulation.coverage import HEADLINE

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


def test_a_table_says_what_the_search_for_substitutes_is_worth(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", *TOWN, "--weeks", "3"])
    lines = capsys.readouterr().out.splitlines()
    table = lines[lines.index(f"Shifts covered: {HEADLINE}") + 1 :]
    assert table[0].split() == ["with", "the", "search", "without"]
    found = {line[:44].strip(): line[44:].split() for line in table[1:]}
    wanted, held = (list(map(int, found[name])) for name in ("shifts to fill", "taken when it began"))
    assert wanted[0] > 0
    assert all(h <= w for h, w in zip(held, wanted, strict=True))
