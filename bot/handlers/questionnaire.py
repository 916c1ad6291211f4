"""A few questions, a few times a year, after a yes of their own: never at the door, and never a score."""

from __future__ import annotations

from typing import Final

from bot.dialogs.pack import pack as script
from bot.domain.consent import Purpose
from bot.domain.packs import DANISH, Pack, Texts
from bot.domain.people import Person
from bot.handlers import cards, menu, talk
from bot.handlers.packs import packs
from bot.handlers.privacy import give
from bot.handlers.registry import action, press
from bot.handlers.visit import Rows, Visit
from bot.i18n import N_, Reader
from bot.ports import Outbound
from bot.storage import dialogues, questionnaires
from bot.storage.people import has_consent
from bot.storage.questionnaires import Questionnaire

CONSENT: Final = N_(
    "May I ask you {n} short questions about {title} now, and again after 3, 6 and 12 months? {purpose} Your "
    "name is never with the figures. I delete your answers after two years."
)


def in_words(_: Reader, texts: Texts) -> str:
    """Return a pack's text in the reader's language, if it has that."""
    return texts.get(_.language, texts[DANISH])


def consent_text(_: Reader, pack: Pack) -> str:
    """Return what is said yes to."""
    return _(
        CONSENT,
        n=len(pack.questions),
        title=in_words(_, pack.title),
        purpose=in_words(_, pack.purpose),
    )


def invitation(_: Reader, person: Person, pack: Pack, found: Questionnaire) -> Outbound:
    """Return the one message that asks: the first time for the yes itself, later whether it suits again."""
    if found.month == 0:
        text, rows = consent_text(_, pack), _choices(_, found)
    else:
        text = _(
            "{month} months ago you said yes to some questions about {title}. Would you like to answer them "
            "again? There are {n} of them.",
            month=found.month,
            title=in_words(_, pack.title),
            n=len(pack.questions),
        )
        rows = (
            (press(_("Yes, gladly"), "pack.yes", found.id),),
            (press(_("Not this time"), "pack.no", found.id),),
            (press(_("Ask me no more"), "pack.never", found.id),),
        )
    return Outbound(f"{cards.greeting(_, person.first_name)} {text}", (*rows, cards.fewer(_)))


def _choices(_: Reader, found: Questionnaire) -> Rows:
    return (
        (press(_("Yes, you may"), "pack.yes", found.id),),
        (press(_("Tell me more"), "pack.more", found.id),),
        (press(_("No thank you"), "pack.no", found.id),),
    )


@action("pack.offer")
def offer(visit: Visit) -> None:
    """Ask for the yes because somebody looked for it themselves."""
    person = visit.known()
    for pack in packs(visit.house.settings).values():
        found = questionnaires.add(visit.tx, person.id, pack.name, pack.version, 0, visit.now)
        if found.agreed_at is None or found.state != "answered":
            visit.say(consent_text(visit._, pack), *_choices(visit._, found))
            return
    menu.show(visit, visit._("There are no questions just now. Thank you for asking."))


@action("pack.more")
def more(visit: Visit, questionnaire: int) -> None:
    """Tell where the questions come from and who sees the answers."""
    if own := _own(visit, questionnaire):
        found, pack = own
        _ = visit._
        text = cards.fit(
            cards.REPLY,
            (
                0,
                _(
                    "You can pass over any question and leave at any time. Only you see your own answers. "
                    "They are counted together with those of others, and nothing under five people is shown. "
                    "A no changes nothing."
                ),
            ),
            (1, _("The questions are {instrument}.", instrument=pack.instrument) if pack.instrument else ""),
        )
        yes, _more, no = _choices(_, found)
        visit.say(text, yes, no)


@action("pack.yes")
def begin(visit: Visit, questionnaire: int) -> None:
    """Keep the yes with what was shown, the first time; then ask the first question."""
    own = _own(visit, questionnaire)
    if own is None:
        return
    found, pack = own
    _, person = visit._, visit.known().id
    agreed = has_consent(visit.tx, person, Purpose.RESEARCH)
    if found.month and not agreed:
        menu.show(visit, _("You took your yes back, so I ask nothing."))
        return
    if found.month == 0 and (not agreed or found.agreed_at is None):
        give(visit, Purpose.RESEARCH, consent_text(_, pack))
        visit.tx.agree_to_pack(id=found.id, version=pack.version, now=visit.now)
        visit.tx.drop_later_months(person=person, pack=pack.name)
    elif found.state == "answered":
        visit.say(_("You have answered already. Thank you."), (press(_("My data"), "data"),), cards.menu(_))
        return
    elif _is_under_way(visit):
        talk.resume(visit)
        return
    visit.tx.set_pack_version(id=found.id, version=pack.version)
    questions = [
        {
            "key": question.key,
            "text": in_words(_, question.text),
            "options": [[answer.key, in_words(_, answer.label)] for answer in question.answers],
        }
        for question in pack.questions
    ]
    intro = in_words(_, pack.intro) if pack.intro else ""
    talk.begin(visit, script, questionnaire=found.id, intro=intro, questions=questions)


@action("pack.no")
def decline(visit: Visit, questionnaire: int) -> None:
    """Take a no as the good answer that it is."""
    found = questionnaires.by_id(visit.tx, questionnaire, visit.known().id)
    if found and found.state == "asked" and found.agreed_at is None:
        visit.tx.set_questionnaire(id=found.id, state="declined")
    menu.show(visit, visit._("That is quite all right."))


@action("pack.never")
def never(visit: Visit, questionnaire: int) -> None:
    """Take the yes back: what was answered is deleted."""
    if questionnaires.by_id(visit.tx, questionnaire, visit.known().id):
        end(visit)
    menu.show(visit, visit._("I ask no more, and your answers are deleted."))


def end(visit: Visit) -> None:
    """End all packs for a person, and delete what they answered."""
    person = visit.known().id
    visit.tx.withdraw_consent(person=person, purpose=Purpose.RESEARCH.value, now=visit.now)
    visit.tx.end_questionnaires(person=person)


@talk.finishes(script)
def answered(visit: Visit, result: tuple[int, dict[str, str] | None]) -> None:
    """Keep the answers, if the yes still stands; of what was left half way, nothing is kept."""
    _ = visit._
    questionnaire, answers = result
    found = questionnaires.by_id(visit.tx, questionnaire, visit.known().id)
    if answers is None or found is None or not has_consent(visit.tx, visit.known().id, Purpose.RESEARCH):
        menu.show(visit, _("That is quite all right. Nothing was kept."))
        return
    questionnaires.keep(visit.tx, found, found.version, answers, visit.now)
    visit.say(
        _(
            "Thank you for your answers. You can see them under My data. Is there something you would "
            "like to talk about?"
        ),
        cards.human(_),
        (press(_("My data"), "data"),),
        cards.menu(_),
        lasting=True,
    )


def _is_under_way(visit: Visit) -> bool:
    """Tell whether the questions are being asked: a second press does not begin them anew."""
    top = dialogues.top(visit.tx, visit.inbound.chat)
    return top is not None and top.script == script.name


def _own(visit: Visit, questionnaire: int) -> tuple[Questionnaire, Pack] | None:
    """Return somebody's own questionnaire and its pack, if that is still asked; else say so."""
    found = questionnaires.by_id(visit.tx, questionnaire, visit.known().id)
    pack = packs(visit.house.settings).get(found.pack) if found else None
    if found and pack:
        return found, pack
    menu.show(visit, visit._("There are no questions just now. Thank you for asking."))
    return None
