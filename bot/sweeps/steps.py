"""Two who go together are asked how to go on, reminded of a hello, let go, and asked about afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.config import Settings
from bot.domain.people import Person
from bot.domain.quiet import unprompted
from bot.domain.reminders import plan
from bot.domain.steps import BREATH, FOLLOW_UP, MORE, PATIENCE, RESTS, Step
from bot.handlers import stepping
from bot.handlers.together import called
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import pairings
from bot.storage.activities import occurrence_by_id
from bot.storage.companions import companionships_ahead
from bot.storage.pairings import ENDED, Pairing
from bot.storage.store import Tx
from bot.sweeps.parts import reachable, reader, wants_quiet
from bot.sweeps.registry import sweep

FOLLOWED: Final = timedelta(days=14)  # later nobody is asked any more


def next_word(tx: Tx, settings: Settings, now: datetime) -> datetime | None:
    """Return when the next question, hello or end is due."""
    found: list[datetime] = []
    for pairing in pairings.all_open(tx):
        dates = pairings.been(tx, pairing, now)
        if pairing.asked_at:
            found.append(pairing.asked_at + PATIENCE)
        elif len(dates) >= pairing.due:
            found.append(unprompted(max(dates[-1] + BREATH, now), settings.zone))
        found.append(unprompted(max(_last(tx, pairing, now) + RESTS, now), settings.zone))
        found += [at for _date, at in _hellos(tx, settings, pairing, now)]
        found += _ends_ahead(tx, pairing, now)
    for pairing in pairings.to_follow(tx):
        if pairing.ended_at:
            found.append(unprompted(max(pairing.ended_at + FOLLOW_UP, now), settings.zone))
    return min((at for at in found if at > now), default=None)


@sweep(every=timedelta(minutes=10), wakes=next_word)
def steps(tx: Tx, settings: Settings, now: datetime) -> int:
    """Go on with everybody who goes together; return how many messages or ends came of it."""
    did = sum(_go_on(tx, settings, pairing, now) for pairing in pairings.all_open(tx))
    return did + sum(_follow(tx, settings, pairing, now) for pairing in pairings.to_follow(tx))


def _go_on(tx: Tx, settings: Settings, pairing: Pairing, now: datetime) -> int:
    if pairing.asked_at:
        if pairing.asked_at + PATIENCE > now:
            return 0
        # silence is the slowest answer, and nobody is told of it
        return int(tx.stay_in_step(id=pairing.id, due=len(pairings.been(tx, pairing, now)) + MORE))
    did = _say_hello(tx, settings, pairing, now)
    if unprompted(now, settings.zone) != now:
        return did
    dates = pairings.been(tx, pairing, now)
    if len(dates) >= pairing.due and dates[-1] + BREATH <= now:
        return did + _ask(tx, settings, pairing, len(dates), now)
    if _last(tx, pairing, now) + RESTS <= now and not _has_dates(tx, pairing, now):
        return did + _let_go(tx, settings, pairing, now)
    return did


def _ask(tx: Tx, settings: Settings, pairing: Pairing, count: int, now: datetime) -> int:
    """Ask both, if both may be asked now."""
    people = [person for id_ in (pairing.citizen, pairing.companion) if (person := reachable(tx, id_))]
    if len(people) < len(pairing.words) or any(wants_quiet(person, now) for person in people):
        return 0
    tx.ask_pairing(id=pairing.id, now=now)
    did = 0
    for person in people:
        message = stepping.question(tx, reader(settings, person), pairing, person, now)
        did += _tell(tx, settings, pairing, person, message, now, word=f"ask:{pairing.step}:{count}")
    return did


def _let_go(tx: Tx, settings: Settings, pairing: Pairing, now: datetime) -> int:
    did: int = tx.end_pairing(id=pairing.id, state=ENDED, now=now)
    tx.note_followed(id=pairing.id, now=now)  # nobody planned an end that could be asked about
    for id_ in (pairing.citizen, pairing.companion):
        person = reachable(tx, id_)
        if person and not wants_quiet(person, now):
            message = stepping.rested(tx, reader(settings, person), pairing, person)
            _tell(tx, settings, pairing, person, message, now, word="rested")
    return did


def _say_hello(tx: Tx, settings: Settings, pairing: Pairing, now: datetime) -> int:
    did, to, other = 0, reachable(tx, pairing.companion), reachable(tx, pairing.citizen)
    for date, at in _hellos(tx, settings, pairing, now):
        found = occurrence_by_id(tx, date)
        if to and other and found and at <= now < found.starts_at and not wants_quiet(to, now):
            _: Reader = reader(settings, to)
            message = stepping.hello(_, pairing, called(_, other), found)
            lasts = found.starts_at - now
            did += _tell(tx, settings, pairing, to, message, now, word=f"hello:{date}", lasts=lasts)
    return did


def _follow(tx: Tx, settings: Settings, pairing: Pairing, now: datetime) -> int:
    if (
        pairing.ended_at is None
        or pairing.ended_at + FOLLOW_UP > now
        or unprompted(now, settings.zone) != now
    ):
        return 0
    tx.note_followed(id=pairing.id, now=now)
    person = reachable(tx, pairing.citizen)
    late = pairing.ended_at + FOLLOW_UP + FOLLOWED < now
    if person is None or late or wants_quiet(person, now):
        return 1
    message = stepping.follow_up(tx, reader(settings, person), pairing, person)
    return 1 + _tell(tx, settings, pairing, person, message, now, word="follow")


def _hellos(tx: Tx, settings: Settings, pairing: Pairing, now: datetime) -> list[tuple[int, datetime]]:
    """Return for which dates a hello is due, and when: with the reminder of the day before."""
    if pairing.step is not Step.HELLO:
        return []
    rows = tx.dates_ahead(person=pairing.citizen, organisation=pairing.organisation, now=now)
    found = [occurrence_by_id(tx, row[0]) for row in rows]
    return [(date.id, plan(date.starts_at, settings.zone)[0].at) for date in found if date]


def _ends_ahead(tx: Tx, pairing: Pairing, now: datetime) -> list[datetime]:
    """Return when dates that are going on or ahead are over, and may be counted."""
    found = [occurrence_by_id(tx, pair.occurrence) for pair in companionships_ahead(tx, pairing.citizen, now)]
    return [date.ends_at for date in found if date]


def _has_dates(tx: Tx, pairing: Pairing, now: datetime) -> bool:
    together = [c for c in companionships_ahead(tx, pairing.citizen, now) if c.companion == pairing.companion]
    alone = tx.dates_ahead(person=pairing.citizen, organisation=pairing.organisation, now=now)
    return bool(together or (alone and pairing.step is Step.HELLO))


def _last(tx: Tx, pairing: Pairing, now: datetime) -> datetime:
    dates = pairings.been(tx, pairing, now, pairing.made_at) + pairings.been(tx, pairing, now)
    return max([pairing.step_at, *dates])


def _tell(
    tx: Tx,
    settings: Settings,
    pairing: Pairing,
    to: Person,
    message: Outbound | None,
    now: datetime,
    *,
    word: str,
    lasts: timedelta = stepping.LASTS,
) -> int:
    if message is None:
        return 0
    return int(
        stepping.tell(tx, settings, pairing, to, message, now, word=word, kind=Kind.FOLLOWUP, lasts=lasts)
    )
