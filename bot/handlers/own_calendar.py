"""All that somebody has said yes to, in their own calendar: as a file, or at an address a phone looks at."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from bot.domain.people import Person
from bot.handlers import cards
from bot.handlers.calendar_file import calendar_of, event_of
from bot.handlers.registry import action, press
from bot.handlers.visit import House, Visit
from bot.ports import Attachment, Outbound
from bot.storage import links
from bot.storage.activities import occurrence_by_id
from bot.storage.people import person_by_id
from bot.storage.store import Tx

BEHIND: Final = timedelta(days=30)  # of what is over, so much is still shown
MOST: Final = 300  # dates in one calendar


@action("calendar")
def send(visit: Visit) -> None:
    """Give a file with all that somebody has said yes to; where we have an address, offer one too."""
    _ = visit._
    found = own_calendar(visit.tx, visit.house, visit.known(), visit.now)
    if found is None:
        visit.say(_("There is nothing to put into a calendar yet."), cards.menu(_))
        return
    rows: tuple[cards.Row, ...] = (cards.menu(_),)
    if visit.house.settings.feed_url:
        rows = ((press(_("Keep my calendar up to date"), "calendar.feed"),), *rows)
    text = _("Here is a file with all your dates. Press it, and your phone puts them into its calendar.")
    visit.send(Outbound(text, rows, attachment=Attachment("foelgeskab.ics", found)))


@action("calendar.feed")
def feed(visit: Visit) -> None:
    """Tell what an address for one's calendar is, and who can read it."""
    _ = visit._
    if not visit.house.settings.feed_url:
        send(visit)
        return
    text = _(
        "I can give you an address that your calendar looks at by itself. Whoever has the address can see "
        "your dates, so keep it to yourself. You can close it at any time."
    )
    rows = [(press(_("Yes, give me an address"), "calendar.make"),)]
    if visit.tx.feed_of(person=visit.known().id):
        rows.append((press(_("Close my address"), "calendar.end"),))
    visit.say(text, *rows, cards.menu(_))


@action("calendar.make")
def make(visit: Visit) -> None:
    """Give a new address; an earlier one is closed by that."""
    _, base = visit._, visit.house.settings.feed_url
    if not base:
        send(visit)
        return
    token = secrets.token_urlsafe(links.BYTES)
    visit.tx.put_feed(person=visit.known().id, token_hash=links.hashed(token), now=visit.now)
    text = _(
        "Here is your address: {address}\nIn your phone's calendar, choose to subscribe, and put it in. An "
        "earlier address is closed now.",
        address=f"{base}/calendar/{token}.ics",
    )
    visit.send(Outbound(text, ((press(_("Close my address"), "calendar.end"),), cards.menu(_)), protect=True))


@action("calendar.end")
def end(visit: Visit) -> None:
    """Close the address: nothing is to be read there any more."""
    _ = visit._
    visit.tx.end_feed(person=visit.known().id)
    visit.say(_("The address is closed. Nobody can read it any more."), cards.menu(_), lasting=True)


def read_feed(tx: Tx, house: House, token: str, now: datetime) -> bytes | None:
    """Return the calendar that an address stands for; None if it is none, or its person is being erased."""
    id_ = tx.feed_reader(token_hash=links.hashed(token))
    person = person_by_id(tx, id_) if id_ else None
    if person is None or person.deleting_at is not None:
        return None
    return own_calendar(tx, house, person, now, name="Følgeskab") or calendar_of([], "Følgeskab")


def own_calendar(tx: Tx, house: House, person: Person, now: datetime, *, name: str = "") -> bytes | None:
    """Return all that somebody takes part in or has a shift at as iCalendar; None where that is nothing."""
    _ = house.reader(person.language)
    rows = tx.own_dates(person=person.id, after=now - BEHIND, most=MOST)
    found = [(date, role) for id_, role in rows if (date := occurrence_by_id(tx, id_))]
    if not found:
        return None
    return calendar_of((event_of(_, house.username, date, now, role) for date, role in found), name)
