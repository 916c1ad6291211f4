"""Whatever people do: each reminder comes where its rule says, and of no shift that is not theirs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from street import ZONE, Street, at
from town import Town, wall

from bot.domain.people import Person, Role
from bot.domain.quiet import waking
from bot.domain.reminders import CLOSINGS, DAYS_AHEAD, HOURS_AHEAD, NUDGE, OPENINGS, Lead, plan_shift
from bot.handlers.taking import take
from bot.ports import Kind
from bot.storage.habits import lead_of


@pytest.fixture
def street(sqlite_url: str) -> Iterator[Street]:
    with closing(Street(sqlite_url)) as street:
        yield street


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url)) as town:
        yield town


@pytest.fixture(scope="session")
def blank(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give a migrated file, and where to copy it to."""
    return sqlite_template, tmp_path_factory.mktemp("reminding") / "bot.db"


@dataclass(frozen=True)
class Moment:
    """What was so from an instant on."""

    since: datetime
    starts_at: datetime
    version: int
    on: bool
    shifts: dict[int, tuple[int, str]]  # by person: the shift and its state, of those that are on
    leads: dict[int, tuple[Lead, tuple[time, time]]]


@dataclass
class Life:
    """One date, two volunteers and a coordinator, and all that happened."""

    street: Street
    date: int
    people: dict[str, Person]
    moments: list[Moment] = field(default_factory=list)

    def look(self) -> None:
        """Write down what is so now."""
        tx, found = self.street.tx, self.street.occurrence(self.date)
        rows = self.street.db.execute(
            "SELECT person, id, state FROM shift WHERE state IN ('taken', 'confirmed')"
        )
        volunteers = [person.id for person in self.people.values() if person is not self.people["mette"]]
        self.moments.append(
            Moment(
                self.street.now,
                found.starts_at,
                found.version,
                found.on,
                {person: (id_, state) for person, id_, state in rows},
                {id_: lead_of(tx, id_, self.street.home) for id_ in volunteers},
            )
        )

    def after(self, at_: datetime) -> Moment:
        """Return what was so behind everything that was done at this instant."""
        return [m for m in self.moments if m.since <= at_][-1]

    def before(self, at_: datetime) -> Moment:
        """Return what was so when time arrived at this instant."""
        return [m for m in self.moments if m.since < at_ or m is self.moments[0]][-1]


ACTIONS = ("come", "cant", "poul", "move", "cancel", "lead", "awake", "nothing")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(5, 60 * 60), st.integers(0, 10**6)),
    min_size=1,
    max_size=7,
)
STARTS = st.tuples(
    st.sampled_from(["2027-03-28", "2027-03-29", "2027-10-31", "2027-11-01", "2026-12-03"]),
    st.integers(0, 24 * 12 - 1),
)


@contextmanager
def life(blank: tuple[Path, Path], starts_at: datetime) -> Iterator[Life]:
    shutil.copy(*blank)
    with closing(Street(f"sqlite:///{blank[1]}", starts_at - timedelta(days=9))) as street:
        people = {
            "jens": street.person("Jens", Role.HOST),
            "poul": street.person("Poul", Role.HOST),
            "mette": street.person("Mette", Role.COORDINATOR),
        }
        activity = street.activity()
        street.tx.put_need(activity=activity, role="host", wanted=1)
        found = Life(street, street.date(activity, starts_at), people)
        street.does(people["jens"], take, found.date, 0)
        found.look()
        yield found


def act(life: Life, action: str, number: int) -> None:
    """Let somebody do something; what cannot be done now is not done."""
    street, tx, people = life.street, life.street.tx, life.people
    holder = next(iter(life.moments[-1].shifts.items()), None)
    found = street.occurrence(life.date)
    who = people["jens"] if number % 2 else people["poul"]
    if action in ("come", "cant") and holder and found.on:
        person = next(p for p in people.values() if p.id == holder[0])
        street.forges(person, f"shift.{action}", holder[1][0])
    elif action == "poul" and found.on and found.starts_at > street.now:
        street.does(who, take, life.date, 0)
    elif action == "move" and found.on and found.starts_at > street.now:
        street.moves(
            people["mette"], life.date, found.starts_at + timedelta(minutes=5 * (number % 800 - 300))
        )
    elif action == "cancel" and number % 3 == 0 and found.on:
        street.cancels(people["mette"], life.date)
    elif action == "lead":
        days, hours = DAYS_AHEAD[number % 4], HOURS_AHEAD[number // 4 % 5]
        tx.set_own_lead(person=who.id, days=days, hours=hours)
    elif action == "awake":
        tx.set_awake(person=who.id, opens=OPENINGS[number % 4], closes=CLOSINGS[number // 4 % 4])


@given(STARTS, STEPS)
@settings(max_examples=60, deadline=None)
def test_reminders_come_where_their_rule_says_and_only_to_whom_the_shift_belongs(
    blank: tuple[Path, Path], start: tuple[str, int], steps: list[tuple[str, int, int]]
) -> None:
    day, fives = start
    starts_at = at(day, f"{fives // 12:02}:{fives % 12 * 5:02}")
    with life(blank, starts_at) as found:
        street = found.street
        for action, minutes, number in steps:
            street.until(street.now + timedelta(minutes=minutes), "remind_shifts")
            act(found, action, number)
            found.look()
        last = max(street.occurrence(found.date).starts_at, street.now)
        street.until(last + timedelta(hours=1), "remind_shifts")
        sent = [_read(*row) for row in street.db.execute(SENT)]
        for reminder in sent:
            is_theirs(found, reminder)
            is_on_time(found, reminder)
        nothing_is_missing(found, sent)


SENT = """SELECT dedupe_key, settled_at, body FROM outbox
    WHERE dedupe_key LIKE 'rem:%' AND state = 'sent' ORDER BY id"""


@dataclass(frozen=True)
class Sent:
    kind: str
    person: int
    version: int
    shift: int
    at: datetime
    text: str


def _read(key: str, settled_at: datetime, body: bytes) -> Sent:
    _rem, kind, person, _date, version, shift = key.split(":")
    return Sent(kind, int(person), int(version), int(shift.lstrip("s")), settled_at, body.decode())


def is_theirs(life: Life, reminder: Sent) -> None:
    now = life.before(reminder.at)
    if life.after(reminder.at) is not now and (reminder.person not in now.shifts):
        now = life.after(reminder.at)  # taken in this very minute
    assert now.on, f"{reminder} of what is cancelled"
    assert now.version == reminder.version, f"{reminder} of what was moved"
    assert now.shifts.get(reminder.person, (0, ""))[0] == reminder.shift, f"{reminder} of what is not theirs"
    assert now.starts_at > reminder.at, f"{reminder} after the start"
    assert f"{now.starts_at.astimezone(ZONE):%-H:%M}" in reminder.text


def is_on_time(life: Life, reminder: Sent) -> None:
    """At its instant; or at once where something made it due after that: a late yes, another choice."""
    for now in (life.before(reminder.at), life.after(reminder.at)):
        lead, awake = now.leads[reminder.person]
        planned = [r for r in plan_shift(now.starts_at, ZONE, lead, awake) if r.kind == reminder.kind]
        if any(reminder.at == r.at for r in planned):
            return
        by_day = waking(now.since, ZONE, awake)
        if any(r.at <= now.since <= reminder.at == max(by_day, now.since) for r in planned):
            return
    raise AssertionError(f"{reminder} comes when nothing was due")


def nothing_is_missing(life: Life, sent: list[Sent]) -> None:
    """Whoever had a shift all along when a reminder fell due, and had not heard the same before, got it."""
    ends = [m.since for m in life.moments[1:]] + [life.street.now]
    for now, until in zip(life.moments, ends, strict=True):
        for person, (shift, state) in now.shifts.items():
            if not now.on:
                continue
            told = told_at(life, person, now.version)
            for due in plan_shift(now.starts_at, ZONE, *now.leads[person]):
                if not now.since < due.at <= until or (told and told >= due.at):
                    continue
                if due.kind == NUDGE and state != "taken":
                    continue
                mine = [
                    s
                    for s in sent
                    if (s.kind, s.person, s.version, s.shift) == (due.kind, person, now.version, shift)
                ]
                assert any(s.at <= due.at for s in mine), f"{due} never came to {person}: {mine}"


def told_at(life: Life, person: int, version: int) -> datetime | None:
    rows = life.street.db.execute(
        "SELECT not_before FROM outbox WHERE kind = 'change' AND person = ? AND version = ?",
        (person, version),
    ).fetchall()
    return max((row[0] for row in rows), default=None)


def walls(street: Street, person: Person) -> list[str]:
    return [seen.wall for seen in street.to(person, Kind.REMINDER)]


def test_everybody_chooses_for_themselves_and_an_organisation_for_the_rest(street: Street) -> None:
    jens, sara = street.person("Jens", Role.HOST), street.person("Sara", Role.HELPER)
    date = street.date(street.activity(), at("2026-11-30", "14:00"))
    street.tx.set_house_lead(organisation=street.home, days=4, hours=2)
    street.tx.set_own_lead(person=sara.id, days=7, hours=0)
    for person, role in ((jens, "host"), (sara, "helper")):
        street.tx.set_shift(id=street.shift(date, person, role), state="confirmed", now=street.now)
    street.until(at("2026-11-30", "20:00"), "remind_shifts")
    assert walls(street, jens) == ["2026-11-26 14:00", "2026-11-30 12:00"]
    assert walls(street, sara) == ["2026-11-23 14:00"]


def test_who_takes_a_shift_late_has_answered_and_still_hears_of_the_door(street: Street) -> None:
    mette, jens = street.person("Mette", Role.COORDINATOR), street.person("Jens", Role.HOST)
    activity = street.activity()
    date = street.date(activity, at("2026-11-26", "14:00"))
    street.tx.put_need(activity=activity, role="host", wanted=1)
    street.until(at("2026-11-25", "13:00"), "remind_shifts")
    street.does(jens, take, date, 0)
    street.until(at("2026-11-26", "20:00"), "remind_shifts")
    assert walls(street, jens) == ["2026-11-26 11:00"], "an hour after a yes nobody is asked whether it suits"
    assert not street.to(mette)
    other = street.date(activity, at("2026-11-27", "14:00"))
    street.until(at("2026-11-27", "13:15"), "remind_shifts")
    street.does(jens, take, other, 0)
    assert "in good time" not in street.to(jens, Kind.REPLY)[-1].text
    assert walls(street, jens)[-1] == "2026-11-27 13:15", "with the thanks, not at the next tick"
    assert "parkeringen" in street.last(jens).text
    street.until(at("2026-11-27", "13:30"), "remind_shifts")
    assert len(walls(street, jens)) == 2, "and once"


def test_who_had_confirmed_is_asked_again_when_it_is_moved_and_at_24_hours_if_silent(street: Street) -> None:
    mette, jens = street.person("Mette", Role.COORDINATOR), street.person("Jens", Role.HOST)
    date = street.date(street.activity(), at("2026-11-26", "14:00"))
    street.tx.set_shift(id=street.shift(date, jens), state="confirmed", now=street.now)
    street.until(at("2026-11-20", "12:00"), "remind_shifts")
    street.moves(mette, date, at("2026-11-27", "15:00"))
    news = street.last(jens)
    assert "where you are host" in news.text
    assert "Thursday 26 November at 14:00" in news.text
    assert "Friday 27 November at 15:00" in news.text
    assert news.verbs == ["shift.come", "shift.cant", "human"]
    street.until(at("2026-11-27", "20:00"), "remind_shifts")
    assert walls(street, jens) == ["2026-11-25 15:00", "2026-11-26 15:00", "2026-11-27 12:00"]
    assert [s.text.split(" about")[0] for s in street.to(mette, Kind.STAFF)] == ["Jens has not answered"]


def test_a_choice_is_made_by_buttons_and_forged_numbers_change_nothing(town: Town) -> None:
    mette, jens = town.coordinator(), town.volunteer("Jens")
    jens.says("/vagter")
    for label in (
        "Mine valg",
        "Hvornår jeg bliver mindet",
        "Dagene før",
        "4 dage før",
        "Timerne før",
        "1 time før",
    ):
        jens.presses(label)
    assert lead_of(town.tx, jens.person.id, town.home)[0] == Lead(4, 1)
    jens.presses_data("!lead.day:1")
    jens.presses_data("!lead.hour:9")
    jens.presses_data("!awake.opens:2")
    jens.presses_data("!house.day:7")  # no coordinator
    assert lead_of(town.tx, jens.person.id, town.home) == (Lead(4, 1), (time(8), time(21)))
    mette.presses_data("!house.day:3")
    assert town.rows("SELECT remind_days, remind_hours FROM organisation") == [(3, 3)]
    jens.presses("Som for alle andre")
    assert lead_of(town.tx, jens.person.id, town.home)[0] == Lead(3, 3)
    jens.presses_data("!awake.opens:a")
    jens.presses_data("!awake.closes:i")
    assert "mellem kl. 10.00 og kl. 18.00" in jens.last.text


def test_own_hours_hold_also_for_what_the_machine_could_not_send_in_time(town: Town) -> None:
    town.coordinator()
    jens = town.volunteer("Jens")
    occurrence = town.activity("Kortspil", wall("2026-11-26", "16:00"))
    town.tx.add_shift(occurrence=occurrence, person=jens.person.id, role="helper", now=town.now)
    town.tx.set_awake(person=jens.person.id, opens=12, closes=18)
    town.now = wall("2026-11-26", "09:00")  # it was down for three days
    town.sweep()
    seen = len(jens.shown)
    town.until(wall("2026-11-26", "16:00"))
    assert [s.at for s in jens.since(seen)] == [wall("2026-11-26", "12:00"), wall("2026-11-26", "13:00")]
