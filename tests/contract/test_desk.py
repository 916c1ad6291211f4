"""Links, sessions and the call list, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.people import Role
from bot.ports import Kind, Outbound
from bot.storage import calls, desk
from bot.storage.people import person_by_id, put_role
from bot.storage.store import Store, Tx

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def somebody(tx: Tx, chat: int | None) -> int:
    house = tx.home_organisation() or (
        tx.add_organisation(name="Huset", home=1, reads_at="", phone="", now=NOW),
    )
    id_: int = tx.add_person(
        chat=chat, first_name="Mette", language="da", organisation=house[0], stage="member", now=NOW
    )
    put_role(tx, id_, house[0], Role.COORDINATOR if chat else Role.CITIZEN, NOW)
    return id_


async def test_a_link_logs_in_once_and_a_session_ends_with_the_role(store: Store) -> None:
    id_ = await store.transaction(lambda tx: somebody(tx, 1))
    token = await store.transaction(lambda tx: desk.new_link(tx, id_, NOW, "calls"))
    assert await store.read(lambda tx: desk.is_live(tx, token, NOW))
    entry = await store.transaction(lambda tx: desk.enter(tx, token, NOW))
    assert entry
    assert entry.page == "calls"
    assert await store.transaction(lambda tx: desk.enter(tx, token, NOW)) is None
    soon = NOW + timedelta(minutes=30)
    found = await store.transaction(lambda tx: desk.reader_of(tx, entry.session, soon))
    assert found
    assert found.id == id_
    await store.transaction(
        lambda tx: put_role(tx, id_, found.organisation, Role.COORDINATOR, NOW, state="revoked")
    )
    assert await store.transaction(lambda tx: desk.reader_of(tx, entry.session, soon)) is None


async def test_what_is_to_be_said_stands_once_on_the_list_until_it_is_answered(store: Store) -> None:
    told = {"mode": "phone", "phone": "20304055", "address": "", "said_by": "met", "said_on": "2026-11-23"}

    def work(tx: Tx) -> list[bool]:
        person = person_by_id(tx, somebody(tx, None))
        assert person
        asked = Outbound("Vil du med?")
        put = {"kind": Kind.INVITATION, "key": "inv:1:1", "now": NOW, "expires_at": LATER}
        before = calls.put(tx, person, asked, **put)  # type: ignore[arg-type]
        tx.put_contact(person=person.id, **told, made_by=None, now=NOW)
        return [before, *(calls.put(tx, person, asked, **put) for _ in range(2))]  # type: ignore[arg-type]

    assert await store.transaction(work) == [False, True, False], (
        "nobody who cannot be reached, nothing twice"
    )
    house = await store.read(lambda tx: tx.home_organisation()[0])
    (call,) = await store.read(lambda tx: calls.waiting(tx, house, NOW))
    assert (call.message.text, call.kind, call.expires_at) == ("Vil du med?", Kind.INVITATION, LATER)
    for expected in (1, 0):
        assert (
            await store.transaction(lambda tx: tx.settle_call(id=call.id, answer="no", now=NOW)) == expected
        )
    assert not await store.read(lambda tx: calls.waiting(tx, house, NOW))
