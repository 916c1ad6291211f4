"""What is done to a database that was put back, before anybody may use it.

What happened after a backup was made cannot be known.  So whatever is due at the moment of restoring counts
as said: it is closed as ``unknown`` (or ``expired``), with its key, so that no sweep writes it again.
Letters that are a danger when they are missed (replies, changes, lines to coordinators) are left to their
own expiry, as after any other doubt.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from bot.config import Settings
from bot.handlers.cases import handle
from bot.handlers.visit import House
from bot.i18n import Reader
from bot.ports import Inbound, Kind, Outbound, Rank
from bot.storage import letters, marks, receipts
from bot.storage.erasure import erase, erase_stranger, erase_without_chat
from bot.storage.marks import Marks
from bot.storage.migrate import migrate
from bot.storage.people import coordinators, person_by_chat, person_by_id
from bot.storage.receipts import Receipt
from bot.storage.store import Store, Tx, open_store
from bot.sweeps.known import SWEEPS, sweep
from bot.telegram.reading import read

WHY: Final = "a backup was put back"
ROUNDS: Final = 20  # of sweeps and what they begin; more would be two that feed each other
BATCH: Final = 500
LOG: Final = logging.getLogger("bot.restore")
Kinds = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Outside:
    """What is known without the database."""

    erased: Marks
    stopped: Marks


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done to a database that was put back."""

    since: datetime | None  # the last thing that it knows of; None if it knows nothing
    erased: int
    stopped: int
    let_go: Kinds
    again: Kinds  # what may come a second time


async def mend(settings: Settings, url: str, known: Outside, now: datetime) -> Mended:
    """Bring it to our schema, do erasures and stops again, and let nothing old be sent."""
    await asyncio.to_thread(migrate, url)
    async with await open_store(url) as store:
        since: datetime | None = await store.read(lambda tx: tx.last_moment())
        house = House(settings)
        erased = await store.transaction(partial(_erase_again, house=house, erased=known.erased, now=now))
        stops = marks.later(known.stopped, dict.fromkeys(known.stopped, since or now))
        stopped = await store.transaction(partial(_stop_again, house=house, stopped=stops))
        before = await store.transaction(partial(_let_go, now=now))
        await _catch_up(store, house, now)
        after = await store.transaction(partial(_let_go, now=now))
        left: Kinds = await store.read(lambda tx: tx.urgent_by_kind(now=now, rank=int(Rank.REMINDER)))
        await store.transaction(partial(_tell_coordinators, settings=settings, since=since, now=now))
        store.wipe()
    return Mended(since, erased, stopped, _added(before, after), left)


def _erase_again(tx: Tx, house: House, erased: Marks, now: datetime) -> int:
    """Erase whoever was erased after the copy was made; return how many chats that were."""
    later = marks.later(erased, dict(tx.tombstones()))
    chats = [row for row in tx.known_chats() if house.mark(row[0]) in later] if later else []
    for chat, id_ in chats:
        tx.drop_updates(chat=chat)
        person = person_by_id(tx, id_) if id_ is not None else None
        if person is not None:
            erase(tx, person, chat, house.mark(chat), now)
        else:
            erase_stranger(tx, chat, house.mark(chat), now)
    for (id_,) in tx.ids_without_a_chat() if later else []:
        person = person_by_id(tx, id_) if house.mark_of(id_) in later else None
        if person:
            erase_without_chat(tx, person, house.mark_of(id_), now)
    for mark, at in later.items():
        tx.bury(mark=mark, now=at)
    return len(chats)


def _stop_again(tx: Tx, house: House, stopped: Marks) -> int:
    """Let the stop of whoever said so after the copy was made hold; only they can take it back."""
    did = 0
    for chat, _id in tx.known_chats() if stopped else ():
        person, at = person_by_chat(tx, chat), stopped.get(house.mark(chat))
        if person is not None and at is not None and person.stopped_at is None:
            tx.set_stopped(id=person.id, stopped_at=at)
            did += 1
    return did


def _let_go(tx: Tx, now: datetime) -> Kinds:
    """Close what is due and may have been sent; return how many of each kind that were."""
    found: Kinds = tx.due_by_kind(now=now, rank=int(Rank.REMINDER))
    tx.let_go(now=now, rank=int(Rank.REMINDER), why=WHY)
    return found


async def _catch_up(store: Store, house: House, now: datetime) -> None:
    """Let the sweeps write what is due by now, since they may have done so after the copy was made."""
    for _ in range(ROUNDS):
        did = sum([await sweep(store, house.settings, name, now) for name in SWEEPS])
        did += await _begin(store, house, now)
        if not did:
            break


async def _begin(store: Store, house: House, now: datetime) -> int:
    """Let what the sweeps put into the inbox begin; what people wrote is left to the running bot."""
    did, blocked = 0, set[int]()
    for row in await store.transaction(lambda tx: receipts.waiting(tx, BATCH)):
        event = row.raw.startswith('{"event"')
        if not event or row.chat in blocked:
            blocked.add(row.chat)
            continue
        try:
            did += await store.transaction(partial(_handle, row=row, house=house, now=now))
        except Exception as error:  # noqa: BLE001 - one that fails is put aside by the running bot
            LOG.warning("an event failed id=%d error=%s", row.id, type(error).__name__)
            blocked.add(row.chat)
    return did


def _handle(tx: Tx, row: Receipt, house: House, now: datetime) -> int:
    inbound: Inbound = read(row.key, row.chat, row.raw).inbound
    if not receipts.finish(tx, row.id):
        return 0
    handle(tx, inbound, now, house)
    return 1


def _tell_coordinators(tx: Tx, settings: Settings, since: datetime | None, now: datetime) -> None:
    """Let those know who can ask people: what was agreed after the copy is gone."""
    for (organisation,) in tx.every_organisation():
        for person in coordinators(tx, organisation):
            if person.chat is None:
                continue
            _ = Reader(person.language or settings.locale, settings.zone)
            text = _(
                "We had to put a backup from {when} back. What happened after that is gone: new people, "
                "yeses, noes and changes. Please look over the next dates, and ask those who use to come.",
                when=_.when(since or now),
            )
            letters.put(
                tx,
                key=f"restored:{now:%Y%m%d%H%M%S}:{person.id}",
                chat=person.chat,
                kind=Kind.STAFF,
                message=Outbound(text),
                now=now,
                person=person.id,
            )


def _added(one: Kinds, other: Kinds) -> Kinds:
    found = dict(one)
    for kind, n in other:
        found[kind] = found.get(kind, 0) + n
    return sorted(found.items())
