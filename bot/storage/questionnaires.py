"""Who is asked which pack, when the yes was given, and what was answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.storage.store import Tx


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One asking of one person.  ``agreed_at`` stands on the first one (month 0): the yes to the pack."""

    id: int
    person: int
    pack: str
    version: str
    month: int
    state: str
    asked_at: datetime
    agreed_at: datetime | None


def add(tx: Tx, person: int, pack: str, version: str, month: int, now: datetime) -> Questionnaire:
    """Return the one for this month, made now if it was not there."""
    tx.add_questionnaire(person=person, pack=pack, version=version, month=month, now=now)
    return Questionnaire(*tx.questionnaire_of(person=person, pack=pack, month=month))


def by_id(tx: Tx, id: int, person: int) -> Questionnaire | None:  # noqa: A002 - the column's name
    """Return somebody's own one; None if there is none, or it is another's."""
    row = tx.questionnaire_by_id(id=id)
    found = Questionnaire(*row) if row else None
    return found if found and found.person == person else None


def still_open(tx: Tx, before: datetime, most: int) -> list[Questionnaire]:
    """Return what was asked before this and is not answered."""
    return [Questionnaire(*row) for row in tx.open_questionnaires(before=before, most=most)]


def keep(tx: Tx, found: Questionnaire, version: str, answers: Mapping[str, str], now: datetime) -> None:
    """Keep the answers, in the wording that was read; later ones take the place of earlier ones."""
    text = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True)
    tx.put_pack_answers(id=found.id, version=version, answers=text, now=now)
