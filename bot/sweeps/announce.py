"""Announcements on their way: rows are made in chunks, progress is shown, the end is noticed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.handlers.announcing import progress_key, wording
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import campaigns, letters
from bot.storage.people import person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

STEPS: Final = 10  # changes of the progress message, so that it never costs more than a few messages


def next_step(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return nothing: an announcement goes on when its letters leave, and those have their own times."""
    return None


@sweep(every=timedelta(seconds=3), wakes=next_step)
def announce(tx: Tx, settings: Settings, now: datetime) -> int:
    """Take one step with every announcement that is on its way; return how many rows were made or shown."""
    made = sum(campaigns.make_chunk(tx, id_, now) for id_ in campaigns.in_state(tx, "making"))
    for id_ in campaigns.in_state(tx, "sending"):
        campaigns.finish(tx, id_, now)
    return made + sum(_show(tx, settings, row[0], row[1], now) for row in tx.campaign_progress_messages())


def _show(tx: Tx, settings: Settings, campaign: int, message_id: int, now: datetime) -> int:
    """Change the progress message, if it would say something new."""
    found = campaigns.by_id(tx, campaign)
    person = person_by_id(tx, found.made_by) if found and found.made_by else None
    if found is None or person is None or person.chat is None:
        return 0
    far = campaigns.progress(tx, campaign)
    share = far.sent * STEPS // found.total if found.total else 0
    resting = f":{far.waiting}" if far.waiting and far.waiting == far.left else ""  # nothing else will change
    shown = f"{found.state}:{share}{resting}"
    if shown == found.shown:
        return 0
    text, rows = wording(Reader(person.language, settings.zone), found, far)
    tx.campaign_shows(id=campaign, shown=shown)
    letters.put(
        tx,
        key=f"{progress_key(campaign)}:{shown}:{now:%H%M%S%f}",
        chat=person.chat,
        kind=Kind.STAFF,
        message=Outbound(text, rows, edit=message_id),
        now=now,
        person=person.id,
    )
    return 1
