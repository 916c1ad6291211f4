"""Calendars as they are: repeated, moved, called off, all-day, broken.  What cannot be taken says why."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import MOST, PLACE, TITLE, Event, Reason, Refused, read_calendar

ZONE = ZoneInfo("Europe/Copenhagen")
WINTER = datetime(2027, 3, 1, tzinfo=UTC)
FOLDER = os.environ.get("FOELGESKAB_CALENDARS", "")

ORDINARY = """
UID:1@example.dk
SUMMARY:Fælleshave
LOCATION:Havnegade 3\\, Korsør
DTSTART;TZID=Europe/Copenhagen:20270302T140000
DTEND;TZID=Europe/Copenhagen:20270302T160000
"""


def calendar(*events: str, head: str = "") -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{head}{body}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    ).encode()


def read(content: bytes, days: int = 60) -> tuple[list[Event], list[Refused]]:
    return read_calendar(content, ZONE, WINTER, WINTER + timedelta(days=days))


def taken(*events: str, head: str = "", days: int = 60) -> list[str]:
    found, refused = read(calendar(*events, head=head), days)
    assert refused == []
    return [f"{event.starts_at.astimezone(ZONE):%d/%m %H.%M}" for event in found]


def refusals(*events: str) -> list[Reason]:
    found, refused = read(calendar(*events))
    assert found == []
    return [one.reason for one in refused]


def changed(*changes: tuple[str, str], event: str = ORDINARY) -> str:
    for before, after in changes:
        assert before in event
        event = event.replace(before, after)
    return event


def without(name: str, event: str = ORDINARY) -> str:
    return "\n".join(line for line in event.splitlines() if not line.startswith(name))


def test_a_date_is_taken_with_its_name_place_and_time() -> None:
    ((event,), refused) = read(calendar(ORDINARY))
    assert refused == []
    assert (event.uid, event.title, event.place) == ("1@example.dk", "Fælleshave", "Havnegade 3, Korsør")
    assert event.starts_at == datetime(2027, 3, 2, 13, tzinfo=UTC)
    assert event.ends_at - event.starts_at == timedelta(hours=2)


@pytest.mark.parametrize(
    ("geo", "position"),
    [
        ("GEO:55.4028;11.3546\n", (55.4028, 11.3546)),
        ("GEO:0;0\n", None),
        ("GEO:155;11\n", None),
        ("GEO:here\n", None),
        ("", None),
    ],
)
def test_where_it_is_on_the_map_is_taken_if_it_is_a_place(geo: str, position: object) -> None:
    ((event,), refused) = read(calendar(ORDINARY + geo))
    assert refused == []
    assert event.series.position == position


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("", "SEQUENCE:1\n"),
        ("SEQUENCE:1\nDTSTAMP:20270201T120000Z\n", "SEQUENCE:2\nDTSTAMP:20270101T120000Z\n"),
        ("DTSTAMP:20270201T120000Z\n", "DTSTAMP:20270201T120001Z\n"),
        (
            "LAST-MODIFIED:20270101T120000Z\nDTSTAMP:20270228T120000Z\n",
            "LAST-MODIFIED:20270102T120000Z\nDTSTAMP:20270102T120000Z\n",
        ),
    ],
)
def test_a_newer_state_of_a_date_is_told_from_an_older_one(older: str, newer: str) -> None:
    (before,), (after,) = (read(calendar(ORDINARY + stamps))[0] for stamps in (older, newer))
    assert before.revision < after.revision


def test_what_happens_once_stays_the_same_date_when_it_is_moved() -> None:
    moved = changed(("0302T14", "0317T18"), ("0302T16", "0317T20"))
    (before,), (after,) = (read(calendar(event))[0] for event in (ORDINARY, moved))
    assert (before.uid, before.recurrence) == (after.uid, after.recurrence)


def test_what_recurs_keeps_its_clock_on_the_wall_over_the_change() -> None:
    weekly = ORDINARY + "RRULE:FREQ=WEEKLY;COUNT=6\n"
    assert taken(weekly) == [f"{day} 14.00" for day in ("02/03", "09/03", "16/03", "23/03", "30/03", "06/04")]


def test_a_date_taken_out_is_gone_and_one_moved_comes_once_and_is_known_again() -> None:
    weekly = ORDINARY + "RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Copenhagen:20270309T140000\n"
    moved = changed(("0302T14", "0317T18"), ("0302T16", "0317T20")) + (
        "RECURRENCE-ID;TZID=Europe/Copenhagen:20270316T140000\n"
    )
    assert taken(weekly, moved) == ["02/03 14.00", "17/03 18.00"]
    before, after = read(calendar(weekly))[0], read(calendar(weekly, moved))[0]
    assert [event.recurrence for event in before] == [event.recurrence for event in after]


def test_a_date_called_off_within_a_series_is_told_and_the_others_stay() -> None:
    off = ORDINARY.replace("0302", "0309") + (
        "STATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/Copenhagen:20270309T140000\n"
    )
    found, refused = read(calendar(ORDINARY + "RRULE:FREQ=WEEKLY;COUNT=3\n", off))
    assert len(found) == 2
    (one,) = refused
    assert (one.title, one.when, one.reason) == ("Fælleshave", "2027-03-09 14:00", Reason.CANCELLED)
    assert (one.uid, one.recurrence) == ("1@example.dk", "2027-03-09T13:00+00:00")


def test_a_time_in_another_zone_in_utc_or_in_none_is_the_moment_it_means() -> None:
    assert taken(changed(("Copenhagen", "London"))) == ["02/03 15.00"]
    assert taken(changed((";TZID=Europe/Copenhagen", ""))) == ["02/03 14.00"]
    assert taken(changed((";TZID=Europe/Copenhagen", ""), ("0000\n", "0000Z\n"))) == ["02/03 15.00"]
    assert taken(changed(("Europe/Copenhagen", "W. Europe Standard Time"))) == ["02/03 14.00"]


def test_a_time_without_a_zone_is_found_up_to_the_last_minute_of_the_span() -> None:
    floating = changed((";TZID=Europe/Copenhagen", ""), ("20270302T14", "20270303T00"), ("T16", "T23"))
    floating = floating.replace("20270302T23", "20270303T02")
    found, _ = read_calendar(calendar(floating), ZONE, WINTER, datetime(2027, 3, 2, 23, tzinfo=UTC))
    assert [event.starts_at for event in found] == [datetime(2027, 3, 2, 23, tzinfo=UTC)]


def test_a_weekly_utc_calendar_with_a_named_zone_keeps_the_walls_clock() -> None:
    utc = changed((";TZID=Europe/Copenhagen", ""), ("T140000", "T130000Z"), ("T160000", "T150000Z"))
    head = "X-WR-TIMEZONE:Europe/Copenhagen\n"
    assert taken(utc + "RRULE:FREQ=WEEKLY;COUNT=5\n", head=head)[-1] == "30/03 14.00"


def test_without_an_end_it_lasts_two_hours_and_a_duration_is_heeded() -> None:
    ((event,), _) = read(calendar(without("DTEND")))
    assert event.ends_at - event.starts_at == timedelta(hours=2)
    ((event,), _) = read(calendar(without("DTEND") + "\nDURATION:PT45M\n"))
    assert event.ends_at - event.starts_at == timedelta(minutes=45)


def test_what_lies_outside_the_span_is_neither_taken_nor_refused() -> None:
    past = changed(("20270302", "20260302"))
    all_day = "UID:2\nSUMMARY:Påskeferie\nDTSTART;VALUE=DATE:20260402\n"
    assert read(calendar(past, all_day)) == ([], [])


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (without("DTSTART"), Reason.NO_START),
        (without("SUMMARY"), Reason.NO_TITLE),
        (changed(("SUMMARY:Fælleshave", "SUMMARY:  ")), Reason.NO_TITLE),
        ("UID:2\nSUMMARY:Sommerfest\nDTSTART;VALUE=DATE:20270302\n", Reason.ALL_DAY),
        (changed(("T16", "T13")), Reason.BACKWARDS),
        (without("DTEND") + "\nDURATION:-PT1H\n", Reason.BACKWARDS),
        (changed(("0302T16", "0303T16")), Reason.LONG),
        (ORDINARY + "STATUS:CANCELLED\n", Reason.CANCELLED),
        (ORDINARY + "RRULE:FREQ=SECONDLY\n", Reason.OFTEN),
        (ORDINARY + "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,20,40\n", Reason.OFTEN),
        (ORDINARY + "RRULE:FREQ=WEEKLY;BYDAY=QQ\n", Reason.UNREADABLE),
        (ORDINARY + "RRULE:FREQ=WEEKLY;UNTIL=20271301\n", Reason.UNREADABLE),
        (ORDINARY + "RRULE:COUNT=3\n", Reason.UNREADABLE),
        (changed((":20270302T140000", ":20270332T140000")), Reason.UNREADABLE),
    ],
)
def test_what_cannot_be_taken_says_why_and_takes_nothing_with_it(event: str, reason: Reason) -> None:
    assert refusals(event) == [reason]
    other = changed(("1@example.dk", "other"), ("Fælleshave", "Kaffe"))
    found, refused = read(calendar(event.replace("UID:1", "UID:bad"), other))
    assert [one.title for one in found] == ["Kaffe"]
    assert [one.reason for one in refused] == [reason]


def test_a_series_is_refused_once_for_each_reason() -> None:
    assert refusals("UID:2\nSUMMARY:Ferie\nDTSTART;VALUE=DATE:20270302\nRRULE:FREQ=DAILY\n") == [
        Reason.ALL_DAY
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\xff\xfe\x00", b"BEGIN:VCALENDAR", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"a;b\n1;2\n"],
)
def test_a_file_that_is_no_calendar_is_one_refusal(content: bytes) -> None:
    assert read(content) == ([], [Refused("", "", Reason.BROKEN)])


def test_an_empty_calendar_has_nothing_and_two_in_one_file_are_both_read() -> None:
    assert read(calendar()) == ([], [])
    found, refused = read(calendar(ORDINARY) + calendar(ORDINARY.replace("UID:1", "UID:2")))
    assert (len(found), refused) == (2, [])


def test_dates_without_an_id_are_kept_apart_and_known_again() -> None:
    nameless = (without("UID"), without("UID", changed(("T14", "T11"), ("T16", "T13"))))
    assert taken(*nameless) == ["02/03 11.00", "02/03 14.00"]
    once, again = (read(calendar(*nameless))[0] for _ in range(2))
    assert [event.uid for event in once] == [event.uid for event in again]


def test_a_calendar_with_too_many_dates_is_refused_as_a_whole() -> None:
    series = (
        ORDINARY.replace("UID:1", f"UID:{n}") + "RRULE:FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15\n"
        for n in range(6)
    )
    assert read(calendar(*series)) == ([], [Refused("", "", Reason.TOO_MANY)])
    assert MOST < 6 * 7 * 60


def test_long_words_are_cut_and_line_breaks_in_them_are_spaces() -> None:
    long = changed(("Fælleshave", f"A\\nB{'x' * 500}"), ("Havnegade 3", "y" * 500))
    ((event,), _) = read(calendar(long))
    assert event.title.startswith("A Bxxx")
    assert (len(event.title), len(event.place)) == (TITLE, PLACE)


def test_the_order_of_a_file_changes_nothing() -> None:
    events = [ORDINARY.replace("UID:1", f"UID:{n}").replace("T14", f"T1{n}") for n in range(4)]
    assert read(calendar(*events)) == read(calendar(*reversed(events)))


LINES = st.sampled_from(
    calendar(ORDINARY + "RRULE:FREQ=WEEKLY;COUNT=6\n", ORDINARY).splitlines(keepends=True)
)
NOISE = st.binary(max_size=12) | st.sampled_from(
    [b":", b";", b"=", b"T", b"Z", b"-", b"99999999", b"\r\n", b"\x00"]
)


@given(
    st.lists(LINES, max_size=30).map(b"".join) | st.binary(max_size=200),
    st.lists(st.tuples(st.integers(0), NOISE)),
)
def test_whatever_a_file_says_it_is_read_without_an_exception(
    content: bytes, noise: list[tuple[int, bytes]]
) -> None:
    for place, extra in noise:
        at = place % (len(content) + 1)
        content = content[:at] + extra + content[at + 1 :]
    found, _ = read(content)
    assert all(WINTER < event.starts_at <= WINTER + timedelta(days=60) for event in found)
    assert all(event.starts_at < event.ends_at and event.title and event.uid for event in found)


# -- Real ones ---------------------------------------------------------------------------------------------

real = pytest.mark.skipif(not FOLDER, reason="FOELGESKAB_CALENDARS names no folder of real calendars")


def real_calendar(name: str) -> bytes:
    path = Path(FOLDER) / name
    if not path.is_file():
        pytest.skip(f"{name} is not in the folder that FOELGESKAB_CALENDARS names")
    return path.read_bytes()


def weeks(name: str, day: datetime, count: int = 4) -> tuple[list[Event], list[Refused]]:
    return read_calendar(real_calendar(name), ZONE, day, day + timedelta(weeks=count))


@real
def test_four_weeks_of_a_repair_cafe_hold_nine_dates() -> None:
    found, refused = weeks("fablab_cottbus.ics", datetime(2018, 9, 30, 22, tzinfo=UTC))
    assert (len(found), refused) == (9, [])
    assert found[0].title.startswith("Repair Caf")
    assert f"{found[0].starts_at.astimezone(ZONE):%a %d/%m %H.%M}" == "Sat 06/10 14.00"


@real
def test_four_weeks_of_a_community_house_hold_28_dates_and_the_clock_changes_none_of_them() -> None:
    found, refused = weeks("machbar_16_feb_2019.ics", datetime(2019, 3, 10, 23, tzinfo=UTC))
    assert len(found) == 28
    assert [one.reason for one in refused] == [Reason.LONG]
    evenings = [event.starts_at.astimezone(ZONE) for event in found if event.title == "OpenLab"]
    assert [f"{at:%a %d/%m %H.%M}" for at in evenings] == [
        "Thu 14/03 18.00",
        "Thu 21/03 18.00",
        "Thu 28/03 18.00",
        "Thu 04/04 18.00",
    ]


@real
@pytest.mark.parametrize(
    ("name", "dates", "reasons"),
    [
        ("end_before_start_event.ics", 0, [Reason.BACKWARDS]),
        ("parsing_error.ics", 0, [Reason.NO_TITLE, Reason.UNREADABLE]),
        ("only_dtstart_date.ics", 0, [Reason.ALL_DAY]),
        ("issue_18_cancel_status.ics", 2, [Reason.CANCELLED]),
        ("each_week_but_two_deleted.ics", 6, []),
        ("recurring_events_moved.ics", 7, []),
        ("three_events_one_edited.ics", 3, []),
        ("discourse_no_dtend.ics", 4, []),
    ],
)
def test_real_troubles_are_read_as_a_person_would(name: str, dates: int, reasons: list[Reason]) -> None:
    found, refused = weeks(name, datetime(2005, 1, 1, tzinfo=UTC), 25 * 52)
    assert len(found) == dates
    assert [one.reason for one in refused] == reasons


@real
def test_no_real_calendar_raises_and_each_is_read_the_same_twice() -> None:
    files = sorted(Path(FOLDER).glob("*.ics"))
    if not files:
        pytest.skip("the folder that FOELGESKAB_CALENDARS names holds no calendar")
    once, again = (
        [weeks(path.name, datetime(2019, 1, 1, tzinfo=UTC), 8) for path in files] for _ in range(2)
    )
    assert once == again
