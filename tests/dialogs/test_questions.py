"""What each question takes, and what it shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.dialogs.dialogue import Draft, Question, Retry, Script, Tap, Typed, registry
from bot.dialogs.questions import Choice, Multi, Number, Option, Text, Today, When, confirm
from bot.dialogs.wire import decode
from bot.i18n import Reader

READER = Reader("en")
WEDNESDAY = datetime(2026, 11, 25, 9, 30)  # noqa: DTZ001 - a clock on the wall has no zone
TWELVE = [Option(f"o{n}", f"Thing {n}", n) for n in range(12)]


def said(question: Question[Any], event: str, draft: Draft = Draft()) -> Any:  # noqa: B008 - a constant
    """Answer in writing, or with "!value" by button."""
    given = Tap(1, 1, event[1:]) if event.startswith("!") else Typed(event)
    raw = question.accept(given, draft, READER)
    return raw if isinstance(raw, Draft) else question.recall(raw)


def labels(question: Question[Any], draft: Draft = Draft()) -> list[str]:  # noqa: B008 - a constant
    return [label for row in question.rows(draft, READER) for label, _ in row]


def refused(question: Question[Any], event: str, draft: Draft = Draft()) -> str:  # noqa: B008 - a constant
    with pytest.raises(Retry) as caught:
        said(question, event, draft)
    return str(caught.value)


def test_a_text_has_a_greatest_length_and_tells_it() -> None:
    assert said(Text("k", "?", str, most=5), " abcde ") == "abcde"
    assert "5 characters" in refused(Text("k", "?", str, most=5), "abcdef")
    refused(Text("k", "?", str), "  ")
    refused(Text("k", "?", int), "x")


@pytest.mark.parametrize("word", ["Spring over", "skip", "Skip.", "!>"])
def test_an_optional_question_may_be_passed_over_in_any_way(word: str) -> None:
    assert said(Text("k", "?", str, skip=True), word) is None
    assert said(Choice("k", "?", TWELVE, skip=True), word) is None
    assert said(When("k", "?", WEDNESDAY, skip=True), word) is None
    assert said(Number("k", "?", skip=True), word) is None
    assert said(Multi("k", "?", TWELVE, 1, skip=True), word) == []


def test_a_question_that_must_be_answered_takes_no_skip() -> None:
    refused(Choice("k", "?", TWELVE), "!>")
    assert said(Text("k", "?", str), "skip") == "skip"
    with pytest.raises(Retry):
        Text("k", "?", str).recall({"s": 1})


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("vi er 12", 12), ("-1", None), ("1000", None)])
def test_a_number_is_read_within_its_bounds(text: str, number: int | None) -> None:
    question = Number("k", "?", 1, 99)
    if number is None:
        refused(question, text)
    else:
        assert said(question, text) == number


def test_a_number_in_other_figures_or_too_many_is_refused() -> None:
    for text in ("٣", "9" * 400, "two", "3 or 4"):
        refused(Number("k", "?"), text)


def test_a_label_may_be_typed_without_its_sign() -> None:
    assert said(Choice("k", "?", [Option("h", "☕ På café!", 1)]), "paa cafe") == 1


def test_a_choice_takes_other_words_only_where_asked_to() -> None:
    refused(Choice("k", "?", TWELVE), "something else")
    assert said(Choice("k", "?", [Option("h", "Here", "h")], str), "something else") == "something else"


def test_a_long_choice_shows_five_and_a_way_on_and_round() -> None:
    question = Choice("k", "?", TWELVE)
    assert labels(question) == [*[f"Thing {n}" for n in range(5)], "Show more"]
    second = said(question, "!#1")
    assert said(question, "!#1", second) == second
    assert labels(question, said(question, "!#2")) == ["Thing 10", "Thing 11", "Show the first again"]
    assert said(question, "thing 11") == 11
    for forged in ("!#3", "!#-1", "!#x", "!#٣"):
        refused(question, forged)


@pytest.mark.parametrize("id_", ["", "<", ">skip", "#1"])
def test_an_option_may_not_be_called_like_the_engines_own_buttons(id_: str) -> None:
    with pytest.raises(ValueError, match="may not be called"):
        Option(id_, "x", 1)


def test_ticks_are_set_and_cleared_on_any_page_and_twice_is_once() -> None:
    question = Multi("k", "?", TWELVE, 1)
    draft = said(question, "!+o7", said(question, "!#1"))
    assert said(question, "!+o7", draft) == draft
    assert "☑ Thing 7" in labels(question, draft)
    assert said(question, "!ok", draft) == [7]
    assert said(question, "videre", draft) == [7]
    refused(question, "!ok", said(question, "!-o7", draft))
    for forged in ("!+x", "!o7", "!"):
        refused(question, forged)


def test_several_may_be_written_also_beside_what_is_ticked() -> None:
    options = [Option("c", "Coffee, food and talk", 1), Option("w", "A walk", 2), Option("s", "Songs", 3)]
    question = Multi("k", "?", options)
    assert said(question, "songs og a walk") == [2, 3]
    assert said(question, "Coffee, food and talk, songs") == [1, 3]
    assert said(question, "songs", Draft(("w",))) == [2, 3]
    refused(question, "songs, chess")
    refused(question, "not songs")


def test_several_may_be_in_a_persons_own_words() -> None:
    question = Multi("k", "?", [Option("s", "Songs", "songs")], other=str.upper)
    assert said(question, "songs, chess and go") == ["songs", "CHESS AND GO"]


@pytest.mark.parametrize(("text", "yes"), [("ja tak", True), ("nej", False), ("Yes", True), ("no", False)])
def test_a_yes_or_no_is_taken_in_words(text: str, yes: bool) -> None:
    from bot.dialogs.dialogue import Dialogue

    assert said(confirm(Dialogue(READER), "k", "?"), text) is yes


def test_a_moment_is_written_as_people_say_it_and_logged_as_what_it_was() -> None:
    question = When("k", "?", WEDNESDAY)
    raw = question.accept(Typed("i morgen kl. 14"), Draft(), READER)
    later = When("k", "?", WEDNESDAY.replace(day=26))
    assert question.recall(raw) == later.recall(raw)
    assert later.recall(raw).start == WEDNESDAY.replace(day=26, hour=14, minute=0)
    assert said(question, "hver torsdag kl. 10").rrule


def test_a_moment_that_has_passed_fits_no_more() -> None:
    raw = When("k", "?", WEDNESDAY).accept(Typed("i morgen kl. 14"), Draft(), READER)
    with pytest.raises(Retry):
        When("k", "?", WEDNESDAY.replace(day=27)).recall(raw)


def test_a_moment_is_a_day_and_then_an_hour_by_button() -> None:
    question = When("k", "?", WEDNESDAY)
    assert labels(question)[0] == "Wednesday 25 November"
    assert len(labels(question, said(question, "!#1"))) == 8
    day = said(question, "!d2026-11-27")
    assert said(question, "!d2026-11-27", day) == day
    assert labels(question, day)[-1] == "Another day"
    assert said(question, "!2026-11-27T14:00", day).start.isoformat() == "2026-11-27T14:00:00"
    assert said(question, "kl. 15.30", day).start.isoformat() == "2026-11-27T15:30:00"
    assert said(question, "!d", day) == Draft()
    for forged in ("!d2020-01-01", "!2020-01-01T14:00", "!2026-11-25T08:00", "!x"):
        refused(question, forged)


def test_a_moment_that_cannot_be_is_refused_kindly() -> None:
    assert refused(When("k", "?", WEDNESDAY), "noget") == ""
    refused(When("k", "?", WEDNESDAY), "den 31. februar kl. 10")
    refused(When("k", "?", WEDNESDAY), "i gaar kl. 10")


def test_today_is_the_clock_on_the_wall() -> None:
    assert Today().read("2026-11-25T09:30:00+01:00") == WEDNESDAY
    assert Today().kind == "r"


def test_an_answer_of_another_kind_of_question_never_raises_but_asks_again() -> None:
    raws = [{"t": "x"}, {"o": "zz"}, {"m": ["zz"]}, {"w": ["2020-01-01T10:00:00", None, None]}, {"s": 1}]
    asked: list[Question[Any]] = [
        Text("k", "?", int),
        Number("k", "?"),
        Choice("k", "?", TWELVE),
        Multi("k", "?", TWELVE),
        When("k", "?", WEDNESDAY),
    ]
    for question in asked:
        for raw in raws:
            with pytest.raises(Retry):
                question.recall(raw)


@pytest.mark.parametrize("data", ["", "d:x", "d1.1:", "da b.1:x", "d" + "z" * 40 + ".1:x", "m1:2"])
def test_data_that_is_no_dialogues_is_no_tap(data: str) -> None:
    assert decode(data) is None


def test_two_scripts_of_one_name_are_refused() -> None:
    async def run(d: Any) -> None: ...

    one, other = Script("a", 1, run), Script("a", 2, run)
    assert registry([one, one]) == {"a": one}
    with pytest.raises(ValueError, match="two scripts"):
        registry([one, other])
