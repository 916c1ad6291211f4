"""The Bot API on this machine behaves as the real one where a bot could tell the difference."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from telegram import Update

from sandbox.__main__ import serve
from sandbox.clock import DemoClock
from sandbox.control import Control
from sandbox.limits import Limits
from sandbox.posting import SECRET, post_updates
from sandbox.world import Person, World

TOKEN = "4711:test"
START = datetime(2026, 11, 25, 9, tzinfo=UTC)


class Bot:
    """Calls the server as a bot would, and the phones as the page would."""

    def __init__(self, world: World, session: aiohttp.ClientSession, address: str) -> None:
        self.world, self.session, self.address = world, session, address

    async def asks(self, method: str, *, token: str = TOKEN, **said: Any) -> tuple[int, Any]:
        async with self.session.post(f"{self.address}/bot{token}/{method}", json=said) as answer:
            body = await answer.json()
            assert body["ok"] == (answer.status == 200)
            return answer.status, body["result"] if body["ok"] else body

    async def says(self, person: Person, text: str = "Hej", **said: Any) -> tuple[int, Any]:
        return await self.asks("sendMessage", chat_id=person.id, text=text, **said)


@pytest.fixture
def world() -> World:
    return World(DemoClock(START), TOKEN, rate=0)


@pytest.fixture
def inge(world: World) -> Person:
    person = world.add("Inge", "borger")
    world.says(person, "/start")
    return person


@pytest_asyncio.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    runner = await serve(world, Control(world), 0)
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as session:
        yield Bot(world, session, f"http://{host}:{port}")
    await runner.cleanup()


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(bot: Bot, inge: Person) -> None:
    bot.world.says(inge, "to")
    _, first = await bot.asks("getUpdates")
    _, again = await bot.asks("getUpdates", limit=1)
    assert [update["message"]["text"] for update in first] == ["/start", "to"]
    assert again == first[:1]
    _, rest = await bot.asks("getUpdates", offset=first[0]["update_id"] + 1)
    assert rest == first[1:]
    _, last = await bot.asks("getUpdates", offset=-1)
    assert last == first[1:]


async def test_kinds_that_were_not_asked_for_do_not_wait(bot: Bot, inge: Person) -> None:
    await bot.asks("getUpdates", offset=-1, allowed_updates=["my_chat_member"])
    bot.world.says(inge, "nobody hears this")
    bot.world.blocks(inge, blocked=True)
    _, found = await bot.asks("getUpdates")
    assert [set(update) - {"update_id"} for update in found] == [{"message"}, {"my_chat_member"}]


async def test_the_older_of_two_polls_is_refused(bot: Bot) -> None:
    older = asyncio.create_task(bot.asks("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(bot.asks("getUpdates", timeout=1))
    status, body = await older
    assert (status, body["description"][:38]) == (409, "Conflict: terminated by other getUpdat")
    assert await newer == (200, [])


async def test_who_blocked_the_bot_or_never_began_cannot_be_written_to(bot: Bot, inge: Person) -> None:
    stranger = bot.world.add("Jens")
    assert (await bot.says(stranger))[1]["description"].startswith("Forbidden: bot can't initiate")
    bot.world.blocks(inge, blocked=True)
    status, body = await bot.says(inge)
    assert (status, body["description"]) == (403, "Forbidden: bot was blocked by the user")
    bot.world.blocks(inge, blocked=False)
    assert (await bot.says(inge))[0] == 200


async def test_a_wrong_token_and_an_unknown_method_are_told_apart(bot: Bot) -> None:
    assert (await bot.asks("getMe", token="1:no"))[0] == 401
    assert (await bot.asks("getMoon"))[1]["description"] == "Not Found"


async def test_large_buttons_stay_under_whatever_comes_after_until_they_are_taken_away(
    bot: Bot, inge: Person
) -> None:
    large = {"keyboard": [[{"text": "Mine aftaler"}]], "is_persistent": True, "resize_keyboard": True}
    await bot.says(inge, reply_markup=large)
    await bot.says(inge, reply_markup={"inline_keyboard": [[{"text": "Ja", "callback_data": "yes"}]]})
    await bot.says(inge)
    assert inge.keyboard == large
    await bot.says(inge, reply_markup={"remove_keyboard": True})
    assert inge.keyboard == {}


async def test_a_press_lives_150_seconds_on_the_clock_that_can_be_moved(bot: Bot, inge: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "yes"}]]}
    _, message = await bot.says(inge, reply_markup=keyboard)
    query = bot.world.presses_button(inge, message["message_id"], "yes")
    assert (await bot.asks("answerCallbackQuery", callback_query_id=query, text="Tak"))[0] == 200
    query = bot.world.presses_button(inge, message["message_id"], "yes")
    bot.world.clock.set(START + timedelta(seconds=200))
    status, body = await bot.asks("answerCallbackQuery", callback_query_id=query)
    assert (status, "query is too old" in body["description"]) == (400, True)
    _, found = await bot.asks("getUpdates")
    assert [update["message"]["text"] for update in found] == ["/start"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"text": "<b>Hej", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "Hej</i>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<blink>Hej</blink>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "  "}, "message text is empty"),
        ({"text": "😀" * 2049}, "message is too long"),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "æ" * 33}]]}},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "1"}] * 9]}},
            "reply markup is too long",
        ),
        ({"reply_markup": {"keyboard": [[{"text": " "}]]}}, "text is empty"),
        (
            {"reply_markup": {"keyboard": [[{"text": "Ja"}]], "input_field_placeholder": "x" * 65}},
            "input_field_placeholder is too long",
        ),
    ],
)
async def test_what_telegram_would_refuse_is_refused(
    bot: Bot, inge: Person, said: dict[str, Any], why: str
) -> None:
    status, body = await bot.asks("sendMessage", **{"chat_id": inge.id, "text": "Hej", **said})
    assert status == 400
    assert why in body["description"]


async def test_an_edit_that_changes_nothing_and_an_old_message_to_delete_are_refused(
    bot: Bot, inge: Person
) -> None:
    _, message = await bot.says(inge)
    same = {"chat_id": inge.id, "message_id": message["message_id"]}
    assert "not modified" in (await bot.asks("editMessageText", text="Hej", **same))[1]["description"]
    assert (await bot.asks("editMessageText", text="Farvel", **same))[1]["edit_date"]
    bot.world.clock.set(START + timedelta(hours=49))
    assert "can't be deleted" in (await bot.asks("deleteMessage", **same))[1]["description"]


async def test_a_file_sent_in_parts_can_be_fetched_and_sent_again_by_its_id(bot: Bot, inge: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(inge.id), "caption": "Kalender"})
    form.add_field("document", b"BEGIN:VCALENDAR", filename="kaffe.ics", content_type="text/calendar")
    async with bot.session.post(f"{bot.address}/bot{TOKEN}/sendDocument", data=form) as answer:
        document = (await answer.json())["result"]["document"]
    assert document["file_name"] == "kaffe.ics"
    _, file = await bot.asks("getFile", file_id=document["file_id"])
    async with bot.session.get(f"{bot.address}/file/bot{TOKEN}/{file['file_path']}") as answer:
        assert await answer.read() == b"BEGIN:VCALENDAR"
    assert (await bot.asks("sendDocument", chat_id=inge.id, document=document["file_id"]))[0] == 200


def test_no_more_than_the_rate_leaves_in_any_second_and_one_chat_has_a_burst() -> None:
    limits = Limits(rate=30, burst=3)
    assert [limits.wait(chat, 0.9) for chat in range(30)] == [0] * 30
    assert limits.wait(99, 1.8) == 1
    assert limits.wait(99, 1.95) == 0
    burst = Limits(rate=30, burst=3)
    assert [burst.wait(1, 0) for _ in range(4)] == [0, 0, 0, 1]
    assert burst.wait(1, 1.0) == 0
    assert burst.wait(1, 1.5) == 1
    assert not any(Limits(rate=0).wait(1, 0) for _ in range(100))


async def test_faults_come_when_asked_for_and_a_cut_answer_has_taken_effect(bot: Bot, inge: Person) -> None:
    await bot.session.post(f"{bot.address}/api/faults", json={"status": 429, "retry_after": 7})
    status, body = await bot.says(inge)
    assert (status, body["parameters"]) == (429, {"retry_after": 7})
    await bot.session.post(
        f"{bot.address}/api/faults", json={"method": "sendMessage", "deliver": True, "cut": True}
    )
    with pytest.raises(aiohttp.ClientError):
        await bot.says(inge, "arrived all the same")
    assert inge.messages[-1]["text"] == "arrived all the same"
    assert (await bot.says(inge))[0] == 200


async def test_a_webhook_is_tried_again_and_holds_back_only_its_own_chat(bot: Bot, inge: Person) -> None:
    jens, seen, stubborn = bot.world.add("Jens"), [], 2

    async def receive(request: web.Request) -> web.Response:
        nonlocal stubborn
        message = (await request.json())["message"]
        seen.append((message["from"]["first_name"], message["text"], request.headers[SECRET]))
        if message["from"]["first_name"] == "Inge" and stubborn:
            stubborn -= 1
            return web.Response(status=500)
        return web.Response()

    server = web.Application()
    server.router.add_post("/telegram", receive)
    runner = web.AppRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    await bot.asks("setWebhook", url=url, secret_token="s3cret")
    assert (await bot.asks("getUpdates"))[0] == 409
    bot.world.says(inge, "bagefter")
    bot.world.says(jens, "hej")
    posting = asyncio.create_task(post_updates(bot.world))
    async with asyncio.timeout(5):
        while bot.world.waiting():
            await asyncio.sleep(0.02)
    posting.cancel()
    await asyncio.gather(posting, return_exceptions=True)
    await runner.cleanup()
    assert [text for name, text, _ in seen if name == "Inge"] == ["/start", "/start", "/start", "bagefter"]
    assert seen.index(("Jens", "hej", "s3cret")) < seen.index(("Inge", "bagefter", "s3cret"))


async def test_the_library_reads_every_kind_of_update(bot: Bot, inge: Person) -> None:
    world = bot.world
    for kind in ("voice", "photo", "sticker", "document", "location"):
        world.sends(inge, kind, "kaffe.ics", b"x")
    world.edits(inge, inge.messages[0]["message_id"], "/start igen")
    _, message = await bot.says(
        inge, reply_markup={"inline_keyboard": [[{"text": "Ja", "callback_data": "y"}]]}
    )
    world.presses_button(inge, message["message_id"], "y")
    world.blocks(inge, blocked=True)
    world.blocks(inge, blocked=False)
    _, found = await bot.asks("getUpdates")
    read = [Update.de_json(update, None) for update in found]
    assert [update.effective_user.id for update in read if update.effective_user] == [inge.id] * 10
    assert [name for update in read for name in update.api_kwargs] == []
    assert read[7].callback_query
    assert read[7].callback_query.data == "y"
    assert read[8].my_chat_member
    assert read[8].my_chat_member.new_chat_member.status == "kicked"


async def test_a_foreign_page_is_turned_away(bot: Bot) -> None:
    for head in ({"Host": "evil.example:80"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        async with bot.session.get(f"{bot.address}/api/state", headers=head) as answer:
            assert answer.status == 403


def test_the_clock_goes_forward_and_never_back() -> None:
    clock = DemoClock(START)
    clock.set(START + timedelta(days=1))
    clock.set(START)
    assert timedelta(days=1) <= clock.now() - START < timedelta(days=1, minutes=1)
