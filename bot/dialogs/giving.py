"""Somebody offers a hand, or tells an idea."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogs import parsing
from bot.dialogs.dialogue import Dialogue, Retry, script
from bot.dialogs.profile import Words
from bot.dialogs.questions import Choice, Multi, Option, confirm
from bot.domain.interests import GIFTS, named
from bot.language.fold import fold

MOST_IDEA = 500  # characters


@dataclass(frozen=True)
class Offered:
    """What somebody would like to give; nothing if they thought better of it."""

    words: Words


@script("offer")
async def offer(d: Dialogue, *, words: Sequence[str] = ()) -> Offered:
    """Return what is offered.  ``words``: what was understood already, only to be confirmed."""
    _ = d._
    if words:
        said = _.all_of([named(_, word) for word in words])
        text = _("Thank you. Shall I write down that you would like to give this: {words}?", words=said)
        if await confirm(d, "sure", text, yes=_("Yes, write it down"), no=_("No thank you")):
            return Offered(tuple(words))
        return Offered(())
    options: list[Option[Words]] = [
        Option(word, _(label)[:1].upper() + _(label)[1:], (word,)) for word, label in GIFTS.items()
    ]
    found = await Multi(
        "gifts",
        _("What would you like to do for others? Big or small. You are asked each time, and may say no."),
        options,
        other=parsing.gifts,
        skip=True,
    )
    return Offered(tuple(dict.fromkeys(word for some in found or [] for word in some)))


@script("idea")
async def idea(d: Dialogue, *, words: str = "", reader: str = "") -> str:
    """Return an idea in its own words; empty if it is not to be passed on."""
    _ = d._
    if words:
        text = _("That sounds like an idea. Shall I pass it on to {coordinator}?", coordinator=reader)
        sure = await confirm(d, "sure", text, yes=_("Yes, pass it on"), no=_("No thank you"))
        return words if sure else ""
    text = _("What is your idea? Write it in your own words. It need not be finished.")
    return await Choice("words", text, [Option("no", _("No thank you"), "")], _idea)


def _idea(text: str) -> str:
    if parsing.meaning(text) in parsing.REFUSED:
        return ""
    if not fold(text) or parsing.meaning(text) in parsing.ADDRESSED:
        raise Retry
    return text.strip()[:MOST_IDEA]
