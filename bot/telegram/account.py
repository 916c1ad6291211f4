"""The rare calls of setting up: who we are, and which way updates come.  The library speaks here."""

from __future__ import annotations

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.telegram.receiving import ALLOWED
from bot.telegram.request import Request
from bot.telegram.transport import Transport

MOST_AT_ONCE = 40  # connections Telegram may open to a webhook


class TokenRefused(Exception):
    """Telegram does not know this token."""


class Account:
    """The bot's account at one Bot API."""

    def __init__(self, api: str, token: str, transport: Transport) -> None:
        request = Request(transport)
        self._bot = Bot(token, base_url=f"{api}/bot", request=request, get_updates_request=request)

    async def username(self) -> str:
        """Return the bot's own name; raises TokenRefused, or what else the library raises."""
        try:
            return (await self._bot.get_me()).username or ""
        except InvalidToken:
            raise TokenRefused("the token is refused") from None

    async def receive_at(self, url: str, secret: str) -> None:
        """Let updates come to a webhook; what waits there is kept."""
        await self._bot.set_webhook(
            url, secret_token=secret, allowed_updates=ALLOWED, max_connections=MOST_AT_ONCE
        )

    async def receive_by_polling(self) -> bool:
        """End a webhook, so that polling is allowed; what waits is kept.  False if it could not be asked."""
        try:
            return await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError:
            return False
