"""A shift is taken, or the reason is named why it cannot be; an overlap is theirs to overrule."""

from __future__ import annotations

from bot.domain.activity import Occurrence
from bot.domain.duty import SOFT, Bar, Facts, bars
from bot.domain.people import Role, shift_role
from bot.handlers import cards, papers, roles
from bot.handlers.promised import answered, thanks
from bot.handlers.registry import action, press
from bot.handlers.shifts import choices
from bot.handlers.signups import clash
from bot.handlers.visit import Visit
from bot.storage.activities import occurrence_by_id
from bot.storage.duty import facts_of
from bot.storage.shifts import take_shift


@action("shift.take")
def take(visit: Visit, occurrence: int, number: int) -> None:
    """Take a shift; an overlap, or more than somebody likes in a week, is told first."""
    _take(visit, occurrence, number, frozenset())


@action("shift.anyway")
def take_anyway(visit: Visit, occurrence: int, number: int) -> None:
    """Take a shift after having heard what speaks against it."""
    _take(visit, occurrence, number, SOFT)


def _take(visit: Visit, occurrence: int, number: int, overruled: frozenset[Bar]) -> None:
    date, role = occurrence_by_id(visit.tx, occurrence), shift_role(number)
    if date is None or role is None:
        _gone(visit)
        return
    visit.tx.lock_occurrence(id=date.id)
    facts = facts_of(visit.tx, visit.known(), date, role, visit.now, visit.house.zone)
    bar = next((found for found in bars(facts) if found not in overruled), None)
    if bar is None or bar is Bar.HAD:
        _taken(visit, date, role)
    elif bar in SOFT:
        _warn(visit, date, number, bar, facts)
    else:
        _refuse(visit, date, role, bar, facts)


def _taken(visit: Visit, date: Occurrence, role: Role) -> None:
    shift = take_shift(visit.tx, date, role.value, visit.known().id, visit.now)
    if shift is None:  # cannot be, while the date is locked
        _gone(visit)
        return
    answered(visit.tx, shift, date, visit.now, visit.house.zone)
    text = " ".join(filter(None, [thanks(visit, date, role), clash(visit, date)]))
    visit.say(text, *choices(visit, shift.id), lasting=True)


def _warn(visit: Visit, date: Occurrence, number: int, bar: Bar, facts: Facts) -> None:
    _ = visit._
    if bar is Bar.OVERLAP:
        text = _(
            "At the same time you also have {activity}. Would you like this one too?",
            activity=cards.clip(facts.clash, cards.TITLE),
        )
    else:
        text = _.count(
            "You have said at most {n} shift a week, and have that already. Would you like this one too?",
            "You have said at most {n} shifts a week, and have that already. Would you like this one too?",
            facts.cap,
        )
    visit.say(
        f"{cards.what(_, date)}\n{text}",
        (press(_("Yes, this one too"), "shift.anyway", date.id, number),),
        (press(_("No thank you"), "shift.open"),),
    )


def _refuse(visit: Visit, date: Occurrence, role: Role, bar: Bar, facts: Facts) -> None:
    _ = visit._
    match bar:
        case Bar.APPROVAL:
            roles.ask(visit, date.activity.organisation, role)
        case Bar.PAPER:
            papers.ask(visit, date.activity.organisation, role, facts.lacking)
        case Bar.TAKEN:
            visit.say(
                _("Somebody else said yes just before you. Thank you for wanting to."),
                (press(_("See open shifts"), "shift.open"),),
            )
        case Bar.APART:  # nobody may learn from this who comes there
            text = _(
                "{coordinator} has already thought of somebody for that one. Thank you for wanting to.",
                coordinator=visit.coordinator_name(),
            )
            visit.say(text, (press(_("See open shifts"), "shift.open"),))
        case _other:
            _gone(visit)


def _gone(visit: Visit) -> None:
    _ = visit._
    visit.say(_("That shift is not here any more."), (press(_("See open shifts"), "shift.open"),))
