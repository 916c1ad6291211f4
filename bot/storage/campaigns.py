"""An announcement: its content once, its recipients as rows made in chunks, and how far it is.

making > sending > done;  making | sending > paused > making;  all but done > stopped
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.ports import Outbound
from bot.storage import letters
from bot.storage.letter import dump, load
from bot.storage.store import Tx

CHUNK: Final = 500
LIFE: Final = timedelta(days=14)  # after its start, where nobody has said until when it makes sense
ROLES: Final = {"citizens": "citizen", "volunteers": "volunteer", "all": ""}


class Campaign(NamedTuple):
    """One announcement."""

    id: int
    organisation: int
    made_by: int | None
    audience: str
    message: Outbound
    state: str
    cursor: int  # the last person a row was made for
    total: int
    progress_id: int | None  # the message that shows how far it is
    shown: str  # what that message says now
    made_at: datetime
    starts_at: datetime
    ended_at: datetime | None
    expires_at: datetime | None  # until when it makes sense to get it


class Progress(NamedTuple):
    """How far it is; ``unknown`` may have arrived and is never sent again.

    Of those ``left``, so many are ``waiting`` for the next week; it had become too ``late`` for others.
    """

    sent: int
    left: int
    blocked: int
    refused: int
    unknown: int
    total: int
    waiting: int = 0
    late: int = 0


def count(tx: Tx, organisation: int, audience: str) -> int:
    """Return how many would get it now; ``audience`` is citizens, volunteers or all."""
    return int(tx.audience_size(organisation=organisation, role=ROLES[audience]))


def create(
    tx: Tx,
    organisation: int,
    made_by: int | None,
    audience: str,
    message: Outbound,
    now: datetime,
    *,
    starts_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> int:
    """Write an announcement down; its rows are made by ``make_chunk``.  Return its id."""
    ROLES[audience]  # an unknown audience must raise before anything is written
    id_: int = tx.add_campaign(
        organisation=organisation,
        made_by=made_by,
        audience=audience,
        body=dump(message),
        now=now,
        starts_at=starts_at or now,
        expires_at=expires_at,
    )
    return id_


def last_like(
    tx: Tx, organisation: int, audience: str, message: Outbound, since: datetime
) -> datetime | None:
    """Return when the same words were last announced to the same people; None if not since then."""
    found: datetime | None = tx.campaign_like(
        organisation=organisation, audience=audience, body=dump(message), since=since
    )
    return found


def by_id(tx: Tx, id: int) -> Campaign | None:  # noqa: A002 - the column's name
    """Return an announcement."""
    row = tx.campaign(id=id)
    if row is None:
        return None
    return Campaign._make((*row[:4], load(row[4]), *row[5:]))


def in_state(tx: Tx, state: str) -> list[int]:
    """Return the ids of the announcements in a state, the oldest first."""
    return [row[0] for row in tx.campaigns_in(state=state)]


def make_chunk(tx: Tx, campaign: int, now: datetime) -> int:
    """Make the next rows; return how many.  None are left when it is ``sending``."""
    found = by_id(tx, campaign)
    if found is None or found.state != "making":
        return 0
    people = tx.audience(
        organisation=found.organisation, role=ROLES[found.audience], after=found.cursor, most=CHUNK
    )
    starts = max(now, found.starts_at)
    recipients = [(person, chat) for person, chat in people]
    expires = found.expires_at or found.starts_at + LIFE
    letters.announce(tx, campaign, recipients, now, not_before=starts, expires_at=expires)
    tx.campaign_made(
        id=campaign,
        last=recipients[-1][0] if recipients else found.cursor,
        more=len(recipients),
        state="making" if len(recipients) == CHUNK else "sending",
    )
    return len(recipients)


def progress(tx: Tx, campaign: int) -> Progress:
    """Return how far it is."""
    ended: dict[str, int] = {}
    for state, gone, n in tx.campaign_outcomes(campaign=campaign):
        ended["blocked" if gone else state] = ended.get("blocked" if gone else state, 0) + n
    live = sum(ended.get(state, 0) for state in ("ready", "waiting", "sending", "held"))
    known = {"sent", "ready", "waiting", "sending", "held", "blocked", "unknown", "expired"}
    refused = sum(n for state, n in ended.items() if state not in known)
    return Progress(
        ended.get("sent", 0),
        live,
        ended.get("blocked", 0),
        refused,
        ended.get("unknown", 0),
        sum(ended.values()),
        ended.get("waiting", 0),
        ended.get("expired", 0),
    )


def finish(tx: Tx, campaign: int, now: datetime) -> bool:
    """Close an announcement of which no row is left; True if that was now."""
    return progress(tx, campaign).left == 0 and _turn(tx, campaign, "sending", "done", now)


def pause(tx: Tx, campaign: int) -> bool:
    """Hold what has not left: what is in flight still arrives.  False if there was nothing to pause."""
    paused = _turn(tx, campaign, "sending", "paused") or _turn(tx, campaign, "making", "paused")
    if paused:
        tx.pause_letters(campaign=campaign)
    return paused


def resume(tx: Tx, campaign: int, now: datetime) -> bool:
    """Go on where it was paused."""
    resumed = _turn(tx, campaign, "paused", "making")  # which also finds whether rows are missing
    found = by_id(tx, campaign)
    if resumed and found:
        tx.resume_letters(campaign=campaign, now=max(now, found.starts_at))
    return resumed


def stop(tx: Tx, campaign: int, now: datetime) -> bool:
    """End it for good: what has not left never will."""
    stopped = any(_turn(tx, campaign, state, "stopped", now) for state in ("making", "sending", "paused"))
    if stopped:
        tx.stop_letters(campaign=campaign, now=now)
    return stopped


def _turn(tx: Tx, campaign: int, before: str, state: str, ended_at: datetime | None = None) -> bool:
    return bool(tx.set_campaign_state(id=campaign, before=before, state=state, ended_at=ended_at))
