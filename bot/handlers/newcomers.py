"""Whoever is new is met by name, if they would like it; and the host says afterwards how it went."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.config import Settings
from bot.domain.activity import Occurrence, Signup
from bot.domain.people import Person, Sight, seen_by
from bot.domain.quiet import waking
from bot.handlers import cards, menu
from bot.handlers.afterwards import CAME, STAYED_AWAY
from bot.handlers.attendance import hosts_of
from bot.handlers.find import gone
from bot.handlers.offers import reader
from bot.handlers.reaching import reach
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import letters
from bot.storage.activities import occurrence_by_id, shifts_of, signup_by_id, signup_of
from bot.storage.blocks import apart
from bot.storage.people import person_by_id
from bot.storage.store import Tx

YES: Final = "yes"
WELL, HARD = "well", "hard"


def question(tx: Tx, _: Reader, person: Person, occurrence: Occurrence, host: str) -> str:
    """Return the question whether somebody new would like to be met; empty where there is nothing to ask."""
    signup = signup_of(tx, occurrence.id, person.id)
    if not host or signup is None or signup.state != "in" or tx.greeted_of(id=signup.id):
        return ""
    if tx.times_before(person=person.id, activity=occurrence.activity.id, before=occurrence.starts_at):
        return ""
    return _("May {host} know that you are new, and meet you? Then I hear from them how it went.", host=host)


def button(_: Reader, occurrence: Occurrence) -> cards.Row:
    """Return the row with the yes to being met."""
    return (press(_("Yes, meet me at the door"), "new.yes", occurrence.id),)


@action("new.yes")
def meet_me(visit: Visit, occurrence: int = 0) -> None:
    """Keep the yes to being met; a sweep tells whoever hosts then, also somebody who stands in."""
    _, found = visit._, occurrence_by_id(visit.tx, occurrence)
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if found is None or signup is None or signup.state != "in" or found.starts_at <= visit.now:
        gone(visit)
        return
    host = cards.host_name(visit.tx, found, visit.known().id)
    visit.tx.set_greeted(id=signup.id, greeted=YES)
    text = (
        _("{host} looks out for you at the door. You may come as you are.", host=host)
        if host
        else _("Somebody looks out for you at the door. You may come as you are.")
    )
    undo = (press(_("Undo"), "new.no", occurrence),)
    visit.say(text, undo, cards.leave(_, occurrence), lasting=True)


@action("new.no")
def not_after_all(visit: Visit, occurrence: int = 0) -> None:
    """Take the yes back; a host who was told already hears so."""
    _, signup = visit._, signup_of(visit.tx, occurrence, visit.known().id)
    found = occurrence_by_id(visit.tx, occurrence)
    if signup is None or found is None:
        gone(visit)
        return
    if wants_to_be_met(visit.tx, signup):
        visit.tx.set_greeted(id=signup.id, greeted="no")
        _off(visit, signup, found)
    visit.say(
        _("That is quite all right. Nobody waits at the door."), cards.leave(_, occurrence), lasting=True
    )


def not_coming(visit: Visit, occurrence: Occurrence) -> None:
    """Let a host who waits for somebody new know that they do not come."""
    signup = signup_of(visit.tx, occurrence.id, visit.known().id)
    if signup and wants_to_be_met(visit.tx, signup):
        visit.tx.set_greeted(id=signup.id, greeted="")
        _off(visit, signup, occurrence)


def wants_to_be_met(tx: Tx, signup: Signup) -> bool:
    """Tell whether somebody would like to be met at a date."""
    return bool(tx.greeted_of(id=signup.id) == YES)


def tell_host(tx: Tx, settings: Settings, signup: Signup, host: Person, now: datetime) -> bool:
    """Tell a host that somebody new comes, and wishes to be met; False if that was done before."""
    person, found = person_by_id(tx, signup.person), occurrence_by_id(tx, signup.occurrence)
    if person is None or found is None or apart(tx, host.id, person.id) or host.id == person.id:
        return False
    _ = reader(settings, host.language)
    text = cards.fit(
        350,
        (
            0,
            _(
                "{citizen} comes to {activity}, {when}, for the first time, and would like you to know.",
                citizen=seen_by(Sight.HOST, person).first_name or _("Somebody"),
                activity=cards.title(found.activity),
                when=_.when(found.starts_at),
            ),
        ),
        (1, _("Please meet them at the door, say what you are called, and show them a seat.")),
    )
    own = [s for s in shifts_of(tx, found.id) if (s.person, s.role) == (host.id, "host")]
    cant = [(press(_("I am prevented"), "shift.cant", shift.id),) for shift in own]
    message = Outbound(text, ((press(_("I will"), "new.will", signup.id),), *cant, cards.human(_)))
    return letters.put_about(
        tx,
        host,
        message,
        found,
        kind=Kind.FOLLOWUP,
        key=_key(tx, signup, host),
        now=now,
        not_before=waking(now, settings.zone),
        expires_at=found.starts_at,
    )


@action("new.will")
def will(visit: Visit, signup: int = 0) -> None:
    """Thank a host."""
    if _hosted(visit, signup):
        visit.say(
            visit._("Thank you. A greeting is often what makes people come again."), cards.menu(visit._)
        )


def ask_host(
    tx: Tx, settings: Settings, signup: Signup, host: Person, now: datetime, until: datetime
) -> bool:
    """Ask a host in one tap how it went with somebody who was new; False if that was done before."""
    person, found = person_by_id(tx, signup.person), occurrence_by_id(tx, signup.occurrence)
    if person is None or found is None or apart(tx, host.id, person.id):
        return False
    _ = reader(settings, host.language)
    text = _(
        "{citizen} was new at {activity}. How did it go?",
        citizen=seen_by(Sight.HOST, person).first_name or _("Somebody"),
        activity=cards.title(found.activity),
    )
    rows = (
        (press(_("It went well"), "new.well", signup.id),),
        (press(_("It was a little hard"), "new.hard", signup.id),),
        (press(_("They did not come"), "new.away", signup.id),),
    )
    key = f"{_key(tx, signup, host)}:after"
    return letters.put_about(
        tx, host, Outbound(text, rows), found, kind=Kind.FOLLOWUP, key=key, now=now, expires_at=until
    )


@action("new.well")
def went_well(visit: Visit, signup: int = 0) -> None:
    """Keep that it went well."""
    if _keep(visit, signup, CAME, WELL):
        visit.say(visit._("Lovely. Thank you for meeting them."), *_again(visit, signup), lasting=True)


@action("new.hard")
def was_hard(visit: Visit, signup: int = 0) -> None:
    """Keep that it was a little hard; a coordinator may say hello, without hearing why."""
    found = _keep(visit, signup, CAME, HARD)
    if found is None:
        return
    person = person_by_id(visit.tx, found.person)
    if person is not None:
        reach(visit.tx, visit.house.settings, person, "new", str(found.occurrence), visit.now)
    text = visit._(
        "Thank you for saying so. {coordinator} may say hello.", coordinator=visit.coordinator_name()
    )
    visit.say(text, *_again(visit, signup), lasting=True)


@action("new.away")
def did_not_come(visit: Visit, signup: int = 0) -> None:
    """Keep that somebody did not come; they are greeted kindly the day after."""
    if _keep(visit, signup, STAYED_AWAY, ""):
        text = visit._("Thank you. I say hello to them tomorrow, and nobody is blamed.")
        visit.say(text, *_again(visit, signup), lasting=True)


def _again(visit: Visit, signup: int) -> tuple[cards.Row, ...]:
    """Return the way to another answer: a wrong tap is easily made."""
    found = signup_by_id(visit.tx, signup)
    rows = ((press(visit._("Correct it"), "came.fix", found.occurrence),),) if found else ()
    return (*rows, cards.menu(visit._))


def _keep(visit: Visit, signup: int, came: str, went: str) -> Signup | None:
    found = _hosted(visit, signup)
    if found:
        visit.tx.set_came(id=found.id, came=came)
        visit.tx.set_went(id=found.id, went=went)
    return found


def _hosted(visit: Visit, signup: int) -> Signup | None:
    """Return somebody's part in a date that this person hosts; else say so, alike for none and not theirs."""
    found = signup_by_id(visit.tx, signup)
    date = occurrence_by_id(visit.tx, found.occurrence) if found else None
    if found and date and date.on and found.state == "in" and wants_to_be_met(visit.tx, found):
        hosts = {host.id for host in hosts_of(visit.tx, date)}
        if visit.known().id in hosts and not apart(visit.tx, visit.known().id, found.person):
            return found
    menu.show(visit, visit._("That is not here any more."))
    return None


def _off(visit: Visit, signup: Signup, found: Occurrence) -> None:
    """Tell each host who was told; what has not left is dropped."""
    for host in hosts_of(visit.tx, found):
        key = _key(visit.tx, signup, host)
        if visit.tx.cancel_letter(key=key, now=visit.now) or visit.tx.letter_state(key=key) != "sent":
            continue
        _ = visit.reader_of(host)
        text = _(
            "You need not look out for {citizen} at {activity} after all.",
            citizen=seen_by(Sight.HOST, visit.known()).first_name or _("Somebody"),
            activity=cards.title(found.activity),
        )
        visit.tell(
            host, Outbound(text), kind=Kind.CHANGE, key=f"{key.rpartition(':')[0]}:off:{signup.version}"
        )


def _key(tx: Tx, signup: Signup, host: Person) -> str:
    """Return under what a host is told of somebody: anew after it was called off."""
    key = f"who:{signup.occurrence}:new:{signup.id}:{host.id}"
    return f"{key}:{tx.letters_called_off(prefix=f'{key}:')}"
