"""Learn the weights of the second judge (bot/language/weighing.py) from our lists and the development texts.

``python -m benchmarks.teach`` writes them; ``--without danger_dev.tsv`` tells instead how well weights
that were learnt without that file judge its texts, without the lists: nearly what a stranger would meet.
The same texts give the same weights on every machine.  The test files are not opened.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from babel.messages.pofile import read_po

from benchmarks.understand import TEXTS, Case, Found, show
from bot.i18n import DOMAIN, LOCALES
from bot.language import weighing
from bot.language.alarm import KINDS, hear
from bot.language.intents import listed_intent
from bot.language.lists import FOLDER, alone_and_anywhere, phrases, sets
from bot.language.meanings import INTENTS
from bot.language.net import phrase_tokens
from bot.language.rules import filled
from bot.language.traits import traits

KINDS_READ: Final = TEXTS / "danger_kinds.tsv"
ROUNDS: Final = 10
STEP: Final = 0.1
SEEN: Final = 2  # a word that fewer texts have is not learnt from
SEEN_PIECE: Final = 3  # nor another trait that fewer have
_WORDS: Final = frozenset("wsbe")  # the kinds of traits that count as words
LETTERS: Final = 0.3  # what a piece of a word counts beside a word
SPOKEN: Final = 2  # ways in which a line of the lists is said
LISTED: Final = 0.2  # what a line of the lists counts beside a text
HARMLESS: Final = 0.3  # what a text of our own catalogues counts
OUR_OWN: Final = "taught_dev.tsv"  # written by those who know the lists
OURS: Final = 0.6
SURE: Final = 0.995  # so sure of the right intent there is nothing to learn
SMALL: Final = 0.002
SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text, what was meant, its traits, and how much it counts."""

    meant: str
    text: str
    traits: frozenset[str]
    counts: float
    file: str


def lessons() -> list[Lesson]:
    """Return every development text, then the lines of the lists."""
    found = []
    for path in sorted(TEXTS.glob("*_dev.tsv")):
        counts = OURS if path.name == OUR_OWN else 1.0
        for line in path.read_text(encoding="utf-8").splitlines():
            meant, _, text = line.partition("\t")
            if text:
                found.append(Lesson(meant, text, frozenset(traits(text)), counts, path.name))
    found += [Lesson(i, text, frozenset(traits(text)), LISTED, "") for i, text in _listed()]
    return found + [Lesson(i, text, frozenset(traits(text)), HARMLESS, "") for i, text in _harmless()]


def _harmless() -> Iterator[tuple[str, str]]:
    """Give the texts of our own catalogues that are no danger, with what the lists take them for."""
    with (LOCALES / "da" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        messages = [(message.id, message.string) for message in read_po(file) if isinstance(message.id, str)]
    for english, danish in sorted(both for both in messages if both[0]):
        for text in map(filled, (english, str(danish))):
            heard = hear(text)
            if text and not heard.danger and not heard.stop:
                yield listed_intent(text), text


def _listed() -> Iterator[tuple[str, str]]:
    """Give each line of the lists as people might say it, with the intent it stands for."""
    chance = random.Random(SEED)
    rows = [("stop", row) for name in ("stop.alone", "stop.anywhere") for row in phrases(name)]
    rows += [
        ("crisis", row)
        for kind in ("thoughts", "violence", "ill", "danger")
        for row in phrases(f"crisis.{kind}")
    ]
    for path in sorted(FOLDER.glob("intent.*.txt")):
        intent = path.stem.removeprefix("intent.")
        alone, anywhere = alone_and_anywhere(intent)
        rows += [(intent, row) for row in (*alone, *anywhere)]
    known = sets()
    for intent, row in rows:
        for said in sorted({_said(row, known, chance) for _ in range(SPOKEN)}):
            if said:
                yield intent, said


def _said(row: str, known: dict[str, list[str]], chance: random.Random) -> str:
    words = []
    for token in phrase_tokens(row):
        if token in {"^", "$", "_", "..."} or (token.startswith("(") and chance.random() < 1 / 2):
            continue
        word = chance.choice(token.strip("()").split("/"))
        if word.startswith("<"):
            word = chance.choice(known[word.strip("<>")])
        words.append(word.strip("*"))
    return " ".join(words)


def learnt(taught: list[Lesson]) -> dict[str, list[int]]:
    """Return the weights of each trait for each intent and, after those, for each kind of danger."""
    told = dict(_kinds())
    of_kinds = [
        replace(lesson, meant=kind)
        for lesson in taught
        if lesson.meant == "crisis" and (kind := told.get(lesson.text) or _heard_kind(lesson.text))
    ]
    intents, kinds = _learnt(taught, INTENTS), _learnt(of_kinds, KINDS)
    none_of_kinds = [0] * len(KINDS)
    return {trait: row + kinds.get(trait, none_of_kinds) for trait, row in intents.items()}


def _kinds() -> Iterator[tuple[str, str]]:
    """Give the texts of danger that no list hears, with the kind that somebody read in each."""
    for line in KINDS_READ.read_text(encoding="utf-8").splitlines():
        kind, _, text = line.partition("\t")
        yield text, kind


def _heard_kind(text: str) -> str:
    said = hear(text).danger
    return said.kind if said else ""


def _learnt(taught: list[Lesson], names: tuple[str, ...]) -> dict[str, list[int]]:
    """Learn by steps that grow smaller the more often a trait was weighed (AdaGrad)."""
    often = Counter(trait for lesson in taught for trait in lesson.traits)
    enough = sorted(t for t, n in often.items() if n >= (SEEN if t[0] in _WORDS else SEEN_PIECE))
    known = {trait: at for at, trait in enumerate(enough)}
    worth = [LETTERS if trait.startswith("c") else 1.0 for trait in known]
    weight = [[0.0] * len(names) for _ in known]
    moved = [[0.01] * len(names) for _ in known]
    asked = [(names.index(lesson.meant), lesson.counts, _parted(lesson.traits, known)) for lesson in taught]
    chance = random.Random(SEED)
    for _ in range(ROUNDS):
        chance.shuffle(asked)
        for meant, counts, (words, letters) in asked:
            shares = _shares(weight, words, letters)
            if shares[meant] > SURE:
                continue
            shares[meant] -= 1
            for intent, off in enumerate(shares):
                if abs(off) > SMALL:
                    for at in (*words, *letters):
                        slope = worth[at] * counts * off
                        moved[at][intent] += slope * slope
                        weight[at][intent] -= STEP * slope / math.sqrt(moved[at][intent])
    return {
        trait: [round(weighing.SCALE * worth[at] * one) for one in weight[at]] for trait, at in known.items()
    }


def _parted(found: frozenset[str], known: dict[str, int]) -> tuple[list[int], list[int]]:
    """Return the places of the traits that are learnt: of words, and of letters."""
    words = sorted(known[t] for t in found if t in known and not t.startswith("c"))
    return words, sorted(known[t] for t in found if t in known and t.startswith("c"))


def _shares(weight: list[list[float]], words: list[int], letters: list[int]) -> list[float]:
    whole = map(sum, zip(*(weight[at] for at in words), strict=True))
    pieces = (
        map(sum, zip(*(weight[at] for at in letters), strict=True)) if letters else [0.0] * len(weight[0])
    )
    sums = [one + LETTERS * two for one, two in zip(whole, pieces, strict=True)]
    most = max(sums)
    shares = [math.exp(one - most) for one in sums]
    total = sum(shares)
    return [share / total for share in shares]


def judged_by(known: weighing.Weights, lesson: Lesson) -> Case:
    """Return what the weights alone take a text for."""
    shares = weighing.likely(lesson.text, known)
    return Case(lesson.meant, lesson.text, max(INTENTS, key=lambda intent: shares[intent]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", metavar="FILE", help="measure this file by what the others teach")
    without = parser.parse_args().without
    known = lessons()
    packed = weighing.packed((*INTENTS, *KINDS), learnt([one for one in known if one.file != without]))
    if without:
        weights = weighing.unpacked(packed)
        cases = tuple(judged_by(weights, lesson) for lesson in known if lesson.file == without)
        show(f"{without}, learnt without it", Found(cases), texts=False)
    else:
        weighing.FILE.write_bytes(packed)
        print(f"{len(known)} texts and phrases, {len(packed) // 1024} kB")


if __name__ == "__main__":
    main()
