"""The world the bot lives in: people with phones, their chats with the bot, and updates not yet confirmed."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sandbox.clock import DemoClock
from sandbox.events import News
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.markup import linked, plain
from sandbox.refusals import NOT_MODIFIED, TOO_OLD, Refused, bad

BOT: Final = {
    "id": 4711,
    "is_bot": True,
    "first_name": "Følgeskab",
    "username": "foelgeskab_demo_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
LIBRARY: Final = (55.4028, 11.3546)  # latitude and longitude of what is sent as a place
PRESS_LIVES: Final = 150.0  # seconds, as at Telegram
KEPT: Final = 86_400.0  # seconds that any other update waits
DELETABLE: Final = timedelta(hours=48)
ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
Json = dict[str, Any]


@dataclass
class Person:
    """Somebody with a phone; their number is also that of their chat with the bot."""

    id: int
    name: str
    hint: str = ""  # what the page says under the name
    blocked: bool = False
    started: bool = False
    messages: list[Json] = field(default_factory=list)
    commands: list[Json] = field(default_factory=list)
    keyboard: Json = field(default_factory=dict)  # the large buttons under the field; they stay

    @property
    def user(self) -> Json:
        """Return the person as Telegram tells it."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "da"}

    @property
    def chat(self) -> Json:
        """Return the private chat as Telegram tells it."""
        return {"id": self.id, "type": "private", "first_name": self.name}


class World:
    """Everybody, everything said, and what the bot has not yet confirmed."""

    def __init__(self, clock: DemoClock, token: str, rate: float = 30) -> None:
        self.clock, self.token = clock, token
        self.people: dict[int, Person] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.news, self.faults, self.limits = News(), Faults(), Limits(rate)
        self.updates: list[Json] = []
        self.allowed: list[str] = []  # the usual kinds
        self._until: dict[int, datetime] = {}  # when an update that nobody took is gone
        self.arrived = asyncio.Event()
        self.presses: dict[str, tuple[int, datetime]] = {}
        self.webhook: Json = {}
        self._ids, self._update_ids = itertools.count(1), itertools.count(1001)
        self._chats = itertools.count(101)

    def add(self, name: str, hint: str = "") -> Person:
        """Let somebody buy a phone."""
        person = Person(next(self._chats), name, hint)
        self.people[person.id] = person
        self.news.tell("person", person=person.id)
        return person

    def person(self, chat: int) -> Person:
        """Return whose chat it is, as the Bot API would refuse."""
        try:
            return self.people[chat]
        except KeyError:
            raise bad("chat not found") from None

    def reachable(self, chat: int) -> Person:
        """Return whom the bot may write to."""
        person = self.person(chat)
        if person.blocked:
            raise Refused(403, "bot was blocked by the user")
        if not person.started:
            raise Refused(403, "bot can't initiate conversation with a user")
        return person

    # --- what people do ----------------------------------------------------------------------------

    def says(self, person: Person, text: str) -> Json:
        """Write a text to the bot."""
        written = plain(text)
        extra = {"entities": written.entities} if written.entities else {}
        return self._from(person, {"text": text, **extra})

    def sends(
        self,
        person: Person,
        kind: str,
        name: str = "",
        content: bytes = b"",
        place: tuple[float, float] = LIBRARY,
    ) -> Json:
        """Send something that is not text."""
        file = self.keep(name or kind, content)
        small = {"file_id": file, "file_unique_id": file[:12]}
        found: dict[str, Any] = {
            "voice": {"voice": {**small, "duration": 3}},
            "photo": {"photo": [{**small, "width": 90, "height": 90}]},
            "sticker": {
                "sticker": {
                    **small,
                    "width": 90,
                    "height": 90,
                    "is_animated": False,
                    "is_video": False,
                    "type": "regular",
                }
            },
            "document": {"document": {**small, "file_name": name}},
            "location": {"location": dict(zip(("latitude", "longitude"), place, strict=True))},
            "contact": {"contact": {"phone_number": "+4500000000", "first_name": "Bodil"}},
            "forwarded": {
                "text": "Kom til loppemarked på lørdag!",
                "forward_origin": {"type": "hidden_user", "date": self._date(), "sender_user_name": "Bodil"},
            },
        }
        return self._from(person, found[kind])

    def presses_button(self, person: Person, message_id: int, data: str) -> str:
        """Press a button under a message; return the number of the press."""
        self._refuse_blocked(person)
        message = next((m for m in person.messages if m["message_id"] == message_id), None)
        if message is None:
            raise bad("message not found")
        number = f"press{next(self._ids)}"
        self.presses[number] = (person.id, self.clock.now())
        told = {k: v for k, v in message.items() if k not in ("html", "mine", "file_url")}
        query = {"id": number, "from": person.user, "message": told, "chat_instance": "1", "data": data}
        self._update({"callback_query": query})
        return number

    def edits(self, person: Person, message_id: int, text: str) -> None:
        """Change one's own message."""
        message = next((m for m in person.messages if m["message_id"] == message_id and m["mine"]), None)
        if message is None:
            raise bad("message not found")
        message.update(text=text, html=linked(text), edit_date=self._date())
        told = {k: v for k, v in message.items() if k not in ("html", "mine", "file_url")}
        self._update({"edited_message": told})
        self.news.tell("edited", person=person.id, message=message)

    def blocks(self, person: Person, *, blocked: bool) -> None:
        """Block the bot, or let it in again."""
        if person.blocked == blocked:
            return
        person.blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        member = {"user": BOT, **({"until_date": 0} if blocked else {})}
        self._update(
            {
                "my_chat_member": {
                    "chat": person.chat,
                    "from": person.user,
                    "date": self._date(),
                    "old_chat_member": {
                        "status": before,
                        "user": BOT,
                        **({} if blocked else {"until_date": 0}),
                    },
                    "new_chat_member": {"status": after, **member},
                }
            }
        )
        self.news.tell("blocked" if blocked else "unblocked", person=person.id)

    # --- what the bot does -------------------------------------------------------------------------

    def bot_says(self, person: Person, content: Json) -> Json:
        """Show a message of the bot on somebody's phone."""
        message = {
            "message_id": next(self._ids),
            "from": BOT,
            "chat": person.chat,
            "date": self._date(),
            **content,
        }
        shown = {**message, "mine": False, "html": linked(_words(content))}
        person.messages.append(shown)
        self._lay_keyboard(person, content.get("reply_markup") or {})
        self.news.tell("message", person=person.id, message=shown)
        return message

    def bot_changes(self, person: Person, message_id: int, content: Json) -> Json:
        """Change a message of the bot."""
        message = next((m for m in person.messages if m["message_id"] == message_id and not m["mine"]), None)
        if message is None:
            raise bad("message to edit not found")
        now = {key: content.get(key) for key in ("text", "reply_markup")}
        if now == {key: message.get(key) for key in ("text", "reply_markup")}:
            raise bad(NOT_MODIFIED)
        message.pop("reply_markup", None)
        message.update({key: value for key, value in content.items() if value is not None})
        message.update(edit_date=self._date(), html=linked(_words(message)))
        self.news.tell("edited", person=person.id, message=message)
        return {key: value for key, value in message.items() if key not in ("html", "mine", "file_url")}

    def bot_removes(self, person: Person, message_id: int) -> None:
        """Take a message away."""
        found = next((m for m in person.messages if m["message_id"] == message_id), None)
        if found is None:
            raise bad("message to delete not found")
        if self._date() - int(found["date"]) > DELETABLE.total_seconds():
            raise bad("message can't be deleted for everyone")
        person.messages = [m for m in person.messages if m["message_id"] != message_id]
        self.news.tell("removed", person=person.id, message_id=message_id)

    def bot_answers_press(self, number: str, toast: str) -> None:
        """Stop a button's waiting; after 150 seconds nobody waits any more."""
        pressed = self.presses.pop(number, None)
        if pressed is None or (self.clock.now() - pressed[1]).total_seconds() > PRESS_LIVES:
            raise bad(TOO_OLD)
        self.news.tell("toast", person=pressed[0], text=toast)

    def keep(self, name: str, content: bytes) -> str:
        """Keep a file; return its id."""
        file = f"file{next(self._ids):06d}"
        self.files[file] = (name, content)
        return file

    def confirm(self, offset: int) -> None:
        """Forget the updates below an offset; a negative one keeps so many of the last."""
        if offset < 0:
            self.updates = self.updates[offset:]
        else:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]

    def taken(self, number: int) -> None:
        """Forget one update that a webhook has answered for."""
        self.updates = [update for update in self.updates if update["update_id"] != number]

    def waiting(self) -> list[Json]:
        """Return what is neither confirmed nor too old: a press waits 150 seconds, the rest a day."""
        now = self.clock.now()
        self.updates = [update for update in self.updates if self._until[update["update_id"]] > now]
        kept = {update["update_id"] for update in self.updates}
        self._until = {number: until for number, until in self._until.items() if number in kept}
        return self.updates

    def _lay_keyboard(self, person: Person, markup: Json) -> None:
        """Lay the large buttons under the field, or take them away; inline buttons leave them alone."""
        if "keyboard" in markup or "remove_keyboard" in markup:
            person.keyboard = markup if "keyboard" in markup else {}
            self.news.tell("keyboard", person=person.id, keyboard=person.keyboard)

    def _refuse_blocked(self, person: Person) -> None:
        if person.blocked:
            raise Refused(409, "the bot is blocked on this phone")

    def _from(self, person: Person, content: Json) -> Json:
        self._refuse_blocked(person)
        person.started = True
        message = {
            "message_id": next(self._ids),
            "from": person.user,
            "chat": person.chat,
            "date": self._date(),
            **content,
        }
        shown = {**message, "mine": True, "html": linked(content.get("text", ""))}
        person.messages.append(shown)
        self._update({"message": message})
        self.news.tell("message", person=person.id, message=shown)
        return message

    def _update(self, content: Json) -> None:
        kind = next(iter(content))
        if (kind not in self.allowed) if self.allowed else (kind in ON_REQUEST):
            return
        number = next(self._update_ids)
        kept = PRESS_LIVES if kind == "callback_query" else KEPT
        self._until[number] = self.clock.now() + timedelta(seconds=kept)
        self.updates.append({"update_id": number, **content})
        self.arrived.set()

    def _date(self) -> int:
        return int(self.clock.now().timestamp())


def _words(content: Json) -> str:
    return str(content.get("text") or content.get("caption") or "")
