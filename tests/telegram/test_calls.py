from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge import Breach, judge, methods

from bot.ports import Attachment, Button, Outbound
from bot.telegram.calls import calls

PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=40)
BUTTON = st.builds(Button, PLAIN.map(lambda t: t[:30]), st.just("!menu"))
ROWS = st.lists(st.lists(BUTTON, min_size=1, max_size=3).map(tuple), max_size=5).map(tuple)
FILE = st.builds(Attachment, st.just("a.ics"), st.binary(), st.booleans())
PLACE = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
ANYTHING = st.builds(
    Outbound,
    text=PLAIN,
    buttons=ROWS,
    attachment=st.none() | FILE,
    place=st.none() | PLACE,
    edit=st.sampled_from((0, 7)),
    delete=st.sampled_from((0, 7)),
    protect=st.booleans(),
    photo_id=st.sampled_from(("", "AgAC")),
    leave=st.booleans(),
    commands=st.sampled_from(((), (("hej", "Sig hej"),))),
)


def keyboard(*rows: Any) -> tuple[str, dict[str, Any]]:
    return "sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": list(*rows)}}


LARGE = st.builds(
    Outbound,
    text=PLAIN,
    keyboard=st.lists(st.lists(PLAIN, min_size=1, max_size=3).map(tuple), max_size=4).map(tuple),
    hint=st.sampled_from(("", "Skriv til mig her")),
)


@given(ANYTHING | LARGE)
def test_whatever_we_say_is_a_call_that_the_bot_api_takes(message: Outbound) -> None:
    for call in calls(5, message):
        judge(call.method, call.params, frozenset(call.files))


def first(**more: Any) -> tuple[str, dict[str, Any]]:
    call = calls(5, Outbound(**{"text": "Hej", **more}))[0]
    return call.method, call.params


def test_a_text_is_sent_plainly_and_without_a_preview() -> None:
    assert first() == (
        "sendMessage",
        {"chat_id": 5, "text": "Hej"},
    )


def test_buttons_press_or_open() -> None:
    _, params = first(buttons=((Button("Ja", "!yes"), Button("Se", url="https://x.dk")),))
    keyboard = [[{"text": "Ja", "callback_data": "!yes"}, {"text": "Se", "url": "https://x.dk"}]]
    assert params["reply_markup"] == {"inline_keyboard": keyboard}


def test_large_buttons_stay_until_they_are_taken_away() -> None:
    large = (("Mine aftaler", "Tal med et menneske"),)
    assert first(keyboard=large, hint="Skriv")[1]["reply_markup"] == {
        "keyboard": [[{"text": "Mine aftaler"}, {"text": "Tal med et menneske"}]],
        "is_persistent": True,
        "resize_keyboard": True,
        "input_field_placeholder": "Skriv",
    }
    assert first(keyboard=())[1]["reply_markup"] == {"remove_keyboard": True}


@pytest.mark.parametrize("more", [{"buttons": ((Button("Ja", "!yes"),),)}, {"edit": 7}])
def test_large_buttons_have_a_message_of_their_own(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a message of their own"):
        Outbound("Hej", keyboard=(("Ja",),), **more)


def test_what_is_protected_can_be_neither_forwarded_nor_saved() -> None:
    assert first(protect=True)[1]["protect_content"] is True


def test_a_place_has_a_title_and_an_address() -> None:
    method, params = first(text="Beboerhuset\nBaggården 2", place=(55.4, 11.35))
    assert (method, params["title"], params["address"]) == ("sendVenue", "Beboerhuset", "Baggården 2")


def test_a_group_hears_it_and_then_we_leave() -> None:
    assert [call.method for call in calls(-5, Outbound("x", leave=True))] == ["sendMessage", "leaveChat"]


def test_commands_are_set_for_one_chat_only() -> None:
    method, params = first(commands=(("hej", "Sig hej"),))
    assert method == "setMyCommands"
    assert params["scope"] == {"type": "chat", "chat_id": 5}


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("sendMesage", {"chat_id": 1, "text": "x"}),
        ("sendMessage", {"chat_id": 1}),
        ("sendMessage", {"chat_id": 1, "text": " "}),
        ("sendMessage", {"chat_id": 1, "text": "x" * 4097}),
        ("sendMessage", {"chat_id": 1, "text": "\U0001f600" * 2049}),
        ("sendMessage", {"chat_id": 1, "text": "x", "silent": True}),
        ("sendMessage", {"chat_id": 1, "text": "x", "link_preview_options": {"disabled": True}}),
        keyboard([[{"text": "a", "callback_dta": "b"}]]),
        keyboard([[{"callback_data": "b"}]]),
        keyboard([[{"text": "a"}]]),
        keyboard([[{"text": "a", "callback_data": "æ" * 33}]]),
        keyboard([[{"text": "a", "callback_data": "b", "url": "https://x.dk"}]]),
        keyboard([[]]),
        keyboard([[{"text": "a", "callback_data": "b"}] * 9]),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {}}),
        ("sendPhoto", {"chat_id": 1, "caption": "x"}),
        ("sendDocument", {"chat_id": 1, "document": "d", "caption": "x" * 1025}),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
    ],
)  # fmt: skip
def test_the_judge_refuses(method: str, values: dict[str, Any]) -> None:
    with pytest.raises(Breach):
        judge(method, values)


def test_the_judge_knows_the_whole_bot_api() -> None:
    assert len(methods()) > 150


def test_a_page_that_is_named_is_not_shown_as_a_picture() -> None:
    for text in ("Linket: https://t.me/bot?start=x", "Se www.example.dk", "example.dk"):
        [call] = calls(5, Outbound(text))
        assert call.params["link_preview_options"] == {"is_disabled": True}
    [plain] = calls(5, Outbound("Hej. Kaffe kl. 14.00."))
    assert "link_preview_options" not in plain.params
