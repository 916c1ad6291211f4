"""Rules 1 and 4: what comes unasked is little, says why, has a way out, and ends at once when told to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.simulation.oracle.evidence import Evidence, Found
from bot.simulation.oracle.hours import on_wall, week
from bot.simulation.phones import Act, Arrival

MOST: Final = 2
WAY_OUT: Final = re.compile(r"færre|sjældnere|pause|stop|hold op|ikke mere|aldrig", re.IGNORECASE)
ENDS: Final = re.compile(
    r"(holder (?:jeg )?op med|stopper med) at spørge|spørger ikke (mere|længere)", re.IGNORECASE
)
WHY: Final = re.compile(
    r"fordi|\bnævnte\b|du har været med|tæt(?:tere)? på|plads til dig|har aftalt|aftalen|sagt ja|spørger jeg"
    r"|du har ønsket|du er tilmeldt|mine forslag|du vil gerne give|passer dig|du har sagt"
    r"|her er (?:bare|kortere)"
    r"|her er der færre|her kan du følges",
    re.IGNORECASE,
)
REST: Final = timedelta(hours=72)
NO_END: Final = timedelta(days=3650)


def little(evidence: Evidence) -> Iterator[Found]:
    """Rule 1: at most two a week to anybody but staff, or what the person chose."""
    for chat, who in evidence.who.items():
        if who.kind == "coordinator":
            continue
        weeks: Counter[tuple[int, int]] = Counter()
        gone = _forgotten_at(evidence, chat)
        for arrival in evidence.unasked(chat):
            if gone and gone[0] <= arrival.at:
                weeks.clear()  # whoever erased all of it is new here, and nothing of before is known
                gone.pop(0)
            weeks[week(arrival.at)] += 1
            most = _most(evidence, chat, arrival.at)
            if weeks[week(arrival.at)] > most:
                why = f"number {weeks[week(arrival.at)]} of the week, at most {most}"
                yield Found("1", arrival.at, chat, why, arrival.text)


def _most(evidence: Evidence, chat: int, at: datetime) -> int:
    chosen = evidence.weekly[chat].at(at) if chat in evidence.weekly else None
    return MOST if chosen is None else min(MOST, chosen)


def _forgotten_at(evidence: Evidence, chat: int) -> list[datetime]:
    known = evidence.known.get(chat)
    return [since for since, here in known.steps() if not here] if known else []


def explained(evidence: Evidence) -> Iterator[Found]:
    """Rule 4, its words: why it came, and a way out."""
    for chat in evidence.who:
        for arrival in evidence.unasked(chat):
            labels = " / ".join(button.label for button in arrival.choices)
            if not (WAY_OUT.search(labels) or ENDS.search(arrival.text)):
                yield Found("4", arrival.at, chat, f"no way out among [{labels}]", arrival.text)
            if not (WHY.search(arrival.text) or ENDS.search(arrival.text)):
                yield Found("4", arrival.at, chat, "it does not say why it came", arrival.text)


def obeyed(evidence: Evidence) -> Iterator[Found]:
    """Rule 4, its deeds: after stop, in a pause, after words of danger and after erasure it is quiet."""
    calm = [a for a in evidence.transcript.acts if a.meant == "all clear" and a.n >= 0]
    for chat in evidence.who:
        said = [act for act in evidence.acts_of[chat] if act.meant and act.n >= 0 and not _is_stale(act)]
        said = sorted([*said, *calm], key=lambda act: act.n)
        place, quiet, rest, why = 0, _never(evidence), _never(evidence), ""
        for arrival in evidence.unasked(chat):
            while place < len(said) and said[place].n < arrival.n:
                quiet, rest, why = _after(said[place], quiet, rest, why)
                place += 1
            if arrival.at < quiet:
                yield Found("4", arrival.at, chat, f"it came after {why}", arrival.text)
            if arrival.at < rest:
                yield Found(
                    "4", arrival.at, chat, "it came within 72 hours after words of danger", arrival.text
                )
        yield from _after_erasure(evidence, chat)


def _is_stale(act: Act) -> bool:
    """Tell whether a press was answered with a toast: it was on an older question, and nothing came of it."""
    return bool(act.toast) and not act.data.startswith("!")


def _never(evidence: Evidence) -> datetime:
    return evidence.end - NO_END


def _after(act: Act, quiet: datetime, rest: datetime, why: str) -> tuple[datetime, datetime, str]:
    """Return until when it is quiet, and rests, after somebody said this."""
    assert act.taken_at is not None
    word, _, days = act.meant.partition(" ")
    at, said = act.taken_at, f"{act.taken_at:%d.%m. %H:%M}"
    match word:
        case "stop":
            quiet, why = at + NO_END, f"stop at {said}"
        case "pause":
            quiet, why = at + (timedelta(days=int(days) - 1) if days else NO_END), f"a pause at {said}"
        case "until":
            quiet, why = on_wall(date.fromisoformat(days), time()), f"a pause at {said}"
        case "back":
            quiet, why = at, ""
        case "danger":
            rest = at + REST
        case "calm" | "all":
            rest = at
    return quiet, rest, why


def _after_erasure(evidence: Evidence, chat: int) -> Iterator[Found]:
    known = evidence.known.get(chat)
    for arrival in evidence.arrivals_of[chat] if known else ():
        own = arrival.cause >= 0 and evidence.transcript.acts[arrival.cause].chat == chat
        if known and known.at(arrival.at) is False and not own and not _answers(evidence, arrival):
            yield Found("4", arrival.at, chat, "it came after all was erased", arrival.text)


def _answers(evidence: Evidence, arrival: Arrival) -> bool:
    """Tell whether somebody has just done something that this answers, sent again after a lost answer."""
    soon = timedelta(minutes=1)
    return any(
        act.taken_at is not None and act.taken_at <= arrival.at <= act.taken_at + soon
        for act in evidence.acts_of[arrival.chat]
    )
