"""What an answer of the Bot API means for the message that was sent."""

from __future__ import annotations

from typing import Any, Final

import orjson

from bot.delivery.outbox import GONE_FOR_EDITING
from bot.ports import Later, MaybeArrived, Moved, Outcome, Rejected, Revoked, Sent, Unreachable

LONGEST: Final = 120  # characters of Telegram's description that are kept
UNAUTHORISED, FORBIDDEN, NOT_FOUND, TOO_MANY, BROKEN = 401, 403, 404, 429, 500
# a 403 whose text is all capitals comes out as 400
UNREACHABLE: Final = (
    "chat not found",
    "private chat not found",
    "user not found",
    "peer_id_invalid",
    "user_is_blocked",
    "user_is_deactivated",
    "input_user_deactivated",
    "bot was blocked",
    "user is deactivated",
)
# what was wanted is so already, or nobody waits for it any more
DONE: Final = ("message is not modified", "message to delete not found", "query is too old")
# the message to change is not there any more; the same may be said anew
UNCHANGEABLE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")


def outcome(status: int, body: bytes) -> Outcome:
    """Read an answer; one that is not Telegram's leaves in doubt whether it arrived."""
    try:
        answer: dict[str, Any] = orjson.loads(body)
        if answer["ok"] is True:
            return Sent(_message_id(answer["result"]))
        code, why = int(answer["error_code"]), str(answer.get("description", ""))[:LONGEST]
        parameters = answer.get("parameters") or {}
        return _refusal(code, why, parameters)
    except (ValueError, KeyError, TypeError, AttributeError):
        return MaybeArrived(f"{status}, not an answer")


def _message_id(result: Any) -> int:  # noqa: ANN401 - whatever the method returns
    found = result.get("message_id") if isinstance(result, dict) else 0
    return found if isinstance(found, int) else 0


def _refusal(code: int, why: str, parameters: dict[str, Any]) -> Outcome:
    if code == TOO_MANY:
        return Later(max(float(parameters.get("retry_after", 1)), 1.0))
    if code >= BROKEN:
        return MaybeArrived(str(code))
    if code in (UNAUTHORISED, NOT_FOUND):
        return Revoked(code)
    if code == FORBIDDEN:
        return Unreachable(why)
    return _bad_request(code, why, parameters)


def _bad_request(code: int, why: str, parameters: dict[str, Any]) -> Outcome:
    text = why.casefold()
    if moved := parameters.get("migrate_to_chat_id"):
        return Moved(int(moved))
    if any(said in text for said in UNREACHABLE):
        return Unreachable(why)
    if any(said in text for said in DONE):
        return Sent()
    return Rejected(GONE_FOR_EDITING if any(said in text for said in UNCHANGEABLE) else code, why)
