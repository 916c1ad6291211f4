"""One installation with a clock that is moved by hand and a post that is a list: everything else is real."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import orjson

from bot.config import Settings
from bot.delivery import outbox
from bot.delivery.gate import why_not
from bot.delivery.outbox import Drop, Verdict
from bot.handlers.cases import handle
from bot.handlers.visit import House
from bot.language.fold import mask_cpr
from bot.ports import Answer, Inbound, MaybeArrived, Outcome, Said, Sent, Unreachable
from bot.simulation import past
from bot.simulation.phones import Act, Arrival, Phone, Transcript
from bot.storage import letters, receipts
from bot.storage.letters import Letter
from bot.storage.migrate import migrate
from bot.storage.sqlite import by_hand
from bot.storage.store import Tx
from bot.sweeps.known import SWEEPS
from bot.sweeps.registry import Sweep

ROOM: Final = 100  # letters that leave in one round
# how often a sweep is ticked besides when its ``wakes`` says, at least: a tick that is late changes nothing
PULSE: Final = timedelta(hours=6)
OFTEN: Final[Mapping[str, timedelta]] = {
    **dict.fromkeys(("announce", "checkin", "unanswered", "talks"), timedelta(hours=1)),
    "tidy": timedelta(days=1),
}
SELDOM: Final[Mapping[str, timedelta]] = {  # and how often at most
    "invite": timedelta(hours=4),
    "unreached": timedelta(hours=3),
    "ease": timedelta(hours=6),
    "quiet": timedelta(hours=6),
}
LOST: Final = 0.002  # of all sends, the share whose answer is lost: assumed
NEVER_CAME: Final = 0.5  # of those, the share that did not arrive: assumed
TWICE: Final = 0.01  # of all updates, the share that Telegram delivers again: assumed
BATCHES: Final = 200
# sweeps that have moments of their own, and the tables that change when these are
EXACT: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset({"occurrence", "activity", part})
    for part, names in {
        "signup": ("remind", "offers", "companions"),
        "shift": ("remind_shifts", "substitutes"),
    }.items()
    for name in names
}
HABITS: Final = frozenset({"organisation", "person"})  # when somebody likes to be reminded
TOGETHER: Final = 100  # transactions that are committed together


class World:
    """The bot's rooms over a real file, the phones around it, and all that came to pass."""

    def __init__(self, folder: Path, settings: Settings, now: datetime, chance: random.Random) -> None:
        self.now, self.settings, self.chance = now, settings, chance
        path = folder / "year.db"
        migrate(f"sqlite:///{path}")
        self.path = path
        self.db, self.tx = by_hand(path, "synchronous=OFF", "locking_mode=EXCLUSIVE")
        self.touched: set[str] = set()  # tables, so that reminders may be due at other times
        self._open = 0  # transactions that are not committed yet
        past.watch(self.db, self._note)
        self.house = House(settings, "foelgeskab_bot")
        self.phones: dict[int, Phone] = {}
        self.transcript = Transcript()
        self.arrived: list[Arrival] = []  # since somebody last looked
        self.down = False
        self._waiting: list[int] = []  # acts that the bot has not fetched yet
        self._due: dict[str, datetime] = dict.fromkeys(SWEEPS, now)
        self._next = now
        self._causes: dict[int, int] = {}  # of what was lost and will be sent again
        self._cause = -1
        self._gate = partial(why_not, settings=settings)

    def close(self) -> None:
        """Let the file go."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """Do something; whoever fails here ends the year, so that many are committed together."""
        if not self._open:
            self.db.execute("BEGIN IMMEDIATE")
        self._open += 1
        yield self.tx
        if self._open >= TOGETHER:
            self._commit()

    def _commit(self) -> None:
        if self._open:
            self.db.execute("COMMIT")
            self._open = 0

    def _note(self, table: str) -> datetime:
        self.touched.add(table)
        return self.now

    def goes_down(self) -> None:
        """Answer nothing from now on."""
        self.down = True

    def leaks(self, secrets: list[str]) -> list[str]:
        """Return those that stand in the bytes of the database or beside it, also where rows were deleted."""
        self._commit()
        files = [path.read_bytes() for path in self.path.parent.iterdir()]
        return [one for one in secrets if any(one.encode() in content for content in files)]

    # --- what comes in ------------------------------------------------------------------------------

    def does(self, act: Act) -> None:
        """Let somebody do something; while the bot is down, Telegram keeps it."""
        self.transcript.acts.append(act)
        number = len(self.transcript.acts) - 1
        if self.down:
            self._waiting.append(number)
        else:
            self._take(number)

    def comes_up(self) -> None:
        """Begin again after an outage: what was kept is fetched, what fell due is looked at."""
        self.down = False
        waiting, self._waiting = self._waiting, []
        for number in waiting:
            self._take(number)
        self._due = dict.fromkeys(SWEEPS, self.now)

    def _take(self, number: int) -> None:
        act = self.transcript.acts[number]
        key = f"u:{number}"
        inbound = _read(key, act, self.phones[act.chat].called)
        act.n = self.transcript.next()
        raw = orjson.dumps({"text": inbound.text, "data": inbound.data}).decode()
        act.taken_at = self.now
        self._cause = number
        with self.transaction() as tx:
            for _ in range(1 + (self.chance.random() < TWICE)):
                receipts.receive(tx, [(key, act.chat, raw, self.now)])
                self._work(tx, {key: inbound}, act)
            self._post(tx)
        self._cause = -1

    def _work(self, tx: Tx, known: dict[str, Inbound], act: Act | None) -> None:
        while rows := receipts.waiting(tx, 1):
            row = rows[0]
            answer: Answer = handle(tx, known.get(row.key) or _event(row), self.now, self.house)
            receipts.finish(tx, row.id)
            if act is not None:
                act.toast = answer.toast or act.toast

    # --- what leaves --------------------------------------------------------------------------------

    def _post(self, tx: Tx) -> None:
        """Carry what may leave now."""
        while True:
            claimed = outbox.claim(tx, self._may_leave, 1, ROOM, self.now)
            outbox.settle(tx, [(letter, self._carry(letter)) for letter in claimed.leaving], self.now)
            if not claimed.leaving and not claimed.more:
                return

    def _may_leave(self, tx: Tx, letter: Letter, now: datetime) -> Verdict:
        if letters.is_unreachable(tx, letter.chat):
            return Drop("suppressed", "unreachable")
        return self._gate(tx, letter, now)

    def _carry(self, letter: Letter) -> Outcome:
        phone, message = self.phones.get(letter.chat), letter.message
        if phone is None or phone.blocked:
            return Unreachable("blocked")
        if message.commands:
            return Sent(letter.id)
        lost = self.chance.random() < LOST
        if lost and self.chance.random() < NEVER_CAME:
            self._causes.setdefault(letter.id, self._cause)
            return MaybeArrived("lost on the way")
        if message.delete:
            phone.forgets(message.delete)
        if message.keyboard is not None:
            phone.large = tuple(label for row in message.keyboard for label in row)
        arrival = Arrival(
            self.now,
            letter.chat,
            message.edit or letter.id,
            letter.kind,
            message.text,
            message.buttons,
            message.attachment.content if message.attachment else b"",
            letter.occurrence,
            letter.campaign,
            changed=bool(message.edit or message.delete),
            cause=self._causes.pop(letter.id, self._cause),
            copy=letter.doubts > 0,
            n=self.transcript.next(),
        )
        self.transcript.arrivals.append(arrival)
        if not message.delete:
            phone.forgets(arrival.id)
            phone.shows(arrival)
            self.arrived.append(arrival)
        return MaybeArrived("the answer was lost") if lost else Sent(letter.id)

    # --- time ---------------------------------------------------------------------------------------

    def next_event(self) -> datetime:
        """Return when the bot next has something to do, at the latest at the next tick of a sweep."""
        letter = letters.next_at(self.tx, self.now)
        self._next = min([*self._due.values(), *([letter] if letter else [])])
        return self._next

    def elapse(self, moment: datetime) -> None:
        """Move the clock to a moment up to which nothing is due, and do what is due in it."""
        self.now = max(moment, self.now)
        if self.down or self._next > self.now:
            return
        due = [SWEEPS[name] for name, at in self._due.items() if at <= self.now]
        with self.transaction() as tx:
            for sweep in due:
                self._run(tx, sweep)
            if due:
                self._work(tx, {}, None)
            self._post(tx)
            for sweep in due:
                self._due[sweep.name] = self._wake(sweep)

    def stir(self) -> None:
        """Look anew when the sweeps are due that have moments of their own: somebody has done something."""
        touched, self.touched = self.touched, set()
        for name, tables in EXACT.items():
            if touched & HABITS:  # what is due by the new habit may have been due before now
                self._due[name] = self.now
            elif tables & touched:
                self._due[name] = min(self._due[name], self._wake(SWEEPS[name]))

    def _run(self, tx: Tx, sweep: Sweep) -> None:
        for _ in range(1 if sweep.name in SELDOM else BATCHES):
            if not sweep.run(tx, self.settings, self.now):
                return

    def _wake(self, sweep: Sweep) -> datetime:
        pulse = self.now + OFTEN.get(sweep.name, PULSE)
        found = sweep.wakes(self.tx, self.settings, self.now)
        wake = min(found, pulse) if found and found > self.now else pulse
        return max(wake, self.now + SELDOM.get(sweep.name, timedelta()))


class Listener(logging.Handler):
    """Keeps what is logged, so that it can be searched for what may not stand there."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self._lines.append(record.getMessage())


def _read(key: str, act: Act, called: str) -> Inbound:
    hidden, had = mask_cpr(act.text)
    return Inbound(
        key,
        act.chat,
        act.said,
        text=hidden,
        data=act.data,
        message_id=act.on,
        first_name=called,
        language="da",
        media=act.media,
        had_cpr=had,
    )


def _event(row: receipts.Receipt) -> Inbound:
    event = orjson.loads(row.raw)["event"]
    args = orjson.dumps(event["args"]).decode()
    return Inbound(row.key, row.chat, Said.EVENT, text=event["name"], data=args)
