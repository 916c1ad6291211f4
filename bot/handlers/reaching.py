"""A person on their coordinators' list, with one neutral line: somebody might get in touch."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.config import Settings
from bot.domain.people import Person, seen_by, sight_of
from bot.handlers.registry import press
from bot.i18n import N_, Reader
from bot.ports import Kind, Outbound
from bot.storage import conversations, letters
from bot.storage.people import coordinators
from bot.storage.store import Tx

LINES: Final = MappingProxyType(  # none of them tells what somebody answered
    {
        "silence": N_("{citizen} has not answered for a long time. Perhaps a call would be welcome."),
        "low": N_("{citizen} has not answered the last question. Perhaps a greeting would be welcome."),
        "lower": N_(
            "{citizen} answers lower than before, and has said yes to your knowing that. Perhaps a greeting "
            "would be welcome."
        ),
        "shifts": N_(
            "{citizen} has not answered the last questions about shifts, so I ask no more for now. Perhaps a "
            "greeting would be welcome."
        ),
        "new": N_("{citizen} was somewhere for the first time. Perhaps a greeting would be welcome."),
        "missed": N_("{citizen} was not there the last times. Perhaps a greeting would be welcome."),
    }
)


def reach(tx: Tx, settings: Settings, person: Person, reason: str, about: str, now: datetime) -> bool:
    """Put somebody on the list and tell each coordinator once; False if that is so already.

    ``about`` is what it comes of (a question's number, a date): the same thing is told once, and one silence
    once, however it was noticed.  Where a human talks with the person, or is asked for, nothing is told.
    """
    others = coordinators(tx, person.organisation)
    keys = {other.id: f"near:{person.id}:{reason}:{about}:{other.id}" for other in others}
    if any(tx.letter_state(key=key) for key in keys.values()):
        return False
    if reason == "silence" and tx.told_of_silence(person=person.id):
        return False
    found, new = conversations.begin(tx, person.id, person.organisation, reason, now)
    if not new:
        return False
    for other in others:
        if other.chat is None:
            continue
        _ = Reader(other.language or settings.locale, settings.zone)
        name = seen_by(sight_of(other, person), person).first_name or _("Somebody")
        rows = (
            (press(_("Write a greeting"), "talk.take", found.id),),
            (press(_("I have seen it"), "talk.end", found.id),),
        )
        letters.put(
            tx,
            key=keys[other.id],
            chat=other.chat,
            kind=Kind.DIGEST,
            message=Outbound(_(LINES[reason], citizen=name), rows),
            now=now,
            person=other.id,
        )
    return True
