from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.breaker import DOUBTS, Breaker
from bot.delivery.pacer import BURST, SPAN, Pacer
from bot.ports import Rank

STEPS = st.lists(st.sampled_from((0.0001, 0.003, 0.02, 0.034, 0.3)), min_size=200, max_size=600)


@given(st.sampled_from((1, 7, 30, 1000)), STEPS)
def test_no_second_ever_holds_more_than_the_rate(rate: int, steps: list[float]) -> None:
    pacer, at, times = Pacer(rate, 0.0), 0.0, list[float]()
    for step in steps:
        at += step
        room = pacer.room(at, 64)
        pacer.left(room, at)
        times += [at] * room
    assert times
    assert all(later - first >= 1 for first, later in zip(times, times[rate:], strict=False))


@given(st.integers(1, 64))
def test_what_leaves_is_evenly_spaced_and_wastes_little(most: int) -> None:
    pacer, sent = Pacer(30, 0.0), 0
    for tick in range(10_000):
        room = pacer.room(tick / 1000, most)
        assert room <= 1
        pacer.left(room, tick / 1000)
        sent += room
    assert 290 <= sent <= 300


def test_after_another_sender_a_second_is_left_out() -> None:
    pacer = Pacer(30, 0.0)
    assert pacer.room(0.0, 64) == 1
    pacer.after_another(0.0)
    assert pacer.room(SPAN - 0.001, 64) == 0
    assert pacer.room(SPAN, 64) == 1


def test_nothing_leaves_while_frozen_and_a_shorter_freeze_changes_nothing() -> None:
    pacer = Pacer(0, 0.0)
    pacer.freeze(10, 0.0)
    pacer.freeze(1, 0.0)
    assert pacer.room(9.9, 64) == 0
    assert pacer.room(10.0, 64) == 64


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    pacer = Pacer(30, 0.0)
    assert [pacer.chat_wait(5, 0.0) for _ in range(BURST)] == [0.0] * BURST
    assert pacer.chat_wait(5, 0.0) == 1.0
    assert pacer.chat_wait(6, 0.0) == 0.0
    assert pacer.chat_wait(5, 1.0) == 0.0


def test_twenty_lost_answers_in_a_minute_stop_what_can_wait_for_a_minute() -> None:
    breaker = Breaker()
    assert [breaker.doubted(n) for n in range(DOUBTS)] == [False] * (DOUBTS - 1) + [True]
    assert breaker.least(DOUBTS + 58) is Rank.URGENT
    assert breaker.least(DOUBTS + 59) is Rank.RECEIPT


def test_lost_answers_far_apart_stop_nothing() -> None:
    breaker = Breaker()
    assert not any(breaker.doubted(n * 4.0) for n in range(100))


def test_tries_get_rarer_while_nothing_gets_out() -> None:
    breaker = Breaker()
    waits = [breaker.never_left() for _ in range(12)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (0.25, 15.0)
    breaker.answered()
    assert breaker.never_left() == 0.25
