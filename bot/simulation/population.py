"""A crowd of made-up people in an empty database, the same for the same numbers: for tests of load."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from bot.config import Settings
from bot.domain.consent import BASIS, Purpose, Wording
from bot.domain.interests import INTERESTS
from bot.domain.occurrences import moment
from bot.domain.people import Role
from bot.refusal import Refused
from bot.storage import plans
from bot.storage.people import put_role
from bot.storage.plans import Plan, Time
from bot.storage.store import Store, Tx

NAMES: Final = ("Inge", "Jens", "Karen", "Poul", "Else", "Ahmed", "Birthe", "Niels", "Fatima", "Ole")
FIRST_CHAT: Final = 1_000_000
CHUNK: Final = 500
WORDS: Final = tuple(INTERESTS)


class NotEmpty(Refused):
    """There are people here already: made-up ones must not be mixed with real ones."""


async def seed(
    store: Store, settings: Settings, citizens: int, volunteers: int, activities: int, now: datetime
) -> str:
    """Make so many; refuses a database that has people."""
    house = await store.transaction(lambda tx: _house(tx, settings, now))
    people = citizens + volunteers
    for begin in range(0, people, CHUNK):
        numbers = range(begin, min(begin + CHUNK, people))
        work = partial(_people, settings=settings, house=house, numbers=numbers, citizens=citizens, now=now)
        await store.transaction(work)
    for begin in range(0, activities, CHUNK):
        dates = range(begin, min(begin + CHUNK, activities))
        made = partial(_activities, settings=settings, house=house, numbers=dates, now=now)
        await store.transaction(made)
    return f"made {citizens} citizens, {volunteers} volunteers and {activities} activities"


def _house(tx: Tx, settings: Settings, now: datetime) -> int:
    if tx.people_count():
        raise NotEmpty("there are people in this database: seed only an empty one")
    found = tx.organisation_by_name(name="Prøvehuset")
    id_: int = (
        found[0]
        if found
        else tx.add_organisation(name="Prøvehuset", home=1, reads_at=settings.reads_at, phone="", now=now)
    )
    return id_


def _people(tx: Tx, *, settings: Settings, house: int, numbers: range, citizens: int, now: datetime) -> None:
    shown = Wording(0, "made up")
    for n in numbers:
        person = tx.add_person(
            chat=FIRST_CHAT + n,
            first_name=NAMES[n % len(NAMES)],
            language="da",
            organisation=house,
            stage="member",
            now=now,
        )
        role, purpose = (
            (Role.CITIZEN, Purpose.MESSAGES) if n < citizens else (Role.VOLUNTEER, Purpose.VOLUNTEER)
        )
        put_role(tx, person, house, role, now)
        if role is Role.VOLUNTEER:
            put_role(tx, person, house, Role.HOST, now)
        tx.give_consent(
            person=person,
            purpose=purpose.value,
            basis=BASIS[settings.controller_type],
            text_version=shown.version,
            text_hash=shown.hash,
            language="da",
            method="made up",
            now=now,
        )
        for word in {WORDS[n % len(WORDS)], WORDS[n * 3 % len(WORDS)]}:
            tx.put_interest(person=person, kind="wish", word=word)


def _activities(tx: Tx, *, settings: Settings, house: int, numbers: range, now: datetime) -> None:
    today = now.astimezone(settings.zone).date()
    for n in numbers:
        wall = datetime.combine(today + timedelta(days=2 + n % 26), time(10 + n % 9))
        start = moment(wall, settings.zone)
        plan = Plan(f"seed:{n}", f"Aktivitet {n + 1}", "Torvet", WORDS[n % len(WORDS)])
        found = Time(wall.isoformat(timespec="minutes"), start, start + timedelta(hours=2))
        activity, _new = plans.write(
            tx, house, plan, [found], seats=12, state="published", made_by=None, now=now
        )
        tx.put_need(activity=activity, role="host", wanted=1)
