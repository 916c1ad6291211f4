"""The command ``foelgeskab``: reads what was asked for, calls it, and ends with a code.

0 done · 1 refused, and why · 2 a wrong command or setting · 75 another one is running · 78 a bad token.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from bot import app, doctor, operations
from bot.config import Settings, SettingsError, read_settings
from bot.operations import Refused

REFUSED, WRONG = 1, 2


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )
    for noisy in ("alembic", "apscheduler", "aiosqlite", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
    except SettingsError as error:
        code = _tell(error, WRONG)
    except Refused as error:
        code = _tell(error, REFUSED)
    except app.CannotRun as error:
        code = _tell(error, error.code)
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _tell(error: Exception, code: int) -> int:
    print(f"foelgeskab: {error}", file=sys.stderr)
    return code


def _settings() -> Settings:
    return read_settings(os.environ)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("foelgeskab", description="Helps people find company.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, what: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=what, description=what)
        found.set_defaults(run=run)
        return found

    command("run", "run the bot until it is told to stop", _run)
    command("migrate", "create the database, or bring it up to date", _migrate)
    command("doctor", "look everything over, and say what is to be mended", _doctor)
    sweep = command("sweep", "do what is due now, as the running bot would", _sweep)
    sweep.add_argument("name", metavar="NAME", choices=operations.sweeps())
    invite = command("invite", "print a link that makes whoever opens it a member", _invite)
    invite.add_argument("--role", choices=("citizen", "volunteer", "coordinator"), required=True)
    invite.add_argument("--organisation", required=True, metavar="NAME")
    announce = command("announce", "write to many at once", _announce)
    announce.add_argument("--to", choices=("citizens", "volunteers", "all"), required=True)
    announce.add_argument("--text-file", type=Path, required=True, metavar="F")
    announce.add_argument("--dry-run", action="store_true", help="only say how many would get it")
    imports = command("import", "take activities out of a calendar", _import)
    imports.add_argument("what", choices=("activities",))
    imports.add_argument("file", type=Path, metavar="FILE.ics")
    imports.add_argument("--organisation", required=True, metavar="NAME")
    imports.add_argument("--seats", type=_positive, default=12, metavar="N")
    imports.add_argument("--interest", default="", metavar="WORD")
    imports.add_argument("--dry-run", action="store_true", help="only show what would be taken")
    command("packs", "print how question packs were answered, never of fewer than five people", _packs)
    seed = command("seed", "fill an empty database with made-up people, for a test of load", _seed)
    for kind in ("citizens", "volunteers", "activities"):
        seed.add_argument(f"--{kind}", type=_count, default=0, metavar="N")
    year = command(
        "simulate", "play a made-up town on a clock moved by hand, and judge every message", _simulate
    )
    year.add_argument("--weeks", type=_positive, default=52, metavar="N")
    year.add_argument("--citizens", type=_count, default=300, metavar="N")
    year.add_argument("--volunteers", type=_count, default=40, metavar="N")
    year.add_argument("--seed", type=_count, default=1, metavar="N", help="the same seed gives the same year")
    year.add_argument("--seeds", type=_positive, metavar="N", help="a table of the seeds from 1 to N instead")
    year.add_argument("--json", action="store_true", help="print counts as JSON")
    year.add_argument(
        "--show", type=_count, default=0, metavar="N", help="print N messages for each rule broken"
    )
    talk = command("talk", "play a dialogue in the terminal and print it as a scene", _talk)
    talk.add_argument("script", metavar="SCRIPT", choices=operations.scripts())
    when = command("when", "show how a date in Danish is understood", _when)
    when.add_argument("text", metavar="TEXT")
    when.add_argument("--now", type=_local, metavar="2026-11-23T10:00")
    command("understand", "read lines, print what each is taken to mean", _understand)
    return parser


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


def _count(text: str) -> int:
    if (number := int(text)) < 0:
        raise ValueError
    return number


def _local(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError
    return found


def _run(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    return app.main(_settings())


def _migrate(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    print(operations.migrate(_settings()))
    return 0


def _doctor(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    found = asyncio.run(doctor.examine(os.environ, app.SystemClock().now()))
    print("\n".join(map(str, found)))
    return 0 if all(finding.fine for finding in found) else REFUSED


def _sweep(asked: argparse.Namespace) -> int:
    print(asyncio.run(operations.sweep(_settings(), asked.name)))
    return 0


def _invite(asked: argparse.Namespace) -> int:
    print(asyncio.run(operations.invite(_settings(), asked.role, asked.organisation)))
    return 0


def _announce(asked: argparse.Namespace) -> int:
    text = _read(asked.text_file).decode("utf-8", "replace")
    print(asyncio.run(operations.announce(_settings(), asked.to, text, dry_run=asked.dry_run)))
    return 0


def _import(asked: argparse.Namespace) -> int:
    content = _read(asked.file)
    lines = asyncio.run(
        operations.import_activities(
            _settings(),
            content,
            asked.organisation,
            seats=asked.seats,
            interest=asked.interest,
            dry_run=asked.dry_run,
        )
    )
    print("\n".join(lines))
    return 0


def _packs(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    print("\n".join(asyncio.run(operations.pack_figures(_settings()))))
    return 0


def _seed(asked: argparse.Namespace) -> int:
    made = operations.seed(_settings(), asked.citizens, asked.volunteers, asked.activities)
    print(asyncio.run(made))
    return 0


def _simulate(asked: argparse.Namespace) -> int:
    town = {"weeks": asked.weeks, "citizens": asked.citizens, "volunteers": asked.volunteers}
    if asked.seeds:
        found = []
        print(operations.simulated_head())
        for one in operations.simulate_several(asked.seeds, **town):
            found.append(one)
            print(operations.simulated_row(one), flush=True)
        return 0 if all(one.is_clean for one in found) else REFUSED
    one = operations.simulate(asked.seed, **town)
    print(operations.simulated(one, asked.weeks, as_json=asked.json))
    for line in operations.simulated_breaches(one, asked.show):
        print(line, file=sys.stderr if asked.json else sys.stdout)
    return 0 if one.is_clean else REFUSED


def _talk(asked: argparse.Namespace) -> int:
    operations.talk_through(asked.script, sys.stdin, sys.stdout)
    return 0


def _when(asked: argparse.Namespace) -> int:
    found, line = operations.when(asked.text, asked.now)
    print(line)
    return 0 if found else REFUSED


def _understand(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    for line in operations.understood(sys.stdin):
        print(line)
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from error
