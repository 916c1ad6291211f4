"""Lets scenes be written anew: ``pytest tests/journeys/test_scenes.py --update-scenes``."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-scenes", action="store_true", help="write the golden scenes as they read now")
