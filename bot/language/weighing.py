"""The second judge: weights, learnt from labelled texts, of the traits of a text for each intent.

The weights are whole numbers in one file, written by ``python -m benchmarks.teach``; nothing is learnt while
the bot runs.  Which traits carried a judgement can be told.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bot.language.meanings import INTENTS
from bot.language.traits import traits

FILE: Final = Path(__file__).parent / "weights.bin"
SCALE: Final = 40  # a weight of so much makes an intent e times as likely
NONE: Final = 128  # the byte that stands for no weight


@dataclass(frozen=True, slots=True)
class Weights:
    """All intents, then the kinds of danger; the row of each trait; and in each row a byte for each name."""

    names: tuple[str, ...]
    place: Mapping[str, int]
    rows: bytes

    def row(self, trait: str) -> bytes:
        """Return what a trait says for each name, or against; empty if it is unknown."""
        at = self.place.get(trait)
        return b"" if at is None else self.rows[at * len(self.names) : (at + 1) * len(self.names)]


@cache
def weights() -> Weights:
    """Return the weights, read when the first text comes."""
    return unpacked(FILE.read_bytes())


def unpacked(packed: bytes) -> Weights:
    """Return the weights that stand in a file."""
    head, traits_known, rows = zlib.decompress(packed).split(b"\n\n", 2)
    known = traits_known.decode().split("\n")
    return Weights(tuple(head.decode().split("\n")), {trait: at for at, trait in enumerate(known)}, rows)


def packed(names: Iterable[str], rows: Mapping[str, Iterable[int]]) -> bytes:
    """Return what stands in the file: names, traits, and of each trait a byte for each name."""
    known = sorted(rows)
    told = bytes(min(max(one + NONE, 0), 255) for trait in known for one in rows[trait])
    texts = ("\n".join(names), "\n".join(known))
    return zlib.compress(b"\n\n".join([*(text.encode() for text in texts), told]), 9)


def likely(text: str, known: Weights | None = None) -> dict[str, float]:
    """Return how likely each intent is, together 1; and each kind of danger, if it is danger, together 1."""
    known = known or weights()
    rows = [row for trait in traits(text) if (row := known.row(trait))]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    shares = [*_shares(sums[: len(INTENTS)]), *_shares(sums[len(INTENTS) :])]
    return dict(zip(known.names, shares, strict=True))


def carried(text: str, name: str, most: int = 5) -> list[tuple[str, int]]:
    """Return the traits of a text that speak most for an intent, with their weights."""
    known = weights()
    at = known.names.index(name)
    told = [(trait, row[at] - NONE) for trait in traits(text) if (row := known.row(trait))]
    return sorted((one for one in told if one[1] > 0), key=lambda one: (-one[1], one[0]))[:most]


def _shares(sums: list[int]) -> list[float]:
    most = max(sums)
    shares = [math.exp((one - most) / SCALE) for one in sums]
    whole = math.fsum(shares)
    return [share / whole for share in shares]
