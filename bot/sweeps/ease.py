"""After some noes in a row the bot asks once what would be easier, and until then invites to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain import quiet
from bot.domain.budget import week_of
from bot.domain.ladder import REST
from bot.handlers.easing import question
from bot.ports import Kind
from bot.storage import invitations, letters, matching
from bot.storage.store import Tx
from bot.sweeps.parts import reachable, reader
from bot.sweeps.registry import sweep_after_a_look

BATCH: Final = 50  # in one transaction
GOOD_FOR: Final = timedelta(days=7)  # then the question has become too old to come


def next_chance(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when somebody may next be asked; only what time brings, as a press is answered at once."""
    tired = invitations.tired(tx, now)
    if not tired:
        return None
    if (first := quiet.unprompted(now, settings.zone)) > now:
        return first
    change, monday = invitations.next_change(tx, now), week_of(now, settings.zone).ends
    return quiet.unprompted(min(change or monday, monday), settings.zone)


def weary(tx: Tx, settings: Settings, now: datetime) -> Sequence[int]:
    """Return whom to ask."""
    if quiet.unprompted(now, settings.zone) > now or not (tired := invitations.tired(tx, now)):
        return ()
    rows = matching.invitable(tx, now, week_of(now, settings.zone).begins)
    return [row[0] for row in rows if row[0] in tired]


@sweep_after_a_look(every=timedelta(minutes=15), wakes=next_chance, look=weary)
def ease(tx: Tx, settings: Settings, now: datetime, seen: Sequence[int]) -> int:
    """Ask those who said no some times in a row what would be easier; return how many were asked."""
    did = 0
    for id_ in seen:
        did += _ask(tx, settings, id_, now)
        if did >= BATCH:
            break
    return did


def _ask(tx: Tx, settings: Settings, id_: int, now: datetime) -> bool:
    person = reachable(tx, id_)
    if person is None or person.chat is None or tx.ease_of(id=id_)[1] == now:
        return False
    tx.set_eased(id=id_, now=now, until=now + REST)
    return letters.put(
        tx,
        key=f"ease:{id_}:{now.isoformat()}",
        chat=person.chat,
        kind=Kind.INVITATION,
        message=question(tx, reader(settings, person), person),
        now=now,
        person=id_,
        expires_at=now + GOOD_FOR,
    )
