"""For how long what is kept: told to people, and held by the tidying sweep."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

WORDS: Final = timedelta(days=30)  # what we wrote to people
ROWS: Final = timedelta(days=90)  # that we wrote it
UPDATES: Final = timedelta(hours=72)  # longer than Telegram repeats one, shorter than its numbers begin anew
ANSWERS: Final = timedelta(days=90)  # how somebody was, and what they asked
PACKS: Final = timedelta(days=730)  # what was answered to question packs
ABSENCES: Final = timedelta(days=90)  # that somebody signed up and did not come
GUESSES: Final = timedelta(days=1)
BACKUPS: Final = timedelta(days=35)
