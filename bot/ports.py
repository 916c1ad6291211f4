"""The two things that come from outside, the clock and the post, and the data they speak."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final, Protocol


class Said(StrEnum):
    """What came in: one word for each way a person, Telegram or time can speak to us."""

    TEXT = "text"
    TAP = "tap"
    MEDIA = "media"  # voice, picture, sticker, file: answered, never stored
    FILE = "file"  # a calendar, the one kind of document that a coordinator may send
    EDITED = "edited"  # looked at for danger and stop only
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    GROUP = "group"  # written or added in a group: we say so once and leave
    EVENT = "event"  # from a sweep, in the chat's own order
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One update, understood: all that a handler may know of it."""

    key: str  # unique for ever: what makes a second delivery harmless
    chat: int
    said: Said
    text: str = ""  # of a message, a caption or an event
    data: str = ""  # of a pressed button, or an event's arguments as JSON
    message_id: int = 0  # the message written, or the one whose button was pressed
    reply_to: int = 0  # the message this one answers, 0 if none
    first_name: str = ""  # as Telegram has it; a suggestion only
    language: str = ""  # ISO 639, as the app says
    media: str = ""  # voice, photo, sticker, document, contact, location, ...
    file_id: str = ""
    place: tuple[float, float] | None = (
        None  # latitude, longitude: for a question that asks where, else dropped
    )
    had_cpr: bool = False  # a CPR number stood in it and was masked before it was stored


class Rank(IntEnum):
    """What leaves first; also what a lost answer means (see ``bot.delivery.outbox``)."""

    SAFETY = -1
    REPLY = 0
    URGENT = 1
    REMINDER = 2
    BULK = 3
    RECEIPT = 4


class Kind(StrEnum):
    """Why a message is sent: the gate has a row for each."""

    SAFETY = "safety"  # answers words of danger
    REPLY = "reply"
    RELAY = "relay"  # what one person wrote to another, through us
    CHANGE = "change"  # cancelled or moved
    STAFF = "staff"  # a line to a coordinator that cannot wait
    REMINDER = "reminder"  # of one's own sign-up or shift
    FOLLOWUP = "followup"  # the question after, and news of something one said yes to
    INVITATION = "invitation"
    CHECKIN = "checkin"
    ANNOUNCEMENT = "announcement"
    DIGEST = "digest"
    RECEIPT = "receipt"  # of erasure: the last one, after which nothing is known


RANK: Final = MappingProxyType(
    {
        Kind.SAFETY: Rank.SAFETY,
        Kind.REPLY: Rank.REPLY,
        Kind.RELAY: Rank.URGENT,
        Kind.CHANGE: Rank.URGENT,
        Kind.STAFF: Rank.URGENT,
        Kind.REMINDER: Rank.REMINDER,
        Kind.FOLLOWUP: Rank.REMINDER,
        Kind.INVITATION: Rank.REMINDER,
        Kind.CHECKIN: Rank.REMINDER,
        Kind.ANNOUNCEMENT: Rank.BULK,
        Kind.DIGEST: Rank.BULK,
        Kind.RECEIPT: Rank.RECEIPT,
    }
)
UNPROMPTED: Final = frozenset({Kind.INVITATION, Kind.CHECKIN, Kind.ANNOUNCEMENT})


@dataclass(frozen=True, slots=True)
class Button:
    """A word to press; ``data`` comes back (at most 64 bytes), or ``url`` opens."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or a file made by us."""

    name: str
    content: bytes
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message as the person will see it, without a word about how it travels."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()  # rows
    attachment: Attachment | None = None
    place: tuple[float, float] | None = None  # latitude, longitude
    edit: int = 0  # the message to change instead of sending a new one
    delete: int = 0  # the message to take away
    protect: bool = False  # neither forwarded nor saved
    photo_id: str = ""  # a picture that Telegram already has
    leave: bool = False  # after saying this, leave the (group) chat
    commands: tuple[tuple[str, str], ...] = ()  # set this chat's commands instead of saying anything
    keyboard: tuple[tuple[str, ...], ...] | None = None  # rows of large buttons that stay; () takes them away
    hint: str = ""  # what the empty field says meanwhile

    def __post_init__(self) -> None:
        """Refuse what no message can carry: buttons of both kinds, or large ones in a change."""
        if self.keyboard is not None and (self.buttons or self.edit):
            raise ValueError("large buttons need a message of their own")


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram has it."""

    message_id: int = 0


@dataclass(frozen=True, slots=True)
class Later:
    """Refused for now (429): nothing left; again after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Blocked, deactivated or never met (403, chat not found)."""

    why: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Our mistake: the same call can only fail again."""

    code: int
    why: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became another chat: send it there."""

    chat: int


@dataclass(frozen=True, slots=True)
class Revoked:
    """The token is not valid (401, 404): nothing can be sent until a human acts."""

    code: int


@dataclass(frozen=True, slots=True)
class NeverLeft:
    """It surely did not arrive."""

    why: str


@dataclass(frozen=True, slots=True)
class MaybeArrived:
    """The answer was lost: nobody can know."""

    why: str


Outcome = Sent | Later | Unreachable | Rejected | Moved | Revoked | NeverLeft | MaybeArrived


class Clock(Protocol):
    """Where time comes from."""

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never step back; for pacing and leases."""
        ...


class Gateway(Protocol):
    """The way out to people."""

    async def send(self, chat: int, message: Outbound) -> Outcome:
        """Try once; never raise for what the network or Telegram does."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler says at once to a pressed button, best effort: a toast, or nothing."""

    toast: str = ""
    notes: tuple[str, ...] = field(default=())  # for the log: events, never texts
    wipe: bool = False  # what was taken out of the database is to leave its files too
