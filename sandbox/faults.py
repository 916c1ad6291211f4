"""Faults on demand: what a test may ask the next calls to go wrong with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Fault:
    """One way to fail, for the next ``count`` calls of a method, or of any but getUpdates."""

    status: int = 500
    method: str = ""
    count: int = 1
    retry_after: int = 0
    deliver: bool = False  # the call takes effect although its answer says or does otherwise
    cut: bool = False  # the connection ends instead of an answer
    delay: float = 0  # seconds before anything happens


class Faults:
    """What is still to go wrong, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let the fault hit the next calls it is meant for."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Let everything go well again."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """Return what this call goes wrong with, counted."""
        for fault in self._waiting:
            if fault.method.lower() == method or (not fault.method and method != "getupdates"):
                fault.count -= 1
                if fault.count <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
