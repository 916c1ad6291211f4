"""What is forgotten is gone from the database's files too, byte for byte, while the bot runs on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest_asyncio
from real_clock import RealClock
from stub import message
from town import HOUSE

from bot.config import Settings
from bot.delivery.delivery import Delivery
from bot.delivery.gate import why_not
from bot.domain.people import Role
from bot.handlers.cases import handle, slower, sorry, urgent
from bot.handlers.visit import House
from bot.ports import Inbound, Outbound, Outcome, Sent
from bot.storage import links
from bot.storage.store import Store, Tx, open_store
from bot.sweeps.known import SWEEPS
from bot.sweeps.registry import Run
from bot.telegram.receiving import keep, row
from bot.telegram.worker import Worker

INGE, METTE = 704712345, 704754321
NAME, WISH, HOUND = "Ingeborgine", "frimærkesamling", "min gamle hund Trofast"
DANGER = "jeg vil ikke leve mere, siger Ingeborgines stemme"
SETTINGS = Settings.model_validate(
    {"token": "1:a", "controller": HOUSE, "reads_at": "på hverdage", "region": "sjaelland", "rate": 0}
)
PATIENCE = 20.0  # seconds


class Clock(RealClock):
    """Shows a moment that stands still until it is moved."""

    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


class Phones:
    """Takes what is sent, and remembers each chat's newest buttons."""

    def __init__(self) -> None:
        self.buttons: dict[int, dict[str, str]] = {}
        self.texts: dict[int, list[str]] = {}
        self.sent = 0

    async def send(self, chat: int, message: Outbound) -> Outcome:
        self.sent += 1
        self.texts.setdefault(chat, []).append(message.text)
        self.buttons.setdefault(chat, {}).update({b.label: b.data for r in message.buttons for b in r})
        return Sent(self.sent)


class Running:
    """The real worker and the real post on a real file."""

    def __init__(self, store: Store, path: Path) -> None:
        self.store, self.path, self.clock, self.phones = store, path, Clock(), Phones()
        house = House(SETTINGS, "foelgeskab_bot")
        self.delivery = Delivery(
            store, self.phones, self.clock, rate=0, why_not=partial(why_not, settings=SETTINGS)
        )
        self.worker = Worker(
            store,
            self.clock,
            handle=partial(handle, house=house),
            nudge=self.delivery.nudge,
            press=self.press,
            sorry=partial(sorry, house=house),
            slower=partial(slower, house=house),
            urgent=urgent,
        )
        self.updates = 0

    async def press(self, query: str, toast: str) -> None:
        pass

    async def get(self, chat: int, **parts: Any) -> None:
        self.updates += 1
        update: dict[str, Any] = {"update_id": self.updates, **parts}
        await keep(self.store, [row(update, self.clock.now())], self.worker.nudge)
        async with asyncio.timeout(PATIENCE):
            await self.worker.drain()
            await self.delivery.settled()

    async def says(self, chat: int, text: str) -> None:
        await self.get(chat, message=message(self.updates + 1, chat, text=text))

    async def presses(self, chat: int, label: str) -> None:
        shown = message(self.updates + 1, chat, text="?")
        query = {"id": "q", "from": shown["from"], "message": shown, "data": self.phones.buttons[chat][label]}
        await self.get(chat, callback_query=query)

    async def sweep(self) -> None:
        now = self.clock.now()
        for found in SWEEPS.values():
            await self.store.transaction(partial(_swept, found.run, now))

    def bytes_kept(self) -> bytes:
        """Return all that lies on the disk, while the bot runs."""
        return b"".join(p.read_bytes() for p in self.path.parent.glob(f"{self.path.name}*"))

    async def gone(self, *words: str) -> list[str]:
        """Return which words are still there, after the worker's next look."""
        await asyncio.sleep(0.05)
        await self.store.transaction(lambda _tx: None)
        await asyncio.sleep(0.05)
        kept = self.bytes_kept()
        assert HOUSE.encode() in kept, "what is searched is not the database"
        return [word for word in words if word.encode() in kept or _escaped(word) in kept]


def _swept(run: Run, now: datetime, tx: Tx) -> int:
    return run(tx, SETTINGS, now)


def _escaped(word: str) -> bytes:
    return word.encode("unicode_escape")


def _home(tx: Tx) -> str:
    now = Clock.moment
    house = tx.add_organisation(name=HOUSE, home=1, reads_at="på hverdage", phone="", now=now)
    return links.make_link(tx, Role.COORDINATOR, house, made_by=None, now=now, lifetime=timedelta(1), uses=1)


@pytest_asyncio.fixture
async def bot(sqlite_url: str) -> AsyncIterator[Running]:
    async with await open_store(sqlite_url) as store:
        running = Running(store, Path(sqlite_url.removeprefix("sqlite:///")))
        sending = asyncio.create_task(running.delivery.run())
        token = await store.transaction(_home)
        await running.says(METTE, f"/start {token}")
        await running.presses(METTE, "Ja, og jeg er fyldt 18")
        await running.says(METTE, "Mette")
        await running.says(INGE, "hej")
        await running.presses(INGE, "Ja, og jeg er fyldt 18")
        await running.says(INGE, NAME)
        await running.says(INGE, WISH)
        await running.presses(INGE, "Ja, vis mig det")
        yield running
        running.delivery.stop()
        await sending


async def test_words_of_danger_are_on_no_disk_once_they_are_answered(bot: Running) -> None:
    update = {"update_id": 99, "message": message(99, INGE, text=DANGER)}
    await keep(bot.store, [row(update, bot.clock.now())], bot.worker.nudge)
    assert DANGER.encode() in bot.bytes_kept(), "it is kept until it is answered"
    await bot.worker.drain()
    await bot.delivery.settled()
    assert "112" in bot.phones.texts[INGE][-1]
    assert await bot.gone(DANGER) == []
    await bot.presses(INGE, "Ja, giv besked nu")
    assert "Læs nu" in bot.phones.texts[METTE][-1]
    assert await bot.gone(DANGER) == []


async def test_words_of_danger_that_break_us_are_on_no_disk_either(bot: Running) -> None:
    def broken(_tx: Tx, _inbound: Inbound, _now: datetime) -> Any:
        raise ValueError

    bot.worker._handle = broken
    await bot.says(INGE, DANGER)
    assert "112" in bot.phones.texts[INGE][-1]
    assert await bot.gone(DANGER) == []


async def test_a_reader_in_the_way_only_puts_it_off(bot: Running) -> None:
    reader = sqlite3.connect(bot.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    await bot.says(INGE, DANGER)
    assert "112" in bot.phones.texts[INGE][-1]
    assert await bot.gone(DANGER) == [DANGER]
    reader.execute("ROLLBACK")
    reader.close()
    assert await bot.gone(DANGER) == []


async def test_an_erased_person_is_on_no_disk(bot: Running) -> None:
    await bot.says(INGE, "tal med et menneske")
    await bot.says(INGE, HOUND)
    await bot.presses(METTE, "Tag samtalen")
    assert HOUND in bot.phones.texts[METTE][-2] + bot.phones.texts[METTE][-3]
    await bot.says(INGE, "slet mig")
    assert await bot.gone(NAME, WISH) == [NAME, WISH]
    await bot.presses(INGE, "Ja, slet alt")
    assert "slettet" in bot.phones.texts[INGE][-2]
    assert await bot.gone(NAME, WISH, HOUND) == []
    bot.clock.moment += timedelta(hours=7)
    await bot.sweep()
    bot.store.wipe()
    assert await bot.gone(str(INGE)) == []
