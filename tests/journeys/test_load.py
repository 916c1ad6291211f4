"""Nobody is asked too much: a limit for the week, a month off without a reason, and silence is a human's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pairs import asks, companion, pairs
from town import Phone, Town, wall

from bot.dialogs.wire import base36
from bot.domain.people import Role
from bot.storage.people import put_role

START = wall("2026-12-03", "14:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def host(town: Town, name: str) -> Phone:
    phone = town.volunteer(name)
    put_role(town.tx, phone.person.id, town.home, Role.HOST, town.now)
    return phone


def asked(phone: Phone, label: str = "Ja, jeg træder til") -> int:
    return sum(label in s.labels for s in phone.shown)


def gives_back(town: Town, giver: Phone, days: int) -> None:
    """Let somebody have a shift so many days ahead, and give it back."""
    date = town.activity("Kortspil", town.now + timedelta(days=days))
    activity = town.rows("SELECT activity FROM occurrence WHERE id = ?", date)[0][0]
    town.tx.put_need(activity=activity, role="host", wanted=1)
    giver.presses_data(f"!shift.take:{base36(date)}:0")
    shift = town.rows("SELECT max(id) FROM shift")[0][0]
    giver.presses_data(f"!shift.cant:{base36(shift)}")
    town.sweep()


def test_a_companions_limit_for_the_week_holds_in_the_week_of_the_date(town: Town) -> None:
    jens, inge, bodil = companion(town, "Jens"), town.citizen("Inge"), town.citizen("Bodil")
    town.settings = town.settings.model_copy(update={"matches": 9})
    jens.presses_data("!sub.cap:0")  # one a week
    asks(inge, town.activity("Torsdagskaffe", START))
    town.sweep()
    jens.presses("Ja, gerne")
    inge.presses("Ja tak")
    town.rows("UPDATE companionship SET state = 'ended'")  # what is left is the shift, as the week's one
    same, next_ = (town.activity("Gåtur", START + timedelta(days=n)) for n in (2, 7))
    asks(bodil, same)
    town.sweep()
    assert pairs(town) == ["ended"]
    asks_again = bodil.presses_data(f"!sign.company:{next_}")
    assert asks_again
    town.sweep()
    assert pairs(town) == ["ended", "asked"]


def test_a_companion_says_not_this_month_and_is_asked_again_in_the_next(town: Town) -> None:
    jens, inge, bodil = companion(town, "Jens"), town.citizen("Inge"), town.citizen("Bodil")
    asks(inge, town.activity("Torsdagskaffe", START))
    town.sweep()
    assert jens.last.labels == [
        "Ja, gerne",
        "Ikke denne gang",
        "Ikke i denne måned",
        "Fortæl mere",
        "Færre spørgsmål",
    ]
    jens.presses("Ikke i denne måned")
    assert "hvorfor" not in jens.last.text
    assert pairs(town) == ["declined"]
    asks(bodil, town.activity("Gåtur", START + timedelta(days=10)))
    town.until(wall("2026-11-30", "20:00"))
    assert pairs(town) == ["declined"]
    bodil.presses_data("!pair.more:2")
    town.until(wall("2026-12-01", "12:00"))
    assert asked(jens, "Ja, gerne") == 2


def test_a_month_off_needs_no_question_to_answer(town: Town) -> None:
    jens, giver = host(town, "Jens"), host(town, "Karen")
    jens.presses_data("!sub.terms")
    jens.presses("Ikke i denne måned")
    gives_back(town, giver, 4)
    assert asked(jens) == 0
    jens.presses("Du må gerne spørge mig igen")
    town.until(town.now + timedelta(hours=1))
    assert asked(jens) == 1


def test_three_questions_without_a_sign_of_life_are_one_line_to_a_human_and_no_fourth(town: Town) -> None:
    mette, giver, jens = town.coordinator(), host(town, "Karen"), host(town, "Jens")
    town.until(town.now + timedelta(minutes=5))
    for _ in range(5):
        gives_back(town, giver, 6)
        town.until(town.now + timedelta(days=1))
    assert asked(jens) == 3
    lines = [s for s in mette.shown if "holder pause med at spørge" in s.text]
    assert len(lines) == 1
    assert lines[0].text == (
        "Jens har ikke svaret på de sidste spørgsmål om vagter, så jeg holder pause med at spørge. Måske vil "
        "en hilsen være velkommen."
    )
    assert town.rows("SELECT state, reason FROM conversation") == [("waiting", "shifts")]
    assert "venter stadig" not in "".join(s.text for s in mette.shown)  # nobody has asked for a human
    jens.says("hej")  # heard of again
    assert town.rows("SELECT state FROM conversation") == [("closed",)]
    gives_back(town, giver, 6)
    town.until(town.now + timedelta(hours=1))
    assert asked(jens) >= 4


def test_what_was_settled_before_an_answer_was_due_is_no_silence(town: Town) -> None:
    mette, jens = town.coordinator(), companion(town, "Jens")
    for name in ("Inge", "Bodil", "Ruth", "Ida"):
        citizen = town.citizen(name)
        asks(citizen, town.activity("Torsdagskaffe", START))
        town.sweep()
        citizen.presses("Jeg går selv")  # within the minute
        town.sweep()
    assert pairs(town) == ["lapsed"] * 4
    assert "hilsen være velkommen" not in "".join(s.text for s in mette.shown)
    assert asked(jens, "Ja, gerne") == 4


def test_questions_are_spread_over_all_who_can(town: Town) -> None:
    giver = host(town, "Karen")
    others = [host(town, name) for name in ("Jens", "Poul", "Ida", "Ruth")]
    for day in range(8):
        gives_back(town, giver, 10 + day)
        for _again in range(len(others)):
            newest = max(others, key=lambda p: (p.last.at, p.last.id))
            if "Ja, jeg træder til" in newest.last.labels:
                newest.presses("Ja, jeg træder til")
                break
    shifts = Counter(
        row[0] for row in town.rows("SELECT person FROM shift WHERE state = 'confirmed' AND role = 'host'")
    )
    assert sum(shifts.values()) == 8
    assert set(shifts.values()) == {2}
