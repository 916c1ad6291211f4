"""The table of what may leave: every kind of message against every reason to hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.gate import CLAUSES, Clause, Facts, Never, Wait, verdict
from bot.domain.quiet import unprompted, waking
from bot.ports import UNPROMPTED, Kind

ZONE = ZoneInfo("Europe/Copenhagen")
NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)
NIGHT = datetime(2026, 11, 26, 22, tzinfo=UTC)
SUPPER = datetime(2026, 11, 26, 19, tzinfo=UTC)  # 20.00: too late for what is unasked, not for a reminder
SOON, LATER = timedelta(minutes=5), timedelta(days=3)
KINDS = tuple(Kind)

NOTHING_MORE = {Kind.SAFETY, Kind.REPLY, Kind.RELAY, Kind.CHANGE, Kind.STAFF, Kind.RECEIPT}
AGREED = {Kind.REMINDER, Kind.FOLLOWUP, Kind.DIGEST}
Change = Callable[[Facts], Facts]
ENDS: tuple[Change, ...] = (
    lambda about: replace(about, erased=True),
    lambda about: replace(about, blocked=True),
    lambda about: replace(about, superseded=True),
)
WISHES: tuple[Change, ...] = (
    lambda about: replace(about, stopped=True),
    lambda about: replace(about, paused_until=NOON + SOON),
    lambda about: replace(about, next_week=NOON + SOON),
    lambda about: replace(about, rest_until=NOON + SOON),
    lambda about: replace(about, human=True),
    lambda about: replace(about, campaign_paused=True),
    lambda about: replace(about, campaign_stopped=True),
)


def facts(kind: Kind, now: datetime = NOON) -> Facts:
    return Facts(kind.value, ZONE, now + LATER)


def said(given_: Facts, now: datetime = NOON) -> Wait | Never | None:
    return verdict(given_, now, now + SOON)


def test_every_kind_of_message_has_its_row_and_only_they() -> None:
    assert set(CLAUSES) == {kind.value for kind in Kind}
    assert set(Kind) == NOTHING_MORE | AGREED | UNPROMPTED


@pytest.mark.parametrize("kind", KINDS)
def test_at_noon_with_nothing_against_it_everything_leaves(kind: Kind) -> None:
    assert said(facts(kind)) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ENDS, ids=("erased", "blocked", "superseded"))
def test_nothing_leaves_to_the_erased_or_unreachable_or_about_what_is_no_more(
    kind: Kind, end: Change
) -> None:
    assert isinstance(said(end(facts(kind))), Never)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_after_its_time(kind: Kind) -> None:
    assert said(replace(facts(kind), expires_at=NOON)) == Never("expired", "late")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "against", WISHES, ids=("stopped", "paused", "budget", "rest", "human", "on hold", "called off")
)
def test_what_is_the_persons_wish_holds_what_is_unasked_and_nothing_else(kind: Kind, against: Change) -> None:
    assert (said(against(facts(kind))) is not None) == (kind in UNPROMPTED)


@pytest.mark.parametrize("kind", KINDS)
def test_at_night_only_what_cannot_wait_leaves(kind: Kind) -> None:
    held = said(facts(kind, NIGHT), NIGHT)
    if kind in NOTHING_MORE:
        assert held is None
    else:
        opening = unprompted if kind in UNPROMPTED else waking
        assert held == Wait(opening(NIGHT, ZONE), "quiet")


@pytest.mark.parametrize("kind", KINDS)
def test_in_the_evening_a_reminder_leaves_and_what_is_unasked_waits(kind: Kind) -> None:
    assert (said(facts(kind, SUPPER), SUPPER) is not None) == (kind in UNPROMPTED)


def test_what_would_wait_until_it_is_too_late_is_told_so_now() -> None:
    morning = waking(NIGHT, ZONE)
    for expires_at in (NIGHT + timedelta(hours=2), morning):
        tonight = replace(facts(Kind.REMINDER, NIGHT), expires_at=expires_at)
        assert said(tonight, NIGHT) == Never("expired", "quiet")
    just = replace(facts(Kind.REMINDER, NIGHT), expires_at=morning + timedelta(seconds=1))
    assert said(just, NIGHT) == Wait(morning, "quiet")


def test_a_pause_that_is_over_holds_nothing() -> None:
    past = NOON - SOON
    assert said(replace(facts(Kind.CHECKIN), paused_until=past, rest_until=past, next_week=NOON)) is None


def test_of_several_reasons_to_wait_the_longest_counts() -> None:
    held = replace(facts(Kind.INVITATION), paused_until=NOON + SOON, rest_until=NOON + 2 * SOON, human=True)
    assert said(held) == Wait(NOON + 2 * SOON, "rest")


def test_stop_and_erasure_end_it_where_a_pause_would_only_hold_it() -> None:
    held = replace(facts(Kind.INVITATION), paused_until=NOON + SOON, stopped=True)
    assert said(held) == Never("suppressed", "stopped")
    assert said(replace(held, erased=True)) == Never("suppressed", "erased")


FLAGS = ("erased", "blocked", "superseded", "stopped", "human", "campaign_paused", "campaign_stopped")
ANY_MOMENT = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
ANY_FACTS = st.builds(
    Facts,
    kind=st.sampled_from([kind.value for kind in Kind]),
    zone=st.just(ZONE),
    expires_at=ANY_MOMENT,
    paused_until=st.none() | ANY_MOMENT,
    next_week=st.none() | ANY_MOMENT,
    rest_until=st.none() | ANY_MOMENT,
    **{flag: st.booleans() for flag in FLAGS},
)


@given(ANY_FACTS, ANY_MOMENT)
def test_whoever_asks_again_at_the_time_named_gets_to_an_end(given_: Facts, now: datetime) -> None:
    for _ in range(12):
        held = verdict(replace(given_, human=False, campaign_paused=False), now, now + SOON)
        if not isinstance(held, Wait):
            return
        assert now < held.until < given_.expires_at
        now = held.until
    pytest.fail("it waits for ever")


@given(ANY_FACTS, ANY_MOMENT)
def test_what_leaves_has_nothing_against_it(given_: Facts, now: datetime) -> None:
    if verdict(given_, now, now + SOON) is not None:
        return
    clauses = CLAUSES[given_.kind]
    assert now < given_.expires_at
    assert not any((given_.erased, given_.blocked, given_.superseded))
    assert Clause.WAKING_HOURS not in clauses or waking(now, ZONE) == now
    if Clause.UNPROMPTED_HOURS in clauses:
        assert unprompted(now, ZONE) == now
        assert not any((given_.stopped, given_.human, given_.campaign_paused, given_.campaign_stopped))
        until = (given_.paused_until, given_.next_week, given_.rest_until)
        assert all(at is None or at <= now for at in until)
