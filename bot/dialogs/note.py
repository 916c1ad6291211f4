"""A few words from one of two who go together to the other; numbers and user names are asked about first."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogs.dialogue import Amend, Dialogue, script
from bot.dialogs.questions import Choice, Option, Text

MOST: Final = 300
# a number, a user name or a page: what would reach somebody past the bot
REACHES: Final = re.compile(r"@\w|(?:\d[ .-]?){6}|https?:|t\.me", re.IGNORECASE)


@script("note")
async def note(d: Dialogue, *, companionship: int, name: str) -> tuple[int, str]:
    """Return which companionship the words belong to, and the words; none if it was left."""
    _ = d._
    text = _("What would you like to write to {companion}?", companion=name)
    words = await Text("words", text, lambda said: " ".join(said.split()), most=MOST, skip=True)
    if not words or not REACHES.search(words):
        return companionship, words or ""
    send = await Choice(
        "sure",
        _(
            "There seems to be a number or an address in it. {companion} sees it then. Shall I send it?",
            companion=name,
        ),
        [
            Option("send", _("Yes, send it"), "send"),
            Option("again", _("Write it differently"), "again"),
            Option("no", _("No thank you"), ""),
        ],
    )
    if send == "again":
        raise Amend("words")
    return companionship, words if send else ""
