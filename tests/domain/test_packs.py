"""A question pack is read strictly: what is wrong is told in one line, and never guessed."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.config import SettingsError, read_settings
from bot.domain.packs import WrongPack, figures, read_pack
from bot.handlers.packs import known_packs, packs

SHIPPED = Path(__file__).parents[2] / "bot" / "packs"
TEXT = (SHIPPED / "selskab.toml").read_text(encoding="utf-8")
OURS: dict[str, Any] = tomllib.loads(TEXT)
Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> dict[str, Any]:
    data = copy.deepcopy(OURS)
    change(data)
    return data


def environment(folder: Path) -> dict[str, str]:
    return {"BOT_TOKEN": "1:a", "BOT_PACKS": str(folder)}


def named(data: dict[str, Any]) -> dict[str, Any]:
    """Make it a published instrument, with all that must be told of one."""
    data |= {"instrument": "An index", "source": "https://example.org/index", "taken_on": date(2026, 11, 25)}
    return data


def test_what_is_shipped_is_our_own_easy_and_in_both_languages() -> None:
    pack = read_pack(OURS)
    assert pack.languages == ("da", "en")
    assert not pack.instrument
    assert len(pack.questions) == 4
    assert all(3 <= len(question.answers) <= 5 for question in pack.questions)
    assert "not validated" in pack.source
    assert list(known_packs(read_settings(environment(SHIPPED)))) == ["selskab"]


def test_no_folder_means_no_pack() -> None:
    assert packs(read_settings({"BOT_TOKEN": "1:a", "BOT_PACKS": ""})) == {}


def test_no_published_wording_is_shipped() -> None:
    files = "".join(file.read_text(encoding="utf-8") for file in SHIPPED.parents[1].rglob("*.toml"))
    for words in ("isoleret fra andre", "savner nogen", "udenfor", "rolig og afslappet"):
        assert words not in files


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda d: d.pop("name"), "name must be"),
        (lambda d: d.update(name="Selskab!"), "name must be"),
        (lambda d: d.pop("wording_version"), "wording_version is missing"),
        (lambda d: d.pop("licence"), "licence is missing"),
        (lambda d: d.update(source=" "), "source is missing"),
        (lambda d: d.update(enabled="yes"), "enabled must be true or false"),
        (lambda d: d.update(score=7), "unknown field score"),
        (lambda d: d.pop("title"), "title is missing"),
        (lambda d: d["purpose"].update(da="x" * 81), "purpose da must have 1 to 80"),
        (lambda d: d["title"].pop("da"), "title has no da"),
        (lambda d: d.update(question=[]), "1 to 10 questions"),
        (lambda d: d["question"].append(1), "question 5 is no table"),
        (lambda d: d["question"][1].pop("en"), "the same languages"),
        (lambda d: d["question"][1]["option"][0].pop("en"), "the same languages"),
        (lambda d: d["question"][1].update(text="x"), "question 2 has an unknown field text"),
        (lambda d: d["question"][1].update(key="enough"), "a key is used twice"),
        (lambda d: d["question"][0]["option"].pop(), "question 1 must have 3 to 5 options"),
        (
            lambda d: d["question"][0]["option"][0].update(da="x" * 29),
            "question 1 option 1 da must have 1 to 28",
        ),
        (lambda d: d["question"][0]["option"][0].update(key="-"), "question 1 option 1 key must be"),
        (lambda d: d.update(instrument="An index"), "names an instrument"),
        (lambda d: named(d).pop("taken_on"), "names an instrument"),
        (lambda d: named(d).update(source="a book"), "names an instrument"),
    ],
)
def test_what_is_wrong_is_told(change: Change, line: str) -> None:
    with pytest.raises(WrongPack, match=line):
        read_pack(changed(change))


def test_a_published_scale_may_have_longer_and_more_answers() -> None:
    def scale(data: dict[str, Any]) -> None:
        named(data)
        option = data["question"][0]["option"]
        option += [{"key": f"k{n}", "da": "Lidt mindre end halvdelen af tiden", "en": "x"} for n in range(3)]

    assert len(read_pack(changed(scale)).questions[0].answers) == 6


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("not toml", "is not TOML"),
        (TEXT.replace("selskab, du", "selskab, du ikke"), "negative"),
        (TEXT.replace("Noget af det", "Jeg er ensom"), "ensom"),
        ('name = "x"', "one.toml: source is missing"),
    ],
)
def test_a_file_that_is_wrong_stops_the_start_in_one_line(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=line) as told:
        packs(read_settings(environment(tmp_path)))
    assert "\n" not in str(told.value)
    assert str(told.value).startswith("BOT_PACKS ")


def test_an_empty_folder_and_two_alike_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="holds no question pack"):
        packs(read_settings(environment(tmp_path / "nowhere")))
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_bytes((SHIPPED / "selskab.toml").read_bytes())
    with pytest.raises(SettingsError, match="another file is called selskab"):
        packs(read_settings(environment(tmp_path)))


def test_a_pack_that_is_not_enabled_is_read_and_not_asked(tmp_path: Path) -> None:
    off = TEXT.replace("enabled = true", "enabled = false")
    (tmp_path / "selskab.toml").write_text(off, encoding="utf-8")
    settings = read_settings(environment(tmp_path))
    assert list(known_packs(settings)) == ["selskab"]
    assert packs(settings) == {}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([{"enough": "yes"}] * 5, "Ja 5, Noget af det 0"),
        ([{"enough": "yes"}] * 4, "too few to show"),
        ([{"enough": "yes"}] * 9 + [{"enough": "more"}], "too few to show"),
        ([{"enough": "yes"}] * 5 + [{}], "too few to show"),
        ([{"enough": "yes"}] * 5 + [{}] * 5, "Ja 5, Noget af det 0"),
    ],
)
def test_no_figure_tells_of_fewer_than_five(given: list[dict[str, str]], shown: str) -> None:
    assert shown in figures(read_pack(OURS), given)[0]
