"""How it goes: asked at the person's own rhythm, answered with one tap, never judged."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from bot.dialogs.checkin import word
from bot.domain import mood
from bot.domain.consent import Purpose
from bot.domain.rhythm import next_at
from bot.handlers import cards, menu, talk
from bot.handlers.privacy import give
from bot.handlers.reaching import reach
from bot.handlers.registry import action, command, intent, press
from bot.handlers.visit import Visit
from bot.i18n import N_, Reader
from bot.ports import Outbound
from bot.storage import checkins
from bot.storage.people import has_consent

HOURS: Final = (10, 13, 16)  # on the wall
OPEN_FOR: Final = timedelta(days=3)  # for so long a word is taken as the answer to the last question
RHYTHMS: Final = ("never", "weekly", "fortnightly", "monthly")
CONSENT: Final = N_(
    "May I keep your answers when I ask how it goes? I delete them after 90 days. {coordinator} does not see "
    "what you answer, but gets a hint if I do not hear from you. Volunteers see nothing."
)
VERSION: Final = 2  # of that text
USED: Final = N_("I ask so that I can offer you a talk with a human, if it gets hard one day.")
USED_NOW: Final = N_("I ask so that I can offer you a talk.")
ANSWERS: Final = MappingProxyType(
    {"good": N_("Well"), "ok": N_("So-so"), "bad": N_("Not so well"), "none": N_("I would rather not say")}
)
CHANGES: Final = MappingProxyType(
    {
        mood.LOWER: N_("Of late it has gone a little worse than it usually does."),
        mood.HIGHER: N_("Of late it has gone better than it usually does."),
        mood.SAME: N_("It goes as it usually does."),
    }
)
LISTED: Final = 5
TELL: Final = N_(
    "May I tell {coordinator} if it goes worse for you than before? {coordinator} does not see what you "
    "answered, only that it is lower than before."
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
        (press(_("See my own answers"), "checkin.own"),),
    )


@action("checkin.set")
def chosen(visit: Visit, number: int) -> None:
    """Keep the rhythm, if what it needs was said yes to."""
    _ = visit._
    person = visit.known()
    rhythm = RHYTHMS[number] if 0 <= number < len(RHYTHMS) else RHYTHMS[0]
    if rhythm == "never":
        visit.tx.put_checkin(person=person.id, rhythm=rhythm, hour=HOURS[0], next_at=None)
        menu.show(visit, _("That is quite all right. I do not ask."))
    elif has_consent(visit.tx, person.id, Purpose.CHECKIN):
        _ask_hour(visit, number)
    else:
        visit.say(
            _(CONSENT, coordinator=visit.coordinator_name()),
            (press(_("Yes, you may"), "checkin.yes", number),),
            (press(_("No thank you"), "checkin.set", 0),),
        )


@action("checkin.yes")
def consented(visit: Visit, number: int) -> None:
    """Keep the yes with what was shown, and the rhythm."""
    if not has_consent(visit.tx, visit.known().id, Purpose.CHECKIN):
        text = visit._(CONSENT, coordinator=visit.coordinator_name())
        give(visit, Purpose.CHECKIN, text, VERSION)
    chosen(visit, number)


def _ask_hour(visit: Visit, number: int) -> None:
    _ = visit._
    labels = (_("In the morning"), _("At noon"), _("In the afternoon"))
    rows = [(press(label, "checkin.at", number, n),) for n, label in enumerate(labels)]
    visit.say(_("When on the day shall I ask?"), *rows)


@action("checkin.at")
def at(visit: Visit, number: int, place: int) -> None:
    """Keep rhythm and hour, and say when the first question comes."""
    _, person = visit._, visit.known()
    known = 0 < number < len(RHYTHMS) and 0 <= place < len(HOURS)
    if not known or not has_consent(visit.tx, person.id, Purpose.CHECKIN):
        choose(visit)
        return
    then = next_at(visit.now, RHYTHMS[number], HOURS[place], visit.house.zone)
    visit.tx.put_checkin(person=person.id, rhythm=RHYTHMS[number], hour=HOURS[place], next_at=then)
    menu.show(visit, _("Good. I ask the next time on {day}.", day=_.day(then) if then else ""))


def question(_: Reader, name: str, number: int, *, rarer: bool = False) -> Outbound:
    """Return the question, with why it came and a way out; ``rarer`` says that it comes less often now."""
    text = (
        _("From now on I ask a little less often, so that it does not get too much. How is it going today?")
        if rarer
        else _("I ask now and then, as we have agreed. How is it going today?")
    )
    return Outbound(
        f"{cards.greeting(_, name)} {text}",
        (
            (press(_("Well"), "checkin.good", number),),
            (press(_("So-so"), "checkin.ok", number),),
            (press(_("Not so well"), "checkin.bad", number),),
            (press(_("I would rather not say"), "checkin.none", number),),
            (press(_("Ask less often"), "checkin"),),
        ),
    )


def farewell(_: Reader, name: str, coordinator: str, *, calls: bool) -> Outbound:
    """Return what is said when nobody has answered for long: no blame, a way back, and who may write.

    ``calls``: the person has said yes to being called.
    """
    if calls:
        text = _(
            "I stop asking how it goes now. You have done nothing wrong. {coordinator} may call to hear if "
            "all is well. Write hello when you like.",
            coordinator=coordinator,
        )
    else:
        text = _(
            "I stop asking how it goes now. You have done nothing wrong. {coordinator} may write to hear if "
            "all is well. Write hello when you like.",
            coordinator=coordinator,
        )
    return Outbound(
        f"{cards.greeting(_, name)} {text}",
        (
            (press(_("Do call me"), "call"),),
            (press(_("Ask me again"), "checkin"),),
            (press(_("Talk to a human"), "human"),),
            (press(_("I would rather be left"), "checkin.peace"),),
        ),
    )


@action("checkin.peace")
def peace(visit: Visit) -> None:
    """Leave somebody in peace: whoever presses has been heard, and is on no list any more."""
    menu.show(visit, visit._("That is quite all right. You can always write to me."))


@intent("mood_good")
def well(visit: Visit) -> None:
    """Take a good word as the answer to the question, or be glad with somebody."""
    if number := _asked(visit):
        good(visit, number)
    else:
        menu.show(visit, visit._("That is good to hear."))


@intent("mood_ok")
def in_between(visit: Visit) -> None:
    """Take a word in between as the answer to the question, or as it comes."""
    if number := _asked(visit):
        so_so(visit, number)
    else:
        menu.show(visit, visit._("Thank you for saying so."))


@intent("mood_bad")
def heavy(visit: Visit) -> None:
    """Answer a low word with a human, never with advice; it may also answer the question."""
    if number := _asked(visit):
        low(visit, number)
        return
    _ = visit._
    visit.say(
        _("Thank you for saying it as it is. Would you like to talk to a human?"),
        (press(_("Yes please"), "human"),),
        (press(_("Show phone lines"), "safety.lines"),),
        (press(_("Not now"), "checkin.later"),),
    )


@action("checkin.later")
def not_now(visit: Visit) -> None:
    """Leave it at that, kindly; a human stays one press away."""
    _ = visit._
    visit.say(
        _("That is quite all right. You can always write to me."),
        (press(_("See what is on"), "find"),),
        (press(_("Talk to a human"), "human"),),
    )


@action("checkin.good")
def good(visit: Visit, number: int) -> None:
    """Take a good answer."""
    if _answer(visit, number, "good"):
        _ = visit._
        visit.say(
            " ".join([_("You answered: Well. That is good to hear."), _(USED)]),
            (press(_("Write a few words"), "checkin.word", number),),
            (press(_("See my own answers"), "checkin.own"),),
            (press(_("See what is on"), "find"),),
        )


@action("checkin.ok")
def so_so(visit: Visit, number: int) -> None:
    """Take an answer in between."""
    if _answer(visit, number, "ok"):
        _ = visit._
        first, then = _("You answered: So-so. Thank you."), _("Would you like company this week?")
        visit.say(
            " ".join([first, _(USED), then]),
            (press(_("Yes, show me something"), "find"),),
            (press(_("Write a few words"), "checkin.word", number),),
            (press(_("See my own answers"), "checkin.own"),),
            (press(_("Talk to a human"), "human"),),
        )


@action("checkin.bad")
def low(visit: Visit, number: int) -> None:
    """Take a low answer; a human is offered, the second time in a row by name."""
    if not _answer(visit, number, "bad"):
        return
    _ = visit._
    last = [answer for answer, _at in checkins.answers_of(visit.tx, visit.known().id)][-2:]
    if last == ["bad", "bad"]:
        who = visit.coordinator_name()
        first = _("Thank you for the answer. You need not be alone with it.")
        then = _("Would you like to talk to {coordinator}?", coordinator=who)
    else:
        first = _("Thank you for saying it as it is.")
        then = _("Would you like to talk to a human?")
    visit.say(
        " ".join([first, _(USED_NOW), then]),
        (press(_("Yes please"), "human"),),
        (press(_("Do call me"), "call"),),
        (press(_("Show phone lines"), "safety.lines"),),
        (press(_("Write a few words"), "checkin.word", number),),
        (press(_("Not now"), "checkin.later"),),
    )


@action("checkin.none")
def no_answer(visit: Visit, number: int) -> None:
    """Take that somebody would rather not say; that is an answer too."""
    if _answer(visit, number, "none"):
        menu.show(visit, visit._("That is quite all right. Then I only know that you have seen it."))


@action("checkin.own")
def own(visit: Visit) -> None:
    """Show somebody's own answers in words, and how the newest lie beside the earlier ones."""
    _, person = visit._, visit.known().id
    answers = checkins.answers_of(visit.tx, person)
    rows = [(press(_("How often I ask"), "checkin"),), (press(_("My data"), "data"),), cards.menu(_)]
    if not has_consent(visit.tx, person, Purpose.CHANGE):
        rows.insert(1, (press(_("Tell if it goes worse"), "checkin.tell"),))
    if not answers:
        visit.say(_("There are no answers yet."), *rows)
        return
    lines = [f"{_.day(asked_at)}: {_(ANSWERS[answer])}" for answer, asked_at in answers[-LISTED:]]
    how = mood.change([answer for answer, _at in answers])
    text = cards.fit(
        cards.REPLY,
        (0, _("This is what you have answered:")),
        *((0, line) for line in lines),
        (0, _(CHANGES[how]) if how else ""),
        (1, _("Only you see this.")),
    )
    visit.say(text, *rows)


@action("checkin.tell")
def ask_to_tell(visit: Visit) -> None:
    """Ask for a yes to telling a coordinator that it goes worse than before."""
    _ = visit._
    visit.say(
        _(TELL, coordinator=visit.coordinator_name()),
        (press(_("Yes, you may"), "checkin.told"),),
        (press(_("No thank you"), "checkin.own"),),
    )


@action("checkin.told")
def may_tell(visit: Visit) -> None:
    """Keep the yes with what was shown; it holds for what is so now, too."""
    _, person = visit._, visit.known()
    who = visit.coordinator_name()
    if not has_consent(visit.tx, person.id, Purpose.CHANGE):
        give(visit, Purpose.CHANGE, _(TELL, coordinator=who))
    answers = [answer for answer, _at in checkins.answers_of(visit.tx, person.id)]
    if mood.change(answers) == mood.LOWER:
        reach(visit.tx, visit.house.settings, person, "lower", str(len(answers)), visit.now)
    menu.show(visit, _("Thank you. Then I tell {coordinator}, if it comes to that.", coordinator=who))


@action("checkin.word")
def ask_word(visit: Visit, number: int) -> None:
    """Ask for a few words."""
    talk.begin(visit, word, number=number)


@talk.finishes(word)
def written(visit: Visit, result: tuple[int, str]) -> None:
    """Keep the words beside the answer."""
    number, text = result
    visit.tx.put_answer_word(person=visit.known().id, number=number, word=text)
    menu.show(visit, visit._("Thank you. Only you can see your words, under My data.") if text else "")


def _answer(visit: Visit, number: int, answer: str) -> bool:
    """Keep an answer, or a changed one; False if this was never asked."""
    person = visit.known()
    if not visit.tx.put_answer(person=person.id, number=number, answer=answer, now=visit.now):
        menu.show(visit)
        return False
    visit.tx.note_answered(person=person.id)
    answers = [given for given, _at in checkins.answers_of(visit.tx, person.id)]
    if mood.has_fallen(answers) and has_consent(visit.tx, person.id, Purpose.CHANGE):
        reach(visit.tx, visit.house.settings, person, "lower", str(number), visit.now)
    return True


def _asked(visit: Visit) -> int:
    """Return the number of the question that waits for an answer; 0 if none does."""
    found = visit.tx.open_asking(person=visit.known().id, since=visit.now - OPEN_FOR)
    return int(found or 0)
