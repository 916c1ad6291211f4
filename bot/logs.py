"""What may stand in a log: our own words with names and numbers, and of everything else only where it was.

An error's own text may hold what somebody wrote, or a row of the database; other libraries' lines may hold
anything.  So of an error only its class and place are told, of others' lines only the fixed part.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

OURS: Final = "bot"
NOISY: Final = ("alembic", "apscheduler", "aiosqlite", "httpx")
FRAMES: Final = 4  # innermost places that are told of an error
ROOT: Final = Path(__file__).parents[1]
FIXED: Final = re.compile(r"[^<>{}\[\]()='\"\n%:0-9]*")  # of a line that others have put together
QUIET: Final = 3600.0  # seconds until the same kind of error raises an alarm again
PATIENCE: Final = 30.0  # seconds that an alarm's program may take


def begin(shape: str = "text", alarm: str = "") -> None:
    """Write to standard error, in lines or in JSON; ``alarm`` is a program that is told of each new error."""
    to_screen = logging.StreamHandler(sys.stderr)
    to_screen.setFormatter(Lines() if shape == "text" else Json())
    handlers: list[logging.Handler] = [to_screen]
    if alarm:
        handlers.append(Alarm(alarm))
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def said(record: logging.LogRecord) -> str:
    """Return what may be told of a record's words."""
    if record.name.partition(".")[0] == OURS:
        return record.getMessage().replace("\n", " ")
    found = FIXED.match(str(record.msg))
    return found[0].strip() if found else ""


def raised(record: logging.LogRecord) -> tuple[str, str]:
    """Return the class of an error and where it was raised, the innermost place first; both may be empty."""
    if not record.exc_info or record.exc_info[1] is None:
        return "", ""
    error = record.exc_info[1]
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return type(error).__name__, " < ".join(f"{_short(f.filename)}:{f.lineno}" for f in reversed(frames))


class Lines(logging.Formatter):
    """Time, level, part, words; one line each, also of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        error, where = raised(record)
        told = f" error={error} at={where}" if error else ""
        return f"{_at(record)} {record.levelname} {record.name} {said(record)}{told}"


class Json(logging.Formatter):
    """The same as an object a line, for whatever gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        error, where = raised(record)
        fields = {"at": _at(record), "level": record.levelname, "part": record.name, "said": said(record)}
        if error:
            fields |= {"error": error, "where": where}
        return json.dumps(fields, ensure_ascii=False)


class Alarm(logging.Handler):
    """Gives the line of each error to a program, such as one that sends mail; the same kind once an hour.

    It runs beside the bot and is not waited for: the bot's own chat may be what is down.
    """

    def __init__(self, command: str) -> None:
        super().__init__(logging.ERROR)
        self.setFormatter(Lines())
        self._command, self._last = command, dict[tuple[str, str], float]()

    def emit(self, record: logging.LogRecord) -> None:
        """Raise it, unless this kind was raised a short while ago."""
        kind, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._last.get(kind, -QUIET) < QUIET:
            return
        self._last[kind] = now
        line = self.format(record)
        threading.Thread(target=self._run, args=(line,), daemon=True).start()

    def _run(self, line: str) -> None:
        import shlex  # noqa: PLC0415 - only where something went wrong
        import subprocess  # noqa: PLC0415

        try:
            subprocess.run(  # noqa: S603 - what the operator set, without a shell
                shlex.split(self._command),
                input=f"Følgeskab: {line}\n".encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=True,
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            logging.getLogger("bot.logs").warning(
                "an alarm could not be raised error=%s", type(error).__name__
            )


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
