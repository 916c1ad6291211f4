"""What speaks for a date and against it: each part looks at a few things about a person only."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from bot.domain import facts
from bot.domain.candidates import (
    ALL_DAYS,
    ANY_TIME,
    Candidate,
    Offer,
    Refusal,
    Wish,
    is_near,
    km_between,
    part_of_day,
    step_of,
)
from bot.domain.ladder import CLOSE, FEW, SHORT, Wanted, easier, is_smaller
from bot.domain.needs import Need
from bot.domain.reasons import POINTS, Against, For, No, Said

BREATH: Final = timedelta(days=21)  # without invitations, for somebody who lacked the energy
SMALL_FOR: Final = timedelta(days=28)  # for so long a no is answered with something smaller only
SAME_TIME: Final = 3  # hours apart, on the same weekday
TOO_FAR: Final = 25.0  # kilometres
CROWD: Final = 20  # seats from which a group is big
SIZE_UNSAID: Final = ("", "energy")  # what a no was about, when a smaller step may be what it takes
ANSWERS: Final = (  # a need, the field that answers it, and what follows from a no and from no answer
    (int(Need.STEPS), facts.STEPS, No.STEPS, Against.STEPS),
    (int(Need.HEARING), facts.HEARING, No.HEARING, Against.HEARING),
    (int(Need.TRANSPORT), facts.PICKUP, No.PICKUP, Against.PICKUP),
    (int(Need.LANGUAGE), facts.PLAIN, No.PLAIN, Against.PLAIN),
)
SHORTER, NEARER, FEWER = map(int, (Wanted.SHORTER, Wanted.NEARER, Wanted.FEWER))  # plain: asked very often
SHORT_MINUTES: Final = int(SHORT.total_seconds()) // 60
LENDS: Final = MappingProxyType({"practical": "helper", "company": "companion"})  # a gift, and a role
SHORT_WORD: Final = 3  # letters
BAKES, BAKED_FOR = "bake", frozenset({"coffee", "food"})


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


def _when(person: Candidate, offer: Offer) -> Verdict:
    day, hour = person.weekdays & 1 << offer.day, person.times & part_of_day(offer.hour)
    if not day or not hour:
        return Verdict(tuple(no for no, fits in ((No.DAY, day), (No.HOUR, hour)) if not fits))
    fors = [Said(For.DAY)] if person.weekdays != ALL_DAYS else []
    return Verdict(fors=tuple(fors + ([Said(For.HOUR)] if person.times != ANY_TIME else [])))


def _where(person: Candidate, offer: Offer) -> Verdict:
    same, km = is_near(person.area, offer.area), km_between(person, offer)
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


def past(person: Candidate, offer: Offer, now: datetime) -> Verdict:
    """Return what somebody did, and said no to, says about a date."""
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


Part = Callable[[Candidate, Offer], Verdict]
PARTS: Final[tuple[tuple[Callable[[Candidate], Hashable], Part], ...]] = (  # what each looks at, and the part
    (lambda p: (p.area, p.position, p.wanted & NEARER), _where),  # what keeps most away comes first
    (lambda p: (p.weekdays, p.times), _when),
    (lambda p: (p.wishes, p.gifts), _likes),
    (lambda p: p.needs, _needs),
    (lambda p: (p.company, p.new, p.wanted & (SHORTER | FEWER)), _size),
)
