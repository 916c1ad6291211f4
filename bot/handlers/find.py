"""Finding for oneself: what is on, one of them closer, and what one has said yes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Final, TypeVar

from bot.domain.activity import Occurrence, Signup
from bot.domain.matching import Verdict, judge, suits
from bot.domain.reasons import For
from bot.handlers import cards
from bot.handlers.registry import action, command, intent, press
from bot.handlers.visit import Visit
from bot.i18n import N_
from bot.language import seeking
from bot.language.kinds import kinds_shown
from bot.ports import Button
from bot.storage import matching
from bot.storage.activities import occurrence_by_id, occurrences_between, signup_of, signups_of_person
from bot.storage.invitations import invitation_of
from bot.storage.people import interests_of

AHEAD: Final = timedelta(days=7)
FAR_AHEAD: Final = timedelta(days=60)
PAGE, FOUND = 4, 3  # on a page: of one's own, and of what was found (beside two other buttons)
MOST: Final = 5  # choices under one message
T = TypeVar("T")
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
        _tell_us(visit, _("Where would you like it to be? Tell me, and I show what is close."))
        return
    if view == LIKED and not interests_of(visit.tx, person.id, "wish"):
        _tell_us(visit, _("What would you like more of? Tell me, and I show what fits."))
        return
    found = [
        o for o, verdict in _sorted(visit, AHEAD if view == WEEK else FAR_AHEAD) if _belongs(view, verdict)
    ]
    found = found if view == WEEK else _first_of_each(found)
    if not found:
        nothing = _(
            "Nothing is on in the next week. When something comes that fits your wishes, I will write."
        )
        none = _("I have found nothing like that. When something comes that fits your wishes, I will write.")
        visit.say(nothing if view == WEEK else none, *_elsewhere(visit, view))
        return
    _list(visit, _head(visit, view, len(found)), found, page, "find", view)


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


@action("find.word")
def more_of_it(visit: Visit, page: int = 0, first: int = 0, second: int = 0, third: int = 0) -> None:
    """Show a further page of what was looked for in somebody's own words."""
    words = [word for word in map(seeking.unpack, (first, second, third)) if word]
    if not words or not look(visit, words, page=page):
        find(visit)


def look(
    visit: Visit, words: Sequence[str], page: int = 0, *, sure: bool = False, strict: bool = False
) -> bool:
    """Show what answers to most of these words; tell whether there was an answer.

    ``sure``: say so if there is nothing.  ``strict``: every word must be answered to.
    """
    _ = visit._
    hits = [(o, seeking.hits(words, _texts(o), _kinds(o))) for o, _verdict in _sorted(visit, FAR_AHEAD)]
    most = max((hit for _o, hit in hits), default=0)
    if most == 0 or (strict and most < len(words)):
        if sure:
            text = _(
                "I have found nothing like that. When something comes that fits your wishes, I will write."
            )
            visit.say(text, *_elsewhere(visit))
        return sure
    found = _first_of_each([o for o, hit in hits if hit == most])
    head = _.count("I found one thing like that:", "I found {n} things like that:", len(found))
    _list(visit, head, found, page, "find.word", *map(seeking.pack, words))
    return True


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


def _sorted(visit: Visit, span: timedelta) -> list[tuple[Occurrence, Verdict]]:
    """Return what is on with how it fits this person: what suits first, then the best, then the soonest."""
    tx, zone, person = visit.tx, visit.house.zone, visit.known()
    found = occurrences_between(tx, visit.now, visit.now + span)
    offers = matching.offers_of(tx, found, zone)
    candidate = matching.candidate_of(tx, person, [o.activity for o in found], visit.now, zone)
    judged = [(o, judge(candidate, offer, visit.now), offer) for o, offer in zip(found, offers, strict=True)]
    judged.sort(key=lambda one: (not suits(candidate, one[2]), -one[1].score, one[0].starts_at, one[0].id))
    return [(occurrence, verdict) for occurrence, verdict, _offer in judged]


def _belongs(view: int, verdict: Verdict) -> bool:
    said = {code for code, _about in verdict.fors}
    match view:
        case _ if view == NEAR:
            return bool(said & {For.AREA, For.NEAR})
        case _ if view == LIKED:
            return bool(said & {For.WISH, For.AGAIN})
        case _:
            return True


def _first_of_each(found: list[Occurrence]) -> list[Occurrence]:
    """Return the next date of each activity, in the order in which the activities come."""
    soonest: dict[int, Occurrence] = {}
    for one in found:
        known = soonest.get(one.activity.id)
        soonest[one.activity.id] = one if known is None or one.starts_at < known.starts_at else known
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


def _list(visit: Visit, head: str, found: list[Occurrence], page: int, verb: str, *numbers: int) -> None:
    """Show a page of what was found, and the way on."""
    _ = visit._
    shown, first = _page(found, page, FOUND)
    lines = [_line(visit, o, n, FOUND_LINE) for n, o in enumerate(shown, first + 1)]
    rows = [_about(o, n) for n, o in enumerate(shown, first + 1)]
    if first + FOUND < len(found):
        rows.append((press(_("Show more"), verb, first // FOUND + 1, *numbers),))
    tail = _.count("Press it to hear more.", "Press one of them to hear more.", len(found))
    visit.say("\n".join([head, *lines, tail]), *rows, (press(_("Choose what you see"), "find.views"),))


def _elsewhere(visit: Visit, view: int = ALL) -> tuple[tuple[Button, ...], ...]:
    _ = visit._
    everything = ((press(_("Show everything"), "find", 0, ALL),),) if view != ALL else ()
    look = ((press(_("Choose what you see"), "find.views"),),) if view == ALL else ()
    return (*everything, *look, cards.human(_), cards.menu(_))


def _tell_us(visit: Visit, text: str) -> None:
    _ = visit._
    rows = ((press(_("Correct my wishes"), "data.fix"),), (press(_("Show everything"), "find", 0, ALL),))
    visit.say(text, *rows, cards.menu(_))


def _texts(occurrence: Occurrence) -> tuple[str, ...]:
    activity = occurrence.activity
    return activity.title, activity.place, activity.area


def _kinds(occurrence: Occurrence) -> frozenset[str]:
    interest = occurrence.activity.interest.casefold()
    return frozenset({interest}) if interest else kinds_shown(occurrence.activity.title)


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
    company = (press(_("Go with somebody"), "sign.company", found.id),)
    return join, company, (press(_("Take part another way"), "sign.forms", found.id),)


def _mine(visit: Visit) -> list[tuple[Occurrence, Signup]]:
    signups = signups_of_person(visit.tx, visit.known().id, visit.now)
    pairs = [(occurrence_by_id(visit.tx, s.occurrence), s) for s in signups]
    return [(o, s) for o, s in pairs if o is not None and o.on]


def _page(found: list[T], page: int, size: int = PAGE) -> tuple[list[T], int]:
    first = max(0, page) * size
    return (found[first : first + size], first) if first < len(found) else (found[:size], 0)


def _about(occurrence: Occurrence, number: int) -> tuple[Button, ...]:
    return (press(cards.label(occurrence.activity, number), "find.about", occurrence.id),)


def _line(visit: Visit, occurrence: Occurrence, number: int, most: int = LINE) -> str:
    return visit._(
        "{number}. {activity}, {when}",
        number=number,
        activity=cards.clip(occurrence.activity.title, most),
        when=visit._.when(occurrence.starts_at),
    )


def _mine_line(visit: Visit, occurrence: Occurrence, signup: Signup, number: int) -> str:
    line = _line(visit, occurrence, number)
    if signup.state == "in":
        return line
    return visit._("{line} (on the waiting list)", line=line)
