"""One of some options, pressed or written; the pages that long lists are shown in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar, overload

from bot.dialogs.dialogue import (
    PAGE,
    SKIP,
    Dialogue,
    Draft,
    Json,
    Question,
    Reading,
    Retry,
    Rows,
    Tap,
    Typed,
    written,
)
from bot.i18n import N_
from bot.language.fold import fold
from bot.language.intents import answer

T = TypeVar("T")
V = TypeVar("V")
PER_PAGE: Final = 5
BACK: Final = "<"
YES_OR_NO: Final = ("ja", "nej", "yes", "no")
USE_BUTTONS: Final = N_("I did not quite understand that. Please press one of the buttons.")


@dataclass(frozen=True)
class Option(Generic[T]):
    """Something to choose; its id is stable for ever, since logs and buttons hold it."""

    id: str
    label: str
    value: T

    def __post_init__(self) -> None:
        if not self.id or self.id[0] in (BACK, SKIP, PAGE):
            raise ValueError(f"an option may not be called {self.id!r}")

    def is_meant(self, folded: str) -> bool:
        """Tell whether a folded text is the option's label, what follows its yes or no, or its id."""
        first, _comma, rest = self.label.partition(", ")
        after = fold(rest) if first.casefold() in YES_OR_NO else ""
        return folded in (fold(self.label) or self.label, after or self.label, fold(self.id) or self.id)


def page_of(options: Sequence[Option[T]], page: int, size: int = PER_PAGE) -> Sequence[Option[T]]:
    """Return the options of one page."""
    return options[page * size : (page + 1) * size]


def pages(options: Sequence[Any], size: int = PER_PAGE) -> int:
    """Return how many pages there are, one at least."""
    return max(1, -(-len(options) // size))


def turned(value: str, draft: Draft, count: int) -> Draft:
    """Show the page that a tap names, not the next one: twice is as good as once."""
    number = value.removeprefix(PAGE)
    if number not in map(str, range(count)):
        raise Retry
    return draft._replace(page=int(number))


def turning(page: int, count: int, _: Reading) -> Rows:
    """Return the button for the other pages, if there are any."""
    if count == 1:
        return []
    label = _("Show more") if page + 1 < count else _("Show the first again")
    return [[(label, f"{PAGE}{(page + 1) % count}")]]


def meant(options: Sequence[Option[T]], text: str) -> str | None:
    """Return the id of the option whose label was written; None if that is none."""
    folded = fold(text) or text.strip()
    return next((option.id for option in options if option.is_meant(folded)), None)


class Choice(Question[T]):
    """One option, pressed or written; ``other`` takes any other text."""

    unknown = USE_BUTTONS

    @overload
    def __init__(
        self: Choice[V],
        key: str,
        text: str,
        options: Sequence[Option[V]],
        other: Callable[[str], V] | None = ...,
        help: str = ...,
        *,
        skip: Literal[False] = ...,
    ) -> None: ...

    @overload
    def __init__(
        self: Choice[V | None],
        key: str,
        text: str,
        options: Sequence[Option[V]],
        other: Callable[[str], V] | None = ...,
        help: str = ...,
        *,
        skip: Literal[True],
    ) -> None: ...

    def __init__(
        self,
        key: str,
        text: str,
        options: Sequence[Option[Any]],
        other: Callable[[str], Any] | None = None,
        help: str = "",  # noqa: A002 - the word the scripts use
        *,
        skip: bool = False,
    ) -> None:
        self.key, self.text, self.options, self.other = key, text, options, other
        self.help, self.skip = help, skip

    def take(self, event: Tap | Typed, draft: Draft, _: Reading) -> Json | Draft:
        """Return the option's id, or the words."""
        if isinstance(event, Tap):
            if event.value.startswith(PAGE):
                return turned(event.value, draft, pages(self.options))
            return {"o": event.value}
        text = written(event, _)
        found = meant(self.options, text)
        return {"t": text} if found is None else {"o": found}

    def read(self, raw: Json) -> T:
        """Find the option, or parse the words."""
        for option in self.options:
            if option.id == raw.get("o"):
                chosen: T = option.value
                return chosen
        if self.other is None or "t" not in raw:
            raise Retry
        try:
            value: T = self.other(raw["t"])
        except ValueError as error:
            raise Retry from error
        return value

    def rows(self, draft: Draft, _: Reading) -> Rows:
        """Show a page of options, one in a row."""
        shown = [[(option.label, option.id)] for option in page_of(self.options, draft.page)]
        return shown + turning(draft.page, pages(self.options), _)


def confirm(d: Dialogue, key: str, text: str, *, yes: str = "", no: str = "") -> Choice[bool]:
    """Ask for a yes or a no, also in a person's own words."""
    _ = d._
    options = [Option("y", yes or _("Yes"), value=True), Option("n", no or _("No"), value=False)]
    return Choice(key, text, options, _yes_or_no)


def _yes_or_no(text: str) -> bool:
    said = answer(text)
    if said not in ("yes", "no"):
        raise Retry
    return said == "yes"
