"""What the page and the tests may ask for: people, what they do, the clock, and faults."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from yarl import URL

from bot.app import App
from sandbox.faults import Fault
from sandbox.refusals import Refused
from sandbox.world import Json, Person, World

PAGE: Final = Path(__file__).parent / "page"
LISTEN: Final = 25.0  # seconds that a listener is kept waiting
HOSTS: Final = ("127.0.0.1", "localhost")
FARTHEST: Final = timedelta(days=60)  # a single step of the clock
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def only_this_machine(request: web.Request, handler: Answer) -> web.StreamResponse:
    """Refuse a page of somebody else's that found this address."""
    origin = request.headers.get("Origin")
    if request.host.rpartition(":")[0] not in HOSTS or (origin and URL(origin).host not in HOSTS):
        return web.Response(status=403, text="only this machine")
    return await handler(request)


@web.middleware
async def refusals(request: web.Request, handler: Answer) -> web.StreamResponse:
    """Tell in JSON what was refused."""
    try:
        return await handler(request)
    except Refused as refused:
        return web.json_response(refused.body(), status=refused.code)
    except (KeyError, ValueError, TypeError) as error:
        return web.json_response({"ok": False, "description": f"missing or wrong: {error}"}, status=400)


class Control:
    """The page's half of the server."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.app: App | None = None
        self.links: dict[str, str] = {}
        self.moving = False

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the addresses this answers."""
        return [
            web.get("/", self.page),
            web.static("/page", PAGE),
            web.get("/api/state", self.state),
            web.get("/api/news", self.news),
            web.post("/api/people", self.add),
            web.post("/api/people/{id}/{what}", self.act),
            web.post("/api/clock", self.clock),
            web.post("/api/faults", self.fault),
        ]

    async def page(self, request: web.Request) -> web.FileResponse:  # noqa: ARG002 - every address is answered alike
        """Show the phones."""
        return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-store"})

    async def state(self, request: web.Request) -> web.Response:  # noqa: ARG002 - every address is answered alike
        """Return everything there is, for a page that begins."""
        people = [{**asdict(person), "links": self._links(person)} for person in self.world.people.values()]
        return web.json_response(
            {
                "number": self.world.news.number,
                "now": self.world.clock.now().isoformat(),
                "people": people,
                "bot": self.app is not None,
                "moving": self.moving,
            }
        )

    async def news(self, request: web.Request) -> web.Response:
        """Return what happened after a number, waiting a while for it."""
        after = int(request.query.get("after", 0))
        found = await self.world.news.wait(after, float(request.query.get("wait", LISTEN)))
        return web.json_response({"now": self.world.clock.now().isoformat(), "events": found})

    async def add(self, request: web.Request) -> web.Response:
        """Let somebody buy a phone."""
        given = await request.json()
        name = str(given["name"]).strip()[:40]
        if not name:
            raise ValueError("name")
        person = self.world.add(name, str(given.get("hint", "")))
        return web.json_response({"id": person.id})

    async def act(self, request: web.Request) -> web.Response:
        """Let somebody write, press, send, edit, block."""
        person = self.world.person(int(request.match_info["id"]))
        given: Json = await request.json() if request.can_read_body else {}
        match request.match_info["what"]:
            case "text":
                result: Any = self.world.says(person, str(given["text"]))["message_id"]
            case "press":
                result = self.world.presses_button(person, int(given["message_id"]), str(given["data"]))
            case "send":
                content = base64.b64decode(given.get("content", ""))
                result = self.world.sends(person, given["kind"], given.get("name", ""), content)["message_id"]
            case "edit":
                self.world.edits(person, int(given["message_id"]), str(given["text"]))
                result = True
            case "block":
                self.world.blocks(person, blocked=bool(given["blocked"]))
                result = True
            case other:
                raise ValueError(other)
        return web.json_response({"ok": True, "result": result})

    async def clock(self, request: web.Request) -> web.Response:
        """Move the clock by hours, or to the next thing that happens, through all that is due on the way."""
        given = await request.json()
        now = self.world.clock.now()
        if self.app is None:
            self.world.clock.set(now + timedelta(hours=float(given.get("hours", 0))))
        elif not self.moving:
            self.moving = True
            try:
                await self._move(self.app, given)
            finally:
                self.moving = False
        self.world.news.tell("clock")
        return web.json_response({"now": self.world.clock.now().isoformat()})

    async def fault(self, request: web.Request) -> web.Response:
        """Let the next calls go wrong."""
        self.world.faults.add(Fault(**await request.json()))
        return web.json_response({"ok": True})

    async def _move(self, app: App, given: Json) -> None:
        now = self.world.clock.now()
        if given.get("next"):
            target = await app.next_event() or now
        else:
            target = now + timedelta(hours=float(given["hours"]))
        await app.step_to(min(target, now + FARTHEST))

    def _links(self, person: Person) -> list[Json]:
        """Return the start links that lie on somebody's table."""
        found = {"koordinator": "coordinator", "frivillig": "volunteer"}.get(person.hint)
        token = self.links.get(found or "", "")
        return (
            [{"label": f"Åbn linket fra frivilligcentret ({person.hint})", "token": token}] if token else []
        )
