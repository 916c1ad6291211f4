"""A coordinator corrects one thing about an activity."""

from __future__ import annotations

from bot.dialogs.dialogue import Dialogue, script
from bot.dialogs.questions import Choice, Number, Option, Text

SHORT, LONG = 60, 200  # characters


@script("edit")
async def edit(d: Dialogue, *, occurrence: int, title: str) -> tuple[int, str, str]:
    """Return which date was chosen, what is corrected about its activity, and how it reads now."""
    _ = d._
    field = await Choice(
        "field",
        _("What is to be corrected about {activity}?", activity=title),
        [
            Option("place", _("The place"), "place"),
            Option("door", _("The way in"), "door"),
            Option("first_ten", _("The first ten minutes"), "first_ten"),
            Option("price", _("The price"), "price"),
            Option("seats", _("The seats"), "seats"),
            Option("title", _("The name"), "title"),
        ],
    )
    if field == "seats":
        return occurrence, field, str(await Number("seats", _("How many can take part?"), 1, 500))
    most = LONG if field in ("door", "first_ten") else SHORT
    words = await Text(f"new_{field}", _("Write it as it is to read now."), str.strip, most=most)
    return occurrence, field, " ".join(words.split())
