"""The outbox: what is to be said to whom, and what became of it.

ready > sending > sent | unknown | failed | ready again;  ready > expired | suppressed | cancelled
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from bot.domain.activity import Occurrence
from bot.domain.people import Person
from bot.ports import RANK, Kind, Outbound, Rank
from bot.storage import calls
from bot.storage.letter import dump, load
from bot.storage.store import Tx

SOON: Final = timedelta(seconds=60)  # who rests for longer holds nobody back
LASTING: Final = timedelta(hours=24)
LIVES: Final = {
    Rank.SAFETY: timedelta(hours=24),
    Rank.REPLY: timedelta(hours=2),
    Rank.URGENT: timedelta(hours=24),
    Rank.REMINDER: timedelta(hours=24),
    Rank.BULK: timedelta(hours=48),
    Rank.RECEIPT: timedelta(hours=1),
}


class Letter(NamedTuple):
    """One row that is to leave."""

    id: int
    chat: int
    kind: Kind
    rank: Rank
    message: Outbound
    person: int | None
    occurrence: int | None
    version: int | None
    campaign: int | None
    attempts: int  # sends that surely did not arrive
    doubts: int  # sends that may have arrived
    epoch: int  # whose send it is
    created_at: datetime
    expires_at: datetime


def put(
    tx: Tx,
    *,
    key: str,
    chat: int,
    kind: Kind,
    message: Outbound,
    now: datetime,
    person: int | None = None,
    occurrence: int | None = None,
    version: int | None = None,
    campaign: int | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    lasting: bool = False,
) -> bool:
    """Write a message down; False, and nothing new, if this key was written before."""
    row = _row(key, chat, kind, now, not_before, expires_at, lasting=lasting)
    return bool(
        tx.put_letter(
            **row,
            body=dump(message),
            person=person,
            occurrence=occurrence,
            version=version,
            campaign=campaign,
        )
    )


def is_put(tx: Tx, key: str) -> bool:
    """Tell whether a message was written down under this key, whatever became of it."""
    return bool(tx.is_put(key=key))


def put_about(
    tx: Tx,
    to: Person,
    message: Outbound,
    occurrence: Occurrence,
    *,
    kind: Kind,
    key: str,
    now: datetime,
    expires_at: datetime,
    not_before: datetime | None = None,
) -> bool:
    """Say something about a date as it stands now; False if nobody can, or it was done before."""
    return put_to(
        tx,
        to,
        message,
        kind=kind,
        key=key,
        now=now,
        occurrence=occurrence.id,
        version=occurrence.version,
        not_before=not_before,
        expires_at=expires_at,
    )


def put_to(
    tx: Tx,
    to: Person,
    message: Outbound,
    *,
    kind: Kind,
    key: str,
    now: datetime,
    occurrence: int | None = None,
    version: int | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Say something to a person in their own way: this is where it is decided which one that is.

    With a chat it is a letter; without one it stands on a coordinator's list, if that is how they are
    reached.  False if neither, or if it was done before.
    """
    if to.chat is None:
        until = expires_at or (not_before or now) + LIVES[RANK[kind]]
        about = {"occurrence": occurrence, "version": version, "not_before": not_before}
        return calls.put(tx, to, message, kind=kind, key=key, now=now, expires_at=until, **about)  # type: ignore[arg-type]  # three of its own
    return put(
        tx,
        key=key,
        chat=to.chat,
        kind=kind,
        message=message,
        now=now,
        person=to.id,
        occurrence=occurrence,
        version=version,
        not_before=not_before,
        expires_at=expires_at,
    )


def reaches(tx: Tx, person: Person) -> bool:
    """Tell whether there is any way to say something to somebody."""
    return person.chat is not None or calls.contact_of(tx, person.id) is not None


def announce(
    tx: Tx,
    campaign: int,
    recipients: Iterable[tuple[int, int]],
    now: datetime,
    *,
    kind: Kind = Kind.ANNOUNCEMENT,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Write a row for each (person, chat); what it says stands once, on the campaign."""
    about = {"body": b"", "occurrence": None, "version": None, "campaign": campaign}
    rows = [
        {
            **_row(f"camp:{campaign}:{person}", chat, kind, now, not_before, expires_at),
            **about,
            "person": person,
        }
        for person, chat in recipients
    ]
    if rows:
        tx.put_letters(rows)


def due(tx: Tx, now: datetime, most: int) -> list[Letter]:
    """Return what may leave now, the most urgent first; on PostgreSQL locked until the transaction ends."""
    return [_letter(row) for row in tx.due_letters(now=now, soon=now + SOON, most=most)]


def next_at(tx: Tx, now: datetime) -> datetime | None:
    """Return when the next of those that rest may leave."""
    found: datetime | None = tx.next_letter_at(now=now)
    return found


def mark_sending(tx: Tx, found: Iterable[Letter], epoch: int) -> list[Letter]:
    """Mark as leaving, by this epoch's sender; return them so marked."""
    marked = [letter._replace(epoch=epoch) for letter in found]
    if marked:
        tx.mark_sending([{"id": letter.id, "epoch": epoch} for letter in marked])
    return marked


def sent(tx: Tx, arrived: Iterable[tuple[Letter, int]], now: datetime) -> None:
    """Mark as arrived, each with the number of the message that shows it."""
    rows = [
        {"id": letter.id, "message_id": message_id, "now": now, "epoch": letter.epoch}
        for letter, message_id in arrived
    ]
    if rows:
        tx.mark_sent(rows)


def again(tx: Tx, letter: Letter, not_before: datetime, why: str) -> bool:
    """Let it leave later, with the attempts and doubts it has now; False if it is no longer ours."""
    return bool(
        tx.letter_again(
            id=letter.id,
            epoch=letter.epoch,
            not_before=not_before,
            attempts=letter.attempts,
            doubts=letter.doubts,
            why=why,
        )
    )


def close(tx: Tx, letter: Letter, state: str, why: str, now: datetime) -> bool:
    """End it as ``unknown``, ``failed``, ``expired``, ``suppressed``, ...; False if it is no longer ours."""
    return bool(
        tx.close_letter(
            id=letter.id,
            epoch=letter.epoch,
            state=state,
            attempts=letter.attempts,
            doubts=letter.doubts,
            why=why,
            now=now,
        )
    )


def left_sending(tx: Tx, epoch: int) -> list[Letter]:
    """Return what an earlier sender was about to send when it ended: it may have arrived."""
    return [_letter(row) for row in tx.left_sending(epoch=epoch)]


def suppress_chat(tx: Tx, chat: int, why: str, now: datetime) -> int:
    """Drop all that waits for a chat; return how many."""
    return int(tx.suppress_chat(chat=chat, why=why, now=now))


def move_chat(tx: Tx, chat: int, new: int) -> None:
    """Send what waits for a chat to another one."""
    tx.move_chat(chat=chat, new=new)


def cancel_about(tx: Tx, occurrence: int, version: int, now: datetime, *, why: str = "superseded") -> int:
    """Drop the reminders and invitations that speak of an occurrence as it was before this version."""
    tx.cancel_calls_about(occurrence=occurrence, version=version, now=now)
    return int(tx.cancel_about(occurrence=occurrence, version=version, now=now, why=why))


def cancel_for(tx: Tx, occurrence: int, person: int, now: datetime, *, why: str = "given up") -> int:
    """Drop the reminders and invitations that one person would get about an occurrence."""
    tx.cancel_calls_for(occurrence=occurrence, person=person, now=now)
    return int(tx.cancel_about_for(occurrence=occurrence, person=person, now=now, why=why))


def message_of(tx: Tx, chat: int, message_id: int) -> Letter | None:
    """Return what we said with this message, for an answer to it."""
    row = tx.letter_behind(chat=chat, message_id=message_id)
    return _letter(row) if row else None


def key_of(tx: Tx, id: int) -> str:  # noqa: A002 - the column's name
    """Return the key that a letter was put under."""
    return tx.letter_key(id=id) or ""


def unprompted_since(
    tx: Tx, person: int, kinds: Collection[Kind], since: datetime, *, pending: bool = True
) -> int:
    """Count the messages of these kinds written after ``since`` that left, or (``pending``) still may."""
    rows = tx.letters_since(person=person, since=since)
    return sum(n for kind, state, n in rows if kind in kinds and (pending or state != "ready"))


def new_epoch(tx: Tx) -> int:
    """Begin a new sender's time; what an earlier one still does is not counted any more."""
    epoch: int = tx.new_epoch()
    return epoch


def send_mode(tx: Tx) -> str:
    """Return what may leave at all: ``all``, ``urgent`` or ``off``."""
    return tx.send_mode() or "all"


def set_send_mode(tx: Tx, mode: str) -> None:
    """Choose what may leave at all."""
    tx.set_send_mode(mode=mode)


def freeze(tx: Tx, chat: int, until: datetime) -> None:
    """Let nothing leave for a chat, or for all (0), before then; an earlier end changes nothing."""
    tx.freeze(chat=chat, until=until)


def others_frozen(tx: Tx, chat: int, now: datetime) -> bool:
    """Tell whether other chats are frozen too, so that it is not about this one."""
    return bool(tx.others_frozen(chat=chat, now=now))


def all_frozen_until(tx: Tx) -> datetime | None:
    """Return until when nothing may leave; it may be over."""
    until: datetime | None = tx.all_frozen_until()
    return until


def is_unreachable(tx: Tx, chat: int) -> bool:
    """Tell whether a chat has blocked us or is gone."""
    return bool(tx.is_unreachable(chat=chat))


def set_unreachable(tx: Tx, chat: int, now: datetime) -> None:
    """Remember that a chat has blocked us or is gone; the first time counts."""
    tx.set_unreachable(chat=chat, now=now)


def set_reachable(tx: Tx, chat: int) -> None:
    """Remember that a chat is heard from again."""
    tx.set_reachable(chat=chat)


def campaign_states(tx: Tx, campaign: int) -> dict[str, int]:
    """Return how many of a campaign's letters are in each state."""
    return dict(tx.campaign_letters(campaign=campaign))


def states(tx: Tx) -> dict[str, int]:
    """Return how many letters are in each state."""
    return dict(tx.outbox_states())


def busy(tx: Tx, now: datetime) -> bool:
    """Tell whether anything is leaving, or may leave now."""
    return bool(tx.busy_letters(now=now))


def live(tx: Tx) -> int:
    """Return how many letters have not come to an end."""
    return int(tx.live_letters())


def _row(
    key: str,
    chat: int,
    kind: Kind,
    now: datetime,
    not_before: datetime | None,
    expires_at: datetime | None,
    *,
    lasting: bool = False,
) -> dict[str, Any]:
    rank = RANK[kind]
    starts = not_before or now
    life = LASTING if lasting else LIVES[rank]
    return {
        "key": key,
        "chat": chat,
        "kind": kind.value,
        "rank": int(rank),
        "now": now,
        "not_before": starts,
        "expires_at": expires_at or starts + life,
    }


def _letter(row: tuple[Any, ...]) -> Letter:
    id_, chat, kind, rank, body, *rest = row
    return Letter(id_, chat, Kind(kind), Rank(rank), load(body), *rest)
