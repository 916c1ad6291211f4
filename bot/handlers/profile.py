"""What a person has told of themselves: written down, shown, and put right one thing at a time."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from bot.dialogs.door import onboarding
from bot.dialogs.profile import Corrected, Profile, correct, profile
from bot.handlers import menu, talk
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Visit
from bot.storage.people import interests_of, person_by_id

FIRST_NAME: Final = 64  # characters
AREAS: Final = 3  # places that can be pressed instead of written


@action("data.fix")
@command("oensker")
def review(visit: Visit, *, first: bool = False) -> None:
    """Show what is written down; each thing can be put right by itself."""
    talk.begin(visit, correct, told=asdict(told_by(visit)), areas=areas(visit), first=first)


@talk.finishes(correct)
def corrected(visit: Visit, result: Corrected) -> None:
    """Write down what was put right and show it all again, or go on when it is right."""
    if not result.done:
        keep(visit, result.told)
        review(visit, first=result.first)
    elif result.first:
        ready(visit)
    else:
        menu.show(visit, visit._("Thank you. It is written down."))


@talk.finishes(profile)
def told_anew(visit: Visit, told: Profile) -> None:
    """Keep what was told anew, and show it."""
    keep(visit, told)
    review(visit)


def ready(visit: Visit) -> None:
    """Tell that all is well, what to expect, and offer what is on."""
    _ = visit._
    visit.say(
        _(
            "Then we are ready. By myself I write at most twice a week, and only when there is a reason. "
            "Would you like to see what is on now?"
        ),
        (press(_("Yes, show me"), "find"),),
        (press(_("Later"), "menu"),),
        (press(_("Talk to a human"), "human"),),
        lasting=True,
    )


def told_by(visit: Visit) -> Profile:
    """Return what is kept of all that the person has told."""
    person, tx = visit.known(), visit.tx
    return Profile(
        name=person.first_name,
        wishes=interests_of(tx, person.id, "wish"),
        gifts=interests_of(tx, person.id, "gift"),
        area=person.area,
        weekdays=person.weekdays,
        times=person.times,
        needs=person.needs,
        company=person.company,
    )


def areas(visit: Visit) -> list[str]:
    """Return the places where most is to come, to be pressed instead of written."""
    return [row[0] for row in visit.tx.areas_where_things_go_on(now=visit.now, limit=AREAS)]


def keep(visit: Visit, told: Profile) -> None:
    """Write down what a person has told; what they passed over stays as it was."""
    tx, person = visit.tx, visit.known()
    if told.name is not None:
        tx.set_name(id=person.id, first_name=told.name[:FIRST_NAME])
    tx.set_stage(id=person.id, stage="member")
    tx.set_profile(
        id=person.id,
        area=person.area if told.area is None else told.area,
        weekdays=told.weekdays or person.weekdays,
        times=told.times or person.times,
        company=person.company if told.company is None else told.company,
        needs=person.needs if told.needs is None else told.needs,
    )
    for kind, words in (("wish", told.wishes), ("gift", told.gifts)):
        if words is not None:
            tx.forget_interests(person=person.id, kind=kind)
            for word in words:
                tx.put_interest(person=person.id, kind=kind, word=word)
    visit.person = person_by_id(tx, person.id)


talk.keeps(profile, keep)
talk.keeps(onboarding, keep)
