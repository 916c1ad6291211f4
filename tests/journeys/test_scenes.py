"""Each scene is a conversation that a person can read; played again, it must read the same.

``pytest tests/journeys/test_scenes.py --update-scenes`` (or ``UPDATE_SCENES=1``) writes them anew: read the
difference before it is kept.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from town import Town, wall

PACKS = Path(__file__).parents[2] / "bot" / "packs"  # of a scene whose first line says (packs)
SCENES = sorted((Path(__file__).parent.parent / "scenes").glob("*.txt"))


@pytest.mark.parametrize("scene", SCENES, ids=lambda path: path.stem)
def test_a_scene_reads_as_before(scene: Path, sqlite_url: str, request: pytest.FixtureRequest) -> None:
    script = scene.read_text(encoding="utf-8")
    named: dict[str, Any] = {"packs": PACKS} if "(packs)" in script.split("\n", 1)[0] else {}
    town = Town(sqlite_url, **named)
    host = town.volunteer("Karen")
    town.coordinator("Mette")
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"), host=host)
    town.activity("Gå og snak", wall("2026-11-27", "10:00"))
    for phone in town.phones.values():
        phone.shown.clear()
    played = town.play(script)
    town.close()
    if os.environ.get("UPDATE_SCENES") or request.config.getoption("--update-scenes", default=False):
        scene.write_text(played, encoding="utf-8")
        return
    assert played == script


def test_there_are_scenes() -> None:
    assert len(SCENES) >= 6
