"""A coordinator keeps two people apart, silently: from then on neither hears of the other through the bot."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

from bot.domain.people import Person, seen_by, sight_of
from bot.handlers import cards, parting
from bot.handlers.planning import organisation_of, refuse
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Visit
from bot.language.fold import fold
from bot.ports import Outbound
from bot.storage.blocks import apart, keep_apart, let_together
from bot.storage.people import members, person_by_id

SHOWN: Final = 4
_ASKED: Final = re.compile(
    r"^(?:adskil|hold|keep) (?P<one>.+?)(?: og | and | fra | from )(?P<other>.+?)"
    r"(?: (?:adskilt|fra hinanden|apart))?$"
)


def asks(visit: Visit) -> bool:
    """Tell whether a coordinator writes that two are to be kept apart: "hold Inge og Jens adskilt"."""
    person, said = visit.person, _read(visit)
    if person is None or not person.coordinates or not said.endswith((" adskilt", " fra hinanden", " apart")):
        return False
    return _ASKED.match(said) is not None


@command("adskil")
def by_name(visit: Visit) -> None:
    """Find the two by what was written, and ask whether they are meant."""
    _, organisation = visit._, organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    found = _ASKED.match(_read(visit))
    if found is None:
        visit.say(_("Write the two first names, for example: /adskil Inge og Jens. I tell neither of them."))
        return
    ones, others = _named(visit, organisation, found["one"]), _named(visit, organisation, found["other"])
    meant = list(dict.fromkeys((a.id, b.id) for a, b in product(ones, others) if a.id != b.id))
    if not meant:
        visit.say(_("I know no two people of those names here. Write them as they are called with me."))
        return
    people = {person.id: person for person in (*ones, *others)}
    rows = []
    for one, other in meant[:SHOWN]:
        label = _("{one} and {other}", one=_label(visit, people[one]), other=_label(visit, people[other]))
        rows.append((press(label, "apart.yes", one, other),))
    for id_ in {id_ for pair in meant[:SHOWN] for id_ in pair}:
        visit.tx.log_look(
            now=visit.now, who=visit.known().id, what="names", whom=id_, organisation=organisation
        )
    text = _(
        "Shall I keep these two apart? They do not meet through me any more, and I tell neither of them."
    )
    message = Outbound(text, (*rows, (press(_("No, drop it"), "apart.drop"),)))
    visit.send(message, about=[id_ for pair in meant[:SHOWN] for id_ in pair])


@action("apart.drop")
def drop(visit: Visit) -> None:
    """Change nothing."""
    visit.say(visit._("Then nothing is changed."), cards.menu(visit._))


@action("apart.yes")
def keep(visit: Visit, one: int = 0, other: int = 0) -> None:
    """Keep two apart, and end what they have ahead; both hear of the dates only, and of no name."""
    both = _both(visit, one, other)
    if both is None:
        return
    _, tx = visit._, visit.tx
    if not apart(tx, one, other):
        parting.keep_from_each_other(tx, visit.house.settings, one, other, visit.known().id, visit.now)
        keep_apart(tx, one, other, visit.known().id, visit.now)
    text = _(
        "{one} and {other} are kept apart now. Neither of them is told. What they had agreed on "
        "together is over.",
        one=_label(visit, both[0]),
        other=_label(visit, both[1]),
    )
    undo = (press(_("Undo"), "apart.undo", one, other),)
    visit.send(Outbound(text, (undo, cards.menu(_))), lasting=True, about=(one, other))


@action("apart.undo")
def undo(visit: Visit, one: int = 0, other: int = 0) -> None:
    """Let two meet again; what has ended stays so."""
    both = _both(visit, one, other)
    if both is None:
        return
    let_together(visit.tx, one, other)
    text = visit._(
        "{one} and {other} may meet through me again. What had ended does not begin by itself.",
        one=_label(visit, both[0]),
        other=_label(visit, both[1]),
    )
    visit.send(Outbound(text, (cards.menu(visit._),)), lasting=True, about=(one, other))


def _read(visit: Visit) -> str:
    """Return what was written, folded; a comma between two names is an and."""
    return fold(visit.inbound.text.removeprefix("/").replace(",", " og "))


def _both(visit: Visit, one: int, other: int) -> tuple[Person, Person] | None:
    """Return two people whom this coordinator may see; else answer as if there were none."""
    organisation = organisation_of(visit)
    here = {person.id: person for person in members(visit.tx, organisation)} if organisation else {}
    first, second = person_by_id(visit.tx, one), person_by_id(visit.tx, other)
    if first and second and one != other and one in here and other in here:
        return first, second
    refuse(visit)
    return None


def _named(visit: Visit, organisation: int, said: str) -> list[Person]:
    """Return who is called so here, by first name or by first name and place."""
    words = set(said.split())
    found = []
    for person in members(visit.tx, organisation):
        card = seen_by(sight_of(visit.known(), person), person)
        name = set(fold(card.first_name).split())
        if name and name <= words <= name | set(fold(card.area).split()):
            found.append(person)
    return found


def _label(visit: Visit, person: Person) -> str:
    card = seen_by(sight_of(visit.known(), person), person)
    name = cards.clip(card.first_name, cards.NAME) or visit._("Somebody")
    return f"{name} ({cards.clip(card.area, cards.NAME)})" if card.area else name
