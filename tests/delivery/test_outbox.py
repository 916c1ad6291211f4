"""What becomes of a letter, by what came back and by its rank: on both databases, without a network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.delivery import outbox
from bot.delivery.outbox import GONE_FOR_EDITING, RESENDS, Drop, Hold, Verdict
from bot.ports import (
    RANK,
    Kind,
    Later,
    MaybeArrived,
    Moved,
    NeverLeft,
    Outbound,
    Outcome,
    Rank,
    Rejected,
    Revoked,
    Sent,
    Unreachable,
)
from bot.storage import letters
from bot.storage.letters import Letter
from bot.storage.store import Store, Tx

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def put(tx: Tx, key: str, chat: int, kind: Kind = Kind.REPLY, **more: Any) -> bool:
    return letters.put(tx, key=key, chat=chat, kind=kind, **{"message": Outbound(key), "now": NOW, **more})


def passes(_tx: Tx, _letter: Letter, _now: datetime) -> Verdict:
    return None


async def claim(store: Store, room: int = 64, now: datetime = NOW, **more: Any) -> list[Letter]:
    gate = more.pop("gate", passes)
    found = await store.transaction(lambda tx: outbox.claim(tx, gate, 1, room, now, **more))
    return found.leaving


async def settle(store: Store, *outcomes: tuple[Letter, Outcome]) -> float:
    return await store.transaction(lambda tx: outbox.settle(tx, outcomes, NOW))


async def states(store: Store) -> dict[str, int]:
    return await store.read(letters.states)


async def sent_as(store: Store, kind: Kind, outcome: Outcome, **more: Any) -> dict[str, int]:
    await store.transaction(lambda tx: put(tx, "k", 5, kind, **more))
    (letter,) = await claim(store)
    await settle(store, (letter, outcome))
    return await states(store)


@pytest.mark.parametrize("kind", list(Kind))
async def test_a_lost_answer_is_sent_again_as_often_as_its_rank_allows(store: Store, kind: Kind) -> None:
    await store.transaction(lambda tx: put(tx, "k", 5, kind))
    for n in range(RESENDS.get(RANK[kind], 0) + 1):
        (letter,) = await claim(store, now=NOW + n * timedelta(minutes=2))
        await settle(store, (letter, MaybeArrived("cut")))
    assert await states(store) == {"unknown": 1}


def test_announcements_and_receipts_are_never_sent_twice() -> None:
    assert RESENDS.keys().isdisjoint({Rank.BULK, Rank.RECEIPT})
    assert (RESENDS[Rank.SAFETY], RESENDS[Rank.REPLY]) == (4, 1)


async def test_a_reply_whose_answer_was_lost_waits_two_seconds(store: Store) -> None:
    await sent_as(store, Kind.REPLY, MaybeArrived("cut"))
    assert not await claim(store, now=NOW + timedelta(seconds=1.9))
    assert len(await claim(store, now=NOW + timedelta(seconds=2.6))) == 1


async def test_a_refusal_is_the_end(store: Store) -> None:
    assert await sent_as(store, Kind.REPLY, Rejected(400, "too long")) == {"failed": 1}


async def test_what_arrived_is_sent(store: Store) -> None:
    assert await sent_as(store, Kind.REPLY, Sent(7)) == {"sent": 1}


async def test_what_never_left_is_tried_until_its_time_is_over(store: Store) -> None:
    await store.transaction(lambda tx: put(tx, "k", 5, Kind.CHANGE))
    for n in range(20):
        (letter,) = await claim(store, now=NOW + n * timedelta(minutes=6))
        assert letter.attempts == n
        await settle(store, (letter, NeverLeft("no network")))
    assert not await claim(store, now=NOW + timedelta(hours=24))
    assert await states(store) == {"expired": 1}


async def test_a_block_ends_all_that_waits_for_the_chat(store: Store) -> None:
    await store.transaction(lambda tx: (put(tx, "a", 5), put(tx, "b", 5), put(tx, "c", 6)))
    first, _ = await claim(store)
    await settle(store, (first, Unreachable("blocked")))
    assert await states(store) == {"suppressed": 2, "sending": 1}
    assert await store.read(lambda tx: letters.is_unreachable(tx, 5))


async def test_a_429_freezes_its_chat_and_a_second_one_freezes_all(store: Store) -> None:
    await store.transaction(lambda tx: [put(tx, f"k{n}", n) for n in (1, 2, 3)])
    one, two, _ = await claim(store)
    assert await settle(store, (one, Later(7))) == 0
    assert await settle(store, (two, Later(7))) > 7
    assert (await store.read(letters.all_frozen_until) or NOW) > NOW + timedelta(seconds=7)
    attempts = [letter.attempts for letter in await claim(store, now=NOW + timedelta(seconds=9))]
    assert attempts == [0, 0]


async def test_a_refused_token_holds_everything_for_a_minute_and_loses_nothing(store: Store) -> None:
    await store.transaction(lambda tx: put(tx, "k", 5))
    (letter,) = await claim(store)
    assert await settle(store, (letter, Revoked(401))) == 60
    assert len(await claim(store, now=NOW + timedelta(seconds=61))) == 1


async def test_a_group_that_moved_gets_it_at_its_new_place(store: Store) -> None:
    await sent_as(store, Kind.REPLY, Moved(-100))
    assert [letter.chat for letter in await claim(store)] == [-100]


async def test_a_change_to_a_message_that_is_gone_is_said_anew(store: Store) -> None:
    message = Outbound("new words", edit=9)
    assert await sent_as(store, Kind.REPLY, Rejected(GONE_FOR_EDITING, "gone"), message=message) == {
        "failed": 1,
        "ready": 1,
    }
    (letter,) = await claim(store)
    assert letter.message == Outbound("new words")


async def test_the_most_urgent_leaves_first_and_each_chat_in_order(store: Store) -> None:
    kinds = (Kind.ANNOUNCEMENT, Kind.REMINDER, Kind.REPLY, Kind.SAFETY)
    await store.transaction(lambda tx: [put(tx, kind, n, kind) for n, kind in enumerate(kinds)])
    await store.transaction(lambda tx: [put(tx, "second", 2)])
    assert [letter.message.text for letter in await claim(store)] == list(kinds[::-1])


async def test_an_answer_to_danger_passes_what_is_held_up_in_its_own_chat(store: Store) -> None:
    await store.transaction(lambda tx: put(tx, "first", 5))
    await claim(store)
    await store.transaction(lambda tx: (put(tx, "reply", 5), put(tx, "danger", 5, Kind.SAFETY)))
    assert [letter.message.text for letter in await claim(store)] == ["danger"]


async def test_one_that_may_not_go_gives_its_place_to_the_next(store: Store) -> None:
    await store.transaction(lambda tx: [put(tx, f"k{n}", n, Kind.REMINDER) for n in range(30)])
    await store.transaction(lambda tx: put(tx, "goes", 99, Kind.REMINDER))

    def gate(_tx: Tx, letter: Letter, now: datetime) -> Verdict:
        return None if letter.chat == 99 else Hold(now + HOUR) if letter.chat % 2 else Drop("cancelled", "x")

    assert [letter.chat for letter in await claim(store, room=1, gate=gate)] == [99]
    assert await states(store) == {"sending": 1, "cancelled": 15, "ready": 15}


async def test_what_waits_for_longer_than_it_lives_has_expired(store: Store) -> None:
    await store.transaction(lambda tx: put(tx, "k", 5, Kind.REMINDER, expires_at=NOW + HOUR))
    assert not await claim(store, gate=lambda _tx, _letter, now: Hold(now + HOUR))
    assert await states(store) == {"expired": 1}


async def test_nothing_leaves_that_could_arrive_after_its_time(store: Store) -> None:
    late = NOW + timedelta(seconds=14)
    await store.transaction(lambda tx: put(tx, "k", 5, Kind.REMINDER, expires_at=late))
    assert not await claim(store)
    assert await states(store) == {"expired": 1}


async def test_while_only_what_is_urgent_may_leave_the_rest_lies_untouched(store: Store) -> None:
    await store.transaction(lambda tx: (put(tx, "a", 1, Kind.REMINDER), put(tx, "b", 2)))
    assert [letter.chat for letter in await claim(store, least=Rank.URGENT)] == [2]
    assert [letter.chat for letter in await claim(store)] == [1]


async def test_what_was_leaving_when_we_died_is_doubted(store: Store) -> None:
    await store.transaction(lambda tx: (put(tx, "a", 1), put(tx, "b", 2, Kind.ANNOUNCEMENT)))
    left = await claim(store)
    assert await store.transaction(lambda tx: outbox.recover(tx, 2, NOW)) == 2
    assert await states(store) == {"ready": 1, "unknown": 1}
    await settle(store, *((letter, Sent(1)) for letter in left))
    assert await states(store) == {"ready": 1, "unknown": 1}, "an old sender settles nothing"
