"""Finding for oneself: what is on, one of them closer, and what one has said yes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from bot.dialogs.profile import Told, in_passing
from bot.domain.activity import Occurrence, Signup
from bot.domain.matching import judge, suits
from bot.domain.reasons import For
from bot.domain.weighing import Verdict
from bot.handlers import cards, talk, together
from bot.handlers.profile import areas, keep
from bot.handlers.registry import ACTIONS, action, command, intent, press
from bot.handlers.visit import Visit
from bot.i18n import N_
from bot.ports import Button
from bot.storage import matching
from bot.storage.activities import (
    occurrence_by_id,
    occurrences_between,
    shifts_of_person,
    signup_of,
    signups_of_person,
)
from bot.storage.companions import agreed
from bot.storage.invitations import invitation_of
from bot.storage.people import interests_of

AHEAD: Final = timedelta(days=7)
FAR_AHEAD: Final = timedelta(days=60)
PAGE, FOUND = 4, 3  # on a page: of one's own, and of what was found (beside two other buttons)
MOST: Final = 5  # choices under one message
T = TypeVar("T")
Row = tuple[Button, ...]


class Found(NamedTuple):
    """A date with how it fits somebody; ``suits``: it goes against nothing that they have told."""

    date: Occurrence
    verdict: Verdict
    suits: bool


LINE, FOUND_LINE = 40, 28  # characters of a title in a list
WEEK, NEAR, LIKED, ALL = range(4)  # the order is for ever: it stands on buttons
VIEWS: Final = MappingProxyType(
    {WEEK: N_("This week"), NEAR: N_("Close to me"), LIKED: N_("What I like"), ALL: N_("Everything")}
)


@command("aktiviteter", "activities")
@action("find")
def find(visit: Visit, page: int = 0, view: int = WEEK) -> None:
    """Show what is on, what fits the person best first; all but the week show the next date of each thing."""
    _ = visit._
    view = view if view in VIEWS else WEEK
    person = visit.known()
    if view == NEAR and not person.area:
        talk.begin(visit, in_passing, what="area", view=view, areas=areas(visit))
        return
    if view == LIKED and not interests_of(visit.tx, person.id, "wish"):
        talk.begin(visit, in_passing, what="wishes", view=view)
        return
    span = AHEAD if view == WEEK else FAR_AHEAD
    found = [one for one in ranked(visit, span) if _belongs(view, one.verdict)]
    found = found if view == WEEK else first_of_each(found)
    if not found:
        nothing = _(
            "Nothing is on in the next week. When something comes that fits your wishes, I will write."
        )
        none = _("I have found nothing like that. When something comes that fits your wishes, I will write.")
        visit.say(nothing if view == WEEK else none, *elsewhere(visit, view))
        return
    show_list(visit, _head(visit, view, len(found)), found, page, "find", view)


@talk.finishes(in_passing)
def told(visit: Visit, result: Told) -> None:
    """Keep what was told in passing, and show what was asked for; all there is, if it was passed over."""
    keep(visit, result.told)
    missing = result.view == NEAR and not visit.known().area
    find(visit, 0, WEEK if missing or not (result.told.area or result.told.wishes) else result.view)


@action("find.views")
def views(visit: Visit) -> None:
    """Ask what to show; it can be written as well."""
    _ = visit._
    rows = [(press(_(label), "find", 0, view),) for view, label in VIEWS.items()]
    visit.say(
        _("What would you like to see? You can also write it, like: something with music."),
        *rows,
        cards.menu(_),
    )


@action("find.about")
def about(visit: Visit, occurrence: int = 0) -> None:
    """Show one date closely, with what this person may do about it."""
    found = occurrence_by_id(visit.tx, occurrence)
    if found is None or not found.on or found.ends_at <= visit.now:
        gone(visit)
        return
    text = cards.card(visit._, visit.tx, found, visit.known().id, _standing(visit, found))
    visit.say(text, *choices(visit, found))


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
    shifts = shifts_of_person(visit.tx, visit.known().id, visit.now)
    if shifts and not found:
        ACTIONS["shift.which"](visit)
        return
    if not found:
        mine(visit)
        return
    if len(found) == 1 and not shifts:
        sure_to_cancel(visit, found[0][0])
        return
    rows = [
        (press(cards.label(o.activity, n), "sign.out", o.id),) for n, (o, _s) in enumerate(found[:PAGE], 1)
    ]
    lines = [line(visit, o, n) for n, (o, _s) in enumerate(found[:PAGE], 1)]
    head = _("Which one would you like to cancel? Press it, and it is done. You can undo it.")
    if shifts:
        rows.append((press(_("One of my shifts"), "shift.which"),))
    visit.say("\n".join([head, *lines]), *rows, (press(_("None of them"), "mine"),))


def sure_to_cancel(visit: Visit, found: Occurrence) -> None:
    """Ask whether somebody means to give up the one thing that can be meant."""
    _ = visit._
    text = _(
        "Would you like to cancel {activity}, {when}?",
        activity=cards.title(found.activity),
        when=_.when(found.starts_at),
    )
    yes = (press(_("Yes, cancel"), "sign.out", found.id),)
    visit.say(text, yes, (press(_("No, I am coming"), "find.about", found.id),))


def gone(visit: Visit) -> None:
    """Say kindly that a date is no more; the same for one that never was."""
    _ = visit._
    text = _("That one is over or has been called off. You need not do anything.")
    visit.say(text, cards.look_on(_), cards.human(_))


def choices(visit: Visit, found: Occurrence) -> tuple[Row, ...]:
    """Return what this person may do about a date, and as far as there is room how to hear more."""
    rows = _choices(visit, found)
    return (*rows, *cards.more(visit._, found)[: max(0, MOST - len(rows))])


def ranked(visit: Visit, span: timedelta) -> list[Found]:
    """Return what is on with how it fits this person: what suits first, then the best, then the soonest."""
    tx, zone, person = visit.tx, visit.house.zone, visit.known()
    dates = occurrences_between(tx, visit.now, visit.now + span)
    offers = matching.offers_of(tx, dates, zone)
    candidate = matching.candidate_of(tx, person, [o.activity for o in dates], visit.now, zone)
    found = [
        Found(date, judge(candidate, offer, visit.now), suits(candidate, offer))
        for date, offer in zip(dates, offers, strict=True)
    ]
    return sorted(found, key=lambda one: (not one.suits, -one.verdict.score, *_time(one)))


def soonest(visit: Visit) -> list[Occurrence]:
    """Return what is on in the next week, what fits this person best first, each activity once."""
    return [one.date for one in first_of_each(ranked(visit, AHEAD))]


def _time(found: Found) -> tuple[datetime, int]:
    return found.date.starts_at, found.date.id


def _belongs(view: int, verdict: Verdict) -> bool:
    said = {code for code, _about in verdict.fors}
    match view:
        case _ if view == NEAR:
            return bool(said & {For.AREA, For.NEAR})
        case _ if view == LIKED:
            return bool(said & {For.WISH, For.AGAIN})
        case _:
            return True


def first_of_each(found: list[Found]) -> list[Found]:
    """Return the next date of each activity, in the order in which the activities come."""
    soonest: dict[int, Found] = {}
    for one in found:
        known = soonest.get(one.date.activity.id, one)
        soonest[one.date.activity.id] = min(known, one, key=_time)
    return list(soonest.values())


def _head(visit: Visit, view: int, n: int) -> str:
    _ = visit._
    if view == WEEK:
        return _.count("I found one thing in the next week:", "I found {n} things in the next week:", n)
    if view == NEAR:
        area = cards.clip(visit.known().area, FOUND_LINE)
        return _.count("I found one thing near {area}:", "I found {n} things near {area}:", n, area=area)
    if view == LIKED:
        return _.count("I found one thing that you may like:", "I found {n} things that you may like:", n)
    return _.count("I found one thing in all:", "I found {n} things in all:", n)


def show_list(visit: Visit, head: str, found: list[Found], page: int, verb: str, *numbers: int) -> None:
    """Show a page of what was found, in the order of time, what does not suit last, and the way on."""
    _ = visit._
    part, first = _page(found, page, FOUND)
    shown = [one.date for one in sorted(part, key=lambda one: (not one.suits, *_time(one)))]
    lines = [line(visit, o, n, FOUND_LINE) for n, o in enumerate(shown, first + 1)]
    rows = [_about(o, n) for n, o in enumerate(shown, first + 1)]
    if first + FOUND < len(found):
        rows.append((press(_("Show more"), verb, first // FOUND + 1, *numbers),))
    tail = _.count("Press it to hear more.", "Press one of them to hear more.", len(found))
    visit.say("\n".join([head, *lines, tail]), *rows, (press(_("Choose what you see"), "find.views"),))


def elsewhere(visit: Visit, view: int = ALL) -> tuple[Row, ...]:
    """Return where else to look when there is nothing."""
    _ = visit._
    everything = ((press(_("Show everything"), "find", 0, ALL),),) if view != ALL else ()
    look = ((press(_("Choose what you see"), "find.views"),),) if view == ALL else ()
    return (*everything, *look, cards.human(_), cards.menu(_))


def _choices(visit: Visit, found: Occurrence) -> tuple[Row, ...]:
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
    company = (press(_("Go with somebody"), "sign.company", found.id),)
    return join, company, (press(_("Take part another way"), "sign.forms", found.id),)


def _standing(visit: Visit, found: Occurrence) -> str:
    """Return how the person stands to a date, in a sentence; empty if they do not yet."""
    _, person = visit._, visit.known()
    signup = signup_of(visit.tx, found.id, person.id)
    if signup is None or signup.state not in ("in", "waiting"):
        return ""
    if signup.state == "waiting":
        return _("You are on the waiting list.")
    pair = agreed(visit.tx, found.id, person.id) if signup.form == "company" else None
    if pair:
        return " ".join([_("You are signed up."), together.in_a_line(visit.tx, _, pair, person, found)])
    if signup.form == "company":
        return _("You are signed up, and I am looking for a companion.")
    if signup.party > 1:
        return _("You are signed up with a guest.")
    return {"look": _("You look in."), "hand": _("You give a hand.")}.get(
        signup.form, _("You are signed up.")
    )


def _mine(visit: Visit) -> list[tuple[Occurrence, Signup]]:
    signups = signups_of_person(visit.tx, visit.known().id, visit.now)
    pairs = [(occurrence_by_id(visit.tx, s.occurrence), s) for s in signups]
    return [(o, s) for o, s in pairs if o is not None and o.on]


def _page(found: list[T], page: int, size: int = PAGE) -> tuple[list[T], int]:
    first = max(0, page) * size
    return (found[first : first + size], first) if first < len(found) else (found[:size], 0)


def _about(occurrence: Occurrence, number: int) -> Row:
    return (press(cards.label(occurrence.activity, number), "find.about", occurrence.id),)


def line(visit: Visit, occurrence: Occurrence, number: int, most: int = LINE) -> str:
    """Return what and when as a line of a list."""
    return visit._(
        "{number}. {activity}, {when}",
        number=number,
        activity=cards.clip(occurrence.activity.title, most),
        when=visit._.when(occurrence.starts_at),
    )


def _mine_line(visit: Visit, occurrence: Occurrence, signup: Signup, number: int) -> str:
    said = line(visit, occurrence, number)
    if signup.state == "in":
        return said
    return visit._("{line} (on the waiting list)", line=said)
