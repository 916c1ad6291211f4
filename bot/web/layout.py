"""What all pages have in common."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.i18n import N_, Reader
from bot.web.html import Html, document, el, several
from bot.web.pages import PREFIX, Asked, Shown

NAME: Final = "Følgeskab"
PLACES: Final = MappingProxyType(
    {
        "": N_("The week"),
        "/inbox": N_("Who is waiting"),
        "/calls": N_("Call list"),
        "/people": N_("People without Telegram"),
    }
)
SAID: Final = MappingProxyType(  # by the word in the address
    {
        "registered": N_("Written down. Now there is a place for what we say to them: your call list."),
        "corrected": N_("Corrected."),
        "joined": N_("Signed up. The seat is theirs."),
        "waits": N_("All seats are taken. They are on the waiting list now."),
        "full": N_("All seats are taken, and it has begun."),
        "cancelled": N_("Cancelled. The seat is free for somebody else."),
        "noted": N_("Noted."),
        "before": N_("That was answered before, so nothing was changed."),
        "missed": N_("Noted. It comes back on the list in two hours."),
        "later": N_("Noted. It comes back on the list on the next working day."),
        "sent": N_("Noted as sent."),
        "stopped": N_("Noted. They are asked about nothing new."),
        "goes_on": N_("Noted. They may be asked again."),
        "taken": N_("You have the conversation. They have been told that it is you."),
        "colleague": N_("A colleague has this conversation, so nothing was sent."),
        "unwanted": N_("No messages are wanted just now, so nothing was sent."),
        "empty": N_("Nothing was written, so nothing was sent."),
        "answered": N_("Sent."),
        "handed": N_("Handed over. Your colleague and the other side have been told."),
        "ended": N_("The conversation has ended."),
        "erased": N_("All about them is deleted, and their seats are free."),
    }
)


def page(asked: Asked, shown: Shown) -> str:
    """Return a page of somebody who is logged in."""
    _ = asked.visit._
    if shown.bare:
        return document(_.language, _head(shown.title), el("body", el("main", shown.body), class_="paper"))
    told = SAID.get(asked.said)
    said = el("p", _(told), class_="said", role="status") if told else None
    main = el("main", el("h1", shown.title), said, shown.body, id="main")
    out = asked.act("/out", el("button", _("Log out"), class_="quiet"))
    places = [el("li", _link(path, _(name), here=shown.title == _(name))) for path, name in PLACES.items()]
    nav = el("nav", el("ul", *places), aria_label=_("Pages"))
    header = el("header", el("span", NAME, class_="name"), nav, out)
    skip = el("a", _("To what is on the page"), href="#main", class_="skip")
    return document(_.language, _head(shown.title), el("body", skip, header, main))


def plain(_: Reader, title: str, *inside: str | None) -> str:
    """Return a page of somebody of whom nothing is known."""
    main = el("main", el("h1", title), several(*inside), id="main")
    header = el("header", el("span", NAME, class_="name"))
    return document(_.language, _head(title), el("body", header, main))


def _link(path: str, name: str, *, here: bool) -> Html:
    return el("a", name, href=PREFIX + path, aria_current="page" if here else False)


def _head(title: str) -> Html:
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", f"{title} · {NAME}"),
        el("link", rel="stylesheet", href=f"{PREFIX}/style.css"),
    )
