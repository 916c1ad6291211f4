"""A coordinator tells of one person: a first name, who gave it, and what that person would like."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogs import parsing
from bot.dialogs.dialogue import Dialogue, Retry, script
from bot.dialogs.door import Referred, who_told
from bot.dialogs.profile import Words
from bot.dialogs.questions import Choice, Multi, Option, Text, confirm
from bot.domain.interests import INTERESTS
from bot.language.fold import clean_name, fold

MOST_SOURCE, MOST_WISHES = 40, 3  # characters of who gave it; wishes that fit into the first message


@dataclass(frozen=True)
class Told:
    """What was told, and since when it was being written: the drafts of it are blanked then."""

    referred: Referred | None
    since: str


@script("referring")
async def referring(d: Dialogue, *, since: str, areas: list[str]) -> Told:
    """Return what is told of somebody; nothing if it was dropped.  ``since``: ISO 8601, when it began."""
    _ = d._
    name = await Text("name", _("Whom would you like to invite? Write only the first name."), _name)
    told_by = await Text(
        "told_by",
        _(
            "Who has given you the name? It is shown to the person. Write it as it is to read there, for "
            "example: your daughter Anne, or Hanne from the home care."
        ),
        _source,
        most=MOST_SOURCE,
    )
    options: list[Option[Words]] = [
        Option(word, _(label).capitalize(), (word,)) for word, label in INTERESTS.items()
    ]
    wishes = await Multi(
        "wishes",
        _(
            "What does the person like? It is shown to the person too. Only what the person knows you were "
            "told, and nothing about illness."
        ),
        options,
        other=parsing.wishes,
        skip=True,
    )
    places = [Option(f"a{n}", area, area) for n, area in enumerate(areas)]
    area = await Choice(
        "area", _("Where should it be? Write a town or press one."), places, parsing.place, skip=True
    )
    words = list(dict.fromkeys(word for found in wishes or [] for word in found))[:MOST_WISHES]
    told = Referred(name, told_by, words, area or "")
    text = (
        _("This is how the first message begins:")
        + f"\n\n{who_told(_, told)}\n\n"
        + _("Shall I make the link?")
    )
    make = await confirm(d, "make", text, yes=_("Yes, make the link"), no=_("No, drop it"))
    return Told(told if make else None, since)


def _name(text: str) -> str:
    name = clean_name(text)
    if not name:
        raise Retry
    return name


def _source(text: str) -> str:
    words = " ".join(text.split()).rstrip(".!")
    if not fold(words):
        raise Retry
    return words
