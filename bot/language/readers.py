"""Whose texts are whose: by the file that says them; what several say keeps the strictest rule."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from bot.language.rules import Reader

# Everything that is not named here is written for citizens.
COORDINATORS: Final = frozenset(
    {"activity", "announcement", "asking", "editing", "fits", "moving", "reply"}  # dialogues
    | {
        "announce",
        "answering",
        "apart",
        "contributions",
        "importing",
        "inviting",
        "overview",
        "planning",
        "referring",
    }
)
VOLUNTEERS: Final = frozenset(
    {"attendance", "on_duty", "own_week", "papers", "promised", "regular", "remind_shifts", "reminding"}
    | {"forgotten", "hours", "joining", "shifts", "sparing", "taking", "thanking", "volunteering"}
)
OPERATORS: Final = frozenset({"bot/cli.py", "bot/config.py", "bot/app.py"})
CARDS: Final = frozenset({"door", "own_week"})  # the first message, invitations and cards may be longer


def reader_of(files: Iterable[str]) -> Reader:
    """Return the most demanding reader of the files that say a text."""
    readers = {_one(file) for file in files}
    return next(reader for reader in Reader if reader in readers)


def _one(file: str) -> Reader:
    stem = PurePosixPath(file).stem
    if stem in COORDINATORS or file in OPERATORS:
        return Reader.COORDINATOR
    return Reader.VOLUNTEER if stem in VOLUNTEERS else Reader.CITIZEN


def is_card(files: Iterable[str]) -> bool:
    """Tell whether a text is a first message, an invitation or a card."""
    return {PurePosixPath(file).stem for file in files} <= CARDS
