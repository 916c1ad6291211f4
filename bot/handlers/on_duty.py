"""How a volunteer is reminded of a shift, and what a coordinator hears when no answer comes."""

from __future__ import annotations

from typing import Final

from bot.domain import duty
from bot.domain.activity import Occurrence
from bot.domain.people import Person
from bot.handlers import cards
from bot.handlers.registry import press
from bot.i18n import Reader
from bot.ports import Button, Outbound

LIMIT: Final = 350  # characters to a volunteer
ROLES: Final = duty.ROLES


def days_before(_: Reader, person: Person, occurrence: Occurrence, role: str, shift: int) -> Outbound:
    """Return the early reminder, which asks whether it still suits."""
    text = cards.fit(
        LIMIT,
        (0, " ".join([cards.greeting(_, person.first_name), _("You are {role} here:", role=_(ROLES[role]))])),
        (0, cards.what(_, occurrence)),
        (0, _("Does it still suit you?")),
    )
    return Outbound(text, _answers(_, shift))


def hours_before(_: Reader, occurrence: Occurrence, role: str, shift: int, *, today: bool) -> Outbound:
    """Return the late reminder, with the door and how many are coming."""
    word = _(ROLES[role])
    head = _("Today you are {role}:", role=word) if today else _("Tomorrow you are {role}:", role=word)
    coming = (
        _.count("{n} place is taken.", "{n} places are taken.", occurrence.taken) if occurrence.taken else ""
    )
    text = cards.fit(
        LIMIT, (0, head), (0, cards.what(_, occurrence)), (1, cards.door(_, occurrence.activity)), (2, coming)
    )
    return Outbound(text, _answers(_, shift))


def nudge(
    _: Reader, person: Person, occurrence: Occurrence, role: str, shift: int, coordinator: str
) -> Outbound:
    """Return the one question more to somebody who has not answered."""
    lines = [
        _(
            "I have no answer from you yet as {role} at {activity}, {when}. Either answer is a good one, as "
            "long as we know.",
            role=_(ROLES[role]),
            activity=cards.title(occurrence.activity),
            when=_.when(occurrence.starts_at),
        ),
        _("{coordinator} has been told too.", coordinator=coordinator) if coordinator else "",
        _("Are you coming?"),
    ]
    text = " ".join([cards.greeting(_, person.first_name), *filter(None, lines)])
    return Outbound(text, _answers(_, shift))


def unsure(_: Reader, volunteer: str, occurrence: Occurrence, shift: int) -> Outbound:
    """Return the line to a coordinator about somebody who has not answered."""
    return Outbound(
        _(
            "{volunteer} has not answered about {activity}, {when}. I have just asked once more, and do not "
            "ask again.",
            volunteer=volunteer or _("A volunteer"),
            activity=cards.title(occurrence.activity),
            when=_.when(occurrence.starts_at),
        ),
        (
            (press(_("Find somebody to stand in"), "sub.find", shift),),
            (press(_("Show the activity"), "plan.show", occurrence.id),),
        ),
    )


def _answers(_: Reader, shift: int) -> tuple[tuple[Button, ...], ...]:
    return (
        (press(_("I am coming"), "shift.come", shift),),
        (press(_("I cannot come"), "shift.cant", shift),),
        cards.human(_),
    )
