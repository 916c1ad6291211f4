"""Pairs who are kept apart: neither is named to the other, and neither is told of it."""

from __future__ import annotations

from datetime import datetime

from bot.storage.store import Tx


def keep_apart(tx: Tx, one: int, other: int, made_by: int | None, now: datetime) -> None:
    """Keep two people apart from now on, in both directions; twice is once."""
    low, high = sorted((one, other))
    tx.add_block(one=low, other=high, made_by=made_by, now=now)


def apart(tx: Tx, one: int, other: int) -> bool:
    """Tell whether two people are kept apart."""
    low, high = sorted((one, other))
    return tx.block_of(one=low, other=high) is not None


def let_together(tx: Tx, one: int, other: int) -> None:
    """Let two people hear of each other again."""
    low, high = sorted((one, other))
    tx.drop_block(one=low, other=high)
