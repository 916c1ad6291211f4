"""What either of two who go together may do at any time: look, go slower, go on, or stop without a reason."""

from __future__ import annotations

from bot.domain.steps import MORE, Step, back, settled
from bot.handlers import cards, parting, stepping
from bot.handlers.find import find, gone
from bot.handlers.registry import ACTIONS, action, press
from bot.handlers.together import called
from bot.handlers.visit import Visit
from bot.storage.pairings import (
    ENDED,
    Pairing,
    been,
    latest,
    move,
    next_step,
    open_of,
    pairing_by_id,
)
from bot.storage.people import person_by_id


@action("match.show")
def show(visit: Visit, pairing: int = 0) -> None:
    """Show how it stands between two."""
    found = _open(visit, pairing)
    message = stepping.standing(visit.tx, visit._, found, visit.known()) if found else None
    if message:
        visit.send(message)


@action("match.with")
def whom(visit: Visit) -> None:
    """Show with whom one goes: one by one, or which of them is meant."""
    _, own = visit._, open_of(visit.tx, visit.known().id)
    if not own:
        visit.say(_("You go with nobody in particular just now."), cards.look_on(_), cards.menu(_))
    elif len(own) == 1:
        show(visit, own[0].id)
    else:
        people = [(one, person_by_id(visit.tx, one.other(visit.known().id))) for one in own[:4]]
        rows = [(press(called(_, who), "match.show", one.id),) for one, who in people if who]
        visit.say(_("Whom do you mean?"), *rows, cards.menu(_))


@action("match.write")
def write(visit: Visit, pairing: int = 0) -> None:
    """Ask for the words to carry over to the other one."""
    found = _mine(visit, pairing)
    pair = latest(visit.tx, found) if found else None
    if pair:
        ACTIONS["pair.write"](visit, pair.id)
    elif found:
        gone(visit)


@action("match.yes")
def yes(visit: Visit, pairing: int = 0) -> None:
    """Say yes to the lighter step; it is taken when both have."""
    found = _asked(visit, pairing)
    if found is None:
        return
    found = _answer(visit, found, "yes")
    if settled(found.words):
        _go_on(visit, found)
    else:
        text = visit._("Thank you. I ask the other one too, and you both hear from me.")
        visit.say(text, cards.menu(visit._), lasting=True)


@action("match.wait")
def wait(visit: Visit, pairing: int = 0) -> None:
    """Leave it as it is: the slower wish counts, and nobody hears whose it was."""
    found = _asked(visit, pairing)
    if found is None:
        return
    count = len(been(visit.tx, found, visit.now))
    visit.tx.stay_in_step(id=found.id, due=count + MORE)
    visit.send(stepping.stays(visit._, found), lasting=True)
    other = person_by_id(visit.tx, found.other(visit.known().id))
    if other:
        message = stepping.stays(visit.reader_of(other), found)
        word = f"stays:{found.step}:{count}"
        stepping.tell(visit.tx, visit.house.settings, found, other, message, visit.now, word=word)


@action("match.slower")
def slower(visit: Visit, pairing: int = 0) -> None:
    """Take a step back towards more company; one of the two is enough."""
    found = _open(visit, pairing)
    if found is None:
        return
    move(visit.tx, found, back(found.step), visit.now)
    _tell_moved(visit, pairing)


@action("match.end")
def ask_end(visit: Visit, pairing: int = 0) -> None:
    """Ask once whether it is meant: an end cannot be taken back."""
    found = _open(visit, pairing)
    if found is None:
        return
    _ = visit._
    other = person_by_id(visit.tx, found.other(visit.known().id))
    text = _(
        "Shall we end it here? You need not say why. {companion} hears kindly that it is over.",
        companion=called(_, other) if other else "",
    )
    rows = (
        (press(_("Yes, we stop here"), "match.stop", found.id),),
        (press(_("We go on"), "match.show", found.id),),
    )
    visit.say(text, *rows, cards.human(_))


@action("match.stop")
def stop(visit: Visit, pairing: int = 0) -> None:
    """End it: no reason, no fault, and every date ahead ends with it."""
    found = _open(visit, pairing)
    if found is None:
        return
    _ = visit._
    parting.part(visit.tx, visit.house.settings, found, visit.known().id, visit.now)
    if visit.known().id == found.citizen:
        text = _(
            "Then it ends here, and that is quite all right. What you have signed up for is still yours. You "
            "can always go with somebody again."
        )
        visit.say(text, cards.look_on(_), cards.human(_), lasting=True)
    else:
        text = _(
            "Thank you for the time in which you were a companion. You need not say why. {coordinator} helps "
            "to find a good way on.",
            coordinator=visit.coordinator_name(),
        )
        visit.say(text, (press(_("My shifts"), "shifts"),), cards.human(_), lasting=True)


@action("match.fine")
def fine(visit: Visit) -> None:
    """Be glad."""
    _ = visit._
    visit.say(_("That is good to hear."), (press(_("See what is on"), "find"),), cards.menu(_))


@action("match.again")
def again(visit: Visit) -> None:
    """Show what is on: company is asked for with a date."""
    visit.say(visit._("Gladly. Choose something, and press: Go with somebody."), lasting=True)
    find(visit)


@action("match.skip")
def skip(visit: Visit) -> None:
    """Ask no further."""
    visit.say(visit._("That is quite all right."), cards.menu(visit._))


def _answer(visit: Visit, found: Pairing, word: str) -> Pairing:
    keep = visit.tx.set_citizen_word if visit.known().id == found.citizen else visit.tx.set_companion_word
    keep(id=found.id, word=word)
    return pairing_by_id(visit.tx, found.id) or found


def _go_on(visit: Visit, found: Pairing) -> None:
    step = next_step(found)
    if step is not Step.ALONE:
        move(visit.tx, found, step, visit.now)
        _tell_moved(visit, found.id)
    elif visit.tx.end_pairing(id=found.id, state=ENDED, now=visit.now):
        parting.end_dates(
            visit.tx, visit.house.settings, found.citizen, found.companion, found.citizen, visit.now
        )
        for id_ in (found.citizen, found.companion):
            to = person_by_id(visit.tx, id_)
            message = stepping.goodbye(visit.tx, visit.reader_of(to), found, to, visit.now) if to else None
            if to and message and id_ == visit.known().id:
                visit.send(message, lasting=True)
            elif to and message:
                stepping.tell(visit.tx, visit.house.settings, found, to, message, visit.now, word="goodbye")


def _tell_moved(visit: Visit, pairing: int) -> None:
    """Tell both what holds from now on: one as an answer, the other as news."""
    found = pairing_by_id(visit.tx, pairing)
    if found is None:
        return
    for id_ in (found.citizen, found.companion):
        to = person_by_id(visit.tx, id_)
        message = stepping.moved(visit.tx, visit.reader_of(to), found, to) if to else None
        if to and message and id_ == visit.known().id:
            visit.send(message, lasting=True)
        elif to and message:
            word = f"moved:{found.step}:{visit.inbound.key}"
            stepping.tell(visit.tx, visit.house.settings, found, to, message, visit.now, word=word)


def _asked(visit: Visit, pairing: int) -> Pairing | None:
    """Return a pairing whose question is open; else show how it stands."""
    found = _open(visit, pairing)
    if found is None or found.asked_at is not None:
        return found
    show(visit, found.id)
    return None


def _open(visit: Visit, pairing: int) -> Pairing | None:
    found = _mine(visit, pairing)
    if found is None or found.is_open:
        return found
    _ = visit._
    visit.say(
        _("You do not go together any more. That is quite all right."), cards.look_on(_), cards.human(_)
    )
    return None


def _mine(visit: Visit, pairing: int) -> Pairing | None:
    """Return a pairing that the person is part of; else answer as if there were none."""
    found = pairing_by_id(visit.tx, pairing)
    if found and visit.known().id in (found.citizen, found.companion):
        return found
    gone(visit)
    return None
