"""Looks an installation over without touching it: a line for each part, and what is to be mended."""

from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot import backups
from bot.config import Settings, SettingsError, read_settings
from bot.handlers.helplines import helplines
from bot.handlers.packs import known_packs
from bot.i18n import LANGUAGES, LOCALES, catalogue
from bot.storage import backup, receipts
from bot.storage.people import home
from bot.storage.store import SchemaNewer, SchemaOld, Tx, known_versions, open_store

T = TypeVar("T")
ROOM: Final = 500 * 1024 * 1024  # bytes free, so that a full disk is seen before it stops the bot
LATE: Final = 2  # times as old as it should be: then something is wrong
WAIT: Final = 10.0  # seconds for a database that does not answer
HALF_A_YEAR: Final = timedelta(days=182)
DAY: Final = timedelta(days=1)
MENDED: Final = (3, 51, 3)  # SQLite without the error at the start of its log that two writers can meet
BACKPORTED: Final = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7)}
SEE_ABOVE: Final = "not looked at: see database"
SUMMER: Final = "Europe/Copenhagen"  # its clocks change twice a year: data that does not know it is no good


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one part; it is fine, or the line says what to mend."""

    part: str
    line: str
    fine: bool = True

    def __str__(self) -> str:
        return f"{'ok  ' if self.fine else 'mend'} {self.part}: {self.line}"


async def examine(environment: Mapping[str, str], now: datetime) -> list[Finding]:
    """Look at every part; one that fails hides none of the others."""
    logging.getLogger("bot.storage").setLevel(logging.ERROR)
    try:
        settings = read_settings(environment)
    except SettingsError as error:
        return [Finding("settings", str(error), fine=False)]
    way = "webhook" if settings.webhook_url else "polling"
    read = Finding("settings", f"all are understood; {way}, {settings.locale}, {settings.controller_type}")
    looks: tuple[Callable[[Settings, datetime], Awaitable[Finding]], ...] = (
        _controller,
        _database,
        _sqlite,
        _dead,
        _audit,
        _zone,
        _catalogues,
        _helplines,
        _packs,
        _disk,
        _backups,
    )
    return [read, *[await look(settings, now) for look in looks]]


async def _controller(settings: Settings, _now: datetime) -> Finding:
    if missing := settings.unnamed():
        return Finding("controller", f"people cannot be told what they must be: set {missing}", fine=False)
    return Finding("controller", settings.controller)


async def _database(settings: Settings, _now: datetime) -> Finding:
    try:
        async with asyncio.timeout(WAIT), await open_store(settings.database, beside=True) as store:
            people, house = await store.read(_who_is_here)
    except (SchemaOld, SchemaNewer) as error:
        return Finding("database", str(error), fine=False)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other parts are looked at too
        return Finding("database", f"cannot be read ({type(error).__name__})", fine=False)
    if not house:
        return Finding("database", "nobody is here yet: foelgeskab invite --role coordinator", fine=False)
    return Finding("database", f"version {known_versions()[-1]}, {people} people, home is {house}")


def _who_is_here(tx: Tx) -> tuple[int, str]:
    house = home(tx)
    return int(tx.people_count()), house.name if house else ""


async def _sqlite(settings: Settings, _now: datetime) -> Finding:
    if not backup.is_file(settings.database):
        return Finding("SQLite", "not used: the database is PostgreSQL")
    version = sqlite3.sqlite_version_info
    if version >= MENDED or (version[:2] in BACKPORTED and version >= BACKPORTED[version[:2]]):
        return Finding("SQLite", sqlite3.sqlite_version)
    return Finding(
        "SQLite", f"{sqlite3.sqlite_version}, before 3.51.3: let no other program write to the file"
    )


async def _dead(settings: Settings, now: datetime) -> Finding:
    found = await _inside(settings, lambda tx: (receipts.states(tx), tx.failed_since(since=now - DAY)))
    if found is None:
        return Finding("dead rows", SEE_ABOVE)
    states, failed = found
    if aside := states.get("quarantined", 0):
        line = f"{aside} updates were put aside in the last days: look for 'update put aside' in the log"
        return Finding("dead rows", line, fine=False)
    return Finding("dead rows", f"no update was put aside; {failed} letters refused since yesterday")


async def _audit(settings: Settings, _now: datetime) -> Finding:
    wanted = 2 if backup.is_file(settings.database) else 1  # as the first migration makes them
    found = await _inside(settings, lambda tx: len(list(tx.audit_guards())))
    if found is None:
        return Finding("audit", SEE_ABOVE)
    if found < wanted:
        line = "the guards of who looked at whom are gone: put a backup back, and ask who has been here"
        return Finding("audit", line, fine=False)
    return Finding("audit", "who looked at whom can only be added to")


async def _inside(settings: Settings, look: Callable[[Tx], T]) -> T | None:
    """Look into the database; None if it cannot be read, which its own line says."""
    try:
        async with asyncio.timeout(WAIT), await open_store(settings.database, beside=True) as store:
            return await store.read(look)
    except Exception:  # noqa: BLE001 - whatever it is, it is told once
        return None


async def _zone(settings: Settings, now: datetime) -> Finding:
    zone = settings.zone
    here = now.astimezone(zone)
    if settings.timezone == SUMMER and here.utcoffset() == (now + HALF_A_YEAR).astimezone(zone).utcoffset():
        return Finding(
            "time zone", f"the data does not know summer time in {SUMMER}: update tzdata", fine=False
        )
    return Finding("time zone", f"{settings.timezone}, it is {here:%Y-%m-%d %H:%M} there")


async def _catalogues(_settings: Settings, _now: datetime) -> Finding:
    wrong = [name for name in LANGUAGES if len(getattr(catalogue(name), "_catalog", ())) <= 1]
    if wrong or not LOCALES.is_dir():
        return Finding("catalogues", f"{', '.join(wrong)} not compiled: make setup", fine=False)
    return Finding("catalogues", ", ".join(LANGUAGES))


async def _helplines(settings: Settings, now: datetime) -> Finding:
    try:
        found = helplines(settings)
    except SettingsError as error:
        return Finding("helplines", str(error), fine=False)
    if warning := found.warning(now.astimezone(settings.zone).date()):
        return Finding("helplines", warning, fine=False)
    return Finding("helplines", f"{len(found.lines)}, each checked by a human not long ago")


async def _packs(settings: Settings, _now: datetime) -> Finding:
    try:
        found = known_packs(settings).values()
    except SettingsError as error:
        return Finding("question packs", str(error), fine=False)
    asked = [f"{pack.name} {pack.version}" for pack in found if pack.enabled]
    return Finding("question packs", ", ".join(asked) or "none is asked")


async def _disk(settings: Settings, _now: datetime) -> Finding:
    wanted = settings.data_dir.absolute()
    folder = next(path for path in [wanted, *wanted.parents] if path.exists())
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding("disk", f"{folder} cannot be read: {error.strerror}", fine=False)
    text = f"{free / 2**30:.1f} GiB free where {settings.data_dir} is"
    return Finding("disk", text if free >= ROOM else f"only {text}", fine=free >= ROOM)


async def _backups(settings: Settings, now: datetime) -> Finding:
    folder = settings.backup_dir
    if folder is None:
        return Finding("backups", "none by the bot: see that somebody makes them, or set BOT_BACKUP_DIR")
    try:
        made = await asyncio.to_thread(backups.found, folder)
    except OSError as error:
        return Finding("backups", f"{folder} cannot be read: {error.strerror}", fine=False)
    if not made:
        return Finding("backups", f"there is none in {folder}: foelgeskab backup {folder}", fine=False)
    hours = (now - made[-1][0]) / timedelta(hours=1)
    return Finding(
        "backups",
        f"{len(made)} in {folder}, the newest {hours:.0f} hours old",
        fine=hours <= LATE * settings.backup_hours,
    )
