"""Citizens: they are invited, come or do not, forget, fall silent, say stop, come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Final

from bot.ports import Said
from bot.simulation import words
from bot.simulation.people import Somebody, is_written, verb_of, with_verb
from bot.simulation.phones import Act, Arrival

# how often somebody does this by themselves, in a year: assumed
YEARLY: Final[Mapping[str, float]] = MappingProxyType(
    {
        "looks": 12.0,
        "presses a large button": 12.0,
        "asks": 8.0,
        "writes something odd": 5.0,
        "sends media": 1.5,
        "edits": 1.0,
        "presses something old": 5.0,
        "falls silent": 1.2,
        "says stop": 0.35,
        "pauses": 0.5,
        "asks for fewer": 0.7,
        "wants a human": 1.0,
        "is in danger": 0.12,
        "writes a cpr": 0.2,
        "blocks": 0.12,
        "deletes": 0.1,
        "wants to be asked": 2.0,
    }
)
SILENT: Final = (14, 60)  # days
AWAY: Final = (3, 90)  # days until somebody who stopped or blocked comes back, if they do
RETURNS: Final = 0.6
ENDS_TALK: Final = 0.2  # of talks with a human, the share that a citizen ends
MEANS_IT: Final = 0.5  # of those who ask to be deleted
OWN_WORDS: Final = 0.08  # of questions with buttons, the share that is answered in words
PASSES_OVER: Final = 0.3  # of questions that must be written
LAST_NAME: Final = 0.3  # asked for a first name, so many write more


@dataclass
class Citizen(Somebody):
    """Somebody who would like company."""

    def begins(self, token: str) -> None:
        """Write to the bot for the first time."""
        text = f"/start {token}" if token else self.chance.choice(words.BACK)
        self.goes_on(self.says(text, "back"), 10)

    def day(self) -> None:
        """Do what comes to mind on a day: most days nothing."""
        if self.gone or self._is_silent():
            return
        for what, often in YEARLY.items():
            if self.chance.random() < often / 365:
                self.later(timedelta(minutes=self.chance.randrange(16 * 60)), partial(self.acts, what))

    def acts(self, what: str) -> None:  # noqa: C901, PLR0912 - one line for each thing that people do
        """Do one thing."""
        if self.gone or self.phone.blocked:
            return
        choice = self.chance.choice
        match what:
            case "looks":
                self._talks(choice(("/aktiviteter", "menu", "hej", "hvad sker der")))
            case "presses a large button":
                if self.phone.large:
                    self._talks(choice(self.phone.large), 2)
            case "asks":
                self._talks(choice(words.QUESTIONS))
            case "writes something odd":
                self._talks(choice(words.ODD))
            case "sends media":
                act = Act(
                    self.street.now, self.phone.chat, Said.MEDIA, media=choice(("voice", "photo", "sticker"))
                )
                self.goes_on(self._does(act), 2)
            case "edits":
                self._does(Act(self.street.now, self.phone.chat, Said.EDITED, text=choice(words.ODD)))
            case "presses something old":
                self._presses_old()
            case "falls silent":
                self.silent_until = self.street.now + timedelta(days=self.chance.randint(*SILENT))
            case "says stop":
                self._stops()
            case "pauses":
                self._sets_out("pause")
            case "asks for fewer":
                self._sets_out(choice(("/faerre", "sjældnere", "oftere")))
            case "wants a human":
                self._asks_for_a_human()
            case "is in danger":
                self._talks(choice(words.DANGER), 2, "danger")
            case "writes a cpr":
                self._writes_cpr()
            case "blocks":
                self._blocks()
            case "deletes":
                self._deletes()
            case _:
                self._sets_out("/hej")

    def writes(self, shown: Arrival) -> str:
        """Write what a question asks for; or press, which is what people mostly do."""
        if not shown.choices and "?" not in shown.text:
            return ""
        dice, name = self.chance.random(), "kalde dig" in shown.text.casefold()
        if not is_written(shown):
            often = LAST_NAME if name else OWN_WORDS
            own = f"{self.name.first} {self.name.last}" if name else self.chance.choice(words.ODD)
            return own if dice < often else ""
        if any(verb_of(button) for button in shown.choices) or (shown.choices and dice < PASSES_OVER):
            return ""
        full = f"jeg hedder {self.name.first} {self.name.last}"
        return self.chance.choice((self.name.first, full) if name else words.TOWNS)

    def _talks(self, text: str, left: int = 4, meant: str = "") -> None:
        self.goes_on(self.says(text, meant or ("back" if text in words.BACK else "")), left)

    def _sets_out(self, text: str) -> None:
        self.sets_out()
        self._talks(text, 4)

    def _presses_old(self) -> None:
        shown = self.chance.choice(self.phone.screen) if self.phone.screen else None
        if shown is not None:
            self.turns_to(shown, 2)

    def _stops(self) -> None:
        self.says(self.chance.choice(words.STOPS), "stop")
        if self.chance.random() < RETURNS:
            self.later(timedelta(days=self.chance.randint(*AWAY)), self._returns)

    def _returns(self) -> None:
        if not self.gone and not self.phone.blocked:
            self._talks(self.chance.choice(words.BACK), 3, "back")

    def _asks_for_a_human(self) -> None:
        self.says(self.chance.choice(words.HUMAN))
        for minutes in (self.chance.randint(1, 5), self.chance.randint(60, 2_000)):
            self.later(timedelta(minutes=minutes), self.acts_in_talk)

    def acts_in_talk(self) -> None:
        """Write on to the human, if the talk is still going on; or end it."""
        if self.gone or self.phone.blocked or self._is_silent():
            return
        end = with_verb(reversed(self.phone.screen), "talk.done")
        if end and self.chance.random() < ENDS_TALK:
            self.presses(*end)
        else:
            self.says(self.chance.choice(words.CHAT))

    def _writes_cpr(self) -> None:
        number = words.cpr(self.chance)
        self.cprs.append(number)
        self._talks(f"mit cpr er {number}", 1)

    def _blocks(self) -> None:
        self.phone.blocked = True
        self._does(Act(self.street.now, self.phone.chat, Said.BLOCKED))
        if self.chance.random() < RETURNS:
            self.later(timedelta(days=self.chance.randint(*AWAY)), self._lets_in)

    def _lets_in(self) -> None:
        self.phone.blocked = False
        self._does(Act(self.street.now, self.phone.chat, Said.UNBLOCKED))
        self._returns()

    def _deletes(self) -> None:
        answers = self.says(self.chance.choice(words.DELETE))
        final = with_verb(answers, "delete.yes")
        if final and self.chance.random() < MEANS_IT:
            self.presses(*final)
            if self.chance.random() < RETURNS:
                self.later(timedelta(days=self.chance.randint(*AWAY)), self._begins_again)
        elif answers:
            self.goes_on(answers, 2)

    def _begins_again(self) -> None:
        if not self.phone.blocked:
            self.goes_on(self.says("hej", "back"), 10)
