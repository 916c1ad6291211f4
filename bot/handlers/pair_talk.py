"""Two who go together write to each other here, without a number or a user name of either."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.dialogs.note import note
from bot.domain.people import seen_by, sight_of
from bot.domain.quiet import waking
from bot.domain.steps import GOODBYE
from bot.handlers import cards, parting, talk, together
from bot.handlers.accompany import mine
from bot.handlers.find import about
from bot.handlers.offers import reader
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.ports import Kind, Outbound
from bot.storage.activities import occurrence_by_id
from bot.storage.blocks import apart, keep_apart
from bot.storage.companions import Companionship
from bot.storage.pairings import ENDED, pairing_of
from bot.storage.people import coordinators, person_by_id

AFTERWARDS: Final = timedelta(hours=24)  # for so long two may still write to each other
CLOSE: Final = timedelta(hours=3)  # before the start words are carried at any hour


@action("pair.write")
def write(visit: Visit, companionship: int = 0) -> None:
    """Ask for the words to carry over."""
    pair = _open(visit, companionship)
    other = person_by_id(visit.tx, pair.other(visit.known().id)) if pair else None
    if pair and other:
        talk.begin(visit, note, companionship=pair.id, name=together.called(visit._, other))


@talk.finishes(note)
def written(visit: Visit, result: tuple[int, str]) -> None:
    """Carry the words over, if the two still go together."""
    _, (id_, words) = visit._, result
    pair = _open(visit, id_)
    if pair is None:
        return
    if not words:
        visit.say(_("That is quite all right."), cards.menu(_))
        return
    person, to = visit.known(), person_by_id(visit.tx, pair.other(visit.known().id))
    found = occurrence_by_id(visit.tx, pair.occurrence)
    if to is None or found is None:
        return
    told = reader(visit.house.settings, to.language)
    text = told("{companion} writes: {words}", companion=together.called(told, person), words=words)
    rows = (
        (press(told("Answer"), "pair.write", pair.id),),
        (press(told("This is not all right"), "pair.report", pair.id),),
    )
    close = found.starts_at - CLOSE <= visit.now < found.ends_at
    visit.tell(
        to,
        Outbound(text, rows),
        kind=Kind.RELAY,
        key=f"pair:{pair.id}:say:{visit.inbound.key}",
        not_before=visit.now if close else waking(visit.now, visit.house.zone),
        expires_at=max(found.ends_at, visit.now) + AFTERWARDS,
    )
    visit.say(_("I have passed it on."), cards.menu(_), lasting=True)


@action("pair.report")
def report(visit: Visit, companionship: int = 0) -> None:
    """Keep two apart from now on, tell a human, and let nobody hear why."""
    pair = mine(visit, companionship)
    if pair is None:
        return
    _, person = visit._, visit.known()
    other = pair.other(person.id)
    if not apart(visit.tx, person.id, other):
        keep_apart(visit.tx, person.id, other, person.id, visit.now)
        parting.keep_from_each_other(visit.tx, visit.house.settings, person.id, other, person.id, visit.now)
        _tell_staff(visit, pair)
    visit.say(
        _(
            "Thank you for saying so. {coordinator} has been told and writes to you. You do not meet again "
            "through me.",
            coordinator=visit.coordinator_name(),
        ),
        cards.human(_),
        cards.menu(_),
        lasting=True,
    )


def _tell_staff(visit: Visit, pair: Companionship) -> None:
    person, other = visit.known(), person_by_id(visit.tx, pair.other(visit.known().id))
    found = occurrence_by_id(visit.tx, pair.occurrence)
    if other is None or found is None:
        return
    for staff in coordinators(visit.tx, found.activity.organisation):
        _ = visit.reader_of(staff)
        text = _(
            "{citizen} has told me that something was not all right with {companion}, about {activity}. I "
            "keep the two apart from now on. Please talk with each of them.",
            citizen=seen_by(sight_of(staff, person), person).first_name or _("Somebody"),
            companion=seen_by(sight_of(staff, other), other).first_name or _("Somebody"),
            activity=cards.title(found.activity),
        )
        key = f"pair:{pair.id}:report:{person.id}:{staff.id}"
        visit.tell(staff, Outbound(text), kind=Kind.STAFF, key=key)


def _open(visit: Visit, companionship: int) -> Companionship | None:
    """Return what both agreed to and is not long over; else show how the date stands."""
    pair = mine(visit, companionship)
    if pair is None:
        return None
    found = occurrence_by_id(visit.tx, pair.occurrence)
    soon = pair.state == "agreed" and found is not None and found.ends_at + AFTERWARDS > visit.now
    if (soon or _on_terms(visit, pair)) and not apart(visit.tx, pair.citizen, pair.companion):
        return pair
    about(visit, pair.occurrence)
    return None


def _on_terms(visit: Visit, pair: Companionship) -> bool:
    """Tell whether the two still go together at all, or have just ended it as planned."""
    found = pairing_of(visit.tx, pair.citizen, pair.companion)
    if found is None or found.is_open:
        return found is not None
    return found.state == ENDED and found.ended_at is not None and found.ended_at + GOODBYE > visit.now
