"""A human: asked for, found, and heard in both directions without a name or number of either."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from bot.dialogs.reply import reply
from bot.domain.people import Person, Role, seen_by, sight_of
from bot.handlers import desk, strangers, talk
from bot.handlers.registry import action, command, intent, press
from bot.handlers.visit import Rows, Visit
from bot.i18n import N_, Reader
from bot.ports import Kind, Outbound, Said
from bot.storage import conversations, letters
from bot.storage.conversations import Conversation
from bot.storage.people import coordinators, person_by_id

RELAYED: Final = "relay:"  # what the key of a message that carries somebody's words begins with
INBOX: Final = 2  # among the pages that a button may lead to
LONGEST: Final = 4096  # characters of one message, as Telegram has it
WANTED: Final = MappingProxyType(
    {
        "asked": N_("{citizen} would like to talk with a human."),
        "call": N_("{citizen} would like to be called. Take the conversation, and agree on when."),
    }
)


@action("human")
@command("menneske")
@intent("human")
def ask(visit: Visit) -> None:
    """Ask for a human; asked twice, the same conversation is meant."""
    if visit.person is None:
        strangers.human(visit)
        return
    _ = visit._
    person = visit.person
    _found, new = begin(visit, person, "asked")
    who = visit.coordinator_name()
    if new:
        text = _(
            "I will tell {coordinator} now. {coordinator} reads {hours}. "
            "Just write here what is on your mind.",
            coordinator=who,
            hours=visit.reads_at(),
        )
    else:
        text = _("{coordinator} knows that you would like to talk. Just write here.", coordinator=who)
    visit.say(text, (press(_("Undo"), "talk.done"),), lasting=True)


def begin(visit: Visit, person: Person, reason: str) -> tuple[Conversation, bool]:
    """Open a conversation and tell those who may take it; return it, and whether it is new."""
    found, new = conversations.begin(visit.tx, person.id, person.organisation, reason, visit.now)
    if reason in WANTED and (new or reason == "call"):  # of danger they are told in other words
        for other in coordinators(visit.tx, person.organisation):
            _ = visit.reader_of(other)
            name = seen_by(sight_of(other, person), person).first_name or _("Somebody")
            text = _(WANTED[reason], citizen=name)
            key = f"near:{person.id}:{reason}:{found.id}:{other.id}"  # asked twice, told once
            visit.tell(other, Outbound(text, _offered(visit, other, found)), kind=Kind.STAFF, key=key)
    return found, new


def relays(visit: Visit) -> bool:
    """Carry what was written to the other side, if there is one; tell whether it was."""
    if visit.inbound.reply_to and (found := _behind(visit, visit.inbound.reply_to)):
        return _to_citizen(visit, found, visit.inbound.text)
    own = _own(visit)
    if own is None or visit.inbound.said is not Said.TEXT or visit.inbound.text.startswith("/"):
        return False
    if own.state == "waiting" and visit.inbound.text.casefold().strip() in ("menu", "hej"):
        return False
    _to_staff(visit, own, visit.inbound.text)
    return True


def is_open(visit: Visit) -> bool:
    """Tell whether what this person writes is carried to a human now."""
    return _own(visit) is not None


def _own(visit: Visit) -> Conversation | None:
    """Return the conversation that the person knows of and writes in."""
    own = conversations.open_of(visit.tx, visit.known().id)
    return None if own is None or own.quiet or own.of_danger else own


@action("talk.take")
def take(visit: Visit, conversation: int) -> None:
    """Take a conversation; the first one who does has it, and the other side is told who it is."""
    found = _staffed(visit, conversation)
    if found is None:
        return
    if found.quiet:
        _greet(visit, found)
        return
    _ = visit._
    if not claim(visit, found):
        visit.say(_("A colleague has taken this conversation."))
        return
    visit.say(
        _("You have the conversation. Answer a message, or press Answer."),
        *_answering(visit, found),
        lasting=True,
    )


def claim(visit: Visit, found: Conversation) -> bool:
    """Have a conversation from now on, if no colleague has it; the other side is told who it is."""
    person = visit.known()
    if not visit.tx.take_conversation(id=found.id, taken_by=person.id, now=visit.now):
        return found.taken_by == person.id
    visit.tx.log_look(
        now=visit.now, who=person.id, what="conversation", whom=found.person, organisation=found.organisation
    )
    _tell_taken(visit, found)
    return True


@action("talk.answer")
def answer(visit: Visit, conversation: int) -> None:
    """Ask for the words to carry over."""
    if found := _staffed(visit, conversation):
        talk.begin(visit, reply, conversation=found.id)


@talk.finishes(reply)
def answered(visit: Visit, result: tuple[int, str] | None) -> None:
    """Carry the words over, if the conversation is still open."""
    if result is None:
        visit.say(visit._("Nothing was sent."), (press(visit._("Who is waiting"), "inbox"),))
        return
    conversation, text = result
    if found := _staffed(visit, conversation):
        _to_citizen(visit, found, text)


@action("talk.end")
def end(visit: Visit, conversation: int) -> None:
    """End a conversation from the coordinator's side; the person is told that the bot answers again."""
    found = _staffed(visit, conversation)
    if found is None:
        return
    close(visit, found)
    visit.say(visit._("The conversation has ended."), lasting=True)


@action("talk.done")
def done(visit: Visit) -> None:
    """End one's own conversation."""
    _ = visit._
    found = conversations.open_of(visit.tx, visit.known().id)
    if found is None or found.quiet:
        visit.say(_("There is no conversation going on."), (press(_("To the menu"), "menu"),))
        return
    visit.tx.close_conversation(id=found.id, now=visit.now)
    taker = person_by_id(visit.tx, found.taken_by) if found.taken_by else None
    if taker:
        told = visit.reader_of(taker)
        visit.tell(taker, Outbound(told("The conversation was ended by the other side.")), kind=Kind.STAFF)
    visit.say(
        _("The conversation has ended. From now on it is me who answers."),
        (press(_("To the menu"), "menu"),),
        lasting=True,
    )


@action("inbox")
@command("indbakke")
def inbox(visit: Visit) -> None:
    """Show a coordinator who waits for a human."""
    _ = visit._
    person = visit.known()
    found = queue(visit)
    if not person.coordinates:
        visit.say(_("That is for coordinators."), (press(_("To the menu"), "menu"),))
        return
    if not found:
        visit.say(_("Nobody is waiting for an answer."), (press(_("To the menu"), "menu"),))
        return
    quiet = [conversation for conversation in found if conversation.quiet]
    asked = [conversation for conversation in found if not conversation.quiet]
    lines = [
        _.count("{n} person is waiting.", "{n} people are waiting.", len(asked)) if asked else "",
        _.count("{n} might like a greeting.", "{n} might like a greeting each.", len(quiet)) if quiet else "",
    ]
    rows = []
    for conversation in [*asked, *quiet][: 4 if desk.is_on(visit.house) else 5]:
        other = person_by_id(visit.tx, conversation.person)
        name = (seen_by(sight_of(person, other), other).first_name if other else "") or _("Somebody")
        label = _("{name}: a greeting", name=name) if conversation.quiet else name
        rows.append((press(label, "talk.take", conversation.id),))
    page = ((press(_("Open on the page"), "desk", INBOX),),) if desk.is_on(visit.house) else ()
    visit.say(" ".join(filter(None, lines)), *rows, *page)


def queue(visit: Visit) -> list[Conversation]:
    """Return the open conversations of all of a coordinator's organisations, each one's oldest first."""
    return [c for o in sorted(visit.known().coordinates) for c in conversations.waiting(visit.tx, o)]


def theirs(visit: Visit, conversation: int) -> Conversation | None:
    """Return an open conversation that this coordinator may have; None for none and not allowed alike."""
    found = conversations.by_id(visit.tx, conversation)
    open_ = found is not None and found.state != "closed"
    return found if found and open_ and visit.known().is_(Role.COORDINATOR, found.organisation) else None


def _greet(visit: Visit, found: Conversation) -> None:
    """Ask for the first words to somebody who has not asked for any; who said stop is left in peace."""
    _ = visit._
    person, other = visit.known(), person_by_id(visit.tx, found.person)
    if other is None or other.stopped_at or other.deleting_at:
        visit.tx.close_conversation(id=found.id, now=visit.now)
        visit.say(_("No messages are wanted just now, so nothing was sent."))
        return
    visit.tx.log_look(
        now=visit.now, who=person.id, what="conversation", whom=other.id, organisation=found.organisation
    )
    talk.begin(visit, reply, conversation=found.id)


def _to_staff(visit: Visit, found: Conversation, text: str) -> None:
    _ = visit._
    person = visit.known()
    taker = person_by_id(visit.tx, found.taken_by) if found.taken_by else None
    listening = [taker] if taker and taker.is_(Role.COORDINATOR, found.organisation) else []
    for other in listening or coordinators(visit.tx, found.organisation):
        told = visit.reader_of(other)
        name = seen_by(sight_of(other, person), person).first_name or told("Somebody")
        rows = _answering(visit, found) if listening else _offered(visit, other, found)
        _carry(visit, found, other, name, text, rows, protect=True)
    visit.tx.hear_conversation(id=found.id, now=visit.now)
    if not listening:
        who = visit.coordinator_name()
        visit.say(
            _("I have passed it on. {coordinator} reads {hours}.", coordinator=who, hours=visit.reads_at()),
            (press(_("End the conversation"), "talk.done"),),
        )


def _to_citizen(visit: Visit, found: Conversation, text: str) -> bool:
    other = person_by_id(visit.tx, found.person)
    if other is None or not visit.known().is_(Role.COORDINATOR, found.organisation):
        return False
    _ = visit._
    match pass_on(visit, found, other, text):
        case "sent":
            visit.say(_("Sent."), *_answering(visit, found))
        case "colleague":
            visit.say(_("A colleague has taken this conversation."))
        case "unwanted":
            _greet(visit, found)
        case _closed:
            visit.say(_("That conversation has ended, so nothing was sent."))
    return True


def pass_on(visit: Visit, found: Conversation, other: Person, text: str) -> str:
    """Carry a coordinator's words to the other side, who is told first whose they are.

    Return ``sent``, or why not: ``closed``, ``unwanted`` (they said stop), ``colleague`` (who has it).
    """
    if found.state == "closed":
        return "closed"
    if found.quiet and (other.stopped_at or other.deleting_at):
        return "unwanted"
    if visit.tx.take_conversation(id=found.id, taken_by=visit.known().id, now=visit.now):
        _tell_taken(visit, found)
    elif found.taken_by != visit.known().id:
        return "colleague"
    rows = ((press(visit.reader_of(other)("End the conversation"), "talk.done"),),)
    _carry(visit, found, other, visit.known().first_name, text, rows)
    visit.tx.hear_conversation(id=found.id, now=visit.now)
    return "sent"


def hand_over(visit: Visit, found: Conversation, to: Person) -> bool:
    """Let a colleague have a conversation that is one's own; both sides hear of it.  Tell whether it was."""
    if not to.is_(Role.COORDINATOR, found.organisation) or to.id == visit.known().id:
        return False
    if not visit.tx.hand_conversation(id=found.id, giver=visit.known().id, taken_by=to.id, now=visit.now):
        return False
    told, other = visit.reader_of(to), person_by_id(visit.tx, found.person)
    name = (seen_by(sight_of(to, other), other).first_name if other else "") or told("Somebody")
    text = told(
        "{coordinator} has handed the conversation with {citizen} over to you. You have it now.",
        coordinator=visit.known().first_name or told("A coordinator"),
        citizen=name,
    )
    rows = (
        (press(told("Answer"), "talk.answer", found.id),),
        (press(told("End the conversation"), "talk.end", found.id),),
    )
    key = f"near:{found.person}:handed:{visit.inbound.key}"
    visit.tell(to, Outbound(text, rows), kind=Kind.STAFF, key=key)
    _introduce(visit, found, to)
    return True


def _introduce(visit: Visit, found: Conversation, to: Person) -> None:
    other = person_by_id(visit.tx, found.person)
    if other is None:
        return
    told = visit.reader_of(other)
    text = told(
        "Now {coordinator} is here. {coordinator} is a human and reads what you write. I am quiet meanwhile.",
        coordinator=to.first_name,
    )
    visit.tell(other, Outbound(text, ((press(told("End the conversation"), "talk.done"),),)), kind=Kind.RELAY)


def _carry(
    visit: Visit, found: Conversation, to: Person, name: str, text: str, rows: Rows, *, protect: bool = False
) -> None:
    """Carry every word over: what is too long for one message comes in two, the buttons under the last."""
    told = visit.reader_of(to)
    words = told("{name} writes:", name=name) + "\n" + text
    parts = [words[at : at + LONGEST] for at in range(0, len(words), LONGEST)]
    for number, part in enumerate(parts, 1):
        message = Outbound(part, rows if number == len(parts) else (), protect=protect)
        key = f"{RELAYED}{found.id}:{visit.inbound.key}:{to.id}:{number}"
        visit.tell(to, message, kind=Kind.RELAY, key=key)


def _tell_taken(visit: Visit, found: Conversation) -> None:
    other = person_by_id(visit.tx, found.person)
    if other is None:
        return
    told = visit.reader_of(other)
    name = visit.known().first_name
    if found.quiet:
        text = told(
            "{coordinator} would like to hear how you are. {coordinator} is a human and reads what you write "
            "here. You need not answer.",
            coordinator=name,
        )
        rows = ((press(told("End the conversation"), "talk.done"),),)
        visit.tell(other, Outbound(text, rows), kind=Kind.RELAY)
    else:
        _introduce(visit, found, visit.known())


def close(visit: Visit, found: Conversation) -> None:
    """End a conversation from the coordinator's side; who knows of it hears that the bot answers again."""
    other = person_by_id(visit.tx, found.person)
    if visit.tx.close_conversation(id=found.id, now=visit.now) and other and not found.quiet:
        message = farewell(visit.reader_of(other), visit.known().first_name)
        visit.tell(other, message, kind=Kind.RELAY)


def farewell(_: Reader, coordinator: str) -> Outbound:
    """Return what tells somebody that it is the bot again who answers."""
    text = _(
        "The conversation with {coordinator} has ended. From now on it is me who answers. "
        "You can always reach a human again.",
        coordinator=coordinator or _("a coordinator"),
    )
    return Outbound(text, ((press(_("Talk with a human"), "human"),), (press(_("To the menu"), "menu"),)))


def _staffed(visit: Visit, conversation: int) -> Conversation | None:
    """Return an open conversation that this person may have; else say so, alike for none and not allowed."""
    if found := theirs(visit, conversation):
        return found
    visit.say(visit._("There is no such conversation any more."), (press(visit._("To the menu"), "menu"),))
    return None


def _behind(visit: Visit, message_id: int) -> Conversation | None:
    letter = letters.message_of(visit.tx, visit.inbound.chat, message_id)
    if letter is None:
        return None
    key = letters.key_of(visit.tx, letter.id)
    return conversations.by_id(visit.tx, int(key.split(":")[1])) if key.startswith(RELAYED) else None


def _offered(visit: Visit, other: Person, found: Conversation) -> Rows:
    _ = visit.reader_of(other)
    return ((press(_("Take the conversation"), "talk.take", found.id),),)


def _answering(visit: Visit, found: Conversation) -> Rows:
    _ = visit._
    return (
        (press(_("Answer"), "talk.answer", found.id),),
        (press(_("End the conversation"), "talk.end", found.id),),
    )
