"""How a process ends: at the first signal, once, and never later than it was told to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Iterator
from typing import Final

HARD: Final = (
    30.0  # seconds after the first signal; what hangs then is ended as by kill -9, and loses nothing
)
SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
LOG: Final = logging.getLogger("bot.app")


@contextlib.contextmanager
def told_to_stop(stopped: asyncio.Event) -> Iterator[None]:
    """Set ``stopped`` at the first signal; further ones change nothing, until all has been settled."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if not stopped.is_set():
            LOG.info("told to stop")
            end_hard_after(HARD)
            stopped.set()

    with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
        for found in SIGNALS:
            loop.add_signal_handler(found, stop)
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            for found in SIGNALS:
                loop.remove_signal_handler(found)
                if stopped.is_set():
                    signal.signal(found, signal.SIG_IGN)  # what is left of the process is not worth a signal


def end_hard_after(seconds: float) -> None:
    """End this process so much later, whatever still hangs in it."""
    timer = threading.Timer(seconds, _end_hard)
    timer.daemon = True
    timer.start()


def _end_hard() -> None:
    LOG.error("the stop hangs: ended hard")
    os._exit(1)
