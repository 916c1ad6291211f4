"""A coordinator writes to many: to whom, what, and a look at it exactly as it will be received."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogs.dialogue import Amend, Dialogue, Effect, Json, script
from bot.dialogs.questions import Choice, Option, Text

MOST = 450  # characters: what is added around it must fit into one screen of a phone


@dataclass(frozen=True)
class Reach(Effect[tuple[str, int, str, str]]):
    """Look up how an announcement would be received, by how many, until when, and whether it was before."""

    audience: str
    text: str

    def read(self, raw: Json) -> tuple[str, int, str, str]:
        """Return the text as received, the number of recipients, when it is done, and when it last went out.

        Moments are in words; the last one is empty if the same text never went to the same people.
        """
        shown, count, done, before = raw
        return str(shown), int(count), str(done), str(before)


@dataclass(frozen=True)
class Announcement:
    """What is to be sent to whom."""

    audience: str
    text: str


@script("announcement", version=2)
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
    shown, count, done, before = await Reach(audience, text)
    preview = _(
        "This is how it looks:\n\n{text}\n\nRecipients: {n}. It can be out by {done} at the latest. Send it?",
        text=shown,
        n=count,
        done=done,
    )
    if before:
        preview = _("The same text went to the same people {when}.", when=before) + "\n\n" + preview
    options = [
        Option("send", _("Yes, send it again") if before else _("Yes, send"), "send"),
        Option("text", _("Correct the text"), "text"),
        Option("drop", _("Drop it"), "drop"),
    ]
    decision = await Choice("right", preview, options if count else options[1:])
    if decision == "text":
        raise Amend("text")
    return Announcement(audience, text) if decision == "send" else None
