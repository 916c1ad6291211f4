"""What nobody needs any more is forgotten: old words, old updates, dialogues that nobody came back to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.storage import dialogues, referrals
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

WORDS: Final = timedelta(days=30)  # what we wrote to people
ROWS: Final = timedelta(days=90)  # that we wrote it
UPDATES: Final = timedelta(hours=72)  # longer than Telegram repeats one, shorter than its numbers begin anew
PACKS: Final = timedelta(days=730)  # what was answered to question packs
ABSENCES: Final = timedelta(days=90)  # that somebody signed up and did not come
ANSWERS: Final = timedelta(days=90)  # how somebody was, and what they asked
GUESSES: Final = timedelta(days=1)
OFTEN: Final = timedelta(hours=6)


def next_tidying(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return nothing: it is never urgent."""
    return None


@sweep(every=OFTEN, wakes=next_tidying)
def tidy(tx: Tx, settings: Settings, now: datetime) -> int:  # noqa: ARG001 - every sweep is run alike
    """Forget what is due; return how many rows that were."""
    return int(
        tx.forget_words(before=now - WORDS, nothing=b"")
        + tx.forget_old_letters(before=now - ROWS)
        + tx.forget_receipts()
        + tx.forget_old_updates(before=now - UPDATES)
        + tx.forget_answers(before=now - ANSWERS)
        + tx.forget_pack_answers(before=now - PACKS)
        + tx.forget_absences(before=now - ABSENCES)
        + tx.forget_asked(before=now - ANSWERS)
        + tx.forget_guesses(before=now - GUESSES)
        + tx.forget_signs(now=now)
        + tx.thaw(now=now)
        + dialogues.forget(tx, now)
        + referrals.forget_ended(tx, now)
    )
