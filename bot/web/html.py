"""Markup from parts: what is no markup is escaped, so that no name or word can become any."""

from __future__ import annotations

from html import escape
from typing import Final

VOID: Final = frozenset({"br", "hr", "input", "link", "meta"})


class Html(str):
    """Markup; only ``el`` and ``several`` make it."""

    __slots__ = ()


def el(tag: str, /, *inside: str | None, **attributes: str | int) -> Html:
    """Return an element.  ``class_`` and ``for_`` lose their line, ``aria_label`` becomes ``aria-label``."""
    begin = "".join(["<", tag, *map(_attribute, attributes, attributes.values()), ">"])
    return Html(begin) if tag in VOID else Html("".join([begin, several(*inside), "</", tag, ">"]))


def several(*parts: str | None) -> Html:
    """Return parts one after the other; None is nothing."""
    return Html("".join(part if isinstance(part, Html) else escape(part or "") for part in parts))


def lines(text: str) -> Html:
    """Return a text whose lines stay lines."""
    parts = [several(line) for line in text.splitlines()]
    return Html(el("br").join(parts))


def document(language: str, head: Html, body: Html) -> str:
    """Return a whole page."""
    return "".join(["<!doctype html>\n", el("html", head, body, lang=language)])


def _attribute(name: str, value: str | int) -> str:
    if value is False:
        return ""
    plain = name.rstrip("_").replace("_", "-")
    return f" {plain}" if value is True else "".join([" ", plain, '="', escape(str(value)), '"'])
