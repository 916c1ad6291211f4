"""An update, understood.  Texts and presses are read here; what is rarer is left to the library's parser.

(Its parser takes 130 to 180 us and refuses half of all damaged updates; a line of text must get through
even if something beside it is odd.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from telegram import CallbackQuery, Chat, ChatMember, Message, Update

from bot.ports import Inbound, Said
from bot.telegram.masking import MARK
from bot.telegram.wire import Unreadable, parse, write

PRIVATE: Final = "private"
BIGGEST: Final = 2**63 - 1  # what an id can be in a database
CALENDARS: Final = ("text/calendar", "application/ics")
OURS_IN_A_GROUP: Final = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an update says, and what only Telegram's side of us needs to know of it."""

    inbound: Inbound
    query: str = ""  # of a press, to be answered at once
    sent_at: int = 0  # seconds since 1970, as Telegram says; 0 if it does not


def read(key: str, chat: int, raw: str) -> Reading:
    """Read a stored update or event; raises Unreadable."""
    update = parse(raw)
    if not isinstance(update, dict):
        raise Unreadable("not an update")
    try:
        return _read(key, chat, update)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(type(error).__name__) from error


def chat_of(update: dict[str, Any]) -> int:
    """Return the chat an update is about, 0 if it has none: all that is understood before it is stored."""
    for part in update.values():
        if isinstance(part, dict):
            message = part.get("message")
            inner = message.get("chat") if isinstance(message, dict) else None
            for place in (part.get("chat"), inner, part.get("from")):
                if isinstance(place, dict) and isinstance(found := place.get("id"), int):
                    return found if abs(found) <= BIGGEST else 0
    return 0


def _read(key: str, chat: int, update: dict[str, Any]) -> Reading:
    if event := update.get("event"):
        return Reading(Inbound(key, chat, Said.EVENT, event["name"], write(event["args"])))
    message, query = update.get("message"), update.get("callback_query")
    if message and _kind_of(message["chat"]) == PRIVATE and "text" in message:
        return _text(key, message, had_cpr=MARK in update)
    if query and isinstance(query.get("data"), str):
        return _press(key, chat, query)
    return _rare(key, chat, update)


def _text(key: str, message: dict[str, Any], *, had_cpr: bool) -> Reading:
    sender = message.get("from") or {}
    inbound = Inbound(
        key,
        _id(message["chat"]["id"]),
        Said.TEXT,
        text=_words(message["text"]),
        message_id=_id(message["message_id"]),
        reply_to=_reply_to(message),
        first_name=_words(sender.get("first_name") or ""),
        language=_words(sender.get("language_code") or ""),
        had_cpr=had_cpr,
    )
    date = message.get("date")
    return Reading(inbound, sent_at=date if isinstance(date, int) else 0)


def _press(key: str, chat: int, query: dict[str, Any]) -> Reading:
    message, sender = query.get("message") or {}, query["from"]
    place = message.get("chat") or {"id": sender["id"], "type": PRIVATE}
    inbound = Inbound(
        key,
        _id(place["id"]) or chat,
        Said.TAP if _kind_of(place) == PRIVATE else Said.GROUP,
        data=query["data"],
        message_id=_id(message.get("message_id") or 0),
        first_name=_words(sender.get("first_name") or ""),
        language=_words(sender.get("language_code") or ""),
    )
    return Reading(inbound, query=_words(query["id"]))


def _rare(key: str, chat: int, raw: dict[str, Any]) -> Reading:
    update = Update.de_json({name: part for name, part in raw.items() if name != MARK}, None)
    if update.my_chat_member:
        return Reading(_membership(key, update))
    if isinstance(query := update.callback_query, CallbackQuery):
        return Reading(Inbound(key, chat, Said.OTHER), query=query.id)
    message = update.message or update.edited_message
    if message is None:
        return Reading(Inbound(key, chat, Said.OTHER))
    return Reading(_message(key, update, message, had_cpr=MARK in raw), sent_at=int(message.date.timestamp()))


def _membership(key: str, update: Update) -> Inbound:
    change = update.my_chat_member
    assert change
    status, there = change.new_chat_member.status, change.chat
    if there.type != Chat.PRIVATE:
        said = Said.GROUP if status in OURS_IN_A_GROUP else Said.OTHER
    else:
        said = Said.BLOCKED if status == ChatMember.BANNED else Said.UNBLOCKED
    return Inbound(key, there.id, said)


def _message(key: str, update: Update, message: Message, *, had_cpr: bool) -> Inbound:
    sender = message.from_user
    media, file_id = _media(message)
    return Inbound(
        key,
        message.chat.id,
        _said(update, message, media),
        text=message.text or message.caption or "",
        message_id=message.message_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else 0,
        first_name=sender.first_name if sender else "",
        language=(sender.language_code if sender else "") or "",
        media=media,
        file_id=file_id,
        place=_place(message),
        had_cpr=had_cpr,
    )


def _place(message: Message) -> tuple[float, float] | None:
    """Return where a location or a venue is."""
    found = message.location or (message.venue.location if message.venue else None)
    return (found.latitude, found.longitude) if found else None


def _said(update: Update, message: Message, media: str) -> Said:
    if message.chat.type != Chat.PRIVATE:
        return Said.OTHER if message.left_chat_member else Said.GROUP
    if update.edited_message:
        return Said.EDITED
    if media == "document" and _is_calendar(message):
        return Said.FILE
    return Said.MEDIA if media else Said.OTHER


def _media(message: Message) -> tuple[str, str]:
    """Return what kind of thing it carries, and the id under which Telegram has it."""
    found = message.effective_attachment
    if isinstance(found, (list, tuple)):  # a photo comes in several sizes, the largest last
        return ("photo", found[-1].file_id) if found else ("", "")
    if found is None:
        return "", ""
    name = type(found).__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).strip("_"), getattr(
        found, "file_id", ""
    )


def _is_calendar(message: Message) -> bool:
    document = message.document
    assert document
    return document.mime_type in CALENDARS or (document.file_name or "").casefold().endswith(".ics")


def _kind_of(chat: dict[str, Any]) -> str:
    """Return the kind of a chat; without one, people have positive ids and groups negative ones."""
    return str(chat.get("type") or (PRIVATE if chat["id"] > 0 else "group"))


def _reply_to(message: dict[str, Any]) -> int:
    other = message.get("reply_to_message")
    return _id(other.get("message_id") or 0) if isinstance(other, dict) else 0


def _id(found: Any) -> int:  # noqa: ANN401 - what it is, is the question
    if not isinstance(found, int) or isinstance(found, bool) or abs(found) > BIGGEST:
        raise Unreadable("not an id")
    return found


def _words(found: Any) -> str:  # noqa: ANN401 - what it is, is the question
    if not isinstance(found, str):
        raise Unreadable("not a text")
    return found
