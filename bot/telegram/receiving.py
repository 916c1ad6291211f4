"""What the poller and the webhook share: an update is on disk before anybody is told that we have it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from bot.storage import receipts
from bot.storage.store import Store
from bot.telegram.masking import masked
from bot.telegram.reading import chat_of
from bot.telegram.wire import write

ALLOWED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
Row = tuple[str, int, str, datetime]


def row(update: Any, now: datetime) -> Row:  # noqa: ANN401 - whatever stands in it
    """Return an update as it is stored, its CPR numbers hidden.  One without an id raises."""
    clean = masked(update)
    return f"u:{int(update['update_id'])}", chat_of(clean), write(clean), now


async def keep(store: Store, rows: Sequence[Row], received: Callable[[], None]) -> int:
    """Store and commit; return how many updates wait to be handled now."""
    done = store.submit(lambda tx: _keep(tx, rows))
    if store.in_order:
        received()  # so that the worker finds them with this very commit
    backlog = await asyncio.shield(done)
    received()
    return backlog


def _keep(tx: Any, rows: Sequence[Row]) -> int:  # noqa: ANN401 - bound to queries
    receipts.receive(tx, rows)
    return int(tx.backlog(most=1_001))
