"""``python -m benchmarks.start``: how long each command takes to start, and what the idle bot holds.

``BENCH_REPEAT`` (5) says how often; the least is printed, because whatever else runs only adds to it.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.__main__ import Talker

REPEAT: Final = int(os.environ.get("BENCH_REPEAT", "5"))
AIM: Final = 1.0  # seconds
AIM_MEMORY: Final = 90  # MiB
CALM: Final = 3.0  # seconds until an idle bot has done what a start does
COMMANDS: Final = (
    ("--help",),
    ("when", "torsdag kl. 14"),
    ("understand",),
    ("talk", "activity"),
    ("migrate",),
    ("doctor",),
    ("sweep", "remind"),
    ("packs",),
    ("invite", "--role", "coordinator", "--organisation", "Prøvehuset"),
)
Spent = tuple[float, float]  # seconds on the wall, and of processor


def spent(command: list[str], environment: dict[str, str]) -> Spent:
    """Run a command to its end."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, used


def started(command: list[str], environment: dict[str, str], server: Talker) -> tuple[Spent, int, int]:
    """Start the bot until it runs; return the MiB it holds when idle, before and after somebody came."""
    began = time.monotonic()
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as bot:
        assert bot.stderr
        try:
            if not any(" running webhook=" in line for line in bot.stderr):
                raise SystemExit("the bot ended")
            wall, used = time.monotonic() - began, processor(bot.pid)
            time.sleep(CALM)
            before = held(bot.pid)
            server.say(json.dumps({"do": "dialogue", "users": 1, "first": int(time.time() * 1000)}))
            server.hear()
            time.sleep(CALM)
            after = held(bot.pid)
        finally:
            bot.kill()
    return (wall, used), before, after


def held(pid: int) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) // 1024


def processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def show(what: str, found: list[Spent]) -> None:
    wall, used = (min(column) for column in zip(*found, strict=True))
    print(f"{what:<12}{wall:>8.2f}{used:>14.2f}   {'met' if wall < AIM else 'missed'}")


def main() -> None:
    server = Talker("server")
    program = [sys.executable, "-m", "bot"]
    try:
        with tempfile.TemporaryDirectory(prefix="bench") as folder:
            environment = {
                **os.environ,
                "BOT_TOKEN": "1:bench",
                "BOT_API_URL": f"http://127.0.0.1:{json.loads(server.hear())['port']}",
                "BOT_DATA_DIR": folder,
            }
            spent([*program, "migrate"], environment)
            print(f"least of {REPEAT}; load {os.getloadavg()[0]:.1f}\n\n{'':<12} seconds  of processor")
            for command in COMMANDS:
                show(command[0], [spent([*program, *command], environment) for _ in range(REPEAT)])
            runs = [started([*program, "run"], environment, server) for _ in range(REPEAT)]
            show("run", [run[0] for run in runs])
            before, after = min(run[1] for run in runs), min(run[2] for run in runs)
            verdict = "met" if after < AIM_MEMORY else "missed"
            print(f"\nidle: {before} MiB, and {after} after somebody came; {verdict}")
    finally:
        server.end()


if __name__ == "__main__":
    main()
