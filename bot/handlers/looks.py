"""Looks at a person, noted for that person to see: one's own data tell who has looked, and when."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.activity import Occurrence
from bot.handlers.visit import Visit


def note_names_seen(visit: Visit, occurrence: Occurrence, people: Iterable[int]) -> None:
    """Note that the first names of these people were looked at, for each of them to see."""
    for person in people:
        visit.tx.log_look(
            now=visit.now,
            who=visit.known().id,
            what="names",
            whom=person,
            organisation=occurrence.activity.organisation,
        )
