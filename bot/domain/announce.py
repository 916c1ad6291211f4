"""How long an announcement takes at the allowed rate, in the hours for it."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Final

from bot.domain.quiet import closing, unprompted

SHARE: Final = 0.9  # of the rate; replies go first


def done_by(now: datetime, recipients: int, rate: float, zone: tzinfo | None = None) -> datetime:
    """Return when the last one has left; ``rate`` is messages a second, 0 without limit.

    With a zone, what does not leave before the hours for it end goes on in the next ones.
    """
    left = timedelta(seconds=recipients / (rate * SHARE)) if rate else timedelta()
    if zone is None:
        return now + left
    at = unprompted(now, zone)
    while at + left > (end := closing(at, zone)):
        left -= end - at
        at = unprompted(end, zone)
    return at + left
