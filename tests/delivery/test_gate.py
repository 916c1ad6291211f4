"""The facts that the gate gathers: each one alone must hold back what it should, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.config import Settings
from bot.delivery.gate import why_not
from bot.delivery.outbox import Drop, Hold, Verdict
from bot.ports import UNPROMPTED, Kind, Outbound
from bot.storage import letters
from bot.storage.letters import Letter
from bot.storage.store import Store, Tx

NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)  # a Thursday, noon in Denmark
NIGHT = NOON + timedelta(hours=13)
LATER = NOON + timedelta(days=1)
SETTINGS = Settings.model_validate({"token": "1:t"})
HELD_BY_STOP = UNPROMPTED


def text(moment: datetime) -> str:
    return f"'{moment.isoformat(timespec='microseconds')}'"


def put(tx: Tx, kind: Kind, now: datetime, changes: str, **more: Any) -> Letter:
    organisation = tx.add_organisation(name="Huset", home=1, reads_at="", phone="", now=now)
    person = tx.add_person(
        chat=5, first_name="A", language="da", organisation=organisation, stage="member", now=now
    )
    if changes:
        tx._connection.execute(f"UPDATE person SET {changes} WHERE id = {person}")
    letters.put(
        tx,
        key="k",
        chat=5,
        kind=kind,
        message=Outbound("x"),
        now=now,
        person=person,
        expires_at=now + timedelta(days=9),
        **more,
    )
    (letter,) = letters.due(tx, now, 9)
    return letter


async def asked(store: Store, kind: Kind, now: datetime = NOON, changes: str = "") -> Verdict:
    return await store.transaction(
        lambda tx: why_not(tx, put(tx, kind, now, changes), now, settings=SETTINGS)
    )


@pytest.mark.parametrize("kind", list(Kind))
async def test_at_noon_everything_leaves(sqlite_store: Store, kind: Kind) -> None:
    assert await asked(sqlite_store, kind) is None


@pytest.mark.parametrize("kind", list(Kind))
async def test_after_stop_only_what_is_unasked_is_held_back(sqlite_store: Store, kind: Kind) -> None:
    verdict = await asked(sqlite_store, kind, changes=f"stopped_at = {text(NOON)}")
    assert verdict == (Drop("suppressed", "stopped") if kind in UNPROMPTED else None)


@pytest.mark.parametrize("column", ["paused_until", "rest_until"])
@pytest.mark.parametrize("kind", [Kind.INVITATION, Kind.CHANGE, Kind.REMINDER, Kind.SAFETY])
async def test_a_pause_and_a_rest_hold_back_what_is_unasked(store: Store, column: str, kind: Kind) -> None:
    verdict = await asked(store, kind, changes=f"{column} = {text(LATER)}")
    assert verdict == (Hold(LATER, column.removesuffix("_until")) if kind in UNPROMPTED else None)


@pytest.mark.parametrize(
    ("kind", "hour"), [(Kind.INVITATION, 8), (Kind.REMINDER, 7), (Kind.CHANGE, None), (Kind.REPLY, None)]
)
async def test_at_night_waits_what_can_wait(sqlite_store: Store, kind: Kind, hour: int | None) -> None:
    verdict = await asked(sqlite_store, kind, now=NIGHT)
    expected = datetime(2026, 11, 27, hour, tzinfo=UTC) if hour else None
    assert verdict == (Hold(expected, "quiet") if expected else None)


@pytest.mark.parametrize("kind", list(Kind))
async def test_while_erasure_is_asked_about_only_its_own_question_leaves(
    sqlite_store: Store, kind: Kind
) -> None:
    verdict = await asked(sqlite_store, kind, changes=f"deleting_at = {text(NOON)}")
    free = kind in (Kind.REPLY, Kind.SAFETY, Kind.RECEIPT)
    assert verdict is None if free else isinstance(verdict, Hold)


async def test_the_third_unasked_message_waits_for_monday(store: Store) -> None:
    def work(tx: Tx) -> Verdict:
        letter = put(tx, Kind.INVITATION, NOON, "")
        for n in range(2):
            letters.put(
                tx,
                key=f"s{n}",
                chat=6 + n,
                kind=Kind.CHECKIN,
                message=Outbound("x"),
                now=NOON,
                person=letter.person,
            )
        left = letters.mark_sending(tx, [each for each in letters.due(tx, NOON, 9) if each.chat != 5], 1)
        assert why_not(tx, letter._replace(kind=Kind.REMINDER), NOON, settings=SETTINGS) is None
        letters.sent(tx, [(each, 1) for each in left], NOON)
        return why_not(tx, letter, NOON, settings=SETTINGS)

    assert await store.transaction(work) == Hold(datetime(2026, 11, 29, 23, tzinfo=UTC), "budget")


async def test_what_left_last_week_does_not_count(store: Store) -> None:
    before = NOON - timedelta(days=4)

    def work(tx: Tx) -> Verdict:
        letter = put(tx, Kind.INVITATION, before, "weekly = 1")
        left = letters.mark_sending(tx, [letter], 1)
        letters.sent(tx, [(each, 1) for each in left], before)
        return why_not(tx, letter, NOON, settings=SETTINGS)

    assert await store.transaction(work) is None


async def test_what_was_moved_or_is_about_nothing_any_more_never_leaves(sqlite_store: Store) -> None:
    def work(tx: Tx) -> list[Verdict]:
        letter = put(tx, Kind.REMINDER, NOON, "")
        tx._connection.execute("PRAGMA defer_foreign_keys = ON")
        tx._connection.execute(
            "INSERT INTO occurrence (id, activity, recurrence, starts_at, ends_at, capacity, version, state) "
            f"VALUES (7, 1, '', {text(LATER)}, {text(LATER)}, 5, 2, 'planned')"
        )
        asked = [
            why_not(tx, letter._replace(occurrence=7, version=version), NOON, settings=SETTINGS)
            for version in (1, 2)
        ]
        tx._connection.execute("UPDATE occurrence SET state = 'cancelled', version = 3")
        for kind, rank in ((Kind.REMINDER, 2), (Kind.CHANGE, 1)):
            about = letter._replace(occurrence=7, version=3, kind=kind, rank=rank)  # type: ignore[arg-type]  # a rank is a number
            asked.append(why_not(tx, about, NOON, settings=SETTINGS))
        tx._connection.execute("DELETE FROM occurrence")
        return asked

    gone = Drop("cancelled", "superseded")
    assert await sqlite_store.transaction(work) == [gone, None, gone, None]
