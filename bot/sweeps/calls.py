"""The list of whom to call: reminders are put on it in time, and coordinators hear of it in the morning."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Final

from bot.config import Settings
from bot.domain.calls import FARTHEST, MORNING, NOON, remind_at
from bot.domain.people import Person, seen_by, sight_of
from bot.domain.quiet import is_free, on_the_wall
from bot.handlers import call_list
from bot.handlers.registry import press
from bot.ports import Kind, Outbound
from bot.storage import calls as listed
from bot.storage import letters
from bot.storage.activities import occurrence_by_id
from bot.storage.people import coordinators, person_by_id
from bot.storage.store import Tx
from bot.sweeps.parts import reader
from bot.sweeps.registry import sweep

NAMED: Final = 5  # people in one line


def next_call(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when something comes on the list or leaves it, or coordinators hear of it."""
    parts = tx.signups_to_call(after=now, until=now + FARTHEST + FARTHEST)
    found = [remind_at(row[7], row[5], settings.zone) for row in parts]
    if (ends := tx.next_call_ends(now=now)) is not None:
        day = now.astimezone(settings.zone).date()
        begins = tx.next_call_begins(now=now)
        found += [
            ends,
            *([begins] if begins else []),
            *(on_the_wall(day + timedelta(days=n), MORNING, settings.zone) for n in (0, 1)),
        ]
    return min((moment for moment in found if moment > now), default=None)


@sweep(every=timedelta(minutes=5), wakes=next_call)
def calls(tx: Tx, settings: Settings, now: datetime) -> int:
    """Take off what is too late, put on what is due, and tell; return how much that was."""
    did = int(tx.lapse_calls(now=now))
    did += sum(_remind(tx, settings, row, now) for row in tx.signups_to_call(after=now, until=now + FARTHEST))
    return did + _tell(tx, settings, now)


def _remind(tx: Tx, settings: Settings, row: Any, now: datetime) -> bool:  # noqa: ANN401 - a row
    signup, id_, occurrence, version, changed_at, start, date_version, mode = row
    at = remind_at(mode, start, settings.zone)
    if not at <= now or changed_at >= at:
        return False
    person, found = person_by_id(tx, id_), occurrence_by_id(tx, occurrence)
    if person is None or found is None:
        return False
    message = call_list.reminder(tx, reader(settings, person), person, found)
    key = f"rem:call:{signup}:{version}:{date_version}"
    return letters.put_about(
        tx, person, message, found, kind=Kind.REMINDER, key=key, now=now, expires_at=start
    )


def _tell(tx: Tx, settings: Settings, now: datetime) -> int:
    """Tell coordinators once on a working day's morning: first names, why, and where the list is."""
    day = now.astimezone(settings.zone).date()
    opens, closes = (on_the_wall(day, clock, settings.zone) for clock in (MORNING, NOON))
    if is_free(day) or not opens <= now < closes:
        return 0
    did = 0
    for (organisation,) in tx.organisations_to_call(now=now):
        found = listed.waiting(tx, organisation, now)
        for other in coordinators(tx, organisation) if found else []:
            ending = f":calls:{day.isoformat()}:{organisation}"
            if not tx.told_of_calls(person=other.id, ending=ending):
                did += _line(tx, settings, other, found, ending, now)
    return did


def _line(
    tx: Tx, settings: Settings, other: Person, found: list[listed.Call], ending: str, now: datetime
) -> bool:
    _ = reader(settings, other)
    whys = defaultdict[int, list[str]](list)
    for call in found:
        whys[call.person].append(_(call_list.WHY[call.kind]).lower())
    named = []
    for id_ in [*whys][:NAMED]:
        person = person_by_id(tx, id_)
        name = (seen_by(sight_of(other, person), person).first_name if person else "") or _("Somebody")
        named.append(f"{name} ({_.all_of(sorted(set(whys[id_])))})")
    text = _.count(
        "There is {n} human to call or write to today: {who}. Numbers and words are on the page.",
        "There are {n} humans to call or write to today: {who}. Numbers and words are on the page.",
        len(whys),
        who=", ".join(named),
    )
    about = ".".join(map(str, whys))
    return letters.put_to(
        tx,
        other,
        Outbound(text, ((press(_("Open the call list"), "desk", 1),),)),
        kind=Kind.DIGEST,
        key=f"about:.{about}.:{other.id}{ending}",
        now=now,
        expires_at=now + timedelta(hours=9),
    )
