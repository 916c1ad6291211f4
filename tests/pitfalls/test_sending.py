"""Pitfalls 7, 8, 9, 13 and 14: sent again, sent late, sent twice, sent to nobody, sent too fast."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path

from town import DAY, MONDAY, Phone, Town, wall

from bot.delivery import outbox
from bot.delivery.outbox import Verdict
from bot.domain.people import Role
from bot.ports import Kind, Later, Outbound, Sent
from bot.storage import campaigns, letters
from bot.storage.letters import Letter
from bot.storage.people import put_role
from bot.storage.store import Store, Tx
from bot.sweeps.known import SWEEPS

WORDS = "Der er nybagt kage på torsdag."


def passes(_tx: Tx, _letter: Letter, _now: object) -> Verdict:
    return None


def writes(mette: Phone, audience: str = "Begge dele") -> None:
    """Let a coordinator write to many, up to the last yes."""
    mette.says("/opslag")
    mette.presses(audience)
    mette.says(WORDS)


def got(phone: Phone) -> int:
    return sum(WORDS in s.text and s.kind is Kind.ANNOUNCEMENT for s in phone.shown)


# --- 7 ---------------------------------------------------------------------------------------------


def crowd(tx: Tx, people: int) -> int:
    """Write an announcement to so many people."""
    home: int = tx.add_organisation(name="Huset", home=1, reads_at="", phone="", now=MONDAY)
    for n in range(people):
        person = tx.add_person(
            chat=1000 + n, first_name="A", language="da", organisation=home, stage="member", now=MONDAY
        )
        put_role(tx, person, home, Role.CITIZEN, MONDAY)
    campaign = campaigns.create(tx, home, None, "citizens", Outbound(WORDS), MONDAY)
    while campaigns.make_chunk(tx, campaign, MONDAY):
        pass
    return campaign


async def test_pitfall_07_broadcast_sent_again_after_pause_or_restart(store: Store) -> None:
    """One row for each recipient, claimed before it is sent: a restart doubles nobody and skips nobody."""
    people, knocked = 60, Counter[int]()

    def claims(tx: Tx, epoch: int, room: int) -> list[Letter]:
        leaving = outbox.claim(tx, passes, epoch, room, MONDAY).leaving
        knocked.update(letter.chat for letter in leaving)
        return leaving

    campaign = await store.transaction(lambda tx: crowd(tx, people))
    epoch = await store.transaction(letters.new_epoch)
    first = await store.transaction(lambda tx: claims(tx, epoch, 20))
    await store.transaction(
        lambda tx: outbox.settle(tx, [(letter, Sent(letter.id)) for letter in first[:15]], MONDAY)
    )
    again = await store.transaction(letters.new_epoch)  # the process was killed; five were leaving
    await store.transaction(lambda tx: outbox.recover(tx, again, MONDAY))
    await store.transaction(lambda tx: campaigns.pause(tx, campaign))
    assert not await store.transaction(lambda tx: claims(tx, again, 99))
    await store.transaction(lambda tx: campaigns.resume(tx, campaign, MONDAY))
    await store.transaction(lambda tx: campaigns.make_chunk(tx, campaign, MONDAY))
    rest = await store.transaction(lambda tx: claims(tx, again, 99))
    await store.transaction(lambda tx: outbox.settle(tx, [(one, Sent(one.id)) for one in rest], MONDAY))
    assert set(knocked) == set(range(1000, 1000 + people)), "nobody is skipped"
    assert max(knocked.values()) == 1, "nobody is written to twice"
    assert await store.read(lambda tx: letters.campaign_states(tx, campaign)) == {"sent": 55, "unknown": 5}


# --- 8 ---------------------------------------------------------------------------------------------


def waiting_reminder(town: Town) -> Phone:
    """Let a reminder be written while the post is on strike."""
    inge = town.citizen("Inge")
    occurrence = town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    inge.presses_data(f"!sign.join:{occurrence}")
    town.now = wall("2026-11-25", "17:00")
    with town.transaction() as tx:
        assert SWEEPS["remind"].run(tx, town.settings, town.now) == 1
    return inge


def test_pitfall_08_old_message_fires_after_downtime(town: Town) -> None:
    """Each message has an end; past it, it is kept as expired and never sent."""
    inge = waiting_reminder(town)
    town.now = wall("2026-11-26", "14:01")
    town.sweep()
    assert not [s for s in inge.shown if s.kind is Kind.REMINDER]
    rows = town.rows("SELECT DISTINCT state FROM outbox WHERE kind = 'reminder'")
    assert rows == [("expired",)]


def test_pitfall_08_old_message_fires_from_a_restored_copy(town: Town, tmp_path: Path) -> None:
    """A copy that is put back a week later sends nothing of that week."""
    inge = waiting_reminder(town)
    town.close()
    copy = shutil.copy(town.path, tmp_path / "copy.db")
    town.path = Path(copy)
    town.restarts()
    town.now += timedelta(days=7)
    heard = len(inge.shown)
    town.until(town.now + DAY)
    assert not [s.text for s in inge.since(heard) if s.kind is Kind.REMINDER]
    assert ("expired",) in town.rows("SELECT state FROM outbox WHERE kind = 'reminder'")


# --- 9 ---------------------------------------------------------------------------------------------


def test_pitfall_09_duplicate_to_one_person(town: Town) -> None:
    """Recipients are a set: whoever is citizen and volunteer gets it once, however often it is pressed."""
    mette, inge = town.coordinator(), town.citizen("Inge")
    put_role(town.tx, inge.person.id, town.home, Role.VOLUNTEER, town.now)
    writes(mette)
    assert "Modtagere: 1" in mette.last.text
    preview = mette.last
    for _ in range(3):
        mette.presses_on(preview, "Ja, send")
    town.until(town.now + DAY)
    assert got(inge) == 1
    assert town.rows("SELECT count(*) FROM campaign") == [(1,)]


def test_pitfall_09_the_same_text_to_the_same_people_asks_first(town: Town) -> None:
    """What these people got before is said, and only a yes to that sends it again."""
    mette, birthe, inge = town.coordinator(), town.coordinator("Birthe"), town.citizen("Inge")
    writes(mette, "Deltagerne")
    mette.presses("Ja, send")
    town.until(town.now + DAY)
    writes(birthe, "Deltagerne")
    asked = birthe.last
    assert "gik til de samme mennesker mandag den 23. november kl. 10.00" in asked.text
    assert "Ja, send" not in asked.labels
    birthe.presses("Drop den")
    assert got(inge) == 1
    writes(birthe, "De frivillige")
    assert "de samme mennesker" not in birthe.last.text, "others have not had it"
    writes(birthe, "Deltagerne")
    birthe.presses("Ja, send igen")
    town.until(town.now + DAY)
    assert got(inge) == 2


# --- 13 --------------------------------------------------------------------------------------------


def test_pitfall_13_blocked_bot_is_retried_for_ever(town: Town) -> None:
    """A 403 is the last knock: others are served, one line tells a coordinator, opening again is noticed."""
    mette, inge, poul, olga = town.coordinator(), *(town.citizen(n) for n in ("Inge", "Poul", "Olga"))
    occurrence = town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    poul.presses_data(f"!sign.join:{occurrence}")
    poul.closes()
    writes(mette)
    mette.presses("Ja, send")
    town.until(wall("2026-11-27", "20:00"))
    assert (got(inge), got(olga), got(poul)) == (1, 1, 0)
    assert poul.knocks == 1, "neither the announcement nor a reminder was tried again"
    lines = [s.text for s in mette.shown if "har lukket for mig" in s.text]
    assert [line.split()[0] for line in lines] == ["Poul"]
    poul.opens_again()
    town.until(town.now + DAY)
    poul.says("hvad sker der")
    assert poul.last.kind is Kind.REPLY
    writes(mette)
    mette.presses("Ja, send igen")
    town.until(wall("2026-11-30", "12:00"))
    assert got(poul) == 1
    poul.closes()
    poul.says("hej")
    town.until(town.now + DAY)
    assert sum("har lukket for mig" in s.text for s in mette.shown) == 2, "closed anew is told anew"


def test_pitfall_13_who_opens_again_at_once_is_not_spoken_of(town: Town) -> None:
    """A slip of the thumb is no news for a coordinator."""
    mette, inge = town.coordinator(), town.citizen("Inge")
    inge.closes()
    inge.says("hej")
    town.until(town.now + timedelta(minutes=5))
    inge.opens_again()
    town.until(town.now + DAY)
    assert not [s for s in mette.shown if "har lukket for mig" in s.text]


# --- 14 --------------------------------------------------------------------------------------------


def put(tx: Tx, chat: int, kind: Kind, key: str = "") -> None:
    letters.put(tx, key=key or f"{kind}:{chat}", chat=chat, kind=kind, message=Outbound(kind), now=MONDAY)


async def test_pitfall_14_flood_limit(store: Store) -> None:
    """One queue for everything: urgent before bulk, and what Telegram says of waiting holds for all kinds."""

    def claims(tx: Tx, seconds: float, room: int = 1) -> list[tuple[int, Kind]]:
        now = MONDAY + timedelta(seconds=seconds)
        found = outbox.claim(tx, passes, epoch, room, now).leaving
        outbox.settle(tx, [(one, Later(30) if seconds == 0 else Sent(one.id)) for one in found], now)
        return [(one.chat, one.kind) for one in found]

    epoch = await store.transaction(letters.new_epoch)
    order = [Kind.ANNOUNCEMENT, Kind.REMINDER, Kind.CHANGE, Kind.REPLY, Kind.SAFETY]
    for chat, kind in enumerate(order, 5):
        await store.transaction(partial(put, chat=chat, kind=kind))
    assert await store.transaction(lambda tx: claims(tx, 0)) == [(9, Kind.SAFETY)]
    rest = [await store.transaction(lambda tx: claims(tx, 1)) for _ in order]
    assert rest == [[(8, Kind.REPLY)], [(7, Kind.CHANGE)], [(6, Kind.REMINDER)], [(5, Kind.ANNOUNCEMENT)], []]
    await store.transaction(lambda tx: put(tx, 9, Kind.SAFETY, key="another"))
    assert await store.transaction(lambda tx: claims(tx, 29, 9)) == [], "retry_after is obeyed for the chat"
    assert (9, Kind.SAFETY) in await store.transaction(lambda tx: claims(tx, 31, 9))
