"""Invitations that somebody does not answer: fewer of them, then none, and a human hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

PATIENCE: Final = timedelta(days=3)  # a question that is younger has not been left unanswered
STEPS: Final = ((2, timedelta(days=14)), (4, timedelta(days=28)))  # from so many in a row on, so far apart
ENOUGH: Final = 6  # in a row, with no sign of life meanwhile: no more, and a human hears of it
VOLUNTEER: Final = 3  # questions in a row to a volunteer, with no sign of life: no more, and a human hears
OPEN: Final = timedelta(hours=2)  # for so long at least a question has to have waited to count


def next_invitation(unanswered: int, unheard: int, last: datetime | None, now: datetime) -> datetime | None:
    """Return from when on somebody may be invited: ``now``, later, or None while nothing is heard of them.

    ``unanswered`` invitations in a row, ``unheard`` of them since the person last wrote or pressed anything;
    ``last`` is when the newest was made.
    """
    if unheard >= ENOUGH:
        return None
    apart = max((span for count, span in STEPS if unanswered >= count), default=timedelta())
    return max(now, last + apart) if last else now
