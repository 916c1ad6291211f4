"""Company asked for in free words: with a companion, or with somebody of one's own; and who it is."""

from __future__ import annotations

from typing import Final

from bot.domain.activity import PAIR, Occurrence
from bot.handlers import accompany, cards, find
from bot.handlers.expecting import dates_shown
from bot.handlers.registry import ACTIONS, intent, press
from bot.handlers.visit import Visit
from bot.language.company import about_companion, about_search, brings, is_shy
from bot.storage.activities import occurrence_by_id, signup_of, signups_of_person
from bot.storage.companions import companionships_ahead
from bot.storage.people import person_by_id

SHY: Final = ("unknown", "activities", "companion")  # what being shy may be taken for


@intent("companion")
def with_somebody(visit: Visit) -> None:
    """Offer company for the dates in sight; a seat is taken by a button only."""
    _ = visit._
    if brings(visit.inbound.text):
        bring(visit)
        return
    dates = [o for o in dates_shown(visit) or find.soonest(visit) if o.starts_at > visit.now][: find.FOUND]
    many = _("Many feel like that.") if is_shy(visit.inbound.text) else ""
    if not dates:
        text = " ".join([many, _("A volunteer can go with you, when something is on.")]).strip()
        visit.say(text, *find.elsewhere(visit))
    elif len(dates) == 1:
        text = " ".join(
            [
                many,
                _(
                    "A volunteer can go with you to {activity}, {when}.",
                    activity=cards.title(dates[0].activity),
                    when=_.when(dates[0].starts_at),
                ),
                _("I keep your place while I look.") if dates[0].free >= PAIR else "",
            ]
        ).strip()
        visit.say(text, *_go(visit, dates), cards.look_on(_), cards.human(_))
    else:
        text = _("A volunteer can go with you. What would you like company for?")
        lines = [find.line(visit, one, n, find.FOUND_LINE) for n, one in enumerate(dates, 1)]
        text = f"{many} {text}".strip()
        visit.say("\n".join([text, *lines]), *_go(visit, dates), cards.look_on(_), cards.human(_))


def bring(visit: Visit) -> None:
    """Say that one may bring somebody, and offer the second seat where one has the first."""
    _, tx, person = visit._, visit.tx, visit.known().id
    own = [s.occurrence for s in signups_of_person(tx, person, visit.now) if s.state == "in"]
    shown = [o.id for o in dates_shown(visit)]
    about = [id_ for id_ in own if id_ in shown] or ([] if shown else own)
    found = occurrence_by_id(tx, about[0]) if len(about) == 1 else None
    if found is None:
        text = _("Yes, you may bring somebody. Say yes to something first, and then press Bring somebody.")
        rows = find.choices(visit, dates_shown(visit)[0]) if len(shown) == 1 else (cards.look_on(_),)
        visit.say(text, *rows)
        return
    signup = signup_of(tx, found.id, person)
    if signup is not None and signup.form == "company":
        find.about(visit, found.id)
        return
    text = _(
        "Yes, you may bring somebody to {activity}, {when}. Shall I keep one more place?",
        activity=cards.title(found.activity),
        when=_.when(found.starts_at),
    )
    visit.say(text, (press(_("Yes please"), "sign.bring", found.id),), (press(_("No thanks"), "mine"),))


def hears(visit: Visit, meaning: str) -> bool:
    """Answer what is asked about whoever one goes with, or is to; tell whether that was asked."""
    text, person = visit.inbound.text, visit.known().id
    if meaning in SHY and is_shy(text):
        with_somebody(visit)
        return True
    for signup in signups_of_person(visit.tx, person, visit.now) if about_search(text) else ():
        if signup.state == "in" and signup.form == "company":
            ACTIONS["sign.company"](visit, signup.occurrence)
            return True
    for pair in companionships_ahead(visit.tx, person, visit.now):
        other = person_by_id(visit.tx, pair.other(person)) if pair.state == "agreed" else None
        if other and about_companion(text, other.first_name):
            accompany.stands_agreed(visit, pair)
            return True
    return False


def _go(visit: Visit, dates: list[Occurrence]) -> list[find.Row]:
    """Return a button for each date; where there is one only, it says what it does."""
    _ = visit._
    if len(dates) == 1:
        return [(press(_("Go with somebody"), "sign.company", dates[0].id),)]
    return [(press(cards.label(o.activity, n), "sign.company", o.id),) for n, o in enumerate(dates, 1)]
