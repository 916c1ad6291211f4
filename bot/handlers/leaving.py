"""Stop, pause and erasure: obeyed at once, without the dialogue engine, and always with a way back."""

from __future__ import annotations

from typing import Final

from bot.domain import retention
from bot.domain.activity import Occurrence, Signup
from bot.domain.people import Person
from bot.handlers import cards, companions, menu, newcomers, notice, pausing
from bot.handlers.on_duty import ROLES
from bot.handlers.registry import INTENTS, action, command, intent, press
from bot.handlers.visit import Visit
from bot.language.alarm import Stop
from bot.language.fold import fold
from bot.language.intents import SURE, understand
from bot.language.intents import answer as meant
from bot.ports import Kind, Outbound, Said
from bot.storage import dialogues, letters
from bot.storage.activities import give_up, occurrence_by_id, shifts_of_person, signups_of_person
from bot.storage.erasure import erase
from bot.storage.people import coordinators, person_by_id

BACK: Final = tuple(
    fold(words)
    for words in (
        "med igen", "i gang igen", "begynde igen", "starte igen", "skrive igen", "skriv igen",
        "til mig igen", "høre fra dig igen", "høre fra jer igen", "join again", "begin again", "write again",
    )
)  # fmt: skip
NOT: Final = frozenset({"ikke", "ik", "ikk", "aldrig", "not", "never"})


def stop(visit: Visit, said: Stop) -> None:
    """Be quiet at once; where it stood inside a sentence, ask what was meant, and be quiet meanwhile."""
    _ = visit._
    stop_silently(visit)
    if said.unsure:
        visit.say(
            _("I am quiet until you have chosen. Shall I stop writing altogether?"),
            (press(_("Yes, stop"), "stop.yes"),),
            (press(_("Only a break"), "pause"),),
            (press(_("No, keep writing"), "stop.undo"),),
            lasting=True,
        )
    else:
        dialogues.clear(visit.tx, visit.inbound.chat)
        stopped(visit)


def stop_silently(visit: Visit) -> None:
    """Let nothing unasked leave any more; raise, so that it is tried again, if that was not written down."""
    if visit.person:
        visit.tx.set_stopped(id=visit.person.id, stopped_at=visit.now)
        kept = person_by_id(visit.tx, visit.person.id)
        if kept is None or kept.stopped_at is None:
            raise RuntimeError("a stop was not kept")
        visit.person = kept


@action("stop.yes")
@command("stop")
def stopped(visit: Visit) -> None:
    """Confirm that it is quiet, and ask about what the person has signed up for."""
    _ = visit._
    stop_silently(visit)
    kept = signups_of_person(visit.tx, visit.known().id, visit.now)
    first = _("I stop now. You get no more messages from me.")
    if named := _only_one(visit, kept):
        text = _("You are still signed up for {activity} Shall I cancel it for you?", activity=named)
        rows = [(press(_("Yes, cancel"), "stop.cancel"),), (press(_("No, I am coming"), "stop.keep"),)]
    elif kept:
        text = _.count(
            "You are still signed up for {n} thing. Shall I cancel it for you?",
            "You are still signed up for {n} things. Shall I cancel them for you?",
            len(kept),
        )
        rows = [(press(_("Yes, cancel"), "stop.cancel"),), (press(_("No, I am coming"), "stop.keep"),)]
    else:
        text = _("If you want to begin again, write hello.")
        rows = [(press(_("Only a break"), "pause"),)]
    rows += [(press(_("Undo"), "stop.undo"),), (press(_("Delete all about me"), "delete"),)]
    visit.say(f"{first} {text}", *rows, lasting=True)


def _only_one(visit: Visit, kept: list[Signup]) -> str:
    """Return what and when, if there is one thing that somebody is signed up for."""
    found = occurrence_by_id(visit.tx, kept[0].occurrence) if len(kept) == 1 else None
    return cards.what(visit._, found) if found else ""


@action("stop.keep")
def keep_signups(visit: Visit) -> None:
    """Keep the seats; reminders of what was said yes to still come."""
    visit.say(visit._("Good. You keep your seat, and I remind you of it."), lasting=True)


@action("stop.cancel")
def cancel_signups(visit: Visit) -> None:
    """Give every seat up."""
    person = visit.known().id
    for signup in signups_of_person(visit.tx, person, visit.now):
        companions.release(visit.tx, visit.house.settings, signup.occurrence, person, visit.now)
        give_up(visit.tx, signup.occurrence, person, visit.now)
        if found := occurrence_by_id(visit.tx, signup.occurrence):
            newcomers.not_coming(visit, found)
        letters.cancel_for(visit.tx, signup.occurrence, person, visit.now)
    visit.say(visit._("It is cancelled for you. You are always welcome again."), lasting=True)


def comes_back(visit: Visit) -> bool:
    """Tell whether somebody who had stopped, or takes a break, says that they would like to go on."""
    person = visit.person
    if person is None or not (person.stopped_at or person.paused_until):
        return False
    text = fold(visit.inbound.text)
    return any(words in text for words in BACK) and not set(text.split()) & NOT


@action("stop.undo")
def undo(visit: Visit) -> None:
    """Go on as before; after a yes that was taken back only a new one begins anew."""
    if not visit.agreed():
        INTENTS["greeting"](visit)
        return
    visit.tx.set_stopped(id=visit.known().id, stopped_at=None)
    menu.show(visit, visit._("I write to you again."))


@action("delete")
@command("slet")
@intent("delete_me")
def ask_delete(visit: Visit) -> None:
    """Hold everything at once, and ask one question, outside every dialogue."""
    visit.tx.set_deleting(id=visit.known().id, at=visit.now)
    _ask_delete(visit)


def wants_erasure(text: str) -> bool:
    """Tell whether somebody clearly asks to be forgotten: about me, not about a line or an activity."""
    meaning = understand(text)
    sure = meaning.intent == "delete_me" and meaning.score >= SURE
    return sure and bool(set(fold(text).split()) & {"mig", "mine", "me", "my"})


def is_answer(visit: Visit) -> bool:
    """Tell whether the person is being asked about erasure, so that words answer that and nothing else."""
    asked = visit.person is not None and visit.person.deleting_at is not None
    return asked and visit.inbound.said is Said.TEXT and not visit.inbound.text.startswith("/start")


def answer(visit: Visit) -> None:
    """Take a written yes or no about erasure; anything else is asked again."""
    match meant(visit.inbound.text):
        case "yes":
            delete(visit)
        case "no":
            keep(visit)
        case _other:
            _ask_delete(visit)


@action("delete.no")
def keep(visit: Visit) -> None:
    """Keep everything as it was."""
    visit.tx.set_deleting(id=visit.known().id, at=None)
    menu.show(visit, visit._("Everything is as it was."))


@action("delete.pause")
def pause_instead(visit: Visit) -> None:
    """Be quiet instead of forgetting."""
    visit.tx.set_deleting(id=visit.known().id, at=None)
    pausing.for_now(visit)


@action("delete.yes")
def delete(visit: Visit) -> None:
    """Forget the person; the last message says so, and afterwards nothing is known."""
    person, _ = visit.known(), visit._
    if person.deleting_at is None:
        _ask_delete(visit)
        return
    promised = shifts_of_person(visit.tx, person.id, visit.now)
    alone = companions.leave(visit.tx, visit.house.settings, person.id, visit.now)
    lost = [(shift.role, occurrence_by_id(visit.tx, shift.occurrence)) for shift in promised]
    erase(
        visit.tx,
        person,
        visit.inbound.chat,
        visit.house.mark(visit.inbound.chat),
        visit.now,
        update=visit.inbound.key,
    )
    visit.person, visit.wipe = None, True
    for other, message in alone:
        visit.tell(other, message, kind=Kind.CHANGE)
    for role, occurrence in lost:
        if occurrence is not None and occurrence.on:
            _tell_of_a_free_shift(visit, person, role, occurrence)
    day = (visit.now + retention.BACKUPS).astimezone(visit.house.zone).date()
    text = _(
        "Now everything about you is deleted. The last backups are gone by {day}. A log of who has looked "
        "stays, without your name. You can delete the conversation in Telegram yourself.",
        day=_.day(day),
    )
    if law := notice.by_law(visit):
        text += f"\n{law}"
    _say_goodbye(visit, Outbound(text, keyboard=()))  # the large buttons go too
    thanks = _("Thank you for being here. You can always begin again.")
    _say_goodbye(visit, Outbound(thanks, ((press(_("Begin again"), "hello"),),)))


def _say_goodbye(visit: Visit, message: Outbound) -> None:
    """Write to somebody who was just forgotten."""
    letters.put(
        visit.tx,
        key=f"bye:{visit.inbound.key}:{visit.said}",
        chat=visit.inbound.chat,
        kind=Kind.RECEIPT,
        message=message,
        now=visit.now,
    )
    visit.said += 1


def _tell_of_a_free_shift(visit: Visit, gone: Person, role: str, occurrence: Occurrence) -> None:
    """Let the coordinators know that a shift is free, but not whose it was."""
    for other in coordinators(visit.tx, occurrence.activity.organisation):
        if other.id != gone.id:
            _ = visit.reader_of(other)
            text = _(
                "A {role} is missing now: {activity} Somebody can no longer come.",
                role=_(ROLES[role]),
                activity=cards.what(_, occurrence),
            )
            visit.tell(other, Outbound(text), kind=Kind.STAFF, occurrence=occurrence.id)


def _ask_delete(visit: Visit) -> None:
    _ = visit._
    visit.tx.set_deleting(id=visit.known().id, at=visit.now)
    rows = [
        (press(_("Yes, delete all"), "delete.yes"),),
        (press(_("A break instead"), "delete.pause"),),
        (press(_("No, keep everything"), "delete.no"),),
    ]
    if signups_of_person(visit.tx, visit.known().id, visit.now):
        rows.insert(1, (press(_("Only cancel my sign-ups"), "delete.cancel"),))
    visit.say(
        _(
            "Shall everything about you be deleted? Then your wishes, answers and sign-ups are gone, and I "
            "cannot bring them back. You can also just take a break."
        ),
        *rows,
        lasting=True,
    )


@action("delete.cancel")
def only_cancel(visit: Visit) -> None:
    """Give every seat up and keep the rest."""
    visit.tx.set_deleting(id=visit.known().id, at=None)
    cancel_signups(visit)
