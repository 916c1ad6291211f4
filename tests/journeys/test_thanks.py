"""Thanks with what came of it, in numbers that are known; hours, and a certificate to print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.handlers.hours import span
from bot.i18n import Reader
from bot.storage.people import put_role

START = wall("2026-11-26", "14:00")
WEEK = timedelta(days=7)


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def host(town: Town, name: str = "Karen") -> Phone:
    phone = town.volunteer(name)
    put_role(town.tx, phone.person.id, town.home, Role.HOST, town.now)
    return phone


def on_duty(town: Town, phone: Phone, dates: int = 1) -> None:
    """Let somebody host coffee on so many Thursdays."""
    town.activity("Torsdagskaffe", START)
    town.tx.put_need(activity=1, role="host", wanted=1)
    for week in range(1, dates + 1):
        town.again("Torsdagskaffe", START + week * WEEK)
    for date in range(1, dates + 1):
        phone.presses_data(f"!shift.take:{date}:0")


def thanks(phone: Phone) -> list[str]:
    return [s.text for s in phone.shown if s.text.startswith("Tak for i går")]


def test_thanks_count_who_came_who_was_new_and_who_comes_again(town: Town) -> None:
    karen = host(town)
    on_duty(town, karen, dates=2)
    people = [town.citizen(name) for name in ("Inge", "Bodil", "Poul")]
    for phone in people:
        phone.presses_data("!sign.join:1")
    people[0].presses_data("!sign.join:2")
    town.until(START + timedelta(hours=2))
    karen.presses("Ja, gerne")
    karen.presses("Inge var med")
    karen.presses("Bodil var med")
    karen.presses("Kom ikke")
    town.until(START + timedelta(days=1, hours=3))
    assert thanks(karen)[0] == (
        "Tak for i går, Karen. Der kom 2 til Torsdagskaffe. For 2 af dem var det første gang. Til næste gang "
        "har 1 allerede meldt sig. Det har du en del af æren for."
    )
    assert karen.last.at == wall("2026-11-27", "17:00")
    assert "Poul" not in thanks(karen)[0]
    town.until(START + WEEK + timedelta(days=1, hours=3))
    assert len(thanks(karen)) == 2
    assert "første gang" not in thanks(karen)[1]


def test_what_nobody_has_said_is_not_counted_and_not_hidden(town: Town) -> None:
    karen = host(town)
    on_duty(town, karen)
    inge, bodil = town.citizen("Inge"), town.citizen("Bodil")
    for phone in (inge, bodil):
        phone.presses_data("!sign.join:1")
    town.until(START - timedelta(hours=1))
    inge.presses("Jeg er her")
    town.until(START + timedelta(days=1, hours=3))
    assert "Der kom mindst 1 til Torsdagskaffe." in thanks(karen)[0]


def test_where_nothing_is_known_the_thanks_hold_no_number(town: Town) -> None:
    karen = host(town)
    on_duty(town, karen)
    town.until(START + timedelta(days=1, hours=3))
    assert thanks(karen) == [
        "Tak for i går, Karen. Du var vært til Torsdagskaffe. Det er godt at have sådan en som dig."
    ]


@pytest.mark.parametrize("why", ["prevented", "cancelled", "stopped"])
def test_nobody_is_thanked_for_what_was_not(town: Town, why: str) -> None:
    karen = host(town)
    on_duty(town, karen)
    if why == "prevented":
        karen.presses_data("!shift.cant:1")
    elif why == "cancelled":
        town.tx.cancel_occurrence(id=1)
    else:
        karen.says("stop")
    town.until(START + timedelta(days=3))
    assert thanks(karen) == []


def test_hours_are_those_of_shifts_that_are_over_and_were_kept(town: Town) -> None:
    karen = host(town)
    karen.says("/timer")
    assert "ikke skrevet nogen overståede vagter" in karen.last.text
    on_duty(town, karen, dates=4)
    karen.presses_data("!shift.cant:2")
    town.until(START + 2 * WEEK + timedelta(hours=3))
    karen.says("/timer")
    assert karen.last.text == "Du har haft 2 vagter siden den 26. november 2026, 4 timer i alt. Tak for det."


class Words(HTMLParser):
    """What a page says, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.said, self.open = list[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def test_the_certificate_is_a_page_that_can_be_printed_and_signed(town: Town) -> None:
    karen = host(town)
    town.rows("UPDATE person SET first_name = 'Ka<b>ren' WHERE id = ?", karen.person.id)
    town.coordinator("Mette")
    on_duty(town, karen, dates=2)
    town.until(START + WEEK + timedelta(hours=3))
    karen.says("/timer")
    karen.presses("Send mig et bevis")
    assert "få Mette til at skrive under" in karen.last.text
    made = karen.last.message.attachment
    assert made
    assert made.name == "frivilligbevis.html"
    page = made.content.decode()
    words = Words()
    words.feed(page)
    said = " ".join(words.said)
    assert words.open == []
    assert "Ka<b>ren" in said  # as letters, and not as a tag
    assert "Slagelse Frivilligcenter bekræfter, at" in said
    assert "har været frivillig fra den 26. november 2026 til den 3. december 2026, 4 timer i alt." in said
    assert "Torsdagskaffe (2)" in said
    assert "http" not in page  # it needs nothing but itself


def test_hours_and_minutes_read_as_one_says_them() -> None:
    _ = Reader("da")
    said = [span(_, timedelta(minutes=n)) for n in (0, 1, 45, 60, 90, 150)]
    assert said == [
        "0 timer",
        "1 minut",
        "45 minutter",
        "1 time",
        "1 time og 30 minutter",
        "2 timer og 30 minutter",
    ]


def test_a_citizen_has_no_hours_and_no_certificate(town: Town) -> None:
    inge = town.citizen("Inge")
    inge.presses_data("!hours.file")
    assert inge.last.message.attachment is None
