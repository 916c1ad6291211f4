from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.delivery import outbox
from bot.delivery.outbox import Verdict
from bot.ports import Button, MaybeArrived, Outbound, Outcome, Rejected, Sent, Unreachable
from bot.storage import campaigns, letters
from bot.storage.campaigns import CHUNK, Progress
from bot.storage.letters import Letter
from bot.storage.store import Store, Tx

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TEXT = Outbound("Suppe på tirsdag", ((Button("Se", "!find"),),))


def passes(_tx: Tx, _letter: Letter, _now: datetime) -> Verdict:
    return None


def town(tx: Tx, citizens: int, volunteers: int = 0) -> int:
    organisation: int = tx.add_organisation(name="Huset", home=1, reads_at="", phone="", now=NOW)
    for n in range(citizens + volunteers):
        add(tx, organisation, n, "citizen" if n < citizens else "volunteer")
    return organisation


def add(tx: Tx, organisation: int, n: int, role: str) -> int:
    person: int = tx.add_person(
        chat=1000 + n, first_name="A", language="da", organisation=organisation, stage="member", now=NOW
    )
    tx._connection.execute(
        "INSERT INTO role (person, organisation, role, state, since) "
        f"VALUES ({person}, {organisation}, '{role}', 'approved', '{NOW.isoformat(timespec='microseconds')}')"
    )
    return person


async def announced(store: Store, people: int, **more: Any) -> int:
    organisation = await store.transaction(lambda tx: town(tx, people))
    return await store.transaction(
        lambda tx: campaigns.create(tx, organisation, None, "citizens", TEXT, NOW, **more)
    )


async def make(store: Store, campaign: int) -> list[int]:
    made = [CHUNK]
    while made[-1] == CHUNK:
        made.append(await store.transaction(lambda tx: campaigns.make_chunk(tx, campaign, NOW)))
    return made[1:]


async def claim(store: Store, room: int, now: datetime = NOW) -> list[Letter]:
    return (await store.transaction(lambda tx: outbox.claim(tx, passes, 1, room, now))).leaving


async def progress(store: Store, campaign: int) -> Progress:
    return await store.read(lambda tx: campaigns.progress(tx, campaign))


async def test_rows_are_made_in_chunks_each_person_once(store: Store) -> None:
    campaign = await announced(store, CHUNK + 3)
    assert await make(store, campaign) == [CHUNK, 3]
    assert await store.transaction(lambda tx: campaigns.make_chunk(tx, campaign, NOW)) == 0
    found = await store.read(lambda tx: campaigns.by_id(tx, campaign))
    assert found
    assert (found.state, found.total) == ("sending", CHUNK + 3)
    assert (await progress(store, campaign)).left == CHUNK + 3


async def test_the_content_stands_once_and_leaves_with_each_row(store: Store) -> None:
    campaign = await announced(store, 2)
    await make(store, campaign)
    assert [letter.message for letter in await claim(store, 9)] == [TEXT, TEXT]


async def test_only_whom_it_is_for_gets_it(store: Store) -> None:
    organisation = await store.transaction(lambda tx: town(tx, 5, 2))

    async def count(to: str) -> int:
        return await store.read(lambda tx: campaigns.count(tx, organisation, to))

    assert [await count(to) for to in ("citizens", "volunteers", "all")] == [5, 2, 7]
    await store.transaction(lambda tx: letters.set_unreachable(tx, 1000, NOW))
    assert await count("citizens") == 4


async def test_progress_tells_how_each_ended(store: Store) -> None:
    campaign = await announced(store, 6)
    await make(store, campaign)
    left = await claim(store, 5)
    outcomes: list[Outcome] = [
        Sent(1),
        Sent(2),
        Unreachable("blocked"),
        Rejected(400, "no"),
        MaybeArrived("cut"),
    ]
    await store.transaction(lambda tx: outbox.settle(tx, zip(left, outcomes, strict=True), NOW))
    assert await progress(store, campaign) == Progress(2, 1, 1, 1, 1, 6)


async def test_paused_nothing_leaves_and_resumed_it_goes_on_where_it_was(store: Store) -> None:
    campaign = await announced(store, 5)
    await make(store, campaign)
    await claim(store, 2)
    assert await store.transaction(lambda tx: campaigns.pause(tx, campaign))
    assert not await store.transaction(lambda tx: campaigns.pause(tx, campaign))
    assert not await claim(store, 9)
    assert (await progress(store, campaign)).left == 5
    assert await store.transaction(lambda tx: campaigns.resume(tx, campaign, NOW))
    assert await make(store, campaign) == [0]
    assert len(await claim(store, 9)) == 3


async def test_stopped_it_never_goes_on(store: Store) -> None:
    campaign = await announced(store, 5)
    await make(store, campaign)
    await claim(store, 2)
    assert await store.transaction(lambda tx: campaigns.stop(tx, campaign, NOW))
    assert not await claim(store, 9)
    assert not await store.transaction(lambda tx: campaigns.resume(tx, campaign, NOW))
    assert await progress(store, campaign) == Progress(0, 2, 0, 3, 0, 5)


async def test_it_is_done_when_no_row_is_left(store: Store) -> None:
    campaign = await announced(store, 1)
    await make(store, campaign)
    assert not await store.transaction(lambda tx: campaigns.finish(tx, campaign, NOW))
    (letter,) = await claim(store, 9)
    await store.transaction(lambda tx: outbox.settle(tx, [(letter, Sent(1))], NOW))
    assert await store.transaction(lambda tx: campaigns.finish(tx, campaign, NOW))
    assert await store.read(lambda tx: campaigns.in_state(tx, "done")) == [campaign]


async def test_one_for_later_leaves_later(store: Store) -> None:
    later = NOW + timedelta(hours=3)
    campaign = await announced(store, 1, starts_at=later)
    await make(store, campaign)
    assert not await claim(store, 9)
    assert len(await claim(store, 9, later)) == 1
