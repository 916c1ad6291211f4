"""Delivery over a real network, to a Bot API that misbehaves."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from real_clock import RealClock
from stub import CUT, Call, Stub, refusal, until

from bot.delivery.delivery import Delivery
from bot.ports import Attachment, Kind, Outbound
from bot.storage import letters
from bot.storage.store import Store, Tx
from bot.telegram.gateway import TelegramGateway
from bot.telegram.transport import Transport

pytestmark = pytest.mark.xdist_group("calm")  # beside at most one other test
CLOCK = RealClock()


@pytest_asyncio.fixture
async def stub() -> AsyncIterator[Stub]:
    async with Stub() as opened:
        yield opened


@contextlib.asynccontextmanager
async def delivering(store: Store, stub: Stub, **more: Any) -> AsyncIterator[Delivery]:
    transport = Transport(stub.api, "1:t", answer=2)
    delivery = Delivery(store, TelegramGateway(transport), CLOCK, **{"rate": 0, **more})
    running = asyncio.create_task(delivery.run())
    yield delivery
    delivery.stop()
    await running
    await transport.close()


def put(tx: Tx, key: str, chat: int, kind: Kind = Kind.REPLY, **more: Any) -> bool:
    return letters.put(
        tx, key=key, chat=chat, kind=kind, **{"message": Outbound(key), "now": CLOCK.now(), **more}
    )


async def put_all(store: Store, count: int, kind: Kind) -> None:
    await store.transaction(lambda tx: [put(tx, f"k{n}", n, kind) for n in range(1, count + 1)])


async def settled(store: Store, seconds: float = 15) -> dict[str, int]:
    async with asyncio.timeout(seconds):
        while await store.read(letters.live):
            await asyncio.sleep(0.02)
    return await store.read(letters.states)


@pytest.mark.parametrize(
    ("kind", "copies", "state"),
    [(Kind.REPLY, 2, "sent"), (Kind.REMINDER, 2, "sent"), (Kind.ANNOUNCEMENT, 1, "unknown")],
)
async def test_when_the_answer_is_lost_only_an_announcement_is_left_alone(
    sqlite_store: Store, stub: Stub, kind: Kind, copies: int, state: str
) -> None:
    stub.mood = lambda call: None if stub.texts(call.values["chat_id"]) else CUT
    await put_all(sqlite_store, 5, kind)
    async with delivering(sqlite_store, stub):
        assert await settled(sqlite_store) == {state: 5}
    assert Counter(said.chat for said in stub.said) == dict.fromkeys(range(1, 6), copies)


async def test_a_429_of_all_outlives_a_restart(store: Store, stub: Stub) -> None:
    stub.mood = lambda _call: refusal(429, "Too Many Requests", retry_after=2)
    await put_all(store, 3, Kind.REPLY)
    async with delivering(store, stub):
        await until(lambda: len(stub.calls) >= 3)
        await asyncio.sleep(0.1)
    stub.mood, calls = lambda _call: None, len(stub.calls)
    await store.transaction(lambda tx: put(tx, "new", 9))
    async with delivering(store, stub):
        await asyncio.sleep(1)
        assert len(stub.calls) == calls
        assert await settled(store) == {"sent": 4}
    assert len(stub.said) == 4


async def test_a_reply_passes_an_announcement_that_is_under_way(sqlite_store: Store, stub: Stub) -> None:
    await sqlite_store.transaction(
        lambda tx: [put(tx, f"a{n}", n, Kind.ANNOUNCEMENT) for n in range(1000, 1400)]
    )
    async with delivering(sqlite_store, stub, rate=50) as delivery:
        await until(lambda: len(stub.said) > 10)
        between = []
        for chat in range(1, 11):
            before = len(stub.said)
            await sqlite_store.transaction(partial(put, key=f"r{chat}", chat=chat))
            delivery.nudge()
            await until(partial(stub.texts, chat))
            between.append(next(i for i, said in enumerate(stub.said) if said.chat == chat) - before)
    assert max(between) <= 5
    assert "sending" not in await sqlite_store.read(letters.states), "a stop leaves nothing in doubt"
    times = sorted(said.at for said in stub.said)
    assert all(later - first >= 1 for first, later in zip(times, times[50:], strict=False))


async def test_one_chat_gets_its_messages_in_order_whatever_is_lost(store: Store, stub: Stub) -> None:
    stub.mood = lambda call: CUT if call.values["text"] == "m2" and len(stub.said) < 3 else None
    await store.transaction(lambda tx: [put(tx, f"m{n}", 5) for n in range(6)])
    async with delivering(store, stub):
        assert await settled(store) == {"sent": 6}
    assert list(dict.fromkeys(stub.texts(5))) == [f"m{n}" for n in range(6)]


async def test_a_block_is_remembered(sqlite_store: Store, stub: Stub) -> None:
    stub.blocked = {5}
    await sqlite_store.transaction(
        lambda tx: (put(tx, "a", 5), put(tx, "b", 5, Kind.REMINDER), put(tx, "c", 6))
    )
    async with delivering(sqlite_store, stub):
        assert await settled(sqlite_store) == {"suppressed": 2, "sent": 1}
        await sqlite_store.transaction(lambda tx: put(tx, "later", 5))
        assert await settled(sqlite_store) == {"suppressed": 3, "sent": 1}
    assert len(stub.calls) == 2


async def test_pictures_and_files_arrive_whole(sqlite_store: Store, stub: Stub) -> None:
    ics, png = (
        Attachment("aftale.ics", b"BEGIN\r\n\xc3\xa6"),
        Attachment("a.png", b"\x89PNG\x00", picture=True),
    )
    await sqlite_store.transaction(
        lambda tx: (
            put(tx, "a", 5, message=Outbound("Her", attachment=ics)),
            put(tx, "b", 6, message=Outbound("Se", attachment=png)),
        )
    )
    async with delivering(sqlite_store, stub):
        assert await settled(sqlite_store) == {"sent": 2}
    assert sorted((call.method, *call.files.values()) for call in stub.calls) == [
        ("sendDocument", ics.content),
        ("sendPhoto", png.content),
    ]


async def test_when_twenty_answers_are_lost_reminders_rest_and_replies_do_not(
    sqlite_store: Store, stub: Stub
) -> None:
    def mood(call: Call) -> str | None:
        return CUT if call.values["chat_id"] <= 20 else None

    stub.mood = mood
    await put_all(sqlite_store, 20, Kind.ANNOUNCEMENT)
    async with delivering(sqlite_store, stub) as delivery:
        assert await settled(sqlite_store) == {"unknown": 20}
        await sqlite_store.transaction(lambda tx: (put(tx, "rem", 50, Kind.REMINDER), put(tx, "rep", 51)))
        delivery.nudge()
        await until(lambda: stub.texts(51))
        await asyncio.sleep(0.3)
        assert not stub.texts(50)


async def test_nothing_leaves_while_sending_is_off(sqlite_store: Store, stub: Stub) -> None:
    await sqlite_store.transaction(lambda tx: letters.set_send_mode(tx, "off"))
    await sqlite_store.transaction(lambda tx: put(tx, "a", 5))
    async with delivering(sqlite_store, stub) as delivery:
        await asyncio.sleep(0.3)
        assert not stub.calls
        await sqlite_store.transaction(lambda tx: letters.set_send_mode(tx, "all"))
        delivery.nudge()
        assert await settled(sqlite_store) == {"sent": 1}


async def test_a_sender_that_was_superseded_sends_no_more(store: Store, stub: Stub) -> None:
    async with delivering(store, stub) as old:
        await until(lambda: old.epoch)
        await store.transaction(letters.new_epoch)
        await store.transaction(lambda tx: put(tx, "a", 5))
        await asyncio.sleep(0.4)
        assert not stub.calls


async def test_settled_waits_for_all_that_may_leave_now(sqlite_store: Store, stub: Stub) -> None:
    await put_all(sqlite_store, 50, Kind.REPLY)
    later = CLOCK.now() + timedelta(hours=1)
    await sqlite_store.transaction(lambda tx: put(tx, "later", 99, not_before=later))
    async with delivering(sqlite_store, stub) as delivery:
        async with asyncio.timeout(10):
            await delivery.settled()
        assert len(stub.said) == 50


async def test_when_nobody_answers_the_door_it_is_tried_again_until_it_opens(sqlite_store: Store) -> None:
    async with Stub() as stub:
        api = stub.api
    transport = Transport(api, "1:t", answer=1)
    delivery = Delivery(sqlite_store, TelegramGateway(transport), CLOCK, rate=0)
    await put_all(sqlite_store, 3, Kind.ANNOUNCEMENT)
    running = asyncio.create_task(delivery.run())
    await asyncio.sleep(0.5)
    assert await sqlite_store.read(letters.live) == 3
    delivery.stop()
    await running
    await transport.close()
