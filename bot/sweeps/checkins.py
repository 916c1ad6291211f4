"""Asks how it goes, at each one's own rhythm; silence makes it rarer, and then a human hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.people import Person, seen_by, sight_of
from bot.domain.rhythm import ENOUGH, after_silence, next_at
from bot.handlers.checkins import question
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import checkins, letters
from bot.storage.checkins import Checkin
from bot.storage.people import coordinators, person_by_id
from bot.storage.store import Tx
from bot.sweeps.registry import sweep

BATCH: Final = 100
ASKABLE: Final = timedelta(days=3)


def next_question(tx: Tx, settings: Settings, now: datetime) -> datetime | None:  # noqa: ARG001 - every sweep is asked alike
    """Return when somebody is to be asked next."""
    found: datetime | None = tx.next_checkin(now=now)
    return found


@sweep(every=timedelta(minutes=5), wakes=next_question)
def checkin(tx: Tx, settings: Settings, now: datetime) -> int:
    """Ask whose question is due; return how many were dealt with."""
    due = checkins.due(tx, now, BATCH)
    for found in due:
        _ask(tx, settings, found, now)
    return len(due)


def _ask(tx: Tx, settings: Settings, found: Checkin, now: datetime) -> None:
    person = person_by_id(tx, found.person)
    rhythm = after_silence(found.unanswered, found.rhythm)
    following = next_at(now, rhythm, found.hour, settings.zone)
    if person is None or person.chat is None or person.stopped_at or rhythm == "never":
        quiet = found.unanswered >= ENOUGH and person is not None
        tx.note_asked(person=found.person, unanswered=found.unanswered, rhythm="never", next_at=None)
        if quiet and person is not None:
            _tell(tx, settings, person, now)
        return
    number = found.asked + 1
    tx.add_asking(person=person.id, number=number, now=now)
    tx.note_asked(person=person.id, unanswered=found.unanswered + 1, rhythm=rhythm, next_at=following)
    letters.put(
        tx,
        key=f"checkin:{person.id}:{number}",
        chat=person.chat,
        kind=Kind.CHECKIN,
        message=question(Reader(person.language, settings.zone), person.first_name, number),
        now=now,
        person=person.id,
        expires_at=now + ASKABLE,
    )


def _tell(tx: Tx, settings: Settings, person: Person, now: datetime) -> None:
    """Let a coordinator know, in one line, that somebody has been silent for long."""
    for other in coordinators(tx, person.organisation):
        if other.chat is None:
            continue
        _ = Reader(other.language, settings.zone)
        name = seen_by(sight_of(other, person), person).first_name or _("Somebody")
        text = _("{citizen} has not answered for a long time. Perhaps a call would be welcome.", citizen=name)
        letters.put(
            tx,
            key=f"silent:{person.id}:{other.id}:{now:%Y%m%d}",
            chat=other.chat,
            kind=Kind.DIGEST,
            message=Outbound(text),
            now=now,
            person=other.id,
        )
