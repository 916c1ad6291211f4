"""Activities and their single dates, seats and shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

TAKING_PART: Final = ("join", "look", "hand", "company")  # the forms of a sign-up
PAIR: Final = 2  # seats for somebody who comes with a companion or a guest: both or neither
SEATED: Final = ("in", "offered")  # states of a sign-up that hold a seat
TEXTS: Final = ("title", "interest", "place", "area", "door", "first_ten", "price")  # of an activity
NOT_SAID: Final = "?"  # the price of what a calendar told of: nobody has said that it is free
STILL_ON: Final = ("taken", "confirmed")  # states of a shift that somebody counts on


@dataclass(frozen=True, slots=True)
class Activity:
    """What goes on, who owns it, and all a newcomer asks about it."""

    id: int
    organisation: int
    title: str
    interest: str
    place: str
    area: str
    door: str
    first_ten: str
    price: str
    host: int | None
    made_by: int | None
    state: str
    latitude: float | None = None  # degrees, WGS 84; None where nobody has shown it on a map
    longitude: float | None = None

    @property
    def position(self) -> tuple[float, float] | None:
        """Return where it is on a map."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of an activity.  ``version`` rises when it is moved or cancelled."""

    id: int
    activity: Activity
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    version: int
    state: str

    @property
    def free(self) -> int:
        """Return how many seats are left."""
        return self.capacity - self.taken

    @property
    def on(self) -> bool:
        """Tell whether it takes place and may be shown."""
        return self.state == "planned" and self.activity.state == "published"

    def is_within(self, span: timedelta, now: datetime) -> bool:
        """Tell whether it begins within this span and has not begun."""
        return now < self.starts_at <= now + span


@dataclass(frozen=True, slots=True)
class Signup:
    """Somebody's part in an occurrence.  ``version`` rises with each change of mind."""

    id: int
    occurrence: int
    person: int
    form: str
    state: str
    version: int
    came: str
    made_at: datetime
    party: int = 1  # seats: two with a companion or a guest


@dataclass(frozen=True, slots=True)
class Shift:
    """A volunteer's part in an occurrence."""

    id: int
    occurrence: int
    person: int
    role: str
    state: str
    version: int
    made_at: datetime

    @property
    def on(self) -> bool:
        """Tell whether somebody counts on it."""
        return self.state in STILL_ON
