"""Rules 2 and 3: what comes, comes at its hour; nothing comes too late, twice, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from bot.simulation.oracle import hours
from bot.simulation.oracle.evidence import HERE, ON_DUTY, TOGETHER, Date, Evidence, Found, Habit, Part, Times
from bot.simulation.phones import Arrival

NEAR: Final = timedelta(hours=24)
DECIDED, DOOR = timedelta(hours=2), timedelta(minutes=10)  # when it is too late to remind of it
FARTHEST: Final = timedelta(days=9)  # before a start no reminder of it is due
BY_DAY: Final = frozenset({"reminder", "followup", "digest"})


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is to come, and until when it would still make sense after an outage."""

    word: str
    at: datetime
    ends: datetime


def dues(start: datetime, habit: Habit, *, duty: bool) -> list[Due]:
    """Return what is due before a start."""
    awake = habit.awake
    if not duty:
        near = hours.close(start, awake=awake)
        return [
            Due("the day before", hours.evening_before(start), min(start - DECIDED, near)),
            Due("the day", near, start - DOOR),
        ]
    found = [
        Due("days", hours.days_before(start, habit.days or 2, awake), start - NEAR),
        Due("nudge", hours.day_before(start, awake), start - DECIDED),
    ]
    near_by = habit.hours or 0
    return found + ([Due("hours", hours.close(start, near_by, awake), start - DOOR)] if near_by else [])


def card(start: datetime) -> Due:
    """Return when both of two who go together get the card with what they have agreed."""
    return Due("the card", hours.evening_before(start), min(start - DECIDED, hours.close(start)))


def timely(evidence: Evidence) -> Iterator[Found]:
    """Rule 2: the hours for what is unasked, for reminders, and for news of a change."""
    for chat in evidence.who:
        for arrival in evidence.unasked(chat):
            if not hours.is_open(arrival.at) and not _is_late_copy(arrival):
                yield Found(
                    "2", arrival.at, chat, f"unasked at {hours.wall(arrival.at):%a %H:%M}", arrival.text
                )
        for arrival in evidence.arrivals_of[chat]:
            if arrival.kind.value in BY_DAY and not arrival.changed and not hours.is_awake(arrival.at):
                yield Found("2", arrival.at, chat, f"at {hours.wall(arrival.at):%a %H:%M}", arrival.text)
            elif arrival.kind.value == "reminder" and not arrival.copy:
                yield from _at_its_hour(evidence, arrival)


def _is_late_copy(arrival: Arrival) -> bool:
    return arrival.copy and not hours.is_open(arrival.at) and hours.is_open(arrival.at - hours.GRACE)


def _at_its_hour(evidence: Evidence, arrival: Arrival) -> Iterator[Found]:
    date = evidence.dates.get(arrival.occurrence or 0)
    times = date.times.at(arrival.at) if date else None
    parts = evidence.parts_of[arrival.chat, arrival.occurrence or 0]
    pairs = evidence.pairs_of[arrival.chat, arrival.occurrence or 0]
    if date is None or times is None or not (parts or pairs):
        return
    habit = evidence.habit(arrival.chat, date, arrival.at)
    found = [due for part in parts for due in dues(times.starts_at, habit, duty=part.duty)]
    if any(pair.states.at(arrival.at) == ("agreed", "") for pair in pairs):
        found.append(card(times.starts_at))
    turned = [at for at in evidence.turns(arrival.chat, date) if at <= arrival.at]
    late = any(
        hours.is_in_time(max(due.at, hours.morning(at, habit.awake)), arrival.at, None)
        for due in found
        for at in turned
        if due.at <= at
    )
    if not late and not any(_came(evidence, arrival.chat, due, arrival.at, habit.awake) for due in found):
        planned = ", ".join(f"{hours.wall(due.at):%a %d. %H:%M}" for due in found)
        yield Found(
            "2", arrival.at, arrival.chat, f"a reminder at {_at(arrival)}, due {planned}", arrival.text
        )


def _came(evidence: Evidence, chat: int, due: Due, at: datetime, awake: hours.Awake = hours.AWAKE) -> bool:
    over = evidence.outage_over(due.at) or _held_until(evidence, chat, due.at)
    return hours.is_in_time(due.at, at, over) or _is_after_waking(due.at, at, over, awake)


def _is_after_waking(due: datetime, at: datetime, over: datetime | None, awake: hours.Awake) -> bool:
    """Tell whether it waited for the morning, because what held it was over in the night."""
    return over is not None and due <= over and hours.is_in_time(hours.morning(over, awake), at, None)


def _held_until(evidence: Evidence, chat: int, at: datetime) -> datetime | None:
    held = evidence.held.get(chat)
    if held is None or not held.at(at):
        return None
    return next((since for since, asked in held.steps() if since > at and not asked), evidence.end)


def _at(arrival: Arrival) -> str:
    return f"{hours.wall(arrival.at):%a %d.%m. %H:%M}"


def punctual_changes(evidence: Evidence) -> Iterator[Found]:
    """Rules 2 and 3: whoever has a part in a date that is called off or moved hears of it, and when."""
    parts: dict[int, list[Part]] = defaultdict(list)
    for part in evidence.parts:
        parts[part.date].append(part)
    for date in evidence.dates.values():
        steps = list(date.times.steps())
        for (_since, before), (at, after) in pairwise(steps):
            if before.on and (before.starts_at != after.starts_at or not after.on) and before.starts_at > at:
                for part in parts[date.id]:
                    yield from _told(evidence, part, date, before, after, at)


def _told(
    evidence: Evidence, part: Part, date: Date, before: Times, after: Times, at: datetime
) -> Iterator[Found]:
    state = part.states.before(at)
    if state is None or state[0] not in HERE | ON_DUTY or not evidence.is_reachable(part.chat, at):
        return
    near = any(at < start <= at + NEAR for start in (before.starts_at, after.starts_at))
    due = at if near else hours.morning(at)
    over = evidence.outage_over(due) or _held_until(evidence, part.chat, due)
    news = [a for a in evidence.about[part.chat, date.id] if a.kind.value == "change" and a.at >= at]
    again = any(at < since <= due for since, _times in date.times.steps())
    if over is not None or again or due >= evidence.end or not evidence.is_reachable(part.chat, due):
        return
    if not news:
        yield Found("3", at, part.chat, f"{date.titles[0]} was changed, and nobody told", "")
    elif not hours.is_in_time(due, news[0].at, None) and not news[0].copy:
        yield Found(
            "2", news[0].at, part.chat, f"news of a change, due {hours.wall(due):%a %H:%M}", news[0].text
        )


def sensible(evidence: Evidence) -> Iterator[Found]:
    """Rule 3: no reminder of what has begun, is called off, moved or given up; no announcement twice."""
    announced: set[tuple[int, int | str]] = set()
    said: dict[tuple[int, int | None, str, str], Arrival] = {}
    for arrival in evidence.transcript.arrivals:
        kind = arrival.kind.value
        if kind == "announcement":
            key = (arrival.chat, arrival.campaign or arrival.text)
            if key in announced:
                yield Found("3", arrival.at, arrival.chat, "the same announcement twice", arrival.text)
            announced.add(key)
        if (
            kind in ("reminder", "invitation", "checkin", "followup")
            and not arrival.copy
            and not arrival.changed
        ):
            when = (
                f"{arrival.at:%Y%m%d%H}" if kind == "reminder" else f"{arrival.at:%Y%m%d}"
            )  # two may be due
            same = (arrival.chat, arrival.occurrence, kind, f"{when} {arrival.text}")
            if same in said and not _asked_again(evidence, arrival, said[same]):
                yield Found("3", arrival.at, arrival.chat, f"the same {kind} twice", arrival.text)
            said[same] = arrival
        if kind == "reminder":
            yield from _still_so(evidence, arrival)


def _asked_again(evidence: Evidence, arrival: Arrival, since: Arrival) -> bool:
    """Tell whether something happened meanwhile of which the same words may be news.

    The person did something; or a shift at the date, or who goes with whom, changed hands once more.
    """
    if any(since.n < act.n < arrival.n for act in evidence.acts_of[arrival.chat]):
        return True
    handed = (
        part for part in (*evidence.parts, *evidence.pairs) if part.duty and part.date == arrival.occurrence
    )
    return any(since.at < at <= arrival.at for part in handed for at in part.states.since)


def _still_so(evidence: Evidence, arrival: Arrival) -> Iterator[Found]:
    date = evidence.dates.get(arrival.occurrence or 0)
    times = date.times.at(arrival.at) if date else None
    if date is None or times is None:
        return
    place = arrival.chat, date.id
    parts = (*evidence.parts_of[place], *evidence.pairs_of[place])
    # somebody else may have changed it in the same moment, after it had left
    states = [state for p in parts for state in (p.states.at(arrival.at), p.states.before(arrival.at))]
    if times.starts_at <= arrival.at:
        yield Found("3", arrival.at, arrival.chat, "a reminder after the start", arrival.text)
    if not times.on:
        yield Found("3", arrival.at, arrival.chat, "a reminder of what is called off", arrival.text)
    if f"{hours.wall(times.starts_at):%-H.%M}" not in arrival.text:
        yield Found("3", arrival.at, arrival.chat, "a reminder of another time than it has", arrival.text)
    if not any(state and state[0] in {"in", "agreed"} | ON_DUTY for state in states):
        yield Found("3", arrival.at, arrival.chat, "a reminder of what was given up", arrival.text)


def nothing_forgotten(evidence: Evidence) -> Iterator[Found]:
    """Rule 3: whatever was due and possible has come."""
    for part in (*evidence.parts, *evidence.pairs):
        date = evidence.dates.get(part.date)
        if date is None:
            continue
        for since, times in date.times.steps():
            if not times.on:
                continue
            for due in _of_part(evidence, part, date, times.starts_at):
                if due.at > since and date.times.at(due.at) == times and _must_come(evidence, part, due):
                    yield from _missed(evidence, part, date, due)


def _of_part(evidence: Evidence, part: Part, date: Date, start: datetime) -> list[Due]:
    """Return what is due by what person and organisation have chosen; nothing if they chose anew of late."""
    if part.role == TOGETHER:
        return [card(start)]
    habit = evidence.habit(part.chat, date, start)
    turned = [at for at in evidence.chosen(part.chat, date) if start - FARTHEST <= at <= start]
    return dues(start, habit, duty=part.duty) if not turned else []


def _must_come(evidence: Evidence, part: Part, due: Due) -> bool:
    state = part.states.before(due.at)
    if state is None or state != part.states.at(due.at) or due.at >= evidence.end - hours.GRACE:
        return False
    counts = {"agreed"} if part.role == TOGETHER else ON_DUTY if part.duty else {"in"}
    if state[0] not in counts or state[1]:
        return False
    if due.word == "nudge" and state[0] != "taken":
        return False
    held = evidence.held.get(part.chat)
    return not (held and held.at(due.at)) and evidence.is_reachable(part.chat, due.at)


def _missed(evidence: Evidence, part: Part, date: Date, due: Due) -> Iterator[Found]:
    over = evidence.outage_over(due.at)
    awake = evidence.habit(part.chat, date, due.at).awake
    if over is not None and hours.morning(over, awake) >= due.ends - hours.GRACE:
        return
    if over is not None and not _stays_so(evidence, part, date, due.at, hours.morning(over, awake)):
        return
    letters = evidence.about[part.chat, part.date]
    if over is not None and any(a.kind.value == "change" and due.at <= a.at <= due.ends for a in letters):
        return  # while it waited for the morning there was news, which says as much
    came = [a.at for a in letters if a.kind.value == "reminder"]
    if not any(_came(evidence, part.chat, due, at, awake) for at in came):
        at = f"{hours.wall(due.at):%a %d.%m. %H:%M} ({due.word})"
        why = f"the reminder of {date.titles[0]}, due {at}, never came"
        yield Found("3", due.at, part.chat, why)


def _stays_so(evidence: Evidence, part: Part, date: Date, due: datetime, over: datetime) -> bool:
    """Tell whether nothing has changed by the time that it could be sent again."""
    same = part.states.at(due) == part.states.at(over) and date.times.at(due) == date.times.at(over)
    return same and evidence.is_reachable(part.chat, over)
