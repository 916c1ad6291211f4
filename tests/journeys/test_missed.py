"""Who did not come is greeted once and warmly; nothing is counted aloud, and a human hears of the second."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import ZONE, Phone, Shown, Town, wall

from bot.ports import Kind

THURSDAYS = ("2026-11-26", "2026-12-03", "2026-12-10", "2026-12-17")


class Coffee:
    """Coffee every Thursday at 14, with Karen at the door, Mette in the office and Inge signed up."""

    def __init__(self, url: str) -> None:
        self.town = Town(url)
        self.mette, self.karen = self.town.coordinator("Mette"), self.town.volunteer("Karen")
        first = self.town.activity("Torsdagskaffe", wall(THURSDAYS[0], "14:00"), host=self.karen)
        for day in THURSDAYS[1:]:
            starts_at = wall(day, "14:00")
            activity = self.town.rows("SELECT activity FROM occurrence WHERE id = ?", first)[0][0]
            self.town.tx.add_occurrence(
                activity=activity,
                recurrence=starts_at.isoformat(),
                starts_at=starts_at,
                ends_at=starts_at + timedelta(hours=2),
                capacity=8,
            )
        self.dates = [row[0] for row in self.town.rows("SELECT id FROM occurrence ORDER BY starts_at")]
        self.inge = self.town.citizen("Inge")

    def signs_up(self, *dates: int) -> None:
        for date in dates:
            self.inge.presses_data(f"!sign.join:{self.dates[date]}")

    def until(self, day: str, clock: str = "12:00") -> None:
        self.town.until(wall(day, clock))

    def host_says(self, label: str) -> None:
        """Let the host tell on the evening of the day."""
        self.karen.presses("Ja, gerne")
        self.karen.presses(label)

    def missed(self, date: int) -> None:
        """Let Inge miss a date that she had signed up for, as the host tells."""
        self.until(THURSDAYS[date], "17:00")
        self.host_says("Kom ikke")

    @property
    def care(self) -> list[Shown]:
        return [shown for shown in self.inge.shown if "Vi savnede dig" in shown.text]

    @property
    def lines(self) -> list[str]:
        return [shown.text for shown in self.mette.shown if "hilsen være velkommen" in shown.text]


@pytest.fixture
def coffee(sqlite_url: str) -> Iterator[Coffee]:
    coffee = Coffee(sqlite_url)
    yield coffee
    coffee.town.close()


def asked(phone: Phone) -> list[Shown]:
    return [shown for shown in phone.shown if "Var det rart" in shown.text]


def test_the_host_is_asked_when_it_is_over_and_only_then(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.until(THURSDAYS[0], "15:59")
    assert not [shown for shown in coffee.karen.shown if "Tak for i dag" in shown.text]
    coffee.until(THURSDAYS[0], "16:00")
    coffee.until(THURSDAYS[0], "18:00")
    (question,) = [shown for shown in coffee.karen.shown if "Tak for i dag" in shown.text]
    assert question.kind is Kind.FOLLOWUP
    assert question.labels == ["Ja, gerne", "Alle var med", "Ikke denne gang"]


def test_nobody_signed_up_and_nobody_is_asked_about(coffee: Coffee) -> None:
    coffee.until("2026-11-28")
    assert not [shown for shown in coffee.karen.shown if "Tak for i dag" in shown.text]


def test_with_one_tap_for_each_the_list_becomes_shorter(coffee: Coffee) -> None:
    coffee.signs_up(0)
    olga = coffee.town.citizen("Olga")
    olga.presses_data(f"!sign.join:{coffee.dates[0]}")
    coffee.until(THURSDAYS[0], "17:00")
    coffee.karen.presses("Ja, gerne")
    assert "Inge var med" in coffee.karen.last.labels
    coffee.karen.presses("Olga var med")
    assert "Var med: Olga." in coffee.karen.last.text
    assert "Olga var med" not in coffee.karen.last.labels
    coffee.karen.presses("Kom ikke")
    assert "Kom ikke: Inge." in coffee.karen.last.text
    coffee.karen.presses("Fortryd")
    assert coffee.town.rows("SELECT came FROM signup ORDER BY person") == [("",), ("yes",)]
    coffee.karen.presses("Resten var med")
    assert coffee.town.rows("SELECT DISTINCT came FROM signup") == [("yes",)]
    looks = coffee.town.rows("SELECT DISTINCT who, what FROM audit")
    assert looks == [(coffee.karen.person.id, "names")]


@pytest.mark.parametrize("verb", ["came.list", "came.rest", "came.undo"])
def test_nobody_else_may_tell_or_see_who_was_there(coffee: Coffee, verb: str) -> None:
    coffee.signs_up(0)
    olga = coffee.town.volunteer("Olga")
    coffee.until(THURSDAYS[0], "17:00")
    olga.presses_data(f"!{verb}:{coffee.dates[0]}")
    assert "Inge" not in olga.last.text
    for word in ("yes", "no"):
        olga.presses_data(f"!came.{word}:1")
    assert coffee.town.rows("SELECT came FROM signup") == [("",)]


def test_nothing_is_told_before_it_has_begun(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.karen.presses_data("!came.no:1")
    assert coffee.town.rows("SELECT came FROM signup") == [("",)]


def test_who_did_not_come_is_greeted_once_the_day_after_with_ways_on(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.missed(0)
    coffee.until("2026-12-02")
    (word,) = coffee.care
    assert word.at.astimezone(ZONE).strftime("%m-%d %H:%M") == "11-27 10:00"
    assert word.text == (
        "Hej Inge. Vi savnede dig til Torsdagskaffe torsdag den 26. november. "
        "Det er helt i orden, at det ikke blev til noget. Er alt vel?"
    )
    assert word.labels[:3] == ["Jeg glemte det", "Det var en svær dag", "Ikke noget for mig"]
    assert not asked(coffee.inge)
    assert not coffee.lines


def test_having_forgotten_leads_to_the_next_date(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.missed(0)
    coffee.until("2026-11-27")
    coffee.inge.presses("Jeg glemte det")
    assert "torsdag den 3. december kl. 14.00" in coffee.inge.last.text
    coffee.inge.presses("Ja, jeg vil med")
    assert coffee.town.rows("SELECT state FROM signup WHERE occurrence = ?", coffee.dates[1]) == [("in",)]


def test_a_hard_day_leads_to_a_human_and_leaves_no_trace(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.missed(0)
    coffee.until("2026-11-27")
    before = coffee.town.rows("SELECT * FROM invitation")
    coffee.inge.presses("Det var en svær dag")
    assert {"Ja tak", "Ring gerne til mig", "Nej tak"} == set(coffee.inge.last.labels)
    coffee.inge.presses("Nej tak")
    assert coffee.inge.last.labels
    assert coffee.town.rows("SELECT * FROM invitation") == before
    assert not coffee.town.rows("SELECT * FROM conversation")


def test_not_for_me_is_remembered_for_what_is_suggested(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.missed(0)
    coffee.until("2026-11-27")
    coffee.inge.presses("Ikke noget for mig")
    assert coffee.town.rows("SELECT why FROM invitation WHERE why <> ''") == [("not_me",)]
    assert "Se, hvad der sker" in coffee.inge.last.labels


def test_who_was_there_after_all_is_believed(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.missed(0)
    coffee.until("2026-11-27")
    coffee.inge.presses("Jeg var med")
    assert "Var det rart" in coffee.inge.last.text
    assert coffee.town.rows("SELECT came FROM signup") == [("yes",)]


def test_told_too_late_the_question_of_the_day_after_is_enough(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.until("2026-11-27", "11:00")
    coffee.karen.presses("Ja, gerne")
    coffee.karen.presses("Kom ikke")
    coffee.until("2026-12-02")
    assert len(asked(coffee.inge)) == 1
    assert not coffee.care


def test_two_in_a_row_reach_a_human_in_one_line_and_the_third_says_nothing_more(coffee: Coffee) -> None:
    coffee.signs_up(0, 1, 2)
    for date in (0, 1, 2):
        coffee.missed(date)
        coffee.until(THURSDAYS[date + 1], "10:30")
        assert len(coffee.lines) == (date > 0)
        if date == 1:
            coffee.mette.presses("Jeg har set det")
    assert coffee.lines == ["Inge har ikke været med de sidste gange. Måske vil en hilsen være velkommen."]
    assert len(coffee.care) == 3
    assert not [
        word for word in coffee.care if any(figure in word.text for figure in ("anden", "tredje", "2 "))
    ]


def test_having_said_so_oneself_counts_alike(coffee: Coffee) -> None:
    coffee.signs_up(0, 1)
    for date, day in ((0, "2026-11-27"), (1, "2026-12-04")):
        coffee.until(day)
        coffee.inge.presses_on(asked(coffee.inge)[date], "Jeg kom ikke")
        assert "helt i orden" in coffee.inge.last.text
    coffee.until("2026-12-05")
    assert len(coffee.lines) == 1
    assert not coffee.care


def test_where_a_human_is_asked_for_already_there_is_no_second_line(coffee: Coffee) -> None:
    coffee.signs_up(0, 1)
    coffee.missed(0)
    coffee.inge.says("tal med et menneske")
    coffee.missed(1)
    coffee.until("2026-12-06")
    assert not coffee.lines


def test_coming_in_between_begins_anew(coffee: Coffee) -> None:
    coffee.signs_up(0, 1, 2)
    coffee.missed(0)
    coffee.until(THURSDAYS[1], "17:00")
    coffee.karen.presses("Alle var med")
    coffee.missed(2)
    coffee.until("2026-12-13")
    assert not coffee.lines


def test_who_missed_something_is_invited_as_before(coffee: Coffee) -> None:
    coffee.signs_up(0, 1)
    coffee.missed(0)
    coffee.missed(1)
    coffee.until("2026-12-05")
    assert len(coffee.lines) == 1
    coffee.town.activity("Gå og snak", wall("2026-12-20", "10:00"))
    coffee.until("2026-12-18")
    assert [shown for shown in coffee.inge.shown if "Gå og snak" in shown.text]


@pytest.mark.parametrize("how", ["stop", "pause"])
def test_who_wants_quiet_is_left_in_peace(coffee: Coffee, how: str) -> None:
    coffee.signs_up(0)
    coffee.missed(0)
    coffee.inge.says(how)
    if how == "pause":
        coffee.inge.presses("En uge")
    coffee.until("2026-12-02")
    assert not coffee.care


def test_the_absence_is_forgotten_after_90_days(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.missed(0)
    coffee.until("2027-03-05")
    coffee.town.sweep()
    assert coffee.town.rows("SELECT state, came FROM signup") == [("out", "")]
    assert not [row for row in coffee.town.rows("SELECT body FROM outbox") if b"savnede" in row[0]]


def test_erased_is_also_what_the_host_was_shown(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.missed(0)
    assert [row for row in coffee.town.rows("SELECT body FROM outbox") if b"Kom ikke: Inge" in row[0]]
    coffee.inge.says("slet mig")
    coffee.inge.presses("Ja, slet alt")
    assert "Kom ikke: Inge" not in coffee.town.everything()


def test_the_day_after_invites_to_the_same_thing_again(coffee: Coffee) -> None:
    coffee.signs_up(0)
    coffee.until("2026-11-27")
    coffee.inge.presses("Ja, det var rart")
    assert "torsdag den 3. december kl. 14.00" in coffee.inge.last.text
    coffee.inge.presses("Ja, jeg vil med")
    assert coffee.town.rows("SELECT state FROM signup WHERE occurrence = ?", coffee.dates[1]) == [("in",)]


def test_who_has_a_seat_the_next_time_is_told_so_and_not_asked(coffee: Coffee) -> None:
    coffee.signs_up(0, 1)
    coffee.town.db.execute("UPDATE occurrence SET capacity = 1 WHERE id = ?", (coffee.dates[1],))
    coffee.until("2026-11-27")
    coffee.inge.presses("Ja, det var rart")
    assert "Du har en plads næste gang, torsdag den 3. december kl. 14.00." in coffee.inge.last.text
    assert "?" not in coffee.inge.last.text
