"""A backup is put back: mended beside the database first, and then in its place in one step."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.app import only_one
from bot.backups import folders
from bot.config import Settings
from bot.mending import Mended, Outside, mend
from bot.refusal import Refused
from bot.storage import backup, marks
from bot.storage.backup import BackupFailed
from bot.storage.marks import ERASED, STOPPED, Marks
from bot.storage.sqlite import moment

WHY: Final = "a backup was put back"
ROUNDS: Final = 20  # of sweeps and what they begin; more would be two that feed each other
BATCH: Final = 500
LOG: Final = logging.getLogger("bot.restore")
Kinds = Sequence[tuple[str, int]]


async def restore(settings: Settings, file: Path, now: datetime) -> list[str]:
    """Put a backup in the place of the database; return lines that say what was done and what is to be done.

    Refuses while a bot runs.  The database that was there is kept beside; a failure leaves it in place.
    """
    with only_one(settings):
        start = await asyncio.to_thread(_start, file)
        try:
            if start == backup.SQLITE:
                return await _file(settings, file, now)
            if start.startswith(backup.DUMP):
                return await _dump(settings, file, now)
        except BackupFailed as error:
            raise Refused(str(error)) from error
    raise Refused(f"{file} is no backup that can be read: if it is encrypted, decrypt it first")


def _start(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(len(backup.SQLITE))
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}") from error


async def _file(settings: Settings, file: Path, now: datetime) -> list[str]:
    """Mend a copy of the file beside the database, and only then let it take its place."""
    if not backup.is_file(settings.database):
        raise Refused(f"{file} is of SQLite, and BOT_DATABASE_URL is not")
    path = backup.path_of(settings.database)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    coming = path.with_name(f".{path.name}.restoring")
    _clear(coming)
    try:
        coming.touch(mode=0o600)
        await asyncio.to_thread(shutil.copyfile, file, coming)
        counts = await asyncio.to_thread(backup.check, coming)
        known = _outside(settings, file)
        known = Outside(marks.merged(known.erased, _erased_in(path)), known.stopped)
        mended = await mend(settings, f"sqlite:///{coming}", known, now)
        kept = _swap(coming, path, now)
    finally:
        _clear(coming)
    beside = f"What was there is kept as {kept}: it holds personal data, delete it later." if kept else ""
    return _told(f"{file} is in place, {sum(counts.values())} rows.", beside, mended, settings)


async def _dump(settings: Settings, file: Path, now: datetime) -> list[str]:
    """Fill an empty database: the one that was in use stays as it is, under its own name."""
    url = settings.database
    if backup.is_file(url):
        raise Refused(f"{file} is of PostgreSQL, and BOT_DATABASE_URL is not")
    if not await asyncio.to_thread(backup.is_empty, url):
        raise Refused("the database is not empty: make a new one, and name it in BOT_DATABASE_URL")
    await asyncio.to_thread(backup.load, url, file)
    mended = await mend(settings, url, _outside(settings, file), now)
    beside = "The database that was in use before is as it was: it holds personal data, delete it later."
    return _told(f"{file} is in place.", beside, mended, settings)


def _outside(settings: Settings, file: Path) -> Outside:
    places = [*folders(settings), file.parent]
    return Outside(marks.read(ERASED, places), marks.read(STOPPED, places))


def _erased_in(path: Path) -> Marks:
    """Return who is erased in the database that is to be replaced, if it can still be read."""
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(path)) as db:
            return {
                mark: moment(at.encode()) for mark, at in db.execute("SELECT mark, erased_at FROM tombstone")
            }
    except (sqlite3.Error, ValueError) as error:
        LOG.warning("the database in place cannot be read error=%s", type(error).__name__)
        return {}


def _swap(coming: Path, path: Path, now: datetime) -> Path | None:
    """Keep what is there under another name, and let the new file take its place in one step."""
    if coming.with_name(f"{coming.name}-wal").exists():
        raise Refused(f"somebody else reads {coming}: end that, and try again")
    kept = path.with_name(f"{path.name}.before-restore-{now:%Y%m%dT%H%M%SZ}")
    if not path.exists():
        coming.replace(path)
        return None
    os.link(path, kept)
    for end in ("-wal", "-shm"):  # they belong to what was there
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + end))
    coming.replace(path)
    return kept


def _clear(coming: Path) -> None:
    for found in coming.parent.iterdir():
        if found.name.startswith(coming.name):
            found.unlink()


def _told(first: str, beside: str, mended: Mended, settings: Settings) -> list[str]:
    since = mended.since.astimezone(settings.zone) if mended.since else None
    known = f"{since:%Y-%m-%d %H:%M}" if since else "never"
    named = ", ".join(f"{n} {kind}" for kind, n in mended.let_go) or "none"
    again = ", ".join(f"{n} {kind}" for kind, n in mended.again) or "none"
    return [
        first,
        *([beside] if beside else []),
        f"The last thing it knows of happened {known}. What people did after that is gone.",
        "The coordinators are told so when the bot runs.",
        f"Erased again: {mended.erased}. Stopped again: {mended.stopped}.",
        f"Letters that were due and may have been sent are not sent again: {named}.",
        "To see whom to call about today: foelgeskab undelivered.",
        f"Letters that may come a second time, because missing one is worse: {again}.",
    ]
