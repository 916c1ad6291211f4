"""The door: how somebody comes in, with a link or without; nothing is kept before their yes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from bot.dialogs.door import FIX, HUMAN, IN, LANGUAGE, NO_LINK, SHOW, Came, Join, Referred, onboarding
from bot.dialogs.profile import Profile, profile
from bot.dialogs.run import State
from bot.domain.consent import BASIS, Purpose, Wording
from bot.domain.people import Person, Role, seen_by, sight_of
from bot.handlers import find, human, joining, keyboard, menu, notice, privacy, safety, talk
from bot.handlers.profile import FIRST_NAME, areas, keep, review
from bot.handlers.registry import action, command, intent, press
from bot.handlers.visit import House, Visit
from bot.ports import Kind, Outbound
from bot.storage import dialogues, links, referrals
from bot.storage.links import Link
from bot.storage.people import (
    coordinators,
    home,
    organisation_by_id,
    person_by_chat,
    person_by_id,
    put_role,
)
from bot.storage.store import Tx

OPEN_TO_STRANGERS: Final = frozenset(
    {
        *notice.DOOR,
        "hello",
        "safety.ok",
        "safety.lines",
        "safety.notell",
        "safety.remove",
        "human",
        "menneske",
        "identity",
        "language",
        "language.da",
        "language.en",
        "sprog",
    }
)
CONSENT: Final = 1  # the version of the text at the door; a new meaning is a new version
VOLUNTEERS: Final = 2  # ... of theirs: since then also what they like to tell is kept


def start(visit: Visit, token: str) -> None:
    """Begin, or begin again; a link adds its role to whoever opens it."""
    link = links.find(visit.tx, token, visit.inbound.chat, visit.now) if token else None
    if visit.person is None:
        if token and link is None:
            _no_link(visit)
        else:
            _welcome(visit, link)
    elif token and links.used(visit.tx, token, visit.person.id):
        _again(visit)
    elif link is not None and referrals.of_link(visit.tx, link.id):
        _told_of(visit, link)
    elif link is not None:
        _add_role(visit, link)
    elif token:
        _no_link(visit)
    else:
        _again(visit)


def _again(visit: Visit) -> None:
    """Meet somebody known who opens the bot anew: who has emptied the chat has no large buttons any more."""
    keyboard.settle(visit, anew=True)
    back(visit)


@action("hello")
def hello(visit: Visit) -> None:
    """Meet somebody we know nothing of."""
    if visit.person is None and not talk.resume(visit):
        _welcome(visit, None)
    elif visit.person is not None:
        menu.show(visit)


def language(tx: Tx, chat: int, house: House) -> str:
    """Return what a stranger chose at the door; it is known there only."""
    asked = dialogues.top(tx, chat)
    chosen = State.load(asked.state).args.get("language") if asked else ""
    return str(chosen or house.settings.locale)


@action("language")
@command("sprog", "language")
def change_language(visit: Visit) -> None:
    """Change to the other language, and go on where we were."""
    _to(visit, "en" if visit._.language == "da" else "da")


@action("language.da")
def danish(visit: Visit) -> None:
    """Write Danish from now on."""
    _to(visit, "da")


@action("language.en")
def english(visit: Visit) -> None:
    """Write English from now on."""
    _to(visit, "en")


def _to(visit: Visit, other: str) -> None:
    if visit.person is None:
        asked = dialogues.top(visit.tx, visit.inbound.chat)
        at = State.load(asked.state).args if asked else {}
        visit._ = visit.house.reader(other)
        link = Link(at["invite"], Role(at["role"]), at["organisation"]) if at else None
        _welcome(visit, link, language=other)
        return
    visit.tx.set_language(id=visit.person.id, language=other)
    visit.person, visit._ = person_by_id(visit.tx, visit.person.id), visit.house.reader(other)
    menu.settle(visit)
    if not talk.resume(visit):
        menu.show(visit, visit._("I write English from now on."))


def decline(visit: Visit, invite: int = 0) -> None:
    """Take a no at the door: nothing is kept, also of what others have told."""
    _, tx, chat = visit._, visit.tx, visit.inbound.chat
    asked = [State.load(one.state).args.get("invite", 0) for one in dialogues.stack(tx, chat)]
    for opened in filter(None, [invite, *asked]):
        referrals.forget(tx, opened)
    dialogues.clear(tx, chat)
    tx.forget_words_at_the_door(chat=chat)
    visit.say(
        _("That is quite all right. I write no more, and I keep nothing about you. Come back any day."),
        (press(_("I would like to after all"), "hello"),),
    )


@intent("greeting")
def back(visit: Visit) -> None:
    """Welcome somebody known; whoever had stopped or paused is here again, with all as it was."""
    person, _ = visit.known(), visit._
    if not visit.agreed():
        role = Role.VOLUNTEER if menu.is_volunteer(person) else Role.CITIZEN
        _begin(visit, Link(0, role, person.organisation))  # it was taken back: only a new yes begins anew
    elif person.stopped_at or person.paused_until:
        visit.tx.set_stopped(id=person.id, stopped_at=None)
        visit.tx.set_paused(id=person.id, until=None)
        name = person.first_name
        text = (
            _("Welcome back, {name}. Everything is as you left it.", name=name)
            if name
            else _("Welcome back.")
        )
        menu.show(visit, text)
    elif dialogues.top(visit.tx, visit.inbound.chat):
        _ask_to_go_on(visit)
    else:
        menu.show(visit)


def _ask_to_go_on(visit: Visit) -> None:
    _ = visit._
    name = visit.known().first_name
    first = _("Hello again, {name}.", name=name) if name else _("Hello again.")
    text = _("Last time we came a part of the way, and your answers are kept. Shall we go on from there?")
    visit.say(
        f"{first} {text}",
        (press(_("Yes, go on"), "door.on"),),
        (press(_("Begin anew"), "door.anew"),),
        (press(_("Not now"), "menu"),),
    )


@action("door.on")
def go_on(visit: Visit) -> None:
    """Ask on where it was left."""
    if not talk.resume(visit):
        menu.show(visit)


@action("door.anew")
def anew(visit: Visit) -> None:
    """Ask from the beginning what may be asked of somebody known."""
    if talk.leave(visit):
        name = visit.known().first_name or visit.inbound.first_name[:FIRST_NAME]
        talk.begin(visit, profile, name=name, areas=areas(visit))
    else:
        menu.show(visit)


@talk.performs(Join)
def join(visit: Visit, effect: Join) -> bool:
    """Make the person known: the row, the role, and the proof of what was said yes to."""
    new = visit.person is None
    visit.person = visit.person or _new_person(visit, effect)
    person, role = visit.known(), Role(effect.role)
    if effect.invite and not links.spend(visit.tx, effect.invite, person.id, visit.now):
        if new:
            visit.tx.delete_person(id=person.id)
            visit.person = None
        return False
    purpose = Purpose.MESSAGES if role is Role.CITIZEN else Purpose.VOLUNTEER
    wording = Wording(VOLUNTEERS if role is Role.VOLUNTEER else CONSENT, effect.text)
    visit.tx.give_consent(
        person=person.id,
        purpose=purpose.value,
        basis=BASIS[visit.house.settings.controller_type],
        text_version=wording.version,
        text_hash=wording.hash,
        language=visit._.language,
        method=privacy.method(visit),
        now=visit.now,
    )
    put_role(visit.tx, person.id, effect.organisation, role, visit.now)
    visit.tx.set_stopped(id=person.id, stopped_at=None)
    visit.person = person_by_id(visit.tx, person.id)
    if told := referrals.of_link(visit.tx, effect.invite):
        keep(visit, Profile(told.first_name, tuple(told.wishes) or None, area=told.area or None))
        referrals.taken_up(visit.tx, effect.invite)
    return True


@talk.finishes(onboarding)
def joined(visit: Visit, came: Came) -> None:
    """Keep what was told and show the way; after a no, keep nothing."""
    _ = visit._
    visit.person = person_by_chat(visit.tx, visit.inbound.chat)
    if came.how == LANGUAGE:
        _in_the_other_language(visit, came)
    elif came.how == NO_LINK:
        _no_link(visit)
    elif came.how == HUMAN:
        human.ask(visit)
        if came.invite:
            _begin(visit, Link(came.invite, Role(came.role), came.organisation))  # it leads in by its link
    elif came.how in (IN, SHOW, FIX):
        _in(visit, came)
    elif visit.person is None:
        decline(visit, came.invite)
    else:
        menu.show(visit, _("That is quite all right."))


def _in(visit: Visit, came: Came) -> None:
    _ = visit._
    keep(visit, came.told)
    if visit.known().coordinates:
        _tell_colleagues(visit)
    menu.settle(visit)
    if came.how == SHOW:
        find.find(visit)
    elif came.how == FIX:
        review(visit, first=True)
    elif came.role == Role.VOLUNTEER and _is_first(visit.known()):
        joining.welcome(visit)
    elif visit.known().coordinates or menu.is_volunteer(visit.known()):
        menu.show(visit, _("Then we are ready."))
    else:
        review(visit, first=True)


def _is_first(person: Person) -> bool:
    """Tell whether somebody volunteers at one place only, and has told us nothing as a coordinator."""
    return len(person.volunteers_at) == 1 and not person.coordinates


def _in_the_other_language(visit: Visit, came: Came) -> None:
    other = "en" if visit._.language == "da" else "da"
    visit._ = visit.house.reader(other)
    _begin(visit, Link(came.invite, Role(came.role), came.organisation), language=other)


def _welcome(visit: Visit, link: Link | None, language: str = "") -> None:
    house = home(visit.tx)
    if house is None and link is None:
        visit.say(visit._("Hello. Følgeskab has not opened here yet. Please come back another day."))
        return
    _begin(visit, link or Link(0, Role.CITIZEN, visit.home().id), language=language)


def _begin(visit: Visit, link: Link, language: str = "") -> None:
    readers = [p.first_name for p in coordinators(visit.tx, link.organisation) if p.first_name]
    talk.begin(
        visit,
        onboarding,
        house=organisation_by_id(visit.tx, link.organisation).name,
        reader=readers[0] if readers else visit._("a coordinator"),
        reads=visit.reads_at(),
        suggested=visit.inbound.first_name[:FIRST_NAME],
        role=link.role.value,
        organisation=link.organisation,
        invite=link.id,
        known=visit.person.first_name if visit.person else "",
        language=language,
        areas=areas(visit),
        referred=_referred(visit, link.id),
    )


def _referred(visit: Visit, invite: int) -> dict[str, Any] | None:
    told = referrals.of_link(visit.tx, invite) if invite else None
    return asdict(Referred(told.first_name, told.told_by, told.wishes, told.area)) if told else None


def _told_of(visit: Visit, link: Link) -> None:
    """Meet somebody who was told of and is known already; a coordinator's own look spends nothing."""
    person, _ = visit.known(), visit._
    if person.is_(Role.COORDINATOR, link.organisation):
        visit.say(
            _("This link is for the person you told of. Pass it on, it is still unused."),
            (press(_("To the menu"), "menu"),),
        )
    elif not person.is_(Role.CITIZEN, link.organisation):
        _add_role(visit, link)
    elif links.spend(visit.tx, link.id, person.id, visit.now):
        referrals.taken_up(visit.tx, link.id)
        back(visit)


def _add_role(visit: Visit, link: Link) -> None:
    person, _ = visit.known(), visit._
    if person.is_(link.role, link.organisation):
        menu.show(visit)
    elif link.role is Role.VOLUNTEER or not person.first_name:
        _begin(visit, link)  # volunteers have a notice and a yes of their own
    elif links.spend(visit.tx, link.id, person.id, visit.now):
        referrals.taken_up(visit.tx, link.id)
        put_role(visit.tx, person.id, link.organisation, link.role, visit.now)
        visit.person = person_by_id(visit.tx, person.id)
        if link.role is Role.COORDINATOR:
            _tell_colleagues(visit)
        menu.settle(visit)
        menu.show(
            visit,
            _(
                "Welcome at {organisation}.",
                organisation=organisation_by_id(visit.tx, link.organisation).name,
            ),
        )
    else:
        _no_link(visit)


def _new_person(visit: Visit, effect: Join) -> Person | None:
    id_ = visit.tx.add_person(
        chat=visit.inbound.chat,
        first_name="",
        language=visit._.language,
        organisation=effect.organisation,
        stage="onboarding",
        now=visit.now,
    )
    safety.rests_since_before(visit, id_)
    return person_by_id(visit.tx, id_)


def _tell_colleagues(visit: Visit) -> None:
    person = visit.known()
    for organisation in sorted(person.coordinates):
        for other in coordinators(visit.tx, organisation):
            if other.id != person.id:
                _ = visit.reader_of(other)
                name = seen_by(sight_of(other, person), person).first_name or _("Somebody")
                named = organisation_by_id(visit.tx, organisation).name
                text = _("{name} is a coordinator of {organisation} now.", name=name, organisation=named)
                visit.tell(other, Outbound(text), kind=Kind.STAFF)


def _no_link(visit: Visit) -> None:
    _ = visit._
    rows = ((press(_("Begin without a link"), "hello"),),)
    visit.say(_("That link does not work any more. Ask for a new one, or begin without it."), *rows)
