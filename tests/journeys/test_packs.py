"""Question packs: off by default, after a yes of their own, a few times a year, and never a score."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from town import ZONE, Phone, Shown, Town

from bot.cli import main
from bot.domain.packs import read_pack
from bot.ports import Kind

SHIPPED = Path(__file__).parents[2] / "bot" / "packs"
ANSWERS = ("Noget af det", "Næsten hver dag", "Ja, en", "Det er på vej")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url, packs=SHIPPED)
    town.coordinator("Mette")
    yield town
    town.close()


def asked(inge: Phone) -> list[Shown]:
    """Return the invitations to answer."""
    return [
        shown for shown in inge.shown if "spørgsmål om selskab" in shown.text and shown.kind is Kind.CHECKIN
    ]


def until_asked(town: Town, inge: Phone, days: int = 15) -> None:
    before = len(asked(inge))
    town.until(town.now + timedelta(days=days))
    assert len(asked(inge)) == before + 1


def answers(inge: Phone, *labels: str) -> None:
    for label in labels:
        inge.presses(label)


def said_yes(town: Town) -> Phone:
    inge = town.citizen("Inge")
    until_asked(town, inge)
    inge.presses("Ja, det må du")
    return inge


def rows(town: Town) -> list[Any]:
    return town.rows("SELECT month, state, answers FROM questionnaire ORDER BY month")


def test_nothing_is_asked_where_no_folder_is_named(sqlite_url: str) -> None:
    town = Town(sqlite_url)
    inge = town.citizen("Inge")
    town.until(town.now + timedelta(days=400))
    assert not asked(inge)
    inge.says("/privatliv")
    inge.presses("Træk et ja tilbage")
    assert "Svar på nogle spørgsmål" not in inge.last.labels
    inge.presses_data("!pack.offer")
    assert "ingen spørgsmål" in inge.last.text
    town.close()


def test_never_at_the_door_and_asked_once_for_a_yes(town: Town) -> None:
    inge = town.citizen("Inge")
    town.until(town.now + timedelta(days=13))
    assert not asked(inge)
    town.until(town.now + timedelta(days=400))
    (question,) = asked(inge)
    assert question.kind is Kind.CHECKIN
    assert question.at.astimezone(ZONE).hour >= 9
    assert question.labels == ["Ja, det må du", "Fortæl mere", "Nej tak", "Færre beskeder"]
    assert len(question.text) <= 300
    assert not town.rows("SELECT * FROM consent WHERE purpose = 'research'")


def test_a_no_is_kept_and_nothing_comes_again(town: Town) -> None:
    inge = town.citizen("Inge")
    until_asked(town, inge)
    inge.presses("Nej tak")
    assert "helt i orden" in inge.last.text
    town.until(town.now + timedelta(days=400))
    assert len(asked(inge)) == 1
    assert rows(town) == [(0, "declined", "{}")]


def test_the_yes_is_a_consent_of_its_own_with_the_proof_of_its_words(town: Town) -> None:
    inge = said_yes(town)
    found = town.rows("SELECT text_version, length(text_hash) FROM consent WHERE purpose = 'research'")
    assert found == [(1, 64)]
    assert inge.last.text == "Spørgsmål 1 af 4.\nHar du det selskab, du gerne vil have?"
    assert inge.last.labels == ["Ja", "Noget af det", "Jeg vil gerne have mere", "Afbryd", "Spring over"]


def test_one_question_at_a_time_and_no_score(town: Town) -> None:
    inge = said_yes(town)
    before = len(inge.shown)
    answers(inge, *ANSWERS)
    assert [shown.text.split("\n")[0] for shown in inge.since(before)[:3]] == [
        f"Spørgsmål {n} af 4." for n in (2, 3, 4)
    ]
    assert inge.last.text.startswith("Tak for dine svar.")
    assert "Tal med et menneske" in inge.last.labels
    assert not any(figure in inge.last.text for figure in "0123456789")
    (only,) = rows(town)
    assert only[:2] == (0, "answered")
    assert json.loads(only[2]) == {"enough": "some", "talks": "daily", "somebody": "one", "place": "soon"}


def test_a_question_may_be_passed_over_and_answered_in_words(town: Town) -> None:
    inge = said_yes(town)
    inge.presses("Spring over")
    inge.says("næsten hver dag")
    answers(inge, "Ja, en", "Det er på vej")
    assert json.loads(rows(town)[0][2]) == {"talks": "daily", "somebody": "one", "place": "soon"}


def test_what_is_left_half_way_is_kept_nowhere_and_may_be_begun_again(town: Town) -> None:
    inge = said_yes(town)
    inge.presses("Noget af det")
    inge.presses("Afbryd")
    assert "intet gemt" in inge.last.text
    assert rows(town) == [(0, "asked", "{}")]
    inge.presses_on(asked(inge)[0], "Ja, det må du")
    assert "Spørgsmål 1 af 4." in inge.last.text
    assert town.rows("SELECT count(*) FROM consent WHERE purpose = 'research'") == [(1,)]


def test_a_second_press_goes_on_where_it_was(town: Town) -> None:
    inge = said_yes(town)
    inge.presses("Noget af det")
    inge.presses_on(asked(inge)[0], "Ja, det må du")
    assert "Spørgsmål 2 af 4." in inge.last.text


def test_it_comes_again_after_3_6_and_12_months_and_then_no_more(town: Town) -> None:
    inge = said_yes(town)
    answers(inge, *ANSWERS)
    began = town.now
    for months, days in ((3, 91), (6, 182), (12, 365)):
        town.until(began + timedelta(days=days - 1))
        assert f"For {months} måneder" not in inge.last.text
        town.until(began + timedelta(days=days + 2))
        assert f"For {months} måneder siden sagde du ja" in asked(inge)[-1].text
        inge.presses("Ja, gerne")
        answers(inge, *ANSWERS)
    town.until(began + timedelta(days=800))
    assert [row[:2] for row in rows(town)] == [(n, "answered") for n in (0, 3, 6, 12)]
    assert len(asked(inge)) == 4


def test_not_answering_once_is_no_no(town: Town) -> None:
    inge = said_yes(town)
    answers(inge, *ANSWERS)
    town.until(town.now + timedelta(days=185))
    assert [row[:2] for row in rows(town)] == [(0, "answered"), (3, "lapsed"), (6, "asked")]


def test_ask_me_no_more_takes_the_yes_back_and_deletes(town: Town) -> None:
    inge = said_yes(town)
    answers(inge, *ANSWERS)
    town.until(town.now + timedelta(days=93))
    inge.presses("Spørg mig ikke mere")
    town.until(town.now + timedelta(days=400))
    assert len(asked(inge)) == 2
    assert {row[1:] for row in rows(town)} == {("declined", "{}")}
    assert not town.rows("SELECT * FROM consent WHERE purpose = 'research' AND withdrawn_at IS NULL")


def test_the_yes_taken_back_under_my_data_deletes_too_and_there_is_a_way_back(town: Town) -> None:
    inge = said_yes(town)
    answers(inge, *ANSWERS)
    inge.says("/privatliv")
    inge.presses("Træk et ja tilbage")
    inge.presses("Tal og forskning")
    assert rows(town) == [(0, "declined", "{}")]
    inge.says("/privatliv")
    inge.presses("Træk et ja tilbage")
    inge.presses("Svar på nogle spørgsmål")
    assert "Må jeg stille dig 4 korte spørgsmål" in inge.last.text
    inge.presses("Ja, det må du")
    answers(inge, *ANSWERS)
    town.until(town.now + timedelta(days=93))
    assert "For 3 måneder siden" in asked(inge)[-1].text


def test_answers_finished_after_the_yes_was_taken_back_are_not_kept(town: Town) -> None:
    inge = said_yes(town)
    answers(inge, *ANSWERS[:3])
    town.tx.withdraw_consent(person=inge.person.id, purpose="research", now=town.now)
    inge.presses(ANSWERS[3])
    assert rows(town)[0][2] == "{}"


def test_the_invitation_counts_within_the_week_and_waits_for_the_next(town: Town) -> None:
    inge = town.citizen("Inge")
    town.tx.set_weekly(id=inge.person.id, weekly=1)
    inge.says("/hej")
    for press in ("Hver uge", "Ja, det må du", "Om formiddagen"):
        inge.presses(press)
    town.until(town.now + timedelta(days=60))
    by_week: dict[tuple[int, int], int] = {}
    for shown in inge.shown:
        if shown.kind in (Kind.CHECKIN, Kind.INVITATION, Kind.ANNOUNCEMENT):
            week = shown.at.astimezone(ZONE).isocalendar()[:2]
            by_week[week] = by_week.get(week, 0) + 1
    assert max(by_week.values()) == 1


@pytest.mark.parametrize("how", ["stop", "pause"])
def test_who_wants_quiet_is_not_asked(town: Town, how: str) -> None:
    inge = town.citizen("Inge")
    inge.says(how)
    if how == "pause":
        inge.presses("En måned")
    town.until(town.now + timedelta(days=20))
    assert not asked(inge)
    assert not rows(town)


def test_volunteers_and_coordinators_are_not_asked(town: Town) -> None:
    karen = town.volunteer("Karen")
    town.until(town.now + timedelta(days=60))
    assert not asked(karen)


def test_nobody_answers_for_another(town: Town) -> None:
    inge, olga = said_yes(town), town.citizen("Olga")
    for verb in ("yes", "no", "never", "more"):
        olga.presses_data(f"!pack.{verb}:1")
    assert rows(town) == [(0, "asked", "{}")]
    assert town.rows("SELECT count(*) FROM consent WHERE purpose = 'research'") == [(1,)]
    answers(inge, *ANSWERS)
    assert rows(town)[0][1] == "answered"


def test_ones_own_data_shows_questions_and_answers_as_they_were_read(town: Town) -> None:
    inge = said_yes(town)
    answers(inge, *ANSWERS)
    inge.says("/privatliv")
    inge.presses("Se mine data")
    inge.presses("Ja, send den")
    made = {f.name: f.content.decode() for shown in inge.shown if (f := shown.message.attachment)}
    (only,) = json.loads(made["foelgeskab.json"])["questionnaires"]
    assert (only["pack"], only["wording_version"], only["month"]) == ("selskab", "1", 0)
    assert "besvaret, Har du det selskab, du gerne vil have? Noget af det." in made["foelgeskab.txt"]
    assert "answered" not in made["foelgeskab.txt"]


def test_erasure_takes_the_answers_along(town: Town) -> None:
    inge = said_yes(town)
    answers(inge, *ANSWERS)
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert not rows(town)


def test_answers_are_kept_for_two_years_and_that_one_was_asked_for_longer(town: Town) -> None:
    inge = said_yes(town)
    answers(inge, *ANSWERS)
    town.until(town.now + timedelta(days=729))
    assert rows(town)[0][2] != "{}"
    town.until(town.now + timedelta(days=2))
    assert rows(town)[0] == (0, "answered", "{}")
    before = len(asked(inge))
    town.until(town.now + timedelta(days=60))
    assert len(asked(inge)) == before


def test_a_new_wording_is_stored_as_such_and_an_old_dialogue_keeps_its_own(
    town: Town, tmp_path: Path
) -> None:
    text = (SHIPPED / "selskab.toml").read_text(encoding="utf-8")
    new = text.replace('wording_version = "1"', 'wording_version = "2"').replace("Noget af det", "En del")
    (tmp_path / "selskab.toml").write_text(new, encoding="utf-8")
    inge = said_yes(town)
    town.settings = town.settings.model_copy(update={"packs": tmp_path})
    town.house = type(town.house)(town.settings, "foelgeskab_bot")
    answers(inge, *ANSWERS)
    assert town.rows("SELECT version FROM questionnaire") == [("1",)]
    town.until(town.now + timedelta(days=93))
    inge.presses("Ja, gerne")
    answers(inge, "En del", *ANSWERS[1:])
    assert town.rows("SELECT month, version FROM questionnaire ORDER BY month") == [(0, "1"), (3, "2")]


def test_a_pack_taken_away_asks_nothing_more_and_its_buttons_answer_kindly(town: Town) -> None:
    inge = town.citizen("Inge")
    until_asked(town, inge)
    town.settings = town.settings.model_copy(update={"packs": None})
    town.house = type(town.house)(town.settings, "foelgeskab_bot")
    inge.presses("Ja, det må du")
    assert "ingen spørgsmål lige nu" in inge.last.text
    assert inge.last.labels


def test_a_wrong_file_ends_the_command_with_exit_code_2_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.toml").write_text('name = "bad"', encoding="utf-8")
    known = {
        "TOKEN": "1:a",
        "PACKS": str(tmp_path),
        "DATA_DIR": str(tmp_path),
        "API_URL": "http://127.0.0.1:9",
    }
    for name, value in known.items():
        monkeypatch.setenv(f"BOT_{name}", value)
    with pytest.raises(SystemExit) as ended:
        main(["run"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.strip().splitlines()[-1] == (
        "foelgeskab: BOT_PACKS bad.toml: source is missing"
    )


def test_answers_are_told_in_the_readers_language() -> None:
    pack = read_pack(tomllib.loads((SHIPPED / "selskab.toml").read_text(encoding="utf-8")))
    assert pack.worded({"enough": "some"}, "en") == [
        ("Do you have the company you would like?", "Some of it")
    ]
