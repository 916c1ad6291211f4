from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from operator import methodcaller
from typing import Any

import pytest

from bot.storage import dialogues, letters
from bot.storage.store import Store, StoreClosed, Tx, open_store

NOW = datetime(2026, 3, 29, 0, 59, 59, 250, tzinfo=UTC)  # a second before the Danish clock jumps
LATER = NOW + timedelta(days=1)


def write(n: int, *, fail: bool = False) -> Callable[[Tx], int]:
    def work(tx: Tx) -> int:
        letters.set_unreachable(tx, n, NOW)
        if fail:
            raise ValueError(n)
        return n

    return work


async def written(store: Store) -> set[int]:
    await store.transaction(lambda _: None)
    return await store.read(lambda tx: {n for n in range(210) if letters.is_unreachable(tx, n)})


async def test_a_raising_function_takes_nobody_with_it(store: Store) -> None:
    works = [write(n, fail=n % 7 == 0) for n in range(200)]
    results = await asyncio.gather(*map(store.submit, works), return_exceptions=True)
    for n, result in enumerate(results):
        assert isinstance(result, ValueError) if n % 7 == 0 else result == n
    assert await written(store) == {n for n in range(200) if n % 7}


async def test_what_breaks_a_constraint_takes_nobody_with_it(store: Store) -> None:
    def twice(tx: Tx) -> None:
        letters.set_unreachable(tx, 1, NOW)
        tx.add_organisation(name="Hus", home=0, reads_at="", phone="", now=NOW)

    results = await asyncio.gather(*(store.submit(twice) for _ in range(9)), return_exceptions=True)
    assert sum(r is None for r in results) == 1


async def test_even_an_exception_that_no_future_can_hold_reaches_its_caller(store: Store) -> None:
    def stop(_: Tx) -> None:
        raise StopIteration

    mine, neighbour = store.submit(stop), store.submit(write(1))
    assert await asyncio.wait_for(neighbour, 5) == 1
    with pytest.raises(RuntimeError, match="stop let StopIteration out"):
        await asyncio.wait_for(mine, 5)
    with pytest.raises(RuntimeError, match="stop let StopIteration out"):
        await asyncio.wait_for(store.read(stop), 5)


async def test_a_cancelled_caller_neither_undoes_nor_halves(store: Store, url: str) -> None:
    async def caller(n: int) -> None:
        def both(tx: Tx) -> None:
            for chat in (n, 100 + n):
                letters.set_unreachable(tx, chat, NOW)

        await store.transaction(both)

    tasks = []
    for n in range(60):
        tasks.append(asyncio.create_task(caller(n)))
        await asyncio.sleep(0)  # it has begun, and most have not yet run
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await store.close()
    async with await open_store(url) as again:
        assert await written(again) == {*range(60), *range(100, 160)}


async def test_what_was_submitted_before_closing_is_written(url: str) -> None:
    store = await open_store(url)
    works = [store.submit(write(n)) for n in range(200)]
    await store.close()
    assert await asyncio.wait_for(asyncio.gather(*works), 10) == list(range(200))
    async with await open_store(url) as again:
        assert await written(again) == set(range(200))


async def test_moments_are_aware_utc_in_and_out(store: Store) -> None:
    danish = NOW.astimezone(timezone(timedelta(hours=2)))

    def work(tx: Tx) -> Any:
        letters.freeze(tx, 0, danish)
        return letters.all_frozen_until(tx)

    back = await store.transaction(work)
    assert back == NOW
    assert back.utcoffset() == timedelta(0)


@pytest.mark.parametrize("chat", [0, 1])
async def test_a_moment_without_a_zone_is_refused(store: Store, chat: int) -> None:
    await store.transaction(lambda tx: letters.freeze(tx, 0, NOW))
    with pytest.raises(Exception, match="without a zone"):
        await store.transaction(lambda tx: letters.freeze(tx, chat, NOW.replace(tzinfo=None)))
    assert await store.read(letters.all_frozen_until) == NOW


async def test_moments_sort_as_time_even_without_a_fraction(store: Store) -> None:
    whole = NOW.replace(microsecond=0)
    for n, at in enumerate((whole + timedelta(microseconds=1), whole, whole + timedelta(seconds=1))):
        await store.transaction(methodcaller("add_guess", chat=n, now=at))
    assert await store.read(lambda tx: tx.all_guesses_since(since=whole)) == 2


async def open_date(store: Store, capacity: int) -> tuple[int, list[int]]:
    def work(tx: Tx) -> tuple[int, list[int]]:
        home = tx.add_organisation(name="Hus", home=1, reads_at="", phone="", now=NOW)
        people = [
            tx.add_person(chat=n, first_name="", language="da", organisation=home, stage="member", now=NOW)
            for n in range(1, 51)
        ]
        texts = dict.fromkeys(("title", "interest", "place", "area", "door", "first_ten", "price"), "")
        activity = tx.add_activity(
            organisation=home, uid="u", host=None, made_by=None, state="published", now=NOW, **texts
        )
        tx.add_occurrence(
            activity=activity, recurrence="r", starts_at=LATER, ends_at=LATER, capacity=capacity
        )
        return tx.occurrences_of(activity=activity, after=NOW)[0][0], people

    return await store.transaction(work)


async def test_fifty_people_get_ten_seats(store: Store) -> None:
    occurrence, people = await open_date(store, 10)

    def sign_up(person: int) -> Callable[[Tx], bool]:
        def work(tx: Tx) -> bool:
            if not tx.take_seats(id=occurrence, n=1):
                return False
            tx.add_signup(occurrence=occurrence, person=person, form="join", state="in", party=1, now=NOW)
            return True

        return work

    results = await asyncio.gather(*(store.submit(sign_up(person)) for person in people))
    assert sum(results) == 10
    seats = await store.read(lambda tx: tx.signups_of_occurrence(occurrence=occurrence, state="in"))
    assert len(seats) == 10
    assert await store.read(lambda tx: tx.occurrence_by_id(id=occurrence)[4]) == 10


async def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await store.read(lambda tx: letters.set_unreachable(tx, 1, NOW))
    assert await written(store) == set()


async def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    held, go = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        letters.set_unreachable(tx, 1, NOW)
        held.set()
        assert go.wait(10)

    writing = store.submit(slow)
    await asyncio.to_thread(held.wait, 10)
    assert not await store.read(lambda tx: letters.is_unreachable(tx, 1))
    go.set()
    await writing
    assert await store.read(lambda tx: letters.is_unreachable(tx, 1))


async def test_a_reader_sees_one_state_however_often_it_looks(store: Store) -> None:
    looked, go = threading.Event(), threading.Event()

    def look(tx: Tx) -> tuple[bool, bool]:
        first = letters.is_unreachable(tx, 1)
        looked.set()
        assert go.wait(10)
        return first, letters.is_unreachable(tx, 1)

    reading = asyncio.ensure_future(store.read(look))
    await asyncio.to_thread(looked.wait, 10)
    await store.transaction(write(1))
    go.set()
    assert await reading == (False, False)


async def test_rows_are_a_list_that_outlives_its_transaction(store: Store) -> None:
    await store.transaction(lambda tx: dialogues.push(tx, 1, "s", "", NOW, LATER))
    rows = await store.transaction(lambda tx: tx.dialogue_stack(chat=1))
    assert isinstance(rows, list)
    assert len(rows) == 1


async def test_a_closed_store_says_so(url: str) -> None:
    store = await open_store(url)
    last = store.submit(write(1))
    await store.close()
    await store.close()
    assert await last == 1
    with pytest.raises(StoreClosed):
        store.submit(write(2))
    with pytest.raises(StoreClosed):
        await store.read(lambda tx: letters.is_unreachable(tx, 1))
    async with await open_store(url) as again:
        assert await written(again) == {1}


async def test_who_holds_everybody_up_is_named_without_what_was_said(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    def dawdling(tx: Tx) -> None:
        dialogues.push(tx, 1, "hemmelig", "", NOW, LATER)
        threading.Event().wait(0.03)

    with caplog.at_level(logging.INFO):
        await store.transaction(dawdling)
    (record,) = [record for record in caplog.records if record.name == "bot.storage"]
    assert "dawdling" in record.getMessage()
    assert "hemmelig" not in caplog.text


async def test_what_is_written_is_seen_by_whoever_writes_next(store: Store) -> None:
    if not store.in_order:
        pytest.skip("transactions run side by side here")
    for n in range(1, 100):
        store.submit(write(n))
    seen = await store.submit(lambda tx: [n for n in range(1, 100) if letters.is_unreachable(tx, n)])
    assert seen == list(range(1, 100))


async def test_only_what_passes_by_itself_is_no_try(store: Store) -> None:
    def mistaken(tx: Tx) -> None:
        tx._connection.execute("SELECT no_such_column FROM person")

    with pytest.raises(Exception, match="no_such_column") as mistake:
        await store.transaction(mistaken)
    assert not store.is_passing(mistake.value)
    assert not store.is_passing(ValueError())
    await store.close()
    with pytest.raises(StoreClosed) as closed:
        await store.transaction(write(1))
    assert store.is_passing(closed.value)
