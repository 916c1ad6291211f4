"""A seat has become free: it is held for one person at a time, for a while, in waking hours."""

from __future__ import annotations

from datetime import datetime

from bot.config import Settings
from bot.domain.activity import Occurrence, Signup
from bot.domain.offers import Terms, terms
from bot.handlers import cards
from bot.handlers.registry import press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import letters
from bot.storage.activities import give_up, occurrence_by_id
from bot.storage.people import person_by_id
from bot.storage.store import Tx
from bot.storage.waiting import Offer, first_waiting, hold_seat


def ask(visit: Visit, occurrence: Occurrence) -> None:
    """Say that all seats are taken, and offer a place on the list while one may still become free."""
    _ = visit._
    if occurrence.starts_at <= visit.now:
        visit.say(_("All seats are taken, and it has begun."), cards.look_on(_), cards.human(_))
        return
    visit.say(
        _("All seats are taken right now. Would you like to be on the waiting list? I write if one is free."),
        (press(_("Yes please"), "wait.on", occurrence.id),),
        cards.look_on(_),
        (press(_("No thanks"), "wait.off", occurrence.id),),
    )


def offer_next(tx: Tx, settings: Settings, occurrence: int, now: datetime) -> bool:
    """Hold a free seat for who has waited longest, and say so; tell whether that was possible."""
    found = occurrence_by_id(tx, occurrence)
    waiting = first_waiting(tx, occurrence)
    if found is None or not found.on or waiting is None:
        return False
    until = terms(now, found.starts_at, settings.zone)
    if until is None or not hold_seat(tx, waiting, now):
        return False
    _tell(tx, settings, waiting, found, until, now)
    return True


def lapse(tx: Tx, settings: Settings, offer: Offer, now: datetime) -> None:
    """Take back a seat that nobody answered about, without a word of blame, and pass it on."""
    found = occurrence_by_id(tx, offer.occurrence)
    give_up(tx, offer.occurrence, offer.person, now)
    letters.cancel_for(tx, offer.occurrence, offer.person, now)
    if found is None or not found.on or found.starts_at <= now:
        return
    _tell_lapsed(tx, settings, offer, found, now)
    offer_next(tx, settings, offer.occurrence, now)


def reader(settings: Settings, language: str) -> Reader:
    """Return how to write to somebody of this language."""
    return Reader(language or settings.locale, settings.zone)


def _tell(
    tx: Tx, settings: Settings, waiting: Signup, found: Occurrence, until: Terms, now: datetime
) -> None:
    to = person_by_id(tx, waiting.person)
    if to is None:
        return
    _ = reader(settings, to.language)
    text = "\n".join(
        [
            " ".join(
                [
                    cards.greeting(_, to.first_name),
                    _("You are on the waiting list, and now there is a place for you:")
                    if waiting.party == 1
                    else _("You are on the waiting list, and now there is room for two:"),
                ]
            ),
            cards.what(_, found),
            _.count(
                "Would you like it? I keep it until {until}. After that I ask the next one.",
                "Would you like them? I keep them until {until}. After that I ask the next one.",
                waiting.party,
                until=_.when(until.until),
            ),
        ]
    )
    rows = (
        (press(_("Yes please"), "wait.yes", found.id),),
        (press(_("No thanks"), "wait.no", found.id),),
        (press(_("Take me off the list"), "wait.off", found.id),),
        cards.human(_),
    )
    letters.put_about(
        tx,
        to,
        Outbound(text, rows),
        found,
        kind=Kind.FOLLOWUP,
        key=f"offer:{to.id}:{found.id}:{waiting.version + 1}",
        now=now,
        not_before=until.told_at,
        expires_at=until.until,
    )


def _tell_lapsed(tx: Tx, settings: Settings, offer: Offer, found: Occurrence, now: datetime) -> None:
    to = person_by_id(tx, offer.person)
    if to is None:
        return
    _ = reader(settings, to.language)
    text = _(
        "I cannot keep the place at {activity}, {when}, any longer. It does not matter that you could not "
        "answer. Would you like to stay on the waiting list?",
        activity=cards.title(found.activity),
        when=_.when(found.starts_at),
    )
    rows = (
        (press(_("Yes, keep me on the list"), "wait.on", found.id),),
        cards.look_on(_),
        (press(_("No thanks"), "wait.off", found.id),),
    )
    key = f"lapsed:{offer.person}:{found.id}:{offer.since.isoformat()}"
    message, until = Outbound(text, rows), found.starts_at
    letters.put_about(tx, to, message, found, kind=Kind.FOLLOWUP, key=key, now=now, expires_at=until)
