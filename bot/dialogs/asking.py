"""A coordinator asks somebody for what they have offered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogs.dialogue import Dialogue, Retry, script
from bot.dialogs.questions import Choice, Option
from bot.language.fold import fold

MOST_ASKED = 250  # characters


@dataclass(frozen=True)
class Asked:
    """Whom a coordinator asks for what, in their own words; no words: not after all."""

    person: int
    word: str
    words: str


@script("ask_for")
async def ask_for(d: Dialogue, *, person: int, word: str) -> Asked:
    """Return what a coordinator would like to ask of somebody who has offered something."""
    _ = d._
    text = _(
        "What would you like to ask? Say when and where too. The person sees your words and your first name."
    )
    words = await Choice("words", text, [Option("no", _("No, drop it"), "")], _words)
    return Asked(person, word, words)


def _words(text: str) -> str:
    if not fold(text):
        raise Retry
    return text.strip()[:MOST_ASKED]
