"""The engine's fifteen invariants; each test is named for its own."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogs.dialogue import (
    MAX_TEXT,
    Amend,
    Continue,
    Dialogue,
    Effect,
    Json,
    Retry,
    Script,
    Tap,
    Typed,
    script,
)
from bot.dialogs.engine import MAX_LOG, Command, Note, Prompt, State, Turn, start, turn
from bot.dialogs.questions import Choice, Multi, Option, Text, confirm
from bot.dialogs.wire import decode, encode
from bot.i18n import Reader

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
BRIEF = settings(max_examples=4000 if LONG else 100, deadline=None)


@dataclass(frozen=True)
class Activities(Effect[list[list[str]]]):
    def read(self, raw: Json) -> list[list[str]]:
        return [list(pair) for pair in raw]


@dataclass(frozen=True)
class IsFree(Effect[bool]):
    code: str

    def read(self, raw: Json) -> bool:
        return bool(raw)


@dataclass(frozen=True)
class SaveConsent(Effect[None], write=True):
    text_version: int

    def read(self, raw: Json) -> None:
        return None


def digits(text: str) -> str:
    if not (text.isdigit() and len(text) == 8):
        raise Retry("A number has 8 digits.")
    return text


async def contact(_d: Dialogue, name: str) -> str:
    kinds = [Option("parent", "A parent", "parent"), Option("friend", "A friend", "friend")]
    relation = await Choice("relation", f"Who can we call, {name}?", kinds, str)
    return relation + await Text("phone", "Their number?", digits, "For example 12345678.")


@script("welcome", version=2)
async def welcome(d: Dialogue, *, town: str) -> list[Any] | None:
    d.say(f"Hello {town}.")
    if not await confirm(d, "consent", "May we?"):
        return None
    await SaveConsent(3)
    name = await Text("name", "Your name?", str.title)
    code = await Text("code", "Your code?", str.upper)
    if not await IsFree(code):
        raise Retry(f"{code} is taken.")
    options = [Option(one, title, one) for one, title in await Activities()]
    activity = await Choice("activity", "Which activity?", options, skip=True)
    days = await Multi("days", "Which days?", [Option(f"d{n}", f"Day {n}", n) for n in range(8)], least=1)
    whom = await d.sub("contact", contact, name)
    fix = await Choice(
        "right",
        f"{name}, {whom}. Right?",
        [Option("yes", "Yes", ""), Option("n", "The name", "name"), Option("p", "It", "contact.phone")],
    )
    if fix:
        raise Amend(fix)
    d.say(f"Thank you, {name}.")
    return [name, activity, days, whom]


class Chat:
    """A person: presses buttons by label and types.  Every state goes through its JSON."""

    def __init__(self, talk: Script[..., Any], language: str = "en", **args: Json) -> None:
        self.script, self.reader = talk, Reader(language)
        self.activities = [["7", "Running"], ["9", "Chess"]]
        self.done: list[str] = []
        self.state = State.load(start(1234567, talk, **args).dump())
        self.screen = Prompt("", [], "")
        self.last = self.send(Command.SHOW)

    def perform(self, effect: Effect[Any]) -> Json:
        self.done.append(effect.key)
        if isinstance(effect, IsFree):
            return effect.code != "A1"
        return self.activities if isinstance(effect, Activities) else None

    def send(self, event: Tap | Typed | Command | None) -> Turn[Any]:
        assert event is not None
        before, stored = self.state, self.state.dump()
        self.last = turn(self.script, self.state, event, self.perform, self.reader)
        assert before.dump() == stored
        self.state = State.load(self.last.state.dump())
        assert self.state == self.last.state
        self.screen = self.last.prompt or self.screen
        return self.last

    def data(self, label: str) -> str:
        return encode(self.state, dict(self.screen.buttons)[label])

    def tap(self, *labels: str) -> Turn[Any]:
        for label in labels:
            self.send(decode(self.data(label)))
        return self.last

    def type(self, *texts: str) -> Turn[Any]:
        for text in texts:
            self.send(Typed(text))
        return self.last

    @property
    def labels(self) -> list[str]:
        return [label for label, _ in self.screen.buttons]

    def answers(self) -> list[Json]:
        return [entry.raw for entry in self.state.log if entry.kind == "a"]


def newcomer() -> Chat:
    return Chat(welcome, town="Aarhus")


def at_phone() -> Chat:
    chat = newcomer()
    chat.tap("Yes")
    chat.type("anna", "b2")
    chat.tap("Chess", "☐ Day 1", "Next")
    chat.type("my aunt")
    assert chat.state.pending == "contact.phone"
    return chat


def asking(keys: str, version: int = 1, ids: str = "xyz") -> Script[..., dict[str, str]]:
    async def made(_d: Dialogue) -> dict[str, str]:
        return {key: await Choice(key, f"{key}?", [Option(c, c, c) for c in ids]) for key in keys}

    return Script("made", version, made)


WORDS = ["yes", "12345678", "b2", "a1", "day 2", "", "?", "skip", "tilbage", "videre", "x" * 600]
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("tap"), st.integers(0, 9)),
        st.tuples(st.just("old"), st.integers(0, 20)),
        st.tuples(st.just("type"), st.integers(0, len(WORDS) - 1)),
        st.tuples(st.just("back"), st.just(0)),
        st.tuples(st.just("show"), st.just(0)),
    ),
    max_size=30,
)


def walk(events: list[tuple[str, int]], check: Callable[[Chat, State, Tap | Typed | Command], None]) -> None:
    """Do what a person may do, and check after each turn."""
    chat, taps = newcomer(), list[Tap]()
    for kind, number in events:
        if chat.last.note is Note.DONE:
            return
        event: Tap | Typed | Command | None
        if kind == "tap" and chat.labels:
            event = decode(chat.data(chat.labels[number % len(chat.labels)]))
            assert event
            taps.append(event)
        elif kind == "old" and taps:
            event = taps[number % len(taps)]
        elif kind == "type":
            event = Typed(WORDS[number])
        else:
            event = Command.BACK if kind == "back" else Command.SHOW
        before = chat.state
        chat.send(event)
        check(chat, before, event)


@BRIEF
@given(EVENTS)
def test_01_opening_a_state_again_asks_the_same_and_performs_nothing_logged(
    events: list[tuple[str, int]],
) -> None:
    def check(chat: Chat, _before: State, _event: object) -> None:
        if chat.last.note is Note.DONE:
            return
        done, asked, state = list(chat.done), chat.screen.text, chat.state
        assert chat.type("").note is Note.INVALID  # no question takes this: a pure replay
        assert (chat.done, chat.screen.text) == (done, asked)
        assert chat.state == replace(state, attempts=state.attempts + 1)

    walk(events, check)


@BRIEF
@given(EVENTS)
def test_02_a_state_is_what_its_json_says(events: list[tuple[str, int]]) -> None:
    def check(chat: Chat, _before: State, _event: object) -> None:
        assert State.load(chat.last.state.dump()) == chat.last.state

    walk(events, check)


def test_03_a_turn_that_raises_has_changed_nothing() -> None:
    chat = newcomer()
    before = chat.state.dump()

    async def broken(_d: Dialogue, *, town: str) -> None:
        raise ZeroDivisionError(town)

    chat.script = Script("welcome", 2, broken)
    with pytest.raises(ZeroDivisionError):
        chat.type("yes")
    assert chat.state.dump() == before


@BRIEF
@given(EVENTS)
def test_04_rev_never_falls_and_rises_with_every_other_prompt(events: list[tuple[str, int]]) -> None:
    shown = [("", "")]

    def check(chat: Chat, before: State, _event: object) -> None:
        assert chat.state.rev >= before.rev
        if chat.state.rev == before.rev:
            assert shown[-1][0] in ("", chat.screen.text)
            assert (chat.state.pending, chat.state.log) == (before.pending, before.log)
        shown.append((chat.screen.text, ""))

    walk(events, check)


@BRIEF
@given(EVENTS)
def test_05_a_stale_tap_changes_says_and_performs_nothing(events: list[tuple[str, int]]) -> None:
    done = [0]

    def check(chat: Chat, before: State, event: object) -> None:
        if isinstance(event, Tap):
            stale = event[:2] != (before.id, before.rev)
            assert (chat.last.note is Note.STALE) == stale
            if stale:
                assert chat.state == before
                assert not chat.last.said
                assert chat.last.prompt is None
                assert len(chat.done) == done[0] or done[0] == 0
        done[0] = len(chat.done)

    walk(events, check)


@BRIEF
@given(EVENTS)
def test_06_a_tap_delivered_twice_is_a_tap_delivered_once(events: list[tuple[str, int]]) -> None:
    def check(chat: Chat, _before: State, event: Tap | Typed | Command) -> None:
        if isinstance(event, Tap) and chat.last.note not in (Note.DONE, Note.INVALID, Note.STALE):
            once, done = chat.state, list(chat.done)
            chat.send(event)
            assert (chat.state, chat.done) == (once, done)

    walk(events, check)


@BRIEF
@given(EVENTS)
def test_07_a_turn_takes_at_most_one_answer_and_only_for_what_was_asked(
    events: list[tuple[str, int]],
) -> None:
    def check(chat: Chat, before: State, event: object) -> None:
        assert chat.last.note is not Note.MOVED
        new = [e for e in chat.state.log if e.kind == "a"][sum(e.kind == "a" for e in before.log) :]
        if new and not before.bank:
            assert [e.path for e in new] == [before.pending]
            assert not isinstance(event, Command)

    walk(events, check)


def test_07_an_answer_to_a_question_that_moved_is_given_to_no_other() -> None:
    chat = Chat(asking("ab"))
    chat.script = asking("cab", 2)
    assert chat.type("x").note is Note.MOVED
    assert chat.state.pending == "c"
    assert not chat.answers()


@BRIEF
@given(EVENTS)
def test_08_a_refused_answer_leaves_all_but_attempts_alone(events: list[tuple[str, int]]) -> None:
    def check(chat: Chat, before: State, _event: object) -> None:
        if chat.last.note is Note.INVALID and chat.state.rev == before.rev:
            assert chat.state == replace(before, attempts=before.attempts + 1)

    walk(events, check)


def test_08_an_answer_that_a_look_up_refuses_leaves_no_trace_but_a_new_rev() -> None:
    chat = newcomer()
    chat.tap("Yes")
    chat.type("anna")
    before = chat.state
    assert chat.type("a1").note is Note.INVALID
    assert (chat.state.log, chat.screen.error) == (before.log, "A1 is taken.")
    assert chat.state.rev > before.rev
    assert chat.type("b2").note is Note.OK


@BRIEF
@given(st.lists(st.sampled_from("xyz"), max_size=12), st.integers(0, 15), st.booleans())
def test_09_back_takes_exactly_the_latest_answers(answers: list[str], backs: int, typed: bool) -> None:
    chat = Chat(asking("abcdefghijklmn"))
    chat.tap(*answers)
    for _ in range(backs):
        if typed:
            chat.type("Tilbage")
        else:
            chat.send(Command.BACK)
    assert [raw["o"] for raw in chat.answers()] == answers[: max(0, len(answers) - backs)]


@BRIEF
@given(EVENTS)
def test_10_a_write_is_performed_once_and_no_undo_crosses_it(events: list[tuple[str, int]]) -> None:
    def check(chat: Chat, before: State, _event: object) -> None:
        assert chat.done.count("SaveConsent") <= 1
        written = any(entry.kind == "w" for entry in before.log)
        assert not written or any(entry.kind == "w" for entry in chat.state.log)

    walk(events, check)


def test_10_a_write_survives_a_new_version_and_an_amended_answer() -> None:
    chat = at_phone()
    chat.type("12345678")
    chat.tap("The name")
    chat.script = Script("welcome", 3, welcome.run)
    chat.send(Command.SHOW)
    chat.type("bo")
    assert chat.tap("Yes").result == ["Bo", "9", [1], "my aunt12345678"]
    assert chat.done.count("SaveConsent") == 1


def test_10_what_a_write_rests_on_cannot_be_amended() -> None:
    @script("regret")
    async def regret(_d: Dialogue) -> None:
        await Text("consent", "Consent?", str)
        await SaveConsent(1)
        await Text("name", "Name?", str)
        raise Amend("consent")

    chat = Chat(regret)
    chat.type("yes")
    with pytest.raises(RuntimeError, match="since a write"):
        chat.type("anna")


@BRIEF
@given(EVENTS)
def test_11_log_and_texts_are_bounded(events: list[tuple[str, int]]) -> None:
    def check(chat: Chat, _before: State, _event: object) -> None:
        assert len(chat.state.log) <= MAX_LOG
        assert all(len(json.dumps(raw)) <= MAX_TEXT + 20 for raw in chat.answers())

    walk(events, check)


def test_11_a_loop_without_continue_meets_the_bound() -> None:
    @script("endless")
    async def endless(_d: Dialogue) -> None:
        while True:
            await Text("more", "More?", str)

    chat = Chat(endless)
    with pytest.raises(OverflowError):
        chat.type(*["x"] * (MAX_LOG + 1))
    assert len(chat.state.log) == MAX_LOG
    assert chat.state.log[2].path == "more~3"


def test_11_a_loop_with_continue_begins_an_empty_log() -> None:
    @script("moods")
    async def moods(d: Dialogue, *, seen: int) -> None:
        await Text("mood", "How are you?", str)
        d.say(f"That was number {seen + 1}.")
        raise Continue(seen=seen + 1)

    chat = Chat(moods, seen=0)
    for n in range(MAX_LOG + 5):
        assert chat.type("fine").said == [f"That was number {n + 1}."]
        assert (len(chat.state.log), chat.state.args) == (0, {"seen": n + 1})


KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1).map("".join)


@BRIEF
@given(
    KEYS, KEYS, st.lists(st.sampled_from("xyz"), max_size=7), st.sampled_from(["xyz", "yz"]), st.booleans()
)
def test_12_any_old_log_meets_any_new_script(
    old: str, new: str, answers: list[str], ids: str, honest: bool
) -> None:
    chat, known = Chat(asking(old)), dict[str, str]()
    for key, answer in zip(old[:-1], answers, strict=False):
        chat.tap(answer)
        known[key] = answer
    chat.script = asking(new, 2 if honest else 1, ids)
    chat.send(Command.SHOW)
    while chat.last.note is not Note.DONE:
        asked = chat.state.pending
        assert asked in new
        assert known.get(asked, "") not in ids or asked not in known
        chat.tap("y")
        known[asked] = "y"
    assert chat.last.result == {key: known[key] for key in new}


def test_13_amending_asks_that_one_and_no_other_again() -> None:
    chat = at_phone()
    chat.type("12345678")
    chat.tap("The name")
    assert chat.screen.text == "Your name?"
    chat.type("bo")
    assert chat.screen.text == "Bo, my aunt12345678. Right?"
    chat.tap("It")
    assert chat.state.pending == "contact.phone"
    chat.type("87654321")
    assert chat.tap("Yes").result == ["Bo", "9", [1], "my aunt87654321"]


@BRIEF
@given(st.lists(st.sampled_from("xyz<?so"), max_size=40), st.sampled_from(["en", "da"]))
def test_14_the_result_rests_on_the_accepted_answers_alone(noise: list[str], language: str) -> None:
    chat, kept = Chat(asking("abcd"), language), list[str]()
    for sign in noise:
        if len(kept) == 3 and sign in "xyz":
            break
        old = decode(chat.data("x"))
        if sign in "xyz":
            chat.tap(sign)
            kept.append(sign)
            assert chat.send(old).note is Note.STALE
        elif sign == "<":
            chat.send(Command.BACK)
            kept = kept[:-1]
        else:
            others: dict[str, Typed | Command] = {
                "?": Typed("what?"),
                "s": Command.SHOW,
                "o": Typed("y" * 999),
            }
            chat.send(others[sign])
        assert [raw["o"] for raw in chat.answers()] == kept
    rest = "zzzz"[len(kept) :]
    assert chat.tap(*rest).result == dict(zip("abcd", [*kept, *rest], strict=True))


@BRIEF
@given(EVENTS)
def test_15_every_button_shown_is_on_the_wire_and_is_taken(events: list[tuple[str, int]]) -> None:
    def check(chat: Chat, _before: State, _event: object) -> None:
        if chat.last.note is Note.DONE:
            return
        for _label, value in chat.screen.buttons:
            data = encode(chat.state, value)
            assert len(data.encode()) <= 64
            assert decode(data) == (chat.state.id, chat.state.rev, value)
            tap = Tap(chat.state.id, chat.state.rev, value)
            assert turn(welcome, chat.state, tap, chat.perform, chat.reader).note is not Note.STALE
            chat.done = [key for key in chat.done if key != "SaveConsent"]

    walk(events, check)


def test_a_look_up_is_done_once_and_again_only_on_back_and_resume() -> None:
    chat = at_phone()
    assert chat.done == ["SaveConsent", "IsFree", "Activities"]
    chat.send(Command.BACK)
    chat.send(Command.BACK)
    chat.activities = [["8", "Rowing"]]
    chat.send(Command.BACK)
    assert chat.labels == ["Rowing", "Skip", "Back"]
    old = decode(chat.data("Rowing"))
    chat.activities = []
    chat.send(Command.SHOW)
    assert chat.labels == ["Skip", "Back"]
    assert chat.send(old).note is Note.STALE


def test_a_forged_option_is_no_answer() -> None:
    chat = newcomer()
    assert chat.send(decode(encode(chat.state, "666"))).note is Note.INVALID


def test_help_comes_with_the_second_miss() -> None:
    chat = at_phone()
    chat.type("12")
    assert chat.screen.error == "A number has 8 digits."
    chat.type("12")
    assert chat.screen.error == "A number has 8 digits.\nFor example 12345678."


def test_all_that_is_to_be_said_is_one_message() -> None:
    text, rows = newcomer().last.message()
    assert text == "Hello Aarhus.\nMay we?"
    assert rows == [[("Yes", "dqglj.1:y")], [("No", "dqglj.1:n")]]


def test_what_was_said_before_an_answer_is_not_said_again_after_it() -> None:
    chat = newcomer()
    assert not chat.tap("Yes").said


def test_a_script_that_waits_for_anything_else_is_refused() -> None:
    class Nap:
        def __await__(self) -> Any:
            yield None

    @script("naughty")
    async def naughty(_d: Dialogue) -> None:
        await Nap()

    with pytest.raises(TypeError, match="only questions and effects"):
        Chat(naughty)


def test_retry_without_an_answer_is_a_fault_of_the_script() -> None:
    @script("bad")
    async def bad(_d: Dialogue) -> None:
        raise Retry("no")

    with pytest.raises(RuntimeError, match="no answer"):
        Chat(bad)
