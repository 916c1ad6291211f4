"""The telephones of this installation: read once, and worded for whoever needs them."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from bot.config import Settings, SettingsError
from bot.domain.helplines import Helplines, Line, WrongLines, read_lines
from bot.i18n import Reader

SHIPPED: Final = Path(__file__).parent.parent / "helplines.toml"


def helplines(settings: Settings) -> Helplines:
    """Return whom to call; raises SettingsError with the one line an operator needs."""
    return _read(settings.helplines or SHIPPED, settings.region)


@cache
def _read(path: Path, region: str) -> Helplines:
    try:
        return read_lines(tomllib.loads(path.read_text(encoding="utf-8")).get("line", []), region)
    except WrongLines as error:
        raise SettingsError(f"BOT_HELPLINES {path.name} {error}") from error
    except OSError as error:
        raise SettingsError(f"BOT_HELPLINES {path} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, AttributeError) as error:  # not entries, not TOML, or not UTF-8
        raise SettingsError(f"BOT_HELPLINES {path.name} is not what it should be: {error}") from error


def worded(_: Reader, line: Line) -> str:
    """Return name and number as they stand inside a sentence."""
    name = line.called(_.language)
    return _("{name} on {number}", name=name, number=line.number) if name else line.number


def doctor(_: Reader, lines: Helplines) -> str:
    """Return the out-of-hours doctor inside a sentence; without a number where the region is not known."""
    return worded(_, lines.doctor) if lines.doctor else _("the out-of-hours doctor")


def listed(_: Reader, line: Line, today: date) -> str:
    """Return a line of its own: what it is for, name and number, and hours if a human checked them."""
    return ", ".join(filter(None, [_what_for(_, line), line.open_at(_.language, today)]))


def _what_for(_: Reader, line: Line) -> str:
    number = worded(_, line)
    match line.audience[0]:
        case "emergency":
            return _("Danger to life: call {number}", number=number)
        case "doctor":
            return _("When your doctor is closed: call {number}", number=number)
        case "violence":
            return _("If somebody hurts you: call {number}", number=number)
        case _other:
            return _("If you want to talk to somebody: call {number}", number=number)
