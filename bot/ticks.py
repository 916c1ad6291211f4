"""The only file that knows the scheduler: each sweep becomes a job, and nothing else happens here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.sweeps.registry import Sweep


def ticking(sweeps: Iterable[Sweep], run: Callable[[str], Awaitable[object]]) -> AsyncIOScheduler:
    """Return a scheduler, not yet started, that calls ``run(name)`` for each sweep as often as it wants.

    A tick that was missed is run once, late; two of the same sweep never run at once.  Nothing that must
    happen lives here: a lost tick costs only the time until the next one.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for sweep in sweeps:
        seconds = sweep.every.total_seconds()
        scheduler.add_job(
            run, IntervalTrigger(seconds=seconds, timezone=UTC), args=[sweep.name], id=sweep.name
        )
    return scheduler
