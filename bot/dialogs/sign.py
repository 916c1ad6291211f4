"""How somebody can be known at the door; a few words, and never a number or a user name."""

from __future__ import annotations

from typing import Final

from bot.dialogs.dialogue import Dialogue, Retry, script
from bot.dialogs.note import REACHES
from bot.dialogs.questions import Text

MOST: Final = 80


@script("sign")
async def sign(d: Dialogue, *, companionship: int) -> tuple[int, str]:
    """Return which companionship the words belong to, and the words; none if it was skipped."""
    _ = d._
    text = _("How can you be known at the door? Write it in a few words, for example: red hat and a walker.")
    refusal = _("Please write it without a number or a user name.")

    def few_words(written: str) -> str:
        if REACHES.search(written):
            raise Retry(refusal)
        return " ".join(written.split())

    return companionship, await Text("sign", text, few_words, most=MOST, skip=True) or ""
