"""The papers as whoever runs the bot gets them: whole, true to the settings, honest about what is missing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.domain import retention
from bot.papers import HERE, write
from bot.refusal import Refused
from bot.storage.tables import metadata

TODAY = date(2026, 11, 25)
NAMES = [
    "1-laes-mig-foerst.md",
    "2-konsekvensanalyse.md",
    "3-fortegnelse.md",
    "4-oplysninger-til-deltagere.md",
    "5-databehandlerbilag.md",
    "6-tilgaengelighed.md",
    "7-haendelsesark.md",
]
FULL: dict[str, Any] = {
    "token": "1:hemmelig",
    "controller": "Slagelse Frivilligcenter, CVR 12345678",
    "controller_contact": "post@frivilligcenter.example",
    "dpo": "Karen Holm, dpo@slagelse.example",
    "hosting": "Drift A/S",
    "must_keep": "notater om henvendelser i fem år",
    "reads_at": "på hverdage kl. 9-15",
    "phone": "58 57 57 57",
    "web": "https://frivilligcenter.example",
    "backup_dir": "/srv/copies",
    "backup_encrypt": "age -r age1",
}


def written(folder: Path, **settings: Any) -> dict[str, str]:
    write(Settings.model_validate({**FULL, **settings}), folder, TODAY)
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("kind", ["kommune", "forening"])
@pytest.mark.parametrize("database", ["", "postgresql://x/y"])
def test_every_paper_is_whole_and_says_what_a_human_decides(kind: str, database: str, tmp_path: Path) -> None:
    papers = written(tmp_path, controller_type=kind, database_url=database)
    assert list(papers) == NAMES
    for name, text in papers.items():
        assert not re.search(r"[{}]|kommune\||forening\|", text), name
        assert "\n## " in text
        assert "menneske afgøre" in text, name
        assert "- [ ]" in text, name
        assert "BOT_" not in text, "everything that a setting says is set"
        assert "hemmelig" not in text
        assert not re.search(r"ensom|udsat|sårbar|klient|visiteret", text.casefold()), name


def test_what_the_settings_say_stands_where_it_belongs(tmp_path: Path) -> None:
    papers = written(tmp_path)
    for value in ("CVR 12345678", "Karen Holm", "Drift A/S", "notater om henvendelser i fem år"):
        assert value in papers["3-fortegnelse.md"]
    notice = papers["4-oplysninger-til-deltagere.md"]
    assert "58 57 57 57" in notice
    assert f"efter {retention.ANSWERS.days} dage" in notice
    assert "25.11.2026" in notice
    assert "hver 24. time, de nyeste 30, krypteret" in papers["5-databehandlerbilag.md"]


def test_what_is_not_set_is_asked_for_and_never_made_up(tmp_path: Path) -> None:
    bare = Settings.model_validate({"token": "1:a", "controller_type": "kommune"})
    lines = write(bare, tmp_path, TODAY)
    text = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    for name in ("CONTROLLER", "CONTROLLER_CONTACT", "DPO", "READS_AT", "PHONE"):
        assert f"[SKAL UDFYLDES: BOT_{name}]" in text
    assert len(lines) == len(NAMES)
    assert re.fullmatch(r".+2-konsekvensanalyse\.md: \d+ to fill in, 5 to decide", lines[1])


def test_a_kommune_and_a_forening_get_their_own_lines(tmp_path: Path) -> None:
    kommune = written(tmp_path / "k", controller_type="kommune")
    forening = written(tmp_path / "f", controller_type="forening")
    assert "arkivbekendtgørelsen, § 5" in kommune["1-laes-mig-foerst.md"]
    assert "arkivbekendtgørelsen, § 5" not in forening["1-laes-mig-foerst.md"]
    assert "litra e" in kommune["3-fortegnelse.md"]
    assert "litra a" in forening["3-fortegnelse.md"]


def test_what_somebody_has_written_is_not_written_over(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / NAMES[0]).unlink()
    (tmp_path / NAMES[1]).write_text("rettet", encoding="utf-8")
    with pytest.raises(Refused, match="is there already"):
        written(tmp_path)
    assert (tmp_path / NAMES[1]).read_text(encoding="utf-8") == "rettet"
    assert not (tmp_path / NAMES[0]).exists()


def test_every_table_is_accounted_for_in_the_record() -> None:
    """Whoever adds a table says in the record what it is for and how long it stays; the comment names it."""
    text = (HERE / "3-fortegnelse.md").read_text(encoding="utf-8")
    comment = re.search(r"<!-- tabeller: (.+?) -->", text, re.DOTALL)
    assert comment
    named = re.findall(r"[a-z_]+", comment[1].replace("uden personoplysninger:", ""))
    assert sorted(named) == sorted(metadata.tables)


def test_every_time_that_is_kept_stands_in_a_paper() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in HERE.glob("*.md"))
    fields = {"words", "rows", "updates", "answers", "packs", "absences", "backup_days"}
    assert fields <= set(re.findall(r"{(\w+)}", text))
