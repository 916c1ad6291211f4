"""What came of simulated years, as lines to read or as data."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.simulation.coverage import HEADLINE, Coverage, table
from bot.simulation.oracle import counted, judge
from bot.simulation.oracle.evidence import RULES, Found
from bot.simulation.oracle.facts import gather
from bot.simulation.year import play

NAMES: Final = (
    "at most two unasked a week",
    "at its hour",
    "not too late, not twice, not forgotten",
    "says why, has a way out, stops",
    "one short question, few choices",
    "dates as the wall shows them",
    "no CPR number",
    "no label, no guilt",
    "first names, to those who may",
    "an answer to everything",
)
LONGEST: Final = 300  # characters of a message that is shown


@dataclass(frozen=True)
class Report:
    """One simulated span: how much was sent, what was broken, how long it took."""

    seed: int
    sent: int
    found: tuple[Found, ...]
    kinds: dict[str, int]
    acts: int
    seconds: float  # of this machine, playing and judging
    coverage: Coverage

    @property
    def violations(self) -> dict[str, int]:
        """Return how often each rule was broken."""
        return counted(list(self.found))

    @property
    def is_clean(self) -> bool:
        """Tell whether none was."""
        return not self.found


def simulate(seed: int, *, weeks: int, citizens: int, volunteers: int) -> Report:
    """Play and judge."""
    began = time.perf_counter()
    played = play(seed, weeks=weeks, citizens=citizens, volunteers=volunteers)
    found = judge(gather(played))
    kinds = Counter(arrival.kind.value for arrival in played.transcript.arrivals)
    sent, acts = len(played.transcript.arrivals), len(played.transcript.acts)
    took = time.perf_counter() - began
    return Report(seed, sent, tuple(found), dict(kinds), acts, took, played.coverage)


def covered(report: Report, *, weeks: int, citizens: int, volunteers: int) -> list[str]:
    """Play the same seed again with nobody asked to stand in; return both beside each other."""
    without = play(report.seed, weeks=weeks, citizens=citizens, volunteers=volunteers, substitutes=False)
    return table(report.coverage, without.coverage)


def several(seeds: Iterable[int], *, weeks: int, citizens: int, volunteers: int) -> Iterator[Report]:
    """Play several, as many at once as there are processors."""
    one = partial(simulate, weeks=weeks, citizens=citizens, volunteers=volunteers)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(one, seeds)


def lines(report: Report, weeks: int) -> list[str]:
    """Return a short table for one."""
    kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(report.kinds.items(), key=lambda pair: -pair[1]))
    table = [
        f"{rule:>5}  {report.violations[rule]:>6}  {name}" for rule, name in zip(RULES, NAMES, strict=True)
    ]
    return [
        f"{weeks} weeks, seed {report.seed}: {HEADLINE}",
        f"sent {report.sent} ({kinds}), {report.acts} times somebody did something, {report.seconds:.0f} s",
        " rule  broken",
        *table,
    ]


def as_json(report: Report) -> str:
    """Return how much was sent, and how often each rule was broken."""
    return json.dumps({"sent": report.sent, "violations": report.violations})


def head() -> str:
    """Return what stands above the lines of several."""
    rules = " ".join(f"{rule:>4}" for rule in RULES)
    return f"{HEADLINE}\n{'seed':>5} {'sent':>8} {rules} {'seconds':>8}"


def row(report: Report) -> str:
    """Return the line of one in a table of several."""
    broken = " ".join(f"{report.violations[rule]:>4}" for rule in RULES)
    return f"{report.seed:>5} {report.sent:>8} {broken} {report.seconds:>8.0f}"


def shown(report: Report, most: int) -> list[str]:
    """Return the first messages of each rule that broke it."""
    out: list[str] = []
    seen: Counter[str] = Counter()
    for found in report.found:
        seen[found.rule] += 1
        if seen[found.rule] <= most:
            text = " / ".join(found.text[:LONGEST].split("\n"))
            out.append(f"rule {found.rule}, {found.at:%Y-%m-%d %H:%M:%S} UTC, chat {found.chat}: {found.why}")
            out += [f"    {text}"] if text else []
    return out
