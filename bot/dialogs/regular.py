"""Which single days of a regular shift somebody cannot come to: ticked, or written."""

from __future__ import annotations

from datetime import date, datetime

from bot.dialogs.dialogue import Dialogue, Retry, script
from bot.dialogs.questions import Multi, Option, Today
from bot.language.intents import answer
from bot.language.several_days import NotAmongThem, named

Days = tuple[date, ...]


@script("skip_days")
async def skip_days(d: Dialogue, *, regular: int, dates: list[str], first: str) -> tuple[int, list[date]]:
    """Return which regular shift it is about, and the days to leave out; none if all suit."""
    _ = d._
    d.say(first)
    today = await Today()
    days = [date.fromisoformat(day) for day in dates]
    options: list[Option[Days]] = [Option(day.isoformat(), _capital(_.day(day)), (day,)) for day in days]
    found = await Multi(
        "days",
        _(
            "Are there days to leave out? Press them and then Next, or write for example: not the {n}.",
            n=_last(days),
        ),
        options,
        other=lambda text: _named(d, text, days, today),
    )
    return regular, sorted({day for some in found for day in some})


def _named(d: Dialogue, text: str, days: list[date], today: datetime) -> Days:
    """Return the days that are written; none for a plain no."""
    try:
        return tuple(named(text, days, today))
    except NotAmongThem:
        if answer(text) == "no":
            return ()
        raise Retry(
            d._("That day is not among them. Write it like this: {day}.", day=d._.day(days[0]))
        ) from None


def _last(days: list[date]) -> str:
    """Return the number of a day that is among them, for the example."""
    return f"{days[min(1, len(days) - 1)].day}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
