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
