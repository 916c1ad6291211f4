"""What a script is written with: requests to await, three exceptions, and a handle.

A script is an ``async def`` that awaits questions (a person answers) and effects (the caller performs
them) and nothing else: no clock, no database, no network.  It returns what it was run for.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, Concatenate, Final, Generic, NamedTuple, ParamSpec, Protocol, TypeAlias, TypeVar

from bot.i18n import N_
from bot.language.fold import fold

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")
Json: TypeAlias = Any  # whatever json.loads may return
Rows: TypeAlias = list[list[tuple[str, str]]]  # of buttons: a label and a value each
Kind: TypeAlias = str  # "a" an answer, "r" a read, "w" a write

SKIP: Final = ">"
PAGE: Final = "#"
SKIPPED: Final = {"s": 1}
MAX_TEXT: Final = 500
TOO_LONG: Final = N_("That was a little long. Please write it in at most {n} characters.")
NOT_UNDERSTOOD: Final = N_("I did not quite understand that. Please write it again in other words.")


class Reading(Protocol):
    """How one reader is written to: ``bot.i18n.Reader``, or a stand-in for it."""

    @property
    def zone(self) -> tzinfo:
        """Where the reader's clock hangs."""

    def __call__(self, text: str, /, **values: object) -> str:
        """Translate, then fill in."""

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Choose the form for ``n``."""

    def when(self, moment: datetime) -> str:
        """Return weekday, date and clock of an aware moment."""

    def day(self, day: date | datetime) -> str:
        """Return weekday and date."""

    def time(self, moment: datetime) -> str:
        """Return the clock of an aware moment."""

    def all_of(self, items: list[str]) -> str:
        """Return a list in words."""


class Tap(NamedTuple):
    """A button of one prompt of one dialogue."""

    id: int
    rev: int
    value: str


class Typed(NamedTuple):
    """What a person wrote."""

    text: str


class Draft(NamedTuple):
    """An answer in the making: what is ticked, and the page that is shown."""

    ticked: tuple[str, ...] = ()
    page: int = 0


class Retry(Exception):
    """Reject the latest answer: it is forgotten, and asked again with this kind message."""


class Amend(Exception):
    """Forget the answer at this path, and the latest one; keep all others; ask it again."""


class Continue(Exception):
    """Begin again with these arguments and an empty log: how a loop bounds its history."""

    def __init__(self, **args: Json) -> None:
        super().__init__()
        self.arguments = args


class Request(Generic[T]):
    """What a script may await; ``await`` gives it a T.

    A key keeps its meaning for ever: a question that comes to mean something else gets another key.
    """

    key: str
    kind: Kind = "a"

    def __await__(self) -> Generator[Request[Any], Any, T]:
        """Stop the script here until there is a value."""
        value: T = yield self
        return value

    def read(self, raw: Json) -> T:
        """Return what a logged value means to the script; Retry if it does not fit (any more)."""
        raise NotImplementedError


class Effect(Request[T]):
    """A look-up described as data: subclass it as a frozen dataclass.

    With ``write=True`` it is a change, performed exactly once, in the transaction that logs it; Back
    never crosses it.
    """

    def __init_subclass__(cls, *, write: bool = False) -> None:
        """Name the effect after its class, for ever."""
        super().__init_subclass__()
        cls.key, cls.kind = cls.__name__, "w" if write else "r"


class Question(Request[T]):
    """Something a person is asked; with ``skip`` it may be passed over."""

    text: str
    skip: bool = False
    help: str = ""  # added from the second miss on
    unknown: str = NOT_UNDERSTOOD  # msgid of the default way to ask again
    nothing: Any = None  # what skipping means

    def take(self, event: Tap | Typed, draft: Draft, _: Reading) -> Json | Draft:
        """Return the raw answer in an event, or a draft of one; may raise Retry."""
        raise NotImplementedError

    def rows(self, draft: Draft, _: Reading) -> Rows:
        """Return the buttons under the question."""
        raise NotImplementedError

    def accept(self, event: Tap | Typed, draft: Draft, _: Reading) -> Json | Draft:
        """Take an event, or that the question is passed over."""
        if self.skip and _skips(event, _):
            return SKIPPED
        return self.take(event, draft, _)

    def recall(self, raw: Json) -> T:
        """Return what a logged answer means, also when it was passed over."""
        if raw == SKIPPED:
            if not self.skip:
                raise Retry
            skipped: T = self.nothing
            return skipped
        return self.read(raw)


def _skips(event: Tap | Typed, _: Reading) -> bool:
    if isinstance(event, Tap):
        return event.value == SKIP
    return fold(event.text) in {"skip", "spring over", fold(_(N_("Skip")))}


def written(event: Tap | Typed, _: Reading, most: int = MAX_TEXT) -> str:
    """Return the text of an event; Retry if there is none, or too much."""
    text = "" if isinstance(event, Tap) else event.text.strip()
    if len(text) > most:
        raise Retry(_(TOO_LONG, n=most))
    if not text:
        raise Retry
    return text


@dataclass(eq=False)
class Dialogue:
    """A script's handle: the reader's translator, things to say, and named sub-dialogues."""

    _: Reading
    said: list[str] = field(default_factory=list)
    prefix: str = ""
    so_far: Any = None  # what is known if it is left now: a script may set it as it goes

    def say(self, text: str) -> None:
        """Say something above the next question."""
        self.said.append(text)

    async def sub(
        self,
        name: str,
        run: Callable[Concatenate[Dialogue, P], Coroutine[Any, Any, R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Run a part whose keys begin with its name."""
        outer, self.prefix = self.prefix, f"{self.prefix}{name}."
        try:
            return await run(self, *args, **kwargs)
        finally:
            self.prefix = outer


@dataclass(frozen=True)
class Script(Generic[P, R]):
    """A conversation under its name and version."""

    name: str
    version: int
    run: Callable[Concatenate[Dialogue, P], Coroutine[Any, Any, R]]


def script(
    name: str, version: int = 1
) -> Callable[[Callable[Concatenate[Dialogue, P], Coroutine[Any, Any, R]]], Script[P, R]]:
    """Make a script; raise the version when keys, their order or branches change."""
    return lambda run: Script(name, version, run)


def registry(scripts: Iterable[Script[..., Any]]) -> dict[str, Script[..., Any]]:
    """Return scripts by name; ValueError if two bear the same."""
    named: dict[str, Script[..., Any]] = {}
    for one in scripts:
        if named.setdefault(one.name, one) is not one:
            raise ValueError(f"two scripts are called {one.name}")
    return named
