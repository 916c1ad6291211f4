"""Buttons on the wire: ``d<dialogue>.<rev>:<value>`` in base 36, within Telegram's 64 bytes."""

from __future__ import annotations

import re
from typing import Final, Protocol

from bot.dialogs.dialogue import Tap

DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
MOST_BYTES: Final = 64
_DATA: Final = re.compile(r"d([0-9a-z]{1,13})\.([0-9a-z]{1,13}):(.+)", re.DOTALL)


class Shown(Protocol):
    """A dialogue with the number of its latest prompt."""

    @property
    def id(self) -> int:
        """The dialogue."""

    @property
    def rev(self) -> int:
        """Its prompt."""


def encode(shown: Shown, value: str) -> str:
    """Return what a button carries; ValueError if it is too long for Telegram."""
    data = f"d{base36(shown.id)}.{base36(shown.rev)}:{value}"
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"over {MOST_BYTES} bytes, give the option a shorter id: {data}")
    return data


def decode(data: str) -> Tap | None:
    """Return the tap that a button's data stands for; None if it is no dialogue's."""
    found = _DATA.fullmatch(data)
    return Tap(int(found[1], 36), int(found[2], 36), found[3]) if found else None


def base36(n: int) -> str:
    """Write a number that is not negative in base 36."""
    return (base36(n // 36) if n >= len(DIGITS) else "") + DIGITS[n % 36]
