"""A bot for the tests: answers each message with its text; "raise" raises, "die" kills the process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import datetime
from functools import partial

from real_clock import RealClock

from bot.delivery.delivery import Delivery
from bot.ports import Answer, Inbound, Kind, Outbound
from bot.storage import letters
from bot.storage.store import Tx, open_store
from bot.telegram.gateway import TelegramGateway
from bot.telegram.poller import Poller
from bot.telegram.transport import Transport
from bot.telegram.worker import Worker

CLOCK = RealClock()
CHUNK = 500
FIRST = 9000  # the chats that the announcement goes to


def echo(tx: Tx, inbound: Inbound, now: datetime) -> Answer:
    message = Outbound(inbound.text)
    letters.put(tx, key=f"r:{inbound.key}", chat=inbound.chat, kind=Kind.REPLY, message=message, now=now)
    if inbound.text == "raise":
        raise RuntimeError(inbound.text)
    if inbound.text == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return Answer()


def announce(tx: Tx, chats: range) -> None:
    for chat in chats:
        message = Outbound("all")
        letters.put(
            tx, key=f"c:1:{chat}", chat=chat, kind=Kind.ANNOUNCEMENT, message=message, now=CLOCK.now()
        )


async def main(url: str, api: str, announced: int) -> None:
    store, transport = await open_store(url), Transport(api, "1:t", answer=2)
    gateway = TelegramGateway(transport)
    delivery = Delivery(store, gateway, CLOCK, rate=0)
    worker = Worker(store, CLOCK, handle=echo, nudge=delivery.nudge, press=gateway.answer_press)
    poller = Poller(transport, store, CLOCK, received=worker.nudge)
    running = [asyncio.create_task(part.run()) for part in (delivery, worker, poller)]
    for begin in range(FIRST, FIRST + announced, CHUNK):
        chats = range(begin, min(begin + CHUNK, FIRST + announced))
        await store.transaction(partial(announce, chats=chats))
        delivery.nudge()
    await asyncio.gather(*running)  # for ever: it is killed


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
