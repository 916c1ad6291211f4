"""Before and at the door: the reminders' wording, and what can be answered to them."""

from __future__ import annotations

from bot.domain.activity import Occurrence
from bot.domain.people import Person, Sight, seen_by
from bot.handlers import cards, newcomers, together
from bot.handlers.attendance import hosts_of
from bot.handlers.find import about
from bot.handlers.registry import action, press
from bot.handlers.signups import name_for, running, tell_host
from bot.handlers.visit import Visit
from bot.i18n import Reader
from bot.ports import Outbound
from bot.storage.activities import signup_of
from bot.storage.blocks import apart
from bot.storage.companions import agreed
from bot.storage.people import organisation_by_id
from bot.storage.store import Tx


def day_before(tx: Tx, _: Reader, person: Person, occurrence: Occurrence) -> Outbound:
    """Return the reminder of the day before: the door, and who expects one."""
    host = cards.host_name(tx, occurrence, person.id)
    new = newcomers.question(tx, _, person, occurrence, host)
    text = cards.fit(
        cards.REPLY,
        (
            0,
            " ".join(
                [cards.greeting(_, person.first_name), _("You are coming to this tomorrow:")],
            ),
        ),
        (0, cards.what(_, occurrence)),
        (1, cards.door(_, occurrence.activity)),
        (0, new),
        (2, _("{host} knows that you are coming, and says hello.", host=host) if host and not new else ""),
    )
    return Outbound(
        text,
        (
            *((newcomers.button(_, occurrence),) if new else ()),
            (press(_("I am coming"), "rem.come", occurrence.id),),
            (press(_("I am not sure"), "rem.unsure", occurrence.id),),
            *cards.on_map(_, occurrence),
            cards.leave(_, occurrence.id),
        ),
    )


def same_day(tx: Tx, _: Reader, person: Person, occurrence: Occurrence) -> Outbound:
    """Return the reminder of the day itself."""
    host = cards.host_name(tx, occurrence, person.id)
    pair = agreed(tx, occurrence.id, person.id)
    text = cards.fit(
        cards.REPLY,
        (0, _("It is today:")),
        (0, cards.what(_, occurrence)),
        (1, together.in_a_line(tx, _, pair, person, occurrence) if pair else ""),
        (1, cards.door(_, occurrence.activity)),
        (3, _("{host} says hello.", host=host) if host else ""),
        (2, _("You may press here when you have arrived.")),
    )
    return Outbound(
        text,
        (
            (press(_("I am here"), "rem.here", occurrence.id),),
            (press(_("I am running late"), "rem.late", occurrence.id),),
            *cards.on_map(_, occurrence),
            cards.leave(_, occurrence.id),
        ),
    )


@action("rem.come")
def come(visit: Visit, occurrence: int = 0) -> None:
    """Be glad, briefly."""
    found = _own(visit, occurrence)
    if found is None:
        return
    _ = visit._
    host = cards.host_name(visit.tx, found, visit.known().id)
    glad = (
        _("You answered: I am coming. {host} is looking out for you.", host=host)
        if host
        else _("You answered: I am coming. You are expected.")
    )
    visit.say(
        "\n".join([glad, cards.what(_, found)]), cards.calendar(_, occurrence), cards.leave(_, occurrence)
    )


@action("rem.unsure")
def unsure(visit: Visit, occurrence: int = 0) -> None:
    """Make doubt an ordinary thing, and ask what would help."""
    if _own(visit, occurrence) is None:
        return
    _ = visit._
    visit.say(
        _("It is fine to be unsure. You may come late, leave early or just look in. What would help you?"),
        (press(_("To go with somebody"), "sign.company", occurrence),),
        (press(_("To look in briefly"), "sign.look", occurrence),),
        cards.human(_),
        cards.leave(_, occurrence),
    )


@action("rem.late")
def late(visit: Visit, occurrence: int = 0) -> None:
    """Let the host know that somebody comes a little later."""
    found = _own(visit, occurrence)
    if found is None:
        return
    _ = visit._
    text = _("That does not matter. Come when you can.")
    pair = agreed(visit.tx, occurrence, visit.known().id)
    if pair and together.tell_late(visit.tx, visit.house.settings, pair, visit.known().id, visit.now):
        text = _("That does not matter. Your companion has been told. Come when you can.")
    host = _to_host(visit, found, "late")
    if host and not pair:
        text = _("That does not matter. {host} has been told. Come when you can.", host=host)
    visit.say(text, (press(_("I am here"), "rem.here", occurrence),), cards.leave(_, occurrence))


@action("rem.here")
def here(visit: Visit, occurrence: int = 0) -> None:
    """Write down that somebody has come, and let the host know."""
    found = _own(visit, occurrence)
    if found is None:
        return
    _ = visit._
    _set_came(visit, occurrence, "yes")
    text = _("Good that you found your way. Have a lovely time.")
    if host := _to_host(visit, found, "here"):
        text = _("Good that you found your way. {host} is told now. Have a lovely time.", host=host)
    visit.say(text, (press(_("I cannot find the way in"), "rem.lost", occurrence),), cards.human(_))


@action("rem.lost")
def lost(visit: Visit, occurrence: int = 0) -> None:
    """Help somebody through the door."""
    found = _own(visit, occurrence)
    if found is None:
        return
    _ = visit._
    phone = organisation_by_id(visit.tx, found.activity.organisation).phone
    host = _to_host(visit, found, "lost")
    text = cards.fit(
        cards.REPLY,
        (0, _("We will sort that out.")),
        (0, cards.door(_, found.activity)),
        (1, _("I have asked {host} to look out for you.", host=host) if host else ""),
        (1, _("You can also call us on {phone}.", phone=phone) if phone else ""),
    )
    inside_now = (press(_("I am inside now"), "rem.in", occurrence),)
    visit.say(text, inside_now, *cards.on_map(_, found), cards.human(_))


@action("rem.in")
def inside(visit: Visit, _occurrence: int = 0) -> None:
    """Wish a good time."""
    visit.say(visit._("Lovely. Have a good time."))


def _own(visit: Visit, occurrence: int) -> Occurrence | None:
    """Return a date that the person takes part in; else show how it stands."""
    found = running(visit, occurrence)
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if found and signup and signup.state == "in":
        return found
    about(visit, occurrence)
    return None


def _set_came(visit: Visit, occurrence: int, came: str) -> None:
    signup = signup_of(visit.tx, occurrence, visit.known().id)
    if signup:
        visit.tx.set_came(id=signup.id, came=came)


def _to_host(visit: Visit, occurrence: Occurrence, word: str) -> str:
    """Tell whoever hosts that day; return the first name that can be mentioned, empty where there is none."""
    person, tx = visit.known(), visit.tx
    hosts = [h for h in hosts_of(tx, occurrence) if h.id != person.id and not apart(tx, h.id, person.id)]
    for host in hosts:
        _ = visit.reader_of(host)
        text = _news(_, name_for(visit, host, _, hosts=True), occurrence, word)
        tell_host(visit, occurrence, host, word, text)
    return next((name for host in hosts if (name := seen_by(Sight.HOST, host).first_name)), "")


def _news(_: Reader, citizen: str, occurrence: Occurrence, word: str) -> str:
    activity = cards.title(occurrence.activity)
    match word:
        case "here":
            return _("{citizen} has arrived at {activity}.", citizen=citizen, activity=activity)
        case "late":
            return _("{citizen} comes a little later to {activity}.", citizen=citizen, activity=activity)
        case _other:
            return _(
                "{citizen} cannot find the way in to {activity}. Please look out at the door.",
                citizen=citizen,
                activity=activity,
            )
