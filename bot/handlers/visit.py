"""One update of one person, inside its transaction: what every use case gets, and how it answers."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.domain.consent import Purpose
from bot.domain.helplines import Helplines
from bot.domain.people import Person
from bot.handlers.helplines import helplines
from bot.i18n import Reader
from bot.language.hours import in_english
from bot.ports import Button, Inbound, Kind, Outbound
from bot.storage import letters
from bot.storage.people import Organisation, coordinators, home
from bot.storage.store import Tx

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class House:
    """What stays the same from update to update: this installation."""

    settings: Settings
    username: str = ""  # the bot's own, for start links

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which people live."""
        return self.settings.zone

    @property
    def helplines(self) -> Helplines:
        """Return whom to call."""
        return helplines(self.settings)

    def reader(self, language: str) -> Reader:
        """Return how to write to somebody of this language."""
        return Reader(language or self.settings.locale, self.zone)

    def mark(self, chat: int) -> str:
        """Return what may be kept of a chat after erasure: a hash that only this bot's token can make."""
        key = self.settings.token.get_secret_value().encode()
        return hmac.new(key, str(chat).encode(), "sha256").hexdigest()

    def mark_of(self, person: int) -> str:
        """Return the same for somebody without a chat, by their number, which is never given twice."""
        key = self.settings.token.get_secret_value().encode()
        return hmac.new(key, f"person:{person}".encode(), "sha256").hexdigest()

    def link(self, token: str) -> str:
        """Return the address that opens the bot with this token."""
        return f"https://t.me/{self.username}?start={token}"


@dataclass
class Visit:
    """One update, who sent it, and the answers so far.  ``_`` speaks the person's language."""

    tx: Tx
    house: House
    inbound: Inbound
    now: datetime
    person: Person | None
    _: Reader
    toast: str = ""
    wipe: bool = False  # see Answer
    said: int = field(default=0)

    def known(self) -> Person:
        """Return the person; for use cases that only a known one can reach."""
        if self.person is None:
            raise LookupError("a stranger reached what only known people can")
        return self.person

    def home(self) -> Organisation:
        """Return the organisation that is responsible."""
        found = home(self.tx)
        return found or Organisation(0, self.house.settings.controller.split(",")[0] or "Følgeskab", "", "")

    def reads_at(self, organisation: Organisation | None = None) -> str:
        """Return in words, in the reader's language, when somebody reads."""
        said = (organisation or self.home()).reads_at or self.home().reads_at or self.house.settings.reads_at
        return in_english(said) if self._.language == "en" else said

    def agreed(self) -> bool:
        """Tell whether the person's yes to being written to stands; without it only they begin anew."""
        yeses = {row[0] for row in self.tx.consents_of(person=self.known().id)}
        return bool(yeses & {Purpose.MESSAGES, Purpose.VOLUNTEER})

    def coordinator_name(self) -> str:
        """Return the first name to mention when a human is meant."""
        organisation = self.person.organisation if self.person else self.home().id
        names = [p.first_name for p in coordinators(self.tx, organisation) if p.first_name]
        return names[0] if names else self._("a coordinator")

    def say(
        self, text: str, *rows: tuple[Button, ...], kind: Kind = Kind.REPLY, lasting: bool = False
    ) -> None:
        """Answer in this chat.  ``lasting``: it confirms something done, so it may come a day late."""
        self.send(Outbound(text, rows), kind=kind, lasting=lasting)

    def send(
        self,
        message: Outbound,
        *,
        kind: Kind = Kind.REPLY,
        lasting: bool = False,
        about: Collection[int] = (),
    ) -> None:
        """Answer in this chat with anything.  ``about``: whom it speaks of, so that erasure finds it."""
        named = f"about:.{'.'.join(map(str, about))}.:" if about else "r:"
        letters.put(
            self.tx,
            key=f"{named}{self.inbound.key}:{self.said}",
            chat=self.inbound.chat,
            kind=kind,
            message=message,
            now=self.now,
            person=self.person.id if self.person else None,
            lasting=lasting,
        )
        self.said += 1

    def tell(  # one name for each thing that a letter may depend on
        self,
        person: Person,
        message: Outbound,
        *,
        kind: Kind,
        key: str = "",
        occurrence: int | None = None,
        version: int | None = None,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """Write to somebody else; without a key it belongs to this update."""
        about = self.person.id if self.person else 0  # whose doing it tells of: erasure finds it by that
        letters.put_to(
            self.tx,
            person,
            message,
            kind=kind,
            key=key or f"t:{about}:{self.inbound.key}:{person.id}:{self.said}",
            now=self.now,
            occurrence=occurrence,
            version=version,
            not_before=not_before,
            expires_at=expires_at,
        )
        self.said += 1

    def reader_of(self, person: Person) -> Reader:
        """Return how to write to somebody else."""
        return self.house.reader(person.language)
