"""Who may be asked for what, and who may like to welcome somebody: alike on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people import Role
from bot.ports import Kind, Outbound
from bot.storage import giving, letters
from bot.storage.people import put_role
from bot.storage.store import Store, Tx

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def person(tx: Tx, chat: int, home: int, *gifts: str, consent: str = "messages") -> int:
    id_: int = tx.add_person(
        chat=chat, first_name=f"P{chat}", language="da", organisation=home, stage="member", now=NOW
    )
    put_role(tx, id_, home, Role.CITIZEN, NOW)
    tx.give_consent(
        person=id_,
        purpose=consent,
        basis="art-6-1-a",
        text_version=1,
        text_hash="",
        language="da",
        method="button",
        now=NOW,
    )
    for word in gifts:
        tx.put_interest(person=id_, kind="gift", word=word)
    return id_


def house(tx: Tx, name: str = "Huset", home: int = 1) -> int:
    found: int = tx.add_organisation(name=name, home=home, reads_at="", phone="", now=NOW)
    return found


async def test_only_who_offers_and_may_be_asked_is_found_and_the_least_asked_first(store: Store) -> None:
    def works(tx: Tx) -> tuple[list[tuple[str, int]], list[int], list[int], list[int]]:
        home, other = house(tx), house(tx, "Koret", 0)
        inge, poul = person(tx, 1, home, "bake", "spille klaver"), person(tx, 2, home, "bake")
        stopped, ole = person(tx, 3, home, "bake"), person(tx, 4, other, "bake")
        unasked = person(tx, 5, home, "bake", consent="checkin")
        tx.set_stopped(id=stopped, stopped_at=NOW)
        first = giving.givers(tx, home, ["bake"])
        tx.add_favour(person=inge, organisation=home, made_by=poul, word="bake", now=NOW)
        assert unasked not in first
        assert ole not in first
        return giving.offered(tx, home), first, giving.givers(tx, home, ["bake"]), [inge, poul]

    offered, first, then, (inge, poul) = await store.transaction(works)
    assert offered == [("bake", 2), ("spille klaver", 1)]
    assert (first, then) == ([inge, poul], [poul, inge])


async def test_an_answer_counts_once_until_it_changes(store: Store) -> None:
    def works(tx: Tx) -> list[int]:
        home = house(tx)
        asked = tx.add_favour(
            person=person(tx, 1, home), organisation=home, made_by=None, word="bake", now=NOW
        )
        return [tx.answer_favour(id=asked, answer=answer, now=NOW) for answer in ("yes", "yes", "no", "no")]

    assert await store.transaction(works) == [1, 0, 1, 0]


async def test_an_idea_is_read_once(store: Store) -> None:
    def works(tx: Tx) -> list[int]:
        home = house(tx)
        made = tx.add_idea(person=person(tx, 1, home), organisation=home, words="æøå", now=NOW)
        found = giving.idea(tx, made)
        assert found
        assert found.organisation == home
        return [tx.read_idea(id=made, now=NOW) for _ in range(2)]

    assert await store.transaction(works) == [1, 0]


async def test_what_was_said_of_what_somebody_gave_goes_with_either_of_the_two(store: Store) -> None:
    def works(tx: Tx) -> list[str]:
        home = house(tx)
        mette, inge, poul = (person(tx, chat, home) for chat in (1, 2, 3))
        for giver in (inge, poul):
            tx.add_favour(person=giver, organisation=home, made_by=mette, word="bake", now=NOW)
        idea = tx.add_idea(person=poul, organisation=home, words="kor", now=NOW)
        for chat, key in enumerate(("favour:1:u:1:1", "favour:2:ask", f"idea:{idea}:1", "favour:12:ask"), 10):
            letters.put(tx, key=key, chat=chat, kind=Kind.STAFF, message=Outbound("Hej"), now=NOW)
        tx.forget_given(person=poul)
        left = [letters.key_of(tx, one.id) for one in letters.due(tx, NOW, 10)]
        tx.forget_given(person=mette)
        return [*sorted(left), *sorted(letters.key_of(tx, one.id) for one in letters.due(tx, NOW, 10))]

    assert await store.transaction(works) == ["favour:12:ask", "favour:1:u:1:1", "favour:12:ask"]


CHANGES: dict[str, Callable[[Tx], object]] = {
    "paused": lambda tx: tx.set_paused(id=1, until=NOW + DAY),
    "stopped": lambda tx: tx.set_stopped(id=1, stopped_at=NOW),
    "asked": lambda tx: tx.note_welcome_asked(id=1, now=NOW),
    "withdrawn": lambda tx: tx.withdraw_consent(person=1, purpose="messages", now=NOW),
    "stayed away": lambda tx: tx.set_came(id=1, came="no"),
    "companion": lambda tx: put_role(tx, 1, 1, Role.COMPANION, NOW, state="revoked"),
    "nothing": lambda _tx: None,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("visits", [2, 3])
async def test_who_may_welcome_somebody(store: Store, visits: int, change: str) -> None:
    def works(tx: Tx) -> list[tuple[int, datetime]]:
        home = house(tx)
        inge = person(tx, 1, home)
        activity = tx.add_activity(
            organisation=home, uid="x", title="Kaffe", interest="", place="", area="", door="", first_ten="",
            price="", host=None, made_by=None, state="published", now=NOW,
        )  # fmt: skip
        for n in range(visits):
            starts = NOW - n * DAY
            tx.add_occurrence(
                activity=activity, recurrence=str(n), starts_at=starts, ends_at=starts + DAY / 12, capacity=5
            )
            tx.add_signup(occurrence=n + 1, person=inge, form="join", state="in", party=1, now=NOW)
            tx.set_came(id=n + 1, came="yes")
        CHANGES[change](tx)
        return giving.may_welcome(tx, 3, NOW)

    may = visits == 3 and change == "nothing"
    assert await store.transaction(works) == ([(1, NOW + DAY / 12)] if may else [])


async def test_that_it_was_asked_is_noted_once(store: Store) -> None:
    def works(tx: Tx) -> list[int]:
        person(tx, 1, house(tx))
        return [tx.note_welcome_asked(id=1, now=NOW) for _ in range(2)]

    assert await store.transaction(works) == [1, 0]
