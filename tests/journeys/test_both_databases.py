"""The way in and out again on both databases: the same answers, and the same nothing that is left."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from town import HOUSE, MONDAY

from bot.config import Settings
from bot.domain.people import Role
from bot.handlers.cases import handle
from bot.handlers.visit import House
from bot.ports import Inbound, Said
from bot.storage import letters, links, receipts
from bot.storage.people import person_by_chat
from bot.storage.store import Store, Tx
from bot.sweeps.known import SWEEPS

CHAT = 4711
PACKS = Path(__file__).parents[2] / "bot" / "packs"
SETTINGS = Settings.model_validate(
    {"token": "1:a", "controller": HOUSE, "reads_at": "på hverdage", "packs": PACKS}
)


def begin(tx: Tx) -> str:
    home = tx.add_organisation(name=HOUSE, home=1, reads_at="", phone="", now=MONDAY)
    return links.make_link(tx, Role.CITIZEN, home, made_by=None, now=MONDAY, lifetime=timedelta(1), uses=1)


def turn(tx: Tx, inbound: Inbound) -> str:
    """Handle one update; return what was answered last."""
    receipts.receive(tx, [(inbound.key, inbound.chat, '{"shape": "as read"}', MONDAY)])
    handle(tx, inbound, MONDAY, House(SETTINGS, "foelgeskab_bot"))
    for row in receipts.waiting(tx, 1):
        receipts.finish(tx, row.id)
    due = letters.due(tx, MONDAY, 10)
    found = due[-1].message if due else None
    while due:
        letters.sent(tx, [(one, one.id) for one in letters.mark_sending(tx, due, 1)], MONDAY)
        due = letters.due(tx, MONDAY, 10)
        found = due[-1].message if due else found
    return found.text if found else ""


async def says(store: Store, number: int, text: str) -> str:
    inbound = Inbound(f"u:{number}", CHAT, Said.TEXT, text=text, first_name="Inge")
    return await store.transaction(partial(turn, inbound=inbound))


def sweep(tx: Tx, days: int) -> None:
    for found in SWEEPS.values():
        found.run(tx, SETTINGS, MONDAY + timedelta(days=days))
        found.wakes(tx, SETTINGS, MONDAY + timedelta(days=days))


async def test_in_by_a_link_and_out_without_a_trace(store: Store) -> None:
    token = await store.transaction(begin)
    said = [
        f"/start {token}", "Ja, og jeg er fyldt 18", "Inge", "gåture", "Spørg mig lidt mere", "Spring over",
        "Korsør", "Alle dage", "Aften", "jeg skal hentes", "Ja tak", "Ja, det passer", "/pause", "/privatliv",
        "jeg vil ikke leve", "stop", "hej", "slet mig",
    ]  # fmt: skip
    answers = [await says(store, n, text) for n, text in enumerate(said)]
    assert all(answers)
    assert "slettet alt om dig" in answers[-1]
    for days in (0, 4, 40):
        await store.transaction(partial(sweep, days=days))
    last = await says(store, 99, "ja")
    assert "Du kan altid begynde igen" in last

    def left(tx: Tx) -> tuple[Any, ...]:
        stranger = person_by_chat(tx, CHAT)
        return stranger, tx.people_count(), links.find(tx, token, CHAT, MONDAY)

    assert await store.transaction(left) == (None, 0, None)


TUESDAYS = [MONDAY + timedelta(days=8 + 7 * n, hours=4) for n in range(4)]  # 14.00 in Copenhagen


def a_series(tx: Tx) -> str:
    """Plan card games on four Tuesdays that want a host and two helpers; return a volunteer's link."""
    home = tx.add_organisation(name=HOUSE, home=1, reads_at="", phone="", now=MONDAY)
    texts = dict.fromkeys(("interest", "place", "area", "door", "first_ten", "price"), "")
    activity = tx.add_activity(
        organisation=home, uid="kort", title="Kortspil", host=None, made_by=None, state="published",
        now=MONDAY, **texts,
    )  # fmt: skip
    for start in TUESDAYS:
        ends = start + timedelta(hours=2)
        tx.add_occurrence(
            activity=activity, recurrence=start.isoformat(), starts_at=start, ends_at=ends, capacity=8
        )
    tx.put_need(activity=activity, role="helper", wanted=1)
    tx.put_need(activity=activity, role="driver", wanted=1)
    tx.add_paper(organisation=home, role="driver", word="licence")
    return links.make_link(tx, Role.VOLUNTEER, home, made_by=None, now=MONDAY, lifetime=timedelta(1), uses=1)


async def presses(store: Store, number: int, data: str) -> str:
    inbound = Inbound(f"u:{number}", CHAT, Said.TAP, data=data, first_name="Jens")
    return await store.transaction(partial(turn, inbound=inbound))


def states(tx: Tx) -> list[str]:
    person = person_by_chat(tx, CHAT)
    assert person
    return [tx.shift_by_id(id=number)[4] for number in range(1, 5)]


async def test_a_volunteers_year_in_short(store: Store) -> None:
    token = await store.transaction(a_series)
    said = [
        f"/start {token}", "Ja, og jeg er fyldt 18", "Jens", "Ja, spørg bare", "spring over", "kaffe og snak",
        "Alle dage", "spring over", "Højst 2 om ugen", "Hele dagen, kl. 8-21",
    ]  # fmt: skip
    for n, text in enumerate(said[:3]):
        await says(store, n, text)
    await presses(store, 3, "!vol.ask")
    for n, text in enumerate(said[4:], 4):
        assert await says(store, n, text), text
    first = await store.read(lambda tx: tx.occurrences_of(activity=1, after=MONDAY)[0][0])
    assert "hjælper til Kortspil" in await presses(store, 20, f"!shift.take:{first}:3")
    assert "4 gange til og med" in await presses(store, 21, "!regular.ask:1")
    assert "springe over" in await presses(store, 22, "!regular.yes:1")
    days = f"ikke d. {TUESDAYS[2].day}."
    assert "Du springer over" in await says(store, 23, days)
    assert await store.read(states) == ["taken", "taken", "released", "taken"]
    await presses(store, 24, "!lead.day:3")
    await presses(store, 25, "!awake.opens:a")
    assert "dine datoer" in await presses(store, 26, "!calendar")
    assert await presses(store, 27, f"!shift.take:{first}:2")
    await presses(store, 28, "!role.want:3")
    for days_on in (0, 7, 8):
        await store.transaction(partial(sweep, days=days_on))
    kinds = await store.read(lambda tx: [row[1] for row in tx.all_letters_to(chat=CHAT)])
    assert "digest" in kinds, "the week on Monday"
    assert "reminder" in kinds
    assert "Tak, fordi du siger til" in await presses(store, 30, "!shift.cant:1")
    await store.transaction(partial(sweep, days=8))
    assert "Tak for de gange" in await presses(store, 31, "!regular.stop:1:1")
    assert await store.read(states) == ["prevented", "taken", "released", "released"]
    assert "som før" in await presses(store, 32, "!regular.again:1")
    assert await store.read(states) == ["prevented", "taken", "released", "taken"]
    assert await presses(store, 33, "!data.file")
    await says(store, 34, "slet mig")
    await says(store, 35, "ja")
    assert await store.read(lambda tx: (tx.people_count(), tx.regular_by_id(id=1))) == (0, None)
