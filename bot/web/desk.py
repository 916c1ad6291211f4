"""The coordinators' page: who asks is looked up at each request, and each is one transaction.

Nothing here knows what a page says; nothing in the pages knows of cookies, proofs and headers.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from hmac import compare_digest
from importlib import resources
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from aiohttp import web

from bot.handlers.desk import DOOR
from bot.handlers.visit import House, Visit
from bot.i18n import N_, Reader
from bot.language.fold import mask_cpr
from bot.ports import Clock, Inbound, Said
from bot.storage import desk
from bot.storage.links import hashed
from bot.storage.store import Store, Tx
from bot.web import calls, inbox, layout, people, week  # noqa: F401 - a page is known by being imported
from bot.web.html import el
from bot.web.pages import DOES, NONE, PREFIX, SHOWS, Asked, GoTo, Page, Shown

LOG: Final = logging.getLogger("bot.web")
LONGEST: Final = 4000  # characters of one field
NUMBER: Final = r"{number:\d{1,15}}"
DAY: Final = int(desk.DAY.total_seconds())
HEADERS: Final = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",  # with none at all, a browser hides where a form comes from
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
    }
)
FAILED: Final = N_("This did not work"), N_("Nothing was changed. Please try again.")
OUT: Final = N_("You are logged out"), N_("Ask for a new link in the chat when you need one.")
CLOSED: Final = N_("You are not logged in"), N_("Ask for a new link in the chat: write /side there.")
Handler = Callable[[web.Request], Awaitable[web.Response]]
Changed = Callable[[], None]


def routes(store: Store, clock: Clock, house: Callable[[], House], changed: Changed) -> list[web.RouteDef]:
    """Return what is served; ``changed`` is called when letters may have been written."""
    site = _Site(store, clock, house, changed)
    found = [
        web.get(f"{PREFIX}/style.css", _style),
        web.get(DOOR + "{token}", site.guard(site.door)),
        web.post(DOOR + "{token}", site.guard(site.enter)),
        web.post(f"{PREFIX}/out", site.guard(site.leave)),
    ]
    for path, page in SHOWS.items():
        found.append(web.get(_address(path), site.guard(partial(site.show, page))))
    for path, page in DOES.items():
        found.append(web.post(_address(path), site.guard(partial(site.do, page))))
    return found


class _Site:
    """What answers; who is logged in stands in the database, so that a restart logs nobody out."""

    def __init__(self, store: Store, clock: Clock, house: Callable[[], House], changed: Changed) -> None:
        self._store, self._clock, self._house, self._changed = store, clock, house, changed

    def guard(self, handler: Handler) -> Handler:
        """Answer with the headers that hold for all, and tell nothing of what fails."""

        async def answer(request: web.Request) -> web.Response:
            try:
                found = await handler(request)
            except web.HTTPException:
                raise
            except Exception as error:  # noqa: BLE001 - what it says may name somebody
                LOG.error("a page failed error=%s", type(error).__name__)  # noqa: TRY400 - no texts in logs
                found = self._plain(*FAILED, 500)
            found.headers.update(HEADERS)
            return found

        return answer

    async def door(self, request: web.Request) -> web.Response:
        """Show a button: whatever looks at a link beforehand must not use it up."""
        token, now = request.match_info["token"], self._clock.now()
        if not await self._store.read(lambda tx: desk.is_live(tx, token, now)):
            return self._closed()
        _, seal = self._reader(), secrets.token_urlsafe()
        form = el(
            "form",
            el("input", type="hidden", name="csrf", value=_proof(seal)),
            el("button", _("Log in")),
            method="post",
            action=request.path,
        )
        text = el("p", _("This is the page for coordinators. Press the button, and you are in."))
        found = _html(layout.plain(_, _("Log in"), text, form))
        self._keep(found, "door", seal)
        return found

    async def enter(self, request: web.Request) -> web.Response:
        """Spend the link and log this browser in."""
        token, now, form = request.match_info["token"], self._clock.now(), await _form(request)
        if not self._is_ours(request, form, self._kept(request, "door")):
            return self._closed()
        entry = await self._store.transaction(lambda tx: desk.enter(tx, token, now))
        if entry is None:
            return self._closed()
        path = f"/{entry.page}" if f"/{entry.page}" in SHOWS else ""
        found = _see(path)
        self._keep(found, "desk", entry.session)
        self._drop(found, "door")
        return found

    async def leave(self, request: web.Request) -> web.Response:
        """Log this browser out."""
        session, form = self._kept(request, "desk"), await _form(request)
        if not self._is_ours(request, form, session):
            return self._closed()
        await self._store.transaction(lambda tx: desk.leave(tx, session))
        found = self._plain(*OUT, 200)
        self._drop(found, "desk")
        return found

    async def show(self, page: Page, request: web.Request) -> web.Response:
        """Show a page to whoever may see it."""
        return await self._answer(page, request, self._kept(request, "desk"), NONE)

    async def do(self, page: Page, request: web.Request) -> web.Response:
        """Do what a form of ours asks for, whole or not at all."""
        session, form = self._kept(request, "desk"), await _form(request)
        if not self._is_ours(request, form, session):
            return self._closed()
        done = await self._answer(page, request, session, form)
        self._changed()
        return done

    async def _answer(
        self, page: Page, request: web.Request, session: str, form: Mapping[str, str]
    ) -> web.Response:
        number, said, key = _number(request), request.query.get("done", ""), _key()

        def work(tx: Tx) -> web.Response:
            visit = self._visit(tx, session, key)
            if visit is None:
                return self._closed()
            asked = Asked(visit, number, form, said, _proof(session))
            match page(asked):
                case Shown() as shown:
                    return _html(layout.page(asked, shown))
                case GoTo(path, word):
                    return _see(path, word)
                case _nothing:
                    return self._missing(visit)

        return await self._store.transaction(work)

    def _visit(self, tx: Tx, session: str, key: str) -> Visit | None:
        """Return the visit of whoever is logged in; None for anybody who is no coordinator now."""
        now, house = self._clock.now(), self._house()
        person = desk.reader_of(tx, session, now) if session else None
        if person is None or person.chat is None:
            return None
        inbound = Inbound(key, person.chat, Said.OTHER)
        return Visit(tx, house, inbound, now, person, house.reader(person.language))

    def _is_ours(self, request: web.Request, form: dict[str, str], secret: str) -> bool:
        """Tell whether a form was made by us for this browser, and sent from a page of ours."""
        base = self._house().settings.web_url
        from_us = request.headers.get("Origin", base) == base
        near = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        proof = form.get("csrf", "").encode("utf-8", "replace")
        return bool(secret) and from_us and near and compare_digest(proof, _proof(secret).encode())

    def _reader(self) -> Reader:
        return self._house().reader("")

    def _plain(self, title: str, text: str, status: int) -> web.Response:
        _ = self._reader()
        return _html(layout.plain(_, _(title), el("p", _(text))), status)

    def _closed(self) -> web.Response:
        return self._plain(*CLOSED, 403)

    def _missing(self, visit: Visit) -> web.Response:
        _ = visit._
        back = el("p", el("a", _("To the week"), href=PREFIX))
        return _html(layout.plain(_, _("That is not here any more."), back), 404)

    def _cookie(self, name: str) -> str:
        return f"__Host-{name}" if self._secure() else name

    def _secure(self) -> bool:
        return self._house().settings.web_url.startswith("https://")

    def _kept(self, request: web.Request, name: str) -> str:
        return request.cookies.get(self._cookie(name), "")

    def _keep(self, answer: web.Response, name: str, value: str) -> None:
        answer.set_cookie(
            self._cookie(name),
            value,
            max_age=DAY,
            path="/",
            secure=self._secure(),
            httponly=True,
            samesite="Strict",
        )

    def _drop(self, answer: web.Response, name: str) -> None:
        answer.del_cookie(
            self._cookie(name), path="/", secure=self._secure(), httponly=True, samesite="Strict"
        )


async def _style(request: web.Request) -> web.Response:  # noqa: ARG001 - the library passes it
    text = resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    headers = {"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"}
    return web.Response(text=text, content_type="text/css", charset="utf-8", headers=headers)


async def _form(request: web.Request) -> dict[str, str]:
    """Return what was sent, without what no keyboard writes."""
    if request.content_type != "application/x-www-form-urlencoded":
        return {}
    sent = await request.post()
    fields = {name: value for name, value in sent.items() if isinstance(value, str)}
    proof = fields.pop("csrf", "")  # its digits may look like anything
    return {"csrf": proof, **{name: _written(value) for name, value in fields.items()}}


def _written(value: str) -> str:
    lines = value.replace("\r\n", "\n")[:LONGEST]
    text, _ = mask_cpr("".join(c for c in lines if c == "\n" or c.isprintable()).strip())
    return text


def _proof(secret: str) -> str:
    return hashed(f"csrf:{secret}")


def _key() -> str:
    return f"desk:{secrets.token_hex(8)}"


def _number(request: web.Request) -> int:
    return int(request.match_info.get("number", "0"))


def _address(path: str) -> str:
    return PREFIX + path.replace("{number}", NUMBER)


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def _see(path: str, said: str = "") -> web.Response:
    query = f"?{urlencode({'done': said})}" if said else ""
    return web.Response(status=303, headers={"Location": PREFIX + path + query})
