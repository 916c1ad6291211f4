"""Updates posted to a webhook as Telegram does: one at a time to each chat, until it is taken."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

import aiohttp

from sandbox.world import Json, World

SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
OK: Final = range(200, 300)
FIRST, LONGEST = 0.2, 8.0  # seconds between tries
LOOK: Final = 0.5  # seconds after which the webhook is looked at again


class Posting:
    """The chats with a post under way; a chat that is refused holds only itself back."""

    def __init__(self, world: World, session: aiohttp.ClientSession) -> None:
        self.world, self.session = world, session
        self._busy: dict[str, asyncio.Task[None]] = {}

    def begin(self) -> None:
        """Begin with each chat that has something waiting and nobody posting it."""
        for update in self.world.waiting() if self.world.webhook else []:
            lane = lane_of(update)
            if lane not in self._busy:
                self._busy[lane] = asyncio.create_task(self._empty(lane))

    async def stop(self) -> None:
        """End what is under way."""
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _empty(self, lane: str) -> None:
        """Post what the chat has, oldest first, each until it is taken."""
        wait = FIRST
        try:
            while self.world.webhook and (update := self._first(lane)):
                if await self._post(update):
                    self.world.taken(update["update_id"])
                    wait = FIRST
                else:
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, LONGEST)
        finally:
            del self._busy[lane]

    def _first(self, lane: str) -> Json | None:
        return next((update for update in self.world.waiting() if lane_of(update) == lane), None)

    async def _post(self, update: Json) -> bool:
        hook, patience = self.world.webhook, aiohttp.ClientTimeout(60)
        head = {SECRET: hook["secret"]} if hook["secret"] else {}
        try:
            async with self.session.post(hook["url"], json=update, headers=head, timeout=patience) as answer:
                return answer.status in OK
        except (aiohttp.ClientError, TimeoutError):
            return False


def lane_of(update: Json) -> str:
    """Return what the order of an update is kept within: its chat, or the presses of its person."""
    kind, body = next((key, value) for key, value in update.items() if key != "update_id")
    return f"presses of {body['from']['id']}" if kind == "callback_query" else f"chat {body['chat']['id']}"


async def post_updates(world: World) -> None:
    """Post what arrives while a webhook is set, for ever."""
    async with aiohttp.ClientSession() as session:
        posting = Posting(world, session)
        try:
            while True:
                world.arrived.clear()
                posting.begin()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK):
                        await world.arrived.wait()
        finally:
            await posting.stop()
