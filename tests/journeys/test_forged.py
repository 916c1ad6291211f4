"""Anybody can forge a button: whatever it says, it is answered, and nothing of others is shown or changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from town import Phone, Town, wall

from bot.dialogs.wire import base36
from bot.domain.people import Role
from bot.handlers.registry import ACTIONS, COMMANDS, INTENTS

NUMBERS: tuple[tuple[int, ...], ...] = ((), (0,), (1,), (7, 1), (1, 2, 3), (2**63,), (35, 2**40))
SECRETS = ("Hemmelige Hanne", "Lukket Kreds")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def elsewhere(town: Town) -> None:
    """Make an organisation that nobody here belongs to, with a person, a draft and a conversation."""
    other: int = town.tx.add_organisation(name="Korsør Kor", home=0, reads_at="", phone="", now=town.now)
    hanne = town.phone("Hemmelige Hanne")
    hanne.opens(town.link(Role.CITIZEN, other))
    for press in ("Ja, og jeg er fyldt 18", "Spring over", "Spring over", "Ja, vis mig det"):
        hanne.presses(press)
    town.tx.set_name(id=hanne.person.id, first_name=SECRETS[0])
    hanne.says("tal med et menneske")
    draft = town.activity(SECRETS[1], wall("2026-11-26", "14:00"))
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", draft)[0][0]
    town.db.execute("UPDATE activity SET organisation = ?, state = 'draft' WHERE id = ?", (other, activity))


def who(town: Town, role: str) -> Phone:
    match role:
        case "stranger":
            return town.phone("Ole")
        case "volunteer":
            return town.volunteer("Jens")
        case "coordinator":
            return town.coordinator("Mette")
        case _other:
            return town.citizen("Inge")


@pytest.mark.parametrize("role", ["stranger", "citizen", "volunteer", "coordinator"])
def test_every_button_with_any_numbers_is_answered_and_shows_nothing_of_others(town: Town, role: str) -> None:
    elsewhere(town)
    phone = who(town, role)
    for verb in sorted(ACTIONS):
        if verb in ("delete.yes", "talk.answer"):
            continue
        for numbers in NUMBERS:
            before = len(phone.shown)
            phone.presses_data(":".join([f"!{verb}", *map(base36, numbers)]))
            said = " ".join(shown.text + " ".join(shown.labels) for shown in phone.since(before))
            assert not any(secret in said for secret in SECRETS), (verb, numbers)
    other = town.rows("SELECT stopped_at, rest_until, deleting_at FROM person WHERE chat = 1001")
    assert other == [(None, None, None)]
    assert town.rows("SELECT state FROM conversation WHERE person = 1") == [("waiting",)]
    assert town.rows("SELECT a.state, o.state FROM activity a JOIN occurrence o ON o.activity = a.id") == [
        ("draft", "planned")
    ]


@pytest.mark.parametrize("role", ["stranger", "citizen", "volunteer", "coordinator"])
def test_every_command_and_meaning_is_answered(town: Town, role: str) -> None:
    elsewhere(town)
    for command in [*sorted(COMMANDS), "nobody", "start", "start x", "mine@foelgeskab_bot", ""]:
        phone = who(town, role)
        before = len(phone.shown)
        phone.says(f"/{command}")
        assert phone.since(before), command
        said = " ".join(shown.text + " ".join(shown.labels) for shown in phone.since(before))
        assert not any(secret in said for secret in SECRETS), command
    assert INTENTS
