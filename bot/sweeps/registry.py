"""The sweeps by name: what each does, and when it next has something to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.config import Settings
from bot.storage.store import Tx

Run = Callable[[Tx, Settings, datetime], int]
Look = Callable[[Tx, Settings, datetime], Sequence[Any]]
Settle = Callable[[Tx, Settings, datetime, Sequence[Any]], int]
Wakes = Callable[[Tx, Settings, datetime], datetime | None]
SWEEPS: Final[dict[str, Sweep]] = {}


@dataclass(frozen=True, slots=True)
class Sweep:
    """``run`` does what is due now and returns how many it did (at most a batch: again until 0).

    ``wakes`` returns the next instant after ``now`` at which there may be something to do, so that moving
    a clock by hand jumps over nothing.  A tick that comes late, twice or never in between changes nothing.
    """

    name: str
    every: timedelta
    run: Run
    wakes: Wakes
    look: Look | None = None  # what takes long and writes nothing: done beside the writer ...
    settle: Settle | None = None  # ... before this, in batches, which takes nothing seen then for granted


def sweep(every: timedelta, wakes: Wakes) -> Callable[[Run], Run]:
    """Make a function a sweep, ticked so often."""

    def keep(run: Run) -> Run:
        name = run.__name__
        if name in SWEEPS:
            raise LookupError(f"two sweeps are called {name}")
        SWEEPS[name] = Sweep(name, every, run, wakes)
        return run

    return keep


def sweep_after_a_look(every: timedelta, wakes: Wakes, look: Look) -> Callable[[Settle], Settle]:
    """Make a function a sweep that is given what ``look`` saw; it may be called again with the same."""

    def keep(settle: Settle) -> Settle:
        def run(tx: Tx, settings: Settings, now: datetime) -> int:
            return settle(tx, settings, now, look(tx, settings, now))

        name = settle.__name__
        if name in SWEEPS:
            raise LookupError(f"two sweeps are called {name}")
        SWEEPS[name] = Sweep(name, every, run, wakes, look, settle)
        return settle

    return keep
