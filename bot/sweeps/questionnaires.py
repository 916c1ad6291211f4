"""Asks, once each, whether somebody would answer a question pack; after a yes, again some months later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.packs import AFTER, Pack
from bot.handlers.packs import packs
from bot.handlers.questionnaire import invitation
from bot.ports import Kind
from bot.storage import letters, questionnaires
from bot.storage.people import person_by_id
from bot.storage.questionnaires import Questionnaire
from bot.storage.store import Tx
from bot.sweeps.checkins import UNSENT
from bot.sweeps.parts import reader
from bot.sweeps.registry import sweep

SETTLED: Final = timedelta(days=14)  # nobody is asked sooner after they came in: never at the door
OPEN: Final = timedelta(days=7)  # so long an invitation to answer waits
LATE: Final = timedelta(days=30)  # so long after it was due it still makes sense
BATCH: Final = 50


def next_asking(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next one may be asked, or has been open for long enough."""
    if not packs(settings):
        return None
    found = [
        (tx.next_new_to_pack(after=now - SETTLED), SETTLED),
        (tx.next_open_questionnaire(after=now - OPEN), OPEN),
        *((tx.next_due_for_pack(after=now - span), span) for span in AFTER.values()),
    ]
    return min((at + span for at, span in found if at), default=None)


@sweep(every=timedelta(minutes=30), wakes=next_asking)
def questionnaire(tx: Tx, settings: Settings, now: datetime) -> int:
    """Let lapse what nobody answered, and ask whose turn it is; return how many."""
    did = _lapse(tx, now)
    for pack in packs(settings).values():
        english = int("en" in pack.languages)
        new = tx.new_to_pack(pack=pack.name, before=now - SETTLED, now=now, english=english, most=BATCH)
        due = [(0, row[0]) for row in new]
        for month, span in AFTER.items():
            until, since = now - span, now - span - LATE
            rows = tx.due_for_pack(pack=pack.name, until=until, since=since, month=month, now=now, most=BATCH)
            due += [(month, row[0]) for row in rows]
        did += sum(_ask(tx, settings, pack, person, month, now) for month, person in due)
    return did


def _ask(tx: Tx, settings: Settings, pack: Pack, person: int, month: int, now: datetime) -> bool:
    found = person_by_id(tx, person)
    if found is None or found.chat is None:
        return False
    asked = questionnaires.add(tx, person, pack.name, pack.version, month, now)
    return letters.put(
        tx,
        key=_key(asked),
        chat=found.chat,
        kind=Kind.CHECKIN,
        message=invitation(reader(settings, found), found, pack, asked),
        now=now,
        person=person,
        expires_at=now + OPEN,
    )


def _lapse(tx: Tx, now: datetime) -> int:
    """Close what has been open for too long; what never reached the person was not asked."""
    late = questionnaires.still_open(tx, now - OPEN, BATCH)
    for found in late:
        if found.agreed_at is None and tx.letter_state(key=_key(found)) in UNSENT:
            tx.drop_questionnaire(id=found.id)
        else:
            tx.set_questionnaire(id=found.id, state="lapsed")
    return len(late)


def _key(found: Questionnaire) -> str:
    return f"pack:{found.person}:{found.pack}:{found.month}:{found.asked_at:%Y%m%d}"
