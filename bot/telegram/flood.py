"""How much one sender may write.  Who writes more is told once, and then not answered for a while.

It is judged before the transaction, which may run twice; danger, stop, commands and presses are never
counted out, and that is for the worker to see to.
"""

from __future__ import annotations

from collections import deque
from enum import Enum, auto
from typing import Final

MOST: Final = 20  # messages
WITHIN: Final = 60.0  # seconds
REMEMBERED: Final = 5_000  # senders


class Flood(Enum):
    """What to do with one more message."""

    PASS = auto()
    TELL = auto()  # the first one too many
    DROP = auto()


class FloodGate:
    """Counts by sender; forgets on a restart, which harms nobody."""

    def __init__(self) -> None:
        self._seen: dict[int, deque[float]] = {}
        self._told: dict[int, float] = {}

    def judge(self, chat: int, at: float) -> Flood:
        """Count one message written at this moment (seconds)."""
        seen = self._seen.setdefault(chat, deque(maxlen=MOST + 1))
        seen.append(at)
        if len(seen) <= MOST or at - seen[0] >= WITHIN:
            self._tidy(at)
            return Flood.PASS
        if at - self._told.get(chat, at - 2 * WITHIN) < WITHIN:
            return Flood.DROP
        self._told[chat] = at
        return Flood.TELL

    def _tidy(self, at: float) -> None:
        if len(self._seen) > REMEMBERED:
            self._seen = {chat: seen for chat, seen in self._seen.items() if at - seen[-1] < WITHIN}
            self._told = {chat: told for chat, told in self._told.items() if at - told < WITHIN}
