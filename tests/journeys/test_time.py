"""Moving the clock by hand jumps over nothing: what comes is what a machine that never slept would send."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from street import TIME, Seen, Street, at

from bot.domain.people import Role

START, END = at("2027-03-24", "07:50"), at("2027-04-01", "12:00")  # the clock changes on the 28th
TICK = timedelta(minutes=15)


def week(path: Path, *, ticking: bool) -> list[Seen]:
    """Play a week with much in it, tick by tick or from wake to wake."""
    street = Street(f"sqlite:///{path}", START)
    mette, karen = street.person("Mette", Role.COORDINATOR), street.person("Karen", Role.HOST)
    people = [street.citizen(name, wish=("kaffe",)) for name in ("Inge", "Karl", "Olga", "Per", "Else")]
    street.tx.set_paused(id=people[3].id, until=at("2027-03-26", "13:07"))
    street.tx.set_rest(id=people[4].id, until=at("2027-03-27", "11:41"))
    for day in range(2, 8):
        activity = street.activity(f"Kaffe {day}", host=karen.id)
        date = street.date(activity, START + timedelta(days=day, hours=day), capacity=2)
        street.shift(date, karen)
    street.forges(people[0], "sign.join", 1)
    street.forges(people[1], "sign.join", 1)
    street.forges(people[2], "wait.on", 1)
    street.now += timedelta(minutes=7)
    street.presses(people[0], "sign.out", 1)
    street.forges(people[0], "sign.join", 3)
    street.forges(people[1], "sign.join", 5)
    street.moves(mette, 5, START + timedelta(days=4, hours=3))
    if ticking:
        while street.now < END:
            street.now += TICK
            street.sweep(*TIME)
    else:
        street.until(END)
    street.close()
    return street.seen


def test_jumping_from_wake_to_wake_sends_what_ticking_sends(sqlite_template: Path, tmp_path: Path) -> None:
    ticked, jumped = (
        week(Path(shutil.copy(sqlite_template, tmp_path / f"{ticking}.db")), ticking=ticking)
        for ticking in (True, False)
    )
    assert len(jumped) > 25
    assert {seen.kind for seen in jumped} == {seen.kind for seen in ticked}
    for one, other in zip(
        sorted(ticked, key=lambda s: (s.person, s.text)),
        sorted(jumped, key=lambda s: (s.person, s.text)),
        strict=True,
    ):
        assert (one.person, one.text) == (other.person, other.text)
        assert timedelta(0) <= one.at - other.at <= TICK, one.text
