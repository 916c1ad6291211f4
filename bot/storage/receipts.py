"""The inbox: what came in, written down before anybody is told that we have it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from bot.storage.store import Tx


class Receipt(NamedTuple):
    """An update, or an event of our own, that waits to be handled."""

    id: int
    key: str  # unique for ever
    chat: int
    raw: str
    attempts: int  # tries begun, the coming one counted
    received_at: datetime


def receive(tx: Tx, rows: Iterable[tuple[str, int, str, datetime]]) -> None:
    """Keep (key, chat, raw JSON, when); what we have already is left as it is."""
    found = [dict(zip(("key", "chat", "raw", "received_at"), row, strict=True)) for row in rows]
    if found:
        tx.receive(found)


def post_event(tx: Tx, key: str, chat: int, name: str, args: dict[str, Any], now: datetime) -> None:
    """Let something begin in a chat, in that chat's own order; the same key only once."""
    raw = orjson.dumps({"event": {"name": name, "args": args}}).decode()
    receive(tx, [(key, chat, raw, now)])


def waiting(tx: Tx, most: int) -> list[Receipt]:
    """Return what to handle next; on PostgreSQL each is locked until this transaction ends."""
    return [Receipt(*row) for row in tx.waiting_receipts(most=most)]


def count_try(tx: Tx, id: int) -> None:  # noqa: A002 - the column's name
    """Note one more try; commit it before the try, so that one which kills us is counted too."""
    tx.count_try(id=id)


def finish(tx: Tx, id: int) -> bool:  # noqa: A002 - the column's name
    """Mark as handled and forget what it said; False if somebody has done so before."""
    return bool(tx.settle_receipt(id=id, state="done"))


def ignore(tx: Tx, id: int) -> bool:  # noqa: A002 - the column's name
    """Mark as none of our business and forget what it said."""
    return bool(tx.settle_receipt(id=id, state="ignored"))


def quarantine(tx: Tx, id: int, why: str) -> bool:  # noqa: A002 - the column's name
    """Put aside what fails each time; ``why`` is the class of the error, never what it said."""
    return bool(tx.quarantine_receipt(id=id, why=why))


def blank(tx: Tx, id: int) -> None:  # noqa: A002 - the column's name
    """Forget what was put aside."""
    tx.blank_receipt(id=id)


def newest(tx: Tx) -> int:
    """Return the id of the last one that came; 0 before the first."""
    return tx.newest_receipt() or 0


def oldest_waiting(tx: Tx) -> datetime | None:
    """Return since when somebody waits for an answer."""
    found: datetime | None = tx.oldest_waiting()
    return found


def states(tx: Tx) -> dict[str, int]:
    """Return how many there are in each state."""
    return dict(tx.inbox_states())
