"""No image can be built where this is developed, so its steps are run in a fresh environment instead."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from bot.storage.store import known_versions

ROOT = Path(__file__).parents[2]


def steps() -> list[tuple[str, str]]:
    found = re.findall(
        r"^(COPY|RUN|CMD) (.+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [word for word, _ in found][-1] == "CMD"
    return found


def test_the_steps_of_the_image_end_in_a_bot_that_migrates_and_starts(tmp_path: Path) -> None:
    """Users and folders of the image are left out: they need to be root in a machine of one's own."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    app = tmp_path / "app"
    app.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "PYTHON"))}
    env["PATH"] = f"{tmp_path / 'venv' / 'bin'}:{env['PATH']}"
    env["VIRTUAL_ENV"] = str(tmp_path / "venv")
    for word, rest in steps():
        if word == "COPY":
            source, target = rest.split()
            copy = shutil.copytree if (ROOT / source).is_dir() else _copy
            copy(ROOT / source, app / target)
        elif word == "RUN" and "useradd" not in rest:
            subprocess.run(shlex.split(rest), cwd=app, env=env, check=True, capture_output=True)
    settings = {
        "BOT_TOKEN": "1:t",
        "BOT_API_URL": "http://127.0.0.1:9",
        "BOT_DATA_DIR": str(tmp_path / "data"),
    }
    ended = subprocess.run(
        ["sh", "-c", "python -m bot migrate && exec python -m bot run"],
        cwd=app,
        env={**env, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "migrate && exec python -m bot run" in steps()[-1][1]
    assert known_versions()[-1] in ended.stdout
    assert ended.returncode == 1
    assert "the Bot API does not answer" in ended.stderr


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
