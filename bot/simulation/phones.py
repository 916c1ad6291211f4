"""What everybody saw and did: the transcript that a year leaves behind, and the phones people hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.ports import Button, Kind, Said


@dataclass(slots=True)
class Arrival:
    """A message on somebody's phone, as it looked when it came."""

    at: datetime
    chat: int
    id: int
    kind: Kind
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: bytes = b""
    occurrence: int | None = None
    campaign: int | None = None
    changed: bool = False  # an edit or a removal of an earlier message
    cause: int = -1  # the act whose answers left with it; -1: time
    copy: bool = False  # Telegram's answer to an earlier try was lost
    n: int = 0  # its place in all that happened

    @property
    def choices(self) -> list[Button]:
        """Return the buttons in their order."""
        return [button for row in self.buttons for button in row]


@dataclass(slots=True)
class Act:
    """What somebody did: wrote, pressed, sent; ``meant`` is what they meant by it, told by themselves."""

    at: datetime
    chat: int
    said: Said
    text: str = ""
    data: str = ""
    on: int = 0  # the message whose button was pressed
    meant: str = ""
    taken_at: datetime | None = None  # when the bot had it; None: never
    toast: str = ""
    media: str = ""
    n: int = -1  # its place in all that happened, counted when the bot had it


@dataclass(slots=True)
class Phone:
    """One chat with the bot: the newest messages, and whether the bot is let in."""

    chat: int
    screen: list[Arrival] = field(default_factory=list)
    blocked: bool = False
    large: tuple[str, ...] = ()  # the large buttons under the field
    called: str = ""  # in the app: a first name, or all of it

    def shows(self, arrival: Arrival, most: int = 40) -> None:
        """Put a message on the screen; nobody scrolls back for ever."""
        self.screen.append(arrival)
        if len(self.screen) > most:
            del self.screen[0]

    def forgets(self, message: int) -> None:
        """Take a message off the screen."""
        self.screen = [shown for shown in self.screen if shown.id != message]


@dataclass(slots=True)
class Transcript:
    """All that arrived, and all that was done, in order."""

    arrivals: list[Arrival] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)
    count: int = 0

    def next(self) -> int:
        """Return the place of what happens now."""
        self.count += 1
        return self.count
