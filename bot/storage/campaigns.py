"""Announcements: the content once, a row for each recipient; all progress is read from those rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.ports import Outbound
from bot.storage import letters
from bot.storage.letter import dump
from bot.storage.store import Tx

CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Campaign:
    """One announcement.  ``shown`` is what its progress message says now."""

    id: int
    organisation: int
    made_by: int | None
    audience: str
    state: str
    cursor: int
    total: int
    progress_id: int | None
    shown: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an announcement is, counted over its rows."""

    total: int
    sent: int
    left: int
    blocked: int
    refused: int
    unknown: int


def create(
    tx: Tx, organisation: int, made_by: int | None, audience: str, content: Outbound, now: datetime
) -> int:
    """Write an announcement down; its recipients are made by a sweep."""
    id_: int = tx.add_campaign(
        organisation=organisation,
        made_by=made_by,
        audience=audience,
        body=dump(content),
        now=now,
        starts_at=now,
    )
    return id_


def by_id(tx: Tx, id: int) -> Campaign | None:  # noqa: A002 - the column's name
    """Return an announcement."""
    row = tx.campaign_by_id(id=id)
    return Campaign(*row) if row else None


def running(tx: Tx, most: int) -> list[Campaign]:
    """Return those that have not come to an end."""
    return [Campaign(*row) for row in tx.campaigns_open(most=most)]


def count(tx: Tx, organisation: int, audience: str) -> int:
    """Return how many would get one now."""
    return int(tx.count_recipients(organisation=organisation, audience=audience))


def make_chunk(tx: Tx, campaign: Campaign, now: datetime) -> int:
    """Make the rows of the next recipients; return how many.  Started again, it goes on where it ended."""
    rows = tx.recipients_after(
        organisation=campaign.organisation, audience=campaign.audience, cursor=campaign.cursor, most=CHUNK
    )
    if rows:
        letters.announce(tx, campaign.id, [(row[0], row[1]) for row in rows], now)
        tx.set_campaign_cursor(id=campaign.id, cursor=rows[-1][0], made=len(rows))
    return len(rows)


def progress(tx: Tx, campaign: Campaign) -> Progress:
    """Count an announcement's rows."""
    found = letters.campaign_states(tx, campaign.id)
    return Progress(
        campaign.total,
        found.get("sent", 0),
        found.get("ready", 0) + found.get("sending", 0),
        found.get("suppressed", 0),
        found.get("failed", 0) + found.get("expired", 0) + found.get("cancelled", 0),
        found.get("unknown", 0),
    )
