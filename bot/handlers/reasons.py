"""The reasons for an invitation in words: one phrase in it, and all of them, for and against, to who asks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.interests import named
from bot.domain.reasons import Against, For, Said, told
from bot.handlers import cards
from bot.i18n import N_, Reader

WORD: Final = 30  # characters of somebody's own word in a sentence
Kept = Mapping[str, str]
SMALLER: Final[Mapping[For | Against, str]] = MappingProxyType(
    {
        For.WALK: N_("This is just a walk."),
        For.SHORTER: N_("This is shorter than last time."),
        For.NEARER: N_("This is closer to you."),
        For.FEWER: N_("Here are fewer people."),
        For.COMPANY: N_("Here you can go with somebody."),
    }
)
PLAIN: Final[Mapping[For | Against, str]] = MappingProxyType(  # what needs no word to fill in
    {
        **SMALLER,
        For.AGAIN: N_("You have been there before."),
        For.DAY: N_("It is on one of the days that you named."),
        For.HOUR: N_("It is at a time of day that you named."),
        For.ROOM: N_("I ask because there is room, and you said yes to invitations."),
        Against.CROWD: N_("Many may come."),
        Against.PLACE: N_("I do not know how far it is for you."),
        Against.LIKE: N_("You said no to something like it, and you may do so again."),
        Against.STEPS: N_("I do not know yet whether there are stairs."),
        Against.HEARING: N_("I do not know yet whether it is quiet enough to hear."),
        Against.PICKUP: N_("I do not know yet whether somebody can fetch you."),
        Against.PLAIN: N_("I do not know yet whether a little Danish is enough."),
    }
)

FILLED: Final[Mapping[For | Against, str]] = MappingProxyType(
    {
        For.WISH: N_("You mentioned {wish}."),
        For.GIFT: N_("You would like to give a hand: {gift}."),
        For.AREA: N_("It is near {area}."),
        For.NEAR: N_("From the place that you named it is only about {km} km."),
        Against.FAR: N_("It is about {km} km away."),
    }
)


def because(_: Reader, reason: Kept) -> str:
    """Return why somebody is asked, in one phrase, and the question."""
    if For.AGAIN in reason:
        return _("You have been there before. Would you like to come again?")
    smaller = next((_(words) for way, words in SMALLER.items() if way in reason), "")
    return " ".join(filter(None, [_first(_, reason), smaller, _("Would you like to come?")]))


def offers_company(reason: Kept) -> bool:
    """Tell whether somebody to go with is offered along."""
    return For.COMPANY in reason


def in_words(_: Reader, reason: Kept) -> list[str]:
    """Return every reason that was kept, a sentence each, those that speak for it first."""
    return [_sentence(_, said) for said in told(reason)]


def _first(_: Reader, reason: Kept) -> str:
    for code in (For.WISH, For.GIFT, For.AREA):
        if code in reason:
            return _sentence(_, Said(code, reason[code]))
    return _("There is room for you here.")


def _sentence(_: Reader, said: Said) -> str:
    if said.code is For.FEW:
        return _.count("There is at most {n} place.", "There are at most {n} places.", int(said.about or 1))
    if said.code in PLAIN:
        return _(PLAIN[said.code])
    word = cards.clip(named(_, said.about), WORD)
    return _(FILLED[said.code], wish=word, gift=word, area=word, km=said.about)
