"""The question packs of this installation: a folder, read once and strictly."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

from bot.config import Settings, SettingsError
from bot.domain.packs import DANISH, Pack, WrongPack, read_pack
from bot.language.rules import Reader, broken, broken_on_button


def packs(settings: Settings) -> dict[str, Pack]:
    """Return the packs that are asked, by name; raises SettingsError with the one line an operator needs."""
    return {name: pack for name, pack in known_packs(settings).items() if pack.enabled}


def known_packs(settings: Settings) -> dict[str, Pack]:
    """Return every pack that is described, also those that are not asked (any more)."""
    return _read(settings.packs) if settings.packs else {}


@cache
def _read(folder: Path) -> dict[str, Pack]:
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise SettingsError(f"BOT_PACKS {folder} holds no question pack (*.toml)")
    found: dict[str, Pack] = {}
    for file in files:
        pack = _read_one(file)
        if found.setdefault(pack.name, pack) is not pack:
            raise SettingsError(f"BOT_PACKS {file.name}: another file is called {pack.name} too")
    return found


def _read_one(file: Path) -> Pack:
    try:
        pack = read_pack(tomllib.loads(file.read_text(encoding="utf-8")))
    except WrongPack as error:
        raise SettingsError(f"BOT_PACKS {file.name}: {error}") from error
    except OSError as error:
        raise SettingsError(f"BOT_PACKS {file.name} cannot be read: {error.strerror}") from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise SettingsError(f"BOT_PACKS {file.name} is not TOML: {error}") from error
    if not pack.instrument and (wrong := _against_our_rules(pack)):
        raise SettingsError(f"BOT_PACKS {file.name}: {wrong}")
    return pack


def _against_our_rules(pack: Pack) -> str:
    """Return the first rule that a Danish text of our own breaks; a published instrument is as it is."""
    labels = [answer.label[DANISH] for question in pack.questions for answer in question.answers]
    return next(
        chain(
            (f"{text!r}: {rule}" for text in (*pack.texts, *labels) for rule in broken(text, Reader.CITIZEN)),
            (f"{label!r}: {rule}" for label in labels for rule in broken_on_button(label)),
        ),
        "",
    )
