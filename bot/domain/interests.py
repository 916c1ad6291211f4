"""What people like, as words that citizens and activities share; anybody's own word may stand beside them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.i18n import N_, Translate

INTERESTS: Final = MappingProxyType(
    {
        "coffee": N_("coffee and a chat"),
        "food": N_("eating together"),
        "walk": N_("walks"),
        "garden": N_("gardening"),
        "song": N_("singing and music"),
        "games": N_("games and cards"),
        "hands": N_("knitting and crafts"),
    }
)
GIFTS: Final = MappingProxyType(
    {
        "bake": N_("baking and coffee"),
        "company": N_("going along with somebody new"),
        "practical": N_("practical work"),
    }
)


def named(_: Translate, word: str) -> str:
    """Return a word as its reader knows it; a person's own word stays as it is."""
    return _(INTERESTS.get(word) or GIFTS.get(word) or word) if word in {**INTERESTS, **GIFTS} else word
