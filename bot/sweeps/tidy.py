"""What nobody needs any more is forgotten: old words, old updates, dialogues that nobody came back to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain import retention
from bot.storage import dialogues, referrals
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

OFTEN: Final = timedelta(hours=6)


def next_tidying(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return nothing: it is never urgent."""
    return None


@sweep(every=OFTEN, wakes=next_tidying)
def tidy(tx: Tx, settings: Settings, now: datetime) -> int:  # noqa: ARG001 - every sweep is run alike
    """Forget what is due; return how many rows that were."""
    return int(
        tx.forget_words(before=now - retention.WORDS, nothing=b"")
        + tx.forget_old_letters(before=now - retention.ROWS)
        + tx.forget_receipts()
        + tx.forget_old_updates(before=now - retention.UPDATES)
        + tx.forget_answers(before=now - retention.ANSWERS)
        + tx.forget_pack_answers(before=now - retention.PACKS)
        + tx.forget_absences(before=now - retention.ABSENCES)
        + tx.forget_greetings(before=now - retention.ABSENCES)
        + tx.forget_asked(before=now - retention.ANSWERS)
        + tx.forget_guesses(before=now - retention.GUESSES)
        + tx.forget_signs(now=now)
        + tx.thaw(now=now)
        + tx.tidy_desk_keys(now=now)
        + tx.forget_call_words(before=now - retention.WORDS, nothing=b"")
        + tx.forget_old_calls(before=now - retention.ROWS)
        + dialogues.forget(tx, now)
        + referrals.forget_ended(tx, now)
    )
