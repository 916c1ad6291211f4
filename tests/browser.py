"""A coordinator's browser: real requests, cookies as a browser keeps them, forms as they were shown."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
from real_clock import RealClock
from town import Phone, Town

from bot.storage.store import open_store
from bot.web import desk
from bot.web.server import Server

BASE = "https://siden.example"
BLOCKS = {"p", "li", "h1", "h2", "h3", "dt", "dd", "button", "label", "legend", "blockquote", "div", "title"}


@dataclass
class Form:
    """A form as it was shown."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    label: str = ""


class Read(HTMLParser):
    """What a page says, and what can be done on it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.open: list[str] = []
        self.words: list[str] = []
        self._link, self._select = "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in BLOCKS or tag == "br":
            self.words.append("\n")
        if tag == "form":
            assert found["method"] == "post"
            self.forms.append(Form(found["action"]))
        elif tag in ("input", "textarea", "select") and self.forms:
            picked = found.get("type") not in ("radio", "checkbox") or "checked" in found
            if picked:
                self.forms[-1].fields[found["name"]] = found.get("value", "")
            self._select = found["name"]
        elif tag == "option" and "selected" in found:
            self.forms[-1].fields[self._select] = found["value"]
        elif tag == "button" and found.get("name"):
            self.forms.append(
                Form(self.forms[-1].action, {**self.forms[-1].fields, found["name"]: found["value"]})
            )
        if tag == "a":
            self._link = found["href"]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if "button" in self.open:
            self.forms[-1].label += data
        if "a" in self.open:
            self.links[data] = self._link
        self.words.append(data)

    @property
    def text(self) -> str:
        found = "".join(self.words)
        return "\n".join(line.strip() for line in found.splitlines() if line.strip())


@dataclass
class Page:
    """An answer."""

    status: int
    html: str
    headers: Any
    path: str

    @property
    def read(self) -> Read:
        return Read(self.html)

    @property
    def text(self) -> str:
        return self.read.text


class Browser:
    """One browser on one machine."""

    def __init__(self, town: Town, address: str, session: aiohttp.ClientSession) -> None:
        self.town, self.address, self.session = town, address, session
        self.cookies: dict[str, str] = {}
        self.page: Page
        self.again: Page  # the answer to the second press

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str) -> Page:
        """Send one request; follow where it leads."""
        given = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **headers}
        async with self.session.request(
            method, self.address + path, data=form, headers=given, allow_redirects=False
        ) as answer:
            for cookie in answer.headers.getall("Set-Cookie", []):
                self._keep(cookie)
            page = Page(answer.status, await answer.text(), answer.headers, path)
        assert page.headers.get("Cache-Control", "").startswith("no-store") or path.endswith(".css")
        if page.status == 303:
            return await self.ask("GET", page.headers["Location"])
        self.page = page
        return page

    async def get(self, path: str) -> Page:
        return await self.ask("GET", path)

    async def post(self, path: str, form: dict[str, str], **headers: str) -> Page:
        return await self.ask(
            "POST", path, form, **{"Origin": BASE, "Sec-Fetch-Site": "same-origin", **headers}
        )

    async def follows(self, label: str) -> Page:
        """Follow a link of the page that is shown."""
        return await self.get(self.page.read.links[label])

    async def presses(self, label: str, which: int = 0, **fields: str) -> Page:
        """Fill a form in and press its button; twice, as an impatient person does."""
        forms = [form for form in self.page.read.forms if form.label == label]
        assert len(forms) > which, f"no [{label}] on: {self.page.text}"
        form = {**forms[which].fields, **fields}
        first = await self.post(forms[which].action, form)
        self.again = await self.post(forms[which].action, form)
        self.page = first
        self.town.post()
        return self.page

    async def logs_in(self, phone: Phone, ask: str = "!desk") -> Page:
        """Press the link in somebody's chat."""
        await self.get(link_in(phone, ask))
        form = self.page.read.forms[0]
        return await self.post(form.action, form.fields)

    def _keep(self, cookie: str) -> None:
        for name, morsel in SimpleCookie(cookie).items():
            assert morsel["httponly"]
            assert morsel["samesite"] == "Strict"
            assert (name.startswith("__Host-") and morsel["secure"] and morsel["path"] == "/") or not BASE
            self.cookies[name] = morsel.value
            if not morsel.value:
                del self.cookies[name]


def link_in(phone: Phone, ask: str = "!desk") -> str:
    """Ask for a link in the chat; return its path."""
    phone.presses_data(ask)
    button = phone.last.message.buttons[0][0]
    assert button.url.startswith(BASE + "/desk/in/")
    return re.sub(rf"^{re.escape(BASE)}", "", button.url)


@asynccontextmanager
async def served(town: Town, port: int = 0) -> AsyncIterator[int]:
    """Serve the page in the town's time; give the port."""
    clock = RealClock()
    clock.now = lambda: town.now  # type: ignore[method-assign]  # the town's time
    async with await open_store(f"sqlite:///{town.path}") as store:
        server = Server(desk.routes(store, clock, lambda: town.house, lambda: None))
        yield await server.start("127.0.0.1", port)
        await server.stop()


@asynccontextmanager
async def browsers(town: Town) -> AsyncIterator[list[Browser]]:
    """Serve the page; give two browsers that know nothing of each other."""
    async with served(town) as port, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield [Browser(town, f"http://127.0.0.1:{port}", session) for _ in range(2)]
