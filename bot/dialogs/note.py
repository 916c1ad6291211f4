"""A few words from one of two who go together to the other; numbers and user names are asked about first."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogs.dialogue import Amend, Dialogue, script
from bot.dialogs.questions import Choice, Option

MOST: Final = 300
# a number, a user name or a page: what would reach somebody past the bot
REACHES: Final = re.compile(r"@\w|(?:\d[ .-]?){6}|https?:|t\.me", re.IGNORECASE)


def few_words(said: str) -> str:
    """Return what was said in one line, if it is something and not too long."""
    line = " ".join(said.split())
    if not line or len(line) > MOST:
        raise ValueError("nothing, or too much")
    return line


@script("note", version=2)
async def note(d: Dialogue, *, companionship: int, name: str) -> tuple[int, str]:
    """Return which companionship the words belong to, and the words; none if it was left."""
    _ = d._
    text = _("What would you like to write to {companion}?", companion=name)
    options = [Option("no", _("Not after all"), "")]
    words = await Choice("words", text, options, few_words)
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
