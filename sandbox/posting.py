"""Updates posted to a webhook as Telegram does: one at a time, until each is answered with 200."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

import aiohttp

from sandbox.world import World

SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
OK: Final = 200
FIRST, LONGEST = 0.2, 8.0  # seconds between tries


async def post_updates(world: World) -> None:
    """Post what arrives while a webhook is set, for ever."""
    wait = FIRST
    async with aiohttp.ClientSession() as session:
        while True:
            world.arrived.clear()
            if not world.webhook or not world.updates:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.5):
                        await world.arrived.wait()
                continue
            if await _post(session, world):
                wait = FIRST
            else:
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST)


async def _post(session: aiohttp.ClientSession, world: World) -> bool:
    update, hook = world.updates[0], world.webhook
    try:
        async with session.post(
            hook["url"], json=update, headers={SECRET: hook["secret"]}, timeout=aiohttp.ClientTimeout(60)
        ) as answer:
            taken = answer.status == OK
    except (aiohttp.ClientError, TimeoutError):
        return False
    if taken:
        world.confirm(update["update_id"] + 1)
    return taken
