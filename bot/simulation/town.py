"""A small made-up town on the coast of Sjælland, so that a demo has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from bot.config import Settings
from bot.domain.occurrences import moment
from bot.domain.people import Role
from bot.storage import links, plans
from bot.storage.plans import Plan, Time
from bot.storage.store import Tx

HOUSE: Final = "Slagelse Frivilligcenter"
LIFETIME: Final = timedelta(days=1)
WEEKS: Final = 8
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Habit:
    """What goes on every week on the same weekday (0 is Monday) at the same time on the wall."""

    title: str
    interest: str
    weekday: int
    clock: time
    hours: float
    place: str
    door: str
    first_ten: str
    price: str
    seats: int
    roles: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()  # bot.domain.facts; what is missing, somebody may ask for


@dataclass(frozen=True)
class Spot:
    """A place in the town: where it lies, and the bus stop beside it."""

    position: tuple[float, float]
    stop: str = ""


AREA: Final = "Slagelse"
SPOTS: Final = MappingProxyType(
    {
        "Medborgerhuset": Spot((55.4041, 11.3561), "Medborgerhuset, bus 901"),
        "Anlægget": Spot((55.4072, 11.3502)),
        "Biblioteket": Spot((55.4028, 11.3546), "Torvet, bus 901 og 902"),
        "Nyttehaven ved stien": Spot((55.3969, 11.3648), "Stien, bus 903"),
    }
)
HABITS: Final = (
    Habit(
        "Torsdagskaffe",
        "coffee",
        3,
        time(14),
        2,
        "Medborgerhuset",
        "gå ind ad den grønne dør, der er ingen trapper",
        "vi hælder kaffe op og siger hej",
        "",
        10,
        ("host", "helper"),
        (("steps", "yes"), ("greeted", "yes"), ("toilet", "yes"), ("noise", "calm"), ("pickup", "yes")),
    ),
    Habit(
        "Gå og snak",
        "walk",
        1,
        time(10),
        1.5,
        "Anlægget",
        "mød os ved bænken lige inden for lågen",
        "vi hilser på hinanden og går i roligt tempo",
        "",
        12,
        ("host",),
        (("greeted", "yes"), ("plain", "yes"), ("leave", "no")),
    ),
    Habit(
        "Fællessang",
        "song",
        2,
        time(16),
        1.5,
        "Biblioteket",
        "tag elevatoren til første sal",
        "vi finder en sangbog og en stol",
        "20 kroner",
        20,
        ("host", "driver"),
        (("steps", "yes"), ("watch", "yes"), ("toilet", "yes"), ("hearing", "yes"), ("noise", "lively")),
    ),
    Habit(
        "Fælles have",
        "garden",
        5,
        time(11),
        2,
        "Nyttehaven ved stien",
        "lågen står åben, og der er bænke",
        "vi ser, hvad der gror, og deler arbejdet",
        "",
        8,
        ("host",),
        (("steps", "yes"), ("plain", "yes"), ("noise", "calm")),
    ),
    Habit(
        "Kortspil",
        "games",
        4,
        time(13, 30),
        2,
        "Medborgerhuset",
        "gå ind ad den grønne dør, der er ingen trapper",
        "vi finder et bord og blander kortene",
        "",
        8,
        ("host",),
        (("steps", "yes"), ("greeted", "yes"), ("hearing", "yes"), ("noise", "calm")),
    ),
)


def links_of(tx: Tx, settings: Settings, now: datetime) -> dict[str, str]:
    """Return start tokens for a coordinator and a volunteer; the first call also builds the town."""
    found = tx.organisation_by_name(name=HOUSE)
    house: int = found[0] if found else _build(tx, settings, now)
    return {
        role.value: links.make_link(tx, role, house, made_by=None, now=now, lifetime=LIFETIME, uses=uses)
        for role, uses in ((Role.COORDINATOR, 1), (Role.VOLUNTEER, 25))
    }


def _build(tx: Tx, settings: Settings, now: datetime) -> int:
    house: int = tx.add_organisation(
        name=HOUSE, home=1, reads_at=settings.reads_at, phone="58 57 57 57", now=now
    )
    for habit in HABITS:
        spot = SPOTS[habit.place]
        plan = Plan(
            f"town:{habit.title}",
            habit.title,
            habit.place,
            habit.interest,
            habit.door,
            habit.first_ten,
            habit.price,
            AREA,
            (*habit.facts, *([("stop", spot.stop)] if spot.stop else [])),
            spot.position,
        )
        activity, _new = plans.write(
            tx,
            house,
            plan,
            _times(settings, habit, now),
            seats=habit.seats,
            state="published",
            made_by=None,
            now=now,
        )
        for role in habit.roles:
            tx.put_need(activity=activity, role=role, wanted=1)
    return house


def _times(settings: Settings, habit: Habit, now: datetime) -> list[Time]:
    today = now.astimezone(settings.zone).date()
    first = today + (habit.weekday - today.weekday()) % 7 * DAY
    walls = [datetime.combine(first + 7 * week * DAY, habit.clock) for week in range(WEEKS)]
    lasts = timedelta(hours=habit.hours)
    return [
        Time(wall.isoformat(timespec="minutes"), start, start + lasts)
        for wall in walls
        if (start := moment(wall, settings.zone)) > now
    ]
