"""What somebody would like to be taken account of: practical things only, never illness."""

from __future__ import annotations

from enum import IntFlag
from types import MappingProxyType
from typing import Final

from bot.i18n import N_, Translate


class Need(IntFlag):
    """One practical thing; a person's needs are kept as the sum of them."""

    STEPS = 1  # would rather be spared stairs
    HEARING = 2  # hears badly: a quiet room, a good seat
    TRANSPORT = 4  # would like to be driven or fetched
    LANGUAGE = 8  # easy Danish, or another language


NONE: Final = Need(0)
NEEDS: Final = MappingProxyType(
    {
        Need.STEPS: N_("preferably no stairs"),
        Need.HEARING: N_("hear a little badly"),
        Need.TRANSPORT: N_("help with transport"),
        Need.LANGUAGE: N_("easy Danish or other language"),
    }
)


def named(_: Translate, needs: int) -> list[str]:
    """Return needs as their reader knows them; bits that mean nothing are passed over."""
    return [_(words) for need, words in NEEDS.items() if needs & need]
