"""Twenty pitfalls that other projects fell into: a test for each, named after it, as people would meet it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from town import Town


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    """Give a town on a Monday at ten, without anybody in it."""
    town = Town(sqlite_url)
    yield town
    town.close()
