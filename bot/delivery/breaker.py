"""Stops what can wait while answers are lost, so that an outage costs few doubles.  Monotonic seconds."""

from __future__ import annotations

from collections import deque
from typing import Final

from bot.ports import Rank

DOUBTS: Final = 20
WITHIN, REST = 60.0, 60.0  # seconds
WAITS: Final = (0.25, 15.0)  # seconds between tries while nothing gets out: the first, the longest


class Breaker:
    """Counts lost answers, and how often in a row nothing even left."""

    def __init__(self) -> None:
        self._doubts: deque[float] = deque(maxlen=DOUBTS)
        self._until = 0.0
        self._dead = 0

    def doubted(self, now: float) -> bool:
        """Count a lost answer; True if that opens the breaker."""
        self._dead = 0
        self._doubts.append(now)
        if len(self._doubts) < DOUBTS or now - self._doubts[0] > WITHIN:
            return False
        self._doubts.clear()
        self._until = now + REST
        return True

    def never_left(self) -> float:
        """Count one that did not get out; return for how many seconds to try nothing."""
        self._dead += 1
        first, longest = WAITS
        return float(min(first * 2.0 ** min(self._dead - 1, 10), longest))

    def answered(self) -> None:
        """Note that the network works."""
        self._dead = 0

    def least(self, now: float) -> Rank:
        """Return the least urgent rank that may leave."""
        return Rank.RECEIPT if now >= self._until else Rank.URGENT
