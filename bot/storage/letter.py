"""A message as bytes and back; only what is not as usual is written."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any, Final

import orjson

from bot.ports import Attachment, Button, Outbound

PLAIN: Final = ("place", "edit", "delete", "protect", "photo_id", "leave", "commands", "hint")


def dump(message: Outbound) -> bytes:
    """Return a message as JSON."""
    body: dict[str, Any] = {"text": message.text}
    if message.buttons:
        body["buttons"] = [[[b.label, b.data, b.url] for b in row] for row in message.buttons]
    if made := message.attachment:
        body["attachment"] = [made.name, b64encode(made.content).decode(), made.picture]
    if message.keyboard is not None:
        body["keyboard"] = message.keyboard
    for name in PLAIN:
        if value := getattr(message, name):
            body[name] = value
    return orjson.dumps(body)


def load(body: bytes | None) -> Outbound:
    """Return the message; an empty one if its words were forgotten."""
    if not body:
        return Outbound("")
    found: dict[str, Any] = orjson.loads(body)
    if rows := found.get("buttons"):
        found["buttons"] = tuple(tuple(Button(*button) for button in row) for row in rows)
    if made := found.get("attachment"):
        name, content, picture = made
        found["attachment"] = Attachment(name, b64decode(content), picture)
    if place := found.get("place"):
        found["place"] = tuple(place)
    for name in ("commands", "keyboard"):
        if name in found:
            found[name] = tuple(map(tuple, found[name]))
    return Outbound(**found)
