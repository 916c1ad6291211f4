"""The time of day in a Danish line: kl. 14-16, halv tre, kvart over to, klokken to om eftermiddagen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.language.line import Line, Refused
from bot.language.numbers import NUMBER, NUMBERS, any_of, number

NOON: Final = 12
DAWN: Final = 7  # nobody meets earlier: kl. 3 is in the afternoon unless it says morning
DAY: Final = 24 * 60  # minutes
_HOUR: Final = rf"(?:\d{{1,2}}|{any_of(NUMBERS)})"
_PARTS: Final = {
    "morgen": (9, 0),
    "formiddag": (10, 0),
    "middag": (12, 12),
    "eftermiddag": (14, 12),
    "aften": (19, 12),
    "nat": (0, 0),
}
_SOME: Final = {"halvanden": 90, "en halv": 30, "et kvarter": 15, "tre kvarter": 45, "halvtreds": 50}


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes after midnight: start, end (beyond 24 hours is the next day); part of the day."""

    start: int | None = None
    end: int | None = None
    part: str = ""

    @property
    def usual(self) -> int:
        """Return when something in this part of the day usually begins (minutes after midnight)."""
        return _PARTS[self.part][0] * 60 if self.part else 14 * 60


def _one(tag: str) -> str:
    return (
        rf"(?:(?P<m{tag}>kvarter|kvart|{NUMBER})(?: min(?:utter|ut)?)? (?P<s{tag}>i|over) )?"
        rf"(?P<f{tag}>halv )?(?P<h{tag}>{_HOUR})(?:[.:](?P<n{tag}>\d\d))?(?![\d/]|\.\d)"
    )


_TO: Final = r" ?(?:-|til(?! og med)|og til) ?(?:kl )?"
_A: Final = _one("a")
_B: Final = _one("b")
_SPAN: Final = (
    rf"(?:\bfra )?\bkl ?{_A}{_TO}{_B}\b",
    rf"\b(?:fra |mellem )(?:kl )?{_A} ?(?:-|til|og) ?(?:kl )?{_B}\b",
    r"(?<![\d./-])\b(?P<ha>\d\d?)[.:](?P<na>\d\d) ?(?:-|til) ?(?P<hb>\d\d?)(?:[.:](?P<nb>\d\d))?(?![\d./-])",
    (
        r"(?<![\d./-])(?<!den )\b(?P<ha>\d\d?) ?(?:-|til) ?(?P<hb>\d\d?)(?:[.:](?P<nb>\d\d))?(?![\d./-])\b"
        r"(?! ?~? ?(?:uger?|dage?)\b)"
    ),
)
_SINGLE: Final = (
    r"\bkl ?(?P<ha>\d\d?) (?P<na>[0-5]\d)(?![\d./-]| [a-z]{3,9}\b(?<!om)(?<!i))\b",
    r"\bkl ?(?P<ha>\d\d)(?P<na>\d\d)\b",
    rf"\bkl ?{_A}\b",
    rf"\b(?P<ma>kvarter|kvart|{NUMBER})(?: min(?:utter|ut)?)? (?P<sa>i|over) (?P<fa>halv )?(?P<ha>{_HOUR})\b",
    rf"\b(?P<fa>halv )(?P<ha>{_HOUR})\b(?! (?:time|dag))",
    r"(?<![\d./-])(?<!den )\b(?P<ha>\d\d?):(?P<na>\d\d)\b",
)
_BARE: Final = (
    r"(?<![\d./-])(?<!den )\b(?P<ha>\d\d?)\.(?P<na>\d\d)(?![\d/-]|\.\d)",
    rf"\b(?P<ha>{_HOUR})(?= ?~? ?(?:om )?(?:formiddagen|eftermiddagen|aftenen|morgenen)\b)",
)


def read_clock(line: Line) -> Clock:
    """Take the time of day out of the line; kl. 25 is refused."""
    lasting = _duration(line)
    found = next((hit for pattern in _SPAN + _SINGLE if (hit := line.take(pattern))), None)
    found = found or next((hit for pattern in _BARE if (hit := line.take(pattern))), None)
    part = _part(line)
    if not found:
        noon = line.take(r"\b(?:ved )?middag(?:stid)?\b")
        return Clock(NOON * 60 if noon else None, NOON * 60 + lasting if noon and lasting else None, part)
    said = found.groupdict()
    start = _minutes(said, "a", part)
    if not said.get("hb"):
        return Clock(start, start + lasting if lasting else None, part)
    return Clock(start, _after(start, _minutes(said, "b", part, end=True)), part)


def _duration(line: Line) -> int:
    """Take how long it lasts out of the line (minutes; 0 if it is not said)."""
    some = any_of(_SOME)
    if found := line.take(
        rf"(?:\b(?:i|varer|ca) )?\b({some})(?: times?| timer)?\b(?= ?(?:~|$|[a-z]))(?<!halv)"
    ):
        return _SOME[found[1]]
    if found := line.take(r"(?:\b(?:i|varer|paa) )?\ben halv time\b"):
        return 30
    if found := line.take(rf"(?:\b(?:i|varer|paa) )?\b({NUMBER})( en halv)? (?:timers?|time)\b"):
        return number(found[1]) * 60 + (30 if found[2] else 0)
    if found := line.take(rf"(?:\b(?:i|varer|paa) )?\b({NUMBER}) min(?:utter)?\b(?! (?:i|over)\b)"):
        return number(found[1])
    return 0


def _part(line: Line) -> str:
    """Take the part of the day; i aften also says today, so its day is put back."""
    names = "formiddag|eftermiddag|aften"
    if found := line.take(rf"\b(?:i|nu i) ({names}|nat)\b"):
        line.rest += " i dag"
        return found[1]
    if found := line.take(rf"\b(?:om |til |paa )?({names})(?:en|s)?\b"):
        return found[1]
    if found := line.take(r"\bom (morgen|natt)en\b|\b(tidligt?)\b"):
        return "nat" if found[1] == "natt" else "morgen"
    if line.take(r"(?<!\bi )(?<!\bover)\bmorgen(?:en)?\b"):
        return "morgen"
    return ""


def _minutes(said: dict[str, str | None], tag: str, part: str, *, end: bool = False) -> int:
    """Return minutes after midnight for one clock of a match."""
    written = said[f"h{tag}"] or ""
    hour, minute = number(written), int(said.get(f"n{tag}") or 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):  # noqa: PLR2004 - the clock's own
        raise Refused("impossible")
    total = hour * 60 + minute - (30 if said.get(f"f{tag}") else 0)
    if beside := said.get(f"m{tag}"):
        away = 15 if beside.startswith("kvart") else number(beside)
        total += away if said[f"s{tag}"] == "over" else -away
    if written.startswith("0") or part in ("morgen", "formiddag", "nat") or end:
        return total
    if part == "aften" and total < NOON * 60:
        return total + NOON * 60
    return total + NOON * 60 if total < DAWN * 60 else total


def _after(start: int, end: int) -> int:
    """Return the end behind the start: 10-2 ends at 14, 20-1 after midnight."""
    if end > start:
        return end
    if end + NOON * 60 > start and end <= NOON * 60:
        return end + NOON * 60
    if start >= 18 * 60 and end <= 6 * 60:
        return end + DAY
    raise Refused("impossible")
