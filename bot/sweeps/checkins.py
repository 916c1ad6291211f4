"""Asks how it goes, at each one's own rhythm; silence makes it rarer, and then a human hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.consent import Purpose
from bot.domain.people import Person
from bot.domain.rhythm import after_silence, next_at
from bot.handlers.checkins import farewell, question
from bot.handlers.reaching import reach
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import checkins, letters
from bot.storage.checkins import Checkin
from bot.storage.people import coordinators, has_consent, person_by_id
from bot.storage.store import Tx
from bot.sweeps.parts import wants_quiet
from bot.sweeps.registry import sweep

BATCH: Final = 100
ASKABLE: Final = timedelta(days=3)
UNSENT: Final = ("ready", "expired", "suppressed", "cancelled", "failed", "held")


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
    if person is None or person.chat is None or not has_consent(tx, person.id, Purpose.CHECKIN):
        tx.end_checkin(person=found.person)
    elif wants_quiet(person, now):
        later = next_at(now, found.rhythm, found.hour, settings.zone)
        tx.put_off_checkin(person=person.id, next_at=later)
    else:
        _ask_or_end(tx, settings, found, person, now)


def _ask_or_end(tx: Tx, settings: Settings, found: Checkin, person: Person, now: datetime) -> None:
    unanswered = max(0, found.unanswered - _never_left(tx, found))
    rhythm = after_silence(unanswered, found.rhythm)
    _ = Reader(person.language or settings.locale, settings.zone)
    following = next_at(now, rhythm, found.hour, settings.zone)
    if rhythm == "never":
        tx.end_checkin(person=person.id)
        names = [c.first_name for c in coordinators(tx, person.organisation) if c.first_name]
        who = names[0] if names else _("a coordinator")
        calls = has_consent(tx, person.id, Purpose.PHONE)
        message = farewell(_, person.first_name, who, calls=calls)
        _write(tx, person, f"silence:{person.id}:{found.asked}", message, now)
        reach(tx, settings, person, "silence", str(found.asked), now)
        return
    number = found.asked + 1
    tx.add_asking(person=person.id, number=number, now=now)
    tx.note_asked(person=person.id, unanswered=unanswered + 1, rhythm=rhythm, next_at=following)
    message = question(_, person.first_name, number, rarer=rhythm != found.rhythm)
    _write(tx, person, _key(person.id, number), message, now)


def _never_left(tx: Tx, found: Checkin) -> int:
    """Return 1 if the last question never reached the person: what was not asked is not unanswered."""
    return int(tx.letter_state(key=_key(found.person, found.asked)) in UNSENT)


def _key(person: int, number: int) -> str:
    return f"checkin:{person}:{number}"


def _write(tx: Tx, person: Person, key: str, message: Outbound, now: datetime) -> None:
    if person.chat is not None:
        letters.put(
            tx,
            key=key,
            chat=person.chat,
            kind=Kind.CHECKIN,
            message=message,
            now=now,
            person=person.id,
            expires_at=now + ASKABLE,
        )
