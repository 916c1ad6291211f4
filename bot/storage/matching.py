"""Everybody and everything that matching looks at, gathered with a fixed number of queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

from bot.domain.activity import Activity, Occurrence
from bot.domain.candidates import WALK, Candidate, Offer, Refusal, Wish, offer_of
from bot.domain.interests import INTERESTS
from bot.domain.ladder import Step
from bot.domain.matching import Crowd, Ranked, rank
from bot.domain.people import Person
from bot.domain.places import Position, area_position, distance_km
from bot.domain.reasons import For
from bot.language.kinds import kinds_of, kinds_shown
from bot.storage.facts import facts_of_many
from bot.storage.invitations import AGAIN_AFTER, LATELY, PATIENCE, SPACING, silent, tired
from bot.storage.store import Tx

OLDEST: Final = timedelta(weeks=9)  # before this week nothing was written that can still be waiting
FAIR: Final = timedelta(weeks=4)  # over which it is made even who is asked
Places = Callable[[str], Position | None]


@dataclass(frozen=True, slots=True)
class Field:
    """Those who may be asked now, the dates, and who may not be asked to which (``barred``)."""

    offers: dict[int, Offer]
    crowds: dict[frozenset[int], Crowd]  # by the organisations that may ask them; None is all
    houses: dict[int, int]  # by date
    barred: dict[int, set[int]]

    def ranked(self, offer: Offer, now: datetime) -> list[Ranked]:
        """Return whom a date fits and who may be asked to it, sorted as they are to be asked."""
        barred, house = self.barred.get(offer.id, set()), self.houses[offer.id]
        found = [
            one
            for houses, crowd in self.crowds.items()
            if house in houses or ANYWHERE in houses
            for one in rank(crowd, offer, now)
            if one.person not in barred
        ]
        return sorted(found)


ANYWHERE: Final = 0  # no organisation has this number


def field_of(
    tx: Tx, occurrences: Sequence[Occurrence], asked: Asked, now: datetime, *, zone: tzinfo, monday: datetime
) -> Field:
    """Return all that is needed to choose whom to ask to these dates; nothing is read twice.

    ``monday`` is when this week's budget began.  Left out are those who leave questions unanswered, and
    those who are to be asked what would be easier.
    """
    offers = offers_of(tx, occurrences, zone, asked=asked.open)
    barred, busy = _plans(tx, occurrences, asked, now)
    people = _candidates(tx, [o.activity for o in occurrences], busy, now, zone=zone, monday=monday)
    return Field(
        {offer.id: offer for offer in offers},
        {houses: Crowd(found) for houses, found in _by_house(tx, people).items()},
        {o.id: o.activity.organisation for o in occurrences},
        barred,
    )


def offers_of(
    tx: Tx, occurrences: Sequence[Occurrence], zone: tzinfo, asked: dict[int, int] | None = None
) -> list[Offer]:
    """Return dates as matching sees them."""
    known = facts_of_many(tx, {o.activity.id for o in occurrences})
    roles = defaultdict[int, list[str]](list)
    for activity, role in tx.roles_wanted():
        roles[activity].append(role)
    return [
        offer_of(
            o,
            zone,
            kinds=kinds_shown(o.activity.title),
            known=known[o.activity.id],
            roles=roles[o.activity.id],
            asked=(asked or {}).get(o.id, 0),
        )
        for o in occurrences
    ]


def candidate_of(
    tx: Tx, person: Person, activities: Iterable[Activity], now: datetime, zone: tzinfo
) -> Candidate:
    """Return one person as matching sees them."""
    interests = [(kind, word) for kind, word in tx.interests_of(person=person.id)]
    places = _places(activities)
    noes = [
        _refusal(row, places(person.area), zone) for row in tx.noes_of(person=person.id, since=now - LATELY)
    ]
    came = frozenset(row[1] for row in tx.visits_of(person=person.id, now=now))
    easier, _, _ = tx.ease_of(id=person.id)
    row = (person.id, person.area, person.weekdays, person.times, person.company, person.needs, easier, 0)
    return _candidate(row, interests, noes, came, (), places)


def invitable(tx: Tx, now: datetime, monday: datetime) -> list[Any]:
    """Return a row for everybody who may be asked something now, their number first."""
    rows: list[Any] = tx.invitable(
        now=now, lately=now - FAIR, yesterday=now - SPACING, monday=monday, oldest=monday - OLDEST
    )
    return rows


class Asked:
    """Who was asked to what, and for each date (``open``) how many of them may still say yes."""

    def __init__(self, tx: Tx, now: datetime) -> None:
        since = now - AGAIN_AFTER
        self.open = defaultdict[int, int](int)
        self.to_date = defaultdict[int, set[int]](set)
        self.lately = defaultdict[int, set[int]](set)
        for person, date, activity, made_at, holds in tx.asked_ahead(
            now=now, since=since, holding=now - PATIENCE
        ):
            self.open[date] += bool(holds)
            self.to_date[date].add(person)
            if made_at > since:
                self.lately[activity].add(person)


def _plans(
    tx: Tx, occurrences: Sequence[Occurrence], asked: Asked, now: datetime
) -> tuple[dict[int, set[int]], dict[int, list[tuple[datetime, datetime]]]]:
    """Return who may not be asked to which date, and when people have something else."""
    since = now - AGAIN_AFTER
    dates, lately = asked.to_date, asked.lately
    busy = defaultdict[int, list[tuple[datetime, datetime]]](list)
    for person, date, activity, begins, ends, state, changed_at in tx.parts_ahead(now=now, since=since):
        dates[date].add(person)
        if changed_at > since:
            lately[activity].add(person)
        if state in ("in", "offered") and begins > now:
            busy[person].append((begins, ends))
    for person, date, begins, ends in tx.duties_ahead(now=now):
        dates[date].add(person)
        busy[person].append((begins, ends))
    return {o.id: dates[o.id] | lately[o.activity.id] for o in occurrences}, busy


def _candidates(
    tx: Tx,
    activities: Sequence[Activity],
    busy: dict[int, list[tuple[datetime, datetime]]],
    now: datetime,
    *,
    zone: tzinfo,
    monday: datetime,
) -> list[Candidate]:
    skipped = tired(tx, now) | silent(tx, now)
    rows = [row for row in invitable(tx, now, monday) if row[0] not in skipped]
    if not rows:
        return []
    places = _places(activities)
    interests = _grouped((person, (kind, word)) for person, kind, word in tx.all_interests())
    came = _grouped(tx.all_visits(now=now))
    areas = {row[0]: row[1] for row in rows}
    noes = defaultdict[int, list[Refusal]](list)
    for row in tx.all_noes(since=now - LATELY):
        if row[0] in areas:
            noes[row[0]].append(_refusal(row, places(areas[row[0]]), zone))
    return [
        _candidate(
            row,
            interests.get(row[0], ()),
            noes.get(row[0], ()),
            came.get(row[0], ()),
            busy.get(row[0], ()),
            places,
        )
        for row in rows
    ]


def _candidate(
    row: Sequence[Any],
    interests: Iterable[tuple[str, str]],
    noes: Iterable[Refusal],
    came: Iterable[int],
    busy: Iterable[tuple[datetime, datetime]],
    places: Places,
) -> Candidate:
    id_, area, weekdays, times, company, needs, easier, asked = row
    been = frozenset(came)
    return Candidate(
        id=id_,
        wishes=frozenset(_wish(word) for kind, word in interests if kind == "wish"),
        gifts=frozenset(word for kind, word in interests if kind == "gift"),
        area=area,
        position=places(area),
        weekdays=weekdays,
        times=times,
        needs=needs,
        company=company == "yes",
        new=not been,
        wanted=easier,
        refusals=tuple(noes),
        came=been,
        busy=tuple(busy),
        asked=asked,
    )


def _wish(word: str) -> Wish:
    return Wish(word, word if word in INTERESTS else min(kinds_of(word), default=""))


def _refusal(row: Sequence[Any], home: Position | None, zone: tzinfo) -> Refusal:
    (
        *_,
        why,
        said_at,
        reason,
        activity,
        interest,
        title,
        area,
        latitude,
        longitude,
        starts_at,
        ends_at,
        capacity,
        current,
    ) = row
    kinds = frozenset({interest.casefold()}) if interest else kinds_shown(title)
    there = None if latitude is None or longitude is None else (latitude, longitude)
    step = Step(
        activity,
        int((ends_at - starts_at).total_seconds()) // 60,
        capacity,
        distance_km(home, there) if home and there else None,
        walk=WALK in kinds,
        company=For.COMPANY.value in json.loads(reason),
    )
    local = starts_at.astimezone(zone)
    return Refusal(step, said_at, why, area, kinds, local.weekday(), local.hour, bool(current))


def _places(activities: Iterable[Activity]) -> Places:
    """Return how to find the middle of an area; each is looked for once."""
    known, all_ = dict[str, Position | None](), list({a.id: a for a in activities}.values())

    def place(area: str) -> Position | None:
        name = area.casefold().strip()
        if name not in known:
            known[name] = area_position(name, all_)
        return known[name]

    return place


def _by_house(tx: Tx, people: Iterable[Candidate]) -> dict[frozenset[int], list[Candidate]]:
    houses = _grouped(
        (person, ANYWHERE if home else house) for person, house, home in tx.houses_of_citizens()
    )
    found = defaultdict[frozenset[int], list[Candidate]](list)
    for person in people:
        found[frozenset(houses.get(person.id, ()))].append(person)
    return found


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found = defaultdict[int, list[Any]](list)
    for person, value in pairs:
        found[person].append(value)
    return found
