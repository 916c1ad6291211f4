from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.storage import dialogues
from bot.storage.store import Store, Tx

NOW = datetime(2026, 3, 29, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def scripts(tx: Tx, chat: int = 1) -> list[str]:
    return [kept.script for kept in dialogues.stack(tx, chat)]


async def test_the_last_begun_is_on_top_and_what_is_queued_comes_last(store: Store) -> None:
    def work(tx: Tx) -> None:
        assert dialogues.top(tx, 1) is None
        assert dialogues.pop(tx, 1) is None
        for name in ("first", "second"):
            dialogues.push(tx, 1, name, "{}", NOW, LATER)
        for name in ("queued", "queued later"):
            dialogues.queue(tx, 1, name, "{}", NOW, LATER)
        dialogues.push(tx, 2, "another's", "{}", NOW, LATER)
        assert scripts(tx) == ["second", "first", "queued", "queued later"]
        order = []
        while kept := dialogues.top(tx, 1):
            order.append(kept.script)
            dialogues.pop(tx, 1)
        assert order == ["second", "first", "queued", "queued later"]
        assert scripts(tx, 2) == ["another's"]

    await store.transaction(work)


async def test_a_state_is_kept_word_for_word(store: Store) -> None:
    state = '{"log": [["navn", "Æbleskive 🥮"]]}'
    id_ = await store.transaction(lambda tx: dialogues.push(tx, 1, "s", "", NOW, NOW))
    assert await store.transaction(lambda tx: dialogues.save(tx, id_, state, NOW, LATER))
    kept = await store.read(lambda tx: dialogues.top(tx, 1))
    assert kept == (id_, 1, "s", state, NOW, LATER)


async def test_one_in_the_middle_can_end(store: Store) -> None:
    def work(tx: Tx) -> list[str]:
        ids = [dialogues.push(tx, 1, name, "", NOW, LATER) for name in "abc"]
        assert dialogues.remove(tx, ids[1])
        assert not dialogues.remove(tx, ids[1])
        assert not dialogues.save(tx, ids[1], "", NOW, LATER)
        dialogues.push(tx, 1, "d", "", NOW, LATER)
        return scripts(tx)

    assert await store.transaction(work) == ["d", "c", "a"]


async def test_what_nobody_came_back_to_is_forgotten(store: Store) -> None:
    def work(tx: Tx) -> tuple[int, int, list[str]]:
        dialogues.push(tx, 1, "old", "", NOW, NOW)
        dialogues.push(tx, 1, "fresh", "", NOW, LATER)
        return dialogues.forget(tx, NOW), dialogues.clear(tx, 2), scripts(tx)

    assert await store.transaction(work) == (1, 0, ["fresh"])
    assert await store.transaction(lambda tx: dialogues.clear(tx, 1)) == 1
