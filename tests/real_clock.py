"""The machine's time, alone in its file: what is killed again and again loads nothing else with it."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class RealClock:
    """The machine's time, for what is measured over a real network."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the clock itself

    def monotonic(self) -> float:
        return time.monotonic()
