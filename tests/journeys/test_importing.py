"""A calendar taken in again: corrections are taken over and told, what was changed by hand stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import LIBRARY, Phone, Shown, Town, wall

from bot.handlers.importing import take
from bot.ports import Kind

UNTIL = timedelta(weeks=26)
SERIES = """
UID:coffee@kommunen.dk
SEQUENCE:1
DTSTAMP:20261101T120000Z
SUMMARY:Torsdagskaffe
LOCATION:Medborgerhuset
DTSTART;TZID=Europe/Copenhagen:20261203T140000
DTEND;TZID=Europe/Copenhagen:20261203T160000
RRULE:FREQ=WEEKLY;COUNT=4
"""
ONCE = """
UID:song@kommunen.dk
SEQUENCE:1
DTSTAMP:20261101T120000Z
SUMMARY:Fællessang
LOCATION:Biblioteket
GEO:55.4028;11.3546
DTSTART;TZID=Europe/Copenhagen:20261202T160000
DTEND;TZID=Europe/Copenhagen:20261202T173000
"""
NEWER = (("SEQUENCE:1", "SEQUENCE:2"),)
LATER = (*NEWER, ("1202T16", "1209T10"), ("1202T1730", "1209T1130"))


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator()
    yield town
    town.close()


def changed(event: str, *changes: tuple[str, str]) -> str:
    for before, after in changes:
        assert before in event, before
        event = event.replace(before, after)
    return event


def takes(town: Town, *events: str, dry_run: bool = False) -> list[str]:
    """Take a calendar in, and let the post carry what came of it."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{body}END:VCALENDAR\n".replace("\n", "\r\n")
    with town.transaction() as tx:
        lines = take(
            tx,
            town.settings,
            text.encode(),
            town.home,
            town.now,
            until=town.now + UNTIL,
            seats=10,
            dry_run=dry_run,
        )
    town.post()
    return lines


def dates(town: Town) -> list[str]:
    rows = town.rows("SELECT starts_at, state FROM occurrence ORDER BY starts_at, id")
    return [
        f"{at.astimezone(town.settings.zone):%d/%m %H.%M}{'' if s == 'planned' else ' ' + s}"
        for at, s in rows
    ]


def comes(town: Town, name: str = "Inge", occurrence: int = 1) -> Phone:
    phone = town.citizen(name)
    phone.presses_data(f"!sign.join:{occurrence}")
    return phone


def changes(phone: Phone) -> list[Shown]:
    return [shown for shown in phone.shown if shown.kind is Kind.CHANGE]


def state(town: Town) -> list[object]:
    return [
        town.rows(f"SELECT * FROM {name} ORDER BY 1")
        for name in ("activity", "occurrence", "signup", "outbox")
    ]


def test_what_is_there_is_taken_and_what_is_not_is_not_made_up(town: Town) -> None:
    lines = takes(town, ONCE)
    assert lines[-1] == "Datoer: 1. Nye: 1. Rettede: 0. Afviste: 0."
    assert town.rows("SELECT title, place, latitude, longitude, price FROM activity") == [
        ("Fællessang", "Biblioteket", *LIBRARY, "?")
    ]


def test_the_same_calendar_again_changes_nothing_and_tells_nobody(town: Town) -> None:
    takes(town, SERIES, ONCE)
    inge = comes(town)
    before = state(town)
    again = takes(town, SERIES, ONCE)
    assert state(town) == before
    assert "Nye: 0. Rettede: 0." in again[-1]
    town.now += timedelta(days=1)
    newer = takes(town, changed(SERIES, *NEWER), changed(ONCE, ("20261101", "20261124")))
    assert "Nye: 0. Rettede: 0." in newer[-1], "only the stamps are newer"
    assert not changes(inge)


def test_a_moved_date_is_told_as_a_move_is_once_and_asked_again(town: Town) -> None:
    takes(town, ONCE)
    inge, bent = comes(town), town.citizen("Bent")
    heard = len(bent.shown)
    later = changed(ONCE, *LATER)
    lines = takes(town, later)
    assert lines[0] == "Flyttet: Fællessang, onsdag den 9. december kl. 10.00"
    assert dates(town) == ["09/12 10.00"]
    (told,) = changes(inge)
    assert "Før: onsdag den 2. december kl. 16.00." in told.text
    assert "Nu: onsdag den 9. december kl. 10.00, Biblioteket." in told.text
    assert "Ja, jeg kommer" in told.labels
    assert len(bent.shown) == heard
    takes(town, later)
    takes(town, ONCE)  # an older state of the same calendar
    assert dates(town) == ["09/12 10.00"]
    assert len(changes(inge)) == 1


def test_a_series_that_begins_at_another_hour_or_day_is_moved_date_by_date(town: Town) -> None:
    takes(town, SERIES)
    inge = comes(town)
    takes(town, changed(SERIES, *NEWER, ("T140000", "T100000"), ("T160000", "T120000")))
    assert dates(town) == ["03/12 10.00", "10/12 10.00", "17/12 10.00", "24/12 10.00"]
    assert "Nu: torsdag den 3. december kl. 10.00" in changes(inge)[-1].text
    wednesdays = (("SEQUENCE:1", "SEQUENCE:3"), ("1203T14", "1202T14"), ("1203T16", "1202T16"))
    takes(town, changed(SERIES, *wednesdays))
    assert dates(town) == ["02/12 14.00", "09/12 14.00", "16/12 14.00", "23/12 14.00"]
    assert len(changes(inge)) == 2
    assert town.rows("SELECT count(*) FROM signup WHERE state = 'in'") == [(1,)]


def test_one_date_of_a_series_that_is_called_off_or_taken_out_is_told(town: Town) -> None:
    takes(town, SERIES)
    inge, bent = comes(town), comes(town, "Bent", 2)
    off = changed(SERIES, *NEWER, ("RRULE:FREQ=WEEKLY;COUNT=4", "STATUS:CANCELLED")) + (
        "RECURRENCE-ID;TZID=Europe/Copenhagen:20261203T140000\n"
    )
    out = changed(SERIES, *NEWER) + "EXDATE;TZID=Europe/Copenhagen:20261210T140000\n"
    lines = takes(town, out, off)
    assert dates(town) == ["03/12 14.00 cancelled", "10/12 14.00 cancelled", "17/12 14.00", "24/12 14.00"]
    assert "Rettede: 2. Afviste: 0." in lines[-1]
    assert [len(changes(phone)) for phone in (inge, bent)] == [1, 1]
    assert "aflyst" in changes(bent)[0].text
    takes(town, out, off)
    assert [len(changes(phone)) for phone in (inge, bent)] == [1, 1]


def test_a_calendar_that_does_not_name_an_activity_or_is_broken_cancels_nothing(town: Town) -> None:
    takes(town, SERIES, ONCE)
    before = dates(town)
    takes(town, ONCE)
    takes(town, changed(SERIES, *NEWER, ("DTSTART;TZID=Europe/Copenhagen", "DTSTART;TZID=Nowhere/Else:x")))
    takes(
        town, changed(SERIES, *NEWER, (":20261203T140000", ":20261203T180000"))
    )  # now it ends before it begins
    assert dates(town) == before


def test_what_was_moved_or_cancelled_by_hand_stays(town: Town) -> None:
    takes(town, SERIES, ONCE)
    mette = next(phone for phone in town.phones.values() if phone.name == "Mette")
    song = town.rows("SELECT id FROM occurrence ORDER BY starts_at")
    mette.presses_data(f"!plan.move:{song[0][0]}")
    mette.says("lørdag den 5. december kl. 10-12")
    mette.presses("Ja, flyt den")
    mette.presses_data("!plan.cancelled:1")
    before = dates(town)
    lines = takes(town, SERIES, changed(ONCE, *LATER))
    assert "Beholdt, som det er rettet her: Fællessang, onsdag den 9. december kl. 10.00" in lines
    assert dates(town) == before


def test_another_name_and_place_are_taken_over_unless_somebody_changed_them(town: Town) -> None:
    takes(town, SERIES)
    inge = comes(town)
    other = changed(SERIES, *NEWER, ("Torsdagskaffe", "Kaffe og kage"), ("Medborgerhuset", "Biblioteket"))
    lines = takes(town, other)
    assert "Rettet: Torsdagskaffe" in lines
    assert town.rows("SELECT title, place FROM activity") == [("Kaffe og kage", "Biblioteket")]
    (told,) = changes(inge)
    assert "Biblioteket" in told.text
    takes(town, other)
    assert len(changes(inge)) == 1
    town.db.execute("UPDATE activity SET place = 'Havnen'")
    takes(
        town, changed(other, ("SEQUENCE:2", "SEQUENCE:3"), ("Biblioteket", "Torvet"), ("og kage", "og brød"))
    )
    assert town.rows("SELECT title, place FROM activity") == [("Kaffe og brød", "Havnen")]
    assert len(changes(inge)) == 1


def test_an_older_state_takes_no_correction_back(town: Town) -> None:
    takes(town, ONCE)
    inge = comes(town)
    takes(town, changed(ONCE, *NEWER, ("Biblioteket", "Havnen"), ("Fællessang", "Sang")))
    for _ in range(2):
        takes(town, ONCE)
    assert town.rows("SELECT title, place FROM activity") == [("Sang", "Havnen")]
    assert len(changes(inge)) == 1


def test_moved_and_elsewhere_at_once_is_told_in_one_message(town: Town) -> None:
    takes(town, ONCE)
    inge = comes(town)
    takes(
        town,
        changed(ONCE, *LATER, ("Biblioteket", "Havnen")),
    )
    (told,) = changes(inge)
    assert "Nu: onsdag den 9. december kl. 10.00, Havnen." in told.text


def test_a_preview_says_the_same_and_changes_nothing(town: Town) -> None:
    takes(town, SERIES, ONCE)
    comes(town)
    later = changed(ONCE, *LATER, ("Biblioteket", "Havnen"))
    before = state(town)
    preview = takes(town, later, dry_run=True)
    assert state(town) == before
    assert takes(town, later) == preview


def test_what_is_over_and_comes_again_under_its_old_name_is_a_new_date(town: Town) -> None:
    takes(town, ONCE)
    comes(town)
    town.now = wall("2026-12-10")
    again = changed(ONCE, *NEWER, ("20261202T16", "20270105T16"), ("20261202T1730", "20270105T1730"))
    for _ in range(2):
        takes(town, again)
    assert dates(town) == ["02/12 16.00", "05/01 16.00"]
    assert town.rows("SELECT taken FROM occurrence ORDER BY starts_at") == [(1,), (0,)]
