"""A coordinator's words to somebody who asked for a human."""

from __future__ import annotations

from bot.dialogs.dialogue import Dialogue, script
from bot.dialogs.questions import Text


@script("reply")
async def reply(d: Dialogue, *, conversation: int) -> tuple[int, str] | None:
    """Return which conversation, and the words; none if it was left."""
    _ = d._
    words = await Text("words", _("What would you like to answer?"), str, skip=True)
    return (conversation, words) if words else None
