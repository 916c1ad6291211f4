"""HTML as the Bot API reads it: checked, turned into plain text and entities, and made safe for the page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusals import bad

ENTITY = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-time": "",
    "tg-emoji": "",
}
SHOWN = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
PIECE = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>|<|[^<]+")
HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""", re.IGNORECASE)
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,:;!?)]")
COMMAND = re.compile(r"(?:^|(?<=\s))/[A-Za-z0-9_]{1,32}")


@dataclass(slots=True)
class Written:
    """A text three ways: plain, with entities for programs, and as harmless HTML for the page."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    safe: str = ""


def units(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def plain(text: str) -> Written:
    """Read a text without markup, as people write it; commands and addresses are marked."""
    marks = [(found, "bot_command") for found in COMMAND.finditer(text)]
    marks += [(found, "url") for found in LINK.finditer(text)]
    entities = [
        {"type": kind, "offset": units(text[: found.start()]), "length": units(found.group())}
        for found, kind in sorted(marks, key=lambda mark: mark[0].start())
    ]
    return Written(text, entities, linked(text))


def linked(text: str) -> str:
    """Return the text escaped, with its web addresses as links."""
    pieces, end = [], 0
    for found in LINK.finditer(text):
        pieces += [html.escape(text[end : found.start()]), anchor(found.group(), found.group())]
        end = found.end()
    return "".join([*pieces, html.escape(text[end:])])


def anchor(address: str, label: str) -> str:
    """Return a link that tells the page that it leads out."""
    return (
        f'<a href="{html.escape(address)}" rel="noreferrer noopener" target="_blank">{html.escape(label)}</a>'
    )


class _Reader:
    """Reads one text, piece by piece, and remembers the tags that are open."""

    def __init__(self) -> None:
        self.written = Written()
        self.open: list[tuple[str, int, str, str]] = []  # tag, offset, address, end tag of the page

    def take(self, piece: re.Match[str]) -> None:
        """Read a start tag, an end tag or a run of text."""
        if piece.group(2) is None:
            if piece.group() == "<":
                raise bad("can't parse entities: Unexpected start of a tag")
            self.words(html.unescape(piece.group()))
        elif piece.group(1):
            self.close(piece.group(2).lower())
        else:
            self.begin(piece.group(2).lower(), piece.group(3))

    def words(self, text: str) -> None:
        """Add plain words; inside a link they are its label."""
        self.written.text += text
        in_link = any(tag == "a" for tag, *_ in self.open)
        self.written.safe += html.escape(text) if in_link else linked(text)

    def begin(self, tag: str, rest: str) -> None:
        """Open a tag that Telegram knows."""
        if tag not in ENTITY or (tag == "span" and "tg-spoiler" not in rest):
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}"')
        found = HREF.search(rest) if tag == "a" else None
        address = html.unescape(next(filter(None, found.groups()), "")) if found else ""
        shown = SHOWN.get(ENTITY[tag], "")
        if tag == "a" and address.startswith(("https://", "http://")):
            self.written.safe += anchor(address, "").removesuffix("</a>")
            shown = "a"
        elif shown:
            self.written.safe += f"<{shown}>"
        self.open.append((tag, units(self.written.text), address, f"</{shown}>" if shown else ""))

    def close(self, tag: str) -> None:
        """Close the innermost tag, which must be this one."""
        if not self.open or self.open[-1][0] != tag:
            raise bad(f'can\'t parse entities: Unmatched end tag, found "</{tag}>"')
        _, start, address, end = self.open.pop()
        self.written.safe += end
        length = units(self.written.text) - start
        if length and ENTITY[tag]:
            entity: dict[str, Any] = {"type": ENTITY[tag], "offset": start, "length": length}
            self.written.entities.append(entity | ({"url": address} if tag == "a" else {}))


def read_html(text: str) -> Written:
    """Read HTML as Telegram does; refuse what does not balance."""
    reader = _Reader()
    for piece in PIECE.finditer(text):
        reader.take(piece)
    if reader.open:
        tag = reader.open[-1][0]
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    reader.written.entities.sort(key=lambda entity: entity["offset"])
    return reader.written
