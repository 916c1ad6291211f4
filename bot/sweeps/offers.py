"""Seats that somebody waits for: offered when one is free, passed on when nobody answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.config import Settings
from bot.domain.offers import terms
from bot.handlers.offers import lapse, offer_next
from bot.storage.activities import occurrence_by_id
from bot.storage.store import Tx
from bot.storage.waiting import Offer, offered, waited_for
from bot.sweeps.registry import sweep


def next_offer(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next held seat is passed on."""
    return min((at for offer in offered(tx) if (at := _until(tx, settings, offer)) > now), default=None)


@sweep(every=timedelta(minutes=1), wakes=next_offer)
def offers(tx: Tx, settings: Settings, now: datetime) -> int:
    """Pass on seats whose time to answer is over, and offer those that have become free."""
    late = [offer for offer in offered(tx) if _until(tx, settings, offer) <= now]
    for offer in late:
        lapse(tx, settings, offer, now)
    return len(late) + sum(offer_next(tx, settings, id_, now) for id_, _starts_at in waited_for(tx, now))


def _until(tx: Tx, settings: Settings, offer: Offer) -> datetime:
    """Return when a held seat is passed on: by the rule at its offering, and the start as it is now."""
    found = occurrence_by_id(tx, offer.occurrence)
    if found is None or not found.on:
        return offer.since
    held = terms(offer.since, found.starts_at, settings.zone)
    return held.until if held else offer.since
