"""An idea goes to the coordinators as it was written, and whoever had it hears that it was read."""

from __future__ import annotations

from typing import Final

from bot.dialogs.giving import idea as asking
from bot.domain.people import Role, seen_by, sight_of
from bot.handlers import cards, talk
from bot.handlers.registry import action, command, intent, press
from bot.handlers.visit import Visit
from bot.ports import Kind, Outbound
from bot.storage import giving
from bot.storage.people import coordinators, person_by_id

NAMED: Final = 4  # words from which an idea may be told in a sentence: "jeg har en idé" has none yet


@action("idea")
@command("ide")
def begin(visit: Visit) -> None:
    """Ask for an idea."""
    talk.begin(visit, asking)


@intent("idea")
def understood(visit: Visit) -> None:
    """Take an idea told in free text: it is passed on only after a yes."""
    words = visit.inbound.text.strip()
    told = words if len(words.split()) > NAMED else ""
    talk.begin(visit, asking, words=told, reader=visit.coordinator_name())


@talk.finishes(asking)
def passed_on(visit: Visit, words: str) -> None:
    """Pass an idea on, with a kind receipt."""
    _, tx, person = visit._, visit.tx, visit.known()
    if not words:
        visit.say(_("That is quite all right."), cards.menu(_))
        return
    made = tx.add_idea(person=person.id, organisation=person.organisation, words=words, now=visit.now)
    for other in coordinators(tx, person.organisation):
        told = visit.reader_of(other)
        name = seen_by(sight_of(other, person), person).first_name or told("Somebody")
        text = told("{name} has an idea:", name=name) + "\n" + words
        rows = (
            (press(told("Say that it is read"), "idea.read", made),),
            (press(told("New activity"), "plan.new"),),
        )
        message = Outbound(text, rows, protect=True)
        visit.tell(other, message, kind=Kind.RELAY, key=f"idea:{made}:{other.id}")
    visit.say(
        _(
            "Thank you for your idea. I have passed it on to {coordinator}. {coordinator} reads {hours}.",
            coordinator=visit.coordinator_name(),
            hours=visit.reads_at(),
        ),
        (press(_("Another idea"), "idea"),),
        cards.menu(_),
        lasting=True,
    )


@action("idea.read")
def read(visit: Visit, idea: int = 0) -> None:
    """Tell whoever had an idea, once, that it was read."""
    _, tx, person = visit._, visit.tx, visit.known()
    found = giving.idea(tx, idea)
    other = person_by_id(tx, found.person) if found else None
    if found is None or other is None or not person.is_(Role.COORDINATOR, found.organisation):
        visit.say(_("That is not here any more."), cards.menu(_))
        return
    if tx.read_idea(id=found.id, now=visit.now):
        tx.log_look(now=visit.now, who=person.id, what="idea", whom=other.id, organisation=found.organisation)
        told = visit.reader_of(other)
        name = person.first_name or told("A coordinator")
        text = told("{name} has read your idea. Thank you for it.", name=name)
        rows = ((press(told("Another idea"), "idea"),), cards.menu(told))
        visit.tell(other, Outbound(text, rows), kind=Kind.FOLLOWUP, key=f"idea:{found.id}:read")
    visit.say(_("I have said that it is read."), cards.menu(_), lasting=True)
