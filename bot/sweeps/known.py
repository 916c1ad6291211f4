"""Every sweep, known by being imported."""

from __future__ import annotations

from bot.sweeps import (
    afterwards,
    announce,
    checkins,
    invite,
    offers,
    remind,
    remind_shifts,
    rests,
    tidy,
    unanswered,
)
from bot.sweeps.registry import SWEEPS

ROOMS = (afterwards, announce, checkins, invite, offers, remind, remind_shifts, rests, tidy, unanswered)
__all__ = ["ROOMS", "SWEEPS"]
