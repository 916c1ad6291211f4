from __future__ import annotations

import io
from collections.abc import AsyncIterator

import aiohttp
import orjson
import pytest
import pytest_asyncio
from real_clock import RealClock
from stub import message

from bot.storage import receipts
from bot.storage.store import Store
from bot.telegram.webhook import HEADER, PATH, Webhook
from bot.web.server import BIGGEST, Server

SECRET = "s3cret-token"
UPDATE = orjson.dumps({"update_id": 7, "message": message(1, 5, text="hej 010203-1234")})


class Caller:
    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address, self.session = address, session

    async def post(self, body: bytes, secret: str | None = SECRET, path: str = PATH) -> int:
        headers = {} if secret is None else {HEADER: secret}
        async with self.session.post(self.address + path, data=io.BytesIO(body), headers=headers) as answer:
            return answer.status


@pytest_asyncio.fixture
async def caller(sqlite_store: Store) -> AsyncIterator[Caller]:
    webhook = Webhook(sqlite_store, RealClock(), SECRET, received=lambda: None)
    server = Server(webhook.routes())
    port = await server.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        yield Caller(f"http://127.0.0.1:{port}", session)
    await server.stop()


async def kept(store: Store) -> list[receipts.Receipt]:
    return await store.transaction(lambda tx: receipts.waiting(tx, 9))


async def test_when_it_says_yes_the_update_is_on_disk_without_a_cpr_number(
    caller: Caller, sqlite_store: Store
) -> None:
    assert await caller.post(UPDATE) == 200
    (row,) = await kept(sqlite_store)
    assert (row.key, row.chat, "1234" in row.raw) == ("u:7", 5, False)


async def test_the_same_update_again_changes_nothing(caller: Caller, sqlite_store: Store) -> None:
    for _ in range(3):
        assert await caller.post(UPDATE) == 200
    assert len(await kept(sqlite_store)) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "sæcret"])
async def test_who_does_not_know_the_secret_is_refused(
    caller: Caller, sqlite_store: Store, secret: str | None
) -> None:
    assert await caller.post(UPDATE, secret) == 401
    assert not await kept(sqlite_store)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"message":{}}', b'{"update_id":"x"}', b"\xff"])
async def test_what_is_no_update_is_refused(caller: Caller, sqlite_store: Store, body: bytes) -> None:
    assert await caller.post(body) == 400
    assert not await kept(sqlite_store)


async def test_what_is_too_large_is_refused(caller: Caller, sqlite_store: Store) -> None:
    assert await caller.post(b" " * (BIGGEST + 1)) == 413
    assert not await kept(sqlite_store)


async def test_there_is_one_path_only(caller: Caller) -> None:
    assert await caller.post(UPDATE, path="/") == 404


def test_without_a_secret_there_is_no_webhook(sqlite_store: Store) -> None:
    with pytest.raises(ValueError, match="secret"):
        Webhook(sqlite_store, RealClock(), "", received=lambda: None)
