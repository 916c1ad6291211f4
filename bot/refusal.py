"""Why a command was not done.  It stands alone, so that the door loads no more than a command needs."""

from __future__ import annotations

REFUSED, WRONG = 1, 2  # what a process ends with: the world stands in the way; the command or a setting does


class Refused(Exception):
    """It was not done; the text is one line that says why and what to do, ``code`` is the exit code."""

    def __init__(self, line: str, code: int = REFUSED) -> None:
        super().__init__(line)
        self.code = code
