"""What did not go out in time: coordinators hear each morning how much it was, and whom a call would help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

from bot.config import Settings
from bot.domain.people import Person, seen_by, sight_of
from bot.domain.quiet import on_the_wall
from bot.i18n import N_, Reader
from bot.ports import Kind, Outbound
from bot.storage import letters
from bot.storage.people import coordinators, person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep_after_a_look

MORNING, LATEST = time(8), time(12)
DAY: Final = timedelta(days=1)
NAMED: Final = 5  # names in one line
STATES: Final = MappingProxyType(
    {"expired": N_("{n} too late"), "failed": N_("{n} refused by Telegram"), "unknown": N_("{n} perhaps")}
)


def next_morning(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return when the next morning begins."""
    today = now.astimezone(settings.zone).date()
    found = on_the_wall(today, MORNING, settings.zone)
    return found if found > now else on_the_wall(today + DAY, MORNING, settings.zone)


def since_yesterday(tx: Tx, settings: Settings, now: datetime) -> Sequence[Any]:
    """Return what was settled unsent between two mornings: organisation, state, person, if a reminder."""
    local = now.astimezone(settings.zone)
    if not MORNING <= local.time() < LATEST:
        return []
    until = on_the_wall(local.date(), MORNING, settings.zone)
    since = on_the_wall(local.date() - DAY, MORNING, settings.zone)
    found: Sequence[Any] = tx.unsent_between(since=since, until=until)
    return found


@sweep_after_a_look(every=timedelta(minutes=30), wakes=next_morning, look=since_yesterday)
def unsent(tx: Tx, settings: Settings, now: datetime, seen: Sequence[Any]) -> int:
    """Tell each coordinator once a morning; return how many were told."""
    did = 0
    for organisation, group in groupby(seen, lambda row: row[0]):
        rows = list(group)
        counts = {state: sum(row[1] == state for row in rows) for state in STATES}
        ids = sorted({row[2] for row in rows if row[3]})
        people = [person for id_ in ids if (person := person_by_id(tx, id_))]
        for other in coordinators(tx, organisation):
            did += _tell(tx, settings, other, counts, people, now)
    return did


def _tell(
    tx: Tx, settings: Settings, other: Person, counts: dict[str, int], people: list[Person], now: datetime
) -> bool:
    if other.chat is None:
        return False
    _ = Reader(other.language or settings.locale, settings.zone)
    text = _(
        "Since yesterday morning not all that I wrote arrived: {what}.",
        what=_.all_of([_(STATES[state], n=n) for state, n in counts.items() if n]),
    )
    if people:
        names = [seen_by(sight_of(other, p), p).first_name or _("Somebody") for p in people[:NAMED]]
        if len(people) > NAMED:
            names.append(_("{n} more", n=len(people) - NAMED))
        text += " " + _(
            "These may have missed a reminder: {names}. Perhaps a call would be welcome.",
            names=_.all_of(names),
        )
    about = ".".join(str(person.id) for person in people)
    return letters.put(
        tx,
        key=f"about:.{about}.:unsent:{now.astimezone(settings.zone):%Y%m%d}:{other.id}",
        chat=other.chat,
        kind=Kind.DIGEST,
        message=Outbound(text),
        now=now,
        person=other.id,
    )
