"""Who was there, told by the host with one tap for each: so that whoever was missed can be greeted kindly."""

from __future__ import annotations

from typing import Final

from bot.domain.activity import Occurrence, Signup
from bot.domain.people import Person, Role, Sight, seen_by
from bot.handlers import cards, menu
from bot.handlers.afterwards import CAME, STAYED_AWAY
from bot.handlers.looks import note_names_seen
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage.activities import occurrence_by_id, shifts_of, signup_by_id, signups_of
from bot.storage.blocks import apart
from bot.storage.people import person_by_id
from bot.storage.store import Tx

SHOWN: Final = 4
NAME: Final = 14  # characters of a name on a button


def hosts_of(tx: Tx, occurrence: Occurrence) -> list[Person]:
    """Return who receives people at a date: whoever took that shift, else the activity's own host."""
    on_duty = [shift.person for shift in shifts_of(tx, occurrence.id) if shift.role == "host"]
    ids = on_duty or list(filter(None, [occurrence.activity.host]))
    found = [person_by_id(tx, id_) for id_ in ids]
    return [person for person in found if person is not None]


def question(_: Reader, host: Person, occurrence: Occurrence) -> Outbound:
    """Return what a host is asked when a date is over."""
    text = _(
        "Thank you for today, {name}. Would you like to tell who was at {activity}? Then we can say hello to "
        "those who were missed.",
        name=host.first_name,
        activity=cards.title(occurrence.activity),
    )
    return Outbound(
        text,
        (
            (press(_("Yes, gladly"), "came.list", occurrence.id),),
            (press(_("Everybody was there"), "came.rest", occurrence.id),),
            (press(_("Not this time"), "came.skip"),),
        ),
    )


@action("came.list")
def who(visit: Visit, occurrence: int) -> None:
    """Show who had signed up, with two words for each."""
    if found := _hosted(visit, occurrence):
        note_names_seen(visit, found, [signup.person for signup in signups_of(visit.tx, found.id)])
        _show(visit, found)


@action("came.yes")
def was_there(visit: Visit, signup: int) -> None:
    """Keep that somebody was there."""
    _mark(visit, signup, CAME)


@action("came.no")
def was_not_there(visit: Visit, signup: int) -> None:
    """Keep that somebody did not come; it is no judgement, and is told to nobody."""
    _mark(visit, signup, STAYED_AWAY)


@action("came.rest")
def all_others(visit: Visit, occurrence: int) -> None:
    """Keep that everybody of whom nothing was said was there."""
    if found := _hosted(visit, occurrence):
        for signup in signups_of(visit.tx, found.id):
            if not signup.came:
                visit.tx.set_came(id=signup.id, came=CAME)
        note_names_seen(visit, found, [signup.person for signup in signups_of(visit.tx, found.id)])
        _show(visit, found)


@action("came.undo")
def undo(visit: Visit, occurrence: int) -> None:
    """Take back who was said not to have come: a wrong tap is easily made."""
    if found := _hosted(visit, occurrence):
        for signup in signups_of(visit.tx, found.id):
            if signup.came == STAYED_AWAY:
                visit.tx.set_came(id=signup.id, came="")
        _show(visit, found)


@action("came.fix")
def correct(visit: Visit, occurrence: int, page: int = 0) -> None:
    """Show what is known of each, to be turned round with one tap."""
    _, found = visit._, _hosted(visit, occurrence)
    if found is None:
        return
    known = [signup for signup in signups_of(visit.tx, found.id) if signup.came]
    shown = known[page * SHOWN : (page + 1) * SHOWN]
    rows = []
    for signup in shown:
        name = cards.clip(_name(visit, signup), NAME)
        if signup.came == CAME:
            rows.append((press(_("{name} did not come", name=name), "came.no", signup.id),))
        else:
            rows.append((press(_("{name} was there", name=name), "came.yes", signup.id),))
    if (page + 1) * SHOWN < len(known):
        rows.append((press(_("Show more"), "came.fix", found.id, page + 1),))
    note_names_seen(visit, found, [signup.person for signup in shown])
    text = _("What shall be corrected?") if shown else _("Nothing is written down yet.")
    message = Outbound(text, (*rows, (press(_("Back"), "came.list", found.id),)))
    visit.tell(visit.known(), message, kind=Kind.REPLY, key=f"who:{found.id}:{visit.inbound.key}")


@action("came.skip")
def skip(visit: Visit) -> None:
    """Ask no further."""
    menu.show(visit, visit._("That is quite all right. Thank you for today."))


def _mark(visit: Visit, signup: int, came: str) -> None:
    found = signup_by_id(visit.tx, signup)
    date = _hosted(visit, found.occurrence if found else 0)
    if found is None or date is None:
        return
    if found.state == "in":
        visit.tx.set_came(id=found.id, came=came)
    _show(visit, date)


def _hosted(visit: Visit, occurrence: int) -> Occurrence | None:
    """Return a date that has begun and that this person receives people at, or coordinates; else say so."""
    person, found = visit.known(), occurrence_by_id(visit.tx, occurrence)
    if found and found.on and found.starts_at <= visit.now:
        hosts = {host.id for host in hosts_of(visit.tx, found)}
        if person.id in hosts or person.is_(Role.COORDINATOR, found.activity.organisation):
            return found
    menu.show(visit, visit._("That is not here any more."))
    return None


def _show(visit: Visit, found: Occurrence) -> None:
    _ = visit._
    signups = signups_of(visit.tx, found.id)
    there = [_name(visit, s) for s in signups if s.came == CAME]
    missed = [_name(visit, s) for s in signups if s.came == STAYED_AWAY]
    open_ = [s for s in signups if not s.came]
    lines = [
        cards.what(_, found),
        _("Was there: {names}.", names=_.all_of(there)) if there else "",
        _("Did not come: {names}.", names=_.all_of(missed)) if missed else "",
        _("Who was there?")
        if open_
        else _("Thank you. Now we know, and can say hello to those who were missed."),
    ]
    rows = [
        (press(_("{name} was there", name=name), "came.yes", s.id), press(_("Did not come"), "came.no", s.id))
        for s in open_[:SHOWN]
        for name in [cards.clip(_name(visit, s), NAME)]
    ]
    if open_:
        rows.append((press(_("The rest were there"), "came.rest", found.id),))  # type: ignore[arg-type]  # rows differ in length
    undo = ((press(_("Undo"), "came.undo", found.id),),) if missed else ()
    fix = ((press(_("Correct it"), "came.fix", found.id),),) if not open_ and (there or missed) else ()
    message = Outbound(
        "\n".join(filter(None, lines)),
        (*rows, *undo, *fix, cards.menu(_)),
        edit=visit.inbound.message_id if there or missed else 0,
    )
    visit.tell(visit.known(), message, kind=Kind.REPLY, key=f"who:{found.id}:{visit.inbound.key}")


def _name(visit: Visit, signup: Signup) -> str:
    person = person_by_id(visit.tx, signup.person)
    if person is None or apart(visit.tx, visit.known().id, person.id):
        return visit._("Somebody")
    return seen_by(Sight.HOST, person).first_name or visit._("Somebody")
