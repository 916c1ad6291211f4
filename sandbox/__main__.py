"""``python -m sandbox``: three phones in a page, a Bot API behind them, and the real bot behind that."""

from __future__ import annotations

import argparse
import asyncio
import logging
import socket
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import SecretStr

from bot import app
from bot.app import App
from bot.config import Settings
from bot.refusal import Refused
from sandbox.api import Api
from sandbox.clock import DemoClock
from sandbox.control import Control, only_this_machine, refusals
from sandbox.posting import post_updates
from sandbox.world import World

TOKEN: Final = "4711:demo"  # noqa: S105 - opens nothing but this sandbox
HOST: Final = "127.0.0.1"
LARGEST: Final = 8 * 1024 * 1024
PEOPLE: Final = (("Inge", "borger"), ("Jens", "frivillig"), ("Mette", "koordinator"))
WRONG: Final = 2


def settings_for(port: int, folder: Path, *, rate: float) -> Settings:
    """Return the settings of the demo's bot; its coordinators' page has a port of its own."""
    web_port = free_port()
    return Settings(
        token=SecretStr(TOKEN),
        api_url=f"http://{HOST}:{port}",
        data_dir=folder,
        controller="Slagelse Frivilligcenter, CVR 00 00 00 00",
        reads_at="på hverdage kl. 9-15",
        region="sjaelland",
        controller_contact="post@frivilligcenter.example, 58 57 57 57",
        rate=rate,
        web_url=f"http://{HOST}:{web_port}",
        web_port=web_port,
    )


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


async def serve(world: World, control: Control, port: int) -> web.AppRunner:
    """Open the Bot API and the page on this machine; port 0 takes a free one."""
    server = web.Application(middlewares=[only_this_machine, refusals], client_max_size=LARGEST)
    server.router.add_routes([*Api(world).routes(), *control.routes()])
    runner = web.AppRunner(server, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    return runner


async def main(asked: argparse.Namespace) -> int:
    """Run until stopped."""
    world = World(DemoClock(asked.start), TOKEN, rate=asked.rate)
    for name, hint in PEOPLE:
        world.add(name, hint)
    control = Control(world)
    try:
        runner = await serve(world, control, asked.port)
    except OSError as error:
        print(f"sandbox: port {asked.port} is taken ({error.strerror}): try PORT=8081", file=sys.stderr)
        return WRONG
    posting = asyncio.create_task(post_updates(world))
    print(f"Følgeskab: http://{HOST}:{asked.port}", flush=True)
    try:
        with tempfile.TemporaryDirectory() as fresh:
            folder = asked.data or Path(fresh)
            if asked.no_bot:
                await asyncio.Event().wait()
            settings = settings_for(asked.port, folder, rate=asked.rate)
            await app.run(settings, clock=world.clock, ready=_ready(control))
    finally:
        posting.cancel()
        await runner.cleanup()
    return 0


def _ready(control: Control) -> app.Ready:
    async def lay_out_links(running: App) -> None:
        control.links = await running.demo_links()
        control.app = running
        control.world.news.tell("ready")

    return lay_out_links


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Copenhagen"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "sandbox", description="Three phones in a page, and the bot behind them."
    )
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--rate", type=float, default=30, help="messages a second; 0 is without limit")
    parser.add_argument(
        "--start", type=_moment, metavar="2026-11-23T10:00", help="what the clock shows first"
    )
    parser.add_argument("--data", type=Path, help="a folder to keep; otherwise nothing is kept")
    parser.add_argument("--no-bot", action="store_true", help="only the Bot API and the page")
    return parser


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        sys.exit(asyncio.run(main(_parser().parse_args())))
    except KeyboardInterrupt:
        sys.exit(0)
    except Refused as refused:
        print(f"sandbox: {refused}", file=sys.stderr)
        sys.exit(refused.code)
