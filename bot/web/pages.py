"""What a page is: a function of who asks and of what was sent; each is told once, where it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from bot.handlers.visit import Visit
from bot.web.html import Html, el


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a coordinator who is logged in, with the visit in whose transaction it is answered."""

    visit: Visit
    number: int = 0  # the one in the address
    form: Mapping[str, str] = field(default_factory=dict)
    said: str = ""  # what has just been done: a word, never somebody's
    proof: str = ""  # that a form is ours

    def act(self, to: str, *inside: str | None, class_: str = "") -> Html:
        """Return a form of ours that does something."""
        proof = el("input", type="hidden", name="csrf", value=self.proof)
        return el("form", proof, *inside, method="post", action=PREFIX + to, class_=class_ or False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to read."""

    title: str
    body: Html
    bare: bool = False  # for paper: without what belongs to a screen


@dataclass(frozen=True, slots=True)
class GoTo:
    """Something was done: read on there."""

    path: str
    said: str = ""


Page = Callable[[Asked], Shown | GoTo | None]  # None: not there, or not theirs; nobody can tell which
PREFIX: Final = "/desk"
SHOWS: Final[dict[str, Page]] = {}
DOES: Final[dict[str, Page]] = {}
NONE: Final[Mapping[str, str]] = MappingProxyType({})


def shows(path: str) -> Callable[[Page], Page]:
    """Show this page under an address; ``{number}`` in it arrives as ``asked.number``."""
    return _into(SHOWS, path)


def does(path: str) -> Callable[[Page], Page]:
    """Do something when a form is sent to an address."""
    return _into(DOES, path)


def _into(table: dict[str, Page], path: str) -> Callable[[Page], Page]:
    def keep(page: Page) -> Page:
        if path in table:
            raise LookupError(f"{path} is answered twice")
        table[path] = page
        return page

    return keep
