"""Taking part: in one of the forms, with a change of mind at any time until the end."""

from __future__ import annotations

from bot.domain.activity import SEATED, TAKING_PART, Occurrence
from bot.domain.people import Person, seen_by, sight_of
from bot.handlers import cards, companions, newcomers, offers
from bot.handlers.calendar_file import file_of
from bot.handlers.find import gone
from bot.handlers.registry import ACTIONS, action, press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import invitations, letters
from bot.storage.activities import (
    give_up,
    occurrence_by_id,
    shifts_of_person,
    signup_of,
    signups_of_person,
    take_part,
)
from bot.storage.blocks import apart
from bot.storage.waiting import first_waiting


@action("sign.join")
def join(visit: Visit, occurrence: int = 0) -> None:
    """Take part."""
    sign_up(visit, occurrence, "join")


@action("sign.look")
def look(visit: Visit, occurrence: int = 0) -> None:
    """Look in for a while."""
    sign_up(visit, occurrence, "look")


@action("sign.hand")
def hand(visit: Visit, occurrence: int = 0) -> None:
    """Give a hand."""
    sign_up(visit, occurrence, "hand")


@action("sign.forms")
def forms(visit: Visit, occurrence: int = 0) -> None:
    """Ask in which way somebody would like to take part."""
    _ = visit._
    if running(visit, occurrence) is None:
        gone(visit)
        return
    visit.say(
        _("How would you like to take part?"),
        (press(_("Take part"), "sign.join", occurrence),),
        (press(_("Look in"), "sign.look", occurrence),),
        (press(_("Give a hand"), "sign.hand", occurrence),),
        cards.look_on(_),
        (press(_("Back"), "find.about", occurrence),),
    )


@action("sign.out")
def cancel(visit: Visit, occurrence: int = 0) -> None:
    """Give up one's part, at any time until the end, and pass the seat on."""
    _ = visit._
    found = occurrence_by_id(visit.tx, occurrence)
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if found is None or signup is None or found.ends_at <= visit.now:
        gone(visit)
        return
    withdraw(visit, occurrence)
    visit.say(
        _(
            "You have cancelled {activity}, {when}. Thank you for telling me: now somebody else can have the "
            "place. You are always welcome again.",
            activity=cards.title(found.activity),
            when=_.when(found.starts_at),
        ),
        cards.look_on(_),
        (press(_("Undo"), "sign.undo", occurrence),),
        cards.human(_),
        lasting=True,
    )


def withdraw(visit: Visit, occurrence: int) -> bool:
    """Free somebody's seat and pass it on, with all that hangs on it; tell whether there was one."""
    tx, person, settings = visit.tx, visit.known(), visit.house.settings
    if not give_up(tx, occurrence, person.id, visit.now):
        return False
    letters.cancel_for(tx, occurrence, person.id, visit.now)
    if found := occurrence_by_id(tx, occurrence):
        newcomers.not_coming(visit, found)
    companions.release(tx, settings, occurrence, person.id, visit.now)
    offers.offer_next(tx, settings, occurrence, visit.now)
    return True


@action("sign.undo")
def undo(visit: Visit, occurrence: int = 0) -> None:
    """Take a cancellation back, if the seat is still there."""
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if signup is None:
        gone(visit)
    else:
        take(visit, occurrence, signup.form)


@action(cards.CALENDAR)
def calendar(visit: Visit, occurrence: int = 0) -> None:
    """Give a file that puts one's sign-up into the phone's calendar, or says there that it is off."""
    _ = visit._
    found = occurrence_by_id(visit.tx, occurrence)
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if found is None or signup is None or signup.state != "in" or found.ends_at <= visit.now:
        gone(visit)
        return
    text = (
        _("Here is a file. Press it, and your phone puts the date into its calendar.")
        if found.state == "planned"
        else _("Here is a file. Press it, and your calendar knows that it is cancelled.")
    )
    visit.send(Outbound(text, attachment=file_of(_, visit.house.username, found, visit.now)))


def running(visit: Visit, occurrence: int) -> Occurrence | None:
    """Return a date that one may still take part in: a late arrival is fine."""
    found = occurrence_by_id(visit.tx, occurrence)
    return found if found and found.on and found.ends_at > visit.now else None


def sign_up(visit: Visit, occurrence: int, form: str) -> None:
    """Give a seat, if there is one and nobody stands before; twice is once."""
    found = running(visit, occurrence)
    if found is None or form not in TAKING_PART:
        gone(visit)
    elif seat(visit, found, form):
        confirm(visit, found, form)
    else:
        offers.ask(visit, found)


def take(visit: Visit, occurrence: int, form: str) -> None:
    """Take part in a form that is known from before: each is answered by its own button."""
    ACTIONS[f"sign.{form}"](visit, occurrence)


def seat(visit: Visit, occurrence: Occurrence, form: str) -> bool:
    """Take what a form needs, one seat or two, if there is room and nobody stands before; tell whether."""
    person = visit.known()
    visit.tx.lock_occurrence(id=occurrence.id)  # a queue that is read must be the queue that is
    before = signup_of(visit.tx, occurrence.id, person.id)
    first = first_waiting(visit.tx, occurrence.id)
    has_seat = before is not None and before.state in SEATED
    if not has_seat and first is not None and first.person != person.id:
        return False
    if take_part(visit.tx, occurrence.id, person.id, form, visit.now) == "full":
        return False
    invitations.answer(visit.tx, occurrence.id, person.id, "yes", visit.now)
    invitations.drop_if_full(visit.tx, occurrence.id, visit.now)
    return True


def confirm(visit: Visit, occurrence: Occurrence, form: str) -> None:
    """Say what somebody has said yes to, and what happens now."""
    _ = visit._
    rows = (
        (press(_("Go with somebody"), "sign.company", occurrence.id),),
        (press(_("Bring somebody"), "sign.bring", occurrence.id),),
        *cards.on_map(_, occurrence),
        cards.calendar(_, occurrence.id),
        cards.leave(_, occurrence.id),
    )
    text = cards.fit(
        cards.CARD,
        (0, _opening(_, form)),
        (0, cards.what(_, occurrence)),
        (1, _form_line(visit, occurrence, form)),
        (2, clash(visit, occurrence)),
    )
    visit.say(text, *rows, lasting=True)


def tell_host(visit: Visit, occurrence: Occurrence, host: Person, word: str, text: str) -> None:
    """Write to a host of a date once about each thing."""
    key = f"t:{visit.known().id}:{word}:{occurrence.id}:{host.id}"  # named so that erasure finds it
    visit.tell(host, Outbound(text), kind=Kind.STAFF, key=key, expires_at=occurrence.ends_at)


def name_for(visit: Visit, viewer: Person, _: Reader, *, hosts: bool = False) -> str:
    """Return what somebody may be called towards another person."""
    person = visit.known()
    near = hosts and not apart(visit.tx, viewer.id, person.id)
    return seen_by(sight_of(viewer, person, hosts=near), person).first_name or _("Somebody")


def _opening(_: Reader, form: str) -> str:
    match form:
        case "look":
            return _("You have chosen to look in.")
        case "hand":
            return _("Thank you for giving a hand.")
        case _other:
            return _("You answered: Yes, I will come. Lovely.")


def _form_line(visit: Visit, occurrence: Occurrence, form: str) -> str:
    _ = visit._
    host = cards.host_name(visit.tx, occurrence, visit.known().id)
    match form:
        case "look":
            return _("Come when it suits you, and leave whenever you like.")
        case "hand" if host:
            return _("{host} shows you what there is to do. If it gets too much, just say so.", host=host)
        case "hand":
            return _("We show you what there is to do. If it gets too much, just say so.")
        case _other if host:
            return _(
                "{host} meets you there. If you come a little later, that is fine. "
                "I will write before it begins.",
                host=host,
            )
        case _other:
            return _("If you come a little later, that is fine. I will write before it begins.")


def clash(visit: Visit, occurrence: Occurrence) -> str:
    """Say what else one has at the same time; both may be wanted, so it is only said."""
    person, tx = visit.known().id, visit.tx
    own = [s.occurrence for s in signups_of_person(tx, person, visit.now) if s.state == "in"]
    own += [s.occurrence for s in shifts_of_person(tx, person, visit.now)]
    for other in [occurrence_by_id(tx, id_) for id_ in own if id_ != occurrence.id]:
        if other and other.starts_at < occurrence.ends_at and occurrence.starts_at < other.ends_at:
            return visit._("At the same time you also have {activity}.", activity=cards.title(other.activity))
    return ""
