"""The four large buttons under the field that people write in: which, for whom, and what a press means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Final

from bot.domain.people import Person, Role
from bot.handlers.registry import ACTIONS
from bot.handlers.visit import Visit
from bot.i18n import LANGUAGES, N_, Reader
from bot.ports import Kind, Outbound, Said
from bot.storage import letters
from bot.storage.people import person_by_id

Buttons = tuple[tuple[str, str], ...]  # verb and label; two of them stand in a row
SEE, MINE = ("find", N_("See what is on")), ("mine", N_("My sign-ups"))
HUMAN, FEWER = ("human", N_("Talk to a human")), ("fewer", N_("Fewer messages"))
SHIFTS, OPEN = ("shifts", N_("My shifts")), ("shift.open", N_("See open shifts"))
PREVENTED = ("shift.which", N_("I am prevented"))
INBOX, NEW = ("inbox", N_("Who is waiting")), ("plan.new", N_("New activity"))
OVERVIEW, ANNOUNCE = ("overview", N_("Overview")), ("announce", N_("Write to many"))
CITIZEN: Final[Buttons] = (SEE, MINE, HUMAN, FEWER)
VOLUNTEER: Final[Buttons] = (SHIFTS, OPEN, PREVENTED, HUMAN)
BOTH: Final[Buttons] = (SEE, MINE, SHIFTS, HUMAN)  # takes part and volunteers
COORDINATOR: Final[Buttons] = (INBOX, OVERVIEW, NEW, ANNOUNCE)
ON_DUTY: Final[Buttons] = (INBOX, OVERVIEW, NEW, SHIFTS)  # a coordinator who takes shifts
FOR_ALL: Final = (CITIZEN, VOLUNTEER, BOTH)
FOR_STAFF: Final = (*FOR_ALL, COORDINATOR, ON_DUTY)
ROW: Final = 2
LIVES: Final = timedelta(days=30)  # however late they come, they are wanted


def settle(visit: Visit, *, anew: bool = False) -> None:
    """Show this person's large buttons if the phone shows others, or else if ``anew``; never at the door."""
    person, _ = visit.person, visit._
    if person is None or not (anew or person.keyboard != _written(person, _)):
        return
    person = person_by_id(visit.tx, person.id)  # as it is by now
    if person is None or person.stage != "member" or person.deleting_at:
        return
    wanted = _written(person, _)
    if anew or wanted != person.keyboard:
        _send(visit, person)
        visit.tx.set_keyboard(id=person.id, keyboard=wanted)
        visit.person = replace(person, keyboard=wanted)


def pressed(visit: Visit) -> str:
    """Return the verb of the large button whose words were sent, in any of our languages; empty if none."""
    person, text = visit.person, visit.inbound.text.strip().casefold()
    if person is None or visit.inbound.said is not Said.TEXT:
        return ""
    shown = (
        line.split(" ", 1) for line in person.keyboard.splitlines()
    )  # also what an earlier version showed
    known = {label.casefold(): verb for verb, label in shown if verb in ACTIONS}
    return known.get(text) or _labels(staff=bool(person.coordinates)).get(text, "")


def set_of(person: Person) -> Buttons:
    """Return the four that fit somebody's roles."""
    if person.coordinates:
        return ON_DUTY if person.volunteers_at else COORDINATOR
    if person.volunteers_at:
        return BOTH if person.is_(Role.CITIZEN) else VOLUNTEER
    return CITIZEN


def labels(person: Person) -> list[str]:
    """Return the words on the large buttons that somebody's phone shows."""
    return [line.split(" ", 1)[1] for line in person.keyboard.splitlines()]


def _send(visit: Visit, person: Person) -> None:
    _ = visit._
    found = set_of(person)
    said = [_(label) for _verb, label in found]
    rows = tuple(tuple(said[n : n + ROW]) for n in range(0, len(said), ROW))
    letters.put(
        visit.tx,
        key=f"keyboard:{visit.inbound.key}:{_.language}:{found[0][0]}:{found[-1][0]}",
        chat=visit.inbound.chat,
        kind=Kind.REPLY,
        message=Outbound(
            _("At the bottom there are four large buttons now. Press them whenever you like."),
            keyboard=rows,
            hint=_("Write to me here"),
        ),
        now=visit.now,
        person=person.id,
        expires_at=visit.now + LIVES,
    )


def _written(person: Person, _: Reader) -> str:
    return "\n".join(f"{verb} {_(label)}" for verb, label in set_of(person))


@cache
def _labels(*, staff: bool) -> dict[str, str]:
    """Return the verb behind each label, in every language: a phone may show the one from before."""
    return {
        Reader(language)(label).casefold(): verb
        for language in LANGUAGES
        for one in (FOR_STAFF if staff else FOR_ALL)
        for verb, label in one
    }
