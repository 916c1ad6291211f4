"""``python -m benchmarks.matching``: ranks made-up citizens for made-up dates; prints the seconds of CPU.

``BENCH_CITIZENS`` (10,000) and ``BENCH_DATES`` (500) say how many.
"""

from __future__ import annotations

import os
import random
import time
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.candidates import Candidate, Offer, Refusal, Wish
from bot.domain.interests import GIFTS, INTERESTS
from bot.domain.ladder import Step
from bot.domain.matching import Crowd, choose, rank

CITIZENS: Final = int(os.environ.get("BENCH_CITIZENS", "10000"))
DATES: Final = int(os.environ.get("BENCH_DATES", "500"))
NOW: Final = datetime(2027, 3, 10, 11, tzinfo=UTC)
ZONE: Final = ZoneInfo("Europe/Copenhagen")
AREAS: Final = {f"Bydel {n}": (55.2 + n % 4 / 10, 11.1 + n // 4 / 10) for n in range(12)}
WORDS: Final = (*INTERESTS, "", "")
DAYS: Final = (127, 127, 31, 96, 0b0001010, 0b0000100)
PARTS: Final = (7, 7, 3, 2, 1)


def citizen(chance: random.Random, number: int) -> Candidate:
    area = chance.choice([*AREAS, "", ""])
    noes = [no(chance) for _ in range(chance.choice((0, 0, 0, 1, 2)))]
    return Candidate(
        id=number,
        wishes=frozenset(Wish(word, word) for word in chance.sample(list(INTERESTS), chance.randint(0, 3))),
        gifts=frozenset(chance.sample(list(GIFTS), chance.randint(0, 1))),
        area=area,
        position=AREAS.get(area),
        weekdays=chance.choice(DAYS),
        times=chance.choice(PARTS),
        needs=chance.choice((0, 0, 0, 1, 2, 4, 8, 3)),
        company=chance.random() < 0.3,
        new=chance.random() < 0.4,
        wanted=chance.choice((0, 0, 0, 0, 1, 2, 4, 8)),
        refusals=tuple(noes),
        came=frozenset(chance.sample(range(DATES // 5 + 1), chance.randint(0, 2))),
        asked=chance.randint(0, 4),
    )


def no(chance: random.Random) -> Refusal:
    step = Step(chance.randrange(DATES // 5 + 1), chance.choice((60, 120, 240)), chance.randint(6, 40))
    why = chance.choice(("", "", "time", "place", "not_me", "energy"))
    return Refusal(step, NOW - timedelta(days=chance.randint(0, 89)), why, current=chance.random() < 0.5)


def date(chance: random.Random, number: int) -> Offer:
    starts_at = NOW + timedelta(days=2 + number % 12, hours=chance.randint(-3, 9))
    local = starts_at.astimezone(ZONE)
    area = chance.choice([*AREAS, ""])
    kind = chance.choice(WORDS)
    return Offer(
        id=number,
        activity=number // 5,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=chance.choice((60, 120, 240))),
        day=local.weekday(),
        hour=local.hour,
        capacity=chance.randint(4, 30),
        words=kind,
        kinds=frozenset([kind] if kind else []),
        area=area,
        position=AREAS.get(area),
        facts={
            name: chance.choice(("yes", "no")) for name in chance.sample(("steps", "hearing", "plain"), 2)
        },
    )


def main() -> None:
    chance = random.Random(1)
    people = [citizen(chance, number) for number in range(CITIZENS)]
    dates = [date(chance, number) for number in range(DATES)]
    began = time.process_time()
    crowd = Crowd(people)
    sorted_in = time.process_time()
    rankings = [rank(crowd, offer, NOW) for offer in dates]
    ranked = time.process_time()
    chosen = choose(rankings, {offer.id: offer.room for offer in dates}, CITIZENS)
    ended = time.process_time()
    fitting = sum(map(len, rankings))
    print(f"{CITIZENS:,} citizens, {DATES:,} dates, {fitting:,} pairs fit; load {os.getloadavg()[0]:.1f}")
    print(f"sorted in    {sorted_in - began:6.2f} s")
    print(f"ranked       {ranked - sorted_in:6.2f} s")
    print(f"chosen       {ended - ranked:6.2f} s, {len(chosen):,} would be asked")
    print(f"in all       {ended - began:6.2f} s")


if __name__ == "__main__":
    main()
