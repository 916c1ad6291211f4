"""What nobody has said yet goes to the organisers; their answer is kept, and told to whoever asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.dialogs.fits import tell_price, tell_stop
from bot.domain.activity import TEXTS, Occurrence
from bot.domain.facts import CALM, FIELDS, LIVELY, NO, NOISE, STEPS, STOP, YES, is_allowed
from bot.domain.people import Person, Role
from bot.domain.quiet import waking
from bot.handlers import cards, talk
from bot.handlers.known import PRICE, QUESTIONS, TOPICS, sentence
from bot.handlers.registry import action, press
from bot.handlers.visit import Rows, Visit
from bot.i18n import N_, Reader
from bot.ports import Kind, Outbound
from bot.storage import facts
from bot.storage.activities import occurrence_by_id
from bot.storage.people import coordinators, person_by_id

UNSAID: Final = "-"
A_DAY: Final = timedelta(days=1)
VALUES: Final = (YES, NO, CALM, LIVELY, UNSAID, "")  # buttons hold their numbers; the last one: it is free
WORDS: Final = {
    (STEPS, YES): N_("No stairs"),
    (STEPS, NO): N_("There are stairs"),
    (NOISE, CALM): N_("Calm"),
    (NOISE, LIVELY): N_("Lively"),
}


def ask(visit: Visit, occurrence: Occurrence, topic: str) -> bool:
    """Note that this person waits to hear it, and ask the coordinators once; False if there are none."""
    activity = occurrence.activity
    staff = [other for other in coordinators(visit.tx, activity.organisation) if other.chat is not None]
    if not staff:
        return False
    since = facts.ask(visit.tx, activity.id, visit.known().id, topic, visit.now)
    for other in staff:
        _ = visit.reader_of(other)
        text = _question(_, occurrence, topic)
        visit.tell(
            other,
            Outbound(text, _possible(visit, other, occurrence, topic)),
            kind=Kind.STAFF,
            key=f"ask:{activity.id}:{topic}:{since.isoformat()}:{other.id}",
            not_before=waking(visit.now, visit.house.zone),
            expires_at=max(occurrence.ends_at, waking(visit.now, visit.house.zone) + A_DAY),
        )
    return True


@action("fact.open")
def show_open(visit: Visit, occurrence: int) -> None:
    """Show an organiser the first question about a date that still waits for an answer."""
    found = _own(visit, occurrence)
    if found is None:
        return
    _ = visit._
    open_ = [topic for topic in facts.waiting(visit.tx, found.activity.id) if topic in QUESTIONS]
    if not open_:
        visit.say(_("Nobody is waiting for an answer."), (press(_("Show it"), "plan.show", found.id),))
        return
    visit.say(_question(visit._, found, open_[0]), *_possible(visit, visit.known(), found, open_[0]))


@action("fact.is")
def is_so(visit: Visit, occurrence: int, number: int, value: int) -> None:
    """Take an organiser's answer by button."""
    found = _own(visit, occurrence)
    if found is None:
        return
    if number >= len(TOPICS) or value >= len(VALUES):
        _refuse(visit)
        return
    answer(visit, found, TOPICS[number], VALUES[value])


@action("fact.write")
def write(visit: Visit, occurrence: int, number: int) -> None:
    """Ask an organiser to write the answer."""
    found = _own(visit, occurrence)
    if found is None:
        return
    dialogue = {STOP: tell_stop, PRICE: tell_price}.get(TOPICS[number] if number < len(TOPICS) else "")
    if dialogue is None:
        _refuse(visit)
    else:
        talk.begin(visit, dialogue, occurrence=found.id)


@talk.finishes(tell_stop)
def stop_told(visit: Visit, result: tuple[int, str | None]) -> None:
    """Keep the bus stop that was written."""
    _told(visit, result, STOP)


@talk.finishes(tell_price)
def price_told(visit: Visit, result: tuple[int, str | None]) -> None:
    """Keep the price that was written."""
    _told(visit, result, PRICE)


def _told(visit: Visit, result: tuple[int, str | None], topic: str) -> None:
    _, found = visit._, _own(visit, result[0])
    if found and result[1]:
        answer(visit, found, topic, result[1])
    elif found:
        row = (press(_("Show it"), "plan.show", found.id),)
        visit.say(_("Nothing was changed, and nobody was told."), row, lasting=True)


def answer(visit: Visit, occurrence: Occurrence, topic: str, value: str) -> None:
    """Keep an answer, and tell it to everybody who waits for it."""
    _ = visit._
    if value != UNSAID and not _keep(visit, occurrence, topic, value):
        _refuse(visit)
        return
    count = spread(visit, occurrence, topic)
    thanks = (
        _("Thank you.") if value == UNSAID else _("Thank you. Whoever asks gets this answer from now on.")
    )
    told = _.count("{n} person who asked is told.", "{n} people who asked are told.", count) if count else ""
    row = (press(_("Show it"), "plan.show", occurrence.id),)
    visit.say(" ".join(filter(None, [thanks, told])), row, lasting=True)


def spread(visit: Visit, occurrence: Occurrence, topic: str) -> int:
    """Tell everybody who waits to hear it what is known now; return how many."""
    activity = occurrence.activity.id
    waiting = facts.who_asked(visit.tx, activity, topic)
    fresh = occurrence_by_id(visit.tx, occurrence.id) or occurrence
    told = 0
    for id_, asked_at in waiting:
        person = person_by_id(visit.tx, id_)
        if person and person.chat is not None:
            key = f"told:{activity}:{topic}:{id_}:{asked_at.isoformat()}"
            visit.tell(person, _news(visit, person, fresh, topic), kind=Kind.FOLLOWUP, key=key)
            told += 1
    facts.told(visit.tx, activity, topic, visit.now)
    return told


def _keep(visit: Visit, occurrence: Occurrence, topic: str, value: str) -> bool:
    """Write an answer down; False if it does not fit the question."""
    activity = occurrence.activity
    if topic == PRICE and value not in VALUES[:-1]:
        texts = {name: getattr(activity, name) for name in TEXTS}
        visit.tx.set_activity_texts(id=activity.id, **{**texts, "price": value})
        return True
    if not is_allowed(topic, value):
        return False
    facts.put_fact(visit.tx, activity.id, topic, value)
    return True


def _news(visit: Visit, person: Person, occurrence: Occurrence, topic: str) -> Outbound:
    """Return what somebody is told who asked."""
    _ = visit.reader_of(person)
    said = sentence(_, visit.tx, occurrence, topic, visit.now, person.id)
    asked = _(
        "You asked about {activity}: {question}",
        activity=cards.title(occurrence.activity),
        question=_(QUESTIONS[topic]),
    )
    if said:
        row = (press(_("Tell me more"), "find.about", occurrence.id),)
        return Outbound(f"{asked}\n{said}", (row, cards.human(_)))
    text = _(
        "{coordinator} does not know that yet either. You can ask a human here.", coordinator=_name(visit)
    )
    return Outbound(
        f"{asked}\n{text}", (cards.human(_), (press(_("Tell me more"), "find.about", occurrence.id),))
    )


def _question(_: Reader, occurrence: Occurrence, topic: str) -> str:
    return _(
        "Somebody asks about {activity}, {when}: {question}",
        activity=cards.title(occurrence.activity),
        when=_.when(occurrence.starts_at),
        question=_(QUESTIONS[topic]),
    )


def _name(visit: Visit) -> str:
    return visit.known().first_name or visit.coordinator_name()


def _possible(visit: Visit, other: Person, occurrence: Occurrence, topic: str) -> Rows:
    """Return the answers there are, as buttons."""
    _ = visit.reader_of(other)
    number = TOPICS.index(topic)

    def button(label: str, value: str) -> Rows:
        return ((press(label, "fact.is", occurrence.id, number, VALUES.index(value)),),)

    rows: Rows = ()
    if topic == PRICE:
        rows += button(_("Free of charge"), "")
    for value in FIELDS.get(topic, ()):
        plain = _("Yes") if value == YES else _("No")
        rows += button(_(WORDS[topic, value]) if (topic, value) in WORDS else plain, value)
    if topic in (STOP, PRICE):
        rows += ((press(_("Write the answer"), "fact.write", occurrence.id, number),),)
    return rows + button(_("I do not know"), UNSAID)


def _own(visit: Visit, occurrence: int) -> Occurrence | None:
    """Return a date this person may speak for; else say so, alike for none and not theirs."""
    found = occurrence_by_id(visit.tx, occurrence)
    if found and visit.known().is_(Role.COORDINATOR, found.activity.organisation):
        return found
    _refuse(visit)
    return None


def _refuse(visit: Visit) -> None:
    visit.say(visit._("That is not here any more."), (press(visit._("To the menu"), "menu"),))
