"""The file for the phone's calendar, read by another library than the one that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from town import LIBRARY, Phone, Town, wall

from bot.handlers.calendar_file import in_calendar
from bot.i18n import Reader
from bot.storage.activities import occurrence_by_id
from bot.storage.facts import set_position

vobject = pytest.importorskip("vobject", reason="the other library is not installed: make setup")
START = wall("2026-12-01", "14:00")
LONG = "Fællesspisning på Ærø med smørrebrød, æblegrød; rødgrød, og »hygge« \\ sang på trappen hos Åse"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator()
    yield town
    town.close()


def file_of(phone: Phone) -> bytes:
    made = phone.last.message.attachment
    assert made
    return made.content


def read(content: bytes) -> Any:
    """Return the one event of a file that another library finds without fault."""
    calendar = vobject.readOne(content.decode())
    assert calendar.validate(raiseException=True)
    assert calendar.version.value == "2.0"
    assert calendar.prodid.value
    (event,) = calendar.vevent_list
    assert {component.name for component in calendar.components()} == {"VEVENT"}
    assert not list(event.components()), "an alarm rings twice: we remind ourselves"
    return event


def changes(town: Town, mette: Phone, occurrence: int) -> None:
    mette.presses_data(f"!plan.move:{occurrence}")
    mette.says("torsdag den 3. december kl. 10-12")
    mette.presses("Ja, flyt den")


def test_another_library_reads_what_when_and_where(town: Town) -> None:
    occurrence = town.activity("Kortspil", START)
    set_position(town.tx, 1, LIBRARY)
    inge = town.citizen("Inge")
    inge.presses_data(f"!sign.join:{occurrence}")
    inge.presses("Læg i kalender")
    event = read(file_of(inge))
    assert (event.summary.value, event.location.value) == ("Kortspil", "Biblioteket")
    assert (event.dtstart.value, event.dtend.value) == (START, START + timedelta(hours=2))
    assert event.dtstart.value.utcoffset() == timedelta(), "in UTC no phone can mistake it"
    assert event.dtstamp.value == town.now
    assert event.geo.value == f"{LIBRARY[0]};{LIBRARY[1]}"
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "0")
    assert "den grønne dør" in event.description.value


def test_a_move_keeps_the_name_and_raises_the_number_and_a_cancelled_date_says_so(town: Town) -> None:
    occurrence = town.activity("Kortspil", START)
    mette = next(iter(town.phones.values()))
    inge = town.citizen("Inge")
    inge.presses_data(f"!sign.join:{occurrence}")
    inge.presses("Læg i kalender")
    first = read(file_of(inge))
    changes(town, mette, occurrence)
    inge.presses("Ja, jeg kommer")
    inge.presses("Læg i kalender")
    moved = read(file_of(inge))
    mette.presses_data(f"!plan.cancelled:{occurrence}")
    inge.presses("Slet i min kalender")
    off = read(file_of(inge))
    assert len({event.uid.value for event in (first, moved, off)}) == 1
    assert moved.dtstart.value == wall("2026-12-03", "10:00")
    numbers = [int(event.sequence.value) for event in (first, moved, off)]
    assert numbers == sorted(set(numbers))
    assert [event.status.value for event in (first, moved, off)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_long_danish_lines_are_folded_at_75_bytes_and_come_back_whole(town: Town) -> None:
    occurrence = town.activity(LONG, START)
    town.db.execute("UPDATE activity SET place = ?, door = ?", (LONG, "gå ind ad porten, " * 9))
    found = occurrence_by_id(town.tx, occurrence)
    assert found
    content = in_calendar(Reader("da"), "en_bot", found, town.now)
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    for line in content.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    event = read(content)
    assert event.summary.value == LONG
    assert event.location.value == LONG


def test_what_nobody_has_said_is_left_out(town: Town) -> None:
    occurrence = town.activity("Kortspil", START)
    town.db.execute("UPDATE activity SET place = '', door = ''")
    found = occurrence_by_id(town.tx, occurrence)
    assert found
    event = read(in_calendar(Reader("da"), "en_bot", found, town.now))
    assert not {"location", "description", "geo"} & set(event.contents)


@pytest.mark.parametrize("day", ["2027-03-28", "2026-10-25", "2027-07-01"])
def test_the_hour_on_the_wall_is_the_same_on_every_side_of_the_change(town: Town, day: str) -> None:
    occurrence = town.activity("Kortspil", wall(day, "14:00"))
    found = occurrence_by_id(town.tx, occurrence)
    assert found
    event = read(in_calendar(Reader("da"), "en_bot", found, town.now))
    assert event.dtstart.value.astimezone(town.settings.zone).strftime("%H:%M") == "14:00"


def test_only_who_has_a_seat_gets_a_file(town: Town) -> None:
    occurrence = town.activity("Kortspil", START)
    inge = town.citizen("Inge")
    inge.presses_data(f"!sign.calendar:{occurrence}")
    assert inge.last.message.attachment is None
