"""JSON as it comes from outside: read whatever can be read, and say plainly what cannot."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import orjson

UPDATE_ID: Final = re.compile(rb'"update_id"\s*:\s*(\d{1,18})')


class Unreadable(Exception):
    """It is no JSON that we can work with."""


def parse(raw: bytes | str) -> Any:  # noqa: ANN401 - whatever stands in it
    """Read JSON; half characters and other oddities that a strict reader refuses become question marks."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        pass
    try:
        odd = json.dumps(json.loads(raw), ensure_ascii=False)
        return orjson.loads(odd.encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from error


def write(found: Any) -> str:  # noqa: ANN401 - whatever was read
    """Write what ``parse`` returned."""
    return orjson.dumps(found).decode()


def ids_in(raw: bytes) -> list[int]:
    """Return the update ids that can be seen in what cannot be read."""
    return [int(found) for found in UPDATE_ID.findall(raw)]
