"""What an operator can do with the database; each returns the line to print, or refuses in one line."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Final

from bot.config import Settings
from bot.domain.packs import SMALLEST, figures
from bot.domain.people import Role
from bot.handlers import importing
from bot.handlers.announcing import signed
from bot.handlers.inviting import LIFETIME, USES
from bot.handlers.packs import known_packs
from bot.refusal import WRONG, Refused
from bot.simulation import population
from bot.storage import campaigns, links
from bot.storage.people import home
from bot.storage.store import Store, Tx, open_store
from bot.sweeps import known

HORIZON: Final = timedelta(weeks=26)
LONGEST: Final = 3500  # characters of an announcement, so that a greeting and a reason still fit


def sweeps() -> list[str]:
    """Return the names of what time starts."""
    return sorted(known.SWEEPS)


async def sweep(settings: Settings, name: str) -> str:
    """Do what one sweep finds due now."""
    if name not in known.SWEEPS:
        raise Refused(f"there is no sweep {name}; there are {', '.join(sweeps())}", WRONG)
    async with _beside(settings) as store:
        did = await known.sweep(store, settings, name, _now())
        return f"{name}: {did}"


async def invite(settings: Settings, role: str, organisation: str) -> str:
    """Return a start link; the first organisation named becomes the home organisation."""
    from bot.app import username  # noqa: PLC0415 - only this asks over the network

    name = await username(settings)
    now = _now()

    def work(tx: Tx) -> str:
        found = tx.organisation_by_name(name=organisation)
        if found is None:
            if role != "coordinator":
                raise Refused(f"there is no organisation {organisation}: invite its coordinator first")
            first = int(home(tx) is None)
            id_ = tx.add_organisation(
                name=organisation, home=first, reads_at=settings.reads_at, phone="", now=now
            )
        else:
            id_ = found[0]
        token = links.make_link(
            tx, Role(role), id_, made_by=None, now=now, lifetime=LIFETIME[Role(role)], uses=USES[Role(role)]
        )
        return f"https://t.me/{name}?start={token}"

    async with _beside(settings) as store:
        return await store.transaction(work)


async def announce(settings: Settings, to: str, text: str, *, dry_run: bool) -> str:
    """Write to many at once in the name of the home organisation; the running bot sends it."""
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        raise Refused(f"the text has {len(text)} characters; it may have 1 to {LONGEST}")
    now = _now()

    def work(tx: Tx) -> str:
        organisation = home(tx)
        if organisation is None:
            raise Refused("nobody is here yet: begin with foelgeskab invite --role coordinator")
        reach = campaigns.count(tx, organisation.id, to)
        if dry_run:
            return f"{reach} would get it"
        campaigns.create(tx, organisation.id, None, to, signed(tx, settings, organisation.id, text), now)
        return f"{reach} will get it, within quiet hours and each one's limit"

    async with _beside(settings) as store:
        return await store.transaction(work)


async def pack_figures(settings: Settings) -> list[str]:
    """Return how many answered each pack in each month and how, by wording; nothing under five people."""
    kept = known_packs(settings)
    async with _beside(settings) as store:
        rows = await store.read(lambda tx: list(tx.answered_questionnaires()))
    lines: list[str] = []
    for key, group in groupby(sorted(rows, key=lambda row: row[:3]), lambda row: row[:3]):
        name, version, month = key
        given = [json.loads(row[3]) for row in group]
        enough = len(given) >= SMALLEST
        count = str(len(given)) if enough else f"fewer than {SMALLEST}"
        lines.append(f"{name} {version}, month {month}: {count} answered")
        if enough and name in kept and kept[name].version == version:
            lines += [f"  {line}" for line in figures(kept[name], given)]
    return lines or ["nobody has answered a question pack"]


async def import_activities(
    settings: Settings, content: bytes, organisation: str, *, seats: int, interest: str, dry_run: bool
) -> list[str]:
    """Take the dates of a calendar for half a year ahead; return a line for each and for each refused."""
    now = _now()

    def work(tx: Tx) -> list[str]:
        found = tx.organisation_by_name(name=organisation)
        if found is None:
            raise Refused(f"there is no organisation {organisation}: invite its coordinator first")
        return importing.take(
            tx,
            settings,
            content,
            found[0],
            now,
            seats=seats,
            interest=interest,
            dry_run=dry_run,
            until=now + HORIZON,
        )

    async with _beside(settings) as store:
        return await store.transaction(work)


async def seed(settings: Settings, citizens: int, volunteers: int, activities: int) -> str:
    """Fill an empty database with made-up people."""
    async with _beside(settings) as store:
        return await population.seed(store, settings, citizens, volunteers, activities, _now())


@contextlib.asynccontextmanager
async def _beside(settings: Settings) -> AsyncIterator[Store]:
    logging.getLogger("bot.storage").setLevel(logging.ERROR)
    async with await open_store(settings.database, beside=True) as store:
        yield store


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the door of the terminal, where a command has no clock
