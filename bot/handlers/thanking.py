"""Thanks to whoever was on duty, with what came of it: numbers of what is known, and nobody's name."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.activity import Occurrence
from bot.domain.people import Person
from bot.handlers import cards
from bot.handlers.on_duty import LIMIT, ROLES
from bot.handlers.registry import press
from bot.i18n import Reader
from bot.ports import Outbound


class CameOfIt(NamedTuple):
    """What is known of a date that is over.  ``open``: of how many nobody has said whether they came."""

    came: int
    open: int
    first: int  # of those who came, for the first time
    again: int  # of those who came, how many have signed up for the next time


def message(_: Reader, person: Person, occurrence: Occurrence, role: str, known: CameOfIt) -> Outbound:
    """Return the thanks of the day after."""
    title = cards.title(occurrence.activity)
    thanks = _("Thank you for yesterday, {name}.", name=person.first_name) if person.first_name else ""
    parts = [thanks or _("Thank you for yesterday.")]
    if known.came and known.open:
        parts.append(
            _.count(
                "At least {n} person came to {activity}.",
                "At least {n} people came to {activity}.",
                known.came,
                activity=title,
            )
        )
    elif known.came:
        parts.append(
            _.count(
                "{n} person came to {activity}.", "{n} people came to {activity}.", known.came, activity=title
            )
        )
    else:
        parts.append(_("You were {role} at {activity}.", role=_(ROLES[role]), activity=title))
    if known.first:
        parts.append(
            _.count("{n} was there for the first time.", "{n} were there for the first time.", known.first)
        )
    if known.again:
        parts.append(
            _.count(
                "{n} has signed up for the next time already.",
                "{n} have signed up for the next time already.",
                known.again,
            )
        )
    parts.append(
        _("You have a good part in that.") if known.came else _("It is good to have somebody like you.")
    )
    rows = ((press(_("My shifts"), "shifts"),), (press(_("Hours and a certificate"), "hours"),))
    return Outbound(cards.clip(" ".join(parts), LIMIT), rows)
