"""Whom a date fits, and why: by what a person told or did, and by nothing else.

A hard no is never invited.  What nobody knows is no no, but it counts a little against.  Points decide among
those whom a date fits; who was asked least of late comes before all of them.  The same people and dates give
the same answer, in whatever order they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from heapq import merge
from typing import Any, NamedTuple

from bot.domain.candidates import Candidate, Offer
from bot.domain.reasons import For, No, Said
from bot.domain.weighing import FITS, PARTS, Verdict, past


class Ranked(NamedTuple):
    """Somebody whom a date fits; they sort in the order in which to ask them."""

    asked: int
    less: int  # points below none: the better it fits, the less
    starts_at: datetime  # of two that fit as well the sooner one is asked about first
    toss: int  # chance, but always the same for these two
    person: int
    offer: int
    verdict: Verdict


def judge(person: Candidate, offer: Offer, now: datetime) -> Verdict:
    """Return whether a date fits somebody, and every reason."""
    return _judged(person, offer, now, [part(person, offer) for _, part in PARTS])


class Crowd:
    """Many people, sorted by what they have in common: what fits none of a group is looked at once."""

    def __init__(self, people: Iterable[Candidate]) -> None:
        self.groups: dict[int, Any] = {}  # groups in groups, a level for each part; people in the innermost
        self.kinds: list[list[Candidate]] = [[] for _ in PARTS]  # somebody for each that a part tells apart
        self.came: defaultdict[int, list[tuple[Candidate, tuple[int, ...]]]] = defaultdict(list)
        numbers: list[dict[Hashable, int]] = [{} for _ in PARTS]
        for person in people:
            place = tuple(self._number(person, depth, numbers[depth]) for depth in range(len(PARTS)))
            group = self.groups
            for number in place[:-1]:
                group = group.setdefault(number, {})
            group.setdefault(place[-1], []).append(person)
            for activity in person.came:
                self.came[activity].append((person, place))

    def _number(self, person: Candidate, depth: int, numbers: dict[Hashable, int]) -> int:
        key = PARTS[depth][0](person)
        if key not in numbers:
            numbers[key] = len(numbers)
            self.kinds[depth].append(person)
        return numbers[key]


def rank(people: Crowd | Iterable[Candidate], offer: Offer, now: datetime) -> list[Ranked]:
    """Return whom a date fits, whoever was asked least of late first, then whom it fits best."""
    crowd = people if isinstance(people, Crowd) else Crowd(people)
    return sorted(_ranked(person, offer, verdict) for person, verdict in _fitting(crowd, offer, now))


def choose(rankings: Iterable[Sequence[Ranked]], room: Mapping[int, int], most: int) -> list[Ranked]:
    """Return whom to ask to what: each person once, and never more to a date than it has ``room`` for."""
    left, chosen = dict(room), dict[int, Ranked]()
    for found in merge(*rankings):
        if len(chosen) >= most:
            break
        if found.person not in chosen and left.get(found.offer, 0) > 0:
            chosen[found.person] = found
            left[found.offer] -= 1
    return list(chosen.values())


def suits(person: Candidate, offer: Offer) -> bool:
    """Tell whether a date fits what somebody told: for a list in which nothing is left out."""
    return not any(part(person, offer).hard_no for _, part in PARTS)


def _judged(person: Candidate, offer: Offer, now: datetime, told: Iterable[Verdict]) -> Verdict:
    found = past(person, offer, now)
    for part in told:
        found = found.also(part)
    if offer.activity in person.came:  # whoever was there may come again, whatever else they wish for
        found = found._replace(hard_no=tuple(no for no in found.hard_no if no is not No.WISH))
    return found if found.fors else found._replace(fors=(Said(For.ROOM),))


def _fitting(crowd: Crowd, offer: Offer, now: datetime) -> Iterator[tuple[Candidate, Verdict]]:
    # each part is weighed once for all who told the same
    scales = [[part(one, offer) for one in crowd.kinds[depth]] for depth, (_, part) in enumerate(PARTS)]
    again = crowd.came.get(offer.activity, ())
    for person, place in again:
        told = [weighed[number] for weighed, number in zip(scales, place, strict=True)]
        verdict = _judged(person, offer, now, told)
        if not verdict.hard_no:
            yield person, verdict
    seen = {person.id for person, _ in again}
    for people, so_far in _walk(crowd.groups, scales):
        alone = so_far if so_far.fors else so_far._replace(fors=(Said(For.ROOM),))
        for person in people:
            if person.id in seen:
                continue
            told_only = not person.refusals and not person.busy
            verdict = alone if told_only else _judged(person, offer, now, (so_far,))
            if not verdict.hard_no:
                yield person, verdict


def _walk(groups: dict[int, Any], scales: list[list[Verdict]]) -> list[tuple[Any, Verdict]]:
    """Return those whom nothing they told keeps away; a group that it does not fit is passed over."""
    level: list[tuple[Any, Verdict]] = [(groups, FITS)]
    for weighed in scales:
        level = [
            (below, so_far.also(verdict))
            for group, so_far in level
            for number, below in group.items()
            if not (verdict := weighed[number]).hard_no
        ]
    return level


def _ranked(person: Candidate, offer: Offer, verdict: Verdict) -> Ranked:
    toss = _toss(person.id, offer.id)
    return Ranked(person.asked, -verdict.score, offer.starts_at, toss, person.id, offer.id, verdict)


def _toss(person: int, offer: int) -> int:
    return int.from_bytes(blake2b(b"%d:%d" % (person, offer), digest_size=8).digest())
