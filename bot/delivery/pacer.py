"""How fast we may send, as arithmetic: no clock, no queue, no task of its own.

There is no queue because the database is one: what leaves is chosen when it may leave, the most urgent
first, so that a reply waits for one slot and never behind an announcement.  Times are monotonic seconds.
"""

from __future__ import annotations

from collections import deque
from typing import Final

SPAN: Final = 1.01  # a second, and a little for the way
CREDIT: Final = 0.02  # how much lateness may be caught up with
SPACING: Final = 1.005  # slots are this much further apart than the rate asks
BURST: Final = 3  # to one chat, before one a second holds
REMEMBERED: Final = 10_000  # chats


class Pacer:
    """At most ``rate`` in any second, evenly spaced; 0 is without limit."""

    def __init__(self, rate: float, now: float) -> None:
        self._rate, self._step = rate, SPACING / rate if rate else 0.0
        self._slot = now
        self._left: deque[float] = deque(maxlen=max(int(rate), 1))
        self._chats: dict[int, float] = {}
        self._frozen = now

    def after_another(self, now: float) -> None:
        """Leave out a second: whoever ran before us may have used it."""
        self._slot = now + SPAN

    def freeze(self, seconds: float, now: float) -> None:
        """Let nothing leave for so long; an earlier end changes nothing."""
        self._frozen = max(self._frozen, now + seconds)

    def wait(self, now: float) -> float:
        """Return the seconds until something may leave."""
        until = self._frozen
        if self._rate:
            until = max(until, self._slot)
            if len(self._left) == self._left.maxlen:
                until = max(until, self._left[0] + SPAN)
        return max(0.0, until - now)

    def room(self, now: float, most: int) -> int:
        """Return how many may leave at once."""
        if most <= 0 or self.wait(now):
            return 0
        if not self._rate:
            return most
        owed = 1 + int(min(now - self._slot, CREDIT) / self._step + 1e-9)
        return min(most, owed, self._fits(owed, now))

    def left(self, count: int, now: float) -> None:
        """Count departures."""
        if self._rate and count:
            self._slot = max(self._slot, now - CREDIT) + count * self._step
            self._left.extend([now] * count)

    def chat_wait(self, chat: int, now: float) -> float:
        """Return the seconds until this chat may get one; if that is none, it counts as given."""
        if not self._rate:
            return 0.0
        due = max(self._chats.get(chat, now), now)
        if due - now > BURST - 1:
            return due - now - (BURST - 1)
        if len(self._chats) > REMEMBERED:
            self._chats = {each: at for each, at in self._chats.items() if at > now}
        self._chats[chat] = due + 1
        return 0.0

    def _fits(self, owed: int, now: float) -> int:
        """Return how many of those owed the last second has room for."""
        free = (self._left.maxlen or 1) - len(self._left)
        return free + sum(1 for at in list(self._left)[:owed] if at + SPAN <= now)
