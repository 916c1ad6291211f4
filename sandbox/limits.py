"""The limits of Telegram: so many messages a second in all, and one a second to the same chat."""

from __future__ import annotations

import math
from collections import deque

BURST = 5  # to one chat; Telegram allows "short bursts" and publishes no figure


class Limits:
    """Counts departures in a sliding second, and in a bucket per chat; ``now`` is in monotonic seconds."""

    def __init__(self, rate: float = 30, burst: int = BURST) -> None:
        self.rate = rate  # a second in all; 0 switches every limit off
        self.burst = burst
        self._last: deque[float] = deque()
        self._buckets: dict[int, tuple[float, float]] = {}  # tokens left, and when that was so

    def wait(self, chat: int, now: float) -> int:
        """Count one message and return 0, or count nothing and return the seconds to wait."""
        if not self.rate:
            return 0
        while self._last and self._last[0] <= now - 1:
            self._last.popleft()
        tokens, since = self._buckets.get(chat, (float(self.burst), now))
        tokens = min(self.burst, tokens + now - since)
        if len(self._last) >= self.rate:
            return max(1, math.ceil(self._last[0] + 1 - now))
        if tokens < 1:
            return max(1, math.ceil(1 - tokens))
        self._last.append(now)
        self._buckets[chat] = (tokens - 1, now)
        return 0
