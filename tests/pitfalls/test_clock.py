"""Pitfalls 1 and 2: the change of the clock, and times in the wrong zone."""

from __future__ import annotations

import itertools
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from town import ZONE, Phone, Shown, Town, wall

import bot
from bot.ports import Kind

CLOCK = re.compile(r"\b\d{1,2}[.:]\d{2}\b")
WHOLE = re.compile(
    r"(?:man|tirs|ons|tors|fre|lør|søn)dag den \d{1,2}\. (?:januar|februar|marts|april|maj|juni|juli|august"
    r"|september|oktober|november|december) kl\. \d{1,2}\.\d{2}\b"
)


def at(phone: Phone, kind: Kind) -> list[str]:
    """Return when messages of a kind came, as the clock on the wall showed it."""
    return [s.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") for s in phone.shown if s.kind is kind]


@pytest.mark.parametrize(
    ("sunday", "saturday", "monday"),
    [("2027-03-28", "2027-03-27", "2027-03-29"), ("2026-10-25", "2026-10-24", "2026-10-26")],
)
def test_pitfall_01_dst_moves_the_reminder(sqlite_url: str, sunday: str, saturday: str, monday: str) -> None:
    """Reminders and check-ins keep their hour on the wall on the days when the clock changes."""
    town = Town(sqlite_url, wall(sunday, "10:00") - timedelta(days=6))
    inge = town.citizen("Inge")
    for title, day in (("Torsdagskaffe", sunday), ("Gå og snak", monday)):
        occurrence = town.activity(title, wall(day, "14:00"))
        inge.presses_data(f"!sign.join:{occurrence}")
    inge.says("/hej")
    for press in ("Hver uge", "Ja, det må du", "Om formiddagen"):
        inge.presses(press)
    town.until(wall(monday, "20:00") + timedelta(days=7))
    assert at(inge, Kind.REMINDER) == [
        f"{saturday} 17:00", f"{sunday} 11:00", f"{sunday} 17:00", f"{monday} 11:00",
    ]  # fmt: skip
    assert all("kl. 14.00" in s.text for s in inge.shown if s.kind is Kind.REMINDER)
    asked = at(inge, Kind.CHECKIN)
    assert len(asked) == 2, "one before the change of the clock, one after"
    assert len({clock.split()[1] for clock in asked}) == 1
    town.close()


def test_pitfall_01_dst_moves_a_series(town: Town) -> None:
    """What recurs is kept as wall-clock time: it never moves, comes twice or falls out."""
    mette = town.coordinator()
    mette.says("/ny")
    for said in ("Kortspil", "hver søndag kl. 14-16", "Medborgerhuset"):
        mette.says(said)
    while not mette.last.message.buttons or "Ja, vis den" not in mette.last.labels:
        if "Spring over" in mette.last.labels:
            mette.presses("Spring over")
        else:
            mette.says("8")
    mette.presses("Ja, vis den")
    rows = town.rows('SELECT starts_at AS "s [timestamp]" FROM occurrence ORDER BY starts_at')
    walls = [row[0].astimezone(ZONE) for row in rows]
    change = wall("2027-03-28").date()
    assert change in {one.date() for one in walls}
    assert {f"{one:%a %H:%M}" for one in walls} == {"Sun 14:00"}
    assert {later.date() - one.date() for one, later in itertools.pairwise(walls)} == {timedelta(7)}


def clocks(shown: list[Shown]) -> list[str]:
    """Return the clock times in messages that stand without their weekday and date."""
    return [s.text for s in shown for _ in CLOCK.findall(WHOLE.sub("", s.text))]


@pytest.mark.parametrize(("day", "written"), [
    ("2026-11-26", "torsdag den 26. november kl. 14.00"),
    ("2027-07-01", "torsdag den 1. juli kl. 14.00"),
])  # fmt: skip
def test_pitfall_02_times_shown_in_the_wrong_zone(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, day: str, written: str
) -> None:
    """Every time is local to the event, with its weekday, wherever the machine stands; by one formatter."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    start = wall(day, "14:00")
    town = Town(sqlite_url, start - timedelta(days=3, hours=2))
    mette, inge, poul = town.coordinator(), town.citizen("Inge"), town.citizen("Poul")
    occurrence = town.activity("Torsdagskaffe", start, seats=1)
    for verb in ("find.about", "sign.join"):
        assert written in inge.presses_data(f"!{verb}:{occurrence}").text  # type: ignore[union-attr]
    poul.presses_data(f"!wait.on:{occurrence}")
    assert written in mette.presses_data(f"!plan.show:{occurrence}").text  # type: ignore[union-attr]
    town.until(start - timedelta(hours=6))
    reminder = next(s for s in inge.shown if s.kind is Kind.REMINDER)
    assert written in reminder.text
    inge.presses_data(f"!sign.out:{occurrence}")
    assert written in poul.last.text, "the place that is offered"
    mette.presses_data(f"!plan.cancelled:{occurrence}")
    assert written in poul.last.text
    assert not clocks([*mette.shown, *inge.shown, *poul.shown])
    town.close()
    monkeypatch.undo()
    time.tzset()


def test_pitfall_02_there_is_one_formatter() -> None:
    """Nothing but ``bot.i18n`` knows how a moment is written for people."""
    knows = [
        path.name
        for path in Path(bot.__file__).parent.rglob("*.py")
        if "babel.dates" in path.read_text(encoding="utf-8")
    ]
    assert knows == ["i18n.py"]
    by_hand = re.compile(r"strftime|:%[aAbBdHIjmMp]|\.(?:hour|minute)\}")
    rooms = [Path(bot.__file__).parent / room for room in ("handlers", "sweeps", "dialogs")]
    writes = [
        f"{path.name}: {line.strip()}"
        for room in rooms
        for path in room.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if by_hand.search(line) and "key" not in line
    ]
    assert writes == []
