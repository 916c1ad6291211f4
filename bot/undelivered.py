"""Who comes today and has not surely been reminded: a list to print, and to call by.

It reads the database only, so it can be had while Telegram or the bot is down.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Final

from bot.config import Settings
from bot.domain.activity import Occurrence
from bot.handlers import cards
from bot.handlers.on_duty import ROLES
from bot.i18n import N_, Reader
from bot.ports import Kind
from bot.refusal import Refused
from bot.storage.activities import occurrence_by_id
from bot.storage.people import home, person_by_id
from bot.storage.reminders import Part, shifts_between, signups_between
from bot.storage.store import Tx, open_store

RUNNING: Final = timedelta(minutes=30)  # who is late may still be called after the start
SHORTLY: Final = timedelta(hours=36)  # before the start: what was said earlier may be forgotten
KNOWS: Final = timedelta(hours=24)  # who said yes so shortly ago needs no reminder
STATES: Final = MappingProxyType(
    {
        "ready": N_("it still waits"),
        "sending": N_("it still waits"),
        "unknown": N_("it may have come"),
        "expired": N_("it came too late to be sent"),
        "suppressed": N_("has closed for the bot"),
        "failed": N_("it could not be sent"),
        "held": N_("it was held back"),
        "cancelled": N_("none was written"),
        "": N_("none was written"),
    }
)


async def undelivered(settings: Settings, now: datetime) -> list[str]:
    """Return the list as lines, in the language of the installation."""
    async with await open_store(settings.database, beside=True) as store:
        return await store.read(lambda tx: lines(tx, settings, now))


def lines(tx: Tx, settings: Settings, now: datetime) -> list[str]:
    """Return a heading, and under each date that begins today who has not surely heard of it."""
    house = home(tx)
    if house is None:
        raise Refused("nobody is here yet: begin with foelgeskab invite --role coordinator")
    _ = Reader(settings.locale, settings.zone)
    local = now.astimezone(settings.zone)
    end = datetime.combine(local.date() + timedelta(days=1), time(), settings.zone)
    after = now - RUNNING
    parts = sorted([*signups_between(tx, after, end), *shifts_between(tx, after, end)], key=_order)
    out = [
        _("{organisation}: who comes today and has not surely been reminded", organisation=house.name),
        _("Written {when}. The names are personal data: tear the list up afterwards.", when=_.when(now)),
    ]
    for id_, group in groupby(parts, lambda part: part.occurrence):
        occurrence = occurrence_by_id(tx, id_)
        if occurrence is not None and (missed := _missed(tx, _, occurrence, list(group), now)):
            out += ["", cards.what(_, occurrence), *missed]
    return out if len(out) > 2 else [*out, "", _("Everybody has been reminded.")]  # noqa: PLR2004 - the heading's


def _order(part: Part) -> tuple[datetime, int, int]:
    return part.starts_at, part.occurrence, part.id


def _missed(tx: Tx, _: Reader, occurrence: Occurrence, parts: list[Part], now: datetime) -> list[str]:
    states: dict[int, str] = {}
    for person, kind, version, state, settled_at in tx.reminded_of(occurrence=occurrence.id):
        counts = settled_at is None or settled_at > occurrence.starts_at - SHORTLY
        if (
            states.get(person) != "sent"
            and counts
            and (kind == Kind.REMINDER or version == occurrence.version)
        ):
            states[person] = state
    out = []
    for part in parts:
        state, person = states.get(part.person, ""), person_by_id(tx, part.person)
        if (
            state == "sent"
            or part.changed_at > now - KNOWS
            or person is None
            or person.deleting_at is not None
        ):
            continue
        why = _(STATES[state]) if person.chat else _("has no Telegram")
        role = _(ROLES[part.word]) if part.word in ROLES else _("comes along")
        out.append(f"[ ] {person.first_name or _('Somebody')} ({role}): {why}")
    return out
