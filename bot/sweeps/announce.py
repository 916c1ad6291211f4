"""Announcements on their way: rows are made in chunks, progress is shown, the end is noticed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.handlers.announcing import progress_key, wording
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import campaigns, letters
from bot.storage.campaigns import Campaign, Progress
from bot.storage.people import person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

BATCH: Final = 20
STEPS: Final = 10  # changes of the progress message, so that it never costs more than a few messages


def next_step(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return nothing: an announcement goes on when its letters leave, and those have their own times."""
    return None


@sweep(every=timedelta(seconds=3), wakes=next_step)
def announce(tx: Tx, settings: Settings, now: datetime) -> int:
    """Take one step with every announcement that is on its way; return how many rows were made or shown."""
    return sum(_step(tx, settings, found, now) for found in campaigns.running(tx, BATCH))


def _step(tx: Tx, settings: Settings, found: Campaign, now: datetime) -> int:
    if found.state == "making":
        made = campaigns.make_chunk(tx, found, now)
        if not made:
            tx.set_campaign_state(id=found.id, state="sending")
        return made
    far = campaigns.progress(tx, found)
    if found.state == "sending" and not far.left:
        tx.end_campaign(id=found.id, state="done", now=now)
    return _show(tx, settings, campaigns.by_id(tx, found.id) or found, far, now)


def _show(tx: Tx, settings: Settings, found: Campaign, far: Progress, now: datetime) -> int:
    """Change the progress message, if it is out and would say something new."""
    share = far.sent * STEPS // far.total if far.total else STEPS
    shown = f"{found.state}:{share}"
    person = person_by_id(tx, found.made_by) if found.made_by else None
    message_id = tx.sent_message_of_key(key=progress_key(found.id))
    if shown == found.shown or person is None or person.chat is None or not message_id:
        return 0
    text, rows = wording(Reader(person.language, settings.zone), found, far)
    tx.set_campaign_shown(id=found.id, shown=shown)
    letters.put(
        tx,
        key=f"progress:{found.id}:{shown}:{now:%H%M%S%f}",
        chat=person.chat,
        kind=Kind.STAFF,
        message=Outbound(text, rows, edit=message_id),
        now=now,
        person=person.id,
    )
    return 1
