"""Volunteers, who take shifts and forget them, and coordinators with five minutes between two meetings."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Final

from bot.handlers.registry import pressed
from bot.ports import Button, Kind
from bot.simulation import words
from bot.simulation.people import CAREFUL, Somebody, is_written, with_verb
from bot.simulation.phones import Arrival

VOLUNTEERS: Final[Mapping[str, float]] = MappingProxyType(
    {
        **CAREFUL,
        "shift.open": 3.0,
        "shift.take": 4.0,
        "shift.come": 6.0,
        "shift.cant": 0.7,
        "shift.undo": 0.05,
        "human": 0.03,
    }
)
DUTIES: Final[Mapping[str, float]] = MappingProxyType(
    {
        **CAREFUL,
        "talk.take": 6.0,
        "talk.answer": 3.0,
        "talk.end": 1.5,
        "role.yes": 6.0,
        "role.no": 0.3,
        "camp.stop": 0.05,
        "camp.pause": 0.05,
        "camp.go": 3.0,
        "plan.new": 0.0,
        "announce": 0.0,
        "plan.cancel": 0.0,
        "plan.cancelled": 0.0,
        "plan.move": 0.0,
        "plan.edit": 0.0,
        "stop.yes": 0.0,
        "delete": 0.0,
        "safety.false": 0.2,
        "link.citizen": 0.2,
        "link": 0.2,
        "human": 0.0,
        "pause": 0.0,
        "fewer": 0.0,
    }
)
# what a coordinator sets out to do: how often a year for each (assumed), the word, and what is then pressed
JOBS: Final[Mapping[str, tuple[float, str, Mapping[str, float]]]] = MappingProxyType(
    {
        "plans": (10.0, "/ny", {}),
        "moves": (12.0, "", {"plan.show": 6.0, "plan.move": 40.0}),
        "cancels": (8.0, "", {"plan.show": 6.0, "plan.cancel": 40.0, "plan.cancelled": 40.0}),
        "corrects": (5.0, "", {"plan.show": 6.0, "plan.edit": 40.0}),
        "announces": (16.0, "/opslag", {}),
    }
)
YEARLY: Final[Mapping[str, float]] = MappingProxyType(
    {"looks for shifts": 80.0, "writes": 3.0, "stops": 0.25, "falls silent": 1.0, "hands back": 3.0}
)
# of shifts that somebody has, the share that is never thought of again whatever is written, and the share
# before which something comes up in the last 24 hours: assumed
FORGETS: Final = 0.05
LATE: Final = 0.08
CORRECTED: Final[Mapping[str, str]] = MappingProxyType({"Navnet": "hvad hedder", "Stedet": "hvor er"})
HOURS: Final = (9, 15)  # when coordinators work, on the wall
ENDS_TALK: Final = 0.8  # of open talks, the share that is ended on a day
PASSES_OVER: Final = 0.6  # of questions about what is not needed
NEARBY: Final = 20  # days ahead that something is planned or moved to


@dataclass
class Volunteer(Somebody):
    """Somebody who gives a hand, and has a life."""

    weights: Mapping[str, float] = field(default_factory=lambda: VOLUNTEERS)
    _reminded: Counter[int] = field(default_factory=Counter)  # how often of each shift

    def forgets(self, shift: int) -> bool:
        """Tell whether a shift is one that they forget: asked again, it is the same answer."""
        return self._fate(shift) < FORGETS

    def sees(self, shown: Arrival) -> None:
        """Notice; a shift that is forgotten stays so, and on the last day something may come up."""
        found = with_verb([shown], "shift.cant") if shown.kind is Kind.REMINDER else None
        if found is None:
            super().sees(shown)
            return
        _verb, (shift,) = pressed(found[1].data) or ("", (0,))
        self._reminded[shift] += 1
        if self.forgets(shift):
            return
        if self._reminded[shift] > 1 and self._fate(shift) < FORGETS + LATE:  # the first is days before
            self.later(timedelta(minutes=self.chance.randint(2, 90)), lambda: self._gives_up(*found))
        else:
            super().sees(shown)

    def _gives_up(self, shown: Arrival, button: Button) -> None:
        if not self.phone.blocked:
            self.presses(shown, button)

    def _fate(self, shift: int) -> float:
        return random.Random(f"{self.name.user}:{shift}").random()

    def day(self) -> None:
        """Do what comes to mind on a day."""
        if self.gone or self._is_silent():
            return
        for what, often in YEARLY.items():
            if self.chance.random() < often / 365:
                self.later(timedelta(minutes=self.chance.randrange(15 * 60)), partial(self.acts, what))

    def acts(self, what: str) -> None:
        """Do one thing."""
        match what:
            case "looks for shifts":
                self.goes_on(self.says("/vagter"), 5)
            case "writes":
                self.goes_on(self.says(self.chance.choice(words.ODD + words.QUESTIONS)), 3)
            case "stops":
                self.says("stop", "stop")
                self.later(
                    timedelta(days=self.chance.randint(5, 40)),
                    lambda: self.goes_on(self.says("hej", "back"), 2),
                )
            case "hands back":
                self._hands_back()
            case _:
                self.silent_until = self.street.now + timedelta(days=self.chance.randint(14, 40))

    def _hands_back(self) -> None:
        if found := with_verb(reversed(self.phone.screen), "shift.cant"):
            self.presses(*found)

    def writes(self, shown: Arrival) -> str:
        """Write what a question asks for."""
        if is_written(shown) and "?" in shown.text:
            return (
                f"{self.name.first} {self.name.last}"
                if "kalde dig" in shown.text
                else self.chance.choice(words.ODD)
            )
        return ""


@dataclass
class Coordinator(Somebody):
    """Somebody at work: answers at work, and late."""

    weights: Mapping[str, float] = field(default_factory=lambda: DUTIES)
    eager: float = 0.8
    job: str = ""
    field: str = ""  # what is being corrected, by the question that asks for it in a new activity

    def sees(self, shown: Arrival) -> None:
        """Notice; progress messages are only looked at."""
        if shown.kind is Kind.RELAY or not shown.changed:
            super().sees(shown)

    def day(self) -> None:
        """Look at who waits, end old talks, and do a job now and then; nothing at weekends."""
        today = self.street.now.astimezone(self.street.zone)
        if self.gone or today.weekday() > 4:  # noqa: PLR2004 - Friday
            return
        self._at_work(self._looks_at_inbox)
        for job, (often, _word, _pressed) in JOBS.items():
            if self.chance.random() < often / 260:
                self._at_work(partial(self.does_a_job, job))

    def does_a_job(self, job: str) -> None:
        """Set out to do one thing, and press what leads there."""
        _often, word, pressing = JOBS[job]
        self.job = job
        self.sets_out()
        self.weights = {**DUTIES, **pressing}
        if word:
            self.goes_on(self.says(word), 25)
        else:
            self._opens_the_list()
        self.later(timedelta(minutes=30), self._rests)

    def _opens_the_list(self) -> None:
        if found := with_verb(self.says("menu"), "plan.list"):
            self.goes_on(self.presses(*found), 12)

    def _rests(self) -> None:
        self.job, self.weights = "", DUTIES

    def _looks_at_inbox(self) -> None:
        for shown in list(self.phone.screen):
            end = with_verb([shown], "talk.end")
            if end and self.chance.random() < ENDS_TALK:
                self.presses(*end)
                self.phone.forgets(shown.id)
        self.goes_on(self.says("/indbakke"), 6)

    def _at_work(self, do: Callable[[], None]) -> None:
        local = self.street.now.astimezone(self.street.zone)
        first, last = HOURS
        at = local.replace(hour=self.chance.randrange(first, last), minute=self.chance.randrange(60))
        self.street.at(max(at, self.street.now), do)

    def presses(self, shown: Arrival, button: Button) -> list[Arrival]:
        """Press, and know what was chosen to be corrected."""
        self.field = CORRECTED.get(button.label, "")
        return super().presses(shown, button)

    def writes(self, shown: Arrival) -> str:
        """Read what is asked, and write that."""
        text = shown.text.casefold()
        if not is_written(shown) and "hvornår" not in text:
            return ""
        if not shown.choices and "?" not in text and "skriv" not in text:
            return ""
        known = next((answer() for asked, answer in self._knows().items() if asked in text), "")
        if self.field and "skal stå nu" in text:
            known = self._knows()[self.field]()
        passes = not known and shown.choices and self.chance.random() < PASSES_OVER
        return "" if passes else known or self._usual()

    def _knows(self) -> Mapping[str, Callable[[], str]]:
        chance = self.chance
        day = self.street.now.date() + timedelta(days=chance.randint(1, NEARBY))
        return {
            "kalde dig": lambda: self.name.first,
            "hvornår": lambda: words.when(day, chance.randrange(9, 19), chance),
            "en dato": lambda: words.when(day, chance.randrange(9, 19), chance),
            "hvad hedder": lambda: f"{chance.choice(words.PLANS)} {chance.randrange(100, 1000)}",
            "hvor mange": lambda: str(chance.randint(4, 20)),
            "et tal": lambda: str(chance.randint(4, 20)),
            "hvor er": lambda: chance.choice(words.PLACES),
        }

    def _usual(self) -> str:
        if self.job == "announces":
            return f"{self.chance.choice(words.OPENINGS)} Nummer {self.chance.randrange(10_000)}."
        return self.chance.choice(words.HOUSE if self.job else words.ANSWERS)
