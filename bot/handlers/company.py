"""Yes, if I need not go alone: the seat is kept for two while somebody is sought, and two say yes."""

from __future__ import annotations

from typing import Final

from bot.domain.activity import PAIR, Occurrence
from bot.domain.company import answer_by
from bot.domain.consent import Purpose
from bot.domain.steps import Step, back
from bot.handlers import cards, companions, offers, together
from bot.handlers.accompany import may_meet, mine, stands_agreed
from bot.handlers.find import about, gone
from bot.handlers.privacy import give
from bot.handlers.registry import action, press
from bot.handlers.signups import running, seat, sign_up
from bot.handlers.together import called
from bot.handlers.visit import Visit
from bot.i18n import N_
from bot.ports import Kind
from bot.storage import letters
from bot.storage.activities import (
    give_up,
    occurrence_by_id,
    occurrences_of,
    signup_of,
    wait,
)
from bot.storage.companions import (
    Companionship,
    agreed,
    current,
    search_of,
)
from bot.storage.pairings import move, open_between, open_of, open_pairing
from bot.storage.people import has_consent, person_by_id

CONSENT: Final = N_(
    "May a companion be told your first name and your interests? That happens only when you have both said "
    "yes. Your companion does not see your phone number, your address or your other answers."
)


@action("sign.company")
def ask(visit: Visit, occurrence: int = 0) -> None:
    """Take a seat for two, and ask for the yes that a search needs."""
    found, person = running(visit, occurrence), visit.known()
    if found is None:
        gone(visit)
        return
    before = signup_of(visit.tx, occurrence, person.id)
    if before and before.state == "in" and before.form == "company":
        _stands(visit, found)
    elif seat(visit, found, "company"):
        _ask_consent(visit, found) if not _consented(visit) else _seek(visit, found)
    elif before and before.state == "in":
        _no_second_seat(visit, found)
    else:
        _no_two_seats(visit, found)


@action("pair.consent")
def consented(visit: Visit, occurrence: int = 0) -> None:
    """Keep the yes with what was shown, and begin to look."""
    found = running(visit, occurrence)
    if found is None:
        gone(visit)
        return
    if not _consented(visit):
        give(visit, Purpose.COMPANION, visit._(CONSENT))
    if search_of(visit.tx, occurrence, visit.known().id):
        _stands(visit, found)
    else:
        about(visit, occurrence)


@action("pair.alone")
def by_oneself(visit: Visit, occurrence: int = 0) -> None:
    """Go alone after all; the companion's seat is somebody else's now, one's own stays."""
    person = visit.known()
    if search_of(visit.tx, occurrence, person.id):
        companions.release(visit.tx, visit.house.settings, occurrence, person.id, visit.now)
    sign_up(visit, occurrence, "join")
    offers.offer_next(visit.tx, visit.house.settings, occurrence, visit.now)


@action("pair.more")
def look_on(visit: Visit, occurrence: int = 0) -> None:
    """Look a little more; a search begun anew may ask anybody who has become free."""
    found, person = running(visit, occurrence), visit.known()
    visit.tx.lock_occurrence(id=occurrence)  # what is read below is what is changed
    search = search_of(visit.tx, occurrence, person.id)
    if found is None or search is None:
        about(visit, occurrence)
        return
    until = answer_by(search.since, found.starts_at, visit.house.zone)
    signup = signup_of(visit.tx, occurrence, person.id)
    if signup and (until is None or until <= visit.now) and not agreed(visit.tx, occurrence, person.id):
        party, form = signup.party, signup.form
        visit.tx.set_signup(id=signup.id, form=form, state="in", party=party, now=visit.now)
    _stands(visit, found)


@action("pair.next")
def next_time(visit: Visit, occurrence: int = 0) -> None:
    """Give this date up, and ask for company at the next one."""
    _, person = visit._, visit.known()
    found = occurrence_by_id(visit.tx, occurrence)
    if found is None:
        gone(visit)
        return
    if search_of(visit.tx, occurrence, person.id) and found.starts_at > visit.now:
        companions.release(visit.tx, visit.house.settings, occurrence, person.id, visit.now)
        give_up(visit.tx, occurrence, person.id, visit.now)
        letters.cancel_for(visit.tx, occurrence, person.id, visit.now)
        offers.offer_next(visit.tx, visit.house.settings, occurrence, visit.now)
    after = occurrences_of(visit.tx, found.activity.id, found.starts_at)
    then = next((o for o in after if o.on and o.free >= PAIR), None)
    if then is None:
        text = _("Your place here is passed on. I write when the next time is known.")
        visit.say(text, cards.look_on(_), cards.human(_), lasting=True)
        return
    text = _("Your place here is passed on. The next time is {when}.", when=_.when(then.starts_at))
    go = (press(_("Go with somebody"), "sign.company", then.id),)
    visit.say(text, go, cards.look_on(_), cards.human(_), lasting=True)


@action("pair.yes")
def agree(visit: Visit, companionship: int = 0) -> None:
    """Say the second yes: now each learns the other's first name."""
    pair = mine(visit, companionship, citizen=True)
    if pair is None:
        return
    tx, settings = visit.tx, visit.house.settings
    tx.lock_occurrence(id=pair.occurrence)
    if (
        agreed(tx, pair.occurrence, pair.citizen) is None
        and pair.state == "willing"
        and may_meet(tx, pair)
        and tx.set_companionship(id=pair.id, state="agreed", now=visit.now)
    ):
        _give_shift(visit, pair)
        _begin_to_count(visit, pair)
        stands_agreed(visit, pair)
        together.introduce(tx, settings, pair, pair.companion, visit.now)
    elif pair.state != "agreed":
        about(visit, pair.occurrence)
    else:
        stands_agreed(visit, pair)


@action("pair.no")
def refuse(visit: Visit, companionship: int = 0) -> None:
    """Ask somebody else; the one who offered hears no reason and no name."""
    pair = mine(visit, companionship, citizen=True)
    if pair is None:
        return
    if pair.state == "willing":
        visit.tx.set_companionship(id=pair.id, state="refused", now=visit.now)
        companions.decline_kindly(visit.tx, visit.house.settings, pair, visit.now)
    found = running(visit, pair.occurrence)
    if found is None:
        gone(visit)
    else:
        _stands(visit, found)


def _ask_consent(visit: Visit, found: Occurrence) -> None:
    _ = visit._
    text = " ".join([_("Your place is kept."), _(CONSENT)])
    visit.say(
        text,
        (press(_("Yes, you may"), "pair.consent", found.id),),
        (press(_("I go by myself"), "pair.alone", found.id),),
        cards.human(_),
        lasting=True,
    )


def _seek(visit: Visit, found: Occurrence) -> None:
    """Say until when there is an answer; where there is no time to look, say that at once."""
    _ = visit._
    search = search_of(visit.tx, found.id, visit.known().id)
    until = answer_by(search.since, found.starts_at, visit.house.zone) if search else None
    if search is None or until is None or until <= visit.now:
        early = search if found.starts_at > visit.now else None  # once it has begun, that letter is too late
        if not (early and companions.missing(visit.tx, visit.house.settings, early, visit.now, Kind.REPLY)):
            visit.send(companions.nobody(visit.tx, _, found, visit.known().id), lasting=True)
        return
    person = visit.known().id
    known = next((one for one in open_of(visit.tx, person) if one.citizen == person), None)
    other = person_by_id(visit.tx, known.companion) if known else None
    what = {"activity": cards.title(found.activity), "until": _.when(until)}
    text = _(
        "Your place is kept. I am looking for a companion for {activity}. You have my answer by {until}. "
        "You need not do anything meanwhile.",
        **what,
    )
    if other:
        text = _(
            "Your place is kept. I ask {companion} first about {activity}. You have my answer by {until}. "
            "You need not do anything meanwhile.",
            companion=called(_, other),
            **what,
        )
    visit.say(
        text,
        (press(_("I go by myself"), "pair.alone", found.id),),
        cards.calendar(_, found.id),
        cards.leave(_, found.id),
        cards.human(_),
        lasting=True,
    )


def _stands(visit: Visit, found: Occurrence) -> None:
    """Say how the search stands: found, a yes that waits, or still looking."""
    pair = agreed(visit.tx, found.id, visit.known().id)
    waits = current(visit.tx, found.id, visit.known().id)
    if pair:
        stands_agreed(visit, pair)
    elif not _consented(visit):
        _ask_consent(visit, found)
    elif waits and waits.state == "willing":
        message = companions.proposal(visit.tx, visit._, waits)
        visit.send(message) if message else about(visit, found.id)
    else:
        _seek(visit, found)


def _no_two_seats(visit: Visit, found: Occurrence) -> None:
    """Offer the list for both, or a seat for one: both or neither is the rule."""
    _ = visit._
    alone = ((press(_("I go by myself"), "sign.join", found.id),),) if found.free > 0 else ()
    visit.say(
        _("There is no room for two just now. Shall I put you both on the waiting list?"),
        (press(_("Yes, both of us"), "wait.pair", found.id),),
        *alone,
        cards.look_on(_),
        cards.human(_),
    )


def _no_second_seat(visit: Visit, found: Occurrence) -> None:
    _ = visit._
    visit.say(
        _(
            "There is no room for a companion just now. Your own place at {activity} is kept.",
            activity=cards.title(found.activity),
        ),
        cards.leave(_, found.id),
        cards.human(_),
    )


@action("wait.pair")
def wait_for_two(visit: Visit, occurrence: int = 0) -> None:
    """Stand on the list for two seats: they are offered together or not at all."""
    _, found = visit._, running(visit, occurrence)
    if found is None or found.starts_at <= visit.now:
        gone(visit)
        return
    before = signup_of(visit.tx, occurrence, visit.known().id)
    if before and before.state == "in":
        about(visit, occurrence)
        return
    wait(visit.tx, occurrence, visit.known().id, visit.now, "company")
    visit.say(
        _(
            "You are both on the waiting list for {activity}, {when}. I write when there is room for two.",
            activity=cards.title(found.activity),
            when=_.when(found.starts_at),
        ),
        (press(_("Take me off the list"), "wait.off", occurrence),),
        cards.look_on(_),
        cards.menu(_),
        lasting=True,
    )


def _begin_to_count(visit: Visit, pair: Companionship) -> None:
    """Let the two have begun to go together; to be asked along again is to wish for more than a hello."""
    found = occurrence_by_id(visit.tx, pair.occurrence)
    between = open_between(visit.tx, pair.citizen, pair.companion)
    if between and between.step is Step.HELLO:
        move(visit.tx, between, back(between.step), visit.now)
    elif between is None and found:
        open_pairing(visit.tx, found.activity.organisation, pair, visit.now)


def _give_shift(visit: Visit, pair: Companionship) -> None:
    """Put it among the companion's shifts, so that reminders and changes reach them too."""
    row = visit.tx.shift_of(occurrence=pair.occurrence, person=pair.companion, role="companion")
    if row:
        visit.tx.set_shift(id=row[0], state="taken", now=visit.now)
    else:
        visit.tx.add_shift(occurrence=pair.occurrence, person=pair.companion, role="companion", now=visit.now)


def _consented(visit: Visit) -> bool:
    return has_consent(visit.tx, visit.known().id, Purpose.COMPANION)
