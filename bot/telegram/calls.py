"""Our message as calls of the Bot API: pure, and plain text throughout, so that no name can break it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from bot.ports import Attachment, Button, Outbound

NO_PREVIEW: Final = {"is_disabled": True}
PAGE: Final = re.compile(r"://|[^\W\d_]\.[^\W\d_]")  # what an app may take for an address


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its method, its parameters, and the files that travel beside them."""

    method: str
    params: dict[str, Any]
    files: dict[str, Attachment] = field(default_factory=dict)


def calls(chat: int, message: Outbound) -> list[Call]:
    """Return what to call: the first one carries the message, what follows is best effort."""
    found = [_first(chat, message)]
    if message.leave:
        found.append(Call("leaveChat", {"chat_id": chat}))
    return found


def _first(chat: int, message: Outbound) -> Call:
    if message.commands:
        return _commands(chat, message)
    if message.delete:
        return Call("deleteMessage", {"chat_id": chat, "message_id": message.delete})
    if message.edit:
        return _edit(chat, message)
    return _new(chat, message)


def _new(chat: int, message: Outbound) -> Call:
    params: dict[str, Any] = {"chat_id": chat, **_markup(message)}
    if message.protect:
        params["protect_content"] = True
    if message.attachment or message.photo_id:
        return _with_file(params, message)
    if message.place:
        return _place(params, message)
    return Call("sendMessage", {**params, **_words(message.text)})


def _edit(chat: int, message: Outbound) -> Call:
    """Change the words; a message without buttons loses those it had."""
    params = {"chat_id": chat, "message_id": message.edit, **_markup(message)}
    if message.photo_id or message.attachment:
        return Call("editMessageCaption", {**params, "caption": message.text})
    return Call("editMessageText", {**params, **_words(message.text)})


def _words(text: str) -> dict[str, Any]:
    """Return the text, and that no picture of a page is to be shown where it names one."""
    named = PAGE.search(text)
    return {"text": text, "link_preview_options": NO_PREVIEW} if named else {"text": text}


def _with_file(params: dict[str, Any], message: Outbound) -> Call:
    if message.text:
        params["caption"] = message.text
    if message.photo_id:
        return Call("sendPhoto", {**params, "photo": message.photo_id})
    assert message.attachment
    kind = "photo" if message.attachment.picture else "document"
    return Call(f"send{kind.capitalize()}", params, {kind: message.attachment})


def _place(params: dict[str, Any], message: Outbound) -> Call:
    """Show a pin; under it stands the first line of the text as its title, the rest as its address."""
    assert message.place
    latitude, longitude = message.place
    params |= {"latitude": latitude, "longitude": longitude}
    if not message.text:
        return Call("sendLocation", params)
    title, _, address = message.text.partition("\n")
    return Call("sendVenue", {**params, "title": title, "address": address or title})


def _commands(chat: int, message: Outbound) -> Call:
    listed = [{"command": name, "description": words} for name, words in message.commands]
    return Call("setMyCommands", {"commands": listed, "scope": {"type": "chat", "chat_id": chat}})


def _markup(message: Outbound) -> dict[str, Any]:
    if message.keyboard is not None:
        return {"reply_markup": _large(message.keyboard, message.hint)}
    rows = [[_button(button) for button in row] for row in message.buttons if row]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _large(rows: tuple[tuple[str, ...], ...], hint: str) -> dict[str, Any]:
    """Return the buttons under the field; they stay, whatever is sent after, until taken away."""
    if not rows:
        return {"remove_keyboard": True}
    keyboard = {"keyboard": [[{"text": label} for label in row] for row in rows]}
    shown = {"is_persistent": True, "resize_keyboard": True}
    return {**keyboard, **shown, **({"input_field_placeholder": hint} if hint else {})}


def _button(button: Button) -> dict[str, str]:
    if button.url:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.data}
