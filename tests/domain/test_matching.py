"""Whom a date fits, in which order they are asked, and why: true of every person and every date."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.activity import Activity, Occurrence
from bot.domain.candidates import Candidate, Offer, Refusal, Wish, is_near, offer_of
from bot.domain.ladder import Step, easier, is_smaller
from bot.domain.matching import Crowd, choose, judge, rank, suits
from bot.domain.places import distance_km
from bot.domain.reasons import Against, For, No, Said, kept, told
from bot.domain.weighing import Verdict

ZONE = ZoneInfo("Europe/Copenhagen")
SLOWLY = settings(deadline=None)  # a busy machine is no mistake
NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
MONDAY, THURSDAY = 1, 8
MORNING, AFTERNOON, EVENING, ANY_TIME = 1, 2, 4, 7
KORSOER, SLAGELSE, KALUNDBORG = (55.33, 11.14), (55.40, 11.35), (55.68, 11.09)
KINDS = ("coffee", "walk", "song", "games")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def date(starts_at: datetime = NOW, *, hours: float = 2, capacity: int = 10, **known: object) -> Offer:
    activity = Activity(
        1, 1, "Torsdagskaffe", "coffee", "Huset", "Korsør", "", "", "", None, None, "published"
    )
    ends_at = starts_at + timedelta(hours=hours)
    occurrence = Occurrence(1, activity, starts_at, ends_at, capacity, 0, 1, "planned")
    return replace(offer_of(occurrence, ZONE), **known)  # type: ignore[arg-type]  # one name for each field


def no_to(activity: int = 9, why: str = "", days_ago: int = 5, **step: object) -> Refusal:
    made = Step(**{"activity": activity, "minutes": 240, "seats": 40, **step})  # type: ignore[arg-type]
    return Refusal(made, NOW - timedelta(days=days_ago), why)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    return Step(
        draw(st.integers(1, 4)),
        draw(st.sampled_from([30, 60, 90, 120, 240])),
        draw(st.integers(1, 40)),
        draw(st.none() | st.floats(0, 40)),
        walk=draw(st.booleans()),
        company=draw(st.booleans()),
    )


@st.composite
def refusals(draw: st.DrawFn) -> Refusal:
    return Refusal(
        draw(steps()),
        NOW - timedelta(days=draw(st.integers(0, 89))),
        draw(st.sampled_from(["", "time", "place", "not_me", "energy"])),
        draw(st.sampled_from(["", "Korsør", "Slagelse"])),
        frozenset(draw(st.sets(st.sampled_from(KINDS), max_size=2))),
        draw(st.integers(0, 6)),
        draw(st.integers(8, 20)),
        draw(st.booleans()),
    )


@st.composite
def people(draw: st.DrawFn, number: int = 1) -> Candidate:
    return Candidate(
        id=number,
        wishes=frozenset(Wish(kind, kind) for kind in draw(st.sets(st.sampled_from(KINDS), max_size=2))),
        gifts=frozenset(draw(st.sets(st.sampled_from(["bake", "practical", "kage"]), max_size=2))),
        area=draw(st.sampled_from(["", "Korsør", "Slagelse"])),
        position=draw(st.sampled_from([None, KORSOER, SLAGELSE])),
        weekdays=draw(st.sampled_from([127, 31, THURSDAY])),
        times=draw(st.sampled_from([7, 2, 1])),
        needs=draw(st.integers(0, 15)),
        company=draw(st.booleans()),
        new=draw(st.booleans()),
        wanted=draw(st.sampled_from([0, 0, 1, 2, 4, 8])),
        refusals=tuple(draw(st.lists(refusals(), max_size=3))),
        came=frozenset(draw(st.sets(st.integers(1, 4), max_size=2))),
        busy=((NOW, NOW + timedelta(hours=1)),) if draw(st.integers(0, 9)) == 0 else (),
        asked=draw(st.integers(0, 3)),
    )


@st.composite
def offers(draw: st.DrawFn, number: int = 1) -> Offer:
    starts_at = NOW + timedelta(hours=draw(st.integers(0, 400)))
    local = starts_at.astimezone(ZONE)
    capacity = draw(st.integers(1, 40))
    return Offer(
        id=number,
        activity=draw(st.integers(1, 4)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=draw(st.sampled_from([45, 90, 240]))),
        day=local.weekday(),
        hour=local.hour,
        capacity=capacity,
        taken=draw(st.integers(0, capacity)),
        open=draw(st.integers(0, 6)),
        words=draw(st.sampled_from(["torsdagskaffe", "kage og sang", "banko"])),
        kinds=frozenset(draw(st.sets(st.sampled_from(KINDS), max_size=2))),
        area=draw(st.sampled_from(["", "Korsør", "Slagelse"])),
        position=draw(st.sampled_from([None, KORSOER, SLAGELSE, KALUNDBORG])),
        facts=draw(
            st.dictionaries(
                st.sampled_from(["steps", "hearing", "pickup", "plain"]), st.sampled_from(["yes", "no"])
            )
        ),
        roles=frozenset(draw(st.sets(st.sampled_from(["helper", "companion"]), max_size=2))),
    )


@st.composite
def crowds(draw: st.DrawFn, most: int = 8) -> list[Candidate]:
    return [draw(people(n)) for n in range(1, draw(st.integers(1, most)) + 1)]


# --- who is asked ----------------------------------------------------------------------------------


@SLOWLY
@given(crowds(), offers(), st.randoms(use_true_random=False))
def test_the_order_that_people_come_in_changes_nothing(
    found: list[Candidate], offer: Offer, chance: random.Random
) -> None:
    other = found[:]
    chance.shuffle(other)
    assert rank(found, offer, NOW) == rank(other, offer, NOW)


@SLOWLY
@given(crowds(), offers())
def test_whoever_is_ranked_is_judged_so_and_nobody_with_a_no_is_among_them(
    found: list[Candidate], offer: Offer
) -> None:
    verdicts = {person.id: judge(person, offer, NOW) for person in found}
    ranked = {one.person: one.verdict for one in rank(found, offer, NOW)}
    assert ranked.keys() == {id_ for id_, verdict in verdicts.items() if not verdict.hard_no}
    for id_, verdict in ranked.items():
        assert set(verdict.fors) == set(verdicts[id_].fors)
        assert set(verdict.againsts) == set(verdicts[id_].againsts)
        assert verdict.score == verdicts[id_].score


@SLOWLY
@given(people(), offers(), refusals())
def test_one_no_more_never_makes_it_fit_better(person: Candidate, offer: Offer, refusal: Refusal) -> None:
    more = replace(person, refusals=(*person.refusals, refusal))
    before, after = judge(person, offer, NOW), judge(more, offer, NOW)
    assert after.score <= before.score
    assert set(before.hard_no) <= set(after.hard_no)


@SLOWLY
@given(crowds(), offers())
def test_whoever_was_asked_least_comes_first_then_whom_it_fits_best(
    found: list[Candidate], offer: Offer
) -> None:
    ranked = rank(found, offer, NOW)
    keys = [(one.asked, -one.verdict.score) for one in ranked]
    assert keys == sorted(keys)


def test_among_equals_chance_decides_but_always_the_same() -> None:
    alike = [Candidate(n) for n in range(1, 30)]
    first, other = ([one.person for one in rank(alike, date(id=number), NOW)] for number in (1, 2))
    assert first != sorted(first)
    assert first != other
    assert first == [one.person for one in rank(reversed(alike), date(id=1), NOW)]


@given(crowds(12), st.integers(1, 4), st.integers(0, 10), st.data())
@settings(max_examples=60, deadline=None)
def test_nobody_is_invited_to_a_seat_that_another_may_take(
    found: list[Candidate], dates: int, most: int, data: st.DataObject
) -> None:
    ahead = {n: data.draw(offers(n)) for n in range(1, dates + 1)}
    crowd = Crowd(found)
    rankings = [rank(crowd, offer, NOW) for offer in ahead.values()]
    chosen = choose(rankings, {n: offer.room for n, offer in ahead.items()}, most)
    assert len(chosen) <= most
    assert len({one.person for one in chosen}) == len(chosen)
    for n, offer in ahead.items():
        new = sum(one.offer == n for one in chosen)
        assert new == 0 or offer.taken + offer.open + new <= offer.capacity
    backwards = choose(rankings[::-1], {n: offer.room for n, offer in ahead.items()}, most)
    assert chosen == backwards


# --- what keeps somebody from being asked ------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "field", "no", "unsaid"),
    [
        (1, "steps", No.STEPS, Against.STEPS),
        (2, "hearing", No.HEARING, Against.HEARING),
        (4, "pickup", No.PICKUP, Against.PICKUP),
        (8, "plain", No.PLAIN, Against.PLAIN),
    ],
)
def test_a_need_that_is_not_met_is_a_no_and_one_that_nobody_spoke_of_is_told(
    need: int, field: str, no: No, unsaid: Against
) -> None:
    person = Candidate(1, needs=need)
    met = judge(person, date(facts={field: "yes"}), NOW)
    assert judge(person, date(facts={field: "no"}), NOW).hard_no == (no,)
    unknown = judge(person, date(), NOW)
    assert (unknown.hard_no, unknown.againsts) == ((), (Said(unsaid),))
    assert unknown.score < met.score
    assert judge(Candidate(1), date(facts={field: "no"}), NOW).hard_no == ()


@pytest.mark.parametrize(
    ("start", "weekdays", "times", "noes"),
    [
        ("2026-11-26 11:59", THURSDAY, MORNING, ()),
        ("2026-11-26 12:00", THURSDAY, MORNING, (No.HOUR,)),
        ("2026-11-26 12:00", THURSDAY, AFTERNOON, ()),
        ("2026-11-26 16:59", THURSDAY, AFTERNOON, ()),
        ("2026-11-26 17:00", THURSDAY, AFTERNOON, (No.HOUR,)),
        ("2026-11-26 17:00", THURSDAY, EVENING, ()),
        ("2026-11-26 14:00", MONDAY, ANY_TIME, (No.DAY,)),
        ("2026-11-26 14:00", MONDAY, MORNING, (No.DAY, No.HOUR)),
        ("2026-11-30 00:30", MONDAY, ANY_TIME, ()),  # still Sunday in UTC
        ("2027-07-12 00:30", MONDAY, ANY_TIME, ()),
    ],
)
def test_day_and_time_of_day_are_those_on_the_wall(
    start: str, weekdays: int, times: int, noes: tuple[No, ...]
) -> None:
    person = Candidate(1, weekdays=weekdays, times=times)
    assert judge(person, date(wall(start)), NOW).hard_no == noes
    assert suits(person, date(wall(start))) is (not noes)


@SLOWLY
@given(MOMENTS)
def test_each_start_is_on_one_day_and_in_one_part_of_it(start: datetime) -> None:
    days = [suits(Candidate(1, weekdays=1 << day), date(start)) for day in range(7)]
    parts = [suits(Candidate(1, times=part), date(start)) for part in (MORNING, AFTERNOON, EVENING)]
    assert (days.count(True), parts.count(True)) == (1, 1)


@pytest.mark.parametrize(
    ("mine", "theirs", "near"),
    [
        ("Korsør", "korsør ", True),
        ("Korsør", "Korsør Syd", True),
        ("Korsør Syd", "Korsør", True),
        ("Korsør", "Slagelse", False),
        ("", "Slagelse", None),
        ("Korsør", "", None),
    ],
)
def test_a_place_is_near_far_or_nobody_said(mine: str, theirs: str, near: bool | None) -> None:
    assert is_near(mine, theirs) is near
    found = judge(Candidate(1, area=mine), date(area=theirs), NOW)
    assert (No.FAR in found.hard_no) is (near is False)
    assert (Said(For.AREA, mine) in found.fors) is (near is True)
    assert (Said(Against.PLACE) in found.againsts) is (near is None and bool(mine))


def test_with_a_map_the_distance_decides() -> None:
    person = Candidate(1, area="Slagelse by", position=SLAGELSE)
    far = judge(person, date(area="Korsør", position=KORSOER), NOW)
    assert (far.hard_no, far.againsts) == ((), (Said(Against.FAR, "15"),))
    near = judge(person, date(area="Antvorskov", position=(55.38, 11.36)), NOW)
    assert near.fors == (Said(For.NEAR, "2"),)
    assert judge(person, date(area="Kalundborg", position=KALUNDBORG), NOW).hard_no == (No.FAR,)
    close = replace(person, wanted=2)
    assert judge(close, date(area="Korsør", position=KORSOER), NOW).hard_no == (No.FAR,)


def test_what_somebody_asked_for_to_make_it_easier_holds() -> None:
    assert judge(Candidate(1, wanted=1), date(hours=2), NOW).hard_no == (No.LONG,)
    assert judge(Candidate(1, wanted=1), date(hours=1.5), NOW).hard_no == ()
    assert judge(Candidate(1, wanted=4), date(capacity=9), NOW).hard_no == (No.CROWD,)
    assert judge(Candidate(1, wanted=4), date(capacity=8), NOW).fors == (Said(For.FEW, "8"),)


@pytest.mark.parametrize("who", [Candidate(1, company=True), Candidate(1, new=True)])
def test_small_groups_suit_who_is_new_or_would_like_company(who: Candidate) -> None:
    small, middle, big = (judge(who, date(capacity=n), NOW) for n in (8, 12, 20))
    assert small.score > middle.score > big.score
    assert big.hard_no == ()
    assert judge(Candidate(1), date(capacity=40), NOW).againsts == ()


def test_nobody_is_asked_to_two_things_at_once() -> None:
    person = Candidate(1, busy=((NOW + timedelta(hours=1), NOW + timedelta(hours=3)),))
    assert judge(person, date(NOW), NOW).hard_no == (No.BUSY,)
    assert judge(person, date(NOW - timedelta(hours=1)), NOW).hard_no == ()
    assert judge(person, date(NOW + timedelta(hours=3)), NOW).hard_no == ()


def test_what_was_wished_for_is_the_reason_and_what_was_not_is_none() -> None:
    def wishing(*words: str, **more: object) -> Verdict:
        person = Candidate(1, wishes=frozenset(Wish(word) for word in words))
        return judge(replace(person, **more), date(), NOW)  # type: ignore[arg-type]

    assert wishing("garden", "coffee").fors == (Said(For.WISH, "coffee"),)
    assert wishing("kaffe").fors == (Said(For.WISH, "kaffe"),)
    assert wishing("garden").hard_no == (No.WISH,)
    assert wishing("garden", came=frozenset({1})).hard_no == ()
    assert wishing("garden", came=frozenset({1})).fors == (Said(For.AGAIN),)
    assert wishing("is").hard_no == (No.WISH,)


def test_a_wish_in_own_words_is_told_as_it_was_said() -> None:
    person = Candidate(1, wishes=frozenset({Wish("klassisk musik", "song")}))
    assert judge(person, date(kinds=frozenset({"song"})), NOW).fors == (Said(For.WISH, "klassisk musik"),)


@pytest.mark.parametrize(
    ("gift", "known", "welcome"),
    [
        ("bake", {"kinds": frozenset({"food"})}, True),
        ("bake", {"kinds": frozenset({"walk"})}, False),
        ("practical", {"roles": frozenset({"helper"})}, True),
        ("company", {"roles": frozenset({"companion"})}, True),
        ("practical", {}, False),
        ("guitar", {"words": "guitar for alle"}, True),
    ],
)
def test_what_somebody_would_like_to_give_counts_where_it_is_wanted(
    gift: str, known: dict[str, object], *, welcome: bool
) -> None:
    found = judge(Candidate(1, gifts=frozenset({gift})), date(**known), NOW)  # type: ignore[arg-type]
    assert (Said(For.GIFT, gift) in found.fors) is welcome


def test_who_named_nothing_is_not_left_out() -> None:
    assert judge(Candidate(1), date(), NOW) == Verdict(fors=(Said(For.ROOM),))
    assert judge(Candidate(1, wishes=frozenset({Wish("garden")})), date(kinds=frozenset()), NOW).hard_no == ()


# --- what a no teaches -------------------------------------------------------------------------------


def test_each_answer_to_what_it_was_about_is_obeyed() -> None:
    thursday = date(wall("2026-12-03 14:00"))
    small = {"minutes": 30, "seats": 2}
    time = replace(no_to(1, "time", **small), day=3, hour=15)
    assert judge(Candidate(1, refusals=(time,)), thursday, NOW).hard_no == (No.THEN,)
    assert judge(Candidate(1, refusals=(replace(time, day=2),)), thursday, NOW).hard_no == ()
    assert judge(Candidate(1, refusals=(replace(time, hour=18),)), thursday, NOW).hard_no == ()
    place = replace(no_to(2, "place", **small), area="Korsør")
    assert judge(Candidate(1, refusals=(place,)), thursday, NOW).hard_no == (No.THERE,)
    not_me = no_to(1, "not_me", **small)
    assert judge(Candidate(1, refusals=(not_me,)), thursday, NOW).hard_no == (No.SAME,)
    tired = no_to(2, "energy", days_ago=20)
    assert judge(Candidate(1, refusals=(tired,)), thursday, NOW).hard_no == (No.ENERGY,)
    rested = no_to(2, "energy", days_ago=22)
    assert judge(Candidate(1, refusals=(rested,)), thursday, NOW).hard_no == ()


def test_a_no_is_answered_with_something_smaller_and_never_with_the_same() -> None:
    person = Candidate(1, refusals=(no_to(9, minutes=120, seats=10),))
    assert judge(person, date(hours=2, capacity=10), NOW).hard_no == (No.BIGGER,)
    assert judge(person, date(hours=1, capacity=20), NOW).hard_no == (No.BIGGER,)
    assert judge(person, date(activity=9, hours=0.5), NOW).hard_no == (No.SAME, No.BIGGER)
    shorter = judge(person, date(hours=1, capacity=10), NOW)
    assert (shorter.hard_no, shorter.fors) == ((), (Said(For.SHORTER),))
    walk = judge(person, date(kinds=frozenset({"walk"})), NOW)
    assert walk.fors == (Said(For.WALK),)
    company = judge(replace(person, company=True), date(), NOW)
    assert Said(For.COMPANY) in company.fors


def test_after_four_weeks_other_things_may_be_as_big_but_not_the_same() -> None:
    old = no_to(9, days_ago=29, minutes=30, seats=1)
    assert judge(Candidate(1, refusals=(old,)), date(), NOW).hard_no == ()
    assert judge(Candidate(1, refusals=(old,)), date(activity=9), NOW).hard_no == (No.SAME,)


def test_a_yes_begins_anew() -> None:
    answered = replace(no_to(1, minutes=30, seats=1), current=False)
    assert judge(Candidate(1, refusals=(answered,)), date(), NOW).hard_no == ()


def test_something_of_the_same_kind_counts_a_little_less() -> None:
    like = replace(no_to(9, "not_me"), kinds=frozenset({"coffee"}))
    assert judge(Candidate(1, refusals=(like,)), date(), NOW).againsts == (Said(Against.LIKE),)
    assert judge(Candidate(1, refusals=(replace(like, why="time"),)), date(), NOW).againsts == ()


# --- the ladder --------------------------------------------------------------------------------------


@SLOWLY
@given(steps(), steps())
def test_a_smaller_step_is_never_the_same_thing_and_never_smaller_both_ways(one: Step, other: Step) -> None:
    assert easier(one, one) == ()
    if one.activity == other.activity:
        assert easier(one, other) == ()
    assert not (easier(one, other) and easier(other, one))


@SLOWLY
@given(st.lists(steps(), max_size=4), steps(), steps())
def test_each_further_no_makes_the_ladder_lower(declined: list[Step], more: Step, now: Step) -> None:
    assert is_smaller([*declined, more], now) <= is_smaller(declined, now)


# --- what is told is true ----------------------------------------------------------------------------


@SLOWLY
@given(people(), offers())
def test_every_reason_is_true_and_is_about_what_the_person_told_or_did(
    person: Candidate, offer: Offer
) -> None:
    verdict = judge(person, offer, NOW)
    assert verdict.fors
    for code, about in (*verdict.fors, *verdict.againsts):
        assert _is_true(code, about, person, offer), (code, about)


def _is_true(code: For | Against, about: str, person: Candidate, offer: Offer) -> bool:  # noqa: C901, PLR0911, PLR0912 - one case for each reason there is
    match code:
        case For.AGAIN:
            return offer.activity in person.came
        case For.WISH:
            wish = next(wish for wish in person.wishes if wish.word == about)
            return bool({wish.word, wish.kind} & offer.kinds) or about in offer.words
        case For.GIFT:
            return about in person.gifts
        case For.AREA:
            return about == person.area and is_near(about, offer.area) is True
        case For.NEAR | Against.FAR:
            assert person.position
            assert offer.position
            km = distance_km(person.position, offer.position)
            return int(about) == max(1, round(km)) and (km <= 5) is (code is For.NEAR)
        case For.DAY:
            return person.weekdays < 127 and bool(person.weekdays & 1 << offer.day)
        case For.HOUR:
            return person.times < 7
        case For.FEW:
            wants = person.company or person.new or bool(person.wanted & 4)
            return wants and int(about) == offer.capacity <= 8
        case For.ROOM:
            return about == ""
        case For.SHORTER | For.NEARER | For.FEWER | For.WALK | For.COMPANY:
            return any(r.current and r.why in ("", "energy") for r in person.refusals)
        case Against.CROWD:
            return offer.capacity >= 20
        case Against.PLACE:
            return bool(person.area) and not offer.area
        case Against.LIKE:
            return any(r.kinds & offer.kinds for r in person.refusals)
        case Against.STEPS | Against.HEARING | Against.PICKUP | Against.PLAIN:
            bit = {"steps?": 1, "hearing?": 2, "pickup?": 4, "plain?": 8}[code.value]
            return bool(person.needs & bit) and code.value.rstrip("?") not in offer.facts


@SLOWLY
@given(people(), offers())
def test_reasons_that_are_kept_are_told_as_they_were(person: Candidate, offer: Offer) -> None:
    verdict = judge(person, offer, NOW)
    reasons = (*verdict.fors, *verdict.againsts)
    assert set(told(kept(reasons))) == set(reasons)
    assert told({"something": "else"}) == ()
