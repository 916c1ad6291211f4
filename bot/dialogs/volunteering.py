"""What somebody who volunteers likes to tell: what they can be, what they like, when, and how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.dialogs.dialogue import Dialogue, Reading, script
from bot.dialogs.profile import Profile, ask_days, ask_times, ask_wishes
from bot.dialogs.questions import Choice, Multi, Option
from bot.domain.duty import ROLES
from bot.domain.people import SHIFTS, Role

CAPS: Final = (1, 2, 3, 0)  # shifts a week; 0: as many as there are
Hours = tuple[int, int]
NOTHING: Final = Profile()


@dataclass(frozen=True)
class Told:
    """What was told; what was passed over is None, and stays as it was."""

    roles: tuple[Role, ...] = ()
    profile: Profile = NOTHING
    cap: int | None = None  # shifts a week to be asked about; 0: any
    awake: Hours | None = None  # hours on the wall between which one likes to be written to


@script("volunteering")
async def volunteering(d: Dialogue) -> Told:
    """Return what a volunteer tells when they begin; every question may be passed over."""
    _ = d._
    roles = await Multi(
        "roles",
        _(
            "What would you like to be? Choose as many as you like. For hosts, companions and drivers a "
            "coordinator says yes first."
        ),
        [Option(role.value, _capital(_(ROLES[role])), role) for role in SHIFTS],
        skip=True,
    )
    told = _so_far(d, Told(roles=tuple(roles)))
    asks = _("What do you like? Then I ask about what fits.")
    told = _so_far(d, replace(told, profile=await ask_wishes(d, Profile(), text=asks)))
    told = _so_far(d, replace(told, profile=await ask_days(d, told.profile)))
    told = _so_far(d, replace(told, profile=await ask_times(d, told.profile)))
    cap = await Choice("cap", _("How many shifts a week may I ask you about?"), caps(_), skip=True)
    told = _so_far(d, replace(told, cap=cap))
    awake = await Choice("awake", _("When may I write to you about shifts?"), _hours(_), skip=True)
    return _so_far(d, replace(told, awake=awake))


def caps(_: Reading) -> list[Option[int]]:
    """Return how many shifts a week one may be asked about; a button holds the place in this order."""
    labels = (_("At most 1 a week"), _("At most 2 a week"), _("At most 3 a week"), _("As many as there are"))
    return [Option(f"c{cap}", label, cap) for cap, label in zip(CAPS, labels, strict=True)]


def _hours(_: Reading) -> list[Option[Hours]]:
    return [
        Option("day", _("All day, 8-21"), (8, 21)),
        Option("late", _("Not before 10"), (10, 21)),
        Option("early", _("Not after 18"), (8, 18)),
        Option("both", _("Only between 10 and 18"), (10, 18)),
    ]


def _so_far(d: Dialogue, told: Told) -> Told:
    """Hold what is told up to here, so that leaving in the middle loses nothing."""
    d.so_far = told
    return told


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
