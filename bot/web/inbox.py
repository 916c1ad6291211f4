"""Who waits for a human: taken, answered, handed over and ended with the same functions as in the chat."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.domain.people import Person, seen_by, sight_of
from bot.handlers import human
from bot.handlers.visit import Visit
from bot.i18n import N_
from bot.storage import conversations
from bot.storage.conversations import Conversation
from bot.storage.people import coordinators, person_by_id
from bot.web.html import Html, el, lines, several
from bot.web.pages import PREFIX, Asked, GoTo, Shown, does, shows

WHY: Final = MappingProxyType(
    {
        "asked": N_("Would like to talk with a human."),
        "call": N_("Would like to be called."),
        "danger": N_("Wrote words of danger, and was given the helplines."),
    }
)
GREETING: Final = N_("Might like a greeting. They know of no conversation.")
ONCE: Final = re.compile(r"[0-9a-f]{16}")


@shows("/inbox")
def inbox(asked: Asked) -> Shown:
    """Show who waits, first those whom nobody has, each the longest wait first."""
    visit, _ = asked.visit, asked.visit._
    found = sorted(human.queue(visit), key=lambda c: (c.state == "taken", c.quiet, c.opened_at, c.id))
    rows = [_row(visit, one) for one in found]
    nothing = el("p", _("Nobody is waiting for an answer."))
    return Shown(_("Who is waiting"), el("ol", *rows, class_="cards") if rows else nothing)


@shows("/inbox/{number}")
def one(asked: Asked) -> Shown | None:
    """Show a conversation: what was written while it is kept, who has it, and what can be done."""
    visit, _ = asked.visit, asked.visit._
    found = human.theirs(visit, asked.number)
    if found is None:
        return None
    words = conversations.words(visit.tx, found, visit.known().id)
    said = [
        el("li", el("p", _.when(at), class_="soft"), el("p", lines(text)), class_="mine" if back else False)
        for at, back, text in words
    ]
    talk = el("ol", *said, class_="cards talk") if said else el("p", _("No words are kept here yet."))
    parts = [_state(visit, found), talk]
    if found.taken_by in (None, visit.known().id) or not _has_taker(visit, found):
        parts += _doing(asked, found)
    return Shown(_called(visit, found), several(*parts))


@does("/inbox/{number}/take")
def take(asked: Asked) -> GoTo | None:
    """Have it, if nobody else has."""
    found = human.theirs(asked.visit, asked.number)
    if found is None or found.quiet:
        return None
    return _to(found, "taken" if human.claim(asked.visit, found) else "colleague")


@does("/inbox/{number}/answer")
def answer(asked: Asked) -> GoTo | None:
    """Carry words over, once for each form that was shown."""
    visit, once = asked.visit, asked.form.get("once", "")
    found = human.theirs(visit, asked.number)
    other = person_by_id(visit.tx, found.person) if found else None
    if found is None or other is None or not ONCE.fullmatch(once):
        return None
    text = asked.form.get("text", "")
    if not text:
        return _to(found, "empty")
    if found.quiet:
        _note(visit, found)
    visit.inbound = replace(visit.inbound, key=f"desk:{visit.known().id}:{once}")
    said = human.pass_on(visit, found, other, text)
    return _to(found, "answered" if said == "sent" else said)


@does("/inbox/{number}/hand")
def hand(asked: Asked) -> GoTo | None:
    """Hand it over to a colleague."""
    visit, to = asked.visit, asked.form.get("to", "")
    found = human.theirs(visit, asked.number)
    colleague = next((p for p in _colleagues(visit, found) if str(p.id) == to), None) if found else None
    if found is None or colleague is None:
        return None
    return _to(found, "handed" if human.hand_over(visit, found, colleague) else "colleague")


@does("/inbox/{number}/end")
def end(asked: Asked) -> GoTo | None:
    """End it."""
    visit = asked.visit
    found = human.theirs(visit, asked.number)
    if found is None:
        return None
    if found.taken_by not in (None, visit.known().id) and _has_taker(visit, found):
        return _to(found, "colleague")
    human.close(visit, found)
    return GoTo("/inbox", "ended")


def _to(found: Conversation, said: str) -> GoTo:
    return GoTo(f"/inbox/{found.id}", said)


def _row(visit: Visit, found: Conversation) -> Html:
    name = el("a", _called(visit, found), href=f"{PREFIX}/inbox/{found.id}")
    return el("li", el("h3", name), _state(visit, found))


def _state(visit: Visit, found: Conversation) -> Html:
    _ = visit._
    why = _(GREETING) if found.quiet else _(WHY.get(found.reason, WHY["asked"]))
    since = _("Since {when}.", when=_.when(found.opened_at))
    if found.taken_by == visit.known().id:
        who = _("You have the conversation.")
    elif found.state == "taken" and (taker := _has_taker(visit, found)):
        who = _("{coordinator} has the conversation.", coordinator=taker.first_name or _("A colleague"))
    else:
        who = _("Nobody has taken it yet.")
    return el("p", why, " ", el("span", since, class_="soft"), " ", el("strong", who))


def _doing(asked: Asked, found: Conversation) -> list[Html]:
    visit, _, path = asked.visit, asked.visit._, f"/inbox/{found.id}"
    once = el("input", type="hidden", name="once", value=secrets.token_hex(8))
    box = el("textarea", id="text", name="text", required=True, maxlength=human.LONGEST // 2)
    label = el("label", _("Write a greeting") if found.quiet else _("Your answer"), for_="text")
    out = [asked.act(f"{path}/answer", once, label, box, el("p", el("button", _("Send"))))]
    if found.state == "waiting" and not found.quiet:
        out.insert(0, asked.act(f"{path}/take", el("button", _("Take the conversation"))))
    if found.taken_by == visit.known().id and (others := _colleagues(visit, found)):
        options = [el("option", p.first_name or _("A colleague"), value=p.id) for p in others]
        who = el("select", *options, id="to", name="to")
        button = el("button", _("Hand over"), class_="quiet")
        out.append(asked.act(f"{path}/hand", el("label", _("Hand over to"), for_="to"), who, el("p", button)))
    out.append(asked.act(f"{path}/end", el("button", _("End the conversation"), class_="quiet")))
    return out


def _has_taker(visit: Visit, found: Conversation) -> Person | None:
    """Return who has it and still may."""
    taker = person_by_id(visit.tx, found.taken_by) if found.taken_by else None
    return taker if taker and found.organisation in taker.coordinates else None


def _colleagues(visit: Visit, found: Conversation) -> list[Person]:
    return [p for p in coordinators(visit.tx, found.organisation) if p.id != visit.known().id]


def _called(visit: Visit, found: Conversation) -> str:
    other = person_by_id(visit.tx, found.person)
    name = seen_by(sight_of(visit.known(), other), other).first_name if other else ""
    return name or visit._("Somebody")


def _note(visit: Visit, found: Conversation) -> None:
    visit.tx.log_look(
        now=visit.now,
        who=visit.known().id,
        what="conversation",
        whom=found.person,
        organisation=found.organisation,
    )
