"""Coordinators make links: for whom, how long, how often; as an address and as a picture to print."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

import segno

from bot.domain.people import Role
from bot.handlers.planning import organisation_of, refuse
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Visit
from bot.ports import Attachment, Outbound
from bot.storage import links, referrals

LIFETIME: Final = MappingProxyType(
    {
        Role.CITIZEN: timedelta(days=30),
        Role.VOLUNTEER: timedelta(days=7),
        Role.COORDINATOR: timedelta(hours=24),
    }
)
USES: Final = MappingProxyType({Role.CITIZEN: 200, Role.VOLUNTEER: 25, Role.COORDINATOR: 1})
SCALE, MARGIN = 10, 4  # dots for each square of the code


@action("link")
@command("inviter")
def ask(visit: Visit) -> None:
    """Ask for whom a link is."""
    _ = visit._
    if organisation_of(visit) is None:
        refuse(visit)
        return
    visit.say(
        _("For whom is the link?"),
        (press(_("Participants"), "link.citizen"),),
        (press(_("Volunteers"), "link.volunteer"),),
        (press(_("A coordinator"), "link.staff"),),
        (press(_("One particular person"), "refer"),),
        (press(_("To the menu"), "menu"),),
    )


@action("link.citizen")
def citizen(visit: Visit) -> None:
    """Make a link for participants."""
    _make(visit, Role.CITIZEN)


@action("link.volunteer")
def volunteer(visit: Visit) -> None:
    """Make a link for volunteers."""
    _make(visit, Role.VOLUNTEER)


@action("link.staff")
def coordinator(visit: Visit) -> None:
    """Make a link that makes one person a coordinator."""
    _make(visit, Role.COORDINATOR)


@action("link.close")
def close(visit: Visit, invite: int) -> None:
    """Let a link work no more."""
    _ = visit._
    row = visit.tx.invite_by_id(id=invite)
    organisation = row[2] if row else 0
    if row is None or organisation not in visit.known().coordinates:
        refuse(visit)
        return
    visit.tx.revoke_invite(id=invite, organisation=organisation, now=visit.now)
    referrals.forget(visit.tx, invite)
    visit.say(_("The link is closed."), (press(_("To the menu"), "menu"),), lasting=True)


def _make(visit: Visit, role: Role) -> None:
    _ = visit._
    organisation = organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    until = visit.now + LIFETIME[role]
    token = links.make_link(
        visit.tx,
        role,
        organisation,
        made_by=visit.known().id,
        now=visit.now,
        lifetime=LIFETIME[role],
        uses=USES[role],
    )
    show(visit, token, USES[role], until)


def show(visit: Visit, token: str, uses: int, until: datetime) -> None:
    """Show a link that was just made, as an address and as a picture."""
    _ = visit._
    made = visit.tx.live_invite(token_hash=links.hashed(token), now=visit.now)
    address = visit.house.link(token)
    text = _.count(
        "The link is ready: {link}\nIt works until {until}, for {n} person.",
        "The link is ready: {link}\nIt works until {until}, for {n} people.",
        uses,
        link=address,
        until=_.when(until),
    )
    visit.send(
        Outbound(
            text,
            ((press(_("Close the link"), "link.close", made[0]),), (press(_("To the menu"), "menu"),)),
            attachment=Attachment("link.png", _picture(address), picture=True),
        ),
        lasting=True,
    )


def _picture(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="png", scale=SCALE, border=MARGIN)
    return out.getvalue()
