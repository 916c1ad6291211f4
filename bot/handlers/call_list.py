"""People without a chat: a coordinator writes them down, speaks for the bot, and ticks their answers.

Numbers and addresses are shown on the page only; see ``bot.domain.people.contact_seen_by``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from bot.domain import calls as times
from bot.domain.activity import Occurrence
from bot.domain.consent import BASIS, Purpose, Wording
from bot.domain.people import Contact, Person, Role, Sight, contact_seen_by, sight_of
from bot.handlers import cards, reasons
from bot.handlers.planning import organisation_of
from bot.handlers.profile import FIRST_NAME
from bot.handlers.signups import running, seat, withdraw
from bot.handlers.visit import Visit
from bot.i18n import N_, Reader
from bot.ports import Inbound, Kind, Outbound, Said
from bot.storage import calls, invitations
from bot.storage.activities import wait
from bot.storage.calls import Call
from bot.storage.erasure import erase_without_chat
from bot.storage.people import person_by_id, put_role
from bot.storage.store import Tx

WORDING: Final = 1
CONSENT: Final = N_(
    "May we write down your first name and how we reach you? Then a human can call or write to you about "
    "what goes on. You must be 18. You can say stop at any time, and a no changes nothing."
)
WHY: Final = MappingProxyType(
    {
        Kind.INVITATION: N_("An invitation"),
        Kind.REMINDER: N_("A reminder"),
        Kind.CHANGE: N_("A change"),
        Kind.FOLLOWUP: N_("News of a date"),
    }
)
AGAIN: Final = timedelta(hours=1)  # within which the same look is noted once


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody has told a coordinator of themselves."""

    first_name: str
    contact: Contact
    area: str = ""
    wishes: tuple[str, ...] = ()


def register(visit: Visit, told: Told) -> Person | None:
    """Write somebody down who has said yes; None for who may not."""
    tx, organisation = visit.tx, organisation_of(visit)
    if organisation is None:
        return None
    if before := _written_down(visit, organisation, told):
        return before
    id_: int = tx.add_person(
        chat=None,
        first_name=told.first_name[:FIRST_NAME],
        language=visit.house.settings.locale,
        organisation=organisation,
        stage="member",
        now=visit.now,
    )
    put_role(tx, id_, organisation, Role.CITIZEN, visit.now)
    wording = Wording(WORDING, visit._(CONSENT))
    for purpose in (Purpose.MESSAGES, Purpose.PHONE):
        tx.give_consent(
            person=id_,
            purpose=purpose.value,
            basis=BASIS[visit.house.settings.controller_type],
            text_version=wording.version,
            text_hash=wording.hash,
            language=visit._.language,
            method=told.contact.said_by,
            now=visit.now,
        )
    _write(visit, id_, told)
    visit.tx.log_look(
        now=visit.now, who=visit.known().id, what="registered", whom=id_, organisation=organisation
    )
    return person_by_id(tx, id_)


def _written_down(visit: Visit, organisation: int, told: Told) -> Person | None:
    """Return who is written down so already: a form may be sent twice by one press too many."""
    for (id_,) in visit.tx.people_without_a_chat(organisation=organisation):
        person, contact = person_by_id(visit.tx, id_), calls.contact_of(visit.tx, id_)
        same = person and person.deleting_at is None and person.first_name == told.first_name[:FIRST_NAME]
        if same and contact == told.contact:
            return person
    return None


def correct(visit: Visit, id_: int, told: Told) -> bool:
    """Write down what has changed; tell whether that could be."""
    if known(visit, id_) is None:
        return False
    visit.tx.set_name(id=id_, first_name=told.first_name[:FIRST_NAME])
    _write(visit, id_, told)
    return True


def known(visit: Visit, id_: int) -> tuple[Person, Contact] | None:
    """Return somebody without a chat and how to reach them, if this coordinator may know."""
    person = person_by_id(visit.tx, id_)
    if person is None or person.chat is not None:
        return None
    contact = contact_seen_by(sight_of(visit.known(), person), calls.contact_of(visit.tx, id_))
    return (person, contact) if contact else None


def look(visit: Visit, person: Person, what: str = "contact") -> None:
    """Note that a number or an address was looked at; again within an hour is the same look."""
    who = visit.known().id
    if not visit.tx.looked_since(whom=person.id, since=visit.now - AGAIN, who=who, what=what):
        visit.tx.log_look(now=visit.now, who=who, what=what, whom=person.id, organisation=person.organisation)


def waiting(visit: Visit) -> list[Call]:
    """Return what is to be said now in all of one's organisations, the most urgent first."""
    own = sorted(visit.known().coordinates)
    return [call for id_ in own for call in calls.waiting(visit.tx, id_, visit.now)]


def people(visit: Visit) -> list[Person]:
    """Return everybody without a chat whom this coordinator may know, by name."""
    ids = [
        row[0]
        for o in sorted(visit.known().coordinates)
        for row in visit.tx.people_without_a_chat(organisation=o)
    ]
    found = [person_by_id(visit.tx, id_) for id_ in ids]
    return [person for person in found if person and sight_of(visit.known(), person) is Sight.COORDINATOR]


def answer(visit: Visit, number: int, word: str) -> str | None:
    """Tick what somebody answered; return a word for what came of it, None if it was not to be answered.

    ``yes``, ``no``, ``missed`` (nobody answered), ``later``, ``sent`` (a letter).
    """
    call = calls.by_id(visit.tx, number)
    them = known(visit, call.person) if call else None
    if call is None or them is None:
        return None
    if call.state != "open":
        return "before"
    if word in ("missed", "later"):
        soon = visit.now + times.MISSED if word == "missed" else times.tomorrow(visit.now, visit.house.zone)
        visit.tx.call_again(id=call.id, not_before=soon, now=visit.now)
        return word
    if word not in ("yes", "no", "sent") or not visit.tx.settle_call(id=call.id, answer=word, now=visit.now):
        return None
    return word if word == "sent" else _act(for_them(visit, them[0]), call, yes=word == "yes")


def sign_up(visit: Visit, id_: int, occurrence: int) -> str | None:
    """Take part for somebody, or wait if all seats are taken; None if that is not to be done."""
    them = known(visit, id_)
    found = running(visit, occurrence)
    if them is None or found is None or not _may_join(visit, them[0], found):
        return None
    return _join(for_them(visit, them[0]), found)


def sign_off(visit: Visit, id_: int, occurrence: int) -> str | None:
    """Cancel for somebody."""
    them = known(visit, id_)
    if them is None:
        return None
    withdraw(for_them(visit, them[0]), occurrence)
    return "cancelled"


def stop(visit: Visit, id_: int) -> str | None:
    """Ask and remind somebody of nothing unasked any more; what they said yes to stands."""
    if known(visit, id_) is None:
        return None
    visit.tx.set_stopped(id=id_, stopped_at=visit.now)
    visit.tx.cancel_calls_of(person=id_, now=visit.now)
    return "stopped"


def go_on(visit: Visit, id_: int) -> str | None:
    """Undo a stop, at the person's own word."""
    if known(visit, id_) is None:
        return None
    visit.tx.set_stopped(id=id_, stopped_at=None)
    return "goes_on"


def erase(visit: Visit, id_: int) -> str | None:
    """Forget somebody: who asks for it, has moved or is dead.  What waits ends and seats are passed on."""
    them = known(visit, id_)
    if them is None:
        return None
    person = them[0]
    seats = [row[0] for row in visit.tx.seats_of(person=person.id, now=visit.now)]
    for occurrence in seats:
        withdraw(for_them(visit, person), occurrence)
    erase_without_chat(visit.tx, person, visit.house.mark_of(person.id), visit.now)
    return "erased"


def for_them(visit: Visit, person: Person) -> Visit:
    """Return the visit in which a coordinator acts for somebody; nothing can be said in it."""
    inbound = Inbound(visit.inbound.key, 0, Said.OTHER)
    return Visit(visit.tx, visit.house, inbound, visit.now, person, visit.house.reader(person.language))


def question(tx: Tx, _: Reader, person: Person, occurrence: Occurrence, reason: dict[str, str]) -> Outbound:
    """Return how to ask somebody along when a human does it."""
    host = cards.host_name(tx, occurrence, person.id)
    text = cards.fit(
        cards.CARD,
        (0, " ".join([cards.greeting(_, person.first_name), reasons.because(_, reason)])),
        (0, cards.what(_, occurrence)),
        (2, _("{host} meets you there.", host=host) if host else ""),
        (4, cards.first_ten(_, occurrence.activity)),
        (3, cards.price(_, occurrence.activity)),
        (0, _("A no changes nothing, not with the municipality either.")),
    )
    return Outbound(text)


def reminder(tx: Tx, _: Reader, person: Person, occurrence: Occurrence) -> Outbound:
    """Return what to say to somebody about what they have said yes to, on whatever day that is."""
    host = cards.host_name(tx, occurrence, person.id)
    text = cards.fit(
        cards.CARD,
        (0, " ".join([cards.greeting(_, person.first_name), _("You have said yes to this:")])),
        (0, cards.what(_, occurrence)),
        (1, cards.door(_, occurrence.activity)),
        (2, _("{host} meets you there.", host=host) if host else ""),
        (1, _("If it does not suit you after all, just say so.")),
    )
    return Outbound(text)


def _act(theirs: Visit, call: Call, *, yes: bool) -> str:
    """Do what an answer means to a date; what is only told of is only ticked."""
    found = running(theirs, call.occurrence) if call.occurrence else None
    if found is None:
        return "noted"
    if call.kind is Kind.INVITATION and not yes:
        invitations.answer(theirs.tx, found.id, call.person, "no", theirs.now)
    elif not yes:
        return "cancelled" if withdraw(theirs, found.id) else "noted"
    elif call.kind is Kind.INVITATION or call.key.startswith("offer:"):
        return _join(theirs, found)
    return "noted"


def _join(theirs: Visit, found: Occurrence) -> str:
    if seat(theirs, found, "join"):
        theirs.tx.cancel_calls_for(occurrence=found.id, person=theirs.known().id, now=theirs.now)
        return "joined"
    if found.starts_at <= theirs.now:
        return "full"
    wait(theirs.tx, found.id, theirs.known().id, theirs.now)
    return "waits"


def _may_join(visit: Visit, person: Person, found: Occurrence) -> bool:
    return found.activity.organisation in visit.known().coordinates | {person.organisation}


def _write(visit: Visit, id_: int, told: Told) -> None:
    tx, contact = visit.tx, told.contact
    tx.put_contact(
        person=id_,
        mode=contact.mode,
        phone=contact.phone,
        address=contact.address,
        said_by=contact.said_by,
        said_on=contact.said_on,
        made_by=visit.known().id,
        now=visit.now,
    )
    tx.set_area(id=id_, area=told.area)
    tx.forget_interests(person=id_, kind="wish")
    for word in told.wishes:
        tx.put_interest(person=id_, kind="wish", word=word)
