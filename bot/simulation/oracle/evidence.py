"""What the judge looks at: the transcript, and what was true when.  None of the bot's rules are asked."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final, Generic, TypeVar

from bot.ports import Kind, Said
from bot.simulation.oracle.hours import AWAKE, Awake
from bot.simulation.phones import Act, Arrival, Transcript

T = TypeVar("T")
RULES: Final = tuple(str(n) for n in range(1, 11))
UNASKED: Final = frozenset({"invitation", "checkin", "announcement"})
AGREED: Final = frozenset({"reminder", "followup", "change"})
WRITTEN_BY_PEOPLE: Final = frozenset({"relay", "announcement"})
LINE: Final = 8  # characters of what somebody wrote, from which it is known again
HERE: Final = frozenset({"in", "waiting", "offered"})
ON_DUTY: Final = frozenset({"taken", "confirmed"})
TOGETHER: Final = "together"  # the role of what two have said to each other


@dataclass(frozen=True, slots=True)
class Found:
    """A rule of PRODUCT.md, section 6, that a message broke."""

    rule: str
    at: datetime
    chat: int
    why: str
    text: str = ""


@dataclass(slots=True)
class History(Generic[T]):
    """What something was from which moment on."""

    since: list[datetime] = field(default_factory=list)
    values: list[T] = field(default_factory=list)

    def add(self, since: datetime, value: T) -> None:
        """Note a change; of several in one moment the last one counts."""
        self.since.append(since)
        self.values.append(value)

    def at(self, moment: datetime) -> T | None:
        """Return what it was at a moment, after all that was done in it."""
        place = bisect_right(self.since, moment)
        return self.values[place - 1] if place else None

    def before(self, moment: datetime) -> T | None:
        """Return what it was just before a moment."""
        found = None
        for since, value in zip(self.since, self.values, strict=True):
            if since >= moment:
                break
            found = value
        return found

    def steps(self) -> Iterator[tuple[datetime, T]]:
        """Yield each change."""
        return zip(self.since, self.values, strict=True)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody with a phone."""

    chat: int
    first: str
    last: str
    user: str
    kind: str  # citizen, volunteer, coordinator


@dataclass(frozen=True, slots=True)
class Times:
    """When a date takes place, if it does."""

    starts_at: datetime
    ends_at: datetime
    on: bool


@dataclass(slots=True)
class Date:
    """One date of an activity, and the organisation that it is of."""

    id: int
    activity: int
    titles: tuple[str, ...]
    times: History[Times] = field(default_factory=History)
    house: int = 0


@dataclass(frozen=True, slots=True)
class Habit:
    """How long before a shift somebody is asked and reminded, and between which hours of the day.

    ``days`` and ``hours`` are None where they are as the organisation has them; 0 hours: not then.
    """

    days: int | None = None
    hours: int | None = None
    awake: Awake = AWAKE


@dataclass(slots=True)
class Part:
    """Somebody's sign-up, or shift (``duty``): the states it went through, each with whether they came.

    Or, in ``pairs``, what a companion and a citizen have said to going to a date together.
    """

    chat: int
    date: int
    duty: bool
    states: History[tuple[str, str]] = field(default_factory=History)
    role: str = ""


@dataclass
class Evidence:
    """All of it."""

    transcript: Transcript
    end: datetime
    who: dict[int, Who] = field(default_factory=dict)
    dates: dict[int, Date] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    habits: dict[int, History[Habit]] = field(default_factory=dict)  # of each chat
    leads: dict[int, History[tuple[int, int]]] = field(default_factory=dict)  # days and hours, of each house
    weekly: dict[int, History[int]] = field(default_factory=dict)
    known: dict[int, History[bool]] = field(default_factory=dict)  # whether the bot knows a chat
    held: dict[int, History[bool]] = field(default_factory=dict)  # while somebody is asked about erasure
    houses: dict[int, set[int]] = field(default_factory=dict)  # organisations that a chat has a role in
    pairs: list[Part] = field(default_factory=list)  # of the companion
    mates: set[frozenset[int]] = field(default_factory=set)  # who go together, after both said yes
    helpers: set[int] = field(default_factory=set)  # citizens who have come to give a hand as well
    hosts: set[int] = field(default_factory=set)  # chats that have been named as hosts
    walls: dict[int, tuple[int, time]] = field(default_factory=dict)  # of what recurs: weekday and clock
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)  # CPR numbers that somebody wrote
    leaks: list[str] = field(default_factory=list)  # those found in the file

    def __post_init__(self) -> None:
        """Sort by who and what it is about."""
        self.arrivals_of: dict[int, list[Arrival]] = defaultdict(list)
        self.about: dict[tuple[int, int], list[Arrival]] = defaultdict(list)
        for arrival in self.transcript.arrivals:
            self.arrivals_of[arrival.chat].append(arrival)
            if arrival.occurrence is not None:
                self.about[arrival.chat, arrival.occurrence].append(arrival)
        self.written = {act.text.strip() for act in self.transcript.acts if len(act.text) >= LINE}
        self.acts_of: dict[int, list[Act]] = defaultdict(list)
        for act in self.transcript.acts:
            self.acts_of[act.chat].append(act)
        self._blocked: dict[int, History[bool]] = defaultdict(History)
        for act in self.transcript.acts:
            if act.said in (Said.BLOCKED, Said.UNBLOCKED):
                self._blocked[act.chat].add(act.at, act.said is Said.BLOCKED)
        self.parts_of: dict[tuple[int, int], list[Part]] = defaultdict(list)
        for part in self.parts:
            self.parts_of[part.chat, part.date].append(part)
        self.pairs_of: dict[tuple[int, int], list[Part]] = defaultdict(list)
        for part in self.pairs:
            self.pairs_of[part.chat, part.date].append(part)

    def is_unasked(self, arrival: Arrival) -> bool:
        """Tell whether nobody asked for it: by its kind, or since a citizen has no part in its date."""
        if arrival.changed:
            return False
        if arrival.kind.value in UNASKED:
            return True
        return (
            arrival.kind.value in AGREED
            and self.is_citizen(arrival.chat)
            and arrival.cause == -1
            and arrival.occurrence is not None
            and not self.parts_of[arrival.chat, arrival.occurrence]
        )

    def own_words(self, arrival: Arrival) -> str:
        """Return what the bot says in a message: without the lines that somebody wrote just so."""
        return "\n".join(line for line in arrival.text.splitlines() if line.strip() not in self.written)

    def unasked(self, chat: int) -> list[Arrival]:
        """Return what came to a chat unasked, each once although it may have been sent again."""
        seen: set[tuple[int, Kind]] = set()
        found = []
        for arrival in self.arrivals_of[chat]:
            if self.is_unasked(arrival) and (arrival.id, arrival.kind) not in seen:
                seen.add((arrival.id, arrival.kind))
                found.append(arrival)
        return found

    def is_citizen(self, chat: int) -> bool:
        """Tell whether somebody is nothing but a citizen."""
        return self.who[chat].kind == "citizen" and chat not in self.helpers

    def is_let_in(self, chat: int, at: datetime) -> bool:
        """Tell whether a chat lets the bot in at a moment; blocking works at once, also while it is down."""
        return not self._blocked[chat].at(at)

    def is_reachable(self, chat: int, at: datetime) -> bool:
        """Tell whether the bot knows a chat at a moment and is let in."""
        known = self.known.get(chat)
        return self.is_let_in(chat, at) and bool(known and known.at(at))

    def habit(self, chat: int, date: Date, at: datetime) -> Habit:
        """Return how somebody is reminded of a date, at a moment."""
        own = self.habits[chat].at(at) if chat in self.habits else None
        days, hours = (self.leads[date.house].at(at) if date.house in self.leads else None) or (2, 3)
        own = own or Habit()
        return Habit(
            days if own.days is None else own.days, hours if own.hours is None else own.hours, own.awake
        )

    def chosen(self, chat: int, date: Date) -> list[datetime]:
        """Return when it was chosen anew how long before somebody is reminded; the first time is none."""
        own, house = self.habits.get(chat), self.leads.get(date.house)
        return [*(own.since[1:] if own else []), *(house.since[1:] if house else [])]

    def turns(self, chat: int, date: Date) -> list[datetime]:
        """Return the moments at which it changed when somebody is to be reminded of a date."""
        parts = (since for part in self.parts_of[chat, date.id] for since in part.states.since)
        return [*self.chosen(chat, date), *date.times.since, *parts]

    def outage_over(self, moment: datetime) -> datetime | None:
        """Return when the outage ends that a moment lies in."""
        return next((end for begin, end in self.outages if begin <= moment < end), None)
