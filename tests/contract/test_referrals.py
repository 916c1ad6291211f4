"""What was told of somebody is found, shown and forgotten alike on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.people import Role
from bot.ports import Kind, Outbound
from bot.storage import dialogues, letters, links, referrals
from bot.storage.referrals import Referral
from bot.storage.store import Store, Tx

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
MONTH = timedelta(days=30)
TOLD = Referral("Ragnhild", "din datter Anne", ("garden", "ørkenvandring"), "Skælskør")
STRANGER = 4711


def link(tx: Tx) -> int:
    home = tx.add_organisation(name="Huset", home=1, reads_at="", phone="", now=NOW)
    token = links.make_link(
        tx, Role.CITIZEN, home, made_by=None, now=NOW, lifetime=MONTH, uses=1, personal=True
    )
    invite: int = tx.live_invite(token_hash=links.hashed(token), now=NOW)[0]
    referrals.put(tx, invite, TOLD, NOW)
    state = f'{{"script":"onboarding","args":{{"invite":{invite},"referred":"Ragnhild"}}}}'
    dialogues.push(tx, STRANGER, "onboarding", state, NOW, NOW + MONTH)
    other = f'{{"script":"onboarding","args":{{"invite":{invite}1,"referred":"Ole"}}}}'
    dialogues.push(tx, STRANGER + 1, "onboarding", other, NOW, NOW + MONTH)
    for kind in (Kind.REPLY, Kind.SAFETY):
        letters.put(tx, key=kind, chat=STRANGER, kind=kind, message=Outbound("Hej"), now=NOW)
    return invite


def kept(tx: Tx) -> tuple[int, int, int]:
    due = [one.kind for one in letters.due(tx, NOW, 10)]
    return len(dialogues.stack(tx, STRANGER)), len(dialogues.stack(tx, STRANGER + 1)), due.count(Kind.REPLY)


async def test_it_is_kept_until_the_link_ends_and_then_nowhere(store: Store) -> None:
    invite = await store.transaction(link)
    assert await store.transaction(lambda tx: referrals.of_link(tx, invite)) == TOLD
    assert await store.transaction(lambda tx: referrals.forget_ended(tx, NOW + MONTH - timedelta(1))) == 0
    assert await store.transaction(kept) == (1, 1, 1)
    waiting = await store.transaction(lambda tx: referrals.personal(tx, 1, NOW, NOW - MONTH))
    assert [(one.invite, one.uses_left, one.person) for one in waiting] == [(invite, 1, None)]
    assert await store.transaction(lambda tx: referrals.forget_ended(tx, NOW + MONTH)) == 1
    assert await store.transaction(lambda tx: referrals.of_link(tx, invite)) is None
    assert await store.transaction(kept) == (0, 1, 0)
    assert [one.kind for one in await store.transaction(lambda tx: letters.due(tx, NOW, 10))] == [Kind.SAFETY]


async def test_who_took_it_up_is_known_to_the_organisation(store: Store) -> None:
    invite = await store.transaction(link)

    def takes(tx: Tx) -> int:
        person: int = tx.add_person(
            chat=STRANGER, first_name="", language="da", organisation=1, stage="onboarding", now=NOW
        )
        assert links.spend(tx, invite, person, NOW)
        referrals.taken_up(tx, invite)
        return person

    person = await store.transaction(takes)
    found = await store.transaction(lambda tx: referrals.personal(tx, 1, NOW, NOW - MONTH))
    assert [(one.uses_left, one.person) for one in found] == [(0, person)]
    assert await store.transaction(lambda tx: referrals.personal(tx, 2, NOW, NOW - MONTH)) == []
    assert await store.transaction(kept) == (1, 1, 1)


async def test_answers_that_speak_of_somebody_go_with_them(store: Store) -> None:
    def works(tx: Tx) -> list[str]:
        link(tx)
        keys = ("about:.5.15.:u:1:0", "about:.15.:u:2:0", "r:u:3:0", "about:.51.:u:5:0")
        for chat, key in enumerate(keys, 1):
            letters.put(tx, key=key, chat=chat, kind=Kind.REPLY, message=Outbound("Ole"), now=NOW)
        tx.forget_answers_about(person=5)
        return sorted(letters.key_of(tx, one.id) for one in letters.due(tx, NOW, 10) if one.chat < STRANGER)

    assert await store.transaction(works) == ["about:.15.:u:2:0", "about:.51.:u:5:0", "r:u:3:0"]
