"""Rules 7 and 9: no CPR number is kept or repeated; names are first names, and seen by those who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.simulation.oracle.evidence import Evidence, Found, Who
from bot.simulation.phones import Arrival

WORDS: Final = re.compile(r"[A-ZÆØÅ][\wæøå]+(?:-[A-ZÆØÅ][\wæøå]+)?|[a-zæøå]+_\d+")


def no_cpr(evidence: Evidence) -> Iterator[Found]:
    """Rule 7: in the file, in the logs, in messages."""
    for number in evidence.leaks:
        yield Found("7", evidence.end, 0, "a CPR number stands in the database", _hidden(number))
    if not evidence.secrets:
        return
    digits = {re.sub(r"\D", "", number) for number in evidence.secrets}
    spelled = re.compile("|".join(f"{d[:6]}[ -]?{d[6:]}" for d in sorted(digits)))
    for line in evidence.transcript.logs:
        if spelled.search(line):
            yield Found("7", evidence.end, 0, "a CPR number stands in the log")
    for arrival in evidence.transcript.arrivals:
        if spelled.search(_all(arrival)):
            yield Found(
                "7", arrival.at, arrival.chat, "a CPR number was repeated", spelled.sub("…", arrival.text)
            )


def _hidden(number: str) -> str:
    return f"{number[:2]}…"


def _all(arrival: Arrival, text: str | None = None) -> str:
    """Return all that can be read on a message; ``text`` instead of its own: without what people wrote."""
    labels = "\n".join(f"{button.label} {button.url}" for button in arrival.choices)
    return f"{arrival.text if text is None else text}\n{labels}\n{arrival.file.decode('utf-8', 'ignore')}"


def first_names(evidence: Evidence) -> Iterator[Found]:
    """Rule 9: who may see whom is counted from what both have a part in."""
    called = {who.first: who for who in evidence.who.values()}
    hidden = {word: who for who in evidence.who.values() for word in (who.last, who.user)}
    expected = _expected(evidence)
    for arrival in evidence.transcript.arrivals:
        for word in set(WORDS.findall(_all(arrival, evidence.own_words(arrival)))):
            if (other := hidden.get(word)) and other.chat != arrival.chat:
                yield Found("9", arrival.at, arrival.chat, f"more than a first name: {word}", arrival.text)
            elif (other := called.get(word)) and not _may_see(evidence, arrival, other, expected):
                yield Found("9", arrival.at, arrival.chat, f"the name of somebody else: {word}", arrival.text)


def _may_see(
    evidence: Evidence, arrival: Arrival, other: Who, expected: dict[int, list[tuple[int, int]]]
) -> bool:
    viewer = evidence.who[arrival.chat]
    if viewer.chat == other.chat or other.kind == "coordinator" or other.chat in evidence.hosts:
        return True
    if viewer.kind == "coordinator":
        return bool(evidence.houses.get(viewer.chat, set()) & evidence.houses.get(other.chat, set()))
    if frozenset({viewer.chat, other.chat}) in evidence.mates:
        return True
    return any(
        evidence.parts_of[viewer.chat, date] and since <= arrival.n for date, since in expected[other.chat]
    )


def _expected(evidence: Evidence) -> dict[int, list[tuple[int, int]]]:
    """Return where people are expected, and by whoever has a shift there they may be known."""
    found: dict[int, list[tuple[int, int]]] = {chat: [] for chat in evidence.who}
    on_duty = {(part.chat, part.date) for part in evidence.parts if part.duty}
    dates = {date for _chat, date in on_duty}
    for part in evidence.parts:
        if not part.duty and part.date in dates:
            found[part.chat].append((part.date, 0))
    return found
