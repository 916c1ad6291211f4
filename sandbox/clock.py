"""The clock of the demo: it runs like any other, and may be moved forward."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class DemoClock:
    """Tell a time that starts where one likes, goes on by itself and never goes back."""

    def __init__(self, start: datetime | None = None) -> None:
        self._base = start.astimezone(UTC) if start else datetime.fromtimestamp(time.time(), UTC)
        self._since = time.monotonic()
        self._told: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def monotonic(self) -> float:
        """Return seconds that never step back and that nobody can move."""
        return time.monotonic()

    def set(self, moment: datetime) -> None:
        """Go forward to the moment; one that has passed changes nothing."""
        if moment <= self.now():
            return
        self._base, self._since = moment.astimezone(UTC), time.monotonic()
        for tell in self._told:
            tell()

    def tell(self, when_moved: Callable[[], None]) -> None:
        """Call the function after each move."""
        self._told.append(when_moved)
