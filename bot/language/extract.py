"""The texts in our code: what is said, where, and whether it stands on a button."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

MARKS: Final = frozenset({"_", "N_", "told"})  # ``told`` speaks to somebody else than who pressed
BUTTONS: Final = {"press": 0, "Button": 0, "Option": 1}  # where the label stands


@dataclass(slots=True)
class Text:
    """One text: its plural, the files that say it, and whether it ever is a button."""

    plural: str = ""
    files: set[str] = field(default_factory=set)
    button: bool = False


class Unreadable(Exception):
    """A text is put together at run time, so nobody can translate it."""


def texts_in(folder: Path, root: Path) -> dict[str, Text]:
    """Return every text marked in the Python files below a folder, by its msgid."""
    found: dict[str, Text] = {}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for msgid, plural, button in _marked(ast.parse(path.read_text(encoding="utf-8")), name):
            text = found.setdefault(msgid, Text())
            text.plural = text.plural or plural
            text.files.add(name)
            text.button |= button
    return found


def _marked(tree: ast.Module, name: str) -> Iterator[tuple[str, str, bool]]:
    on_buttons = _labels(tree)
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        if _is_count(call.func):
            one, many = (_constant(argument, name) for argument in call.args[:2])
            yield one, many, False
        elif _name(call.func) in MARKS and (said := _constant(call.args[0], name)):
            yield said, "", id(call) in on_buttons


def _labels(tree: ast.Module) -> set[int]:
    """Return which calls make the label of a button."""
    calls = (call for call in ast.walk(tree) if isinstance(call, ast.Call) and _name(call.func) in BUTTONS)
    return {id(label) for call in calls for label in call.args[BUTTONS[_name(call.func)] :][:1]}


def _is_count(func: ast.expr) -> bool:
    """Tell ``_.count(one, many, n)`` and ``visit._.count(...)`` from other counting."""
    return isinstance(func, ast.Attribute) and func.attr == "count" and _name(func.value) in MARKS


def _name(func: ast.expr) -> str:
    if isinstance(func, ast.Name):
        return func.id
    return func.attr if isinstance(func, ast.Attribute) else ""


def _constant(argument: ast.expr, name: str) -> str:
    """Return the text; empty when a variable holds it (it was marked where it was written)."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.JoinedStr | ast.BinOp):
        raise Unreadable(f"{name}:{argument.lineno}: a text put together at run time")
    return ""
