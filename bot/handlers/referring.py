"""Somebody told of by others: a link for that one person, and nothing is sent before their own yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.dialogs.referring import Told, referring
from bot.domain.people import Role, seen_by, sight_of
from bot.handlers import inviting, talk
from bot.handlers.planning import organisation_of, refuse
from bot.handlers.profile import areas
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.ports import Outbound
from bot.storage import links, referrals
from bot.storage.people import person_by_id
from bot.storage.referrals import Personal, Referral

LIFETIME: Final = timedelta(days=30)  # within the month in which a person has to hear of what is kept
SHOWN: Final = 5


@action("refer")
def ask(visit: Visit) -> None:
    """Show the links for one person each, and the way to make another."""
    _ = visit._
    organisation = organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    found = referrals.personal(visit.tx, organisation, visit.now, visit.now - LIFETIME)[:SHOWN]
    head = _(
        "You can tell me the first name of one person and get a link for that person alone. I write nothing "
        "before the person has opened it and said yes."
    )
    lines = [f"{n}. {_state(visit, one)}" for n, one in enumerate(found, 1)]
    rows = [
        (press(_("Close number {n}", n=n), "link.close", one.invite),)
        for n, one in enumerate(found, 1)
        if one.uses_left
    ]
    buttons = ((press(_("Invite one person"), "refer.new"),), *rows, (press(_("To the menu"), "menu"),))
    named = [one.person for one in found if one.person]
    visit.send(Outbound("\n".join([head, *lines]), buttons), about=named)


@action("refer.new")
def new(visit: Visit) -> None:
    """Ask what is to be told of the person."""
    if organisation_of(visit) is None:
        refuse(visit)
    else:
        talk.begin(visit, referring, since=visit.now.isoformat(), areas=areas(visit))


@talk.finishes(referring)
def made(visit: Visit, told: Told) -> None:
    """Make the link; what was written on the way is blanked, so that the person alone decides over it."""
    _, tx = visit._, visit.tx
    organisation = organisation_of(visit)
    tx.blank_words_since(chat=visit.inbound.chat, since=datetime.fromisoformat(told.since), nothing=b"")
    if told.referred is None or organisation is None:
        visit.say(_("It was dropped, and nothing is kept."), (press(_("To the menu"), "menu"),))
        return
    token = links.make_link(
        tx,
        Role.CITIZEN,
        organisation,
        made_by=visit.known().id,
        now=visit.now,
        lifetime=LIFETIME,
        uses=1,
        personal=True,
    )
    row, found = tx.live_invite(token_hash=links.hashed(token), now=visit.now), told.referred
    referrals.put(tx, row[0], Referral(found.name, found.told_by, found.wishes, found.area), visit.now)
    inviting.show(visit, token, 1, visit.now + LIFETIME)


def _state(visit: Visit, one: Personal) -> str:
    """Say whether a link was taken up.  A no looks like nothing yet: nobody is to be pressed."""
    _, day = visit._, visit._.when(one.made_at)
    other = person_by_id(visit.tx, one.person) if one.person else None
    if other is not None:
        viewer = visit.known()
        name = seen_by(sight_of(viewer, other), other).first_name or _("Somebody")
        return _("Made {day}: taken up by {name}.", day=day, name=name)
    if one.uses_left == 0:
        return _("Made {day}: taken up.", day=day)
    return _("Made {day}: not taken up yet.", day=day)
