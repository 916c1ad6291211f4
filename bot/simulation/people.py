"""Somebody made up: reads what is shown, chooses among the buttons that are there, writes, forgets.

What people do is assumed where nothing else is said.  ``domain.md``, section 4: studies that asked people
once a day or more had 85 % answers, falling with time; a text reminder makes a quarter fewer stay away
(RR 0.77).  Neither was measured on the people of this product.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Final, Protocol

from bot.dialogs.choice import BACK
from bot.dialogs.dialogue import PAGE, SKIP
from bot.dialogs.wire import decode
from bot.ports import Button, Said
from bot.simulation import words
from bot.simulation.phones import Act, Arrival, Phone
from bot.simulation.words import Name

WAKES, SLEEPS = 7, 23  # wall clock: who looks at the phone at night is an exception
AT_NIGHT: Final = 0.05
DEEPEST: Final = 6  # presses in a row without a dialogue
LONGEST: Final = 40  # answers in a row within dialogues
AGAIN: Final = 0.03  # pressed twice, since nothing seemed to happen
GOES_ON: Final = 0.45  # after an answer, somebody presses on
ENDS: Final = 0.96  # within a dialogue, somebody answers on
# how soon somebody answers: share, and from when to when in minutes
SOON: Final = ((0.45, 1, 30), (0.3, 30, 600), (0.15, 600, 2_000), (0.1, 2_000, 6_000))
A_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
MEANT: Final[Mapping[str, str]] = {
    "stop.yes": "stop",
    "stop.undo": "back",
    "pause.end": "back",
    "pause.week": "pause 7",
    "pause.month": "pause 30",
    "pause.open": "pause",
    "delete.pause": "pause",
    "safety.ok": "calm",
    "safety.false": "all clear",
}
# what is pressed more or less often than its neighbours: 1 is usual; by the word in the button's data
CAREFUL: Final[Mapping[str, float]] = {
    "language": 0.0,  # the oracle reads Danish
    "stop.yes": 0.02,
    "delete": 0.02,
    "data.withdraw": 0.02,
    "link": 0.0,
    "sign.out": 0.12,
    "stop.cancel": 0.3,
    "pause": 0.1,
    "pause.open": 0.3,
    "talk.done": 0.3,
    "human": 0.08,
    "menu.more": 0.3,
    "data": 0.1,
    "sign.join": 2.5,
    "inv.no": 1.5,
    "after.good": 3.0,
    "rem.come": 5.0,
    "rem.in": 5.0,
    "checkin.good": 2.0,
    "checkin.bad": 0.4,
    "checkin": 0.15,
    "fewer": 0.12,
    "safety.ok": 0.6,
    "safety.tell": 0.5,
}
VALUES: Final[Mapping[str, float]] = {
    SKIP: 0.5,
    BACK: 0.05,
    PAGE: 0.2,
    "no": 0.1,
    "language": 0.0,
    "drop": 0.1,
}


class Street(Protocol):
    """What a person can do in the world, and when."""

    @property
    def now(self) -> datetime:
        """What time it is."""
        ...

    @property
    def zone(self) -> tzinfo:
        """Where clocks hang."""
        ...

    def does(self, act: Act) -> list[Arrival]:
        """Do something; return what it was answered with."""
        ...

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        """Do something later."""
        ...


@dataclass
class Somebody:
    """A person with a phone; habits stand in the sub-classes."""

    name: Name
    phone: Phone
    street: Street
    chance: random.Random
    app_name: str = ""
    eager: float = 0.6  # of what comes by itself, the share that is answered
    weights: Mapping[str, float] = field(default_factory=lambda: CAREFUL)
    silent_until: datetime | None = None
    keen_until: datetime | None = None  # somebody has set out to do something, and presses on
    gone: bool = False
    cprs: list[str] = field(default_factory=list)

    def begins(self, token: str) -> None:
        """Come in, by a link if there is one."""
        self.goes_on(self.says(f"/start {token}", "back"), DEEPEST)

    def day(self) -> None:
        """Do what comes to mind on a day."""
        raise NotImplementedError

    # --- what is done ---------------------------------------------------------------------------------

    def says(self, text: str, meant: str = "") -> list[Arrival]:
        """Write."""
        meant = meant or ("back" if text in words.GREETINGS else "")
        return self._does(Act(self.street.now, self.phone.chat, Said.TEXT, text=text, meant=meant))

    def presses(self, shown: Arrival, button: Button) -> list[Arrival]:
        """Press a button that is on the screen; sometimes twice."""
        meant = "back" if _is_yes(button) else MEANT.get(verb_of(button), "") or _until(button)
        act = Act(self.street.now, self.phone.chat, Said.TAP, data=button.data, on=shown.id, meant=meant)
        if self.chance.random() < AGAIN:
            soon = self.street.now + timedelta(seconds=self.chance.choice((1, 2, 40)))
            self.street.at(soon, lambda: self._presses_again(act))
        return self._does(act)

    def _presses_again(self, act: Act) -> None:
        if not self.phone.blocked:
            self._does(Act(self.street.now, act.chat, act.said, data=act.data, on=act.on, meant=act.meant))

    def _does(self, act: Act) -> list[Arrival]:
        return self.street.does(act)

    # --- what is seen ---------------------------------------------------------------------------------

    def sees(self, shown: Arrival) -> None:
        """Notice what came by itself; answer soon, late or never."""
        if self._is_silent() or self.phone.blocked or self.gone:
            return
        if shown.choices and self.chance.random() < self.eager:
            self.later(self._delay(), lambda: self.turns_to(shown))

    def turns_to(self, shown: Arrival, left: int = DEEPEST) -> None:
        """Answer a message by one of its buttons, and go on from what comes."""
        if self.phone.blocked or self.gone:
            return
        button = self.choose(shown)
        if button is not None:
            self.goes_on(self.presses(shown, button), left - 1)

    def goes_on(self, answers: list[Arrival], left: int) -> None:
        """Read an answer, and perhaps go on."""
        if not answers or left <= -LONGEST:
            return
        last = answers[-1]
        asked = is_asked(last) or self.is_keen()
        if not asked and left <= 0:
            return
        if self.chance.random() < (ENDS if asked else GOES_ON):
            wait = timedelta(seconds=self.chance.randrange(4, 60))
            self.street.at(self.street.now + wait, lambda: self.answers(last, left))

    def answers(self, shown: Arrival, left: int) -> None:
        """Answer what was asked within a dialogue, or press on."""
        if is_asked(shown) and (text := self.writes(shown)):
            self.goes_on(self.says(text), left - 1)
        else:
            self.turns_to(shown, left)

    def writes(self, shown: Arrival) -> str:
        """Return what is written to a question; empty to press instead."""
        raise NotImplementedError

    def choose(self, shown: Arrival) -> Button | None:
        """Choose one of the buttons that are shown."""
        found = [(button, self.weight(button, place)) for place, button in enumerate(shown.choices)]
        buttons = [button for button, weight in found if weight > 0]
        if not buttons:
            return None
        return self.chance.choices(buttons, [weight for _button, weight in found if weight > 0])[0]

    def weight(self, button: Button, place: int) -> float:
        """Tell how likely a button is pressed: the upper ones a little more, some rarely."""
        if verb := verb_of(button):
            usual = self.weights.get(verb)
            return usual if usual is not None else 1.0 / (1 + place * 0.2)
        if tap := decode(button.data):
            value = tap.value
            return VALUES.get(value, VALUES.get(value[:1], 1.5 if place == 0 else 1.0))
        return 0.0

    def is_keen(self) -> bool:
        """Tell whether somebody has just set out to do something."""
        return self.keen_until is not None and self.street.now < self.keen_until

    def sets_out(self) -> None:
        """Mean to do something now."""
        self.keen_until = self.street.now + timedelta(minutes=10)

    # --- time -----------------------------------------------------------------------------------------

    def later(self, wait: timedelta, do: Callable[[], None]) -> None:
        """Do something when the person is awake."""
        self.street.at(self._awake(self.street.now + wait), do)

    def _delay(self) -> timedelta:
        dice = self.chance.random()
        for share, least, most in SOON:
            dice -= share
            if dice < 0:
                return timedelta(minutes=self.chance.uniform(least, most))
        return timedelta(days=2)

    def _awake(self, at: datetime) -> datetime:
        local = at.astimezone(self.street.zone)
        if WAKES <= local.hour < SLEEPS or self.chance.random() < AT_NIGHT:
            return at
        day = local.date() + timedelta(days=local.hour >= SLEEPS)
        morning = datetime(day.year, day.month, day.day, WAKES, tzinfo=self.street.zone)
        return morning + timedelta(minutes=self.chance.randrange(150))

    def _is_silent(self) -> bool:
        return self.silent_until is not None and self.street.now < self.silent_until


def verb_of(button: Button) -> str:
    """Return the word in a button's data; empty for a dialogue's."""
    return button.data[1:].partition(":")[0] if button.data.startswith("!") else ""


def with_verb(shown: Iterable[Arrival], verb: str) -> tuple[Arrival, Button] | None:
    """Return the first button with this word, and the message that shows it."""
    return next(((one, button) for one in shown for button in one.choices if verb_of(button) == verb), None)


def is_asked(shown: Arrival) -> bool:
    """Tell whether a message is a dialogue's question."""
    return any(decode(button.data) for button in shown.choices) or not shown.choices


def is_written(shown: Arrival) -> bool:
    """Tell whether a question has nothing to choose from, so that it is written."""
    taps = [tap for button in shown.choices if (tap := decode(button.data))]
    return all(tap.value in (SKIP, BACK) for tap in taps)


def _until(button: Button) -> str:
    """Return what it means to choose the day on which a break ends."""
    tap = decode(button.data)
    return f"until {tap.value}" if tap and A_DAY.fullmatch(tap.value) else ""


def _is_yes(button: Button) -> bool:
    tap = decode(button.data)
    return tap is not None and tap.value == "yes"
