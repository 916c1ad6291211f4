"""Two who went together do so no more: every date that they had ahead ends in the same moment."""

from __future__ import annotations

from datetime import datetime

from bot.config import Settings
from bot.handlers import companions, offers, stepping
from bot.handlers.together import called
from bot.storage import letters
from bot.storage.activities import shifts_of, signup_of, take_part
from bot.storage.companions import Companionship, companionships_ahead
from bot.storage.pairings import LEFT, Pairing, open_between
from bot.storage.people import coordinators, person_by_id
from bot.storage.store import Tx


def end_dates(tx: Tx, settings: Settings, one: int, other: int, by: int, now: datetime) -> int:
    """End what two have ahead: cards, reminders, the companion's shift and seat; return how many dates.

    The citizen keeps their own seat.  ``by`` is the one who needs no message about it.
    """
    did = 0
    tx.cancel_letters_between(one=one, other=other, now=now)
    for pair in companionships_ahead(tx, one, now):
        if other not in (pair.citizen, pair.companion):
            continue
        tx.lock_occurrence(id=pair.occurrence)
        was_agreed = pair.state == "agreed"
        letters.cancel_for(tx, pair.occurrence, pair.companion, now, why="parted")
        tx.set_companionship(id=pair.id, state="ended" if was_agreed else "lapsed", now=now)
        if was_agreed:
            _free_shift(tx, pair, now)
            _alone(tx, settings, pair.occurrence, pair.citizen, now)
        if by != pair.companion:
            companions.tell_off(tx, settings, pair, now)
        if by != pair.citizen and was_agreed:
            companions.tell_lost(tx, settings, pair, now, again="sign.company")
        did += 1
    return did


def part(tx: Tx, settings: Settings, pairing: Pairing, by: int, now: datetime) -> None:
    """End it at somebody's wish, blame-free: the other one and a coordinator hear that it is so, not why."""
    if not tx.end_pairing(id=pairing.id, state=LEFT, now=now):
        return
    end_dates(tx, settings, pairing.citizen, pairing.companion, by, now)
    to, gone = person_by_id(tx, pairing.other(by)), person_by_id(tx, by)
    if to is not None and gone is not None:
        _ = offers.reader(settings, to.language)
        names = [p.first_name for p in coordinators(tx, pairing.organisation) if p.first_name]
        message = stepping.parted(
            _, called(_, gone), citizen=to.id == pairing.citizen, coordinator=next(iter(names), "")
        )
        stepping.tell(tx, settings, pairing, to, message, now, word="parted")
    stepping.tell_staff(tx, settings, pairing, now)


def keep_from_each_other(tx: Tx, settings: Settings, one: int, other: int, by: int, now: datetime) -> None:
    """End all that two have with each other, before they are kept apart; nothing tells one of the other."""
    for citizen, companion in ((one, other), (other, one)):
        pairing = open_between(tx, citizen, companion)
        if pairing:
            tx.end_pairing(id=pairing.id, state=LEFT, now=now)
    end_dates(tx, settings, one, other, by, now)


def _free_shift(tx: Tx, pair: Companionship, now: datetime) -> None:
    for shift in shifts_of(tx, pair.occurrence):
        if (shift.person, shift.role) == (pair.companion, "companion"):
            tx.set_shift(id=shift.id, state="released", now=now)


def _alone(tx: Tx, settings: Settings, occurrence: int, citizen: int, now: datetime) -> None:
    """Free the companion's seat; whoever waits for one is asked."""
    signup = signup_of(tx, occurrence, citizen)
    if signup and signup.state == "in" and signup.form == "company":
        letters.cancel_for(tx, occurrence, citizen, now, why="parted")
        take_part(tx, occurrence, citizen, "join", now)
        offers.offer_next(tx, settings, occurrence, now)
