"""Looks an installation over without touching it: a line for each part, and what is to be mended."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot import backups
from bot.config import Settings, SettingsError, read_settings
from bot.handlers.helplines import helplines
from bot.handlers.packs import known_packs
from bot.i18n import LANGUAGES, LOCALES, catalogue
from bot.storage.people import home
from bot.storage.store import SchemaNewer, SchemaOld, Tx, known_versions, open_store

ROOM: Final = 500 * 1024 * 1024  # bytes free, so that a full disk is seen before it stops the bot
LATE: Final = 2  # times as old as it should be: then something is wrong
WAIT: Final = 10.0  # seconds for a database that does not answer
HALF_A_YEAR: Final = timedelta(days=182)
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
