"""The way out to people: one message, one try, one outcome."""

from __future__ import annotations

import logging
import mimetypes
from typing import Any, Final

import orjson

from bot.ports import Attachment, MaybeArrived, NeverLeft, Outbound, Outcome, Rejected, Sent
from bot.telegram.calls import Call, calls
from bot.telegram.outcome import outcome
from bot.telegram.transport import MAYBE_ARRIVED, NEVER_LEFT, Transport

OURS: Final = 0  # the code of a refusal that no server gave
LOG: Final = logging.getLogger("bot.telegram")


class TelegramGateway:
    """Sends to Telegram; keeps nothing, waits for nothing but the answer, never raises."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def send(self, chat: int, message: Outbound) -> Outcome:
        """Try once.  What follows the message itself is best effort."""
        try:
            first, *rest = calls(chat, message)
            result = await self.call(first)
        except (TypeError, ValueError, orjson.JSONEncodeError) as error:
            return Rejected(OURS, f"could not be written: {type(error).__name__}")
        if isinstance(result, Sent):
            for more in rest:
                await self.call(more)
        return result

    async def call(self, call: Call) -> Outcome:
        """Make one call, and say what became of it."""
        try:
            if call.files:
                status, body = await self._transport.upload(call.method, *_form(call))
            else:
                status, body = await self._transport.ask(call.method, orjson.dumps(call.params))
        except NEVER_LEFT as error:
            return NeverLeft(type(error).__name__)
        except MAYBE_ARRIVED as error:
            return MaybeArrived(type(error).__name__)
        return outcome(status, body)

    async def answer_press(self, query: str, toast: str) -> None:
        """Stop the button's waiting and show the toast; nobody minds if it fails."""
        params: dict[str, Any] = {"callback_query_id": query}
        if toast:
            params["text"] = toast
        await self.call(Call("answerCallbackQuery", params))


def _form(call: Call) -> tuple[dict[str, str], dict[str, tuple[str, bytes, str]]]:
    fields = {
        name: value if isinstance(value, str) else orjson.dumps(value).decode()
        for name, value in call.params.items()
    }
    return fields, {name: (made.name, made.content, _kind(made)) for name, made in call.files.items()}


def _kind(made: Attachment) -> str:
    return mimetypes.guess_type(made.name)[0] or "application/octet-stream"
