"""The command ``foelgeskab``: reads what was asked for, calls it, and ends with a code.

0 done · 1 refused, and why · 2 a wrong command or setting · 75 another one is running · 78 a bad token.

Each command imports its own room inside its function, so that none waits for what only others need.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from bot import logs
from bot.refusal import REFUSED, Refused

if TYPE_CHECKING:
    from bot.config import Settings

GARBAGE: Final = 20_000  # new objects between two searches for cycles: what is loaded at a start makes none


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit."""
    gc.set_threshold(GARBAGE)
    logs.begin()
    asked = _parser().parse_args(arguments)
    try:
        code: int = asked.run(asked)
    except Refused as error:
        print(f"foelgeskab: {error}", file=sys.stderr)
        code = error.code
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _settings() -> Settings:
    from bot.config import read_settings

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
    saving = command("backup", "copy the database while the bot runs, and check the copy", _backup)
    saving.add_argument("target", type=Path, metavar="FILE|DIR")
    putting = command("restore", "put a backup back; nothing old is sent again", _restore)
    putting.add_argument("file", type=Path, metavar="FILE")
    sweep = command("sweep", "do what is due now, as the running bot would", _sweep)
    sweep.add_argument("name", metavar="NAME")
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
    papers = command("papers", "write drafts of the papers that a kommune or a forening needs", _papers)
    papers.add_argument("folder", type=Path, metavar="DIR")
    command("undelivered", "print who comes today and has not surely been reminded", _undelivered)
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
    talk.add_argument("script", metavar="SCRIPT")
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
    from bot import app

    settings = _settings()
    logs.begin(settings.log, settings.alarm)
    return app.main(settings)


def _migrate(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    from bot.storage.migrate import migrate

    print(migrate(_settings().database))
    return 0


def _doctor(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    from bot import doctor

    found = asyncio.run(doctor.examine(os.environ, datetime.now(UTC)))  # noqa: TID251 - the door of the terminal
    print("\n".join(map(str, found)))
    return 0 if all(finding.fine for finding in found) else REFUSED


def _backup(asked: argparse.Namespace) -> int:
    from bot import backups
    from bot.storage.backup import BackupFailed

    try:
        print(backups.make(_settings(), asked.target, datetime.now(UTC)))  # noqa: TID251 - the door of the terminal
    except BackupFailed as error:
        raise Refused(str(error)) from error
    return 0


def _restore(asked: argparse.Namespace) -> int:
    from bot import restore

    now = datetime.now(UTC)  # noqa: TID251 - the door of the terminal
    print("\n".join(asyncio.run(restore.restore(_settings(), asked.file, now))))
    return 0


def _sweep(asked: argparse.Namespace) -> int:
    from bot import operations

    print(asyncio.run(operations.sweep(_settings(), asked.name)))
    return 0


def _invite(asked: argparse.Namespace) -> int:
    from bot import operations

    print(asyncio.run(operations.invite(_settings(), asked.role, asked.organisation)))
    return 0


def _announce(asked: argparse.Namespace) -> int:
    from bot import operations

    text = _read(asked.text_file).decode("utf-8", "replace")
    print(asyncio.run(operations.announce(_settings(), asked.to, text, dry_run=asked.dry_run)))
    return 0


def _import(asked: argparse.Namespace) -> int:
    from bot import operations

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


def _papers(asked: argparse.Namespace) -> int:
    from bot import papers

    today = datetime.now(UTC)  # noqa: TID251 - the door of the terminal
    settings = _settings()
    print("\n".join(papers.write(settings, asked.folder, today.astimezone(settings.zone).date())))
    return 0


def _undelivered(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    from bot import undelivered

    now = datetime.now(UTC)  # noqa: TID251 - the door of the terminal
    print("\n".join(asyncio.run(undelivered.undelivered(_settings(), now))))
    return 0


def _packs(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    from bot import operations

    print("\n".join(asyncio.run(operations.pack_figures(_settings()))))
    return 0


def _seed(asked: argparse.Namespace) -> int:
    from bot import operations

    made = operations.seed(_settings(), asked.citizens, asked.volunteers, asked.activities)
    print(asyncio.run(made))
    return 0


def _simulate(asked: argparse.Namespace) -> int:
    from bot.simulation import report

    town = {"weeks": asked.weeks, "citizens": asked.citizens, "volunteers": asked.volunteers}
    if asked.seeds:
        found = []
        print(report.head())
        for one in report.several(range(1, asked.seeds + 1), **town):
            found.append(one)
            print(report.row(one), flush=True)
        return 0 if all(one.is_clean for one in found) else REFUSED
    one = report.simulate(asked.seed, **town)
    print(report.as_json(one) if asked.json else "\n".join(report.lines(one, asked.weeks)), flush=True)
    if not asked.json:
        print("\n".join(["", *report.covered(one, **town)]))
    for line in report.shown(one, asked.show):
        print(line, file=sys.stderr if asked.json else sys.stdout)
    return 0 if one.is_clean else REFUSED


def _talk(asked: argparse.Namespace) -> int:
    from bot.simulation import play

    play.play(asked.script, sys.stdin, sys.stdout)
    return 0


def _when(asked: argparse.Namespace) -> int:
    from bot import understanding

    found, line = understanding.when(asked.text, asked.now)
    print(line)
    return 0 if found else REFUSED


def _understand(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    from bot import understanding

    for line in understanding.understood(sys.stdin):
        print(line)
    return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from error
