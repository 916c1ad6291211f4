"""Finding for oneself: what is on, one of them closer, and what one has said yes to."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, TypeVar

from bot.domain.activity import Occurrence, Signup
from bot.handlers import cards
from bot.handlers.registry import action, command, intent, press
from bot.handlers.visit import Visit
from bot.ports import Button
from bot.storage.activities import occurrence_by_id, occurrences_between, signup_of, signups_of_person
from bot.storage.invitations import invitation_of

AHEAD: Final = timedelta(days=7)
PAGE: Final = 4
MOST: Final = 5  # choices under one message
T = TypeVar("T")
LINE: Final = 40  # characters of a title in a list


@command("aktiviteter", "activities")
@intent("activities")
@action("find")
def find(visit: Visit, page: int = 0) -> None:
    """Show what is on in the next days, what is near the person first."""
    _ = visit._
    area = visit.person.area.casefold() if visit.person else ""
    found = occurrences_between(visit.tx, visit.now, visit.now + AHEAD)
    found.sort(key=lambda o: (not area or area not in o.activity.area.casefold(), o.starts_at, o.id))
    shown, first = _page(found, page)
    if not shown:
        visit.say(
            _("Nothing is on in the next week. When something comes that fits your wishes, I will write."),
            cards.human(_),
            cards.menu(_),
        )
        return
    lines = [_line(visit, o, n) for n, o in enumerate(shown, first + 1)]
    head = _.count("I found one thing in the next week:", "I found {n} things in the next week:", len(found))
    tail = _.count("Press it to hear more.", "Press one of them to hear more.", len(found))
    rows = [_about(o, n) for n, o in enumerate(shown, first + 1)]
    if first + PAGE < len(found):
        rows.append((press(_("Show more"), "find", first // PAGE + 1),))
    visit.say("\n".join([head, *lines, tail]), *rows)


@action("find.about")
def about(visit: Visit, occurrence: int = 0) -> None:
    """Show one date closely, with what this person may do about it."""
    found = occurrence_by_id(visit.tx, occurrence)
    if found is None or not found.on or found.ends_at <= visit.now:
        gone(visit)
        return
    visit.say(cards.card(visit._, visit.tx, found, visit.known().id), *choices(visit, found))


@command("mine", "my")
@intent("my_signups")
@action("mine")
def mine(visit: Visit, page: int = 0) -> None:
    """Show what the person takes part in or waits for."""
    _ = visit._
    found = _mine(visit)
    shown, first = _page(found, page)
    if not shown:
        text = _("You have not signed up for anything right now. Shall I show you what is on?")
        visit.say(text, (press(_("Yes, show me"), "find"),), cards.human(_), cards.menu(_))
    elif len(found) == 1:
        about(visit, shown[0][0].id)
    else:
        lines = [_mine_line(visit, o, s, n) for n, (o, s) in enumerate(shown, first + 1)]
        rows = [_about(o, n) for n, (o, _s) in enumerate(shown, first + 1)]
        if first + PAGE < len(found):
            rows.append((press(_("Show more"), "mine", first // PAGE + 1),))
        head = _("This is what you have signed up for:")
        visit.say("\n".join([head, *lines, _("Press one of them to hear more or to cancel.")]), *rows)


@intent("cancel_signup")
def which_to_cancel(visit: Visit) -> None:
    """Ask which sign-up is meant: a sentence is never taken for a cancellation."""
    _ = visit._
    found = _mine(visit)
    if not found:
        mine(visit)
        return
    rows = [
        (press(cards.label(o.activity, n), "sign.out", o.id),) for n, (o, _s) in enumerate(found[:PAGE], 1)
    ]
    lines = [_line(visit, o, n) for n, (o, _s) in enumerate(found[:PAGE], 1)]
    head = _("Which one would you like to cancel? Press it, and it is done. You can undo it.")
    visit.say("\n".join([head, *lines]), *rows, (press(_("None of them"), "mine"),))


def gone(visit: Visit) -> None:
    """Say kindly that a date is no more; the same for one that never was."""
    _ = visit._
    text = _("That one is over or has been called off. You need not do anything.")
    visit.say(text, cards.look_on(_), cards.human(_))


def choices(visit: Visit, found: Occurrence) -> tuple[tuple[Button, ...], ...]:
    """Return what this person may do about a date, and as far as there is room how to hear more."""
    rows = _choices(visit, found)
    return (*rows, *cards.more(visit._, found)[: max(0, MOST - len(rows))])


def _choices(visit: Visit, found: Occurrence) -> tuple[tuple[Button, ...], ...]:
    _ = visit._
    person = visit.known()
    signup = signup_of(visit.tx, found.id, person.id)
    state = signup.state if signup else "out"
    if state == "in":
        together = _("My company") if signup and signup.form == "company" else _("Go with somebody")
        with_somebody = (press(together, "sign.company", found.id),)
        return with_somebody, cards.calendar(_, found.id), cards.leave(_, found.id)
    if state == "offered":
        return (press(_("Yes please"), "wait.yes", found.id),), (press(_("No thanks"), "wait.no", found.id),)
    if state == "waiting":
        return (press(_("Take me off the list"), "wait.off", found.id),), cards.look_on(_)
    if found.free <= 0:
        on_list = (press(_("Put me on the waiting list"), "wait.on", found.id),)
        return (on_list if found.starts_at > visit.now else cards.human(_)), cards.look_on(_)
    join = (press(_("Yes, I will come"), "sign.join", found.id),)
    invited = invitation_of(visit.tx, found.id, person.id)
    if invited and invited.reason:
        return (
            join,
            (press(_("Maybe"), "inv.maybe", found.id),),
            (press(_("Not this time"), "inv.no", found.id),),
            (press(_("Why do you ask me?"), "inv.why", found.id),),
        )
    return join, (press(_("Take part another way"), "sign.forms", found.id),), cards.look_on(_)


def _mine(visit: Visit) -> list[tuple[Occurrence, Signup]]:
    signups = signups_of_person(visit.tx, visit.known().id, visit.now)
    pairs = [(occurrence_by_id(visit.tx, s.occurrence), s) for s in signups]
    return [(o, s) for o, s in pairs if o is not None and o.on]


def _page(found: list[T], page: int) -> tuple[list[T], int]:
    first = max(0, page) * PAGE
    return (found[first : first + PAGE], first) if first < len(found) else (found[:PAGE], 0)


def _about(occurrence: Occurrence, number: int) -> tuple[Button, ...]:
    return (press(cards.label(occurrence.activity, number), "find.about", occurrence.id),)


def _line(visit: Visit, occurrence: Occurrence, number: int) -> str:
    return visit._(
        "{number}. {activity}, {when}",
        number=number,
        activity=cards.clip(occurrence.activity.title, LINE),
        when=visit._.when(occurrence.starts_at),
    )


def _mine_line(visit: Visit, occurrence: Occurrence, signup: Signup, number: int) -> str:
    line = _line(visit, occurrence, number)
    if signup.state == "in":
        return line
    return visit._("{line} (on the waiting list)", line=line)
