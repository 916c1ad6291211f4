"""The lists of Danish phrases: plain files beside the catalogue, so that Danes can review them."""

from __future__ import annotations

from typing import Final

from bot.i18n import LOCALES

FOLDER: Final = LOCALES / "da" / "understood"
ANYWHERE: Final = "="  # a line that parts what counts alone from what counts wherever it stands


def phrases(name: str) -> list[str]:
    """Return the phrases of one list."""
    lines = map(str.strip, (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def alone_and_anywhere(intent: str) -> tuple[list[str], list[str]]:
    """Return what means this when little else is said, and what means it wherever it stands."""
    rows = phrases(f"intent.{intent}")
    cut = rows.index(ANYWHERE) if ANYWHERE in rows else len(rows)
    return rows[:cut], rows[cut + 1 :]


def spellings() -> dict[str, str]:
    """Return the words that are written in short or by slip, and what is meant."""
    pairs = (row.partition(ANYWHERE) for row in phrases("spellings"))
    return {written: meant for written, _, meant in pairs}


def sets() -> dict[str, list[str]]:
    """Return the words that stand for one another, by the name of their set."""
    rows = (row.partition(ANYWHERE) for row in phrases("sets"))
    return {name: words.split() for name, _, words in rows}


def heard_as() -> dict[str, list[str]]:
    """Return the short words that are written for one another: as written, and what may be meant."""
    rows = (row.partition(ANYWHERE) for row in phrases("heard_as"))
    return {written: meant.split() for written, _, meant in rows}
