"""A coordinator writes to many: to whom, what, and a look at it exactly as it will be received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.dialogs.dialogue import Amend, Dialogue, Effect, Json, Reading, script
from bot.dialogs.questions import Choice, Option, Text, Today
from bot.dialogs.until import Day
from bot.language.until import day_named

MOST = 450  # characters: what is added around it must fit into one screen of a phone
GOOD_FOR: Final = timedelta(days=14)  # where neither the text nor the coordinator names a day
LONGEST: Final = timedelta(days=56)


@dataclass(frozen=True)
class Reached:
    """How an announcement would be received: the text, by how many, and when the last one has left.

    ``done`` and ``before`` are moments in words; ``before`` is when the same text last went to the same
    people, empty if never.  ``last`` is the day of ``done``.
    """

    text: str
    count: int
    done: str
    before: str
    last: date


@dataclass(frozen=True)
class Reach(Effect[Reached]):
    """Look up how an announcement would be received."""

    audience: str
    text: str

    def read(self, raw: Json) -> Reached:
        """Return it."""
        text, count, done, before, last = raw
        return Reached(str(text), int(count), str(done), str(before), date.fromisoformat(last))


@dataclass(frozen=True)
class Announcement:
    """What is to be sent to whom, and the last day on which it makes sense to get it."""

    audience: str
    text: str
    until: date


@script("announcement", version=3)
async def announcement(d: Dialogue) -> Announcement | None:
    """Return what was confirmed; None if it is dropped."""
    _ = d._
    audience = await Choice(
        "audience",
        _("Who is to get it?"),
        [
            Option("citizens", _("The participants"), "citizens"),
            Option("volunteers", _("The volunteers"), "volunteers"),
            Option("all", _("Both"), "all"),
        ],
    )
    text = await Text("text", _("What would you like to write?"), str.strip, most=MOST)
    reached = await Reach(audience, text)
    today = await Today()
    until = _useful(day_named(text, today), today, reached)
    decision = await Choice("right", _preview(_, reached, until), _decisions(_, reached))
    if decision == "until":
        asked = _("Up to and including which day does it make sense to get it? Write it, or choose here.")
        until = _useful(await Day("until", asked, today, day_named), today, reached)
        decision = await Choice("again", _preview(_, reached, until), _decisions(_, reached))
    if decision in ("text", "until"):
        raise Amend(decision)
    return Announcement(audience, text, until) if decision == "send" else None


def _useful(day: date | None, today: datetime, reached: Reached) -> date:
    """Return the last day on which it makes sense: never before everybody can have it."""
    chosen = day or today.date() + GOOD_FOR
    return max(min(chosen, today.date() + LONGEST), reached.last)


def _preview(_: Reading, reached: Reached, until: date) -> str:
    preview = _(
        "This is how it looks:\n\n{text}\n\nRecipients: {n}. It can be out by {done} at the latest. Whoever "
        "has had enough this week gets it later, up to and including {day}. Send it?",
        text=reached.text,
        n=reached.count,
        done=reached.done,
        day=_.day(until),
    )
    if not reached.before:
        return preview
    return _("The same text went to the same people {when}.", when=reached.before) + "\n\n" + preview


def _decisions(_: Reading, reached: Reached) -> list[Option[str]]:
    """Return what can be done; the values of the second and third are keys of questions."""
    options = [
        Option("send", _("Yes, send it again") if reached.before else _("Yes, send"), "send"),
        Option("text", _("Correct the text"), "text"),
        Option("until", _("Choose another last day"), "until"),
        Option("drop", _("Drop it"), "drop"),
    ]
    return options if reached.count else options[1:]
