"""``python -m benchmarks``: ours and an ordinary bot, by turns, on one server; prints medians and ratios.

``BENCH_REPEAT`` (3) says how often, ``BENCH_CITIZENS`` and ``BENCH_USERS`` how many.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

REPEAT: Final = int(os.environ.get("BENCH_REPEAT", "3"))
CITIZENS: Final = int(os.environ.get("BENCH_CITIZENS", "3000"))
USERS: Final = int(os.environ.get("BENCH_USERS", "800"))
ANNOUNCED, SECONDS, ALLOWED = 2000, 20, 30  # the workload with a limit
STRANGERS: Final = 5_000_000  # chats of those who are not written to unasked
PATH: Final = Path("/proc")
TICK: Final = os.sysconf("SC_CLK_TCK")
Found = dict[str, float]


class Talker:
    """A process that is told things by lines and answers each by one."""

    def __init__(self, module: str, **environment: str) -> None:
        command = [sys.executable, "-m", f"benchmarks.{module}"]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )

    def say(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        assert self._process.stdout
        if not (line := self._process.stdout.readline()):
            raise SystemExit("one of the processes ended")
        return line

    def do(self, line: str) -> None:
        self.say(line)
        self.hear()

    def cpu(self) -> float:
        """Return the seconds of processor that it has used."""
        fields = (PATH / str(self._process.pid) / "stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self) -> float:
        """Return the most MiB that it has had."""
        status = (PATH / str(self._process.pid) / "status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@dataclass(frozen=True)
class Peer:
    """One of the two; ``announce`` says how it is told to write to many."""

    name: str
    module: str
    seeds: bool

    def announce(self, count: int, pause: float) -> str:
        return "announce" if self.seeds else f"announce {count} {pause}"


OURS, ORDINARY = Peer("ours", "ours", seeds=True), Peer("ordinary", "ordinary", seeds=False)


@contextmanager
def running(peer: Peer, api: str, rate: int) -> Iterator[Talker]:
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        talker = Talker(
            peer.module,
            BOT_TOKEN="1:bench",
            BOT_API_URL=api,
            BOT_DATA_DIR=folder,
            BOT_RATE=str(rate),
            BOT_CONTROLLER="Bench",
            BOT_READS_AT="9-15",
        )
        try:
            talker.hear()
            yield talker
        finally:
            talker.end()


def measured(server: Talker, bot: Talker, asked: dict[str, Any], then: str = "") -> Found:
    """Let the server measure; return what it found, with the bot's processor time."""
    before = bot.cpu()
    server.say(json.dumps(asked))
    if then:
        bot.do(then)
    found: Found = json.loads(server.hear())
    used = bot.cpu() - before
    if units := found.get("units"):
        found |= {"rate": units / found["seconds"], "cpu": 1000 * used / units}
    return found | {"memory": bot.memory(), "busy": used}


def unlimited(server: Talker, api: str, peer: Peer) -> dict[str, Found]:
    with running(peer, api, 0) as bot:
        if peer.seeds:
            bot.do(f"seed {CITIZENS}")
        many = measured(server, bot, {"do": "broadcast", "count": CITIZENS}, peer.announce(CITIZENS, 0))
        talk = measured(server, bot, {"do": "dialogue", "users": USERS, "first": STRANGERS})
        return {"W1": talk, "W2": many}


def limited(server: Talker, api: str, peer: Peer) -> Found:
    with running(peer, api, ALLOWED) as bot:
        if peer.seeds:
            bot.do(f"seed {ANNOUNCED}")
        asked = {"do": "mixed", "seconds": SECONDS, "first": STRANGERS, "allowed": ALLOWED}
        return measured(server, bot, asked, peer.announce(ANNOUNCED, 1 / ALLOWED))


def main() -> None:
    server = Talker("server")
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    api = f"http://127.0.0.1:{json.loads(server.hear())['port']}"
    peers = (OURS, ORDINARY)
    try:
        runs = [[unlimited(server, api, peer) for peer in peers] for _ in range(REPEAT)]
        print(f"medians of {REPEAT}; {USERS} people, {CITIZENS} citizens; load {os.getloadavg()[0]:.1f}")
        for work, what in (("W1", "dialogue, updates"), ("W2", "announcement, messages")):
            show_rates(work, what, [[run[n][work] for run in runs] for n in range(len(peers))])
        show_limited([limited(server, api, peer) for peer in peers])
    finally:
        server.end()


def show_rates(work: str, what: str, found: list[list[Found]]) -> None:
    print(f"\n{work} {what}   per second   CPU ms each   answered   server idle   MiB")
    rows = [{key: median(run[key] for run in each) for key in each[0]} for each in found]
    for peer, row in zip((OURS, ORDINARY), rows, strict=True):
        share = f"{row['units']:.0f}/{row['wanted']:.0f}"
        print(
            f"{peer.name:<25}{row['rate']:>13,.0f}{row['cpu']:>14.3f}{share:>11}"
            f"{row['idle']:>13.0%}{row['memory']:>7.0f}"
        )
    ours, ordinary = rows
    print(f"{'ratio':<25}{ours['rate'] / ordinary['rate']:>12.1f}x{ordinary['cpu'] / ours['cpu']:>13.1f}x")


def show_limited(found: list[Found]) -> None:
    print(f"\nW4 replies during an announcement, {ALLOWED}/s, {SECONDS} s, once")
    print("           answered   p50 ms   p95 ms   p99 ms   of the rate used   429s   CPU")
    for peer, row in zip((OURS, ORDINARY), found, strict=True):
        share = f"{row['answered']:.0f}/{row['asked']:.0f}"
        print(
            f"{peer.name:<10}{share:>9}{row['p50']:>9.1f}{row['p95']:>9.1f}{row['p99']:>9.1f}"
            f"{row['used']:>19.1%}{row['refused']:>7.0f}{row['busy'] / SECONDS:>6.1%}"
        )


if __name__ == "__main__":
    main()
