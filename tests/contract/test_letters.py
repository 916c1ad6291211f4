from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ports import RANK, Attachment, Button, Kind, Outbound, Rank
from bot.storage import letters
from bot.storage.letter import dump, load
from bot.storage.letters import LIVES, Letter
from bot.storage.store import Store, Tx

NOW = datetime(2026, 3, 29, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BUTTONS = st.lists(st.lists(st.builds(Button, st.text(), st.text(), st.text()).map(lambda b: b), max_size=3))
MESSAGES = st.builds(
    Outbound,
    text=st.text(),
    buttons=BUTTONS.map(lambda rows: tuple(map(tuple, rows))),
    attachment=st.none() | st.builds(Attachment, st.text(), st.binary(), st.booleans()),
    place=st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    edit=st.integers(0, 2**53),
    delete=st.integers(0, 2**53),
    protect=st.booleans(),
    photo_id=st.text(),
    leave=st.booleans(),
    commands=st.lists(st.tuples(st.text(), st.text()), max_size=3).map(tuple),
)


LARGE = st.builds(
    Outbound, text=st.text(), keyboard=st.lists(st.lists(st.text()).map(tuple)).map(tuple), hint=st.text()
)


@given(MESSAGES | LARGE)
def test_a_message_survives_being_written_down(message: Outbound) -> None:
    assert load(dump(message)) == message


def test_a_message_whose_words_were_forgotten_is_empty() -> None:
    assert load(b"") == load(None) == Outbound("")


def test_a_plain_message_is_written_plainly() -> None:
    assert dump(Outbound("Hej Anna")) == b'{"text":"Hej Anna"}'


def put(key: str, chat: int, kind: Kind = Kind.REPLY, **more: Any) -> Any:
    return lambda tx: letters.put(
        tx, **{"key": key, "chat": chat, "kind": kind, "message": Outbound(key), "now": NOW, **more}
    )


async def due(store: Store, at: datetime = NOW, most: int = 99) -> list[str]:
    return [letter.message.text for letter in await store.transaction(lambda tx: letters.due(tx, at, most))]


async def take(store: Store, epoch: int = 1, most: int = 99, at: datetime = NOW) -> list[Letter]:
    return await store.transaction(lambda tx: letters.mark_sending(tx, letters.due(tx, at, most), epoch))


async def states(store: Store) -> dict[str, int]:
    return await store.read(letters.states)


async def test_a_key_is_written_once(store: Store) -> None:
    assert await store.transaction(put("k", 1))
    assert not await store.transaction(put("k", 1, message=Outbound("other")))
    assert await due(store) == ["k"]


async def test_a_letter_comes_back_as_it_was_put(store: Store) -> None:
    message = Outbound("a", ((Button("b", "c"),),), Attachment("d.ics", b"\x00\xff"))
    await store.transaction(put("k", 5, Kind.CHANGE, message=message, version=3))
    (letter,) = await take(store, epoch=7)
    assert letter[1:] == (
        5, Kind.CHANGE, Rank.URGENT, message, None, None, 3, None, 0, 0, 7, NOW, NOW + timedelta(hours=24),
    )  # fmt: skip


@pytest.mark.parametrize("kind", Kind)
async def test_each_kind_lives_as_long_as_its_rank(sqlite_store: Store, kind: Kind) -> None:
    start = NOW - timedelta(hours=1)
    await sqlite_store.transaction(put("a", 1, kind))
    await sqlite_store.transaction(put("b", 2, kind, not_before=start))
    await sqlite_store.transaction(put("c", 3, kind, lasting=True))
    await sqlite_store.transaction(put("d", 4, kind, expires_at=NOW + SECOND))
    found = {letter.message.text: letter.expires_at for letter in await take(sqlite_store)}
    life = LIVES[RANK[kind]]
    assert found == {"a": NOW + life, "b": start + life, "c": NOW + timedelta(hours=24), "d": NOW + SECOND}


async def test_the_most_urgent_leaves_first_and_each_chat_in_order(store: Store) -> None:
    for key, chat, kind in (
        ("bulk", 1, Kind.ANNOUNCEMENT),
        ("reminder", 2, Kind.REMINDER),
        ("change", 3, Kind.CHANGE),
        ("first", 4, Kind.REPLY),
        ("second", 4, Kind.REPLY),
        ("danger", 5, Kind.SAFETY),
    ):
        await store.transaction(put(key, chat, kind))
    assert await due(store) == ["danger", "first", "change", "reminder", "bulk"]
    assert await due(store, most=2) == ["danger", "first"]
    await take(store, most=2)
    assert await due(store) == ["change", "reminder", "bulk"]  # the second waits until the first has come


async def test_a_reply_passes_what_is_less_urgent_but_not_what_is_as_urgent(store: Store) -> None:
    for key, kind in (("bulk", Kind.ANNOUNCEMENT), ("reply", Kind.REPLY), ("next", Kind.REPLY)):
        await store.transaction(put(key, 1, kind))
    assert await due(store) == ["reply", "bulk"]
    await take(store, most=1)
    assert await due(store) == ["bulk"]


async def test_what_answers_danger_passes_every_earlier_row_of_its_chat(store: Store) -> None:
    await store.transaction(put("reply", 1))
    await store.transaction(put("danger", 1, Kind.SAFETY))
    await store.transaction(put("another reply", 1))
    assert await due(store) == ["danger", "reply"]
    assert len(await take(store)) == 2
    await store.transaction(put("more danger", 1, Kind.SAFETY))
    assert await due(store) == ["more danger"]


async def test_who_rests_for_long_holds_nobody_back_who_rests_shortly_does(store: Store) -> None:
    await store.transaction(put("rests", 1, not_before=NOW + 61 * SECOND))
    await store.transaction(put("waits", 2, not_before=NOW + 59 * SECOND))
    await store.transaction(put("free", 1))
    await store.transaction(put("behind", 2))
    assert await due(store) == ["free"]
    assert await store.read(lambda tx: letters.next_at(tx, NOW)) == NOW + 59 * SECOND
    assert await due(store, NOW + 59 * SECOND) == ["waits"]


async def test_a_frozen_chat_waits_and_the_longer_freeze_holds(store: Store) -> None:
    await store.transaction(put("a", 1))
    await store.transaction(put("b", 2))
    await store.transaction(lambda tx: letters.freeze(tx, 1, NOW + 5 * SECOND))
    await store.transaction(lambda tx: letters.freeze(tx, 1, NOW + SECOND))
    assert await due(store) == ["b"]
    assert await due(store, NOW + 4 * SECOND) == ["b"]
    assert await due(store, NOW + 5 * SECOND) == ["a", "b"]
    assert await store.read(lambda tx: letters.others_frozen(tx, 2, NOW))
    assert not await store.read(lambda tx: letters.others_frozen(tx, 1, NOW))
    assert await store.read(letters.all_frozen_until) is None
    await store.transaction(lambda tx: letters.freeze(tx, 0, NOW + SECOND))
    assert await store.read(letters.all_frozen_until) == NOW + SECOND


async def test_what_arrived_is_found_by_its_message(store: Store) -> None:
    await store.transaction(put("relay", 1, Kind.RELAY))
    taken = await take(store)
    await store.transaction(lambda tx: letters.sent(tx, [(taken[0], 77)], NOW))
    assert await states(store) == {"sent": 1}

    def look(tx: Tx) -> Any:
        found = letters.message_of(tx, 1, 77)
        assert found is not None
        return found.message.text, letters.key_of(tx, found.id), letters.message_of(tx, 2, 77)

    assert await store.read(look) == ("relay", "relay", None)


async def test_an_earlier_sender_settles_nothing_of_a_later_one(store: Store) -> None:
    await store.transaction(put("k", 1))
    old = await take(store, epoch=1)
    left = await store.transaction(lambda tx: letters.left_sending(tx, 2))
    assert left == old
    assert await store.transaction(lambda tx: letters.again(tx, left[0]._replace(doubts=1), NOW, "left"))
    new = await take(store, epoch=2)
    assert [(letter.doubts, letter.epoch) for letter in new] == [(1, 2)]
    await store.transaction(lambda tx: letters.sent(tx, [(old[0], 1)], NOW))
    assert not await store.transaction(lambda tx: letters.close(tx, old[0], "failed", "late", NOW))
    assert not await store.transaction(lambda tx: letters.again(tx, old[0], NOW, "late"))
    assert await states(store) == {"sending": 1}
    assert await store.transaction(lambda tx: letters.close(tx, new[0], "unknown", "lost", NOW))
    assert await states(store) == {"unknown": 1}
    assert await store.read(letters.live) == 0


async def test_a_letter_that_ended_is_not_begun_again(store: Store) -> None:
    await store.transaction(put("k", 1))
    (letter,) = await store.transaction(lambda tx: letters.due(tx, NOW, 9))
    assert await store.transaction(lambda tx: letters.close(tx, letter, "expired", "late", NOW))
    assert not await store.transaction(lambda tx: letters.again(tx, letter, NOW, "no"))
    await store.transaction(lambda tx: letters.mark_sending(tx, [letter], 1))
    assert await states(store) == {"expired": 1}


async def test_each_sender_has_a_higher_epoch(store: Store) -> None:
    assert [await store.transaction(letters.new_epoch) for _ in range(3)] == [1, 2, 3]


async def test_the_send_mode_is_all_until_somebody_says_otherwise(store: Store) -> None:
    assert await store.read(letters.send_mode) == "all"
    await store.transaction(lambda tx: letters.set_send_mode(tx, "urgent"))
    await store.transaction(letters.new_epoch)
    assert await store.read(letters.send_mode) == "urgent"
    with pytest.raises(Exception, match=r"(?i)check"):
        await store.transaction(lambda tx: letters.set_send_mode(tx, "sometimes"))


async def test_a_chat_that_is_gone_loses_what_waits_and_one_that_moves_keeps_it(store: Store) -> None:
    for n, chat in enumerate((1, 1, 2)):
        await store.transaction(put(f"k{n}", chat))
    assert await store.transaction(lambda tx: letters.suppress_chat(tx, 1, "blocked", NOW)) == 2
    await store.transaction(lambda tx: letters.move_chat(tx, 2, -100))
    assert [letter.chat for letter in await take(store)] == [-100]
    assert await states(store) == {"suppressed": 2, "sending": 1}


async def test_blocked_and_heard_from_again(store: Store) -> None:
    for _ in range(2):
        await store.transaction(lambda tx: letters.set_unreachable(tx, 1, NOW))
    assert await store.read(lambda tx: letters.is_unreachable(tx, 1))
    for _ in range(2):
        await store.transaction(lambda tx: letters.set_reachable(tx, 1))
    assert not await store.read(lambda tx: letters.is_unreachable(tx, 1))


def town(tx: Tx) -> tuple[int, int, int]:
    """Make one person, one date and one campaign; return their ids."""
    home = tx.add_organisation(name="Hus", home=1, reads_at="", phone="", now=NOW)
    person = tx.add_person(chat=1, first_name="", language="da", organisation=home, stage="member", now=NOW)
    texts = dict.fromkeys(("title", "interest", "place", "area", "door", "first_ten", "price"), "")
    activity = tx.add_activity(
        organisation=home, uid="u", host=None, made_by=None, state="published", now=NOW, **texts
    )
    tx.add_occurrence(activity=activity, recurrence="r", starts_at=NOW, ends_at=NOW, capacity=9)
    place = "%s" if "%(" in tx._queries.put_letter.sql else "?"
    tx._connection.execute(
        "INSERT INTO campaign (organisation, audience, body, state, made_at, starts_at)"
        f" VALUES ({home}, '', {place}, 'sending', {place}, {place})",
        (dump(Outbound("to all")), NOW, NOW),
    )
    return person, tx.occurrences_of(activity=activity, after=NOW - SECOND)[0][0], 1


async def test_a_new_version_of_a_date_ends_what_spoke_of_the_old_one(store: Store) -> None:
    person, date, _ = await store.transaction(town)
    about = {"person": person, "occurrence": date}
    for key, kind, version in (
        ("old reminder", Kind.REMINDER, 1),
        ("old invitation", Kind.INVITATION, 1),
        ("new reminder", Kind.REMINDER, 2),
        ("it is moved", Kind.CHANGE, 1),
    ):
        await store.transaction(put(key, 1, kind, version=version, **about))
    await store.transaction(put("another's", 2, Kind.REMINDER, version=1, occurrence=None))
    assert await store.transaction(lambda tx: letters.cancel_about(tx, date, 2, NOW)) == 2
    assert await states(store) == {"cancelled": 2, "ready": 3}
    assert await store.transaction(lambda tx: letters.cancel_for(tx, date, person, NOW)) == 1
    assert await due(store) == ["it is moved", "another's"]


async def test_an_announcement_stands_once_and_each_is_written_to_once(store: Store) -> None:
    person, _, campaign = await store.transaction(town)
    for _ in range(2):
        await store.transaction(lambda tx: letters.announce(tx, campaign, [(person, 1)], NOW))
    await store.transaction(lambda tx: letters.announce(tx, campaign, [], NOW))
    (letter,) = await take(store)
    assert (letter.message.text, letter.rank, letter.campaign) == ("to all", Rank.BULK, campaign)
    assert await store.read(lambda tx: letters.campaign_states(tx, campaign)) == {"sending": 1}


async def test_what_a_person_was_sent_unasked_is_counted(store: Store) -> None:
    person, _, _ = await store.transaction(town)
    for n, kind in enumerate((Kind.INVITATION, Kind.CHECKIN, Kind.REMINDER, Kind.REPLY)):
        at = NOW + n * SECOND
        await store.transaction(put(f"k{n}", n, kind, person=person, now=at))
    kinds = {Kind.INVITATION, Kind.CHECKIN}

    def count(since: datetime, *, pending: bool) -> Any:
        return lambda tx: letters.unprompted_since(tx, person, kinds, since, pending=pending)

    assert await store.read(count(NOW - SECOND, pending=True)) == 2
    assert await store.read(count(NOW, pending=True)) == 1
    assert await store.read(count(NOW - SECOND, pending=False)) == 0
    await take(store, most=2, at=NOW + 9 * SECOND)
    assert await store.read(count(NOW - SECOND, pending=False)) == 1


async def test_two_senders_never_take_the_same_letter(postgresql_store: Store) -> None:
    for n in range(4):
        await postgresql_store.transaction(put(f"k{n}", n))
    taken, go = threading.Event(), threading.Event()

    def hold(tx: Tx) -> list[str]:
        found = letters.mark_sending(tx, letters.due(tx, NOW, 2), 1)
        taken.set()
        assert go.wait(10)
        return [letter.message.text for letter in found]

    holding = postgresql_store.submit(hold)
    await asyncio.to_thread(taken.wait, 10)
    others = await due(postgresql_store)
    go.set()
    assert (await holding, others) == (["k0", "k1"], ["k2", "k3"])
