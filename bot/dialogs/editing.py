"""A coordinator corrects one thing about an activity."""

from __future__ import annotations

from bot.dialogs.activity import ASKS_AREA
from bot.dialogs.dialogue import Dialogue, script
from bot.dialogs.fits import ASKS_STOP, one_fact, pin
from bot.dialogs.questions import Choice, Number, Option, Text
from bot.domain.facts import LONGEST, STOP
from bot.domain.places import Position

SHORT, LONG = 60, 200  # characters
FITS = "fits"


@script("edit", version=2)
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
            Option("fits", _("What fits"), FITS),
            Option("stop", _("The bus stop"), STOP),
            Option("area", _("The town"), "area"),
        ],
    )
    if field == FITS:
        return occurrence, *await one_fact(d)
    if field == "seats":
        return occurrence, field, str(await Number("seats", _("How many can take part?"), 1, 500))
    most = {"door": LONG, "first_ten": LONG, STOP: LONGEST}.get(field, SHORT)
    asks = {STOP: ASKS_STOP, "area": ASKS_AREA}.get(field, "")
    words = await Text(
        f"new_{field}", _(asks) if asks else _("Write it as it is to read now."), str.strip, most=most
    )
    return occurrence, field, " ".join(words.split())


@script("pin")
async def put_on_map(d: Dialogue, *, occurrence: int) -> tuple[int, Position | None]:
    """Return which date was chosen, and where its activity is; None if it was skipped."""
    return occurrence, await pin(d._)
