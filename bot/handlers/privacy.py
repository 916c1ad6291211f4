"""A person's own data: what can be decided over, who has looked, and each yes by itself."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from bot.domain.consent import BASIS, Purpose, Wording
from bot.handlers import cards
from bot.handlers.helplines import worded
from bot.handlers.packs import packs
from bot.handlers.registry import action, command, intent, press
from bot.handlers.visit import Visit
from bot.i18n import N_
from bot.ports import Said

MONTHS: Final = timedelta(days=183)
LISTED: Final = 8
YESES: Final = tuple(Purpose)  # a button holds the place in this order: add at the end only
NAMED: Final = MappingProxyType(
    {
        Purpose.MESSAGES: N_("Messages and invitations"),
        Purpose.CHECKIN: N_("How are you?"),
        Purpose.COMPANION: N_("Company on the way"),
        Purpose.PHONE: N_("Being called"),
        Purpose.ALERT: N_("Telling somebody in danger"),
        Purpose.RESEARCH: N_("Figures and research"),
        Purpose.VOLUNTEER: N_("Being a volunteer"),
        Purpose.CHANGE: N_("Telling that it goes worse"),
    }
)
ALERT: Final = N_(
    "If you write that you are in danger, I show at once where you can call. May I tell {coordinator} too? "
    "{coordinator} reads {hours} and not at night, so it can never replace {emergency}."
)


@action("data")
@command("privatliv", "privacy")
@intent("privacy")
def data(visit: Visit) -> None:
    """Show what a person decides over."""
    _ = visit._
    visit.say(
        _(
            "{organisation} is responsible for your data. We keep only what is needed, and delete it when "
            "it is not. Telegram can see what you write here too. You can complain to Datatilsynet. What "
            "would you like?",
            organisation=visit.home().name,
        ),
        (press(_("See my data"), "data.ask"),),
        (press(_("Correct something"), "data.fix"),),
        (press(_("Take back a yes"), "data.yeses"),),
        (press(_("Delete all about me"), "delete"),),
        (press(_("More about my data"), "notice"),),
        (press(_("Back"), "menu"),),
    )


@action("data.looks")
def looks(visit: Visit) -> None:
    """Show who has looked at the person, and when."""
    _ = visit._
    rows = visit.tx.looks_at(whom=visit.known().id, since=visit.now - MONTHS)
    back = (press(_("My data"), "data"),)
    if not rows:
        visit.say(_("Nobody has looked at your data in the last six months."), back)
        return
    lines = [f"{_.when(at)}: {name or _('Somebody')}" for at, _what, name in rows[-LISTED:]]
    text = _.count(
        "Your data has been looked at once in the last six months:",
        "Your data has been looked at {n} times in the last six months:",
        len(rows),
    )
    newest = cards.fit(cards.REPLY, (0, text), *((n, line) for n, line in enumerate(reversed(lines))))
    visit.say(newest, (press(_("Talk to a human"), "human"),), back)


@action("data.yeses")
def yeses(visit: Visit) -> None:
    """Show each yes that stands, to be taken back as easily as it was given."""
    _ = visit._
    given = [Purpose(row[0]) for row in visit.tx.consents_of(person=visit.known().id)]
    standing = [purpose for purpose in YESES if purpose in given]
    rows = [(press(_(NAMED[purpose]), "data.withdraw", YESES.index(purpose)),) for purpose in standing]
    if Purpose.ALERT not in standing:
        rows.append((press(_("Tell somebody in danger"), "data.alert"),))
    if packs(visit.house.settings) and Purpose.RESEARCH not in standing:
        rows.append((press(_("Answer some questions"), "pack.offer"),))
    text = (
        _("You have said yes to this. Press what you would like to take back.")
        if standing
        else _("You have said yes to nothing, so there is nothing to take back.")
    )
    visit.say(text, *rows, (press(_("Back"), "data"),))


@action("data.withdraw")
def withdraw(visit: Visit, number: int) -> None:
    """Take a yes back, from now on; without a yes to messages nothing unasked comes."""
    _ = visit._
    if not 0 <= number < len(YESES):
        yeses(visit)
        return
    purpose, person, tx, gone = YESES[number], visit.known().id, visit.tx, ""
    tx.withdraw_consent(person=person, purpose=purpose.value, now=visit.now)
    match purpose:
        case Purpose.MESSAGES | Purpose.VOLUNTEER:
            tx.set_stopped(id=person, stopped_at=visit.now)
        case Purpose.CHECKIN:
            tx.end_checkin(person=person)
        case Purpose.ALERT:
            tx.set_alert(id=person, alert=0)
        case Purpose.RESEARCH:
            tx.end_questionnaires(person=person)
            gone = visit._("Your answers to the questions are deleted.")
        case _other:
            pass
    said = _("Your yes is taken back: {purpose}. It holds from now on.", purpose=_(NAMED[purpose]))
    visit.say(
        " ".join(filter(None, [said, gone])),
        (press(_("My data"), "data"),),
        cards.menu(_),
        lasting=True,
    )


@action("data.alert")
def ask_alert(visit: Visit) -> None:
    """Ask for a standing yes to telling a human in danger."""
    _ = visit._
    visit.say(
        _alert_text(visit), (press(_("Yes, tell"), "data.alert_yes"),), (press(_("No thank you"), "data"),)
    )


@action("data.alert_yes")
def allow_alert(visit: Visit) -> None:
    """Keep the standing yes, with what was shown."""
    person, _ = visit.known(), visit._
    if not person.alert:
        visit.tx.set_alert(id=person.id, alert=1)
        give(visit, Purpose.ALERT, _alert_text(visit))
    visit.say(
        _("Thank you. Then I tell {coordinator}, if it comes to that.", coordinator=visit.coordinator_name()),
        (press(_("My data"), "data"),),
        cards.menu(_),
        lasting=True,
    )


def method(visit: Visit) -> str:
    """Return how a yes was given: by a button, or in words."""
    return "button" if visit.inbound.said is Said.TAP else "words"


def give(visit: Visit, purpose: Purpose, text: str, version: int = 1) -> None:
    """Keep a yes, with the proof of what was shown."""
    wording = Wording(version, text)
    visit.tx.give_consent(
        person=visit.known().id,
        purpose=purpose.value,
        basis=BASIS[visit.house.settings.controller_type],
        text_version=wording.version,
        text_hash=wording.hash,
        language=visit._.language,
        method=method(visit),
        now=visit.now,
    )


def _alert_text(visit: Visit) -> str:
    return visit._(
        ALERT,
        coordinator=visit.coordinator_name(),
        hours=visit.reads_at(),
        emergency=worded(visit._, visit.house.helplines.emergency),
    )
