"""Going along with somebody: what a companion answers, and what both may do once it is agreed."""

from __future__ import annotations

from bot.dialogs.sign import sign
from bot.domain.activity import Shift
from bot.handlers import cards, companions, talk, together
from bot.handlers.find import about, gone
from bot.handlers.registry import action, press
from bot.handlers.signups import running
from bot.handlers.sparing import rest_of_the_month
from bot.handlers.visit import Visit
from bot.storage.blocks import apart
from bot.storage.companions import (
    Companionship,
    agreed,
    companionship_by_id,
    companionships_at,
    current,
    search_of,
)
from bot.storage.pairings import LEFT, pairing_of
from bot.storage.store import Tx


@action("pair.want")
def want(visit: Visit, companionship: int = 0) -> None:
    """Say the first yes, as a companion; a late one counts if somebody is still sought."""
    pair = mine(visit, companionship, citizen=False)
    if pair is None:
        return
    _, tx = visit._, visit.tx
    tx.lock_occurrence(id=pair.occurrence)
    other = current(tx, pair.occurrence, pair.citizen)
    free = other is None or other.id == pair.id
    sought = (
        search_of(tx, pair.occurrence, pair.citizen) and agreed(tx, pair.occurrence, pair.citizen) is None
    )
    found = running(visit, pair.occurrence)
    if pair.state in ("asked", "declined", "lapsed") and free and sought and found and may_meet(tx, pair):
        tx.set_companionship(id=pair.id, state="willing", now=visit.now)
        companions.propose(tx, visit.house.settings, pair, visit.now)
        pair = companionship_by_id(tx, pair.id) or pair
    if pair.state == "willing":
        text = _("Thank you. Now I ask the other one too. You hear from me here.")
        visit.say(text, (press(_("I cannot after all"), "pair.cant", pair.id),), lasting=True)
    elif pair.state == "agreed":
        stands_agreed(visit, pair)
    else:
        visit.say(_("Somebody is found already. Thank you for wanting to."), cards.menu(_), lasting=True)


@action("pair.cant")
def cannot(visit: Visit, companionship: int = 0) -> None:
    """Say no as a companion, without a reason; the next one is asked."""
    pair = mine(visit, companionship, citizen=False)
    if pair is None:
        return
    if pair.state == "agreed":
        stands_agreed(visit, pair)  # that is given up by its own button, which tells the other one
        return
    if pair.is_open:
        visit.tx.set_companionship(id=pair.id, state="declined", now=visit.now)
        companions.withdraw(visit.tx, pair, visit.now)
    _ = visit._
    visit.say(_("That is quite all right. Thank you for answering."), cards.menu(_), lasting=True)


@action("pair.month")
def not_this_month(visit: Visit, companionship: int = 0) -> None:
    """Say no as a companion, and be asked nothing more until the month is over."""
    pair = mine(visit, companionship, citizen=False)
    if pair is None:
        return
    if pair.is_open:
        visit.tx.set_companionship(id=pair.id, state="declined", now=visit.now)
    rest_of_the_month(visit)


@action("pair.late")
def late(visit: Visit, companionship: int = 0) -> None:
    """Let the citizen know that the companion comes a little later."""
    pair = mine(visit, companionship, citizen=False)
    if pair is None:
        return
    _ = visit._
    if pair.state == "agreed":
        together.tell_late(visit.tx, visit.house.settings, pair, visit.known().id, visit.now)
        visit.say(_("That does not matter. The other one has been told."))
    else:
        about(visit, pair.occurrence)


@action("pair.sign")
def ask_sign(visit: Visit, companionship: int = 0) -> None:
    """Ask how one can be known at the door."""
    pair = mine(visit, companionship)
    if pair is not None and pair.state == "agreed":
        talk.begin(visit, sign, companionship=pair.id)
    elif pair is not None:
        about(visit, pair.occurrence)


@talk.finishes(sign)
def signed(visit: Visit, result: tuple[int, str]) -> None:
    """Keep it until the date is over, for the other one only."""
    _, (id_, words) = visit._, result
    pair = mine(visit, id_)
    if pair is None:
        return
    if words and pair.state == "agreed":
        person = visit.known().id
        put = visit.tx.set_citizen_sign if person == pair.citizen else visit.tx.set_companion_sign
        put(id=pair.id, sign=words)
        together.tell_sign(visit.tx, visit.house.settings, pair, person, words, visit.now)
        visit.say(_("Thank you. I pass it on, and forget it afterwards."), cards.menu(_), lasting=True)
    else:
        visit.say(_("That is quite all right."), cards.menu(_))


def shift_given_up(visit: Visit, shift: Shift) -> None:
    """Let whoever a prevented companion goes with hear of it at once."""
    for pair in _pairs(visit, shift):
        if pair.state == "agreed":
            companions.lose(visit.tx, visit.house.settings, pair, visit.now)


def shift_taken_back(visit: Visit, shift: Shift) -> bool:
    """Let two go together as agreed, if the companion can come after all and nobody else was found."""
    for pair in _pairs(visit, shift):
        where = (visit.tx, pair.occurrence, pair.citizen)
        sought = search_of(*where) and not (agreed(*where) or current(*where))
        if pair.state == "ended" and sought and may_meet(visit.tx, pair):
            visit.tx.set_companionship(id=pair.id, state="agreed", now=visit.now)
            together.found_again(visit.tx, visit.house.settings, pair, visit.now)
            return True
    return False


def _pairs(visit: Visit, shift: Shift) -> list[Companionship]:
    if shift.role != "companion":
        return []
    return companionships_at(visit.tx, shift.occurrence, shift.person)


def mine(visit: Visit, companionship: int, *, citizen: bool | None = None) -> Companionship | None:
    """Return what the person is part of, on the side that may press; else answer as if there were none."""
    pair, person = companionship_by_id(visit.tx, companionship), visit.known().id
    if pair is not None:
        sides = {True: (pair.citizen,), False: (pair.companion,), None: (pair.citizen, pair.companion)}
        if person in sides[citizen]:
            return pair
    gone(visit)
    return None


def may_meet(tx: Tx, pair: Companionship) -> bool:
    """Tell whether two may go together: an old question may lie on a phone when they are parted."""
    before = pairing_of(tx, pair.citizen, pair.companion)
    left = before is not None and before.state == LEFT
    return not left and not apart(tx, pair.citizen, pair.companion)


def stands_agreed(visit: Visit, pair: Companionship) -> None:
    """Show what two have agreed on."""
    message = together.introduction(visit.tx, visit._, pair, visit.known().id)
    if message and running(visit, pair.occurrence):
        visit.send(message, lasting=True)
    else:
        about(visit, pair.occurrence)
