"""Backups as an operator wants them: named by time, encrypted by their own program, so many and no older."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import shlex
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.config import Settings
from bot.domain.retention import BACKUPS
from bot.ports import Clock
from bot.storage import backup
from bot.storage.backup import BackupFailed

LOOK: Final = 60.0  # seconds between two looks whether one is due: a clock may have been set
AGAIN: Final = timedelta(minutes=15)  # after one that failed
STAMP: Final = "%Y%m%dT%H%M%SZ"
NAME: Final = re.compile(r"foelgeskab-(\d{8}T\d{6}Z)\.(db|dump)(\.\w+)?")
LEFT: Final = timedelta(days=1)
PART: Final = ".part"  # of one that is being made; left behind only by a kill
LOG: Final = logging.getLogger("bot.backups")


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is whole."""

    path: Path
    rows: int

    def __str__(self) -> str:
        size = self.path.stat().st_size / 2**20
        return f"{self.path}: {self.rows} rows, checked, {size:.1f} MiB"


def folders(settings: Settings) -> list[Path]:
    """Return where it is written down, outside of the database, who was erased."""
    return [settings.data_dir, *([settings.backup_dir] if settings.backup_dir else [])]


def make(settings: Settings, target: Path, now: datetime) -> Made:
    """Back up into a folder, or to a file that is not there yet; raises BackupFailed, and leaves nothing."""
    if target == settings.backup_dir:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = target / _name(settings, now) if target.is_dir() else target
    if path.exists():
        raise BackupFailed(f"{path} exists already")
    command = shlex.split(settings.backup_encrypt)
    plain = (settings.data_dir if command else path.parent) / f".{path.name}{PART}"
    try:
        plain.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        plain.unlink(missing_ok=True)
        rows = sum(backup.save(settings.database, plain).values())
        if command:
            _encrypt(command, plain, path)
        else:
            plain.replace(path)
    except OSError as error:
        raise BackupFailed(f"{error.filename or path} cannot be written: {error.strerror}") from error
    finally:
        with contextlib.suppress(OSError):
            plain.unlink(missing_ok=True)
    return Made(path, rows)


def found(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the backups in a folder by when they were made, the newest last."""
    if not folder.is_dir():
        return []
    named = [(NAME.fullmatch(path.name), path) for path in folder.iterdir()]
    return sorted((_moment(match[1]), path) for match, path in named if match)


def prune(settings: Settings, now: datetime) -> int:
    """Delete what is too old to be kept, and more than wanted, but never the newest; return how many."""
    assert settings.backup_dir is not None
    older = found(settings.backup_dir)[:-1]
    kept = settings.backup_keep - 1
    many = older[: max(len(older) - kept, 0)]
    gone = {path for at, path in older if at < now - BACKUPS} | {path for _at, path in many}
    for folder in {settings.backup_dir, settings.data_dir}:
        parts = folder.glob(f".foelgeskab-*{PART}")  # what a kill left, not what is being made
        gone |= {path for path in parts if path.stat().st_mtime < (now - LEFT).timestamp()}
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def due(settings: Settings, now: datetime) -> bool:
    """Tell whether the newest backup is so old that the next one is to be made."""
    if settings.backup_dir is None:
        return False
    made = found(settings.backup_dir)
    return not made or made[-1][0] <= now - timedelta(hours=settings.backup_hours)


async def run(settings: Settings, clock: Clock) -> None:
    """Back up as often as is set, until cancelled; one that fails is tried again, and never stops the bot."""
    resting: datetime | None = None
    while settings.backup_dir is not None:
        now = clock.now()
        if due(settings, now) and (resting is None or now >= resting):
            resting = None if await _one(settings, settings.backup_dir, now) else now + AGAIN
        await asyncio.sleep(LOOK)


async def _one(settings: Settings, folder: Path, now: datetime) -> bool:
    try:
        made = await asyncio.to_thread(make, settings, folder, now)
        LOG.info("backed up rows=%d", made.rows)
    except (BackupFailed, OSError) as error:
        LOG.error("backup failed error=%s", error)  # noqa: TRY400 - our own line says more than a trace
        return False
    finally:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(prune, settings, now)
    return True


def _name(settings: Settings, now: datetime) -> str:
    kind = "db" if backup.is_file(settings.database) else "dump"
    command = shlex.split(settings.backup_encrypt)
    sealed = f".{Path(command[0]).stem}" if command else ""
    return f"foelgeskab-{now.astimezone(UTC):{STAMP}}.{kind}{sealed}"


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def _encrypt(command: list[str], plain: Path, path: Path) -> None:
    """Let their program read the copy and write what is kept; what it wrote counts only if it says so."""
    part = path.with_name(f".{path.name}{PART}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with plain.open("rb") as copy, os.fdopen(handle, "wb") as sealed:
            ended = subprocess.run(command, stdin=copy, stdout=sealed, stderr=subprocess.PIPE, check=False)  # noqa: S603 - what the operator set, without a shell
            os.fsync(sealed.fileno())
        if ended.returncode or not part.stat().st_size:
            why = (ended.stderr.decode("utf-8", "replace").splitlines() or ["it wrote nothing"])[0]
            raise BackupFailed(f"{command[0]} did not encrypt the backup: {why}")
        part.replace(path)
    except FileNotFoundError as error:
        raise BackupFailed(f"{command[0]} is not installed: see BOT_BACKUP_ENCRYPT") from error
    finally:
        part.unlink(missing_ok=True)
