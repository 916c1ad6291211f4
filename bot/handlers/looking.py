"""Looking in one's own words: noget med musik, torsdagskaffe, hvad sker der på fredag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.domain.activity import Occurrence
from bot.domain.candidates import part_of_day
from bot.handlers.find import FAR_AHEAD, WEEK, elsewhere, find, first_of_each, ranked, show_list
from bot.handlers.registry import action
from bot.handlers.visit import Visit
from bot.language import seeking
from bot.language.fold import fold, shown
from bot.language.kinds import kinds_shown
from bot.language.span import Span, read_span

NAME: Final = 4  # letters of a title that is known again
BESIDE: Final = 1  # words that may stand beside it


@action("find.word")
def more_of_it(visit: Visit, page: int = 0, first: int = 0, second: int = 0, third: int = 0) -> None:
    """Show a further page of what was looked for in somebody's own words."""
    words = [word for word in map(seeking.unpack, (first, second, third)) if word]
    if not words or not look(visit, words, page=page):
        find(visit)


@action("find.when")
def more_of_then(visit: Visit, page: int = 0, first: int = 0, days: int = 1, times: int = 0) -> None:
    """Show a further page of what takes place on some days."""
    if 1 <= first <= date.max.toordinal() - FAR_AHEAD.days and 1 <= days <= FAR_AHEAD.days:
        begins = date.fromordinal(first)
        on_days(visit, Span(begins, begins + timedelta(days=days - 1), times), page)
    else:
        find(visit)


def span(visit: Visit) -> Span | None:
    """Return the days that are asked about, if any are named."""
    return read_span(visit.inbound.text, visit.now.astimezone(visit.house.zone).replace(tzinfo=None))


def by_name(visit: Visit) -> Occurrence | None:
    """Return the next date of the one activity that is asked for by its name; of several, none."""
    said, when = f" {fold(visit.inbound.text)} ", span(visit)
    named: dict[int, Occurrence] = {}
    for one in (found.date for found in ranked(visit, FAR_AHEAD)):
        name = shown(one.activity.title)
        search = seeking.read(said.replace(f" {name} ", " ")) if f" {name} " in said else None
        if len(name) >= NAME and search and len(search.words) <= BESIDE and _is_then(visit, one, when):
            soonest = named.get(one.activity.id, one)
            named[one.activity.id] = min(one, soonest, key=lambda o: o.starts_at)
    return next(iter(named.values())) if len(named) == 1 else None


def look(
    visit: Visit,
    words: Sequence[str],
    page: int = 0,
    *,
    sure: bool = False,
    strict: bool = False,
    when: Span | None = None,
) -> bool:
    """Show what answers to most of these words; tell whether there was an answer.

    ``sure``: say so if there is nothing.  ``strict``: every word must be answered to.  ``when``: only then.
    """
    _ = visit._
    ahead = [one for one in ranked(visit, FAR_AHEAD) if _is_then(visit, one.date, when)]
    hits = [(one, seeking.hits(words, _texts(one.date), _kinds(one.date))) for one in ahead]
    most = max((hit for _one, hit in hits), default=0)
    if most == 0 or (strict and most < len(words)):
        if sure:
            text = _(
                "I have found nothing like that. When something comes that fits your wishes, I will write."
            )
            visit.say(text, *elsewhere(visit))
        return sure
    found = first_of_each([one for one, hit in hits if hit == most])
    head = _.count("I found one thing like that:", "I found {n} things like that:", len(found))
    show_list(visit, head, found, page, "find.word", *map(seeking.pack, words))
    return True


def on_days(visit: Visit, asked: Span, page: int = 0) -> None:
    """Show all that takes place on some days, in the order of time."""
    _ = visit._
    found = [one for one in ranked(visit, FAR_AHEAD) if _is_then(visit, one.date, asked)]
    found.sort(key=lambda one: one.date.starts_at)
    on_one_day = asked.days == 1 and not asked.times
    day = _.day(asked.first)
    if not found:
        none = (
            _("I see nothing on {day} yet.", day=day) if on_one_day else _("I see nothing at that time yet.")
        )
        visit.say(none, *elsewhere(visit, WEEK))
        return
    if on_one_day:
        head = _.count("I found one thing on {day}:", "I found {n} things on {day}:", len(found), day=day)
    else:
        head = _.count("I found one thing at that time:", "I found {n} things at that time:", len(found))
    numbers = (asked.first.toordinal(), asked.days, asked.times)
    show_list(visit, head, found, page, "find.when", *numbers)


def _is_then(visit: Visit, occurrence: Occurrence, asked: Span | None) -> bool:
    """Tell whether a date is on the days and at the time of day that were asked about."""
    local = occurrence.starts_at.astimezone(visit.house.zone)
    return asked is None or (
        asked.first <= local.date() <= asked.last
        and (not asked.times or bool(asked.times & part_of_day(local.hour)))
    )


def _texts(occurrence: Occurrence) -> tuple[str, ...]:
    activity = occurrence.activity
    return activity.title, activity.place, activity.area


def _kinds(occurrence: Occurrence) -> frozenset[str]:
    interest = occurrence.activity.interest.casefold()
    return frozenset({interest}) if interest else kinds_shown(occurrence.activity.title)
