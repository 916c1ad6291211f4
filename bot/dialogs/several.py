"""Several of some options: ticked, or written one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from bot.dialogs.choice import Option, page_of, pages, turned, turning
from bot.dialogs.dialogue import PAGE, Draft, Json, Question, Reading, Retry, Rows, Tap, Typed, written
from bot.i18n import N_
from bot.language.fold import fold

T = TypeVar("T")
DONE: Final = "ok"
_BETWEEN: Final = re.compile(r"[,;\n]")
_JOINING: Final = frozenset({"og", "and"})


class Multi(Question[list[T]]):
    """At least ``least`` options; ``other`` takes what is written besides, each phrase by itself."""

    unknown = N_("Please choose one or more, and then press Next.")

    def __init__(
        self,
        key: str,
        text: str,
        options: Sequence[Option[T]],
        least: int = 0,
        help: str = "",  # noqa: A002 - the word the scripts use
        *,
        other: Callable[[str], T] | None = None,
        skip: bool = False,
    ) -> None:
        self.key, self.text, self.options, self.least = key, text, options, least
        self.help, self.other, self.skip, self.nothing = help, other, skip, list[T]()

    def take(self, event: Tap | Typed, draft: Draft, _: Reading) -> Json | Draft:
        """Set or clear a tick (not toggle: a double tap is one), turn the page, or be done."""
        if isinstance(event, Typed):
            return self._listed(written(event, _), draft, _)
        if event.value == DONE:
            return {"m": [option.id for option in self.options if option.id in draft.ticked]}
        sign, one = event.value[:1], event.value[1:]
        if sign == PAGE:
            return turned(event.value, draft, pages(self.options))
        if sign not in ("+", "-") or one not in {option.id for option in self.options}:
            raise Retry
        ticked = {*draft.ticked, one} if sign == "+" else {*draft.ticked} - {one}
        return draft._replace(ticked=tuple(sorted(ticked)))

    def read(self, raw: Json) -> list[T]:
        """Find the options, and parse the words; Retry if they are too few or gone."""
        values = {option.id: option.value for option in self.options}
        if "m" not in raw:
            raise Retry
        ids, words = raw["m"], raw.get("w", [])
        if len(ids) + len(words) < self.least or not set(ids) <= set(values) or (words and not self.other):
            raise Retry
        try:
            return [values[one] for one in ids] + [self.other(word) for word in words if self.other]
        except ValueError as error:
            raise Retry from error

    def rows(self, draft: Draft, _: Reading) -> Rows:
        """Show a page of boxes, and the button that ends the choosing."""
        boxes = [
            [(f"☑ {option.label}", f"-{option.id}")]
            if option.id in draft.ticked
            else [(f"☐ {option.label}", f"+{option.id}")]
            for option in page_of(self.options, draft.page)
        ]
        return [*boxes, *turning(draft.page, pages(self.options), _), [(_("Next"), DONE)]]

    def _listed(self, text: str, draft: Draft, _: Reading) -> Json:
        """Join what is written with what is ticked; the word on the button is the button."""
        done = fold(text) in {"next", "videre", "done", "faerdig", fold(_("Next"))}
        ids, words = (set[str](), list[str]()) if done else self._sorted(text)
        if words and not self.other:
            raise Retry
        chosen = ids | set(draft.ticked)
        return {"m": [option.id for option in self.options if option.id in chosen], "w": words}

    def _sorted(self, text: str) -> tuple[set[str], list[str]]:
        """Part what is written into options and other phrases; a label may hold commas itself."""
        ids, rest = self._named(text)
        if not rest:
            return ids, []
        ids, words = set[str](), list[str]()
        for phrase in filter(None, map(str.strip, _BETWEEN.split(text))):
            found, rest = self._named(phrase)
            ids |= set() if rest else found
            words += [phrase] if rest else []
        return ids, words

    def _named(self, text: str) -> tuple[set[str], str]:
        """Return the options whose labels stand in a text, the longest first, and what else does."""
        ids, rest = set[str](), f" {fold(text) or text} "
        for option in sorted(self.options, key=lambda option: -len(option.label)):
            label = f" {fold(option.label) or option.label} "
            if label in rest:
                ids.add(option.id)
                rest = rest.replace(label, "  ")
        return ids, " ".join(word for word in rest.split() if word not in _JOINING)
