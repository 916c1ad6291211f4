"""The oracle of the simulated year: each rule is broken on a small made-up transcript, and it is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.ports import Button, Kind, Said
from bot.simulation.oracle import counted, judge
from bot.simulation.oracle.evidence import TOGETHER, Date, Evidence, Habit, History, Part, Times, Who
from bot.simulation.oracle.hours import ZONE, easter, holidays, is_open
from bot.simulation.phones import Act, Arrival, Transcript

INGE, OLE, METTE, KAREN = 1, 2, 3, 4
WHO = {
    INGE: Who(INGE, "Inge-Marie", "Brækneholt", "brækneholt_1", "citizen"),
    OLE: Who(OLE, "Ole-Peter", "Stuvledrup", "stuvledrup_2", "citizen"),
    METTE: Who(METTE, "Mette-Lise", "Kvorberkær", "kvorberkær_3", "coordinator"),
    KAREN: Who(KAREN, "Karen-Sofie", "Plovdalrode", "plovdalrode_4", "volunteer"),
}
COFFEE = 7
WAY_OUT = (Button("Ja, jeg vil med", "!a"), Button("Færre beskeder", "!b"))
INVITED = "Hej. Du nævnte kaffe. Vil du med?"
WHEN = "torsdag den 26. november kl. 14.00"
TOMORROW = f"I morgen er du med her:\nTorsdagskaffe, {WHEN}, Medborgerhuset."
TODAY = f"Det er i dag:\nTorsdagskaffe, {WHEN}, Medborgerhuset."


def wall(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


START = wall("2026-11-26", "14:00")
JOINED = wall("2026-11-23", "10:00")


def since(moment: datetime, value: Any) -> History[Any]:
    found = History[Any]()
    found.add(moment, value)
    return found


class Story:
    """A few messages and deeds, in order; a clean week of Inge, who comes to coffee on Thursday."""

    def __init__(self) -> None:
        self.transcript = Transcript()
        begins = wall("2026-11-16", "08:00")
        times = since(begins, Times(START, START + timedelta(hours=2), on=True))
        self.more: dict[str, Any] = {
            "who": WHO,
            "known": {chat: since(begins, value=True) for chat in WHO},
            "weekly": {INGE: since(begins, 2), OLE: since(begins, 2)},
            "houses": {INGE: {1}, METTE: {1}, OLE: {2}, KAREN: {1}},
            "dates": {COFFEE: Date(COFFEE, 1, ("Torsdagskaffe",), times)},
            "parts": [Part(INGE, COFFEE, duty=False, states=since(JOINED, ("in", "")))],
        }

    def comes(self, day: str, clock: str, kind: Kind, text: str, chat: int = INGE, **more: Any) -> Arrival:
        n = self.transcript.next()
        buttons = (more.pop("buttons", WAY_OUT),)
        arrival = Arrival(wall(day, clock), chat, n, kind, text, buttons, n=n, **more)
        self.transcript.arrivals.append(arrival)
        return arrival

    def does(self, day: str, clock: str, text: str, meant: str = "", chat: int = INGE) -> int:
        at = wall(day, clock)
        act = Act(at, chat, Said.TEXT, text=text, meant=meant, taken_at=at, n=self.transcript.next())
        self.transcript.acts.append(act)
        return len(self.transcript.acts) - 1

    def answers(self, day: str, clock: str, text: str, answer: str, meant: str = "", **more: Any) -> None:
        cause = self.does(day, clock, text, meant)
        self.comes(day, clock, Kind.REPLY, answer, cause=cause, **more)

    def reminds(self, text: str = TOMORROW, day: str = "2026-11-25", clock: str = "17:00") -> Arrival:
        return self.comes(day, clock, Kind.REMINDER, text, occurrence=COFFEE)

    def clean(self) -> Story:
        self.comes("2026-11-17", "10:00", Kind.INVITATION, INVITED)
        self.answers("2026-11-23", "10:00", "ja", f"Du svarede: Ja.\nTorsdagskaffe, {WHEN}.")
        self.reminds()
        self.reminds(TODAY, "2026-11-26", "11:00")
        return self

    def broken(self, **more: Any) -> set[str]:
        found = judge(Evidence(self.transcript, wall("2026-11-30", "12:00"), **{**self.more, **more}))
        return {rule for rule, n in counted(found).items() if n}


def test_a_clean_week_breaks_nothing() -> None:
    assert Story().clean().broken() == set()


def third_of_the_week(story: Story) -> None:
    for day in ("2026-11-18", "2026-11-19"):
        story.comes(day, "10:00", Kind.INVITATION, INVITED + day)


def more_than_chosen(story: Story) -> None:
    story.more["weekly"] = {INGE: since(wall("2026-11-16", "08:00"), 0)}


def asked_as_news(story: Story) -> None:
    for clock in ("10:00", "11:00", "12:00"):
        story.comes("2026-11-18", clock, Kind.FOLLOWUP, f"{INVITED} {clock}", occurrence=99)


def invited_at_night(story: Story) -> None:
    story.comes("2026-11-18", "19:00", Kind.INVITATION, INVITED + "x")


def invited_early_on_a_sunday(story: Story) -> None:
    story.comes("2026-11-22", "09:30", Kind.INVITATION, INVITED + "x")


def reminded_at_the_wrong_hour(story: Story) -> None:
    story.reminds(clock="18:00")


def going_along() -> Part:
    return Part(KAREN, COFFEE, duty=True, states=since(JOINED, ("agreed", "")), role=TOGETHER)


def no_card_for_the_companion(story: Story) -> None:
    story.more["pairs"] = [going_along()]


def a_card_at_the_wrong_hour(story: Story) -> None:
    story.more["pairs"] = [going_along()]
    story.comes("2026-11-25", "16:00", Kind.REMINDER, TOMORROW, chat=KAREN, occurrence=COFFEE)


ON_SHIFT = "I dag er du vært:\nTorsdagskaffe, torsdag den 26. november kl. 14.00, Medborgerhuset."


def on_shift(story: Story, clock: str) -> None:
    """Let Karen, who likes to be reminded five hours before, have a shift and be reminded of it."""
    shift = Part(KAREN, COFFEE, duty=True, states=since(JOINED, ("confirmed", "")), role="host")
    story.more["parts"].append(shift)
    story.more["habits"] = {KAREN: since(JOINED, Habit(hours=5))}
    suits = ON_SHIFT.replace("I dag", "Passer det stadig, at")
    story.comes("2026-11-24", "14:00", Kind.REMINDER, suits, chat=KAREN, occurrence=COFFEE)
    story.comes("2026-11-26", clock, Kind.REMINDER, ON_SHIFT, chat=KAREN, occurrence=COFFEE)


def reminded_as_somebody_else_likes(story: Story) -> None:
    on_shift(story, "11:00")


def followed_up_at_night(story: Story) -> None:
    story.comes("2026-11-26", "21:30", Kind.FOLLOWUP, "Var det rart?", occurrence=COFFEE)


def told_late_of_a_move(story: Story) -> None:
    moved = Times(START + timedelta(days=2), START + timedelta(days=2, hours=2), on=True)
    story.more["dates"][COFFEE].times.add(wall("2026-11-26", "12:00"), moved)
    story.comes("2026-11-26", "13:00", Kind.CHANGE, "Flyttet", occurrence=COFFEE)
    story.comes("2026-11-27", "17:00", Kind.REMINDER, "lørdag den 28. november kl. 14.00", occurrence=COFFEE)
    story.comes(
        "2026-11-28", "11:00", Kind.REMINDER, "I dag, lørdag den 28. november kl. 14.00", occurrence=COFFEE
    )


def reminded_after_the_start(story: Story) -> None:
    story.reminds(TODAY + " Kom", "2026-11-26", "14:05")


def reminded_of_what_was_given_up(story: Story) -> None:
    story.more["parts"][0].states.add(wall("2026-11-26", "09:00"), ("out", ""))


def reminded_of_what_is_called_off(story: Story) -> None:
    called_off = Times(START, START + timedelta(hours=2), on=False)
    story.more["dates"][COFFEE].times.add(wall("2026-11-26", "09:00"), called_off)
    story.comes("2026-11-26", "09:00", Kind.CHANGE, "Aflyst", occurrence=COFFEE)


def nobody_told_of_a_cancellation(story: Story) -> None:
    called_off = Times(START, START + timedelta(hours=2), on=False)
    story.more["dates"][COFFEE].times.add(wall("2026-11-26", "12:00"), called_off)


def announced_twice(story: Story) -> None:
    for day in ("2026-11-23", "2026-11-24"):
        text = "Loppemarked. Du får det her, fordi du er med hos os."
        story.comes(day, "12:00", Kind.ANNOUNCEMENT, text, campaign=5)


def reminded_twice(story: Story) -> None:
    story.reminds()


def forgotten(story: Story) -> None:
    story.transcript.arrivals = [a for a in story.transcript.arrivals if a.kind is not Kind.REMINDER]


def no_way_out(story: Story) -> None:
    story.comes("2026-11-24", "12:00", Kind.INVITATION, INVITED + "x", buttons=(Button("Ja", "!a"),))


def no_reason(story: Story) -> None:
    story.comes("2026-11-24", "12:00", Kind.CHECKIN, "Hvordan går det?")


def after_stop(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "stop", "Jeg stopper nu.", "stop")
    story.comes("2026-11-24", "12:00", Kind.INVITATION, INVITED + "x")


def in_a_pause(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "pause", "Så holder vi pause.", "pause 7")
    story.comes("2026-11-29", "12:00", Kind.INVITATION, INVITED + "x")


def before_the_day_that_was_chosen(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "pause", "Så holder vi pause.", "until 2026-11-30")
    story.comes("2026-11-29", "12:00", Kind.INVITATION, INVITED + "x")


def after_words_of_danger(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "jeg vil dø", "Ring 112.", "danger")
    story.comes("2026-11-26", "12:00", Kind.INVITATION, INVITED + "x")


def after_erasure(story: Story) -> None:
    story.more["known"][OLE].add(wall("2026-11-24", "12:00"), value=False)
    story.comes("2026-11-25", "12:00", Kind.FOLLOWUP, "Var det rart?", chat=OLE)


def too_long(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "a" * 301)


def two_questions(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "Vil du med? Og hvornår?")


def six_choices(story: Story) -> None:
    buttons = tuple(Button(f"Valg {word}", "!a") for word in "abcdef")
    story.answers("2026-11-24", "12:00", "hej", "Vælg", buttons=buttons)


def emoji_alone(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "Vælg", buttons=(Button("👍", "!a"),))


def negative(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "Kommer du ikke på torsdag?")


def wrong_weekday(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "Vi ses fredag den 26. november.")


def wrong_clock(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "Torsdagskaffe, torsdag den 26. november kl. 13.00.")


def another_wording(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "Vi ses 26/11 kl. 14:00.")


def moved_by_the_clock(story: Story) -> None:
    story.more["walls"] = {1: (3, time(15))}


def wrong_file(story: Story) -> None:
    file = b"BEGIN:VEVENT\r\nUID:occurrence-7@foelgeskab\r\nDTSTART:20261126T140000Z\r\n"
    story.answers("2026-11-24", "12:00", "kalender", "Her er en fil.", file=file)


def cpr_in_the_file(story: Story) -> None:
    story.more["leaks"] = ["010150-1234"]


def cpr_repeated(story: Story) -> None:
    story.more["secrets"] = ["0101501234"]
    story.answers("2026-11-24", "12:00", "0101501234", "Du skrev 010150-1234.")


def cpr_logged(story: Story) -> None:
    story.more["secrets"] = ["010150-1234"]
    story.transcript.logs.append("update text=010150 1234")


def a_label(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "Mange er ensomme.")


def guilt(story: Story) -> None:
    story.comes("2026-11-27", "10:00", Kind.FOLLOWUP, "Du kom ikke i går.", occurrence=COFFEE)


def misses_counted(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "Du har meldt afbud 3 gange.")


def a_stranger_named(story: Story) -> None:
    story.answers("2026-11-24", "12:00", "hej", "Ole-Peter kommer også.")


def more_than_a_first_name(story: Story) -> None:
    story.comes("2026-11-24", "12:00", Kind.STAFF, "Inge-Marie Brækneholt vil tale.", chat=METTE)


def named_in_another_house(story: Story) -> None:
    story.comes("2026-11-24", "12:00", Kind.STAFF, "Ole-Peter vil tale.", chat=METTE)


def no_answer(story: Story) -> None:
    story.does("2026-11-24", "12:00", "hej")


PLANTED: list[tuple[str, Callable[[Story], None]]] = [
    ("1", third_of_the_week),
    ("1", more_than_chosen),
    ("1", asked_as_news),
    ("2", invited_at_night),
    ("2", invited_early_on_a_sunday),
    ("2", reminded_at_the_wrong_hour),
    ("2", a_card_at_the_wrong_hour),
    ("2", reminded_as_somebody_else_likes),
    ("2", followed_up_at_night),
    ("2", told_late_of_a_move),
    ("3", reminded_after_the_start),
    ("3", reminded_of_what_was_given_up),
    ("3", reminded_of_what_is_called_off),
    ("3", nobody_told_of_a_cancellation),
    ("3", announced_twice),
    ("3", reminded_twice),
    ("3", forgotten),
    ("3", no_card_for_the_companion),
    ("4", no_way_out),
    ("4", no_reason),
    ("4", after_stop),
    ("4", in_a_pause),
    ("4", before_the_day_that_was_chosen),
    ("4", after_words_of_danger),
    ("4", after_erasure),
    ("5", too_long),
    ("5", two_questions),
    ("5", six_choices),
    ("5", emoji_alone),
    ("5", negative),
    ("6", wrong_weekday),
    ("6", wrong_clock),
    ("6", another_wording),
    ("6", moved_by_the_clock),
    ("6", wrong_file),
    ("7", cpr_in_the_file),
    ("7", cpr_repeated),
    ("7", cpr_logged),
    ("8", a_label),
    ("8", guilt),
    ("8", misses_counted),
    ("9", a_stranger_named),
    ("9", more_than_a_first_name),
    ("9", named_in_another_house),
    ("10", no_answer),
]


@pytest.mark.parametrize(("rule", "plant"), PLANTED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_broken_rule_is_seen(rule: str, plant: Callable[[Story], None]) -> None:
    story = Story().clean()
    plant(story)
    assert rule in story.broken()


def test_every_rule_has_a_planted_bug() -> None:
    assert {rule for rule, _plant in PLANTED} == {str(n) for n in range(1, 11)}


def test_what_is_allowed_is_not_held_against_it() -> None:
    """A host may be named, a stop may be taken back, an outage explains what came late."""
    story = Story().clean()
    story.answers("2026-11-23", "12:00", "stop", "Jeg stopper nu.", "stop")
    story.answers("2026-11-23", "13:00", "hej", "Velkommen tilbage. Karen-Sofie er vært.", "back")
    story.comes("2026-11-24", "12:00", Kind.INVITATION, INVITED + "x")
    story.comes("2026-11-25", "17:00", Kind.REMINDER, TOMORROW, chat=KAREN, occurrence=COFFEE)
    assert story.broken(hosts={KAREN}, pairs=[going_along()]) == set()
    chosen = Story().clean()
    on_shift(chosen, "09:00")
    assert chosen.broken() == set()
    stale = Story().clean()
    act = stale.transcript.acts[stale.does("2026-11-24", "12:00", "", "until 2026-11-30")]
    act.data, act.toast = "d1.1:2026-11-30", "Den knap hører til en ældre besked."
    stale.comes("2026-11-24", "13:00", Kind.INVITATION, INVITED + "x")
    assert stale.broken() == set()
    late = Story().clean()
    late.transcript.arrivals[2] = replace(late.transcript.arrivals[2], at=wall("2026-11-25", "19:30"))
    assert late.broken() == {"2", "3"}
    assert late.broken(outages=[(wall("2026-11-25", "12:00"), wall("2026-11-25", "19:30"))]) == set()


def test_danish_holidays_are_counted_right() -> None:
    assert [easter(year) for year in (2026, 2027, 2038)] == [
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2038, 4, 25),
    ]
    assert date(2027, 5, 6) in holidays(2027), "Ascension Day"
    assert date(2027, 4, 23) not in holidays(2027), "Store Bededag is no more"
    assert not is_open(wall("2026-12-25", "09:30"))
    assert is_open(wall("2026-12-24", "09:30"))
