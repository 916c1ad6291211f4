"""Somebody told of by others: kept only until their own answer, or until the link ends."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from bot.storage import dialogues
from bot.storage.store import Tx

DOOR: Final = "onboarding"  # the dialogue in which the person hears of it


@dataclass(frozen=True, slots=True)
class Referral:
    """What was told, and by whom, in words that the person is shown."""

    first_name: str
    told_by: str
    wishes: Sequence[str]
    area: str


class Personal(NamedTuple):
    """A link made for one person, as its organisation may know it; ``person``: who took it up."""

    invite: int
    made_at: datetime
    expires_at: datetime
    uses_left: int
    person: int | None


def put(tx: Tx, invite: int, told: Referral, now: datetime) -> None:
    """Keep what was told for a link."""
    tx.add_referral(
        invite=invite,
        first_name=told.first_name,
        told_by=told.told_by,
        wishes=json.dumps(list(told.wishes), ensure_ascii=False),
        area=told.area,
        now=now,
    )


def of_link(tx: Tx, invite: int) -> Referral | None:
    """Return what was told for a link; None if nothing was, or no longer is."""
    row = tx.referral_of(invite=invite)
    return Referral(row[0], row[1], tuple(json.loads(row[2])), row[3]) if row else None


def taken_up(tx: Tx, invite: int) -> None:
    """Drop what was told: the person has answered for themselves."""
    tx.drop_referral(invite=invite)


def forget(tx: Tx, invite: int) -> int:
    """Forget all that was told for a link, also where it was shown to somebody who never said yes."""
    if tx.referral_of(invite=invite) is None:
        return 0  # a link for many: whoever else stands at the door with it goes on
    for (chat,) in tx.chats_that_opened(script=DOOR, pattern=f'%"invite":{invite},%'):
        dialogues.clear(tx, chat)
        tx.forget_words_at_the_door(chat=chat)
    return int(tx.drop_referral(invite=invite))


def forget_ended(tx: Tx, now: datetime) -> int:
    """Forget what was told for links that ended unused; return how many."""
    return sum(forget(tx, row[0]) for row in tx.ended_referrals(now=now))


def personal(tx: Tx, organisation: int, now: datetime, since: datetime) -> list[Personal]:
    """Return an organisation's links for one person each: waiting, or taken up after ``since``."""
    rows = tx.personal_invites(organisation=organisation, now=now, since=since)
    return [Personal(*row) for row in rows]
