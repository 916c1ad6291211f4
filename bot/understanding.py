"""What can be tried of the language from a terminal: no settings, no database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.language.dates import Problem, read_when
from bot.language.intents import lines_to_json


def when(text: str, now: datetime | None) -> tuple[bool, str]:
    """Return whether a date in Danish is understood, and what it is, as JSON."""
    found = read_when(text, now or datetime.now().replace(second=0, microsecond=0))  # noqa: DTZ005, TID251 - the wall clock of whoever types
    if isinstance(found, Problem):
        return False, json.dumps({"error": found.kind})
    return True, json.dumps(
        {
            "start": found.start.isoformat(timespec="minutes"),
            "end": found.end.isoformat(timespec="minutes") if found.end else None,
            "rrule": found.rrule,
        }
    )


def understood(lines: Iterable[str]) -> Iterator[str]:
    """Return one JSON object for each line: what it is taken to mean."""
    return lines_to_json(lines)
