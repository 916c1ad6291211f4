"""A year of a made-up town, played: people act, time goes by, and everything that comes is written down."""

from __future__ import annotations

import gc
import heapq
import itertools
import logging
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Final

from bot.config import Settings
from bot.domain.occurrences import moment
from bot.domain.people import Role
from bot.language.intents import MEMORY
from bot.simulation import past, words
from bot.simulation.citizens import Citizen
from bot.simulation.coverage import Coverage, coverage
from bot.simulation.people import Somebody
from bot.simulation.phones import Act, Arrival, Phone, Transcript
from bot.simulation.staff import Coordinator, Volunteer
from bot.simulation.town import HABITS, HOUSE, Habit
from bot.simulation.world import Listener, World
from bot.storage import links, plans
from bot.storage.plans import Plan, Time

BEGINS: Final = date(2026, 8, 31)  # a Monday; both changes of the clock and Easter lie in the year after it
TEXTS: Final = 10_000  # more than made-up people write
GARBAGE: Final = 200_000  # new objects between two searches for cycles
FIRST_CHAT: Final = 5001
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LIFETIME: Final = timedelta(weeks=60)
COMES: Final = 26  # weeks within which all have come; half of them in the first two: assumed
OUTAGES: Final = 7  # a year, of some hours to a day and a half: assumed
OTHERS: Final = ("Ældre Sagen Korsør", "Røde Kors Skælskør")  # organisations beside the home one
HOUSES: Final = (2, 1, 1)  # coordinators of each
SMALL: Final = 5  # seats at the smaller organisations, so that lists are waited on
AHEAD: Final = 4  # weeks planned beyond the end


@dataclass
class Played:
    """What a year left behind, for the judge."""

    transcript: Transcript
    past: past.Past
    people: dict[int, Somebody]
    cprs: list[str]
    walls: dict[int, tuple[int, time]]  # of an activity that recurs: its weekday and clock on the wall
    outages: list[tuple[datetime, datetime]]
    end: datetime
    leaks: list[str]  # CPR numbers found in the bytes of the file
    coverage: Coverage


@dataclass
class Year:
    """The loop: what somebody wants to do next, what the bot has to do next, whichever is first."""

    world: World
    chance: random.Random
    begins: datetime
    ends: datetime
    people: dict[int, Somebody] = field(default_factory=dict)
    walls: dict[int, tuple[int, time]] = field(default_factory=dict)
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    _plans: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=itertools.count)

    @property
    def now(self) -> datetime:
        """What time it is in the town."""
        return self.world.now

    @property
    def zone(self) -> tzinfo:
        """Where its clocks hang."""
        return self.world.settings.zone

    def at(self, when: datetime, do: Callable[[], None]) -> None:
        """Let something be done later."""
        heapq.heappush(self._plans, (max(when.astimezone(UTC), self.now), next(self._count), do))

    def does(self, act: Act) -> list[Arrival]:
        """Let somebody do something; return what they were answered at once."""
        self.world.does(act)
        mine: list[Arrival] = []
        arrived, self.world.arrived = self.world.arrived, []
        for arrival in arrived:
            if arrival.chat == act.chat:
                mine.append(arrival)
            else:
                self.people[arrival.chat].sees(arrival)
        return mine

    def play(self) -> None:
        """Go on until the end."""
        while True:
            event = self.world.next_event() if not self.world.down else self.ends
            nearest = min(event, self._plans[0][0] if self._plans else self.ends)
            if nearest >= self.ends:
                return
            self.world.elapse(nearest)
            self._look()
            while self._plans and self._plans[0][0] <= self.now:
                _at, _n, do = heapq.heappop(self._plans)
                do()
            if self.world.touched:
                self.world.stir()

    def _look(self) -> None:
        arrived, self.world.arrived = self.world.arrived, []
        for arrival in arrived:
            self.people[arrival.chat].sees(arrival)


def play(
    seed: int, *, weeks: int, citizens: int, volunteers: int, begins: date = BEGINS, substitutes: bool = True
) -> Played:
    """Play so many weeks of a town with so many people; the same seed gives the same year.

    Without ``substitutes`` nobody is asked to stand in for a shift that is given back.
    """
    with _own_chance(seed), tempfile.TemporaryDirectory(prefix="foelgeskab-") as folder:
        settings = Settings.model_validate(
            {
                "token": "1:a",
                "controller": f"{HOUSE}, CVR 12345678",
                "reads_at": "på hverdage kl. 9-15",
                "substitutes": "turn" if substitutes else "off",
            }
        )
        start = moment(datetime.combine(begins, time(8)), settings.zone)
        chance = random.Random(f"{seed}:town")
        world = World(Path(folder), settings, start, random.Random(f"{seed}:post"))
        try:
            year = Year(world, chance, start, start + weeks * WEEK)
            _build(year, seed, citizens, volunteers)
            with _listening(world.transcript.logs):
                year.play()
            cprs = [number for person in year.people.values() for number in person.cprs]
            found, needs = past.read(world.db), defaultdict[int, dict[str, int]](dict)
            for activity, role, wanted in world.tx.all_needs():
                needs[activity][role] = wanted
            return Played(
                world.transcript,
                found,
                year.people,
                cprs,
                year.walls,
                year.outages,
                year.now,
                world.leaks(cprs),
                coverage(found, year.people, needs, year.now),
            )
        finally:
            world.close()


def _build(year: Year, seed: int, citizens: int, volunteers: int) -> None:
    """Make the organisations, what goes on every week, and the people who will come."""
    world, chance = year.world, year.chance
    with world.transaction() as tx:
        houses = [
            tx.add_organisation(
                name=name,
                home=int(n == 0),
                reads_at="på hverdage kl. 9-15",
                phone="58 57 57 57",
                now=world.now,
            )
            for n, name in enumerate((HOUSE, *OTHERS))
        ]
    for house in houses:
        _habits(year, house, chance)
    everybody = words.names(sum(HOUSES) + volunteers + citizens, chance)
    kinds: list[tuple[type[Somebody], int]] = [
        (Coordinator, h) for h, n in zip(houses, HOUSES, strict=True) for _ in range(n)
    ]
    kinds += [(Volunteer, chance.choice(houses)) for _ in range(volunteers)]
    kinds += [(Citizen, chance.choice((houses[0], houses[0], *houses))) for _ in range(citizens)]
    for number, (name, (kind, house)) in enumerate(zip(everybody, kinds, strict=True)):
        _comes(year, seed, number, name, kind, house)
    for day in range((year.ends - year.begins).days):
        year.at(year.begins + day * DAY, partial(_day, year))
    _outages(year)


def _comes(year: Year, seed: int, number: int, name: words.Name, kind: type[Somebody], house: int) -> None:
    own = random.Random(f"{seed}:{number}")
    phone = Phone(FIRST_CHAT + number)
    phone.called = name.first if own.random() < 0.6 else f"{name.first} {name.last}"  # noqa: PLR2004 - the share with a first name only in the app
    person = kind(name, phone, year, own, eager=0.8 if kind is Coordinator else own.betavariate(4, 2.5))
    year.people[phone.chat] = person
    year.world.phones[phone.chat] = phone
    role = {Coordinator: Role.COORDINATOR, Volunteer: Role.VOLUNTEER, Citizen: Role.CITIZEN}[kind]
    with year.world.transaction() as tx:
        token = links.make_link(tx, role, house, made_by=None, now=year.now, lifetime=LIFETIME, uses=1)
    first = 1 if kind is Coordinator else 60
    week = 0 if kind is not Citizen or own.random() < 0.5 else own.randrange(COMES)  # noqa: PLR2004 - half of them
    wait = timedelta(minutes=own.randrange(first, first + 10 if first == 1 else 10 * 24 * 60)) + week * WEEK
    with_link = token if kind is not Citizen or own.random() < 0.7 else ""  # noqa: PLR2004 - the share that scans a QR code
    person.later(wait, partial(person.begins, with_link))


def _habits(year: Year, house: int, chance: random.Random) -> None:
    """Plan what an organisation does every week."""
    for habit in HABITS:
        weekday, clock = (habit.weekday + house - 1) % 7, habit.clock
        if house > 1 and chance.random() < 0.3:  # noqa: PLR2004 - a little less goes on elsewhere
            continue
        title = habit.title if house == 1 else f"{habit.title} {house}"
        with year.world.transaction() as tx:
            plan = Plan(
                f"year:{house}:{habit.title}",
                title,
                habit.place,
                habit.interest,
                habit.door,
                habit.first_ten,
                habit.price,
            )
            times = _times(year, habit, weekday)
            activity, _new = plans.write(
                tx,
                house,
                plan,
                times,
                seats=habit.seats if house == 1 else SMALL,
                state="published",
                made_by=None,
                now=year.now,
            )
            for role in habit.roles:
                tx.put_need(activity=activity, role=role, wanted=1)
        year.walls[activity] = (weekday, clock)


def _times(year: Year, habit: Habit, weekday: int) -> list[Time]:
    zone = year.world.settings.zone
    monday = year.begins.astimezone(zone).date()
    weeks = (year.ends - year.begins).days // 7 + AHEAD
    walls = [datetime.combine(monday + timedelta(days=weekday, weeks=w), habit.clock) for w in range(weeks)]
    lasts = timedelta(hours=habit.hours)
    return [
        Time(wall.isoformat(timespec="minutes"), start := moment(wall, zone), start + lasts) for wall in walls
    ]


def _day(year: Year) -> None:
    for person in list(year.people.values()):
        person.day()


def _outages(year: Year) -> None:
    """Let the bot be down now and then; what people do meanwhile, Telegram keeps."""
    span = year.ends - year.begins
    for _ in range(max(1, round(OUTAGES * span / (52 * WEEK)))):
        first = year.begins + WEEK + year.chance.random() * (span - 2 * WEEK)
        last = first + timedelta(hours=year.chance.uniform(3, 36))
        if any(a < last + DAY and first < b + DAY for a, b in year.outages):
            continue
        year.outages.append((first, last))
        year.at(first, year.world.goes_down)
        year.at(last, year.world.comes_up)


@contextmanager
def _own_chance(seed: int) -> Iterator[None]:
    """Make what the rooms draw by chance (waits before a resend) the same each time, and undo that.

    Garbage is looked for seldom meanwhile: what a year leaves behind is kept, and only grows.  What made-up
    people write comes again and again, and is understood once.
    """
    before, garbage = random.getstate(), gc.get_threshold()
    random.seed(seed)
    MEMORY.keep(TEXTS)
    gc.set_threshold(GARBAGE, *garbage[1:])
    try:
        yield
    finally:
        MEMORY.keep(1)
        random.setstate(before)
        gc.set_threshold(*garbage)


@contextmanager
def _listening(lines: list[str]) -> Iterator[None]:
    listener, root = Listener(lines), logging.getLogger("bot")
    root.addHandler(listener)
    try:
        yield
    finally:
        root.removeHandler(listener)
