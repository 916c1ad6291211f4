"""Whom a date fits, and why: by what a person told or did, and by nothing else.

A hard no is never invited.  What nobody knows is no no, but it counts a little against.  Points decide among
those whom a date fits; who was asked least of late comes before all of them.  The same people and dates give
the same answer, in whatever order they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from hashlib import blake2b
from heapq import merge
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from bot.domain import facts
from bot.domain.activity import Occurrence
from bot.domain.facts import Facts
from bot.domain.ladder import CLOSE, FEW, SHORT, Step, Wanted, easier, is_smaller
from bot.domain.needs import Need
from bot.domain.places import Position, distance_km
from bot.domain.reasons import POINTS, Against, For, No, Said

NOON, EVENING = 12, 17  # hours on the wall
MORNING_BIT, AFTERNOON_BIT, EVENING_BIT = 1, 2, 4
ALL_DAYS, ANY_TIME = 127, 7
BREATH: Final = timedelta(days=21)  # without invitations, for somebody who lacked the energy
SMALL_FOR: Final = timedelta(days=28)  # for so long a no is answered with something smaller only
SAME_TIME: Final = 3  # hours apart, on the same weekday
TOO_FAR: Final = 25.0  # kilometres
CROWD: Final = 20  # seats from which a group is big
WALK: Final = "walk"  # the kind of what is a walk
SIZE_UNSAID: Final = ("", "energy")  # what a no was about, when a smaller step may be what it takes
ANSWERS: Final = (  # a need, the field that answers it, and what follows from a no and from no answer
    (int(Need.STEPS), facts.STEPS, No.STEPS, Against.STEPS),
    (int(Need.HEARING), facts.HEARING, No.HEARING, Against.HEARING),
    (int(Need.TRANSPORT), facts.PICKUP, No.PICKUP, Against.PICKUP),
    (int(Need.LANGUAGE), facts.PLAIN, No.PLAIN, Against.PLAIN),
)
SHORTER, NEARER, FEWER, COMPANY = (int(way) for way in Wanted)  # plain numbers: this is asked very often
SHORT_MINUTES: Final = int(SHORT.total_seconds()) // 60
LENDS: Final = MappingProxyType({"practical": "helper", "company": "companion"})  # a gift, and a role
SHORT_WORD: Final = 3  # letters
BAKES, BAKED_FOR = "bake", frozenset({"coffee", "food"})


class Wish(NamedTuple):
    """What somebody would like, and the kind it means: of the known words, their own; else none or one."""

    word: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What somebody said no to; ``why``: ``time``, ``place``, ``not_me``, ``energy``, or empty for unsaid."""

    step: Step
    said_at: datetime
    why: str = ""
    area: str = ""
    kinds: frozenset[str] = frozenset()
    day: int = 0  # on the wall, 0 is Monday
    hour: int = 0
    current: bool = True  # no yes has come after it


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked: what they told, and what they did."""

    id: int
    wishes: frozenset[Wish] = frozenset()
    gifts: frozenset[str] = frozenset()
    area: str = ""
    position: Position | None = None
    weekdays: int = ALL_DAYS
    times: int = ANY_TIME
    needs: int = 0
    company: bool = False  # they would like somebody to go with
    new: bool = False  # they have not been to anything yet
    wanted: int = 0  # what would make it easier: bot.domain.ladder.Wanted
    refusals: tuple[Refusal, ...] = ()
    came: frozenset[int] = frozenset()  # activities
    busy: tuple[tuple[datetime, datetime], ...] = ()
    asked: int = 0  # how often, in the last weeks


@dataclass(frozen=True, slots=True)
class Offer:
    """A date that people may be asked to."""

    id: int
    activity: int
    starts_at: datetime
    ends_at: datetime
    day: int  # on the wall, 0 is Monday
    hour: int
    capacity: int
    taken: int = 0
    open: int = 0  # asked, and may still say yes
    words: str = ""  # its title in small letters, for wishes in people's own words
    kinds: frozenset[str] = frozenset()
    area: str = ""
    position: Position | None = None
    facts: Facts = field(default_factory=dict)
    roles: frozenset[str] = frozenset()  # for which hands are wanted

    @property
    def room(self) -> int:
        """Return how many more may be asked: nobody is invited to a seat that another may still take."""
        return max(0, self.capacity - self.taken - self.open)

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class Verdict(NamedTuple):
    """Whether a date fits somebody, how well, and all that speaks for and against it."""

    hard_no: tuple[No, ...] = ()
    fors: tuple[Said, ...] = ()
    againsts: tuple[Said, ...] = ()

    @property
    def score(self) -> int:
        """Return the points of all reasons together."""
        return sum(POINTS.get(code, 0) for code, _ in (*self.fors, *self.againsts))

    def also(self, other: Verdict) -> Verdict:
        """Return both together."""
        if other is FITS:
            return self
        if self is FITS:
            return other
        return Verdict(self.hard_no + other.hard_no, self.fors + other.fors, self.againsts + other.againsts)


FITS: Final = Verdict()


class Ranked(NamedTuple):
    """Somebody whom a date fits; they sort in the order in which to ask them."""

    asked: int
    less: int  # points below none: the better it fits, the less
    starts_at: datetime  # of two that fit as well the sooner one is asked about first
    toss: int  # chance, but always the same for these two
    person: int
    offer: int
    verdict: Verdict


def offer_of(
    occurrence: Occurrence,
    zone: tzinfo,
    *,
    kinds: Iterable[str] = (),
    known: Facts = MappingProxyType({}),
    roles: Iterable[str] = (),
    asked: int = 0,
) -> Offer:
    """Return a date as matching sees it; ``kinds`` are what its title means, beside its own interest."""
    activity, local = occurrence.activity, occurrence.starts_at.astimezone(zone)
    own = [activity.interest.casefold()] if activity.interest else []
    return Offer(
        id=occurrence.id,
        activity=activity.id,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        day=local.weekday(),
        hour=local.hour,
        capacity=occurrence.capacity,
        taken=occurrence.taken,
        open=asked,
        words=activity.title.casefold(),
        kinds=frozenset([*own, *kinds]),
        area=activity.area,
        position=activity.position,
        facts=known,
        roles=frozenset(roles),
    )


# --- what speaks for and against: each part looks at some things about a person only ------------------


def _when(person: Candidate, offer: Offer) -> Verdict:
    day, hour = person.weekdays & 1 << offer.day, person.times & part_of_day(offer.hour)
    if not day or not hour:
        return Verdict(tuple(no for no, fits in ((No.DAY, day), (No.HOUR, hour)) if not fits))
    fors = [Said(For.DAY)] if person.weekdays != ALL_DAYS else []
    return Verdict(fors=tuple(fors + ([Said(For.HOUR)] if person.times != ANY_TIME else [])))


def _where(person: Candidate, offer: Offer) -> Verdict:
    same, km = is_near(person.area, offer.area), _km(person, offer)
    farthest = CLOSE if person.wanted & NEARER else TOO_FAR
    if (km is None and same is False) or (km is not None and km > farthest):
        return Verdict((No.FAR,))
    if same:
        return Verdict(fors=(Said(For.AREA, person.area),))
    if km is not None:
        away = str(max(1, round(km)))
        near = km <= CLOSE
        return Verdict(fors=(Said(For.NEAR, away),)) if near else Verdict(againsts=(Said(Against.FAR, away),))
    return Verdict(againsts=(Said(Against.PLACE),)) if person.area else FITS


def _needs(person: Candidate, offer: Offer) -> Verdict:
    asked = [row for row in ANSWERS if person.needs & row[0]]
    noes = tuple(no for _, name, no, _ in asked if offer.facts.get(name) == facts.NO)
    unknown = tuple(Said(unsaid) for _, name, _, unsaid in asked if name not in offer.facts)
    return Verdict(noes, againsts=unknown)


def _size(person: Candidate, offer: Offer) -> Verdict:
    noes = [No.LONG] if person.wanted & SHORTER and offer.minutes > SHORT_MINUTES else []
    noes += [No.CROWD] if person.wanted & FEWER and offer.capacity > FEW else []
    if not (person.company or person.new or person.wanted & FEWER):
        return Verdict(tuple(noes))
    fors = (Said(For.FEW, str(offer.capacity)),) if offer.capacity <= FEW else ()
    return Verdict(tuple(noes), fors, (Said(Against.CROWD),) if offer.capacity >= CROWD else ())


def _likes(person: Candidate, offer: Offer) -> Verdict:
    wishes = sorted(wish for wish in person.wishes if _is_meant(wish, offer))
    gifts = sorted(gift for gift in person.gifts if _is_welcome(gift, offer))
    fors = [Said(For.WISH, wishes[0].word)] if wishes else []
    fors += [Said(For.GIFT, gifts[0])] if gifts else []
    other = person.wishes and offer.kinds and not wishes
    return Verdict((No.WISH,) if other else (), tuple(fors))


def _past(person: Candidate, offer: Offer, now: datetime) -> Verdict:
    if not person.refusals and not person.busy and offer.activity not in person.came:
        return FITS
    noes = [No.BUSY] if any(a < offer.ends_at and offer.starts_at < b for a, b in person.busy) else []
    fors = [Said(For.AGAIN)] if offer.activity in person.came else []
    if not person.refusals:
        return Verdict(tuple(noes), tuple(fors))
    noes += [no for refusal in person.refusals if (no := _refused(refusal, offer, now))]
    if small := [r for r in person.refusals if _is_about_size(r, now)]:
        step = step_of(person, offer)
        last = max(small, key=lambda r: (r.said_at, r.step.activity, r.step.minutes, r.step.seats))
        noes += [] if is_smaller([r.step for r in small], step) else [No.BIGGER]
        fors += [Said(For(way.value)) for way in easier(last.step, step)]
    like = any(r.kinds & offer.kinds and r.why not in ("time", "place") for r in person.refusals)
    return Verdict(tuple(dict.fromkeys(noes)), tuple(fors), (Said(Against.LIKE),) if like else ())


def _is_about_size(refusal: Refusal, now: datetime) -> bool:
    """Tell whether a smaller step may be what it takes: the no is fresh, and was not about something else."""
    return refusal.current and refusal.why in SIZE_UNSAID and now - refusal.said_at < SMALL_FOR


def _refused(refusal: Refusal, offer: Offer, now: datetime) -> No | None:
    """Return what a refusal of something says about this."""
    same = refusal.step.activity == offer.activity
    match refusal.why:
        case "energy" if now - refusal.said_at < BREATH:
            return No.ENERGY
        case "time":
            then = refusal.day == offer.day and abs(refusal.hour - offer.hour) < SAME_TIME
            return No.THEN if then else None
        case "place" if same or (refusal.area and refusal.area == offer.area):
            return No.THERE
        case "not_me" if same:
            return No.SAME
        case _ if same and refusal.current:
            return No.SAME
    return None


Part = Callable[[Candidate, Offer], Verdict]
PARTS: Final[tuple[tuple[Callable[[Candidate], Hashable], Part], ...]] = (  # what each looks at, and the part
    (lambda p: (p.area, p.position, p.wanted & NEARER), _where),  # what keeps most away comes first
    (lambda p: (p.weekdays, p.times), _when),
    (lambda p: (p.wishes, p.gifts), _likes),
    (lambda p: p.needs, _needs),
    (lambda p: (p.company, p.new, p.wanted & (SHORTER | FEWER)), _size),
)


# --- what is asked of all this ------------------------------------------------------------------------


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


def is_near(mine: str, theirs: str) -> bool | None:
    """Tell whether two areas are one; None where one of them is not known."""
    mine, theirs = mine.casefold().strip(), theirs.casefold().strip()
    if not mine or not theirs:
        return None
    return mine in theirs or theirs in mine


def part_of_day(hour: int) -> int:
    """Return the bit of the time of day that an hour on the wall lies in."""
    return MORNING_BIT if hour < NOON else AFTERNOON_BIT if hour < EVENING else EVENING_BIT


def step_of(person: Candidate, offer: Offer) -> Step:
    """Return how big a step it would be for somebody."""
    company = person.company or bool(person.wanted & COMPANY)
    walk = WALK in offer.kinds
    return Step(offer.activity, offer.minutes, offer.capacity, _km(person, offer), walk=walk, company=company)


def _judged(person: Candidate, offer: Offer, now: datetime, told: Iterable[Verdict]) -> Verdict:
    found = _past(person, offer, now)
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


def _km(person: Candidate, offer: Offer) -> float | None:
    if person.position is None or offer.position is None:
        return None
    return distance_km(person.position, offer.position)


def _is_meant(wish: Wish, offer: Offer) -> bool:
    if wish.word in offer.kinds or (wish.kind and wish.kind in offer.kinds):
        return True
    return _stands_in(wish.word.casefold(), offer.words)


def _is_welcome(gift: str, offer: Offer) -> bool:
    if gift == BAKES:
        return bool(offer.kinds & BAKED_FOR)
    return LENDS.get(gift, "") in offer.roles or _stands_in(gift.casefold(), offer.words)


def _stands_in(word: str, title: str) -> bool:
    """Tell whether a title has a word; a short one must stand alone, or it is part of too many others."""
    return word in title if len(word) > SHORT_WORD else word in title.split()
