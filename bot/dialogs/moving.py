"""A coordinator moves one date."""

from __future__ import annotations

from bot.dialogs.activity import said
from bot.dialogs.dialogue import Amend, Dialogue, script
from bot.dialogs.questions import Choice, Option, Today, When
from bot.language.dates import When as Moment


@script("move")
async def move(d: Dialogue, *, occurrence: int, title: str) -> tuple[int, Moment] | None:
    """Return which date, and when it is instead; None if it stays."""
    _ = d._
    today = await Today()
    when = await When("when", _("When is {activity} instead?", activity=title), today)
    text = _(
        "{activity} is then {when}. Everybody concerned is told. Is that right?",
        activity=title,
        when=said(_, when),
    )
    options = [
        Option("yes", _("Yes, move it"), "yes"),
        Option("when", _("Another time"), "when"),
        Option("keep", _("No, keep it"), "keep"),
    ]
    decision = await Choice("right", text, options)
    if decision == "when":
        raise Amend("when")
    return (occurrence, when) if decision == "yes" else None
