"""Whatever is sent, in whatever state, as Telegram writes it: a kind answer, a way on, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from states import STATES, a_town, mette
from stub import message
from town import Phone, Shown, Town, wall

from bot.handlers.sent import foreign
from bot.ports import Kind, Said
from bot.telegram.masking import masked
from bot.telegram.reading import chat_of, read
from bot.telegram.wire import write

FILE = {"file_id": "zqx-file", "file_unique_id": "zqx-u"}
THUMB = {**FILE, "width": 9, "height": 9}
PERSON = {"id": 4, "is_bot": False, "first_name": "zqx-friend"}
WHERE = {"latitude": 55.4, "longitude": 11.3}
FORWARDED = {"forward_origin": {"type": "user", "date": 1, "sender_user": PERSON}}
OPTION = {"text": "zqx-a", "voter_count": 0, "persistent_id": "a"}
POLL = {
    "id": "1",
    "question": "zqx-poll",
    "options": [OPTION, OPTION],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}
KINDS: dict[str, dict[str, Any]] = {
    "voice": {"voice": {**FILE, "duration": 3}},
    "audio": {"audio": {**FILE, "duration": 3, "title": "zqx-song"}},
    "photo": {"photo": [THUMB, THUMB]},
    "photo with words": {"photo": [THUMB], "caption": "zqx-caption fra i sommers"},
    "sticker": {"sticker": {**THUMB, "type": "regular", "is_animated": False, "is_video": False}},
    "animation": {"animation": {**THUMB, "duration": 1}},
    "video": {"video": {**THUMB, "duration": 1}},
    "video note": {"video_note": {**FILE, "length": 1, "duration": 1}},
    "document": {"document": {**FILE, "file_name": "zqx.pdf"}},
    "location": {"location": WHERE},
    "venue": {"venue": {"location": WHERE, "title": "zqx-place", "address": "zqx"}, "location": WHERE},
    "contact": {"contact": {"phone_number": "+45zqx", "first_name": "zqx-friend"}},
    "poll": {"poll": POLL},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "game": {"game": {"title": "zqx", "description": "zqx", "photo": [THUMB]}},
    "forwarded words": {"text": "zqx-forwarded fra en anden", **FORWARDED},
    "forwarded photo": {"photo": [THUMB], **FORWARDED},
    "something new": {"hologram": {"zqx": 1}},
}
CORRECTED = "Har du rettet en besked, så skriv den gerne igen. Jeg læser kun nye beskeder."
TALKING = ("waiting_for_a_human", "talking_with_a_human")
WORDS: dict[str, str] = {
    "as long as can be": "zqx " * 1024,
    "one long word": "z" * 4096,
    "emoji": "🌵🌵🌵",
    "one emoji with joiners": "👩‍🦽‍➡️",
    "signs": "?!?! ... ---",
    "right to left": "שלום, אני רוצה לבוא",
    "arabic": "مرحبا، أريد أن آتي معكم",
    "cyrillic": "Привіт, я хочу прийти",
    "chinese": "你好",
    "turned around": "\u202eegnI\u202c \u2066hej\u2069",
    "combining": "h\u0301e\u0301j\u0301" * 40,
    "a nul": "a\x00b",
    "html": "<b>zqx</b> & [x](y) *z*",
    "a command nobody knows": "/zqx",
    "only a slash": "/",
}


def sends(town: Town, phone: Phone, part: dict[str, Any], *, edited: bool = False) -> list[Shown]:
    """Let something come as Telegram writes it; return what is shown after it."""
    before = len(phone.shown)
    extra = {"edit_date": 2} if edited else {}
    body = {**message(7, phone.chat, **part), **extra}
    raw = {"update_id": 1, "edited_message" if edited else "message": body}
    inbound = read("u:1", chat_of(raw), write(masked(raw))).inbound
    town.receive(replace(inbound, first_name=phone.name, language="da"))
    return phone.since(before)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(state=st.sampled_from(STATES), kind=st.sampled_from(sorted(KINDS)))
def test_whatever_is_sent_is_answered_kindly_and_not_kept(
    sqlite_template: Path, state: Callable[[Town], Phone], kind: str
) -> None:
    with a_town(sqlite_template) as town:
        phone = state(town)
        staff = len(mette(town).shown)
        assume(kind != "photo with words" or state.__name__ not in TALKING)  # words are words: see below
        answers = sends(town, phone, KINDS[kind])
        assert answers, "nothing came"
        assert answers[-1].labels, "no way on"
        assert len(answers[0].text) <= 500
        assert "zqx" not in town.cells()
        assert len(mette(town).shown) == staff, "it was passed on to somebody"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(state=st.sampled_from(STATES), kind=st.sampled_from(sorted(WORDS)))
def test_whatever_is_written_is_answered_or_carried_over(
    sqlite_template: Path, state: Callable[[Town], Phone], kind: str
) -> None:
    with a_town(sqlite_template) as town:
        phone = state(town)
        staff = len(mette(town).shown)
        answers = sends(town, phone, {"text": WORDS[kind]})
        carried = "".join(shown.text for shown in mette(town).since(staff))
        assert answers or carried, "nothing came"
        assert all(len(shown.text) <= 4096 for shown in [*answers, *mette(town).since(staff)])
        if answers:
            assert any(shown.labels for shown in answers), "no way on"
        if carried:
            assert (
                WORDS[kind].translate({0: None, 0x202E: None, 0x202C: None, 0x2066: None, 0x2069: None})
                in carried
            )
        assert not {"\u202e", "\x00"} & set(town.cells())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(state=st.sampled_from(STATES), kind=st.sampled_from(sorted(KINDS)))
def test_an_edit_without_danger_or_stop_changes_nothing_and_that_is_said_once(
    sqlite_template: Path, state: Callable[[Town], Phone], kind: str
) -> None:
    with a_town(sqlite_template) as town:
        phone = state(town)
        asked = town.rows("SELECT script, state FROM dialogue")
        staff = len(mette(town).shown)
        part = KINDS[kind]
        answers = sends(town, phone, part, edited=True)
        if "text" in part or "caption" in part:
            assert [shown.text for shown in answers] == [CORRECTED]
            assert answers[-1].labels, "no way on"
        else:  # a place that moves is an edit every few seconds
            assert answers == []
        assert sends(town, phone, part, edited=True) == []
        assert town.rows("SELECT script, state FROM dialogue") == asked
        assert len(mette(town).shown) == staff
        assert "zqx" not in town.cells()


@pytest.mark.parametrize(
    ("state", "caption", "heard"),
    [
        ("member", "Kan I hente mig?", None),
        ("member", "hvad sker der i denne uge", "Jeg har fundet 2 ting"),
        ("member", "Mine aftaler", "Du er ikke tilmeldt noget"),
        ("member", "slet mig", "Vil du have slettet alt om dig?"),
        ("member", "fra haven i sommers", "Jeg kan ikke se billeder"),
        ("talking", "er det her den rigtige dør?", None),
    ],
)
def test_words_under_a_picture_are_heard_if_they_mean_something(
    sqlite_template: Path, state: str, caption: str, heard: str | None
) -> None:
    with a_town(sqlite_template) as town:
        town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
        town.activity("Gå og snak", wall("2026-11-27", "10:00"))
        inge = town.citizen("Inge")
        if state == "talking":
            inge.says("tal med et menneske")
            mette(town).presses("Tag samtalen")
        answers = sends(town, inge, {"photo": [THUMB], "caption": caption})
        assert "Jeg kan ikke se billeder" in answers[0].text
        assert heard is None or any(heard in shown.text for shown in answers)
        assert answers[-1].labels or state == "talking"
        assert (caption in mette(town).last.text) == (state == "talking")


def test_ones_own_words_sent_once_more_are_ones_own(sqlite_template: Path) -> None:
    with a_town(sqlite_template) as town:
        inge = town.citizen("Inge")
        inge.says("tal med et menneske")
        for author, carried in ((4, False), (inge.chat, True)):
            user = {**PERSON, "id": author}
            origin = {"forward_origin": {"type": "user", "date": 1, "sender_user": user}}
            sends(town, inge, {"text": "Jeg har tænkt på det længe", **origin})
            assert ("Jeg har tænkt på det længe" in mette(town).last.text) == carried


def test_a_long_letter_is_met_with_a_human_and_not_with_not_understood(sqlite_template: Path) -> None:
    with a_town(sqlite_template) as town:
        inge = town.citizen("Inge")
        inge.says("I dag sad jeg og så ud på fuglene, mens kaffen blev kold. " * 12)
        assert inge.last.text.startswith("Tak for alt det, du skriver.")
        assert len(inge.last.text) <= 300
        inge.presses("Ja tak")
        assert "Inge vil gerne tale med et menneske" in mette(town).last.text


def test_a_command_nobody_knows_leaves_the_question_in_sight(sqlite_template: Path) -> None:
    with a_town(sqlite_template) as town:
        inge = town.phone("Inge")
        inge.says("hej")
        inge.presses("Ja, og jeg er fyldt 18")
        inge.says("/kage")
        assert inge.last.text.startswith("Hvad må jeg kalde dig?")
        inge.says("/mine")
        assert inge.last.text == "Vi var i gang med noget. Det venter på dig."
        inge.presses("Fortsæt")
        assert inge.last.text.startswith("Hvad må jeg kalde dig?")


@pytest.mark.parametrize("kind", ["arabic", "cyrillic", "right to left", "chinese"])
@pytest.mark.parametrize("known", [False, True])
def test_another_alphabet_is_met_in_both_languages_and_one_press_chooses(
    sqlite_template: Path, kind: str, *, known: bool
) -> None:
    with a_town(sqlite_template) as town:
        phone = town.citizen("Amal") if known else town.phone("Amal")
        shown = sends(town, phone, {"text": WORDS[kind]})[-1]
        assert "Jeg forstår dansk og engelsk" in shown.text
        assert "I understand Danish and English" in shown.text
        assert shown.text.count("112") == 2
        assert shown.labels[:2] == ["Dansk", "English"]
        phone.presses("English")
        assert "What would you like" in phone.last.text or "automatic service" in phone.last.text
        phone.presses_on(shown, "Dansk")
        assert "Hvad vil du" in phone.last.text or "automatisk tjeneste" in phone.last.text
        assert phone.is_known == known


@pytest.mark.parametrize("name", ["Амал", "أمل", "Zoë", "Øjvind", "O'Neill"])
def test_a_name_in_another_alphabet_is_a_name(sqlite_template: Path, name: str) -> None:
    with a_town(sqlite_template) as town:
        phone = town.phone("Amal")
        phone.says("hej")
        phone.presses("Ja, og jeg er fyldt 18")
        phone.says(name)
        assert "Jeg forstår dansk og engelsk" not in phone.last.text
        phone.presses("Spring over")
        phone.presses("Ja, vis mig det")
        assert phone.person.first_name == name


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Привіт", True),
        ("hej Привіт med dig", False),
        ("мир and мир", True),
        ("", False),
        ("123", False),
        ("æøå", False),
    ],
)
def test_what_another_alphabet_is(text: str, strange: bool) -> None:
    assert foreign(text) is strange


def test_a_long_letter_to_a_human_arrives_whole(sqlite_template: Path) -> None:
    with a_town(sqlite_template) as town:
        inge = town.citizen("Inge")
        inge.says("tal med et menneske")
        mette(town).presses("Tag samtalen")
        before = len(mette(town).shown)
        long = " ".join(f"linje{n}" for n in range(560))[:4096]
        inge.says(long)
        parts = mette(town).since(before)
        assert len(parts) == 2
        assert "".join(shown.text for shown in parts).endswith(long)
        assert [bool(shown.labels) for shown in parts] == [False, True]
        assert parts[0].kind is Kind.RELAY


def test_what_telegram_says_about_the_chat_itself_is_not_answered(sqlite_template: Path) -> None:
    with a_town(sqlite_template) as town:
        inge = town.citizen("Inge")
        assert sends(town, inge, {"write_access_allowed": {}}) == []
        raw = {
            "update_id": 1,
            "message": message(7, inge.chat, pinned_message=message(1, inge.chat, text="x")),
        }
        assert read("u:1", inge.chat, write(raw)).inbound.said is Said.OTHER
