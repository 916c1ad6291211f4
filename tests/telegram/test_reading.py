from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stub import message, person

from bot.ports import Inbound, Said
from bot.telegram.masking import masked
from bot.telegram.reading import chat_of, read
from bot.telegram.wire import Unreadable, parse, write

FILE = {"file_id": "f", "file_unique_id": "u"}


def understood(**update: Any) -> Inbound:
    raw = {"update_id": 1, **update}
    return read("u:1", chat_of(raw), write(masked(raw))).inbound


def group(n: int, **more: Any) -> dict[str, Any]:
    return {**message(n, 9, **more), "chat": {"id": -9, "type": "group", "title": "Vi"}}


def membership(status: str, kind: str = "private") -> Inbound:
    bot = {"id": 1, "is_bot": True, "first_name": "B"}
    extra = {"until_date": 0} if status == "kicked" else {}
    return understood(
        my_chat_member={
            "chat": {"id": 5 if kind == "private" else -5, "type": kind, "title": "Vi"},
            "from": person(5),
            "date": 1,
            "old_chat_member": {"user": bot, "status": "member"},
            "new_chat_member": {"user": bot, "status": status, **extra},
        }
    )


def test_a_text_is_read_with_who_wrote_it_and_what_it_answers() -> None:
    found = understood(message=message(3, 5, text="hej", reply_to_message=message(2, 5, text="?")))
    assert found == Inbound(
        "u:1", 5, Said.TEXT, "hej", message_id=3, reply_to=2, first_name="Anna", language="da"
    )


def test_a_press_is_read_with_the_message_it_stands_under() -> None:
    query = {"id": "q", "from": person(5), "message": message(3, 5, text="?"), "data": "!yes"}
    reading = read("u:1", 5, write({"callback_query": query}))
    assert reading.query == "q"
    assert (reading.inbound.said, reading.inbound.data, reading.inbound.message_id) == (Said.TAP, "!yes", 3)


@pytest.mark.parametrize(
    ("part", "said", "media"),
    [
        ({"voice": {**FILE, "duration": 1}}, Said.MEDIA, "voice"),
        ({"photo": [{**FILE, "width": 1, "height": 1}], "caption": "c"}, Said.MEDIA, "photo"),
        ({"document": {**FILE, "file_name": "plan.ICS"}}, Said.FILE, "document"),
        ({"document": {**FILE, "file_name": "a.pdf"}}, Said.MEDIA, "document"),
        ({"contact": {"phone_number": "1", "first_name": "B"}}, Said.MEDIA, "contact"),
        ({"video_note": {**FILE, "length": 1, "duration": 1}}, Said.MEDIA, "video_note"),
    ],
)  # fmt: skip
def test_media_are_told_apart(part: dict[str, Any], said: Said, media: str) -> None:
    found = understood(message=message(3, 5, **part))
    assert (found.said, found.media) == (said, media)
    assert found.text == part.get("caption", "")
    assert found.file_id == ("" if media == "contact" else "f")


def test_a_location_and_a_venue_say_where_and_nothing_else_does() -> None:
    where = {"latitude": 55.4, "longitude": 11.35}
    venue = {"location": where, "title": "Biblioteket", "address": "Torvet 1"}
    for part in ({"location": where}, {"venue": venue, "location": where}, {"venue": venue}):
        found = understood(message=message(3, 5, **part))
        assert (found.said, found.place) == (Said.MEDIA, (55.4, 11.35))
    assert understood(message=message(3, 5, voice={**FILE, "duration": 1})).place is None


def test_what_telegram_itself_writes_into_a_chat_is_nobodys_message() -> None:
    assert understood(message=message(3, 5, pinned_message=message(1, 5, text="x"))).said is Said.OTHER


def test_an_edited_message_is_told_apart() -> None:
    found = understood(edited_message=message(3, 5, text="hjælp", edit_date=2))
    assert (found.said, found.text) == (Said.EDITED, "hjælp")


def test_in_a_group_nothing_is_read() -> None:
    assert understood(message=group(3, text="hej")).said is Said.GROUP
    assert understood(message=group(3, left_chat_member=person(5))).said is Said.OTHER
    query = {"id": "q", "from": person(5), "message": group(3, text="?"), "data": "!yes"}
    assert understood(callback_query=query).said is Said.GROUP


def test_a_block_and_its_end_are_told_apart_and_a_group_that_adds_us() -> None:
    assert membership("kicked").said is Said.BLOCKED
    assert membership("member").said is Said.UNBLOCKED
    assert membership("member", "group").said is Said.GROUP
    assert membership("left", "group").said is Said.OTHER


def test_an_event_of_our_own_is_read() -> None:
    found = read("k", 5, '{"event":{"name":"due","args":{"a":1}}}').inbound
    assert found == Inbound("k", 5, Said.EVENT, "due", '{"a":1}')


def test_a_cpr_number_is_hidden_before_anything_is_stored_and_told_of() -> None:
    raw = {
        "message": message(
            3, 5, text="mit er 010203-1234", reply_to_message=message(2, 5, text="010203-1234")
        )
    }
    clean = masked(raw)
    assert "1234" not in write(clean)
    assert read("u:1", 5, write(clean)).inbound.had_cpr
    assert "1234" in write(raw)


def test_a_clean_update_is_stored_as_it_is() -> None:
    raw = {"message": message(3, 5, text="hej")}
    assert masked(raw) is raw


def test_half_a_character_stops_nobody() -> None:
    assert parse(b'{"text":"a\\ud83d"}') == {"text": "a?"}


@pytest.mark.parametrize(
    "raw",
    [
        "", "[", "[]", "1", '{"message":{}}',
        '{"message":"x"}', '{"message":{"chat":{"id":"x"},"text":"t"}}',
        '{"message":{"chat":{"id":5},"text":7,"message_id":1}}',
        '{"message":{"chat":{"id":1e30},"text":"t"}}',
        "[" * 100_000,
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_so(raw: str) -> None:
    with pytest.raises(Unreadable):
        read("u:1", 0, raw)


NAMES = st.sampled_from(("chat", "id", "text", "from", "message", "data", "type", "date"))
WORDS = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(("message", "edited_message", "callback_query", "my_chat_member", "event")), JSON)
def test_whatever_comes_is_read_or_refused_and_nothing_else(name: str, part: Any) -> None:
    update = {name: part}
    try:
        found = read("u:1", chat_of(update), json.dumps(masked(update)))
    except Unreadable:
        return
    assert isinstance(found.inbound, Inbound)
