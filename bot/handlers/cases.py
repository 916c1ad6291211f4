"""Every use case, known by being imported; and the two ways in."""

from __future__ import annotations

from bot.handlers import (
    afterwards,
    announcing,
    arriving,
    changes,
    checkins,
    door,
    find,
    frequency,
    human,
    invitations,
    inviting,
    leaving,
    menu,
    odd,
    overview,
    own_data,
    planning,
    privacy,
    safety,
    shifts,
    signups,
    typed,
    waiting,
)
from bot.handlers.odd import slower, sorry
from bot.handlers.router import handle, urgent

ROOMS = (
    afterwards,
    announcing,
    arriving,
    changes,
    checkins,
    door,
    find,
    frequency,
    human,
    invitations,
    inviting,
    leaving,
    menu,
    odd,
    overview,
    own_data,
    planning,
    privacy,
    safety,
    shifts,
    signups,
    typed,
    waiting,
)
__all__ = ["ROOMS", "handle", "slower", "sorry", "urgent"]
