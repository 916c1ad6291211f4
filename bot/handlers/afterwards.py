"""The day after: one soft question, and the next date for who liked it.  A no-show is met with kindness."""

from __future__ import annotations

from bot.domain.activity import PAIR, Occurrence
from bot.domain.people import Person
from bot.domain.steps import Step
from bot.handlers import cards
from bot.handlers.find import gone
from bot.handlers.registry import action, press
from bot.handlers.together import called
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Outbound
from bot.storage import invitations
from bot.storage.activities import occurrence_by_id, occurrences_of, signup_of
from bot.storage.pairings import open_of
from bot.storage.people import person_by_id

CAME, STAYED_AWAY = "yes", "no"


def question(_: Reader, person: Person, occurrence: Occurrence) -> Outbound:
    """Return the question of the day after."""
    id_ = occurrence.id
    return Outbound(
        " ".join(
            [
                cards.greeting(_, person.first_name),
                _(
                    "{activity} was on {day}. Was it nice to be there?",
                    activity=cards.title(occurrence.activity),
                    day=_.day(occurrence.starts_at),
                ),
            ]
        ),
        (
            (press(_("Yes, it was nice"), "after.good", id_),),
            (press(_("So-so"), "after.ok", id_),),
            (press(_("No, not really"), "after.bad", id_),),
            (press(_("I did not come"), "after.none", id_),),
            (press(_("I would rather not say"), "after.skip", id_),),
        ),
    )


def care(_: Reader, person: Person, occurrence: Occurrence) -> Outbound:
    """Return the one warm word to somebody who did not come: nothing is counted, and every answer is fine."""
    id_ = occurrence.id
    text = _(
        "We missed you at {activity} on {day}. It is quite all right that it did not work out. Is all well?",
        activity=cards.title(occurrence.activity),
        day=_.day(occurrence.starts_at),
    )
    return Outbound(
        " ".join([cards.greeting(_, person.first_name), text]),
        (
            (press(_("I forgot"), "after.forgot", id_),),
            (press(_("It was a hard day"), "after.hard", id_),),
            (press(_("Not for me"), "after.not_me", id_),),
            (press(_("I was there"), "after.there", id_),),
            cards.human(_),
        ),
    )


@action("after.there")
def there(visit: Visit, occurrence: int = 0) -> None:
    """Believe somebody who was there after all, and ask softly how it was."""
    if found := _mine(visit, occurrence, CAME):
        asked = question(visit._, visit.known(), found)
        visit.send(Outbound(" ".join([visit._("Good, then I know."), asked.text]), asked.buttons))


@action("after.good")
def good(visit: Visit, occurrence: int = 0) -> None:
    """Be glad, and offer the next date."""
    _invite_on(visit, occurrence, visit._("That is good to hear."))


@action("after.ok")
def so_so(visit: Visit, occurrence: int = 0) -> None:
    """Thank, and offer the next date: the second time is often the easier one."""
    _invite_on(visit, occurrence, visit._("Thank you for answering. The second time is often easier."))


@action("after.bad")
def bad(visit: Visit, occurrence: int = 0) -> None:
    """Thank for honesty, and ask what it was about."""
    if _mine(visit, occurrence, CAME) is None:
        return
    _ = visit._
    visit.say(
        _("Thank you for an honest answer. What would you like?"),
        (press(_("To talk to a human"), "human"),),
        (press(_("To try something else"), "find"),),
        (press(_("It was not for me"), "after.not_me", occurrence),),
        (press(_("I would rather not say"), "after.skip", occurrence),),
    )


@action("after.not_me")
def not_me(visit: Visit, occurrence: int = 0) -> None:
    """Keep that this kind of thing did not fit."""
    if _mine(visit, occurrence) is None:
        return
    _ = visit._
    invitations.note_why(visit.tx, occurrence, visit.known().id, "not_me", visit.now)
    visit.say(
        _("Thank you. I will remember it when I suggest something again."),
        (press(_("See what is on"), "find"),),
        cards.menu(_),
    )


@action("after.none")
def none(visit: Visit, occurrence: int = 0) -> None:
    """Say that not coming is all right, and ask softly what came in the way."""
    found = _mine(visit, occurrence, STAYED_AWAY)
    if found is None:
        return
    _ = visit._
    visit.say(
        _(
            "{activity} did not work out this time, and that is quite all right. You are just as welcome "
            "next time. Would you like to say what came in the way?",
            activity=cards.title(found.activity),
        ),
        (press(_("I forgot"), "after.forgot", occurrence),),
        (press(_("It was a hard day"), "after.hard", occurrence),),
        (press(_("Not for me"), "after.not_me", occurrence),),
        cards.human(_),
        (press(_("I would rather not say"), "after.skip", occurrence),),
    )


@action("after.forgot")
def forgot(visit: Visit, occurrence: int = 0) -> None:
    """Make little of it, and offer the next date."""
    _invite_on(visit, occurrence, visit._("That happens to everybody."), came=STAYED_AWAY)


@action("after.hard")
def hard(visit: Visit, _occurrence: int = 0) -> None:
    """Be kind, and offer a human."""
    _ = visit._
    visit.say(
        _(
            "Thank you for saying so. Take good care of yourself. You are just as welcome next time. Would "
            "you like to talk to a human?"
        ),
        (press(_("Yes please"), "human"),),
        (press(_("Do call me"), "call"),),
        (press(_("No thanks"), "after.skip", _occurrence),),
    )


@action("after.skip")
def skip(visit: Visit, _occurrence: int = 0) -> None:
    """Ask no further."""
    _ = visit._
    visit.say(_("That is quite all right."), (press(_("See what is on"), "find"),), cards.menu(_))


def next_date(visit: Visit, occurrence: Occurrence) -> Occurrence | None:
    """Return the next date of the same activity that somebody can take part in, or does already."""
    person = visit.known().id
    for found in occurrences_of(visit.tx, occurrence.activity.id, visit.now):
        if found.on and (found.free > 0 or _is_in(visit, found, person)):
            return found
    return None


def _is_in(visit: Visit, occurrence: Occurrence, person: int) -> bool:
    signup = signup_of(visit.tx, occurrence.id, person)
    return signup is not None and signup.state == "in"


def _invite_on(visit: Visit, occurrence: int, thanks: str, came: str = CAME) -> None:
    found = _mine(visit, occurrence, came)
    if found is None:
        return
    _ = visit._
    then = next_date(visit, found)
    if then is None:
        visit.say(thanks, (press(_("See what is on"), "find"),), cards.menu(_), lasting=True)
        return
    if _is_in(visit, then, visit.known().id):
        text = _("You have a seat the next time, {when}.", when=_.when(then.starts_at))
        visit.say(
            f"{thanks} {text}", (press(_("What I have signed up for"), "mine"),), cards.menu(_), lasting=True
        )
        return
    visit.say(
        " ".join(
            [thanks, _("The next time is {when}. Would you like to come again?", when=_.when(then.starts_at))]
        ),
        (press(_("Yes, I will come"), "sign.join", then.id),),
        *_with_whom(visit, then),
        (press(_("Maybe"), "inv.maybe", then.id),),
        (press(_("Not this time"), "inv.no", then.id),),
        lasting=True,
    )


def _with_whom(visit: Visit, then: Occurrence) -> tuple[cards.Row, ...]:
    """Return the row that asks along whom one goes with already."""
    person = visit.known().id
    for one in open_of(visit.tx, person):
        other = person_by_id(visit.tx, one.companion)
        if one.citizen == person and one.step is not Step.HELLO and other and then.free >= PAIR:
            label = visit._("Yes, with {companion}", companion=cards.clip(called(visit._, other), cards.NAME))
            return ((press(label, "sign.company", then.id),),)
    return ()


def _mine(visit: Visit, occurrence: int, came: str = "") -> Occurrence | None:
    """Return a date that the person was signed up for and that has begun; else say how it stands."""
    found = occurrence_by_id(visit.tx, occurrence)
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if found is None or signup is None or signup.state != "in" or found.starts_at > visit.now:
        gone(visit)
        return None
    if came and signup.came != came:
        visit.tx.set_came(id=signup.id, came=came)
    return found
