"""Questions that are answered in writing: a text, a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar, overload

from bot.dialogs.dialogue import MAX_TEXT, Draft, Json, Question, Reading, Retry, Rows, Tap, Typed, written
from bot.i18n import N_

T = TypeVar("T")
V = TypeVar("V")
MOST_DIGITS: Final = 9


class Text(Question[T]):
    """A text of at most ``most`` characters; ``parse`` is pure and raises Retry(message) or ValueError."""

    @overload
    def __init__(
        self: Text[V],
        key: str,
        text: str,
        parse: Callable[[str], V],
        help: str = ...,
        *,
        most: int = ...,
        skip: Literal[False] = ...,
    ) -> None: ...

    @overload
    def __init__(
        self: Text[V | None],
        key: str,
        text: str,
        parse: Callable[[str], V],
        help: str = ...,
        *,
        most: int = ...,
        skip: Literal[True],
    ) -> None: ...

    def __init__(
        self,
        key: str,
        text: str,
        parse: Callable[[str], Any],
        help: str = "",  # noqa: A002 - the word the scripts use
        *,
        most: int = MAX_TEXT,
        skip: bool = False,
    ) -> None:
        self.key, self.text, self.parse, self.help = key, text, parse, help
        self.most, self.skip = min(most, MAX_TEXT), skip

    def take(self, event: Tap | Typed, draft: Draft, _: Reading) -> Json:  # noqa: ARG002 - a text has no draft
        """Keep the words as they were written."""
        return {"t": written(event, _, self.most)}

    def read(self, raw: Json) -> T:
        """Parse the words again, at each replay."""
        try:
            value: T = self.parse(raw["t"])
        except (KeyError, ValueError) as error:
            raise Retry from error
        return value

    def rows(self, draft: Draft, _: Reading) -> Rows:  # noqa: ARG002 - a text has no buttons of its own
        """Show nothing: it is written."""
        return []


class Number(Text[T]):
    """A whole number from ``least`` to ``greatest``, in figures."""

    unknown = N_("Please write a number in figures.")

    @overload
    def __init__(
        self: Number[int],
        key: str,
        text: str,
        least: int = ...,
        greatest: int = ...,
        *,
        skip: Literal[False] = ...,
    ) -> None: ...

    @overload
    def __init__(
        self: Number[int | None],
        key: str,
        text: str,
        least: int = ...,
        greatest: int = ...,
        *,
        skip: Literal[True],
    ) -> None: ...

    def __init__(
        self, key: str, text: str, least: int = 0, greatest: int = 999, *, skip: bool = False
    ) -> None:
        self.key, self.text, self.skip, self.most = key, text, skip, MAX_TEXT
        self.least, self.greatest = least, greatest
        self.parse = self._number

    def _number(self, text: str) -> int:
        figures = re.findall(r"(?<!\d)-?[0-9]+", text)
        if len(figures) != 1 or len(figures[0]) > MOST_DIGITS:
            raise Retry
        number = int(figures[0])
        if not self.least <= number <= self.greatest:
            raise Retry
        return number
