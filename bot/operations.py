"""What an operator can do from a terminal; each returns the line to print, or refuses in one line."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Final, TextIO

from bot import app
from bot.config import Settings
from bot.domain.packs import SMALLEST, figures
from bot.domain.people import Role
from bot.handlers import importing, talk
from bot.handlers.announcing import signed
from bot.handlers.inviting import LIFETIME, USES
from bot.handlers.packs import known_packs
from bot.language.dates import Problem, read_when
from bot.language.intents import lines_to_json
from bot.simulation import play, population, report
from bot.simulation.report import Report
from bot.storage import campaigns, links
from bot.storage import migrate as migrations
from bot.storage.people import home
from bot.storage.store import SchemaNewer, SchemaOld, Store, Tx, open_store
from bot.sweeps.known import SWEEPS

HORIZON: Final = timedelta(weeks=26)
LONGEST: Final = 3500  # characters of an announcement, so that a greeting and a reason still fit


class Refused(Exception):
    """It was not done; the text says why and what to do."""


def sweeps() -> list[str]:
    """Return the names of what time starts."""
    return sorted(SWEEPS)


def scripts() -> list[str]:
    """Return the names of the dialogues."""
    return sorted(talk.SCRIPTS)


def migrate(settings: Settings) -> str:
    """Create the database, or bring it up to date; a newer one is refused."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return migrations.migrate(settings.database)
    except SchemaNewer as error:
        raise Refused(str(error)) from error


async def sweep(settings: Settings, name: str) -> str:
    """Do what one sweep finds due now."""
    async with _beside(settings) as store:
        did = await app.sweep(store, settings, name, _now())
        return f"{name}: {did}"


async def invite(settings: Settings, role: str, organisation: str) -> str:
    """Return a start link; the first organisation named becomes the home organisation."""
    username = await app.username(settings)
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
        return f"https://t.me/{username}?start={token}"

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
    known = known_packs(settings)
    async with _beside(settings) as store:
        rows = await store.read(lambda tx: list(tx.answered_questionnaires()))
    lines: list[str] = []
    for key, group in groupby(sorted(rows, key=lambda row: row[:3]), lambda row: row[:3]):
        name, version, month = key
        given = [json.loads(row[3]) for row in group]
        enough = len(given) >= SMALLEST
        count = str(len(given)) if enough else f"fewer than {SMALLEST}"
        lines.append(f"{name} {version}, month {month}: {count} answered")
        if enough and name in known and known[name].version == version:
            lines += [f"  {line}" for line in figures(known[name], given)]
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
        try:
            return await population.seed(store, settings, citizens, volunteers, activities, _now())
        except population.NotEmpty as error:
            raise Refused(str(error)) from error


def when(text: str, now: datetime | None) -> tuple[bool, str]:
    """Return whether a date in Danish is understood, and what it is, as JSON."""
    found = read_when(text, now or datetime.now().replace(second=0, microsecond=0))  # noqa: DTZ005, TID251 - the wall clock of whoever types
    if isinstance(found, Problem):
        return False, json.dumps({"error": found.kind})
    return True, json.dumps(
        {
            "start": found.start.isoformat(timespec="minutes"),
            "end": found.end.isoformat(timespec="minutes") if found.end else None,
            "rrule": found.rrule,
        }
    )


def understood(lines: Iterable[str]) -> Iterator[str]:
    """Return one JSON object for each line: what it is taken to mean."""
    return lines_to_json(lines)


def talk_through(script: str, typed: TextIO, shown: TextIO) -> None:
    """Play a dialogue in the terminal and print it as a golden scene."""
    play.play(script, typed, shown)


def simulate(seed: int, *, weeks: int, citizens: int, volunteers: int) -> Report:
    """Play a made-up town in a temporary folder, and judge what came; no network, no settings."""
    return report.simulate(seed, weeks=weeks, citizens=citizens, volunteers=volunteers)


def simulate_several(seeds: int, *, weeks: int, citizens: int, volunteers: int) -> Iterator[Report]:
    """Play the same town with so many seeds, from 1 on."""
    return report.several(range(1, seeds + 1), weeks=weeks, citizens=citizens, volunteers=volunteers)


def simulated_head() -> str:
    """Return what stands above the lines of several."""
    return f"{report.HEADLINE}\n{report.head()}"


def simulated_row(one: Report) -> str:
    """Return the line of one among several."""
    return report.row(one)


def simulated(one: Report, weeks: int, *, as_json: bool) -> str:
    """Return what is printed of one."""
    if as_json:
        return json.dumps({"sent": one.sent, "violations": one.violations})
    return "\n".join(report.lines(one, weeks))


def simulated_breaches(one: Report, most: int) -> list[str]:
    """Return the first messages of each rule that broke it."""
    return report.shown(one, most)


@contextlib.asynccontextmanager
async def _beside(settings: Settings) -> AsyncIterator[Store]:
    logging.getLogger("bot.storage").setLevel(logging.ERROR)
    try:
        store = await open_store(settings.database, beside=True)
    except (SchemaOld, SchemaNewer) as error:
        raise Refused(str(error)) from error
    async with store:
        yield store


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the door of the terminal, where a command has no clock
