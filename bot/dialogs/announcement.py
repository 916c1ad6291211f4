"""A coordinator writes to many: to whom, what, and a look at it exactly as it will be received."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogs.dialogue import Amend, Dialogue, Effect, Json, script
from bot.dialogs.questions import Choice, Option, Text

MOST = 450  # characters: what is added around it must fit into one screen of a phone


@dataclass(frozen=True)
class Reach(Effect[tuple[str, int, str]]):
    """Look up how an announcement would be received, how many would get it, and until when it takes."""

    audience: str
    text: str

    def read(self, raw: Json) -> tuple[str, int, str]:
        """Return the text as received, the number of recipients, and when it is done, in words."""
        shown, count, done = raw
        return str(shown), int(count), str(done)


@dataclass(frozen=True)
class Announcement:
    """What is to be sent to whom."""

    audience: str
    text: str


@script("announcement")
async def announcement(d: Dialogue) -> Announcement | None:
    """Return what was confirmed; None if it is dropped."""
    _ = d._
    audience = await Choice(
        "audience",
        _("Who is to get it?"),
        [
            Option("citizens", _("The participants"), "citizens"),
            Option("volunteers", _("The volunteers"), "volunteers"),
            Option("all", _("Both"), "all"),
        ],
    )
    text = await Text("text", _("What would you like to write?"), str.strip, most=MOST)
    shown, count, done = await Reach(audience, text)
    preview = _(
        "This is how it looks:\n\n{text}\n\nRecipients: {n}. It can be out by {done} at the latest. Send it?",
        text=shown,
        n=count,
        done=done,
    )
    options = [
        Option("send", _("Yes, send"), "send"),
        Option("text", _("Correct the text"), "text"),
        Option("drop", _("Drop it"), "drop"),
    ]
    decision = await Choice("right", preview, options if count else options[1:])
    if decision == "text":
        raise Amend("text")
    return Announcement(audience, text) if decision == "send" else None
