"""How it goes: asked at the person's own rhythm, answered with one tap, never judged."""

from __future__ import annotations

from typing import Final

from bot.dialogs.checkin import word
from bot.domain.consent import BASIS, Purpose, Wording
from bot.domain.rhythm import next_at
from bot.handlers import menu, talk
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Visit
from bot.i18n import N_, Reader
from bot.ports import Outbound
from bot.storage import checkins
from bot.storage.people import has_consent

HOUR: Final = 10
RHYTHMS: Final = ("never", "weekly", "fortnightly", "monthly")
CONSENT: Final = N_(
    "May I keep your answers when I ask how it goes? I delete them after 90 days. {coordinator} only hears "
    "if you want to be called, and does not see what you answered. Volunteers see nothing."
)


@action("checkin")
@command("hej")
def choose(visit: Visit) -> None:
    """Ask how often; the consent for it is asked for when it is first needed."""
    _ = visit._
    visit.say(
        _("Shall I ask now and then how it goes? You decide how often."),
        (press(_("Every week"), "checkin.set", 1),),
        (press(_("Every other week"), "checkin.set", 2),),
        (press(_("Once a month"), "checkin.set", 3),),
        (press(_("No thank you"), "checkin.set", 0),),
    )


@action("checkin.set")
def chosen(visit: Visit, number: int) -> None:
    """Keep the rhythm, if what it needs was said yes to."""
    _ = visit._
    person = visit.known()
    rhythm = RHYTHMS[number] if 0 <= number < len(RHYTHMS) else RHYTHMS[0]
    if rhythm == "never":
        visit.tx.put_checkin(person=person.id, rhythm=rhythm, next_at=None)
        menu.show(visit, _("That is quite all right. I do not ask."))
    elif has_consent(visit.tx, person.id, Purpose.CHECKIN):
        _keep(visit, rhythm)
    else:
        visit.say(
            _(CONSENT, coordinator=visit.coordinator_name()),
            (press(_("Yes, you may"), "checkin.yes", number),),
            (press(_("No thank you"), "checkin.set", 0),),
        )


@action("checkin.yes")
def consented(visit: Visit, number: int) -> None:
    """Keep the yes with what was shown, and the rhythm."""
    person = visit.known()
    if not has_consent(visit.tx, person.id, Purpose.CHECKIN):
        wording = Wording(1, visit._(CONSENT, coordinator=visit.coordinator_name()))
        visit.tx.give_consent(
            person=person.id,
            purpose=Purpose.CHECKIN.value,
            basis=BASIS[visit.house.settings.controller_type],
            text_version=wording.version,
            text_hash=wording.hash,
            language=visit._.language,
            method="button",
            now=visit.now,
        )
    chosen(visit, number)


def _keep(visit: Visit, rhythm: str) -> None:
    at = next_at(visit.now, rhythm, HOUR, visit.house.zone)
    visit.tx.put_checkin(person=visit.known().id, rhythm=rhythm, next_at=at)
    day = visit._.day(at) if at else ""
    menu.show(visit, visit._("Good. I ask the next time on {day}.", day=day))


def question(_: Reader, name: str, number: int) -> Outbound:
    """Return the question, with why it came and a way out."""
    first = _("Hello {name}.", name=name) if name else _("Hello.")
    text = _("I ask now and then, as we have agreed. How is it going today?")
    return Outbound(
        f"{first} {text}",
        (
            (press(_("Well"), "checkin.good", number),),
            (press(_("So-so"), "checkin.ok", number),),
            (press(_("Not so well"), "checkin.bad", number),),
            (press(_("I would rather not say"), "checkin.none", number),),
            (press(_("Ask less often"), "checkin"),),
        ),
    )


@action("checkin.good")
def good(visit: Visit, number: int) -> None:
    """Take a good answer."""
    if _answer(visit, number, "good"):
        visit.say(
            visit._("You answered: Well. That is good to hear."),
            (press(visit._("Write a few words"), "checkin.word", number),),
            (press(visit._("See what is on"), "find"),),
        )


@action("checkin.ok")
def so_so(visit: Visit, number: int) -> None:
    """Take an answer in between."""
    if _answer(visit, number, "ok"):
        visit.say(
            visit._("You answered: So-so. Thank you. Would you like company this week?"),
            (press(visit._("Yes, show me something"), "find"),),
            (press(visit._("Write a few words"), "checkin.word", number),),
            (press(visit._("Talk to a human"), "human"),),
        )


@action("checkin.bad")
def low(visit: Visit, number: int) -> None:
    """Take a low answer; a human is offered, the second time in a row by name."""
    if not _answer(visit, number, "bad"):
        return
    _ = visit._
    if checkins.low_twice(visit.tx, visit.known().id):
        text = _(
            "Thank you for the answer. You need not be alone with it. "
            "Would you like to talk to {coordinator}?",
            coordinator=visit.coordinator_name(),
        )
    else:
        text = _("Thank you for saying it as it is. Would you like to talk to a human?")
    visit.say(
        text,
        (press(_("Yes please"), "human"),),
        (press(_("Show phone lines"), "safety.lines"),),
        (press(_("Write a few words"), "checkin.word", number),),
        (press(_("Not now"), "menu"),),
    )


@action("checkin.none")
def no_answer(visit: Visit, number: int) -> None:
    """Take that somebody would rather not say; that is an answer too."""
    if _answer(visit, number, "none"):
        menu.show(visit, visit._("That is quite all right."))


@action("checkin.word")
def ask_word(visit: Visit, number: int) -> None:
    """Ask for a few words."""
    talk.begin(visit, word, number=number)


@talk.finishes(word)
def written(visit: Visit, result: tuple[int, str]) -> None:
    """Keep the words beside the answer."""
    number, text = result
    visit.tx.put_answer_word(person=visit.known().id, number=number, word=text)
    menu.show(visit, visit._("Thank you.") if text else "")


def _answer(visit: Visit, number: int, answer: str) -> bool:
    """Keep an answer, or a changed one; False if this was never asked."""
    person = visit.known().id
    if visit.tx.put_answer(person=person, number=number, answer=answer, now=visit.now):
        visit.tx.note_answered(person=person)
        return True
    menu.show(visit)
    return False
