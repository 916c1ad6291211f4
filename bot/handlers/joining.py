"""Somebody new volunteers: asked a few things if they like, and each may be passed over."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs.volunteering import Told, volunteering
from bot.domain.people import TRUSTED, Role
from bot.handlers import cards, roles, talk
from bot.handlers.on_duty import ROLES
from bot.handlers.profile import keep as keep_profile
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.storage.people import interests_of, person_by_id


def welcome(visit: Visit) -> None:
    """Say that somebody is in, and offer to ask a few things, so that they are asked what fits."""
    _ = visit._
    visit.say(
        _(
            "Then we are ready. May I ask six short things? Then I only ask about what fits. You can skip "
            "any of them."
        ),
        (press(_("Yes, ask me"), "vol.ask"),),
        (press(_("See open shifts"), "shift.open"),),
        (press(_("Not now"), "menu"),),
        lasting=True,
    )


@action("vol.ask")
def ask(visit: Visit) -> None:
    """Ask a volunteer what they can be, what they like, when, and how much."""
    if visit.known().volunteers_at:
        talk.begin(visit, volunteering)
    else:
        visit.say(visit._("That is not here any more."), cards.menu(visit._))


@talk.finishes(volunteering)
def told(visit: Visit, found: Told) -> None:
    """Keep what was told, and say what comes of it."""
    _ = visit._
    asked = keep(visit, found)
    lines = [_("Thank you. It is written down, and you can change it under My choices.")]
    if waiting := [role for role in asked if role in TRUSTED]:
        lines.append(
            _(
                "{coordinator} says yes first before you can be {roles}.",
                coordinator=visit.coordinator_name(),
                roles=_.all_of([_(ROLES[role]) for role in waiting]),
            )
        )
    visit.say(
        " ".join(lines),
        (press(_("See open shifts"), "shift.open"),),
        (press(_("My choices"), "vol"),),
        cards.menu(_),
        lasting=True,
    )


def keep(visit: Visit, found: Told) -> list[Role]:
    """Write down what a volunteer has told; return the roles that they did not have before."""
    tx, person = visit.tx, visit.known()
    before = interests_of(tx, person.id, "wish")
    likes = found.profile.wishes and tuple(dict.fromkeys((*before, *found.profile.wishes)))
    keep_profile(visit, replace(found.profile, wishes=likes))
    if found.cap is not None:
        tx.set_shift_cap(id=person.id, cap=found.cap)
    if found.awake is not None:
        tx.set_awake(person=person.id, opens=found.awake[0], closes=found.awake[1])
    new = [role for role in found.roles if not person.is_(role)]
    for role in new:
        roles.begin(visit, role)
    visit.person = person_by_id(tx, person.id)
    return new


def _keep(visit: Visit, found: Told) -> None:
    keep(visit, found)


talk.keeps(volunteering, _keep)
