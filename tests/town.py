"""People as they are met: they write and press, time goes by, and every update is delivered twice.

A real database, the real gate and sweeps, and no network: fakes stand for the clock and the post only.
A scene is a file that a person can read; playing it writes it anew, and it must read the same.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

import bot.storage.sqlite  # noqa: F401 - it teaches SQLite our types
from bot.config import Settings
from bot.delivery import outbox
from bot.delivery.gate import why_not
from bot.domain.people import Person, Role
from bot.handlers.cases import handle
from bot.handlers.visit import House
from bot.language.fold import mask_cpr
from bot.ports import Button, Inbound, Kind, Outbound, Outcome, Said, Sent, Unreachable
from bot.storage import letters, links, receipts
from bot.storage.people import person_by_chat, put_role
from bot.storage.store import Eager, Tx, load
from bot.sweeps.known import SWEEPS

ZONE = ZoneInfo("Europe/Copenhagen")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10.00 in Copenhagen
HOUSE = "Slagelse Frivilligcenter"
DAY = timedelta(days=1)
LIBRARY = (55.4028, 11.3546)  # where a location that is sent lies


@cache
def queries() -> Any:
    return load(Eager)


def wall(day: str, clock: str = "12:00") -> datetime:
    """Return a moment on the wall in Copenhagen."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE).astimezone(UTC)


@dataclass
class Shown:
    """A message on somebody's phone."""

    id: int
    at: datetime
    kind: Kind
    message: Outbound

    @property
    def text(self) -> str:
        return self.message.text

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.message.buttons for button in row]

    @property
    def large(self) -> list[str]:
        """The large buttons that came with it."""
        return [label for row in self.message.keyboard or () for label in row]

    def button(self, label: str) -> Button | None:
        found = (b for row in self.message.buttons for b in row if b.label == label)
        return next(found, None)

    def lines(self) -> list[str]:
        """Return it as a scene shows it."""
        text = re.sub(r"start=\S+", "start=...", self.text)  # a token is never the same twice
        out = [f"  {line}" for line in text.splitlines() if line.strip()]
        if made := self.message.attachment:
            out.append(f"  ({'billede' if made.picture else 'fil'}: {made.name})")
        out += ["  " + " ".join(f"[{b.label}]" for b in row) for row in self.message.buttons]
        out += ["  " + " ".join(f"[[{label}]]" for label in row) for row in self.message.keyboard or ()]
        if self.message.keyboard == ():
            out.append("  (de store knapper er væk)")
        return out


@dataclass
class Phone:
    """Somebody's chat with the bot."""

    town: Town
    name: str
    chat: int
    app_name: str = ""
    closed: bool = False
    knocks: int = 0  # how often something was sent to it while it was closed
    shown: list[Shown] = field(default_factory=list)
    commands: tuple[tuple[str, str], ...] = ()
    large: tuple[tuple[str, ...], ...] = ()  # the large buttons under the field

    def says(self, text: str, **more: Any) -> Shown | None:
        """Write something; return the last message that came of it, if any did."""
        return self._sends(Inbound("", self.chat, Said.TEXT, **_as_read(text), **more))

    def edits(self, text: str) -> Shown | None:
        """Change what was written before."""
        one = self.town.keys + 1  # each time another message
        return self._sends(Inbound("", self.chat, Said.EDITED, message_id=one, **_as_read(text)))

    def sends(self, media: str, text: str = "") -> Shown | None:
        """Send a voice, a picture, a sticker, the place where the library is."""
        place = LIBRARY if media == "location" else None
        return self._sends(Inbound("", self.chat, Said.MEDIA, media=media, place=place, **_as_read(text)))

    def opens(self, token: str) -> Shown | None:
        """Open a start link."""
        return self.says(f"/start {token}".strip())

    def presses(self, label: str) -> Shown | None:
        """Press a button, the newest of those called so."""
        found = next((s for s in reversed(self.shown) if s.button(label)), None)
        assert found, f"nobody showed {self.name} [{label}]: {self.shown[-1:]}"
        return self.presses_on(found, label)

    def presses_large(self, label: str) -> Shown | None:
        """Press one of the large buttons under the field, which writes its words."""
        assert any(label in row for row in self.large), f"{self.name} has no large [{label}]: {self.large}"
        return self.says(label)

    def presses_on(self, shown: Shown, label: str) -> Shown | None:
        """Press a button of a message that may be old."""
        button = shown.button(label)
        assert button
        return self.presses_data(button.data, shown.id)

    def presses_data(self, data: str, message_id: int = 0) -> Shown | None:
        """Press what may never have been shown."""
        return self._sends(Inbound("", self.chat, Said.TAP, data=data, message_id=message_id))

    def closes(self) -> None:
        """Block the bot: nothing arrives any more."""
        self.closed = True

    def opens_again(self) -> None:
        """Unblock the bot; Telegram tells of it."""
        self.closed = False
        self._sends(Inbound("", self.chat, Said.UNBLOCKED))

    @property
    def last(self) -> Shown:
        """The newest message."""
        return self.shown[-1]

    @property
    def person(self) -> Person:
        """What is known of who sits here."""
        found = person_by_chat(self.town.tx, self.chat)
        assert found
        return found

    @property
    def is_known(self) -> bool:
        return person_by_chat(self.town.tx, self.chat) is not None

    def since(self, count: int) -> list[Shown]:
        """Return the messages after the first so many."""
        return self.shown[count:]

    def _sends(self, inbound: Inbound) -> Shown | None:
        before = len(self.shown)
        self.town.receive(replace(inbound, first_name=self.app_name or self.name, language="da"))
        return self.shown[-1] if len(self.shown) > before else None


class Town:
    """One installation, its people and its time."""

    def __init__(self, url: str, now: datetime = MONDAY, **settings: Any) -> None:
        self.path = Path(url.removeprefix("sqlite:///"))
        self._open()
        self.now = now
        usual = {
            "token": "1:a",
            "controller": f"{HOUSE}, CVR 12345678",
            "reads_at": "på hverdage kl. 9-15",
            "region": "sjaelland",
            "controller_contact": "post@frivilligcenter.example, 58 57 57 57",
        }
        self.settings = Settings.model_validate({**usual, **settings})
        self.house = House(self.settings, "foelgeskab_bot")
        self.phones: dict[int, Phone] = {}
        self.keys, self.deleted = 0, list[int]()
        self.home: int = self.tx.add_organisation(
            name=HOUSE, home=1, reads_at="på hverdage kl. 9-15", phone="58 57 57 57", now=now
        )

    def _open(self) -> None:
        parse = sqlite3.PARSE_DECLTYPES | sqlite3.PARSE_COLNAMES
        self.db = sqlite3.connect(self.path, isolation_level=None, detect_types=parse)
        self.db.execute("PRAGMA foreign_keys=ON")
        self.db.execute("PRAGMA synchronous=OFF")
        self.tx = Tx(queries(), self.db)

    def close(self) -> None:
        self.db.close()

    def restarts(self) -> None:
        """End the process and begin a new one: only what is in the database is known."""
        self.close()
        self._open()

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield self.tx
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    # --- who and what there is ---------------------------------------------------------------------

    def phone(self, name: str, app_name: str = "") -> Phone:
        """Give somebody a phone."""
        chat = 1001 + len(self.phones)
        self.phones[chat] = Phone(self, name, chat, app_name)
        return self.phones[chat]

    def link(self, role: Role, organisation: int = 0, uses: int = 1, lifetime: timedelta = DAY) -> str:
        """Return a start token, as the command line makes it."""
        with self.transaction() as tx:
            where = organisation or self.home
            return links.make_link(tx, role, where, made_by=None, now=self.now, lifetime=lifetime, uses=uses)

    def coordinator(self, name: str = "Mette") -> Phone:
        """Let somebody come in by a coordinator's link."""
        return self._member(name, Role.COORDINATOR)

    def volunteer(self, name: str) -> Phone:
        """Let somebody come in by a volunteer's link."""
        return self._member(name, Role.VOLUNTEER)

    def citizen(self, name: str) -> Phone:
        """Let somebody come in by writing hej, and see what is on."""
        phone = self.phone(name)
        phone.says("hej")
        phone.presses("Ja, og jeg er fyldt 18")
        phone.presses(f"Kald mig {name}")
        phone.presses("Spring over")
        phone.presses("Ja, vis mig det")
        return phone

    def activity(self, title: str, starts_at: datetime, seats: int = 8, host: Phone | None = None) -> int:
        """Plan one date of an activity; return its number."""
        self.keys += 1
        activity = self.tx.add_activity(
            organisation=self.home,
            uid=f"{title}-{self.keys}",
            title=title,
            interest="coffee",
            place="Biblioteket",
            area="Slagelse",
            door="den grønne dør",
            first_ten="vi drikker kaffe",
            price="",
            host=host.person.id if host else None,
            made_by=None,
            state="published",
            now=self.now,
        )
        self.tx.add_occurrence(
            activity=activity,
            recurrence=starts_at.isoformat(),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            capacity=seats,
        )
        found: int = self.db.execute("SELECT max(id) FROM occurrence").fetchone()[0]
        return found

    def again(self, title: str, starts_at: datetime, seats: int = 8) -> int:
        """Plan one more date of what there is; return its number."""
        activity = self.rows("SELECT id FROM activity WHERE title = ?", title)[0][0]
        self.tx.add_occurrence(
            activity=activity,
            recurrence=starts_at.isoformat(),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            capacity=seats,
        )
        found: int = self.rows("SELECT max(id) FROM occurrence")[0][0]
        return found

    # --- what comes in, what leaves, and time --------------------------------------------------------

    def receive(self, *inbounds: Inbound) -> None:
        """Take updates in, twice, as Telegram may; then let the post carry what came of them."""
        first = self.keys + 1
        self.keys += len(inbounds)
        known = {f"u:{n}": replace(one, key=f"u:{n}") for n, one in enumerate(inbounds, first)}
        raw = orjson.dumps({"shape": "as read"}).decode()
        for _ in range(2):
            with self.transaction() as tx:
                receipts.receive(tx, [(key, one.chat, raw, self.now) for key, one in known.items()])
            self._work(known)
        self.post()

    def _work(self, known: dict[str, Inbound]) -> None:
        while rows := receipts.waiting(self.tx, 1):
            row = rows[0]
            assert row.raw, "an update was blanked before it was answered"
            with self.transaction() as tx:
                handle(tx, known.get(row.key) or _event(row), self.now, self.house)
                receipts.finish(tx, row.id)

    def post(self) -> None:
        """Carry what may leave."""

        def gate(tx: Tx, letter: letters.Letter, now: datetime) -> outbox.Verdict:
            if letters.is_unreachable(tx, letter.chat):
                return outbox.Drop("suppressed", "unreachable")
            return why_not(tx, letter, now, settings=self.settings)

        while True:
            with self.transaction() as tx:
                claimed = outbox.claim(tx, gate, 1, 100, self.now)
                outbox.settle(tx, [(letter, self._outcome(letter)) for letter in claimed.leaving], self.now)
            for letter in claimed.leaving:
                self._arrives(letter)
            if not claimed.leaving and not claimed.more:
                return

    def _outcome(self, letter: letters.Letter) -> Outcome:
        phone = self.phones.get(letter.chat)
        if phone is None or not phone.closed:
            return Sent(letter.id)
        phone.knocks += 1
        return Unreachable("blocked")

    def _arrives(self, letter: letters.Letter) -> None:
        phone, message = self.phones.get(letter.chat), letter.message
        if phone is None or phone.closed:
            return
        if message.keyboard is not None:
            phone.large = message.keyboard
        if message.commands:
            phone.commands = message.commands
        elif message.delete:
            self.deleted.append(message.delete)
            phone.shown = [s for s in phone.shown if s.id != message.delete]
        elif shown := next((s for s in phone.shown if message.edit and s.id == message.edit), None):
            shown.message = message
            phone.shown.append(phone.shown.pop(phone.shown.index(shown)))
        else:
            phone.shown.append(Shown(letter.id, self.now, letter.kind, message))

    def sweep(self) -> None:
        """Run every sweep until nothing is left to do."""
        did = 1
        while did:
            did = 0
            for found in SWEEPS.values():
                with self.transaction() as tx:
                    did += found.run(tx, self.settings, self.now)
            self._work({})
            self.post()

    def until(self, moment: datetime) -> None:
        """Move the clock, stopping wherever something may happen."""
        self.sweep()
        while True:
            wakes = [found.wakes(self.tx, self.settings, self.now) for found in SWEEPS.values()]
            found = [at for at in [*wakes, letters.next_at(self.tx, self.now)] if at and at > self.now]
            if not found or min(found) > moment:
                break
            self.now = min(found)
            self.sweep()
        self.now = moment
        self.sweep()

    def everything(self) -> str:
        """Return all that is stored, as text."""
        tables = [row[0] for row in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(f"{name} {row}" for name in tables for row in self.rows(f"SELECT * FROM {name}"))

    def cells(self) -> str:
        """Return every cell that is stored, as text: also what letters hold in bytes."""
        tables = [row[0] for row in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = [cell for name in tables for row in self.rows(f"SELECT * FROM {name}") for cell in row]
        return "\n".join(c.decode("utf-8", "replace") if isinstance(c, bytes) else str(c) for c in found)

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Look into the database."""
        return self.db.execute(sql, values).fetchall()

    def _member(self, name: str, role: Role) -> Phone:
        phone = self.phone(name)
        phone.opens(self.link(role))
        phone.presses("Ja, og jeg er fyldt 18")
        phone.presses(f"Kald mig {name}")
        return phone

    # --- scenes --------------------------------------------------------------------------------------

    def newest_link(self) -> str:
        """Return the token that was shown last, on any phone."""
        shown = sorted((s for phone in self.phones.values() for s in phone.shown), key=lambda s: s.id)
        return next(found[1] for s in reversed(shown) if (found := re.search(r"start=(\S+)", s.text)))

    def play(self, script: str) -> str:
        """Play what people do in a scene; return the scene as it reads now.

        ``Navn: text`` is written, ``Navn: [label]`` pressed, ``Navn: [[label]]`` too, being a large button,
        ``Navn: /start <rolle>`` opens a new link,
        ``Navn: /start <sidste>`` the one that was shown last,
        ``Navn er godkendt som følgeven``, ``Der mangler en vært til X`` and ``Der er 2 pladser til X`` were
        so; ``Navn: (voice)`` sent, ``Navn: (photo) ord`` with words under it;
        ``X er der også 2026-12-03 14:00`` is one more date; ``Navn retter: text`` an edit;
        ``--- 2026-11-26 17:00`` moves the clock.
        """
        out: list[str] = []
        seen = {phone.chat: len(phone.shown) for phone in self.phones.values()}
        for line in script.splitlines():
            if line.startswith("#") or not line:
                out.append(line)
            elif line.startswith("---"):
                out.append(line)
                day, clock = line.removeprefix("---").split()
                self.until(wall(day, clock))
                out += self._heard(seen)
            elif found := re.fullmatch(r"(\w+) er godkendt som (følgeven|vært)", line):
                out.append(line)
                who = next(phone for phone in self.phones.values() if phone.name == found[1])
                role = Role.HOST if found[2] == "vært" else Role.COMPANION
                put_role(self.tx, who.person.id, self.home, role, self.now)
            elif found := re.fullmatch(r"Der mangler en vært til (.+)", line):
                out.append(line)
                activity = self.rows("SELECT id FROM activity WHERE title = ?", found[1])[0][0]
                self.tx.put_need(activity=activity, role="host", wanted=1)
            elif found := re.fullmatch(r"(.+) er der også ([\d-]+) ([\d:]+)", line):
                out.append(line)
                self.again(found[1], wall(found[2], found[3]))
            elif found := re.fullmatch(r"Der er (\d+) plads(?:er)? til (.+)", line):
                out.append(line)
                self.db.execute(
                    "UPDATE occurrence SET capacity = ?"
                    " WHERE activity = (SELECT id FROM activity WHERE title = ?)",
                    (int(found[1]), found[2]),
                )
            elif found := re.fullmatch(r"(\w+)( retter)?: (.+)", line):
                out.append(line)
                self._acts(found[1], found[3], edited=bool(found[2]))
                out += self._heard(seen)
        return "\n".join(out) + "\n"

    def _acts(self, name: str, what: str, *, edited: bool) -> None:
        phone = next((p for p in self.phones.values() if p.name == name), None) or self.phone(name)
        if edited:
            phone.edits(what)
        elif large := re.fullmatch(r"\[\[(.+)\]\]", what):
            phone.presses_large(large[1])
        elif button := re.fullmatch(r"\[(.+)\]", what):
            phone.presses(button[1])
        elif media := re.fullmatch(r"\((\w+)\)(?: (.+))?", what):
            phone.sends(media[1], media[2] or "")
        elif what == "/start <sidste>":
            phone.opens(self.newest_link())
        elif role := re.fullmatch(r"/start <(\w+)>", what):
            phone.opens(self.link(Role(role[1])))
        else:
            phone.says(what)

    def _heard(self, seen: dict[int, int]) -> list[str]:
        out: list[str] = []
        for chat, phone in self.phones.items():
            for shown in phone.shown[seen.get(chat, 0) :]:
                at = shown.at.astimezone(ZONE).strftime("%a %H.%M") if shown.at != self.now else ""
                out += [f"> {phone.name}{f' ({at})' if at else ''}:", *shown.lines()]
            seen[chat] = len(phone.shown)
        return out


def _as_read(text: str) -> dict[str, Any]:
    """Return a text as the door of Telegram hands it on: with any CPR number hidden."""
    hidden, had = mask_cpr(text)
    return {"text": hidden, "had_cpr": had}


def _event(row: receipts.Receipt) -> Inbound:
    event = orjson.loads(row.raw)["event"]
    args = orjson.dumps(event["args"]).decode()
    return Inbound(row.key, row.chat, Said.EVENT, text=event["name"], data=args)
