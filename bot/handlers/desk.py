"""The way from the chat to the coordinators' page: a link that logs in once, and a way to close it all."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.handlers.registry import action, command, press
from bot.handlers.visit import House, Visit
from bot.ports import Button, Outbound
from bot.storage import desk

PATH: Final = "/desk"  # under the public address
DOOR: Final = f"{PATH}/in/"  # and then a token
PAGES: Final = MappingProxyType({0: "", 1: "calls", 2: "inbox"})  # where a button leads: it stands on buttons


@action("desk")
@command("side")
def link(visit: Visit, page: int = 0) -> None:
    """Give a coordinator a link that logs in once, within minutes."""
    _ = visit._
    person = visit.known()
    if not person.coordinates:
        visit.say(_("That is for coordinators."), (press(_("To the menu"), "menu"),))
        return
    base = visit.house.settings.web_url
    if not base:
        text = _(
            "The page is not switched on here. Whoever runs the bot can do it: it needs an address of its "
            "own. Until then you have everything else here in the chat."
        )
        visit.say(text, (press(_("To the menu"), "menu"),))
        return
    address = base + DOOR + desk.new_link(visit.tx, person.id, visit.now, PAGES.get(page, ""))
    text = _(
        "Here is your link to the page. It is only for you, it works once, and it works for ten minutes. "
        "On a computer, open the chat there and press it there."
    )
    rows = ((Button(_("Open the page"), url=address),), (press(_("Log out everywhere"), "desk.end"),))
    visit.send(Outbound(text, rows, protect=True))


@action("desk.end")
def end(visit: Visit) -> None:
    """Close every browser and every link of one's own at once."""
    _ = visit._
    desk.leave_everywhere(visit.tx, visit.known().id)
    text = _("You are logged out on every phone and computer. An earlier link does not work any more.")
    visit.say(
        text, (press(_("Give me a new link"), "desk"),), (press(_("To the menu"), "menu"),), lasting=True
    )


def is_on(house: House) -> bool:
    """Tell whether there is a page at all."""
    return bool(house.settings.web_url)
