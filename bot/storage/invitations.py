"""Who was asked to what, why, and what they said."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain import silence
from bot.domain.ladder import asks
from bot.storage.activities import occurrence_by_id
from bot.storage.store import Tx

AGAIN_AFTER: Final = timedelta(days=14)  # before somebody is asked to the same activity once more
PATIENCE: Final = timedelta(days=3)  # how long an unanswered question holds on to a seat
SPACING: Final = timedelta(days=1)  # between two questions to one person
LATELY: Final = timedelta(days=90)  # for which a no is remembered
LONG: Final = timedelta(days=180)  # over which unanswered invitations are counted


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody was asked; ``reason`` says why this person, as it may be told."""

    occurrence: int
    person: int
    reason: dict[str, str]
    answer: str
    why: str
    made_at: datetime


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


def open_questions(tx: Tx, occurrence: int, now: datetime) -> int:
    """Return how many were asked lately to a date and may still say yes."""
    return int(tx.open_questions(occurrence=occurrence, since=now - PATIENCE))


def newest(tx: Tx, person: int) -> int | None:
    """Return the date that somebody was last asked to."""
    found: int | None = tx.newest_invitation(person=person)
    return found


def tired(tx: Tx, now: datetime) -> set[int]:
    """Return who has said no so often in a row that it is time to ask what would be easier."""
    noes = defaultdict[int, list[datetime]](list)
    asked: dict[int, datetime | None] = {}
    for person, said_at, asked_at in tx.noes_in_a_row(since=now - LATELY):
        noes[person].append(said_at)
        asked[person] = asked_at
    return {person for person, found in noes.items() if asks(found, asked[person])}


def silent(tx: Tx, now: datetime) -> set[int]:
    """Return who leaves invitations unanswered, and is therefore asked more seldom, or not now."""
    open_ = defaultdict[int, list[tuple[datetime, bool]]](list)
    for person, made_at, unheard in tx.unanswered_invitations(since=now - LONG):
        open_[person].append((made_at, bool(unheard)))
    next_ = {}
    for person, found in open_.items():
        old = [unheard for made_at, unheard in found if made_at <= now - silence.PATIENCE]
        next_[person] = silence.next_invitation(len(old), sum(old), found[0][0], now)
    return {person for person, at in next_.items() if at is None or at > now} | {
        row[0] for row in tx.silent_people()
    }


def rest(tx: Tx, person: int, until: datetime | None, now: datetime) -> None:
    """Invite somebody to nothing before then; None: from now on again."""
    tx.set_uninvited(id=person, until=until)
    if until is None:
        tx.forget_tiredness(person=person)
    else:
        tx.drop_invitations(person=person, now=now)


def drop_if_full(tx: Tx, occurrence: int, now: datetime) -> None:
    """Ask nobody else about a date whose last seat is taken."""
    found = occurrence_by_id(tx, occurrence)
    if found is not None and found.free <= 0:
        tx.drop_questions(occurrence=occurrence, now=now)


def next_change(tx: Tx, now: datetime) -> datetime | None:
    """Return the next instant at which somebody may be asked who may not be asked now."""
    ends = [row[0] for row in (*tx.pauses_end(now=now), *tx.rests_end(now=now), *tx.uninvited_end(now=now))]
    for span in {SPACING, PATIENCE, AGAIN_AFTER, *(apart for _, apart in silence.STEPS)}:
        asked = tx.next_invitation_time(after=now - span)
        ends += [asked + span] if asked else []
    return min(ends, default=None)
