"""Words of danger: a fixed answer at once, in any state, and a human if the person wants one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.people import Person, Sight, seen_by, sight_of
from bot.handlers import cards, human
from bot.handlers.helplines import doctor, listed, worded
from bot.handlers.registry import action, press, pressed
from bot.handlers.visit import House, Rows, Visit
from bot.i18n import Reader
from bot.language.alarm import Danger
from bot.ports import Kind, Outbound
from bot.storage import conversations, dialogues, letters
from bot.storage.conversations import Conversation
from bot.storage.people import coordinators, person_by_id

REST: Final = timedelta(hours=72)
DELETABLE: Final = timedelta(hours=48)  # Telegram lets nobody take away what is older


def answer(visit: Visit, danger: Danger) -> None:
    """Show whom to call, before all else; what was written is neither kept nor repeated."""
    _ = visit._
    person = visit.person
    visit.wipe = True
    parts = [wording(_, visit.house, danger)]
    rows: Rows = (
        (press(_("I am not in danger"), "safety.ok"),),
        (press(_("Show more numbers"), "safety.lines"),),
    )
    if danger.kind == "violence":
        rows += ((press(_("Remove these messages"), "safety.remove", visit.inbound.message_id),),)
    if person is not None:
        visit.tx.set_rest(id=person.id, until=visit.now + REST)
        name = visit.coordinator_name()
        if person.alert:
            _alert(visit)
            parts.append(
                _("{coordinator} has been told and reads {hours}.", coordinator=name, hours=visit.reads_at())
            )
        else:
            parts.append(
                _(
                    "{coordinator} reads {hours}. May I tell {coordinator}?",
                    coordinator=name,
                    hours=visit.reads_at(),
                )
            )
            rows = (
                (press(_("Yes, tell now"), "safety.tell"),),
                (press(_("No thank you"), "safety.notell"),),
                *rows,
            )
    visit.say("\n".join(parts), *rows, kind=Kind.SAFETY)


def rests_since_before(visit: Visit, person: int) -> None:
    """Let somebody who wrote of danger as a stranger, and joins now, rest for as long as everybody."""
    asked: datetime | None = visit.tx.last_danger(chat=visit.inbound.chat, since=visit.now - REST)
    if asked is not None:
        visit.tx.set_rest(id=person, until=asked + REST)


@action("safety.tell")
def tell(visit: Visit) -> None:
    """Tell the coordinators, because the person said yes."""
    _ = visit._
    _alert(visit)
    visit.say(
        _(
            "{coordinator} has been told and reads {hours}. Do not wait for an answer if it is urgent. "
            "Call {emergency}.",
            coordinator=visit.coordinator_name(),
            hours=visit.reads_at(),
            emergency=_emergency(_, visit.house),
        ),
        (press(_("Show more numbers"), "safety.lines"),),
        (press(_("I am not in danger"), "safety.ok"),),
        kind=Kind.SAFETY,
    )


@action("safety.false")
def false_alarm(visit: Visit, person: int) -> None:
    """Let a coordinator end the rest, after having talked with the person; nobody waits for it any more."""
    _ = visit._
    other = person_by_id(visit.tx, person)
    if other is None or sight_of(visit.known(), other) is not Sight.COORDINATOR:
        visit.say(_("That is not possible any more."), (press(_("To the menu"), "menu"),))
        return
    visit.tx.set_rest(id=other.id, until=None)
    if found := _waiting(visit, other):
        visit.tx.close_conversation(id=found.id, now=visit.now)
    visit.say(
        _("Good. {citizen} gets messages again.", citizen=_named(visit.known(), other) or _("The person")),
        (press(_("To the menu"), "menu"),),
        lasting=True,
    )


@action("safety.remove")
def remove(visit: Visit, written: int) -> None:
    """Take what was said about it off the screen that others may see; nothing is said instead."""
    since = visit.now - DELETABLE
    said = [row[0] for row in visit.tx.safety_messages(chat=visit.inbound.chat, since=since)]
    found = [written, *(one for message in said for one in _behind(visit, message)), *said]
    for message in dict.fromkeys(filter(None, found)):
        visit.send(Outbound("", delete=message), kind=Kind.SAFETY)
    visit.toast = visit._("Removed.")


def _behind(visit: Visit, answer: int) -> list[int]:
    """Return what the person wrote before an answer of ours: its button to remove it says which it was."""
    letter = letters.message_of(visit.tx, visit.inbound.chat, answer)
    buttons = [button for row in letter.message.buttons for button in row] if letter else []
    found = filter(None, (pressed(button.data) for button in buttons))
    return [numbers[0] for verb, numbers in found if verb == "safety.remove"]


@action("safety.notell")
def keep_quiet(visit: Visit) -> None:
    """Tell nobody."""
    _ = visit._
    text = _(
        "I have told nobody. If there is danger to life, call {emergency}.",
        emergency=_emergency(_, visit.house),
    )
    visit.say(text, (press(_("Show more numbers"), "safety.lines"),), kind=Kind.SAFETY)


@action("safety.ok")
def not_in_danger(visit: Visit) -> None:
    """Believe it: nothing rests any more, who was told hears it, and what was being asked goes on."""
    _ = visit._
    text = _("Thank you, then I know. The numbers stay above if you need them.")
    if visit.person is None:
        visit.say(text, (press(_("Continue"), "hello"),), kind=Kind.SAFETY)
        return
    visit.tx.set_rest(id=visit.person.id, until=None)
    if _waiting(visit, visit.person):
        _tell_it_is_over(visit)
    onward = (
        press(_("Continue"), "door.on") if dialogues.top(visit.tx, visit.inbound.chat) else cards.menu(_)[0]
    )
    visit.say(text, (onward,), (press(_("Talk to a human"), "human"),), kind=Kind.SAFETY)


def how_to_go_on(_: Reader, name: str) -> Outbound:
    """Return the question after the rest; whoever answers nothing hears from us as before."""
    first = _("Hello {name}.", name=name) if name else _("Hello.")
    text = _("I have been quiet for three days. How would you like to go on?")
    return Outbound(
        f"{first} {text}",
        (
            (press(_("As before"), "menu"),),
            (press(_("Fewer messages"), "fewer"),),
            (press(_("Take a break"), "pause"),),
            (press(_("Talk to a human"), "human"),),
        ),
    )


@action("safety.lines")
def lines(visit: Visit, page: int = 0) -> None:
    """Show three numbers at a time: first danger, illness, somebody who listens."""
    _ = visit._
    found, more = visit.house.helplines.page(page)
    if not found:
        found, more = visit.house.helplines.page(0)
    today = visit.now.astimezone(visit.house.zone).date()
    rows: Rows = ((press(_("Show more numbers"), "safety.lines", page + 1),),) if more else ()
    if visit.person:
        rows += ((press(_("Talk to a human"), "human"),), (press(_("To the menu"), "menu"),))
    else:
        rows += ((press(_("Begin"), "hello"),),)
    visit.say("\n".join(f"{listed(_, line, today)}." for line in found), *rows, kind=Kind.SAFETY)


def _emergency(_: Reader, house: House) -> str:
    return worded(_, house.helplines.emergency)


def wording(_: Reader, house: House, danger: Danger) -> str:
    """Return three short lines, with at most three numbers."""
    known, emergency = house.helplines, _emergency(_, house)
    match danger.kind:
        case "thoughts":
            return _(
                "Are you in danger now? Call {emergency}.\nYou need not be alone with this. Call {line} or "
                "{doctor}, or somebody you trust.\nI am an automatic service and cannot fetch help myself.",
                emergency=emergency,
                line=worded(_, known.fitting("suicide", "listening")),
                doctor=doctor(_, known),
            )
        case "violence":
            return _(
                "Are you in danger now? Call {emergency}.\nNobody has the right to hit or threaten you. "
                "Call {line}.\nIf others can see your phone, delete this conversation afterwards.",
                emergency=emergency,
                line=worded(_, known.fitting("violence")),
            )
        case "ill":
            return _(
                "Pain in the chest, or no air? Call {emergency} now. Also if you have fallen and cannot get "
                "up.\nIf it is less serious, call your doctor or {doctor}.\nUnlock the door if you can.",
                emergency=emergency,
                doctor=doctor(_, known),
            )
        case _other:
            return _(
                "If there is danger to life, call {emergency} now. Call also if you are in doubt.\n"
                "I am an automatic service and cannot call for you.",
                emergency=emergency,
            )


def _alert(visit: Visit) -> None:
    person = visit.known()
    found, _new = human.begin(visit, person, "danger")
    for other in coordinators(visit.tx, person.organisation):
        _ = visit.reader_of(other)
        text = _(
            "Read this now. {citizen} wrote of acute danger. I have shown {emergency}. "
            "Invitations and announcements to {citizen} rest.",
            citizen=_named(other, person) or _("Somebody"),
            emergency=_emergency(_, visit.house),
        )
        rows = (
            (press(_("Take the conversation"), "talk.take", found.id),),
            (press(_("False alarm"), "safety.false", person.id),),
        )
        key = f"danger:{found.id}:{other.id}:{_occasion(visit)}"  # a second press tells nobody anew
        visit.tell(other, Outbound(text, rows), kind=Kind.STAFF, key=key)


def _tell_it_is_over(visit: Visit) -> None:
    """Let those who were told know that the person sees no danger; whether to call is theirs to judge."""
    person = visit.known()
    found = _waiting(visit, person)
    for other in coordinators(visit.tx, person.organisation):
        _ = visit.reader_of(other)
        text = _("{citizen} has pressed: I am not in danger.", citizen=_named(other, person) or _("Somebody"))
        rows = ((press(_("Take the conversation"), "talk.take", found.id),),) if found else ()
        visit.tell(other, Outbound(text, rows), kind=Kind.STAFF)


def _waiting(visit: Visit, person: Person) -> Conversation | None:
    """Return the conversation that words of danger began, as long as nobody has taken it."""
    found = conversations.open_of(visit.tx, person.id)
    return found if found and found.of_danger else None


def _occasion(visit: Visit) -> str:
    """Return what is the same for all that follows from the same words of danger."""
    known = person_by_id(visit.tx, visit.known().id)
    return f"{known.rest_until:%Y%m%d%H%M%S}" if known and known.rest_until else visit.inbound.key


def _named(viewer: Person, person: Person) -> str:
    return seen_by(sight_of(viewer, person), person).first_name
