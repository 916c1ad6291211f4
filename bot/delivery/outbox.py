"""What becomes of a letter, as plain functions of a transaction.

ready > sending > sent | unknown | failed | ready again;  ready > expired | suppressed | cancelled | held
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.ports import (
    UNPROMPTED,
    Later,
    MaybeArrived,
    Moved,
    NeverLeft,
    Outcome,
    Rank,
    Rejected,
    Revoked,
    Sent,
    Unreachable,
)
from bot.storage import letters
from bot.storage.letters import Letter
from bot.storage.store import Tx

# after a send that may have arrived: where silence is worse than a copy.  A missing rank: never twice
RESENDS: Final = {Rank.SAFETY: 4, Rank.REPLY: 1, Rank.URGENT: 4, Rank.REMINDER: 2}
DEATHS: Final = 4  # of our own during one letter: they tell nothing of the network, so a reply outlives them
SEND: Final = timedelta(seconds=15)  # what a send may take: none begins later than this before its end
FIRST_RESEND: Final = 2.0  # seconds; then twice as long each time
LONGEST_WAIT: Final = 300.0  # seconds between tries of one that never leaves
REVOKED_WAIT: Final = 60.0  # seconds; only a human can end it
GONE_FOR_EDITING: Final = 410  # a refusal: the message to change is not there any more
ROUNDS: Final = 64  # looks for one that may leave, in one transaction
LOG: Final = logging.getLogger("bot.delivery")


@dataclass(frozen=True, slots=True)
class Hold:
    """Not yet."""

    until: datetime
    why: str = "held"


@dataclass(frozen=True, slots=True)
class Drop:
    """Not any more, or not until somebody acts: ``expired``, ``suppressed``, ``cancelled``, ``held``."""

    state: str
    why: str


Verdict = Hold | Drop | None
Gate = Callable[[Tx, Letter, datetime], Verdict]


@dataclass(frozen=True, slots=True)
class Claim:
    """What leaves now, and whether there may be more that could."""

    leaving: list[Letter]
    more: bool


def claim(tx: Tx, why_not: Gate, epoch: int, room: int, now: datetime, least: int = Rank.RECEIPT) -> Claim:
    """Take what may go now, ask the gate about each, and mark the rest as leaving.

    Nothing less urgent than ``least`` is taken.  One that may not go gives its place to the next.
    """
    leaving: list[Letter] = []
    for _ in range(ROUNDS):
        wanted = room - len(leaving)
        found = letters.due(tx, now, wanted)
        urgent = [letter for letter in found if letter.rank <= least]
        going = [letter for letter in _one_each(urgent) if _may_go(tx, letter, why_not, now)]
        leaving += letters.mark_sending(tx, going, epoch)
        if len(urgent) < wanted and len(going) == len(urgent):  # who may not go uncovers the next in its chat
            return Claim(leaving, more=False)
        if len(leaving) == room:
            break
    return Claim(leaving, more=True)


def _one_each(found: list[Letter]) -> Iterator[Letter]:
    """Leave out a person's second unasked one: the gate counts what is marked, so it is asked after that."""
    asked: set[int | None] = set()
    for letter in found:
        if letter.kind not in UNPROMPTED or letter.person is None or letter.person not in asked:
            yield letter
        if letter.kind in UNPROMPTED:
            asked.add(letter.person)


def _may_go(tx: Tx, letter: Letter, why_not: Gate, now: datetime) -> bool:
    if now + SEND > letter.expires_at:
        letters.close(tx, letter, "expired", "too late to be in time", now)
        return False
    match why_not(tx, letter, now):
        case None:
            return True
        case Hold(until) if until + SEND > letter.expires_at:
            letters.close(tx, letter, "expired", "held until too late", now)
        case Hold(until, why):
            letters.again(tx, letter, until, why)
        case Drop(state, why):
            letters.close(tx, letter, state, why, now)
    return False


def settle(tx: Tx, outcomes: Iterable[tuple[Letter, Outcome]], now: datetime) -> float:
    """Write down what became of those that left; return for how many seconds everything is frozen."""
    arrived: list[tuple[Letter, int]] = []
    freeze = 0.0
    for letter, outcome in outcomes:
        match outcome:
            case Sent(message_id):
                arrived.append((letter, message_id))
            case Later(seconds):
                freeze = max(freeze, _later(tx, letter, seconds, now))
            case Revoked():
                letters.freeze(tx, 0, now + timedelta(seconds=REVOKED_WAIT))
                _again(tx, letter, now, REVOKED_WAIT, "token revoked")
                freeze = max(freeze, REVOKED_WAIT)
            case _:
                _settle_one(tx, letter, outcome, now)
    letters.sent(tx, arrived, now)
    return freeze


def _settle_one(tx: Tx, letter: Letter, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Unreachable(why):
            letters.close(tx, letter, "suppressed", why, now)
            letters.set_unreachable(tx, letter.chat, now)
            letters.suppress_chat(tx, letter.chat, "unreachable", now)
        case Moved(chat):
            letters.move_chat(tx, letter.chat, chat)
            _again(tx, letter, now, 0.0, "moved")
        case NeverLeft(why):
            wait = random.uniform(0, min(2.0**letter.attempts, LONGEST_WAIT))
            _again(tx, letter._replace(attempts=letter.attempts + 1), now, wait, why)
        case MaybeArrived(why):
            doubt(tx, letter, now, why)
        case Rejected(code, why):
            _reject(tx, letter, code, why, now)


def _later(tx: Tx, letter: Letter, seconds: float, now: datetime) -> float:
    """Freeze the chat; or all, if another chat is frozen too.  Nothing left, so no attempt is counted."""
    wait = seconds + random.uniform(0.1, 0.6)
    chat = 0 if letters.others_frozen(tx, letter.chat, now) else letter.chat
    letters.freeze(tx, chat, now + timedelta(seconds=wait))
    _again(tx, letter, now, wait, "429")
    return 0.0 if chat else wait


def _reject(tx: Tx, letter: Letter, code: int, why: str, now: datetime) -> None:
    """End it: the same call can only fail again.  A change to what is gone is said anew instead."""
    anew = code == GONE_FOR_EDITING and letter.message.edit != 0
    if not letters.close(tx, letter, "failed", f"{code} {why}", now):
        return
    if anew:
        letters.put(
            tx,
            key=f"anew:{letter.id}",
            chat=letter.chat,
            kind=letter.kind,
            message=replace(letter.message, edit=0),
            now=now,
            person=letter.person,
            occurrence=letter.occurrence,
            version=letter.version,
            expires_at=letter.expires_at,
        )
    else:
        LOG.error("rejected letter=%d code=%d why=%s", letter.id, code, why)


def doubt(tx: Tx, letter: Letter, now: datetime, why: str, *, ours: bool = False) -> None:
    """Send again what may have arrived, where silence is worse than a copy; else never, but count it.

    ``ours``: it was our own end, not the network's, that left it in doubt.
    """
    doubted = letter._replace(doubts=letter.doubts + 1)
    resends = RESENDS.get(letter.rank, 0)
    if letter.doubts < (max(resends, DEATHS) if resends and ours else resends):
        wait = FIRST_RESEND * 2.0**letter.doubts * random.uniform(1.0, 1.25)
        _again(tx, doubted, now, wait, why)
    else:
        letters.close(tx, doubted, "unknown", why, now)


def recover(tx: Tx, epoch: int, now: datetime) -> int:
    """Doubt what was leaving when an earlier sender ended; return how many."""
    left = letters.left_sending(tx, epoch)
    for letter in left:
        doubt(tx, letter, now, "stopped while sending", ours=True)
    return len(left)


def _again(tx: Tx, letter: Letter, now: datetime, seconds: float, why: str) -> None:
    letters.again(tx, letter, now + timedelta(seconds=seconds), why)
