"""Rules 5, 6 and 8: short, one question, few choices, right dates, no labels and no guilt."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from bot.language.rules import FORBIDDEN
from bot.simulation.oracle.evidence import WRITTEN_BY_PEOPLE, Evidence, Found
from bot.simulation.oracle.hours import wall
from bot.simulation.phones import Arrival

REPLY, CARD, MOST_CHOICES = 300, 500, 5
TURNING: Final = frozenset({"tilbage", "spring over", "videre", "vis flere", "vis de første", "vis færre"})
LETTER: Final = re.compile(r"[^\W\d_]")
SENTENCE: Final = re.compile(r"[^.!?\n]*[.!?\n]?")
NEGATIVE: Final = re.compile(r"\b(?:ikke|aldrig|ingen|intet|hverken)\b", re.IGNORECASE)
DAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS: Final = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
    "november", "december",
)  # fmt: skip
_OF_A_MONTH: Final = "|".join(MONTHS)
A_DATE: Final = re.compile(
    rf"\b({'|'.join(DAYS)}) den (\d{{1,2}})\. ({_OF_A_MONTH})(?: kl\. (\d{{1,2}})\.(\d\d))?",
    re.IGNORECASE,
)
FAR: Final = re.compile(rf"\bden \d{{1,2}}\. (?:{_OF_A_MONTH}) \d{{4}}\b")
ODDLY: Final = re.compile(
    r"\b\d{1,2}/\d{1,2}\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b"
    r"|\bkl\.? ?\d{1,2}(?![\d.-])"
    rf"|(?<!den )\b\d{{1,2}}\. (?:{_OF_A_MONTH})\b"
    rf"|(?<!dag )\bden \d{{1,2}}\. (?:{_OF_A_MONTH})\b(?! \d{{4}})"
)
IN_FILE: Final = re.compile(r"UID:occurrence-(\d+)@")
STARTS: Final = re.compile(r"DTSTART[^:\r\n]*:(\d{8}T\d{6})(Z?)")
GUILT: Final = re.compile(
    r"har (?:stadig )?ikke svaret|svarede ikke|glemte (?:du|at)|du kom ikke|udebl(?:ev|evet|ivelse)"
    r"|uden afbud|\b(?:afbud|ikke|væk)\b[^.\n]*\b\d+ gange?\b|\b\d+ gange?\b[^.\n]*\b(?:afbud|ikke|væk)\b"
    r"|\bfor \d+\. gang|i træk|\bstreak|\bpoint\b|\bscore\b"
    r"|\bhusk at\b|\bdu burde\b|\bskuffe[nrt]?\b|\bdu skal svare\b",
    re.IGNORECASE,
)
DOOR: Final = re.compile(r"Jeg er Følgeskab|^[^\n]+ har ansvaret for det, jeg gemmer", re.MULTILINE)
OF_ONESELF: Final = re.compile(r"har jeg skrevet ned:\n")  # a card: what somebody has told
EXAMPLE: Final = re.compile(r"\"[^\"]*\"|“[^”]*”|»[^«]*«")
AHEAD: Final = timedelta(days=300)  # for so long a day without a year is read as the one to come
DIGIT: Final = re.compile(r"\d")
DEADLINE: Final = re.compile(r"(?:senest|indtil|inden|frem til)(?: den)? $")
Key = tuple[int, int, int, int]


def brief(evidence: Evidence) -> Iterator[Found]:
    """Rule 5, for citizens: length, one question, few choices, words on buttons, nothing negative."""
    titles = {title for found in evidence.dates.values() for title in found.titles}
    for arrival in evidence.transcript.arrivals:
        if not evidence.is_citizen(arrival.chat) or not arrival.text:
            continue
        whys = list(_on_buttons(arrival))
        if arrival.kind.value not in WRITTEN_BY_PEOPLE:
            whys += _in_text(evidence.own_words(arrival), _longest(evidence, arrival, titles))
        yield from (Found("5", arrival.at, arrival.chat, why, arrival.text) for why in whys)


def _longest(evidence: Evidence, arrival: Arrival, titles: set[str]) -> int:
    known = evidence.known.get(arrival.chat)
    at_the_door = known is None or not known.at(arrival.at) or bool(DOOR.search(arrival.text))
    shows_one = bool(A_DATE.search(arrival.text)) and any(title in arrival.text for title in titles)
    is_card = shows_one or bool(OF_ONESELF.search(arrival.text)) or arrival.kind.value == "invitation"
    return CARD if at_the_door or is_card else REPLY


@lru_cache(maxsize=100_000)
def _in_text(text: str, most: int) -> tuple[str, ...]:
    return tuple(_broken(text, most))


def _broken(text: str, most: int) -> Iterator[str]:
    if len(text) > most:
        yield f"{len(text)} characters, at most {most}"
    if text.count("?") > 1:
        yield f"{text.count('?')} questions"
    if any(s.endswith("?") and NEGATIVE.search(s) for s in SENTENCE.findall(text)):
        yield "a negative question"


def _on_buttons(arrival: Arrival) -> Iterator[str]:
    labels = [button.label for button in arrival.choices]
    if any(not LETTER.search(label) for label in labels):
        yield f"a button without words among {labels}"
    counted = [label for label in labels if label.casefold() not in TURNING and not _is_time(label)]
    if len(counted) > MOST_CHOICES:
        yield f"{len(counted)} choices: {counted}"


def _is_time(label: str) -> bool:
    plain = label.casefold().removeprefix("☐ ").removeprefix("☑ ")
    return plain in DAYS or bool(A_DATE.fullmatch(plain)) or bool(re.fullmatch(r"kl\. \d{1,2}\.\d\d", plain))


def dated(evidence: Evidence) -> Iterator[Found]:
    """Rule 6: the one wording, the right weekday, and the time that the activity really has."""
    starts = _starts(evidence)
    named = re.compile("|".join(re.escape(t) for t in sorted(starts, key=len, reverse=True)) or r"(?!)")
    for arrival in evidence.transcript.arrivals:
        if arrival.kind.value in WRITTEN_BY_PEOPLE:
            continue
        for line in filter(DIGIT.search, evidence.own_words(arrival).splitlines()):
            for why in _wrong(
                EXAMPLE.sub("", line), arrival.at, named, {} if _is_a_plan(evidence, arrival) else starts
            ):
                yield Found("6", arrival.at, arrival.chat, why, arrival.text)
        yield from _in_calendar(evidence, arrival)


def _is_a_plan(evidence: Evidence, arrival: Arrival) -> bool:
    """Tell whether it asks a coordinator about a time that something is to have."""
    asks = any(not button.data.startswith("!") for button in arrival.choices)
    return asks and evidence.who[arrival.chat].kind == "coordinator"


def _starts(evidence: Evidence) -> dict[str, dict[Key, datetime]]:
    """Return for each title the wall-clock times it has had, and since when."""
    found: dict[str, dict[Key, datetime]] = defaultdict(dict)
    for one in evidence.dates.values():
        for since, times in one.times.steps():
            local = wall(times.starts_at)
            key = (local.month, local.day, local.hour, local.minute)
            for title in one.titles:
                found[title][key] = min(since, found[title].get(key, since))
    return found


def _wrong(
    line: str, at: datetime, named: re.Pattern[str], starts: dict[str, dict[Key, datetime]]
) -> Iterator[str]:
    titles = named.findall(line)
    for found in A_DATE.finditer(line):
        day, month = int(found[2]), MONTHS.index(found[3].casefold()) + 1
        if not _is_weekday(found[1].casefold(), day, month, at):
            yield f"that is no {found[0]}"
        if DEADLINE.search(line[: found.start()]):
            continue
        key = (month, day, int(found[4] or 0), int(found[5] or 0))
        known = [starts[title] for title in titles if title in starts]
        if found[4] and known and not any(key in times and times[key] <= at for times in known):
            yield f"{titles[0]} is not {found[0]}"
    rest = FAR.sub("", A_DATE.sub("", line))
    yield from (f"a date written as {odd}" for odd in ODDLY.findall(rest))


def _is_weekday(name: str, day: int, month: int, at: datetime) -> bool:
    today, found = wall(at).date(), []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    nearest = min(found, key=lambda one: abs(one - today), default=None)
    ahead = min((one for one in found if today <= one <= today + AHEAD), default=nearest)
    return any(one is not None and DAYS[one.weekday()] == name for one in (nearest, ahead))


def _in_calendar(evidence: Evidence, arrival: Arrival) -> Iterator[Found]:
    """Compare the file for the phone's calendar with when it is."""
    if b"BEGIN:VEVENT" not in arrival.file:
        return
    text = arrival.file.decode()
    which, start = IN_FILE.search(text), STARTS.search(text)
    found = evidence.dates.get(int(which[1])) if which else None
    times = found.times.at(arrival.at) if found else None
    if start is None or times is None:
        return
    at = datetime.strptime(start[1], "%Y%m%dT%H%M%S").replace(
        tzinfo=UTC if start[2] else wall(arrival.at).tzinfo
    )
    if at != times.starts_at:
        yield Found("6", arrival.at, arrival.chat, f"the calendar file says {start[0]}", arrival.text)


def steady(evidence: Evidence) -> Iterator[Found]:
    """Rule 6: what recurs keeps its weekday and clock across changes of the clock, and has no day twice."""
    seen: set[tuple[int, date]] = set()
    for one in evidence.dates.values():
        planned = evidence.walls.get(one.activity)
        if planned is None:
            continue
        since, first = next(iter(one.times.steps()))
        local = wall(first.starts_at)
        if (local.weekday(), local.time()) != planned:
            yield Found("6", since, 0, f"{one.titles[0]} recurs at {local:%a %H:%M}, planned {planned}")
        if (one.activity, local.date()) in seen:
            yield Found("6", since, 0, f"{one.titles[0]} is on {local:%d.%m.} twice")
        seen.add((one.activity, local.date()))


def kind(evidence: Evidence) -> Iterator[Found]:
    """Rule 8: no label, no guilt, no counting; what people wrote themselves may come back to them."""
    own: dict[int, tuple[list[int], list[str]]] = {}
    for arrival in evidence.transcript.arrivals:
        if evidence.who[arrival.chat].kind == "coordinator" or arrival.kind.value in WRITTEN_BY_PEOPLE:
            continue
        words = [*_labels(arrival.text), *_guilt(arrival.text)]
        words += [word for button in arrival.choices for word in _labels(button.label)]
        for word in words:
            if not _is_own(evidence, own, arrival, word):
                yield Found("8", arrival.at, arrival.chat, f"the words {word!r}", arrival.text)


@lru_cache(maxsize=100_000)  # most texts and buttons come again and again
def _labels(text: str) -> tuple[str, ...]:
    shown = text.casefold()
    return tuple(word for word in FORBIDDEN if word in shown)


@lru_cache(maxsize=100_000)
def _guilt(text: str) -> tuple[str, ...]:
    return tuple(found[0] for found in GUILT.finditer(text))


def _is_own(
    evidence: Evidence, own: dict[int, tuple[list[int], list[str]]], arrival: Arrival, word: str
) -> bool:
    if arrival.chat not in own:
        said = [act for act in evidence.acts_of[arrival.chat] if act.text and act.n >= 0]
        own[arrival.chat] = [act.n for act in said], [act.text.casefold() for act in said]
    places, texts = own[arrival.chat]
    return any(word.casefold() in text for text in texts[: bisect_right(places, arrival.n)])
