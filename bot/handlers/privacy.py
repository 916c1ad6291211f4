"""A person's own data: seen, corrected, taken back, and who has looked."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Final

from bot.dialogs.onboarding import profile
from bot.handlers import talk
from bot.handlers.registry import action, command, intent, press
from bot.handlers.visit import Visit
from bot.ports import Attachment, Outbound
from bot.storage.people import interests_of

MONTHS: Final = timedelta(days=183)
LISTED: Final = 8
TABLES: Final = {
    "consents": ("purpose", "text_version", "given_at", "withdrawn_at"),
    "roles": ("organisation", "role", "state", "since"),
    "signups": ("activity", "starts_at", "form", "state", "came"),
    "shifts": ("activity", "starts_at", "role", "state"),
    "invitations": ("activity", "starts_at", "answer", "why", "made_at"),
    "answers": ("answer", "word", "asked_at", "answered_at"),
    "conversations": ("opened_at", "state", "closed_at"),
}


@action("data")
@command("privatliv", "privacy")
@intent("privacy")
def data(visit: Visit) -> None:
    """Show what a person decides over."""
    _ = visit._
    visit.say(
        _(
            "{organisation} is responsible for your data. We keep only what is needed. Telegram can see what "
            "you write here too. You can complain to Datatilsynet. What would you like?",
            organisation=visit.home().name,
        ),
        (press(_("See my data"), "data.ask"),),
        (press(_("Correct something"), "data.fix"),),
        (press(_("Who has looked?"), "data.looks"),),
        (press(_("Delete all about me"), "delete"),),
        (press(_("To the menu"), "menu"),),
    )


@action("data.ask")
def warn(visit: Visit) -> None:
    """Warn that a file sent here can be read by Telegram."""
    _ = visit._
    visit.say(
        _("I can send your data as a file here. Telegram can read it then. Shall I send it?"),
        (press(_("Yes, send it"), "data.file"),),
        (press(_("Talk to a human"), "human"),),
        (press(_("No thank you"), "data"),),
    )


@action("data.file")
def send(visit: Visit) -> None:
    """Send all that is kept about a person, for people and for computers in one."""
    _ = visit._
    content = json.dumps(_all(visit), ensure_ascii=False, indent=2, default=_written).encode()
    visit.send(
        Outbound(
            _("Here is all I have kept about you. If something looks wrong, we correct it."),
            ((press(_("Correct something"), "data.fix"),), (press(_("To the menu"), "menu"),)),
            attachment=Attachment("foelgeskab.json", content),
            protect=True,
        ),
        lasting=True,
    )


@action("data.fix")
def correct(visit: Visit) -> None:
    """Ask the questions of the beginning once more."""
    talk.begin(visit, profile, name=visit.known().first_name)


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
        "Your data has been looked at {n} time in the last six months:",
        "Your data has been looked at {n} times in the last six months:",
        len(rows),
    )
    visit.say("\n".join([text, *lines]), (press(_("Talk to a human"), "human"),), back)


@action("fewer")
@command("faerre")
def fewer(visit: Visit) -> None:
    """Ask how often the bot may write by itself."""
    _ = visit._
    visit.say(
        _("How often may I write to you by myself?"),
        (press(_("A little less"), "fewer.one"),),
        (press(_("As now"), "menu"),),
        (press(_("A little more"), "fewer.two"),),
        (press(_("Take a break"), "pause"),),
        (press(_("Stop altogether"), "stop.yes"),),
    )


@action("fewer.one")
def once(visit: Visit) -> None:
    """Write once a week at most."""
    _set(visit, 1)


@action("fewer.two")
def twice(visit: Visit) -> None:
    """Write twice a week at most."""
    _set(visit, 2)


def _set(visit: Visit, weekly: int) -> None:
    _ = visit._
    visit.tx.set_weekly(id=visit.known().id, weekly=weekly)
    text = _.count(
        "By myself I now write at most {n} time a week.",
        "By myself I now write at most {n} times a week.",
        weekly,
    )
    visit.say(text, (press(_("To the menu"), "menu"),), lasting=True)


def _all(visit: Visit) -> dict[str, Any]:
    person, tx = visit.known(), visit.tx
    rows = {
        "consents": tx.all_consents_of(person=person.id),
        "roles": tx.all_roles_of(person=person.id),
        "signups": tx.all_signups_of(person=person.id),
        "shifts": tx.all_shifts_of(person=person.id),
        "invitations": tx.all_invitations_of(person=person.id),
        "answers": tx.all_answers_of(person=person.id),
        "conversations": tx.all_conversations_of(person=person.id),
    }
    return {
        "first_name": person.first_name,
        "language": person.language,
        "telegram_chat": person.chat,
        "wishes": interests_of(tx, person.id, "wish"),
        "gifts": interests_of(tx, person.id, "gift"),
        "area": person.area,
        "weekdays": person.weekdays,
        "times": person.times,
        "company": person.company,
        "messages_a_week": person.weekly,
        "stopped_at": person.stopped_at,
        "paused_until": person.paused_until,
        **{
            name: [dict(zip(columns, row, strict=True)) for row in rows[name]]
            for name, columns in TABLES.items()
        },
    }


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
