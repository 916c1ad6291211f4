"""The few things that can be done, as large buttons; nobody needs to know a command."""

from __future__ import annotations

from bot.domain.people import Person, Role
from bot.handlers import desk, keyboard, talk
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Rows, Visit
from bot.i18n import N_
from bot.ports import Outbound

COMMANDS = (
    ("aktiviteter", N_("See what is on")),
    ("mine", N_("What I have signed up for")),
    ("bidrag", N_("Offer a hand")),
    ("ide", N_("Tell an idea")),
    ("oensker", N_("My wishes")),
    ("menneske", N_("Talk to a human")),
    ("pause", N_("Take a break")),
    ("privatliv", N_("My data")),
    ("stop", N_("No more messages")),
)
VOLUNTEERS = (("vagter", N_("My shifts")), ("forhindret", N_("I am prevented")))
STAFF = (
    ("ny", N_("New activity")),
    ("opslag", N_("Write to many")),
    ("indbakke", N_("Who is waiting")),
    ("side", N_("The page")),
)


@action("menu")
@command("menu")
def menu(visit: Visit) -> None:
    """Leave what was being asked and show the menu."""
    talk.leave(visit)
    person = visit.known()
    if person.stage == "onboarding":  # whoever has seen enough of the questions is in
        visit.tx.set_stage(id=person.id, stage="member")
        settle(visit)
    show(visit)


def show(visit: Visit, first: str = "") -> None:
    """Show what this person can do, after a word about what happened."""
    _ = visit._
    visit.tx.set_misunderstood(id=visit.known().id, n=0)
    question = _("What would you like? Press a button, or write it yourself.")
    visit.say(" ".join(filter(None, [first, question])), *rows(visit), lasting=bool(first))


@action("menu.more")
def more(visit: Visit) -> None:
    """Show the rarer things."""
    _ = visit._
    visit.say(
        _("Here is a little more to choose from. What would you like?"),
        (press(_("How are you?"), "checkin"),),
        (press(_("Tell an idea"), "idea"),),
        (press(_("Fewer messages"), "fewer"),),
        (press(_("My data"), "data"),),
        (press(_("Dansk / English"), "language"),),
        (press(_("Back"), "menu"),),
    )


def rows(visit: Visit) -> Rows:
    """Return the buttons of the menu, by role."""
    _ = visit._
    person = visit.known()
    if person.coordinates:
        page = ((press(_("The page"), "desk"),),) if desk.is_on(visit.house) else ()
        return (
            (press(_("New activity"), "plan.new"), press(_("Activities"), "plan.list", 0)),
            (press(_("Write to many"), "announce"), press(_("Who is waiting"), "inbox")),
            (press(_("Invite"), "link"), press(_("Overview"), "overview")),
            (press(_("Who can help?"), "gifts", 0), press(_("My data"), "data")),
            *page,
        )
    if is_volunteer(person):
        mine, human = press(_("What I have signed up for"), "mine"), press(_("Talk to a human"), "human")
        own = (mine if person.is_(Role.CITIZEN) else human,)  # a human is among the large buttons too
        return (
            (press(_("My shifts"), "shifts"),),
            (press(_("See open shifts"), "shift.open"),),
            (press(_("See what is on"), "find"),),
            own,
            (press(_("More"), "menu.more"),),
        )
    return (
        (press(_("See what is on"), "find"),),
        (press(_("What I have signed up for"), "mine"),),
        (press(_("Offer a hand"), "gift"),),
        (press(_("Talk to a human"), "human"),),
        (press(_("More"), "menu.more"),),
    )


def is_volunteer(person: Person) -> bool:
    """Tell whether somebody has any role that takes shifts."""
    return bool(person.volunteers_at)


def settle(visit: Visit) -> None:
    """Set the commands and the large buttons that this person's app shows."""
    _ = visit._
    person = visit.known()
    shown = COMMANDS + (VOLUNTEERS if is_volunteer(person) else ()) + (STAFF if person.coordinates else ())
    visit.send(Outbound("", commands=tuple((name, _(what)) for name, what in shown)))
    keyboard.settle(visit)
