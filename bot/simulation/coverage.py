"""How many shifts had somebody there, with the search for substitutes and without it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final

from bot.simulation.past import Past, Row
from bot.simulation.people import Somebody
from bot.simulation.staff import Volunteer

HEADLINE: Final = "a model with assumed habits, not evidence"
ON: Final = ("taken", "confirmed")
LATE: Final = timedelta(hours=24)
WORDS: Final = {
    "wanted": "shifts to fill",
    "given_back": "given back before the start",
    "late": "  of these in the last 24 hours",
    "filled": "  of these taken by somebody else in time",
    "held": "taken when it began",
    "forgotten": "  of these forgotten",
    "covered": "covered",
}


@dataclass(slots=True)
class Coverage:
    """What became of the places for volunteers at the dates that took place."""

    wanted: int = 0
    given_back: int = 0
    late: int = 0
    filled: int = 0
    held: int = 0
    forgotten: int = 0

    @property
    def covered(self) -> int:
        """Return at how many places somebody was there."""
        return self.held - self.forgotten


def coverage(
    past: Past, people: dict[int, Somebody], needs: dict[int, dict[str, int]], until: datetime
) -> Coverage:
    """Count the places that ``needs`` tells by activity and role, at the dates that began before a moment."""
    found, absent = Coverage(), _absent(past, people)
    shifts = defaultdict[tuple[int, str], dict[int, list[Row]]](dict)
    for id_, steps in past.rows["shift"].items():
        first = _first(steps)
        shifts[first["occurrence"], first["role"]][id_] = steps
    for id_, steps in past.rows["occurrence"].items():
        start = _start(past, id_)
        if start is not None and start < until:
            for role, wanted in needs.get(_first(steps)["activity"], {}).items():
                _count(found, wanted, start, shifts[id_, role], absent)
    return found


def table(with_search: Coverage, without: Coverage) -> list[str]:
    """Return both beside each other."""
    head = f"{'':<44}{'with the search':>16}{'without':>10}"
    names = [*(field.name for field in fields(Coverage)), "covered"]
    rows = [f"{WORDS[n]:<44}{getattr(with_search, n):>16}{getattr(without, n):>10}" for n in names]
    share = [f"{100 * one.covered / one.wanted if one.wanted else 0:.1f} %" for one in (with_search, without)]
    return [f"Shifts covered: {HEADLINE}", head, *rows, f"{'  of all':<44}{share[0]:>16}{share[1]:>10}"]


def _count(
    found: Coverage, wanted: int, start: datetime, shifts: dict[int, list[Row]], absent: set[int]
) -> None:
    """Count one role at one date."""
    back: list[datetime] = []
    held: list[tuple[datetime, bool]] = []  # since when, and whether somebody comes
    for id_, steps in shifts.items():
        states = [(row.at, row.values["state"] if row.values else "gone") for row in steps if row.at <= start]
        back += [at for at, state in states if state == "prevented"][-1:]
        if states and states[-1][1] in ON:
            since = [at for at, state in states if state == "taken"][-1:] or [states[-1][0]]
            held.append((since[0], id_ not in absent))
    held = held[:wanted]
    found.wanted += wanted
    found.given_back += len(back)
    found.late += sum(start - at <= LATE for at in back)
    found.filled += min(len(back), sum(any(since > at for at in back) for since, _comes in held))
    found.held += len(held)
    found.forgotten += sum(not comes for _since, comes in held)


def _absent(past: Past, people: dict[int, Somebody]) -> set[int]:
    """Return the shifts that somebody forgets."""
    persons = past.rows["person"].items()
    chats = {id_: row.values["chat"] for id_, steps in persons for row in steps if row.values}
    found = set()
    for id_, steps in past.rows["shift"].items():
        who = people.get(chats.get(_first(steps)["person"], 0))
        if isinstance(who, Volunteer) and who.forgets(id_):
            found.add(id_)
    return found


def _start(past: Past, date: int) -> datetime | None:
    """Return when a date began; None if it did not take place."""
    steps = [row.values for row in past.rows["occurrence"][date] if row.values]
    last = steps[-1] if steps else None
    activity = past.rows["activity"].get(last["activity"], []) if last else []
    values = activity[-1].values if activity else None
    if last is None or last["state"] != "planned" or values is None or values["state"] != "published":
        return None
    start: datetime = last["starts_at"]
    return start


def _first(steps: list[Row]) -> dict[str, Any]:
    return next(row.values for row in steps if row.values)
