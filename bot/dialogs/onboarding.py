"""The door: who we are, the one consent, and as much about a person as they like to tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.dialogs.dialogue import Amend, Dialogue, Effect, Json, Reading, Retry, script
from bot.dialogs.questions import Choice, Multi, Option, Text
from bot.domain.interests import GIFTS, INTERESTS, named
from bot.language.fold import clean_name, fold

MOST_WORD: Final = 30
WEEKDAYS, WEEKEND, ALL_DAYS = 0b0011111, 0b1100000, 0b1111111  # bit 0 is Monday
MORNING, AFTERNOON, EVENING, ANY_TIME = 1, 2, 4, 7


@dataclass(frozen=True)
class Join(Effect[bool], write=True):
    """Make somebody known who has said yes at the door; False if their link has been used up meanwhile."""

    role: str
    organisation: int
    invite: int
    text: str

    def read(self, raw: Json) -> bool:
        """Return whether it was done."""
        return bool(raw)


@dataclass(frozen=True)
class Profile:
    """What a person has told; what they skipped is as if they had no wish about it."""

    name: str
    wishes: tuple[str, ...] = ()
    gifts: tuple[str, ...] = ()
    area: str = ""
    weekdays: int = ALL_DAYS
    times: int = ANY_TIME
    company: str = ""


@script("onboarding")
async def onboarding(
    d: Dialogue,
    *,
    house: str,
    reader: str,
    reads: str,
    suggested: str,
    role: str,
    organisation: int,
    invite: int,
) -> Profile | None:
    """Return what was told after the yes at the door; None after a no, of which nothing is kept."""
    _ = d._
    text = _hello(_, house, reader, reads) if role == "citizen" else _hello_staff(_, house, role)
    yes = await Choice(
        "consent",
        text,
        [Option("yes", _("Yes, and I am 18 or older"), "yes"), Option("no", _("No thank you"), "")],
    )
    if not yes:
        return None
    if not await Join(role, organisation, invite, text):
        return None
    name = await _name(d, suggested)
    return await _more(d, Profile(name)) if role == "citizen" else Profile(name)


@script("profile")
async def profile(d: Dialogue, *, name: str) -> Profile:
    """Return what somebody who is known tells anew."""
    return await _more(d, Profile(await _name(d, name)))


def _hello(_: Reading, house: str, reader: str, reads: str) -> str:
    return _(
        "Hello and welcome. I am Følgeskab, an automatic service from {organisation}, not a human. I help "
        "you find company: a walk, a cup of coffee or a game of cards. If you ask for a human, {reader} "
        "reads {hours}. In danger, call 112. Write stop, and I am quiet.\n\nMay I send you messages and "
        "invitations? Then I keep your first name, your wishes and what you sign up for.",
        organisation=house,
        reader=reader,
        hours=reads,
    )


def _hello_staff(_: Reading, house: str, role: str) -> str:
    if role == "coordinator":
        return _(
            "Welcome. I am Følgeskab, the automatic service of {organisation}. Here you make activities, "
            "write to people and answer those who ask. I keep your first name and what you do here.\n\n"
            "Would you like to begin?",
            organisation=house,
        )
    return _(
        "Welcome, and thank you for wanting to take part at {organisation}. I am Følgeskab, an automatic "
        "service. I show you shifts and remind you of them. You decide how much. I keep your first name "
        "and your shifts.\n\nWould you like to begin?",
        organisation=house,
    )


async def _name(d: Dialogue, suggested: str) -> str:
    _ = d._
    suggestion = clean_name(suggested)
    options = [Option("same", _("Call me {name}", name=suggestion), suggestion)] if suggestion else []
    text = _("What may I call you? Write your first name, or press a button.")
    name = await Choice("name", text, options, _first_name, skip=True)
    return name or ""


async def _more(d: Dialogue, told: Profile) -> Profile:
    _ = d._
    wishes = await Multi(
        "wishes",
        _("What would you like more of? Choose as many as you like, or write it in your own words."),
        [Option(word, _(label).capitalize(), word) for word, label in INTERESTS.items()],
        other=_word,
        skip=True,
    )
    told = replace(told, wishes=tuple(wishes or ()))
    enough = await Choice(
        "enough",
        _("Thank you. May I ask four short things more? Then I can suggest better."),
        [Option("more", _("Yes, go on"), ""), Option("later", _("Later"), "later")],
    )
    if not enough:
        told = await _rest(d, told)
    return await _summary(d, told)


async def _rest(d: Dialogue, told: Profile) -> Profile:
    _ = d._
    gifts = await Multi(
        "gifts",
        _("What do you like to do for others? Big or small, and it binds you to nothing."),
        [Option(word, _(label).capitalize(), word) for word, label in GIFTS.items()],
        other=_word,
        skip=True,
    )
    area = await Text(
        "area", _("Where would you like it to be? Write a town or a part of town."), _word, skip=True
    )
    weekdays = await Choice(
        "days",
        _("Which days suit you best?"),
        [
            Option("week", _("Weekdays"), WEEKDAYS),
            Option("end", _("Weekends"), WEEKEND),
            Option("all", _("Any day"), ALL_DAYS),
        ],
        skip=True,
    )
    times = await Choice(
        "times",
        _("What time of day suits you best?"),
        [
            Option("am", _("Morning"), MORNING),
            Option("pm", _("Afternoon"), AFTERNOON),
            Option("eve", _("Evening"), EVENING),
            Option("any", _("Any time"), ANY_TIME),
        ],
        skip=True,
    )
    company = await Choice(
        "company",
        _(
            "The first time, a volunteer can go with you. You meet on the way or at the door. "
            "Would you like that?"
        ),
        [
            Option("yes", _("Yes please"), "yes"),
            Option("later", _("Maybe later"), "later"),
            Option("alone", _("I go by myself"), "alone"),
        ],
        skip=True,
    )
    return replace(
        told,
        gifts=tuple(gifts or ()),
        area=area or "",
        weekdays=weekdays or ALL_DAYS,
        times=times or ANY_TIME,
        company=company or "",
    )


async def _summary(d: Dialogue, told: Profile) -> Profile:
    _ = d._
    lines = [
        _("Name: {name}", name=told.name) if told.name else "",
        _("Wishes: {words}", words=_.all_of([named(_, w) for w in told.wishes])) if told.wishes else "",
        _("I like to: {words}", words=_.all_of([named(_, w) for w in told.gifts])) if told.gifts else "",
        _("Place: {area}", area=told.area) if told.area else "",
    ]
    known = [line for line in lines if line]
    if known:
        text = "\n".join([_("This is what I have written down:"), *known, _("Is that right?")])
    else:
        text = _("I have written nothing down yet, and that is fine. Shall we go on?")
    options = [Option("yes", _("Yes, that is right"), "")]
    options += [
        Option("name", _("Correct the name"), "name"),
        Option("wishes", _("Correct the wishes"), "wishes"),
    ]
    if fix := await Choice("right", text, options):
        raise Amend(fix)
    return told


def _first_name(text: str) -> str:
    name = clean_name(text)
    if not name:
        raise Retry
    return name


def _word(text: str) -> str:
    word = " ".join(text.split())[:MOST_WORD]
    if not fold(word):
        raise Retry
    return word.casefold()
