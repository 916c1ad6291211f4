"""CPR numbers are hidden before anything is stored; only what a person wrote is looked at."""

from __future__ import annotations

from typing import Any, Final

from bot.language.fold import mask_cpr

MARK: Final = "_cpr"  # set on an update in which something was hidden
WRITTEN: Final = ("message", "edited_message")
WORDS: Final = ("text", "caption")


def masked(update: dict[str, Any]) -> dict[str, Any]:
    """Return the update without CPR numbers, also in the message that it answers; a clean one is itself."""
    found = dict(update)
    for name in WRITTEN:
        message = update.get(name)
        if isinstance(message, dict):
            found[name] = _masked(message)
    query = update.get("callback_query")
    if isinstance(query, dict) and isinstance(query.get("message"), dict):
        found["callback_query"] = {**query, "message": _masked(query["message"])}
    if all(found[name] is part for name, part in update.items()):
        return update
    changed = any(found.get(name) != update.get(name) for name in WRITTEN)
    return {**found, MARK: True} if changed else found


def _masked(message: dict[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name in WORDS:
        if isinstance(text := message.get(name), str):
            hidden, any_hidden = mask_cpr(text)
            if any_hidden:
                changed[name] = hidden
    for name in ("reply_to_message", "quote"):
        if isinstance(other := message.get(name), dict) and (clean := _masked(other)) is not other:
            changed[name] = clean
    return {**message, **changed} if changed else message
