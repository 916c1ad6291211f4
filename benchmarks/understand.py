"""How well Danish is understood: right and wrong for each file of labelled texts, and how fast.

The development files may be read, and teach the second judge; what is wrong of them is shown.  The test files
were written by others and are only ever counted: their texts are never shown.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.language.intents import INTENTS, understand

TEXTS: Final = Path(__file__).parent.parent / "tests" / "texts"
DEVELOPMENT: Final = tuple(sorted(TEXTS.glob("*_dev.tsv")))
TESTS: Final = tuple(sorted(TEXTS.glob("*_test.tsv")))
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Case:
    """What somebody wrote, what was meant, and what was understood."""

    meant: str
    text: str
    understood: str

    @property
    def right(self) -> bool:
        return self.meant == self.understood


@dataclass(frozen=True, slots=True)
class Found:
    """Shares of one file, each between 0 and 1."""

    cases: tuple[Case, ...] = field(repr=False)  # a failing test must not show a text that is only counted

    @property
    def right(self) -> float:
        return _share(self.cases, lambda case: case.right)

    def recall(self, intent: str) -> float:
        """Return which share of those who meant this was heard; 1 when nobody did."""
        return _share((c for c in self.cases if c.meant == intent), lambda case: case.right)

    def false_alarms(self, intent: str) -> float:
        """Return which share of those who meant something else was taken for this."""
        others = [case for case in self.cases if case.meant != intent]
        return _share(others, lambda case: case.understood == intent, empty=0.0)


def measured(path: Path) -> Found:
    """Return what is understood of a file of lines: intent, tab, text."""
    rows = (line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return Found(tuple(Case(meant, text, understand(text).intent) for meant, text in rows))


def _share(cases: Iterable[Case], holds: Callable[[Case], bool], empty: float = 1.0) -> float:
    told = [holds(case) for case in cases]
    return sum(told) / len(told) if told else empty


def show(name: str, found: Found, *, texts: bool) -> None:
    """Print one file; its wrong texts only if they may be read."""
    print(f"\n{name}: {len(found.cases)} texts, {found.right:.1%} right")
    for intent in ("crisis", "stop"):
        print(f"  {intent}: recall {found.recall(intent):.1%}, false alarms {found.false_alarms(intent):.1%}")
    print(f"\n  {'intent':<15}{'texts':>6}{'right':>8}   taken for")
    meant = Counter(case.meant for case in found.cases)
    for intent in INTENTS:
        taken = Counter(c.understood for c in found.cases if c.meant == intent and not c.right)
        wrong = ", ".join(f"{other} {n}" for other, n in taken.most_common())
        print(f"  {intent:<15}{meant[intent]:>6}{found.recall(intent):>8.0%}   {wrong}".rstrip())
    for case in found.cases if texts else ():
        if not case.right:
            print(f"  {case.meant} taken for {case.understood}: {case.text}")


def pace(texts: list[str]) -> float:
    """Return milliseconds of processor time a text, the quickest of a few rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            understand(text)
        rounds.append(time.process_time() - began)
    return 1000 * min(rounds) / len(texts)


def main() -> None:
    texts = []
    for path in DEVELOPMENT:
        show(path.name, found := measured(path), texts=True)
        texts += [case.text for case in found.cases]
    for path in TESTS:
        show(path.name, measured(path), texts=False)
    print(f"\n{pace(texts[::5]):.2f} ms a text")


if __name__ == "__main__":
    main()
