"""Every Tuesday as one yes: what is taken, what is left out and why, single days, the end, and new dates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import ZONE, Phone, Town, wall

from bot.domain.people import Role
from bot.language.several_days import NotAmongThem, named
from bot.storage.people import put_role

FIRST = date(2026, 12, 1)  # a Tuesday
DATES = [FIRST + timedelta(weeks=n) for n in range(8)]


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url)) as town:
        yield town


def series(town: Town, days: list[date] = DATES, wanted: int = 1) -> int:
    """Plan a card game in the afternoon of these days; return the activity."""
    town.activity("Kortspil", wall(days[0].isoformat(), "13:30"))
    activity: int = town.rows("SELECT max(id) FROM activity")[0][0]
    town.tx.put_need(activity=activity, role="helper", wanted=wanted)
    for day in days[1:]:
        more(town, activity, day)
    return activity


def more(town: Town, activity: int, day: date, clock: str = "13:30") -> None:
    at = wall(day.isoformat(), clock)
    town.tx.add_occurrence(
        activity=activity,
        recurrence=at.isoformat(),
        starts_at=at,
        ends_at=at + timedelta(hours=2),
        capacity=8,
    )


def every_week(phone: Phone, *, skips: str = "videre") -> None:
    phone.presses_data("!shift.open")
    phone.presses("1. Hjælper")
    phone.presses("Hver tirsdag")
    phone.presses("Ja, hver tirsdag")
    phone.says(skips)


def mine(town: Town, phone: Phone) -> list[date]:
    rows = town.rows(
        "SELECT o.starts_at FROM shift s JOIN occurrence o ON o.id = s.occurrence WHERE s.person = ? "
        "AND s.state IN ('taken', 'confirmed') ORDER BY o.starts_at",
        phone.person.id,
    )
    return [row[0].astimezone(ZONE).date() for row in rows]


def test_one_yes_takes_every_tuesday_but_the_days_that_are_named(town: Town) -> None:
    town.coordinator()
    jens = town.volunteer("Jens")
    activity = series(town)
    more(town, activity, FIRST + timedelta(days=2))  # a Thursday is no Tuesday
    every_week(jens, skips="ikke d. 8. og 5. januar")
    assert mine(town, jens) == [d for d in DATES if (d.day, d.month) not in {(8, 12), (5, 1)}]
    assert "Du springer over: tirsdag den 8. december og tirsdag den 5. januar." in jens.last.text
    assert town.rows("SELECT count(*) FROM regular") == [(1,)]


def test_another_place_for_all_days_is_told_once(town: Town) -> None:
    mette, karen, inge = town.coordinator(), town.volunteer("Karen"), town.citizen("Inge")
    series(town)
    every_week(karen)
    first = town.rows("SELECT min(id) FROM occurrence")[0][0]
    inge.presses_data(f"!sign.join:{first}")
    heard = len(karen.shown), len(inge.shown)
    mette.presses_data(f"!plan.edit:{first}")
    mette.presses("Stedet")
    mette.says("Kirkens sal")
    moved = [
        [s.text for s in p.since(n) if "Kirkens sal" in s.text]
        for p, n in zip((karen, inge), heard, strict=True)
    ]
    assert [len(found) for found in moved] == [1, 1]
    assert "Det samme gælder 7 senere gange." in moved[0][0]
    assert "senere gang" not in moved[1][0]


def test_a_last_day_that_is_far_away_is_told_with_its_year(town: Town) -> None:
    karen = town.volunteer("Karen")
    series(town, [FIRST + timedelta(weeks=n) for n in range(53)])
    karen.presses_data("!shift.open")
    karen.presses("1. Hjælper")
    karen.presses("Hver tirsdag")
    assert "53 gange til og med den 30. november 2027" in karen.last.text
    karen.presses("Ja, hver tirsdag")
    assert "53 gange til og med den 30. november 2027" in karen.last.text


@pytest.mark.parametrize("said", ["nej", "videre", "nej tak", "ingen"])
def test_a_no_leaves_no_day_out(town: Town, said: str) -> None:
    jens = town.volunteer("Jens")
    series(town)
    every_week(jens, skips=said if said != "ingen" else "nej")
    assert mine(town, jens) == DATES
    assert "Så står alle dagene" in jens.last.text


def test_what_cannot_be_taken_is_named_with_its_reason(town: Town) -> None:
    town.coordinator()
    jens, karen = town.volunteer("Jens"), town.volunteer("Karen")
    walk = town.activity("Gåtur", wall("2026-12-15", "14:00"))
    jens.presses_data(f"!sign.join:{walk}")
    series(town)
    second = town.rows("SELECT id FROM occurrence ORDER BY id")[2][0]
    karen.presses_data(f"!shift.take:{second}:3")
    jens.presses_data("!shift.open")
    jens.presses("1. Hjælper")
    jens.presses("Hver tirsdag")
    answer = jens.presses("Ja, hver tirsdag")
    assert answer
    assert "Ikke tirsdag den 8. december: en anden har den dag." in answer.text
    assert "Ikke tirsdag den 15. december: da har du også Gåtur." in answer.text
    assert "6 gange til og med tirsdag den 19. januar" in answer.text
    assert mine(town, jens) == [d for d in DATES if d.day not in (8, 15)]


def test_one_day_is_given_back_alone_and_looked_after_as_any_shift(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    karen = town.volunteer("Karen")
    series(town)
    every_week(jens)
    jens.presses("Mine vagter")
    jens.presses("2. Kortspil")
    jens.presses("Jeg er forhindret")
    assert "8. december" in mette.last.text
    jens.presses_data("!regular.yes:1")  # an old button, once more
    jens.says("videre")
    assert mine(town, jens) == [d for d in DATES if d != DATES[1]], "what was given back stays so"
    town.sweep()
    karen.presses("Ja, jeg træder til")
    assert mine(town, karen) == [DATES[1]]
    assert mine(town, jens) == [d for d in DATES if d != DATES[1]]


def test_it_ends_after_the_next_time_or_at_once_and_coordinators_hear_one_line(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    karen = town.volunteer("Karen")
    series(town)
    every_week(jens)
    town.until(wall("2026-11-25", "10:00"))
    heard = len(mette.shown)
    jens.presses_data("!regular.end:1")
    jens.presses("Efter næste gang")
    assert mine(town, jens) == DATES[:1]
    (line,) = mette.since(heard)
    assert line.text == (
        "Jens stopper som hjælper til Kortspil hver tirsdag. Sidste gang er tirsdag den 1. december. "
        "Fra tirsdag den 8. december mangler der en."
    )
    for _ in range(2):
        jens.presses_data("!regular.stop:1:1")
    assert mine(town, jens) == DATES[:1]
    assert len(mette.since(heard)) == 1
    town.sweep()
    assert [s.text for s in karen.shown if "træde til" in s.text], "the near one is looked after at once"
    karen.presses("Ja, jeg træder til")
    jens.presses("Fortryd")
    assert mine(town, jens) == [d for d in DATES if d != DATES[1]], "but what Karen has now is hers"
    jens.presses_data("!regular.end:1")
    jens.presses("Med det samme")
    assert mine(town, jens) == []
    town.until(wall("2026-12-01", "12:00"))
    assert not [s for s in jens.shown if "I dag er du" in s.text]


def test_nobody_ends_or_answers_for_somebody_elses(town: Town) -> None:
    jens, karen = town.volunteer("Jens"), town.volunteer("Karen")
    series(town)
    every_week(jens)
    for verb in ("ask:1", "yes:1", "end:1", "stop:1:0", "again:1"):
        karen.presses_data(f"!regular.{verb}")
    assert mine(town, jens) == DATES
    assert town.rows("SELECT count(*) FROM regular WHERE ended_at IS NULL") == [(1,)]


def test_new_dates_are_theirs_too_and_they_are_told_once(town: Town) -> None:
    jens = town.volunteer("Jens")
    activity = series(town, DATES[:3])
    every_week(jens)
    for day in DATES[3:5]:
        more(town, activity, day)
    more(town, activity, DATES[3] + timedelta(days=1))
    heard = len(jens.shown)
    for _ in range(2):
        town.sweep()
    assert mine(town, jens) == DATES[:5]
    assert [s.text for s in jens.since(heard)] == [
        "Der er 2 nye dage med Kortspil, og du er hjælper. Den første er tirsdag den 22. december."
    ]


def test_in_a_break_and_after_the_end_new_dates_are_nobodys(town: Town) -> None:
    jens = town.volunteer("Jens")
    activity = series(town, DATES[:3])
    every_week(jens)
    jens.says("/pause")
    jens.presses("En uge")
    more(town, activity, DATES[3])
    town.sweep()
    assert mine(town, jens) == DATES[:3]
    town.until(wall("2026-12-01", "09:00"))
    assert mine(town, jens) == DATES[:4], "the break is over"
    jens.presses_data("!regular.stop:1:0")
    more(town, activity, DATES[4])
    town.sweep()
    assert mine(town, jens) == []


def test_around_the_change_of_clock_every_tuesday_is_a_tuesday_at_the_same_hour(sqlite_url: str) -> None:
    days = [date(2027, 3, 16) + timedelta(weeks=n) for n in range(4)]
    with closing(Town(sqlite_url, wall("2027-03-10"))) as town:
        jens = town.volunteer("Jens")
        activity = series(town, days)
        more(town, activity, days[1] + timedelta(days=1))
        for n, clock in ((0, "00:15"), (1, "23:45")):  # an hour from midnight UTC lies on another day
            at = wall((days[2] + timedelta(days=n)).isoformat(), clock)
            town.tx.add_occurrence(
                activity=activity,
                recurrence=f"x{n}",
                starts_at=at,
                ends_at=at + timedelta(hours=1),
                capacity=8,
            )
        every_week(jens)
        assert sorted({d.weekday() for d in mine(town, jens)}) == [1]
        assert len(mine(town, jens)) == 5


def test_it_stands_in_ones_own_data_and_goes_with_the_person(town: Town) -> None:
    jens = town.volunteer("Jens")
    series(town)
    every_week(jens)
    jens.presses_data("!data.file")
    made = jens.last.message.attachment
    assert made
    assert "Faste vagter\n- Kortspil, tirsdag, hjælper" in made.content.decode()
    jens.says("slet mig")
    jens.presses("Ja, slet alt")
    assert not town.rows("SELECT id FROM regular")


def test_of_two_who_want_every_tuesday_each_date_is_one_persons(town: Town) -> None:
    jens, karen = town.volunteer("Jens"), town.volunteer("Karen")
    series(town)
    every_week(jens, skips="ikke d. 15. og 22.")
    karen.presses_data("!shift.open")
    karen.presses("1. Hjælper")
    karen.presses("Hver tirsdag")
    karen.presses("Ja, hver tirsdag")
    karen.says("videre")
    assert mine(town, karen) == [DATES[2], DATES[3]]
    assert not set(mine(town, karen)) & set(mine(town, jens))


def test_a_host_must_be_approved_also_for_every_tuesday(town: Town) -> None:
    town.coordinator()
    jens = town.volunteer("Jens")
    activity = series(town)
    town.tx.put_need(activity=activity, role="host", wanted=1)
    put_role(town.tx, jens.person.id, town.home, Role.HOST, town.now)
    first = town.rows("SELECT min(id) FROM occurrence")[0][0]
    jens.presses_data(f"!shift.take:{first}:0")
    jens.presses_data("!role.drop:0")
    jens.presses_data("!regular.yes:1")
    assert mine(town, jens) == DATES[:1]


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("ikke d. 8.", [(8, 12)]),
        ("den 8. og 15. december", [(8, 12), (15, 12)]),
        ("8/12", [(8, 12)]),
        ("8. dec og 12. januar", [(8, 12), (12, 1)]),
        ("ikke den ottende december", [(8, 12)]),
        ("d. 5", [(5, 1)]),
        ("not the 8th", [(8, 12)]),
    ],
)
def test_days_are_read_as_people_write_them(said: str, days: list[tuple[int, int]]) -> None:
    found = named(said, DATES, datetime(2026, 11, 23, 10))  # noqa: DTZ001 - wall clock
    assert [(day.day, day.month) for day in found] == days


@pytest.mark.parametrize("said", ["ikke den 9.", "hej", "i morgen", "", "99", "31/12"])
def test_a_day_that_is_not_among_them_is_asked_for_again(said: str) -> None:
    with pytest.raises(NotAmongThem):
        named(said, DATES, datetime(2026, 11, 23, 10))  # noqa: DTZ001 - wall clock


@given(
    st.sets(st.sampled_from(DATES), min_size=1), st.sampled_from(["d. {d}.", "{d}/{m}", "den {d}. {name}"])
)
def test_whichever_days_are_listed_they_are_found(days: set[date], form: str) -> None:
    names = {12: "december", 1: "januar"}
    said = " og ".join(form.format(d=d.day, m=d.month, name=names[d.month]) for d in sorted(days))
    unclear = "{m}" not in form and "{name}" not in form
    found = named(f"ikke {said}", DATES, datetime(2026, 11, 23, 10))  # noqa: DTZ001 - wall clock
    if unclear:
        assert {d.day for d in found} == {d.day for d in days}
    else:
        assert found == sorted(days)


@pytest.mark.parametrize(
    "said",
    [
        "/forhindret d. 8.",
        "/forhindret den 8. december",
        "ikke d. 8.",
        "jeg kan ikke komme d. 8.",
        "jeg er forhindret den 8. december",
        "afbud d. 8/12",
    ],
)
def test_a_day_that_is_written_shows_that_day_and_gives_nothing_back_by_itself(town: Town, said: str) -> None:
    jens = town.volunteer("Jens")
    series(town)
    every_week(jens)
    answer = jens.says(said)
    assert answer
    assert "Hvilken vagt gælder det?" in answer.text
    assert "8. december" in answer.text
    assert [label for label in answer.labels if "Kortspil" in label] == ["1. Kortspil"]
    assert mine(town, jens) == DATES
    jens.presses("1. Kortspil")
    assert mine(town, jens) == [d for d in DATES if d != DATES[1]]


@pytest.mark.parametrize("said", ["/forhindret", "jeg kan ikke komme på tirsdag", "/forhindret d. 9."])
def test_without_a_day_of_theirs_all_shifts_are_shown(town: Town, said: str) -> None:
    jens = town.volunteer("Jens")
    series(town)
    every_week(jens)
    answer = jens.says(said)
    assert answer
    assert len([label for label in answer.labels if "Kortspil" in label]) == 3
    assert mine(town, jens) == DATES


def test_who_both_comes_and_volunteers_chooses_which_it_is(town: Town) -> None:
    jens = town.volunteer("Jens")
    date_ = town.activity("Sang", wall("2026-12-02", "10:00"))
    jens.presses_data(f"!sign.join:{date_}")
    series(town)
    every_week(jens)
    answer = jens.says("jeg bliver nødt til at melde afbud")
    assert answer
    assert "En af mine vagter" in answer.labels
    jens.presses("En af mine vagter")
    assert "Hvilken vagt gælder det?" in jens.last.text


@pytest.mark.parametrize("then", ["called off", "stopped", "nothing"])
def test_a_date_planned_at_night_is_taken_and_told_in_the_morning_as_it_is_then(
    town: Town, then: str
) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    activity = series(town, DATES[:2])
    every_week(jens)
    town.until(wall("2026-12-02", "22:30"))
    more(town, activity, DATES[2])
    town.sweep()
    before = len(jens.shown)
    if then == "called off":
        mette.presses_data("!plan.cancel:3")
        mette.presses("Ja, aflys")
    elif then == "stopped":
        jens.presses_data("!regular.stop:1:0")
    said = len(jens.shown)
    town.until(wall("2026-12-03", "12:00"))
    told = [s.text for s in jens.since(said)]
    assert len(told) == (then == "nothing")
    assert (DATES[2] in mine(town, jens)) == (then == "nothing")
    if then == "nothing":
        assert jens.since(before)[0].at == wall("2026-12-03", "08:00")
