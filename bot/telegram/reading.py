"""An update, understood.  What people write, press and send is read here; what is rarer, by the library.

(Its parser takes 130 to 180 us, refuses half of all damaged updates, and a poll of a server that is older
than itself; what somebody sends must get an answer even if something beside it is odd.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from telegram import CallbackQuery, Chat, ChatMember, Update

from bot.ports import Inbound, Said
from bot.telegram.masking import MARK
from bot.telegram.wire import Unreadable, parse, write

PRIVATE: Final = "private"
BIGGEST: Final = 2**63 - 1  # what an id can be in a database
CALENDARS: Final = ("text/calendar", "application/ics")
FORWARDED: Final = "forward_origin"
TURNING: Final = dict.fromkeys((0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
SERVICE: Final = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "chat_background_set",
    "boost_added",
    "connected_website",
    "successful_payment",
    "refunded_payment",
    "users_shared",
    "chat_shared",
    "gift",
    "unique_gift",
    "left_chat_member",
    "new_chat_members",
)
MEDIA: Final = (  # an animation is a document too, and a venue a location: the more telling one first
    "voice", "audio", "video_note", "photo", "animation", "video", "sticker", "document", "contact", "dice",
    "game", "story", "poll", "venue", "location", "paid_media",
)  # fmt: skip
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
    query = update.get("callback_query")
    if query and isinstance(query.get("data"), str):
        return _press(key, chat, query)
    for name in ("message", "edited_message"):
        message = update.get(name)
        if message and _kind_of(message["chat"]) == PRIVATE:
            return _written(key, message, edited=name != "message", had_cpr=MARK in update)
    return _rare(key, chat, update)


def _written(key: str, message: dict[str, Any], *, edited: bool, had_cpr: bool) -> Reading:
    sender = message.get("from") or {}
    media = _media(message)
    inbound = Inbound(
        key,
        _id(message["chat"]["id"]),
        _said(message, media, edited=edited),
        text=_words(message.get("text") or message.get("caption") or ""),
        message_id=_id(message["message_id"]),
        reply_to=_reply_to(message),
        first_name=_words(sender.get("first_name") or ""),
        language=_words(sender.get("language_code") or ""),
        media=media,
        file_id=_file(message.get(media)),
        place=_place(message),
        had_cpr=had_cpr,
    )
    date = message.get("date")
    return Reading(inbound, sent_at=date if isinstance(date, int) else 0)


def _said(message: dict[str, Any], media: str, *, edited: bool) -> Said:
    if edited:
        return Said.EDITED
    if "text" in message and not media:
        return Said.TEXT
    if media == "document" and _is_calendar(message["document"]):
        return Said.FILE
    return Said.MEDIA if media else Said.OTHER


def _media(message: dict[str, Any]) -> str:
    """Return what kind of thing was sent; nothing for a text, or where Telegram speaks of the chat."""
    if FORWARDED in message and not _is_own(message):
        return "forwarded"
    if "text" in message or any(name in message for name in SERVICE):
        return ""
    return next((name for name in MEDIA if name in message), "other")


def _is_own(message: dict[str, Any]) -> bool:
    """Tell whether somebody sends their own words once more, as to a human after the bot did not follow."""
    origin, sender = message[FORWARDED], message.get("from") or {}
    author = origin.get("sender_user") if isinstance(origin, dict) else None
    return isinstance(author, dict) and author.get("id") == sender.get("id", 0)


def _file(found: Any) -> str:  # noqa: ANN401 - what it is, is the question
    """Return the id under which Telegram has it; a photo comes in several sizes, the largest last."""
    one = found[-1] if isinstance(found, list) and found else found
    return _words(one.get("file_id") or "") if isinstance(one, dict) else ""


def _place(message: dict[str, Any]) -> tuple[float, float] | None:
    """Return where a location or a venue is."""
    found = message.get("location") or (message.get("venue") or {}).get("location")
    return (float(found["latitude"]), float(found["longitude"])) if found else None


def _is_calendar(document: dict[str, Any]) -> bool:
    named = _words(document.get("file_name") or "").casefold()
    return document.get("mime_type") in CALENDARS or named.endswith(".ics")


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
    """Read what is no private message: who lets us in, and who shows us out."""
    update = Update.de_json({name: part for name, part in raw.items() if name != MARK}, None)
    if update.my_chat_member:
        return Reading(_membership(key, update))
    if isinstance(query := update.callback_query, CallbackQuery):
        return Reading(Inbound(key, chat, Said.OTHER), query=query.id)
    message = update.message or update.edited_message
    if message is None:
        return Reading(Inbound(key, chat, Said.OTHER))
    said = Said.OTHER if message.left_chat_member else Said.GROUP
    return Reading(Inbound(key, message.chat.id, said), sent_at=int(message.date.timestamp()))


def _membership(key: str, update: Update) -> Inbound:
    change = update.my_chat_member
    assert change
    status, there = change.new_chat_member.status, change.chat
    if there.type != Chat.PRIVATE:
        said = Said.GROUP if status in OURS_IN_A_GROUP else Said.OTHER
    else:
        said = Said.BLOCKED if status == ChatMember.BANNED else Said.UNBLOCKED
    return Inbound(key, there.id, said)


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
    return _plain(found)


def _plain(text: str) -> str:
    """Return a text without signs that turn the writing direction of what stands around them, or end it."""
    return text.translate(TURNING)
