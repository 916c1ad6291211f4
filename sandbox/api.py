"""The Bot API on this machine: the methods the bot uses, with the answers and refusals of the real one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web

from sandbox.faults import Fault
from sandbox.markup import read_html, units
from sandbox.refusals import OTHER_POLLER, WEBHOOK_SET, Refused, bad, slow_down
from sandbox.world import BOT, Json, World

LONGEST, CAPTION, DATA = 4096, 1024, 64
ROW, BUTTONS = 8, 100
LARGE, LARGE_ROW, HINT = 300, 12, 64  # of buttons under the field, and the words in the empty field
MOST_HOLD: Final = 50.0  # seconds of one long poll
SENDS: Final = (
    "sendmessage",
    "sendphoto",
    "senddocument",
    "sendlocation",
    "sendvenue",
    "editmessagetext",
    "editmessagereplymarkup",
)
PLAIN: Final = (  # answered, and without effect here
    "leavechat",
    "sendchataction",
    "setchatmenubutton",
    "setmyname",
    "setmydescription",
    "setmyshortdescription",
)


class Api:
    """Answers ``/bot<token>/<method>``."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._polls = 0
        self.calls: list[tuple[str, Json]] = []  # for tests: what was called, in order
        self._methods: dict[str, Callable[[Json], Awaitable[Any] | Any]] = {
            "getme": lambda _: BOT,
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._webhook_info,
            "sendmessage": self._send_message,
            "sendphoto": self._send_photo,
            "senddocument": self._send_document,
            "sendlocation": self._send_location,
            "sendvenue": self._send_venue,
            "editmessagetext": self._edit,
            "editmessagereplymarkup": self._edit,
            "deletemessage": self._delete,
            "answercallbackquery": self._answer,
            "setmycommands": self._set_commands,
            "deletemycommands": lambda given: self._set_commands({**given, "commands": []}),
            "getfile": self._get_file,
            **dict.fromkeys(PLAIN, lambda _: True),
        }

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses this answers."""
        return [
            web.route("*", "/bot{token}/{method}", self.answer),
            web.get("/file/bot{token}/{file}", self.download),
        ]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or go wrong as was asked for."""
        method = request.match_info["method"].casefold()
        fault = self.world.faults.take(method)
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault and not fault.deliver:
            return _broken(fault, request)
        if request.match_info["token"] != self.world.token:
            return _refusal(Refused(401))
        try:
            result = await self._call(method, await _parameters(request))
        except Refused as refused:
            return _refusal(refused)
        if fault:
            return _broken(fault, request)
        return web.json_response({"ok": True, "result": result})

    async def _call(self, method: str, given: Json) -> Any:  # noqa: ANN401 - as many kinds as methods
        self.calls.append((method, given))
        if method not in self._methods:
            raise Refused(404)
        if method in SENDS:
            chat = _number(given, "chat_id")
            self.world.reachable(chat)
            if wait := self.world.limits.wait(chat, self.world.clock.monotonic()):
                raise slow_down(wait)
        result = self._methods[method](given)
        return await result if asyncio.iscoroutine(result) else result

    async def download(self, request: web.Request) -> web.Response:
        """Give a file's bytes."""
        name, content = self.world.files.get(request.match_info["file"], ("", b""))
        kind = "image/png" if name.endswith(".png") else "application/octet-stream"
        return web.Response(body=content, content_type=kind)

    async def _get_updates(self, given: Json) -> list[Json]:
        """Confirm what is below the offset, and wait for what is not; the older of two calls is refused."""
        world = self.world
        if world.webhook:
            raise Refused(409, WEBHOOK_SET)
        self._polls += 1
        mine = self._polls
        world.arrived.set()  # wakes an older call, which finds itself replaced
        self._allow(given)
        world.confirm(int(given.get("offset", 0)))
        until = world.clock.monotonic() + min(float(given.get("timeout", 0)), MOST_HOLD)
        while not world.waiting() and world.clock.monotonic() < until:
            world.arrived.clear()
            try:
                async with asyncio.timeout(until - world.clock.monotonic()):
                    await world.arrived.wait()
            except TimeoutError:
                break
            if mine != self._polls:
                raise Refused(409, OTHER_POLLER)
        return world.waiting()[: max(1, min(int(given.get("limit", 100)), 100))]

    def _set_webhook(self, given: Json) -> bool:
        self._allow(given)
        self.world.webhook = {"url": given["url"], "secret": given.get("secret_token", "")}
        self.world.arrived.set()
        return True

    def _delete_webhook(self, given: Json) -> bool:  # noqa: ARG002 - every method is called alike
        self.world.webhook = {}
        return True

    def _webhook_info(self, given: Json) -> Json:  # noqa: ARG002 - every method is called alike
        waiting = len(self.world.waiting())
        url = self.world.webhook.get("url", "")
        return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}

    def _allow(self, given: Json) -> None:
        if isinstance(given.get("allowed_updates"), list):
            self.world.allowed = [str(kind) for kind in given["allowed_updates"]]

    def _send_message(self, given: Json) -> Json:
        return self.world.bot_says(self.world.reachable(_number(given, "chat_id")), _text(given))

    def _send_photo(self, given: Json) -> Json:
        file = self._file(given, "photo")
        content = {"photo": [{"file_id": file, "file_unique_id": file[:12], "width": 400, "height": 400}]}
        return self._with_file(given, file, content)

    def _send_document(self, given: Json) -> Json:
        file = self._file(given, "document")
        name = self.world.files[file][0]
        return self._with_file(
            given, file, {"document": {"file_id": file, "file_unique_id": file[:12], "file_name": name}}
        )

    def _with_file(self, given: Json, file: str, content: Json) -> Json:
        person = self.world.reachable(_number(given, "chat_id"))
        caption = str(given.get("caption", ""))
        if units(caption) > CAPTION:
            raise bad("message caption is too long")
        message = self.world.bot_says(person, {**content, "caption": caption, **_markup(given)})
        person.messages[-1]["file_url"] = f"/file/bot{self.world.token}/{file}"
        return message

    def _send_location(self, given: Json) -> Json:
        place = {"latitude": float(given["latitude"]), "longitude": float(given["longitude"])}
        person = self.world.reachable(_number(given, "chat_id"))
        return self.world.bot_says(person, {"location": place, **_markup(given)})

    def _send_venue(self, given: Json) -> Json:
        place = {"latitude": float(given["latitude"]), "longitude": float(given["longitude"])}
        venue = {"location": place, "title": str(given["title"]), "address": str(given["address"])}
        person = self.world.reachable(_number(given, "chat_id"))
        return self.world.bot_says(person, {"venue": venue, "location": place, **_markup(given)})

    def _edit(self, given: Json) -> Json:
        person = self.world.reachable(_number(given, "chat_id"))
        content = _text(given) if "text" in given else _markup(given)
        return self.world.bot_changes(person, _number(given, "message_id"), content)

    def _delete(self, given: Json) -> bool:
        self.world.bot_removes(self.world.person(_number(given, "chat_id")), _number(given, "message_id"))
        return True

    def _answer(self, given: Json) -> bool:
        self.world.bot_answers_press(str(given["callback_query_id"]), str(given.get("text", "")))
        return True

    def _set_commands(self, given: Json) -> bool:
        scope = given.get("scope") or {}
        if scope.get("type") == "chat":
            person = self.world.person(int(scope["chat_id"]))
            person.commands = given["commands"]
            self.world.news.tell("commands", person=person.id, commands=person.commands)
        return True

    def _get_file(self, given: Json) -> Json:
        file = str(given["file_id"])
        if file not in self.world.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        return {"file_id": file, "file_unique_id": file[:12], "file_path": file}

    def _file(self, given: Json, name: str) -> str:
        found = given.get(name)
        if isinstance(found, tuple):
            return self.world.keep(*found)
        if isinstance(found, str) and found in self.world.files:
            return found
        raise bad("wrong file identifier/HTTP URL specified")


def _text(given: Json) -> Json:
    written = str(given.get("text", ""))
    if given.get("parse_mode") == "HTML":
        written = read_html(written).text
    if not written.strip():
        raise bad("message text is empty")
    if units(written) > LONGEST:
        raise bad("message is too long")
    return {"text": written, **_markup(given)}


def _markup(given: Json) -> Json:
    """Return the keyboard, refused as the real one refuses it."""
    markup = given.get("reply_markup")
    if not markup:
        return {}
    if "keyboard" in markup or "remove_keyboard" in markup:
        return _large(markup)
    rows = markup.get("inline_keyboard", [])
    if sum(map(len, rows)) > BUTTONS or any(len(row) > ROW for row in rows):
        raise bad("reply markup is too long")
    for button in (button for row in rows for button in row):
        data = button.get("callback_data")
        if not str(button.get("text", "")).strip():
            raise bad("can't parse inline keyboard button: text is empty")
        if data is None and "url" not in button:
            raise bad("text buttons are unallowed in the inline keyboard")
        if data is not None and not 0 < len(str(data).encode()) <= DATA:
            raise bad("BUTTON_DATA_INVALID")
    return {"reply_markup": markup} if rows else {}


def _large(markup: Json) -> Json:
    """Return the buttons under the field, or that they go, refused as the real one refuses them."""
    rows = markup.get("keyboard", [])
    labels = [str(button["text"] if isinstance(button, dict) else button) for row in rows for button in row]
    if "keyboard" in markup and not all(label.strip() for label in labels):
        raise bad("can't parse keyboard button: text is empty")
    if len(labels) > LARGE or any(len(row) > LARGE_ROW for row in rows):
        raise bad("reply markup is too long")
    if len(str(markup.get("input_field_placeholder", ""))) > HINT:
        raise bad("input_field_placeholder is too long")
    return {"reply_markup": markup}


def _number(given: Json, name: str) -> int:
    try:
        return int(given[name])
    except (KeyError, ValueError, TypeError):
        raise bad(f"{name} is missing or not a number") from None


async def _parameters(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json()) if request.can_read_body else {}
    given: Json = dict(request.query)
    if request.content_type.startswith("multipart/"):
        async for part in await request.multipart():
            content = await part.read(decode=False)  # type: ignore[union-attr]  # no part of ours holds parts
            name = part.name or ""  # type: ignore[union-attr]  # as above
            given[name] = (part.filename, content) if part.filename else _json(content.decode())  # type: ignore[union-attr]  # as above
    elif request.can_read_body:
        given.update({name: _json(str(value)) for name, value in (await request.post()).items()})
    return given


def _json(text: str) -> Any:  # noqa: ANN401 - whatever it holds
    if text[:1] in "{[":
        return json.loads(text)
    return text


def _refusal(refused: Refused) -> web.Response:
    return web.json_response(refused.body(), status=refused.code)


def _broken(fault: Fault, request: web.Request) -> web.Response:
    """Go wrong: hang up, or answer with what was asked for."""
    if fault.cut and request.transport is not None:
        request.transport.abort()
    return _refusal(Refused(fault.status, "asked for by a test", fault.retry_after))
