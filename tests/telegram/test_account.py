"""The library over our transport: its error classes, and what never left."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from stub import CUT, Mood, Stub, refusal
from telegram import Bot
from telegram.error import Forbidden, RetryAfter, TimedOut

from bot.ports import MaybeArrived, NeverLeft, Outbound, Rejected
from bot.telegram.account import Account, TokenRefused
from bot.telegram.gateway import TelegramGateway
from bot.telegram.request import NotSent, Request
from bot.telegram.transport import Transport

NOBODY = "http://127.0.0.1:9"
ME = {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "F", "username": "foelgeskab_bot"}}


@pytest_asyncio.fixture
async def stub() -> AsyncIterator[Stub]:
    async with Stub() as opened:
        yield opened


@pytest_asyncio.fixture
async def transport(stub: Stub) -> AsyncIterator[Transport]:
    opened = Transport(stub.api, "1:t", answer=1)
    yield opened
    await opened.close()


def bot(api: str, transport: Transport) -> Bot:
    request = Request(transport)
    return Bot("1:t", base_url=f"{api}/bot", request=request, get_updates_request=request)


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # the library's own, on making it
async def test_the_library_raises_its_own_errors(stub: Stub, transport: Transport) -> None:
    found = bot(stub.api, transport)
    stub.blocked = {2}
    moods: dict[int, Mood] = {3: CUT, 4: refusal(429, "Too Many Requests", retry_after=7)}
    stub.mood = lambda call: moods.get(call.values["chat_id"])
    for chat, error in ((2, Forbidden), (3, TimedOut), (4, RetryAfter)):
        with pytest.raises(error):
            await found.send_message(chat, "hej")
    await found.send_document(1, b"whole", filename="a.txt", caption="hej")
    assert stub.calls[-1].files == {"document": b"whole"}


async def test_what_never_left_is_told_apart() -> None:
    transport = Transport(NOBODY, "1:t")
    with pytest.raises(NotSent):
        await bot(NOBODY, transport).send_message(1, "hej")
    assert isinstance(await TelegramGateway(transport).send(1, Outbound("hej")), NeverLeft)
    await transport.close()


async def test_an_answer_that_is_lost_leaves_in_doubt(stub: Stub, transport: Transport) -> None:
    stub.mood = lambda _call: CUT
    assert isinstance(await TelegramGateway(transport).send(1, Outbound("hej")), MaybeArrived)


async def test_what_cannot_be_written_is_our_mistake_and_never_raises(transport: Transport) -> None:
    assert isinstance(await TelegramGateway(transport).send(1, Outbound("\ud83d")), Rejected)


async def test_a_group_is_told_and_left(stub: Stub, transport: Transport) -> None:
    await TelegramGateway(transport).send(-5, Outbound("Jeg er kun til to", leave=True))
    assert [call.method for call in stub.calls] == ["sendMessage", "leaveChat"]


async def test_a_press_that_is_too_old_harms_nobody(stub: Stub, transport: Transport) -> None:
    stub.mood = lambda _call: refusal(400, "Bad Request: query is too old")
    await TelegramGateway(transport).answer_press("q", "Gemt")
    assert stub.calls[0].values == {"callback_query_id": "q", "text": "Gemt"}


async def test_setting_up_asks_who_we_are_and_where_updates_go(stub: Stub, transport: Transport) -> None:
    account = Account(stub.api, "1:t", transport)
    stub.mood = lambda call: (200, ME) if call.method == "getMe" else None
    assert await account.username() == "foelgeskab_bot"
    await account.receive_at("https://x.dk/telegram", "secret")
    assert stub.calls[-1].values["secret_token"] == "secret"
    assert "edited_message" in stub.calls[-1].values["allowed_updates"]
    assert await account.receive_by_polling()


async def test_a_refused_token_says_so(stub: Stub, transport: Transport) -> None:
    stub.mood = lambda _call: refusal(401, "Unauthorized")
    with pytest.raises(TokenRefused):
        await Account(stub.api, "1:t", transport).username()
    assert not await Account(stub.api, "1:t", transport).receive_by_polling()
