"""A few words after an answer to how it goes; nobody has to."""

from __future__ import annotations

from bot.dialogs.dialogue import Dialogue, script
from bot.dialogs.questions import Text

MOST = 300


@script("word")
async def word(d: Dialogue, *, number: int) -> tuple[int, str]:
    """Return which answer the words belong to, and the words; none if it was skipped."""
    _ = d._
    text = await Text("word", _("Write a few words if you like."), str.strip, most=MOST, skip=True)
    return number, text or ""
