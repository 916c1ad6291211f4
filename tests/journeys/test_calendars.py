"""Four weeks of real calendars, fifty citizens and ten volunteers: every reminder where its rule says."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from street import ZONE, Street

from bot.domain.people import Person, Role
from bot.handlers.importing import take
from bot.ports import Kind
from bot.storage.activities import occurrence_by_id

WEEKS = timedelta(weeks=4)
CALENDARS = [
    ("machbar_16_feb_2019.ics", datetime(2019, 3, 11, 8, tzinfo=UTC)),
    ("fablab_cottbus.ics", datetime(2018, 10, 1, 8, tzinfo=UTC)),
]
ANSWERS = (
    ("inv.no", 0.2),
    ("inv.maybe", 0.3),
    ("sign.join", 1.0),
)


def calendar(name: str) -> bytes:
    folder = os.environ.get("FOELGESKAB_CALENDARS", "")
    path = Path(folder) / name
    if not folder or not path.is_file():
        pytest.skip("FOELGESKAB_CALENDARS does not name the folder with the real calendars")
    return path.read_bytes()


@pytest.fixture(params=CALENDARS, ids=["across the change of the clock", "in autumn"])
def town(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[tuple[Street, datetime]]:
    name, begins = request.param
    content = calendar(name)
    street = Street(sqlite_url, begins)
    lines = take(
        street.tx,
        street.settings,
        content,
        street.home,
        begins,
        until=begins + WEEKS,
        seats=12,
        interest="games",
    )
    again = take(
        street.tx,
        street.settings,
        content,
        street.home,
        begins,
        until=begins + WEEKS,
        seats=12,
        interest="games",
    )
    assert len(lines) > 5
    assert " 0." in again[-1].partition("New:")[2] or "Nye: 0" in again[-1], "twice changes nothing"
    yield street, begins
    street.close()


def test_four_weeks_of_a_real_house(town: tuple[Street, datetime]) -> None:
    """No reminder is early, late, doubled, missing or in quiet hours."""
    street, begins = town
    chance = random.Random(2019)
    citizens = [street.citizen(f"Borger{n}", wish=("games",)) for n in range(50)]
    volunteers = [street.person(f"Frivillig{n}", Role.VOLUNTEER) for n in range(10)]
    give_shifts(street, volunteers)
    answered = dict.fromkeys((p.id for p in citizens), 0)
    while street.now < begins + WEEKS:
        street.until(street.now + timedelta(hours=6))
        for person in citizens:
            answered[person.id] = react(street, person, answered[person.id], chance)
    sent = rows(street)
    show(sent)
    for row in sent:
        check(street, row)
    told = [(row["person"], row["occurrence"], row["word"]) for row in sent if row["kind"] == "reminder"]
    assert [one for one, count in Counter(told).items() if count > 1] == []
    assert missing(street, set(told), begins + WEEKS) == []
    assert sum(row["kind"] == "reminder" for row in sent) > 20
    assert weekly(sent) <= 2


def give_shifts(street: Street, volunteers: list[Person]) -> None:
    found = street.db.execute("SELECT id FROM occurrence ORDER BY starts_at").fetchall()
    for n, (occurrence,) in enumerate(found):
        street.shift(occurrence, volunteers[n % len(volunteers)])


def react(street: Street, person: Person, seen: int, chance: random.Random) -> int:
    """Let somebody answer what has come since, as people do: most kindly, some not at all."""
    new = street.to(person)[seen:]
    for message in new:
        if message.kind is Kind.INVITATION and chance.random() < 0.8:
            dice = chance.random()
            verb = next(verb for verb, least in ANSWERS if dice < least)
            if verb in message.verbs:
                street.presses(person, verb)
        elif message.kind is Kind.REMINDER and chance.random() < 0.15 and "sign.out" in message.verbs:
            street.presses(person, "sign.out")
        elif message.kind is Kind.FOLLOWUP and "after.good" in message.verbs:
            street.presses(person, "after.good")
    return len(street.to(person))


def rows(street: Street) -> list[dict[str, Any]]:
    found = street.db.execute(
        "SELECT dedupe_key, kind, person, occurrence, settled_at FROM outbox WHERE state = 'sent'"
        " AND kind IN ('reminder', 'followup', 'invitation') ORDER BY id"
    ).fetchall()
    return [
        {
            "key": key,
            "word": key.split(":")[1],
            "kind": kind,
            "person": person,
            "occurrence": occurrence,
            "at": at,
        }
        for key, kind, person, occurrence, at in found
    ]


def check(street: Street, row: dict[str, Any]) -> None:
    """Compare one message with what the product promises, counted here anew."""
    date = occurrence_by_id(street.tx, row["occurrence"])
    assert date is not None
    wall, start = row["at"].astimezone(ZONE), date.starts_at.astimezone(ZONE)
    if row["kind"] == "reminder":
        assert time(8) <= wall.time() <= time(21), row
        assert row["at"] < date.starts_at, row
    else:
        opens, closes = (9, 19) if wall.weekday() < 5 else (10, 18)
        assert opens <= wall.hour < closes, row
    match row["word"]:
        case "before":
            assert (start.date() - wall.date(), wall.time()) == (timedelta(days=1), time(17)), row
        case "today" | "hours":
            assert wall in close(start), (row, wall, start)
        case "days":
            assert start.date() - wall.date() in (timedelta(days=2), timedelta(days=3)), row
            if time(8) <= start.time() < time(21):
                assert wall.replace(tzinfo=None) == start.replace(tzinfo=None) - timedelta(days=2), row
        case _other:
            pass


def close(start: datetime) -> list[datetime]:
    """Return when the reminder of the day may come: three hours before, or beside the quiet hours."""
    passed = (start.astimezone(UTC) - timedelta(hours=3)).astimezone(ZONE)
    morning = start.replace(hour=8, minute=0)
    evening = start.replace(hour=20, minute=0) - timedelta(days=1)
    if time(8) <= passed.time() < time(21) and passed.date() == start.date():
        return [passed]
    return [morning] if start - morning >= timedelta(minutes=90) else [evening]


def missing(street: Street, told: set[tuple[int, int, str]], end: datetime) -> list[tuple[int, int]]:
    """Return who is signed up, was so the day before at 16.59, and was not reminded that day."""
    found = street.db.execute(
        "SELECT s.person, s.occurrence, s.changed_at, o.starts_at FROM signup s"
        " JOIN occurrence o ON o.id = s.occurrence WHERE s.state = 'in'"
    ).fetchall()
    lost = []
    for person, occurrence, changed_at, starts_at in found:
        day = starts_at.astimezone(ZONE).date() - timedelta(days=1)
        due = datetime.combine(day, time(17), ZONE)
        if changed_at < due < end and (person, occurrence, "before") not in told:
            lost.append((person, occurrence))
    return lost


def weekly(sent: list[dict[str, Any]]) -> int:
    """Return the most invitations that anybody got in one week."""
    counted = Counter(
        (row["person"], row["at"].astimezone(ZONE).isocalendar()[:2])
        for row in sent
        if row["kind"] == "invitation"
    )
    return max(counted.values())


def show(sent: list[dict[str, Any]]) -> None:
    """Print what was sent, when and why."""
    print()
    for (word, hour), count in sorted(
        Counter(
            (row["word"] if row["kind"] == "reminder" else row["kind"], row["at"].astimezone(ZONE).hour)
            for row in sent
        ).items()
    ):
        print(f"{word:>12} at {hour:02d}: {count}")
