"""A list on paper of who comes today and has not surely been reminded, whatever is down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from town import Phone, Town, wall

from bot.refusal import Refused
from bot.undelivered import lines


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    found = Town(sqlite_url)
    yield found
    found.close()


@pytest.fixture
def coming(town: Town) -> tuple[Town, Phone, Phone]:
    """Let two people say yes, days before, to what is on Thursday at 14."""
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    inge, poul = town.citizen("Inge"), town.citizen("Poul")
    for phone in (inge, poul):
        phone.presses("1. Torsdagskaffe")
        phone.presses("Ja, jeg vil med")
    return town, inge, poul


def listed(town: Town) -> list[str]:
    return lines(town.tx, town.settings, town.now)


def test_who_was_reminded_is_not_on_it(coming: tuple[Town, Phone, Phone]) -> None:
    town, *_both = coming
    town.until(wall("2026-11-26", "09:00"))
    found = listed(town)
    assert (
        found[0] == "Slagelse Frivilligcenter: dem, der kommer i dag og ikke sikkert er blevet mindet om det"
    )
    assert found[-1] == "Alle er blevet mindet om det."


def test_who_closed_for_us_is_on_it_by_first_name_with_the_reason(coming: tuple[Town, Phone, Phone]) -> None:
    town, _inge, poul = coming
    poul.closes()
    town.until(wall("2026-11-26", "09:00"))
    assert listed(town)[2:] == [
        "",
        "Torsdagskaffe, torsdag den 26. november kl. 14.00, Biblioteket.",
        "[ ] Poul (deltager): har lukket for botten",
    ]


def test_while_the_bot_was_down_all_are_on_it(
    coming: tuple[Town, Phone, Phone],
) -> None:
    town, *_both = coming
    town.now = wall("2026-11-26", "08:00")
    assert [line for line in listed(town) if line.startswith("[ ]")] == [
        "[ ] Inge (deltager): der er ikke skrevet noget",
        "[ ] Poul (deltager): der er ikke skrevet noget",
    ]


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("unknown", "den er måske kommet frem"),
        ("expired", "den nåede ikke af sted i tide"),
        ("ready", "den venter stadig"),
        ("failed", "den kunne ikke sendes"),
    ],
)
def test_each_way_not_to_arrive_is_told(state: str, why: str, coming: tuple[Town, Phone, Phone]) -> None:
    town, inge, _poul = coming
    town.until(wall("2026-11-26", "09:00"))
    town.db.execute(
        "UPDATE outbox SET state = ? WHERE kind = 'reminder' AND person = ?", (state, inge.person.id)
    )
    assert listed(town)[-1] == f"[ ] Inge (deltager): {why}"


def test_who_said_yes_today_knows_it(town: Town) -> None:
    town.now = wall("2026-11-26", "10:00")
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    inge = town.citizen("Inge")
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    assert listed(town)[-1] == "Alle er blevet mindet om det."


def test_what_begins_tomorrow_or_is_over_is_not_on_it(coming: tuple[Town, Phone, Phone]) -> None:
    town, *_both = coming
    for moment in (wall("2026-11-25", "20:00"), wall("2026-11-26", "15:00")):
        town.now = moment
        assert listed(town)[-1] == "Alle er blevet mindet om det."


def test_a_host_without_an_answer_is_on_it_by_role(town: Town) -> None:
    bent = town.volunteer("Bent")
    date = town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    town.tx.add_shift(occurrence=date, person=bent.person.id, role="host", now=town.now)
    town.now = wall("2026-11-26", "08:00")
    assert listed(town)[-1] == "[ ] Bent (vært): der er ikke skrevet noget"


def test_an_installation_that_nobody_uses_yet_says_so(town: Town) -> None:
    town.db.execute("DELETE FROM organisation")
    with pytest.raises(Refused, match="nobody is here yet"):
        listed(town)
