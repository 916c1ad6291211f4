"""Every sweep, known by being imported."""

from __future__ import annotations

from bot.sweeps import (  # noqa: F401 - to be imported is to be known
    afterwards,
    announce,
    attendance,
    checkins,
    companions,
    ease,
    invite,
    offers,
    questionnaires,
    quiet,
    remind,
    remind_shifts,
    rests,
    substitutes,
    talks,
    tidy,
    unanswered,
    unreached,
    week,
    welcome,
)
from bot.sweeps.registry import SWEEPS

__all__ = ["SWEEPS"]
