"""After some good visits somebody is asked, once, to welcome a newcomer; both answers are good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Shown, Town, wall

from bot.domain.people import Role
from bot.ports import Kind

ASKED = "tage imod en ny"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator("Mette")
    yield town
    town.close()


def comes(town: Town, phone: Phone, day: str, answer: str = "Ja, det var rart") -> None:
    """Take part on a day, and answer the question of the day after."""
    town.until(wall(day, "09:00"))
    town.activity("Kaffe", wall(day, "14:00"))
    phone.says("hvad sker der")
    phone.presses("1. Kaffe")
    phone.presses("Ja, jeg vil med")
    town.until(wall(day, "09:00") + timedelta(days=1, hours=3))
    phone.presses(answer)


def times(town: Town, phone: Phone, answers: tuple[str, ...] = ("Ja, det var rart",) * 3) -> None:
    for day, answer in zip(("2026-11-24", "2026-11-26", "2026-11-30"), answers, strict=True):
        comes(town, phone, day, answer)


def asked(phone: Phone) -> list[Shown]:
    return [shown for shown in phone.shown if ASKED in shown.text]


def test_it_is_asked_after_three_visits_in_daytime_and_never_twice(town: Town) -> None:
    inge = town.citizen("Inge")
    times(town, inge)
    assert not asked(inge)
    town.until(wall("2026-12-02", "18:00"))
    [question] = asked(inge)
    assert question.kind is Kind.FOLLOWUP
    assert question.text.count("?") == 1
    assert len(question.text) <= 300
    assert not any(character.isdigit() for character in question.text)
    inge.presses_on(question, "Nej tak")
    assert "spørger ikke igen" in inge.last.text
    comes(town, inge, "2026-12-08")
    town.until(wall("2027-04-01"))
    assert len(asked(inge)) == 1
    assert not town.rows("SELECT * FROM role WHERE role = 'companion'")


@pytest.mark.parametrize("way", ["[Ja, det vil jeg gerne]", "ja tak"])
def test_a_yes_is_explained_kept_and_waits_for_a_coordinators_yes(town: Town, way: str) -> None:
    mette, inge = town.phones[1001], town.citizen("Inge")
    times(town, inge)
    town.until(wall("2026-12-02", "18:00"))
    inge.presses_on(asked(inge)[0], way.strip("[]")) if way.startswith("[") else inge.says(way)
    assert not town.rows("SELECT * FROM role WHERE role = 'companion'")
    notice = inge.last
    assert "En følgeven bliver spurgt" in notice.text
    inge.presses_on(notice, "Ja, giv den videre")
    inge.presses_on(notice, "Ja, giv den videre")
    assert town.rows("SELECT role, state FROM role WHERE role = 'companion'") == [("companion", "asked")]
    assert town.rows("SELECT count(*) FROM consent WHERE purpose = 'volunteer' AND person = 2") == [(1,)]
    assert [shown.text for shown in mette.shown].count("Inge vil gerne være følgeven.") == 1
    mette.presses("Ja, godkend")
    assert inge.person.is_(Role.COMPANION)
    assert "følgeven" in inge.last.text


@pytest.mark.parametrize(("reason", "is_asked"), [("missed", True), ("silence", True), ("asked", False)])
def test_what_only_stands_on_a_coordinators_list_holds_it_back_from_nobody(
    town: Town, reason: str, is_asked: bool
) -> None:
    inge = town.citizen("Inge")
    times(town, inge)
    with town.transaction() as tx:
        tx.add_conversation(person=inge.person.id, organisation=town.home, reason=reason, now=town.now)
    town.until(wall("2026-12-02", "18:00"))
    assert bool(asked(inge)) is is_asked


def test_ones_own_data_says_that_it_was_asked(town: Town) -> None:
    inge = town.citizen("Inge")
    times(town, inge)
    town.until(wall("2026-12-02", "18:00"))
    inge.presses_data("!data.file")
    made = next(one for shown in inge.shown if (one := shown.message.attachment))
    assert json.loads(made.content)["asked_to_welcome_at"].startswith("2026-12-0")


def test_who_did_not_come_is_not_asked(town: Town) -> None:
    inge = town.citizen("Inge")
    times(town, inge, ("Ja, det var rart", "Jeg kom ikke", "Ja, det var rart"))
    town.until(wall("2026-12-20"))
    assert not asked(inge)


@pytest.mark.parametrize("said", ["stop", "/pause", "tal med et menneske", "jeg vil ikke leve mere"])
def test_who_wants_quiet_or_talks_with_a_human_is_not_asked_then(town: Town, said: str) -> None:
    inge = town.citizen("Inge")
    times(town, inge)
    inge.says(said)
    if said == "/pause":
        inge.presses(inge.last.labels[0])
        assert inge.person.paused_until
    town.until(wall("2026-12-02", "18:00"))
    assert not asked(inge)


def test_nobody_becomes_a_companion_by_a_forged_button(town: Town) -> None:
    inge = town.citizen("Inge")
    for verb in ("!welcome.yes", "!welcome.sure"):
        inge.presses_data(verb)
    assert not town.rows("SELECT * FROM role WHERE role = 'companion'")
    assert not town.rows("SELECT * FROM consent WHERE purpose = 'volunteer' AND person = 2")
