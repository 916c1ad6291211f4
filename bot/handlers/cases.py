"""Every use case, known by being imported; and the two ways in."""

from __future__ import annotations

from bot.handlers import (  # noqa: F401 - to be imported is to be known
    accompany,
    afterwards,
    announcing,
    answering,
    arriving,
    asked,
    attendance,
    calling,
    changes,
    checkins,
    company,
    contributions,
    door,
    easing,
    expecting,
    find,
    frequency,
    giving,
    guests,
    human,
    ideas,
    invitations,
    inviting,
    leaving,
    menu,
    notice,
    odd,
    overview,
    own_data,
    pair_talk,
    pausing,
    planning,
    privacy,
    profile,
    questionnaire,
    referring,
    roles,
    safety,
    shifts,
    signups,
    standing_in,
    typed,
    waiting,
    welcoming,
)
from bot.handlers.odd import slower, sorry
from bot.handlers.router import handle, urgent

__all__ = ["handle", "slower", "sorry", "urgent"]
