"""What is logged: events with names and numbers, and never what somebody wrote, is called, or the token."""

from __future__ import annotations

import ast
import json
import logging
import shlex
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import logs

CANARY = "Ingeborgine"
ROOT = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
# what may be filled into a line: classes of errors, numbers, names of our own parts, the operator's own words
ALLOWED = {
    "type(error).__name__",
    "result.name",
    "name",
    "did",
    "status",
    "row.id",
    "why",  # the class of an error, or Telegram's refusal, which repeats nothing that we sent
    "code",
    "wait",
    "letter.id",
    "self.epoch",
    "called(work)",
    "took * 1000",
    "warning",  # about the helplines' file
    "bool(app.settings.webhook_url)",
    "made.rows",
    "error",  # of bot.backups: our own sentence
}


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level


def record(name: str, msg: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, "x.py", 1, msg, args, info)


def refuse() -> None:
    raise ValueError(f'Key (first_name)=({CANARY}) already exists: "{CANARY}"')


def failing() -> ValueError:
    with pytest.raises(ValueError, match=CANARY) as found:
        refuse()
    return found.value


@pytest.mark.parametrize("shape", [logs.Lines(), logs.Json()])
def test_an_error_is_told_by_class_and_place_in_one_line(shape: logging.Formatter) -> None:
    line = shape.format(record("bot.app", "sweep failed: %s", "remind", error=failing()))
    assert CANARY not in line
    assert "sweep failed: remind" in line
    assert "ValueError" in line
    assert f"tests/operations/{Path(__file__).name}:" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("msg", "args", "told"),
    [
        (
            f"Task exception never retrieved\nfuture: <T('{CANARY}')>",
            (),
            "Task exception never retrieved",
        ),
        ('Run time of job "%s" was missed by %s', (CANARY, 3), "Run time of job"),
        (f"error: {{'text': '{CANARY}'}}", (), "error"),
    ],
)
def test_of_others_lines_only_the_fixed_part_is_told(msg: str, args: Any, told: str) -> None:
    line = logs.Lines().format(record("asyncio", msg, *args))
    assert line.endswith(f"asyncio {told}")
    assert CANARY not in line


def test_json_has_the_fields_that_are_allowed_and_no_others() -> None:
    found = json.loads(logs.Json().format(record("bot.app", "x", error=failing())))
    assert set(found) == {"at", "level", "part", "said", "error", "where"}


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in LEVELS
            ):
                owner = ast.unparse(node.func.value)
                if owner == "LOG" or owner.startswith("logging.getLogger"):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_line_that_we_log_is_made_of_what_is_allowed() -> None:
    wrong, count = [], 0
    for where, call in _calls():
        count += 1
        template, *filled = call.args
        if not isinstance(template, ast.Constant) or call.keywords:
            wrong.append(f"{where}: the words are not fixed")
        wrong += [f"{where}: {ast.unparse(arg)}" for arg in filled if ast.unparse(arg) not in ALLOWED]
    assert wrong == []
    assert count > 20


def _alarm(folder: Path) -> tuple[logs.Alarm, Path]:
    heard = folder / "heard"
    write = f"import sys; open({str(heard)!r}, 'a').write(sys.stdin.read())"
    return logs.Alarm(shlex.join([sys.executable, "-c", write])), heard


def _lines(heard: Path, count: int) -> list[str]:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = heard.read_text(encoding="utf-8").splitlines() if heard.exists() else []
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError(f"no {count} alarms")


def test_an_alarm_is_raised_once_for_each_kind_of_error(tmp_path: Path) -> None:
    alarm, heard = _alarm(tmp_path)
    for id_ in (1, 2, 3):
        alarm.handle(record("bot.telegram", "update put aside id=%d error=%s", id_, "ValueError"))
    alarm.handle(record("bot.backups", "backup failed error=%s", "the disk is full"))
    told = _lines(heard, 2)
    assert len(told) == 2
    assert {"id=1" in line or "disk is full" in line for line in told} == {True}
    assert all(line.startswith("Følgeskab: ") for line in told)


def test_an_alarm_that_cannot_be_raised_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    logs.Alarm("no-such-program")._run("x")
    logs.Alarm("false")._run("x")
    assert [r.getMessage() for r in caplog.records] == [
        "an alarm could not be raised error=FileNotFoundError",
        "an alarm could not be raised error=CalledProcessError",
    ]


def test_lines_go_to_the_screen_as_asked(capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin("json")
    logging.getLogger("bot.app").info("running webhook=%s", False)
    assert json.loads(capsys.readouterr().err)["said"] == "running webhook=False"
