"""A small street: people, activities and a clock, on a real database, without a network or an event loop.

Who presses a button must have been shown it.  Moving the clock stops at every instant that a sweep or a
letter wants, runs the sweeps until nothing is left to do, and lets the post carry what may leave.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import bot.handlers.cases
import bot.storage.sqlite
import bot.sweeps.afterwards
import bot.sweeps.invite
import bot.sweeps.offers
import bot.sweeps.remind
import bot.sweeps.remind_shifts  # noqa: F401 - to be imported is to be known
from bot.config import Settings
from bot.delivery.gate import why_not
from bot.delivery.outbox import Hold
from bot.domain.activity import Occurrence, Signup
from bot.domain.people import Person, Role
from bot.handlers.changes import tell_cancelled, tell_moved
from bot.handlers.registry import ACTIONS, COMMANDS, INTENTS, pressed
from bot.handlers.visit import House, Visit
from bot.ports import Inbound, Kind, Outbound, Said
from bot.storage import letters
from bot.storage.activities import occurrence_by_id, signup_of
from bot.storage.people import person_by_id, put_role
from bot.storage.store import Eager, Tx, load
from bot.sweeps.registry import SWEEPS

T = TypeVar("T")
ZONE = ZoneInfo("Europe/Copenhagen")
TIME = ("invite", "offers", "remind", "remind_shifts", "afterwards")
NOON = datetime(2026, 11, 18, 11, tzinfo=UTC)  # a Wednesday, 12.00 in Copenhagen


@cache
def queries() -> Any:
    return load(Eager)


def at(day: str, clock: str = "12:00") -> datetime:
    """Return a moment on the wall in Copenhagen."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE).astimezone(UTC)


@dataclass(frozen=True)
class Seen:
    """A message as it arrived."""

    at: datetime
    person: int
    kind: Kind
    message: Outbound

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def verbs(self) -> list[str]:
        found = [pressed(button.data) for row in self.message.buttons for button in row]
        return [verb for verb, _ in filter(None, found)]

    @property
    def wall(self) -> str:
        return self.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


class Street:
    """People and time."""

    def __init__(self, url: str, now: datetime = NOON) -> None:
        path = Path(url.removeprefix("sqlite:///"))
        parse = sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES
        self.db = sqlite3.connect(path, isolation_level=None, detect_types=parse)
        self.db.execute("PRAGMA foreign_keys=ON")
        self.db.execute("PRAGMA synchronous=OFF")
        self.tx = Tx(queries(), self.db)
        self.now = now
        self.settings = Settings.model_validate({"token": "1:a", "controller": "Frivilligcentret"})
        self.house = House(self.settings, "foelgeskab_bot")
        self.seen: list[Seen] = []
        self.turns = 0
        self.home = self.organisation("Frivilligcentret", home=True)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        self.db.execute("BEGIN IMMEDIATE")
        yield self.tx
        self.db.execute("COMMIT")

    # --- who and what there is ---------------------------------------------------------------------

    def organisation(self, name: str, *, home: bool = False) -> int:
        found: int = self.tx.add_organisation(
            name=name, home=int(home), reads_at="hverdage kl. 9-15", phone="58 57 57 57", now=self.now
        )
        return found

    def person(self, name: str, role: Role, organisation: int = 0, **profile: Any) -> Person:
        tx, place = self.tx, organisation or self.home
        chat = 1000 + int(self.db.execute("SELECT count(*) FROM person").fetchone()[0])
        id_ = tx.add_person(
            chat=chat, first_name=name, language="en", organisation=place, stage="member", now=self.now
        )
        put_role(tx, id_, place, role, self.now)
        tx.give_consent(
            person=id_,
            purpose="messages",
            basis="art-6-1-a",
            text_version=1,
            text_hash="",
            language="en",
            method="button",
            now=self.now,
        )
        for kind in ("wish", "gift"):
            for word in profile.pop(kind, ()):
                tx.put_interest(person=id_, kind=kind, word=word)
        usual = {"area": "", "weekdays": 127, "times": 7, "company": "", "needs": 0}
        tx.set_profile(id=id_, **{**usual, **profile})
        found = person_by_id(tx, id_)
        assert found is not None
        return found

    def citizen(self, name: str, **profile: Any) -> Person:
        return self.person(name, Role.CITIZEN, **profile)

    def activity(self, title: str = "Torsdagskaffe", **known: Any) -> int:
        usual = {
            "organisation": self.home,
            "interest": "kaffe",
            "place": "Biblioteket",
            "area": "Slagelse",
            "door": "Brug indgangen ved parkeringen",
            "first_ten": "Vi drikker kaffe",
            "price": "",
            "host": None,
            "made_by": None,
            "state": "published",
        }
        uid = f"{title}-{self.turns}"
        self.turns += 1
        found: int = self.tx.add_activity(title=title, uid=uid, now=self.now, **{**usual, **known})
        return found

    def date(self, activity: int, starts_at: datetime, hours: float = 2, capacity: int = 8) -> int:
        self.turns += 1
        self.tx.add_occurrence(
            activity=activity,
            recurrence=f"{starts_at.isoformat()}#{self.turns}",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            capacity=capacity,
        )
        found: int = self.db.execute("SELECT max(id) FROM occurrence").fetchone()[0]
        return found

    def shift(self, occurrence: int, person: Person, role: str = "host") -> int:
        found: int = self.tx.add_shift(occurrence=occurrence, person=person.id, role=role, now=self.now)
        return found

    # --- what people do ----------------------------------------------------------------------------

    def does(self, person: Person, case: Callable[..., T], *args: object) -> T:
        """Let a use case run for a person, in its own transaction, and carry the answers."""
        self.turns += 1
        known = person_by_id(self.tx, person.id)
        assert known is not None
        assert known.chat is not None
        inbound = Inbound(f"u:{self.turns}", known.chat, Said.TAP)
        with self.transaction() as tx:
            visit = Visit(tx, self.house, inbound, self.now, known, self.house.reader(known.language))
            done = case(visit, *args)
        self.post()
        return done

    def presses(self, person: Person, verb: str, *numbers: int) -> Seen:
        """Press a button that was shown, the newest with this verb; ``numbers`` chooses among several."""
        for seen in reversed(self.to(person)):
            for row in seen.message.buttons:
                for button in row:
                    found = pressed(button.data)
                    if found and found[0] == verb and (not numbers or found[1] == list(numbers)):
                        self.does(person, ACTIONS[verb], *found[1])
                        return self.last(person)
        raise AssertionError(f"nobody showed {verb} {numbers}: {self.last(person)}")

    def forges(self, person: Person, verb: str, *numbers: int) -> Seen:
        """Press what was never shown."""
        self.does(person, ACTIONS[verb], *numbers)
        return self.last(person)

    def means(self, person: Person, meaning: str) -> Seen:
        """Write something that is understood so."""
        self.does(person, INTENTS[meaning])
        return self.last(person)

    def types(self, person: Person, command: str) -> Seen:
        self.does(person, COMMANDS[command])
        return self.last(person)

    def cancels(self, coordinator: Person, occurrence: int) -> int:
        def case(visit: Visit) -> int:
            visit.tx.cancel_occurrence(id=occurrence)
            return tell_cancelled(visit, self.occurrence(occurrence))

        return self.does(coordinator, case)

    def moves(self, coordinator: Person, occurrence: int, starts_at: datetime) -> int:
        def case(visit: Visit) -> int:
            before = self.occurrence(occurrence)
            ends_at = starts_at + (before.ends_at - before.starts_at)
            visit.tx.move_occurrence(id=occurrence, starts_at=starts_at, ends_at=ends_at)
            return tell_moved(visit, before, self.occurrence(occurrence))

        return self.does(coordinator, case)

    # --- time and the post -------------------------------------------------------------------------

    def post(self) -> None:
        """Carry what may leave."""
        while due := letters.due(self.tx, self.now, 100):
            with self.transaction() as tx:
                for letter in due:
                    verdict = why_not(tx, letter, self.now, settings=self.settings)
                    if isinstance(verdict, Hold):
                        letters.again(tx, letter, verdict.until, "held")
                        continue
                    if verdict or letter.expires_at <= self.now:
                        letters.close(tx, letter, verdict.state if verdict else "expired", "", self.now)
                        continue
                    assert letter.person is not None
                    leaving = letters.mark_sending(tx, [letter], 1)
                    letters.sent(tx, [(mine, mine.id) for mine in leaving], self.now)
                    self.seen.append(Seen(self.now, letter.person, letter.kind, letter.message))

    def writes(self, name: str) -> int:
        """Run a sweep once, while the post is on strike."""
        with self.transaction() as tx:
            return SWEEPS[name].run(tx, self.settings, self.now)

    def sweep(self, *names: str) -> int:
        """Run sweeps until nothing is left to do; return how much that was."""
        did = 0
        for name in names or TIME:
            while now_did := self.writes(name):
                did += now_did
        self.post()
        return did

    def until(self, moment: datetime, *names: str) -> None:
        """Move the clock, stopping wherever something may happen."""
        self.sweep(*names)
        while True:
            wakes = [SWEEPS[name].wakes(self.tx, self.settings, self.now) for name in names or TIME]
            found = [at for at in [*wakes, letters.next_at(self.tx, self.now)] if at is not None]
            assert all(at > self.now for at in found)
            if not found or min(found) > moment:
                break
            self.now = min(found)
            self.sweep(*names)
        self.now = moment
        self.sweep(*names)

    def jump(self, moment: datetime) -> None:
        """Let the machine sleep until then, and run the sweeps once it is awake."""
        self.now = moment
        self.sweep()

    # --- what there is to see ----------------------------------------------------------------------

    def to(self, person: Person, *kinds: Kind) -> list[Seen]:
        return [s for s in self.seen if s.person == person.id and (not kinds or s.kind in kinds)]

    def last(self, person: Person) -> Seen:
        return self.to(person)[-1]

    def occurrence(self, id_: int) -> Occurrence:
        found = occurrence_by_id(self.tx, id_)
        assert found is not None
        return found

    def signup(self, occurrence: int, person: Person) -> Signup:
        found = signup_of(self.tx, occurrence, person.id)
        assert found is not None
        return found
