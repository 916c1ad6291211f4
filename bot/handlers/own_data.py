"""All that is kept about a person, as a file for people and one for computers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from bot.domain import needs
from bot.domain.duty import PAPER_NAMES
from bot.domain.interests import named
from bot.handlers import easing, keyboard, reasons, reminding
from bot.handlers.packs import known_packs
from bot.handlers.privacy import NAMED
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.i18n import N_, Reader
from bot.ports import Attachment, Outbound
from bot.storage import dialogues
from bot.storage.people import interests_of

TABLES: Final = MappingProxyType(
    {
        "consents": ("purpose", "text_version", "given_at", "withdrawn_at"),
        "roles": ("organisation", "role", "state", "since", "attest_seen_at", "promised_at"),
        "signups": ("activity", "starts_at", "form", "state", "came", "to_be_met", "went"),
        "stand_ins": ("activity", "starts_at", "role", "state"),
        "together": ("activity", "starts_at", "state", "sign"),
        "matches": ("step", "state", "made_at", "ended_at"),
        "shifts": ("activity", "starts_at", "role", "state"),
        "regular_shifts": ("activity", "weekday", "role", "made_at", "ended_at"),
        "papers": ("organisation", "paper", "seen_at"),
        "calendar_address": ("made_at",),
        "desk": ("logged_in_at", "heard_at"),
        "contact": ("mode", "phone", "address", "said_by", "said_on"),
        "calls": ("made_at", "kind", "state", "answer"),
        "invitations": ("activity", "starts_at", "answer", "why", "made_at", "reason"),
        "answers": ("answer", "word", "asked_at", "answered_at"),
        "questionnaires": (
            "pack",
            "wording_version",
            "month",
            "state",
            "answers",
            "asked_at",
            "agreed_at",
            "answered_at",
        ),
        "favours": ("asked", "answer", "made_at"),
        "ideas": ("words", "made_at", "read_at"),
        "conversations": ("opened_at", "reason", "state", "closed_at"),
        "questions": ("activity", "field", "asked_at", "told_at"),
        "rhythm": ("rhythm", "hour", "next_at"),
        "links": ("used_at", "role", "told_by", "told_name", "told_wishes", "told_area"),
        "unfinished": ("script", "state"),
        "written_to_me": ("at", "kind"),
        "looks": ("at", "what", "who"),
    }
)
HEADINGS: Final = MappingProxyType(
    {
        "first_name": N_("First name"),
        "wishes": N_("Wishes"),
        "gifts": N_("What I like to do for others"),
        "area": N_("Place"),
        "needs": N_("What we take account of"),
        "easier": N_("What would be easier"),
        "no_invitations_before": N_("No invitations before"),
        "messages_a_week": N_("Messages a week, at most"),
        "about_shifts": N_("How I hear of shifts"),
        "shifts_a_week": N_("Shifts a week, at most"),
        "not_asked_before": N_("Not asked about shifts before"),
        "consents": N_("What I have said yes to"),
        "roles": N_("Roles"),
        "signups": N_("What I have signed up for"),
        "stand_ins": N_("Shifts I was asked about"),
        "together": N_("Going together"),
        "matches": N_("Whom I go with, without a name"),
        "shifts": N_("Shifts"),
        "regular_shifts": N_("Regular shifts"),
        "papers": N_("What was seen of mine"),
        "calendar_address": N_("My calendar has an address"),
        "desk": N_("Logged in on the page"),
        "contact": N_("How I am reached"),
        "calls": N_("What I was called or written to about"),
        "invitations": N_("What I was asked"),
        "answers": N_("How I have answered that it goes"),
        "questionnaires": N_("Questions I was asked now and then"),
        "favours": N_("What I was asked to give"),
        "ideas": N_("My ideas"),
        "conversations": N_("Conversations with a human"),
        "questions": N_("What I have asked about"),
        "rhythm": N_("How often I am asked how it goes"),
        "links": N_("How I came"),
        "looks": N_("Who has looked"),
    }
)

CODES: Final[Mapping[object, str]] = MappingProxyType(  # what stands in a column, as people say it
    {
        **{purpose.value: text for purpose, text in NAMED.items()},
        "citizen": N_("participant"),
        "volunteer": N_("volunteer"),
        "coordinator": N_("coordinator"),
        "host": N_("host"),
        "companion": N_("company on the way"),
        "driver": N_("driver"),
        "helper": N_("helper"),
        "approved": N_("approved"),
        "revoked": N_("ended"),
        "join": N_("to take part"),
        "look": N_("to look in"),
        "hand": N_("to give a hand"),
        "company": N_("to go with somebody"),
        "in": N_("signed up"),
        "waiting": N_("waiting"),
        "offered": N_("a seat is offered"),
        "out": N_("cancelled"),
        "yes": N_("yes"),
        "no": N_("no"),
        "maybe": N_("maybe"),
        "expired": N_("not answered"),
        "taken": N_("taken"),
        **{word: name for word, name in PAPER_NAMES.items()},  # noqa: C416 - its keys are of any kind here
        "confirmed": N_("confirmed"),
        "prevented": N_("prevented"),
        "released": N_("given up"),
        "good": N_("well"),
        "ok": N_("so-so"),
        "bad": N_("not so well"),
        "none": N_("would rather not answer"),
        "asked": N_("asked"),
        "call": N_("to be called"),
        "danger": N_("in danger"),
        "silence": N_("I had not answered for long"),
        "low": N_("I had not answered the last question"),
        "lower": N_("it went worse than before"),
        "missed": N_("I was not there"),
        "shifts": N_("I had not answered about shifts"),
        "new": N_("I was somewhere for the first time"),
        "closed": N_("ended"),
        "agreed": N_("agreed"),
        "ended": N_("ended"),
        "weekly": N_("every week"),
        "fortnightly": N_("every other week"),
        "monthly": N_("once a month"),
        "rarely": N_("every eighth week"),
        "never": N_("never"),
        "answered": N_("answered"),
        "together": N_("all the way"),
        "door": N_("at the door"),
        "hello": N_("a few words the day before"),
        "open": N_("going on"),
        "left": N_("ended"),
        "greeted": N_("would like to be met"),
        "well": N_("it went well, the host said"),
        "hard": N_("it was a little hard, the host said"),
        "declined": N_("said no"),
        "lapsed": N_("not answered"),
        "names": N_("a list of names"),
        "conversation": N_("a conversation"),
        "phone": N_("by phone"),
        "letter": N_("by letter"),
        "met": N_("I said yes face to face"),
        "called": N_("I said yes on the phone"),
        "wrote": N_("I said yes in writing"),
        "guardian": N_("my guardian said yes"),
        "invitation": N_("an invitation"),
        "reminder": N_("a reminder"),
        "change": N_("a change"),
        "followup": N_("news of a date"),
        "sent": N_("sent"),
        "done": N_("done"),
        "contact": N_("number or address"),
        "calls": N_("the call list"),
    }
)


@action("data.ask")
def warn(visit: Visit) -> None:
    """Warn that a file sent here can be read by Telegram."""
    _ = visit._
    visit.say(
        _("I can send your data as a file here. Telegram can read it then. Shall I send it?"),
        (press(_("Yes, send it"), "data.file"),),
        (press(_("Who has looked?"), "data.looks"),),
        (press(_("Talk to a human"), "human"),),
        (press(_("No thank you"), "data"),),
    )


@action("data.file")
def send(visit: Visit) -> None:
    """Send all that is kept about a person: one file to read, one for a computer."""
    _ = visit._
    found = _all(visit)
    for_computers = json.dumps(found, ensure_ascii=False, indent=2, default=_written).encode()
    visit.send(
        Outbound("", attachment=Attachment("foelgeskab.json", for_computers), protect=True), lasting=True
    )
    visit.send(
        Outbound(
            _(
                "Here is all I have kept about you: one file to read, and one for a computer. If something "
                "looks wrong, we correct it."
            ),
            ((press(_("Correct something"), "data.fix"),), (press(_("To the menu"), "menu"),)),
            attachment=Attachment("foelgeskab.txt", _readable(_, found).encode()),
            protect=True,
        ),
        lasting=True,
    )


def readable(visit: Visit) -> str:
    """Return all that is kept about a person, to be read; for paper, if they have no chat."""
    return _readable(visit._, _all(visit))


def _all(visit: Visit) -> dict[str, Any]:
    person, tx = visit.known(), visit.tx
    easier, _eased, rests = tx.ease_of(id=person.id)
    rows = {
        "consents": tx.all_consents_of(person=person.id),
        "roles": tx.all_roles_of(person=person.id),
        "signups": tx.all_signups_of(person=person.id),
        "stand_ins": tx.all_stand_ins_of(person=person.id),
        "together": tx.all_companionships_of(person=person.id),
        "matches": tx.all_pairings_of(person=person.id),
        "shifts": tx.all_shifts_of(person=person.id),
        "regular_shifts": [_weekday(visit._, row) for row in tx.all_regular_of(person=person.id)],
        "papers": tx.all_papers_of(person=person.id),
        "calendar_address": [(at,)] if (at := tx.feed_of(person=person.id)) else [],
        "contact": tx.all_contacts_of(person=person.id),
        "calls": tx.all_calls_of(person=person.id),
        "desk": tx.desk_sessions_of(person=person.id, now=visit.now),
        "invitations": [_with_reasons(visit._, row) for row in tx.all_invitations_of(person=person.id)],
        "answers": tx.all_answers_of(person=person.id),
        "questionnaires": [_in_words(visit, row) for row in tx.all_questionnaires_of(person=person.id)],
        "favours": tx.all_favours_of(person=person.id),
        "ideas": tx.all_ideas_of(person=person.id),
        "conversations": tx.all_conversations_of(person=person.id),
        "questions": tx.all_asked_of(person=person.id),
        "looks": tx.all_looks_at(person=person.id),
        "rhythm": tx.rhythm_of(person=person.id),
        "links": tx.all_links_of(person=person.id),
        "unfinished": [(one.script, one.state) for one in dialogues.stack(tx, visit.inbound.chat)],
        "written_to_me": tx.all_letters_to(chat=visit.inbound.chat),  # the words stand in the chat itself
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
        "needs": tuple(needs.named(visit._, person.needs)),
        "company": person.company,
        "asked_to_welcome_at": tx.welcome_asked_at(id=person.id),
        "easier": easing.in_words(visit._, easier),
        "no_invitations_before": visit._.day(rests) if rests else "",
        "messages_a_week": person.weekly,
        "about_shifts": _about_shifts(visit),
        "shifts_a_week": tx.shift_cap(id=person.id),
        "not_asked_before": visit._.day(spared) if (spared := tx.spared_until(id=person.id)) else "",
        "stopped_at": person.stopped_at,
        "paused_until": person.paused_until,
        "rests_until": person.rest_until,
        "a_standing_yes_to_telling_in_danger": bool(person.alert),
        "large_buttons": keyboard.labels(person),
        **{
            name: [dict(zip(columns, row, strict=True)) for row in rows[name]]
            for name, columns in TABLES.items()
        },
    }


def _about_shifts(visit: Visit) -> str:
    """Return what a volunteer has chosen, in words; nothing for others."""
    return reminding.chosen(visit) if visit.known().volunteers_at else ""


def _in_words(visit: Visit, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a questionnaire with questions and answers as they were read, while the pack is here."""
    name, version, month, state, answers, *moments = row
    pack = known_packs(visit.house.settings).get(name)
    if pack and pack.version == version:
        said = pack.worded(json.loads(answers), visit._.language)
        answers = " ".join(f"{question} {answer}." for question, answer in said)
    return name, version, month, state, "" if answers == "{}" else answers, *moments


def _weekday(_: Reader, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a regular shift's row with its weekday in words."""
    monday = datetime(2024, 1, 1, 12, tzinfo=UTC)
    return (row[0], _.weekday(monday + timedelta(days=row[1])), *row[2:])


def _with_reasons(_: Reader, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return an invitation's row with its reasons as the person would read them."""
    return (*row[:-1], " ".join(reasons.in_words(_, json.loads(row[-1]))))


def _readable(_: Reader, found: dict[str, Any]) -> str:
    """Return the same for people: a heading, and a line for each thing under it."""
    parts = [f"{_(heading)}\n{_lines(_, found[name])}" for name, heading in HEADINGS.items() if found[name]]
    return "\n\n".join(parts) + "\n"


def _lines(_: Reader, value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(f"- {named(_, word)}" for word in value)
    if isinstance(value, list):
        return "\n".join("- " + ", ".join(_words(_, row.values())) for row in value)
    return f"- {value}"


def _words(_: Reader, values: Iterable[object]) -> list[str]:
    return [
        _.when(v) if isinstance(v, datetime) else _(CODES[v]) if v in CODES else str(v)
        for v in values
        if v not in (None, "", "[]", "{}")
    ]


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
