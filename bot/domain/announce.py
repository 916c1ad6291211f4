"""How long an announcement takes at the allowed rate."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

SHARE: Final = 0.9  # of the rate; replies go first


def done_by(now: datetime, recipients: int, rate: float) -> datetime:
    """Return when the last one has left; ``rate`` is messages a second, 0 without limit."""
    return now + timedelta(seconds=recipients / (rate * SHARE)) if rate else now
