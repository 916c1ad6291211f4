"""A dialogue as it is stored, and one replay of it through its script."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple

from bot.dialogs.dialogue import Dialogue, Draft, Json, Kind, Question, R, Reading, Request, Retry, Script

MAX_LOG: Final = 64


class Diverged(Exception):
    """The log does not fit the script: the script was changed, or it is not deterministic."""


class Entry(NamedTuple):
    """What was answered, looked up or written at a path."""

    path: str
    kind: Kind
    raw: Json


@dataclass(frozen=True)
class State:
    """One dialogue, as stored; a turn makes a new one."""

    id: int
    script: str
    version: int
    args: dict[str, Json]
    log: Sequence[Entry] = ()
    bank: Sequence[Entry] = ()  # what an amended or outdated log held, used when it is asked for
    rev: int = 0  # grows with every new prompt: a tap on an older one is stale
    pending: str = ""  # path of the question shown: an answer is given to that one or to none
    ticked: tuple[str, ...] = ()
    page: int = 0
    attempts: int = 0

    @property
    def draft(self) -> Draft:
        """The answer in the making."""
        return Draft(self.ticked, self.page)

    def dump(self) -> str:
        """Return the state as JSON."""
        return json.dumps(vars(self), separators=(",", ":"))

    @classmethod
    def load(cls, stored: str) -> State:
        """Return the state that JSON holds."""
        raw = json.loads(stored)
        entries = {name: tuple(Entry(*entry) for entry in raw[name]) for name in ("log", "bank")}
        return cls(**{**raw, **entries, "ticked": tuple(raw["ticked"])})


class Run(Generic[R]):
    """One replay: gives the script what is logged, and stops at the first request that is not."""

    def __init__(self, script: Script[..., R], state: State, _: Reading) -> None:
        self.d, self.state = Dialogue(_), state
        self.log, self.bank = list[Entry](), list(state.bank)
        self.pending: Request[Any] | None = None
        self.path, self.error, self.moved = "", "", False
        self.result: R | None = None
        self._todo, self._seen = list(reversed(state.log)), Counter[str]()
        self._coro = script.run(self.d, **state.args)

    def advance(self, value: Any = None) -> None:  # noqa: ANN401 - what the script awaits may be anything
        """Go on with a value until something is asked that nobody has answered yet."""
        while self._step(value):
            entry = self._known()
            if entry is None:
                return
            request = self.pending
            assert request is not None
            was_logged = self._take(entry)
            try:
                value = self.record(request, entry.raw)
            except Retry as retry:
                if was_logged:
                    raise Diverged(f"{self.path}: the logged answer no longer fits") from retry
                return

    def record(self, request: Request[Any], raw: Json) -> Any:  # noqa: ANN401 - as advance
        """Log what came of a request, and return what it means."""
        value = request.recall(raw) if isinstance(request, Question) else request.read(raw)
        self.log.append(Entry(self.path, request.kind, raw))
        if len(self.log) > MAX_LOG:
            raise OverflowError(f"{self.path}: the log is full; a loop must raise Continue")
        if request.kind == "a":
            self.d.said.clear()
        return value

    def where(self) -> str:
        """Return the function and line the script waits at."""
        coro: Any = self._coro
        while hasattr(coro.cr_await, "cr_frame"):
            coro = coro.cr_await
        return f"{coro.cr_code.co_qualname}:{coro.cr_frame.f_lineno}" if coro.cr_frame else "end"

    def _step(self, value: Any) -> bool:  # noqa: ANN401 - as advance
        """Run to the next request, and name it by its path; False at the end."""
        try:
            request = self._coro.send(value)
        except StopIteration as stop:
            self.pending, self.path, self.result = None, "", stop.value
            return False
        if not isinstance(request, Request):
            raise TypeError(f"a script awaits only questions and effects, not {request!r}")
        name = self.d.prefix + request.key
        self._seen[name] += 1
        self.pending = request
        self.path = name if self._seen[name] == 1 else f"{name}~{self._seen[name]}"
        return True

    def _known(self) -> Entry | None:
        """Return what is logged next, or else banked under this path."""
        assert self.pending is not None
        here = (self.path, self.pending.kind)
        if self._todo:
            logged = self._todo[-1]
            if logged[:2] != here:
                raise Diverged(f"{logged.path} was logged, {self.path} is asked")
            return logged
        return next((entry for entry in self.bank if entry[:2] == here), None)

    def _take(self, entry: Entry) -> bool:
        """Take an entry out of the log or the bank; tell whether it was logged."""
        if self._todo:
            self._todo.pop()
            return True
        self.bank = [other for other in self.bank if other is not entry]
        return False


def fresh(log: Sequence[Entry]) -> Sequence[Entry]:
    """Leave out the look-ups since the last answer: they are done afresh."""
    return log[: len(_kinds(log).rstrip("r"))]


def undo(log: Sequence[Entry]) -> Sequence[Entry]:
    """Go back to before the last answer; the same log if there is none, or a write came after it."""
    kinds = _kinds(log).rstrip("r")
    return log[: len(kinds) - 1] if kinds.endswith("a") else log


def _kinds(log: Sequence[Entry]) -> str:
    return "".join(entry.kind for entry in log)
