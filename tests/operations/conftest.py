"""A command is called in the test's own process: what it sets for the whole of its process is put back."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def process_as_it_was() -> Iterator[None]:
    log, garbage = logging.getLogger("bot.storage"), gc.get_threshold()
    level = log.level
    yield
    log.setLevel(level)
    gc.set_threshold(*garbage)
