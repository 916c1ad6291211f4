"""Who was asked to what, why, and what they said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.activity import Occurrence
from bot.domain.people import Person
from bot.storage.activities import occurrence_by_id
from bot.storage.store import Tx

AGAIN_AFTER: Final = timedelta(days=14)  # before somebody is asked to the same activity once more
PATIENCE: Final = timedelta(days=3)  # how long an unanswered question holds on to a seat
SPACING: Final = timedelta(days=1)  # between two questions to one person
LATELY: Final = timedelta(days=90)  # over which it is made even who is asked


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody was asked; ``reason`` says why this person, as it may be told."""

    occurrence: int
    person: int
    reason: dict[str, str]
    answer: str
    why: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Why:
    """What a no was about: ``time``, ``place``, ``not_me`` or ``energy``."""

    why: str
    activity: int
    area: str
    starts_at: datetime
    said_at: datetime


def invitees(tx: Tx, occurrence: Occurrence, now: datetime) -> list[Person]:
    """Return who may be asked, whoever was asked least of late first; their roles are not filled in."""
    rows = tx.invitees(
        occurrence=occurrence.id,
        activity=occurrence.activity.id,
        organisation=occurrence.activity.organisation,
        now=now,
        since=now - AGAIN_AFTER,
        lately=now - LATELY,
        yesterday=now - SPACING,
    )
    return [Person(*row) for row in rows]


def put_invitation(tx: Tx, occurrence: int, person: int, reason: dict[str, str], now: datetime) -> None:
    """Write down that somebody is asked."""
    text = json.dumps(reason, ensure_ascii=False, sort_keys=True)
    tx.add_invitation(occurrence=occurrence, person=person, reason=text, now=now)


def invitation_of(tx: Tx, occurrence: int, person: int) -> Invitation | None:
    """Return how somebody was asked to an occurrence."""
    row = tx.invitation_of(occurrence=occurrence, person=person)
    return Invitation(row[0], row[1], json.loads(row[2]), *row[3:]) if row else None


def answer(tx: Tx, occurrence: int, person: int, word: str, now: datetime) -> None:
    """Keep what somebody said to an invitation; a later answer takes the earlier one's place."""
    tx.answer_invitation(occurrence=occurrence, person=person, answer=word, now=now)


def note_why(tx: Tx, occurrence: int, person: int, why: str, now: datetime) -> None:
    """Keep what did not fit, so that the next suggestion is a better one."""
    tx.note_why(occurrence=occurrence, person=person, why=why, now=now)


def whys_of(tx: Tx, person: int, now: datetime) -> list[Why]:
    """Return what did not fit somebody of late."""
    return [Why(*row) for row in tx.whys_of(person=person, since=now - LATELY)]


def drop_if_full(tx: Tx, occurrence: int, now: datetime) -> None:
    """Ask nobody else about a date whose last seat is taken."""
    found = occurrence_by_id(tx, occurrence)
    if found is not None and found.free <= 0:
        tx.drop_questions(occurrence=occurrence, now=now)


def asked_and_open(tx: Tx, occurrence: int, now: datetime) -> int:
    """Return how many seats are spoken for by questions that were put lately."""
    return int(tx.open_invitations(occurrence=occurrence, since=now - PATIENCE))


def came_before(tx: Tx, activity: int, person: int, now: datetime) -> bool:
    """Tell whether somebody has been to an activity."""
    return int(tx.came_before(activity=activity, person=person, now=now)) > 0


def changes_at(tx: Tx, now: datetime) -> list[datetime]:
    """Return the instants ahead at which somebody may be asked who may not be asked now."""
    ends = [row[0] for row in (*tx.pauses_end(now=now), *tx.rests_end(now=now))]
    asked = [row[0] for row in tx.invitation_times(since=now - AGAIN_AFTER)]
    ends += [at + span for at in asked for span in (SPACING, PATIENCE, AGAIN_AFTER)]
    return sorted(at for at in set(ends) if at > now)
