"""Who was erased or said stop, outside of the database: a backup that is put back would not know it.

Two files of lines ``<keyed hash of the chat> <when>``, only ever added to.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.storage.store import Store

ERASED, STOPPED = "erased.txt", "stopped.txt"
Marks = dict[str, datetime]  # a mark, and when it last happened
BEGINNING: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def read(name: str, folders: Iterable[Path]) -> Marks:
    """Return what stands in the files of this name; a line that a crash cut short is passed over."""
    found: Marks = {}
    for path in (folder / name for folder in folders):
        if path.is_file():
            for line in path.read_text(encoding="ascii", errors="replace").splitlines():
                _take(found, line.split())
    return found


def merged(*several: Marks) -> Marks:
    """Return all of them, each with its newest moment."""
    found: Marks = {}
    for mark, at in ((mark, at) for marks in several for mark, at in marks.items()):
        found[mark] = max(at, found.get(mark, at))
    return found


def later(marks: Marks, known: Marks) -> Marks:
    """Return those that are not known, or happened again since."""
    return {mark: at for mark, at in marks.items() if mark not in known or known[mark] < at}


def add(name: str, folder: Path, marks: Marks) -> int:
    """Write down what does not stand there yet, on disk when this returns; return how many that were."""
    new = later(marks, read(name, [folder])) if marks else {}
    if not new:
        return 0
    lines = "".join(f"{mark} {at.isoformat()}\n" for mark, at in new.items())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"\n{lines}".encode("ascii"))  # what was cut short before stays a line of its own
        os.fsync(handle)
    finally:
        os.close(handle)
    return len(new)


class Ledger:
    """Keeps the files of some folders up to date."""

    def __init__(self, store: Store, folders: Iterable[Path], mark: Callable[[int], str]) -> None:
        self._store, self._folders, self._mark = store, list(folders), mark
        self._since = BEGINNING

    async def note(self) -> int:
        """Write down who is erased or has stopped by now; return how many lines that were."""
        erased, stopped = await self._store.read(
            lambda tx: (dict(tx.tombstones()), list(tx.stopped_since(since=self._since)))
        )
        stops: Marks = {self._mark(chat): at for chat, at in stopped}
        did = 0
        for folder in self._folders:
            did += await asyncio.to_thread(add, ERASED, folder, erased)
            did += await asyncio.to_thread(add, STOPPED, folder, stops)
        self._since = max([self._since, *stops.values()])
        return did


def _take(found: Marks, parts: list[str]) -> None:
    try:
        mark, at = parts[0], datetime.fromisoformat(parts[1])
    except (IndexError, ValueError):
        return
    if at.tzinfo is not None:
        found[mark] = max(at, found.get(mark, at))
