from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from real_clock import RealClock
from stub import Stub, refusal, until

from bot.storage import receipts
from bot.storage.store import Store
from bot.telegram.poller import FULL, SLOW, Poller
from bot.telegram.transport import Transport


class Moving(RealClock):
    """A clock whose monotonic time is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


class Scene:
    def __init__(self, stub: Stub, store: Store, api: str = "") -> None:
        self.stub, self.store, self.clock, self.nudges = stub, store, Moving(), 0
        self.transport = Transport(api or stub.api, "1:t", answer=1)
        self.poller = Poller(self.transport, store, self.clock, received=self.nudge)

    def nudge(self) -> None:
        self.nudges += 1

    async def chats(self) -> list[int]:
        rows = await self.store.transaction(lambda tx: receipts.waiting(tx, 99))
        return [row.chat for row in rows]


@pytest_asyncio.fixture
async def scene(sqlite_store: Store) -> AsyncIterator[Scene]:
    async with Stub() as stub:
        opened = Scene(stub, sqlite_store)
        yield opened
        await opened.transport.close()


async def test_a_batch_is_on_disk_before_it_is_confirmed(scene: Scene) -> None:
    scene.stub.says(5, "a")
    scene.stub.says(6, "b")
    await scene.poller.once()
    assert await scene.chats() == [5, 6]
    assert (scene.stub.confirmed, scene.nudges > 0) == (0, True)
    scene.stub.says(7, "c")
    await scene.poller.once()
    assert scene.stub.confirmed == 2


async def test_what_could_not_be_stored_is_not_confirmed(scene: Scene) -> None:
    scene.stub.says(5, "a")
    await scene.store.close()
    with contextlib.suppress(Exception):
        await scene.poller.once()
    assert scene.poller._offset == 0


async def test_a_refused_token_is_an_alarm_and_polling_goes_on_slowly(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    for code in (401, 404):
        scene.stub.poll_mood = partial(refusal, code)
        assert await scene.poller.once() == SLOW
    assert "refused code=404" in caplog.text
    scene.stub.poll_mood = lambda: None
    scene.stub.says(5, "a")
    await scene.poller.once()
    assert await scene.chats() == [5]


async def test_another_poller_is_waited_for_longer_and_longer_and_told_of_after_a_minute(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.stub.poll_mood = lambda: refusal(409, "Conflict")
    assert [await scene.poller.once() for _ in range(6)] == [1, 2, 4, 8, 10, 10]
    assert "another bot" not in caplog.text
    scene.clock.seconds = 61
    await scene.poller.once()
    assert "another bot" in caplog.text


async def test_whatever_breaks_it_is_asked_again_later(scene: Scene) -> None:
    for mood in (refusal(502), (200, "<html>"), (200, {"ok": True}), (200, "[]"), (500, "x")):
        scene.stub.poll_mood = partial(tuple, mood)
        assert 0 < await scene.poller.once() <= 10
    nobody = Transport("http://127.0.0.1:9", "1:t")
    assert 0 < await Poller(nobody, scene.store, scene.clock, received=scene.nudge).once() <= 10
    await nobody.close()
    scene.stub.poll_mood = lambda: refusal(429, "", retry_after=33)
    assert await scene.poller.once() == 33


async def test_one_update_that_cannot_be_read_stops_nobody(scene: Scene) -> None:
    scene.stub.poll_mood = lambda: (200, '{"ok":true,"result":[{"update_id":7,"message":' + "[" * 9999 + "]}")
    await scene.poller.once()
    assert scene.poller._limit == 1
    await scene.poller.once()
    assert await scene.chats() == [0]
    assert (scene.poller._offset, scene.poller._limit) == (8, 100)


async def test_oddly_shaped_updates_are_kept_for_the_worker_to_put_aside(scene: Scene) -> None:
    for odd in ({"message": "x"}, {"message": {"chat": {"id": 2**70}}}, {"new_kind": {"a": 1}}, {}):
        scene.stub.updates.append({"update_id": len(scene.stub.updates) + 1, **odd})
    scene.stub.says(5, "a")
    await scene.poller.once()
    assert await scene.chats() == [0, 0, 0, 0, 5]


async def test_the_watchdog_sees_when_telegram_last_answered(scene: Scene) -> None:
    scene.clock.seconds = 5
    scene.stub.poll_mood = lambda: refusal(502)
    await scene.poller.once()
    assert scene.poller.last_success == 0
    scene.stub.poll_mood = lambda: None
    await scene.poller.once()
    assert scene.poller.last_success == 5


async def test_while_too_much_waits_polling_rests(scene: Scene) -> None:
    now: datetime = scene.clock.now()
    rows: list[Any] = [(f"k{n}", n, "{}", now) for n in range(FULL)]
    await scene.store.transaction(lambda tx: receipts.receive(tx, rows))
    scene.stub.says(5, "a")
    assert await scene.poller.once() == 1.0


async def test_no_log_line_holds_a_word_that_somebody_wrote_or_the_token(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    scene.stub.says(5, "hemmelig")
    await scene.poller.once()
    scene.stub.poll_mood = lambda: (200, '{"result":[{"update_id":7,"text":"hemmelig"')
    await scene.poller.once()
    assert "hemmelig" not in caplog.text
    assert "1:t" not in caplog.text


async def test_polling_ends_when_it_is_cancelled(scene: Scene) -> None:
    running = asyncio.create_task(scene.poller.run())
    scene.stub.says(5, "a")
    await until(lambda: scene.nudges > 1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await scene.chats() == [5]
