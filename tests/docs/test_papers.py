"""The papers name what exists, and all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import operations
from bot.app import ANOTHER, TOKEN
from bot.cli import main
from bot.config import Settings
from bot.refusal import REFUSED, WRONG

HERE = Path(__file__).parents[2]


def paper(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "docs/operations.md"])
def test_every_setting_is_told(name: str) -> None:
    known = {f"BOT_{field.upper()}" for field in Settings.model_fields}
    assert set(re.findall(r"\bBOT_[A-Z_]+", paper(name))) == known


def test_every_sweep_is_told() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", paper("docs/operations.md"), re.MULTILINE))
    assert told == set(operations.sweeps())


def test_every_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    known = set(re.findall(r"^    ([a-z]+)\b", capsys.readouterr().out, re.MULTILINE))
    told = set(re.findall(r"^\| `foelgeskab ([a-z]+)", paper("docs/operations.md"), re.MULTILINE))
    assert "run" in known
    assert told == known


def test_what_the_readme_makes_can_be_made() -> None:
    targets = set(re.findall(r"^([a-z]+):", paper("Makefile"), re.MULTILINE))
    named = set(re.findall(r"^make (\w+)|`make (\w+)", paper("README.md"), re.MULTILINE))
    assert {one or other for one, other in named} <= targets


def test_scenes_and_tests_that_are_told_exist() -> None:
    told = paper("docs/scenes.md")
    scenes = {path.stem for path in (HERE / "tests" / "scenes").glob("*.txt")}
    assert set(re.findall(r"\*([a-z-]+)\*", told)) <= scenes
    tests = {path.stem for path in (HERE / "tests").rglob("test_*.py")}
    assert set(re.findall(r"`(test_\w+)`", told)) <= tests


@pytest.mark.parametrize("name", ["README.md", "docs/operations.md", "docs/architecture.md"])
def test_every_link_to_a_file_leads_to_one(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper(name))
    assert [link for link in links if not (HERE / name).parent.joinpath(link).exists()] == []


def test_changes_that_are_not_out_yet_have_a_place() -> None:
    assert "\n## Unreleased\n" in paper("CHANGELOG.md")


def test_publiccode_speaks_both_languages_and_names_the_version() -> None:
    text, project = paper("publiccode.yml"), paper("pyproject.toml")
    assert "\t" not in text
    assert re.search(r"^  da:\n", text, re.MULTILINE)
    assert re.search(r"^  en:\n", text, re.MULTILINE)
    version = re.search(r'^version = "(.+)"', project, re.MULTILINE)
    assert version
    assert f'softwareVersion: "{version[1]}"' in text


def test_the_image_installs_what_is_hashed_and_copies_what_exists() -> None:
    text = paper("Dockerfile")
    named = re.search(r"--require-hashes -r (\S+)", text)
    assert named
    requirements = paper(named[1])
    assert "--hash=sha256:" in requirements
    assert "://" not in requirements
    assert all((HERE / source).exists() for source in re.findall(r"^COPY (\S+)", text, re.MULTILINE))
    assert "\nUSER foelgeskab\n" in text


def test_every_exit_code_is_told() -> None:
    told = set(re.findall(r"^\| (\d+) \|", paper("docs/operations.md"), re.MULTILINE))
    assert {str(code) for code in (0, REFUSED, WRONG, ANOTHER, TOKEN, 130)} == told
