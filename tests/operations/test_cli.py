"""The command as an operator meets it: one clear line, and a code that says what to do."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import SettingsError, read_settings

ROOT = Path(__file__).parents[2]
TOKEN = {"BOT_TOKEN": "1:secret"}
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
BEGIN:VEVENT
UID:one
SUMMARY:Fællessang
LOCATION:Biblioteket
DTSTART;TZID=Europe/Copenhagen:20{year}0107T140000
DTEND;TZID=Europe/Copenhagen:20{year}0107T160000
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VEVENT
UID:two
SUMMARY:Hele dagen
DTSTART;VALUE=DATE:20{year}0108
END:VEVENT
END:VCALENDAR
"""


Ended = subprocess.CompletedProcess[str]
Command = Callable[..., Ended]


def foelgeskab(*arguments: str, typed: str = "", **settings: str) -> Ended:
    """Call the command as an operator does."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env={**env, **settings},
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Call the command in this process: each is started once as an operator does, and again only so."""

    def call(*arguments: str, typed: str = "", **settings: str) -> Ended:
        for name in [name for name in os.environ if name.startswith("BOT_")]:
            monkeypatch.delenv(name)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as end:
            main(arguments)
        shown = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return Ended(arguments, end.value.code, shown.out, shown.err)

    return call


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({}, "BOT_TOKEN is missing"),
        ({**TOKEN, "BOT_TYPO": "1"}, "BOT_TYPO is not a setting"),
        ({**TOKEN, "BOT_RATE": "fast"}, "BOT_RATE"),
        ({**TOKEN, "BOT_API_URL": "http://example.org"}, "must be https, or http on this machine"),
        ({**TOKEN, "BOT_WEBHOOK_URL": "https://example.org"}, "BOT_WEBHOOK_SECRET must be set"),
        ({**TOKEN, "BOT_TIMEZONE": "Mars"}, "BOT_TIMEZONE is not a time zone"),
        ({**TOKEN, "BOT_DATABASE_URL": "mysql://x"}, "must begin with sqlite:/// or postgresql://"),
        ({**TOKEN, "BOT_CONTROLLER_TYPE": "firma"}, "BOT_CONTROLLER_TYPE"),
    ],
)
def test_a_wrong_setting_is_one_line(environment: dict[str, str], line: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(line)) as found:
        read_settings(environment)
    assert "\n" not in str(found.value)
    assert "1:secret" not in str(found.value)


def test_a_wrong_setting_ends_with_2_and_one_line() -> None:
    ended = foelgeskab("run", BOT_TOKEN="1:secret", BOT_TYPO="1")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)


def test_against_telegram_itself_somebody_must_be_responsible(here: Command, tmp_path: Path) -> None:
    ended = here("run", **TOKEN, BOT_DATA_DIR=str(tmp_path))
    assert ended.returncode == 2
    assert (
        "BOT_CONTROLLER and BOT_CONTROLLER_CONTACT and BOT_READS_AT and BOT_REGION must be set"
        in ended.stderr
    )


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "migrate",
        "doctor",
        "backup",
        "restore",
        "papers",
        "sweep",
        "invite",
        "announce",
        "import",
        "packs",
        "seed",
        "talk",
    ],
)
def test_every_command_explains_itself(command: str) -> None:
    assert "usage: foelgeskab" in foelgeskab(command, "--help").stdout


def test_a_database_that_was_never_made_is_refused_with_what_to_do(here: Command, tmp_path: Path) -> None:
    ended = here("sweep", "remind", **TOKEN, BOT_DATA_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert "foelgeskab migrate" in ended.stderr


@pytest.mark.parametrize(
    ("asked", "line"),
    [(("sweep", "remembr"), "there is no sweep remembr; there are"), (("talk", "activities"), "activity, ")],
)
def test_a_name_that_is_not_known_is_wrong_and_the_known_ones_are_told(
    here: Command, asked: tuple[str, str], line: str
) -> None:
    ended = here(*asked, **TOKEN)
    assert (ended.returncode, line in ended.stderr, ended.stderr.count("\n")) == (2, True, 1)


def test_a_crowd_is_made_once_and_told_of_an_announcement(here: Command, tmp_path: Path) -> None:
    settings = {**TOKEN, "BOT_DATA_DIR": str(tmp_path)}
    text = tmp_path / "text"
    text.write_text("Der er kaffe på torsdag.", encoding="utf-8")
    assert foelgeskab("migrate", **settings).returncode == 0
    made = foelgeskab("seed", "--citizens", "12", "--volunteers", "3", "--activities", "4", **settings)
    assert made.stdout == "made 12 citizens, 3 volunteers and 4 activities\n"
    again = here("seed", "--citizens", "1", **settings)
    assert (again.returncode, "seed only an empty one" in again.stderr) == (1, True)
    told = ["announce", "--to", "citizens", "--text-file", str(text)]
    assert here(*told, "--dry-run", **settings).stdout.startswith("12 would get it")
    assert foelgeskab(*told, **settings).stdout.startswith("12 will get it")
    assert foelgeskab("sweep", "announce", **settings).stdout == "announce: 12\n"
    assert here("sweep", "announce", **settings).stdout == "announce: 0\n"


def test_a_calendar_is_taken_once_with_a_line_for_what_was_not(here: Command, tmp_path: Path) -> None:
    settings = {**TOKEN, "BOT_DATA_DIR": str(tmp_path)}
    file = tmp_path / "calendar.ics"
    file.write_text(EVENT.format(year=16), encoding="utf-8")
    assert here("migrate", **settings).returncode == 0
    assert here("seed", "--citizens", "1", **settings).returncode == 0
    taking = ["import", "activities", str(file), "--organisation", "Prøvehuset"]
    first = foelgeskab(*taking, **settings).stdout.splitlines()
    second = here(*taking, **settings).stdout.splitlines()
    assert first[0].startswith("Taget med: Fællessang,")
    assert [line.replace("Taget med", "Her i forvejen") for line in first[:-1]] == second[:-1]
    assert "Nye: 0. Rettede: 0." in second[-1]
    unknown = here("import", "activities", str(file), "--organisation", "Nogen", **settings)
    assert (unknown.returncode, "invite its coordinator first" in unknown.stderr) == (1, True)


def test_dates_and_meanings_are_shown_as_json(here: Command) -> None:
    found = foelgeskab("when", "torsdag d. 3/12 kl. 14-16", "--now", "2026-11-23T10:00")
    assert json.loads(found.stdout) == {"start": "2026-12-03T14:00", "end": "2026-12-03T16:00", "rrule": None}
    vague = here("when", "engang", "--now", "2026-11-23T10:00")
    assert (vague.returncode, set(json.loads(vague.stdout))) == (1, {"error"})
    meant = foelgeskab("understand", typed="ja tak\nstop\n").stdout.splitlines()
    assert [json.loads(line)["intent"] for line in meant] == ["yes", "stop"]


def test_a_dialogue_is_played_in_the_terminal() -> None:
    scene = foelgeskab("talk", "activity", typed="Torsdagskaffe\nhver torsdag kl. 14\n").stdout
    assert scene.startswith("bot: Hvad hedder aktiviteten?")
    assert "du:  Torsdagskaffe" in scene
    assert scene.rstrip().splitlines()[-2].startswith("bot: Hvor er det?")


def test_a_backup_is_made_and_put_back_from_the_terminal(tmp_path: Path) -> None:
    settings = {**TOKEN, "BOT_DATA_DIR": str(tmp_path / "var")}
    assert foelgeskab("migrate", **settings).returncode == 0
    made = foelgeskab("backup", str(tmp_path / "copy"), **settings)
    assert (made.returncode, "rows, checked" in made.stdout) == (0, True)
    again = foelgeskab("backup", str(tmp_path / "copy"), **settings)
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    back = foelgeskab("restore", str(tmp_path / "copy"), **settings)
    assert (back.returncode, "is in place" in back.stdout) == (0, True), back.stderr
    none = foelgeskab("restore", str(tmp_path / "none"), **settings)
    assert (none.returncode, "cannot be read" in none.stderr) == (1, True)
