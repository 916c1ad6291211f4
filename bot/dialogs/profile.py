"""What a person likes to tell: asked one thing at a time, each to be passed over, each to be corrected."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from bot.dialogs import parsing
from bot.dialogs.dialogue import Dialogue, Json, Reading, Retry, script
from bot.dialogs.questions import Choice, Multi, Option
from bot.domain import needs as needs_
from bot.domain.interests import GIFTS, INTERESTS, named
from bot.domain.needs import NEEDS, Need
from bot.language.asked import is_question
from bot.language.fold import clean_name
from bot.language.telling import AFTERNOON, ALL_DAYS, ANY_TIME, EVENING, MORNING, WEEKDAYS, WEEKEND

Words = tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """What a person has told; what was passed over is None, and stays as it was."""

    name: str | None = None
    wishes: Words | None = None
    gifts: Words | None = None
    area: str | None = None
    weekdays: int | None = None
    times: int | None = None
    needs: int | None = None
    company: str | None = None


@dataclass(frozen=True)
class Corrected:
    """What was told anew; ``done`` when it is right as it stands."""

    told: Profile
    done: bool
    first: bool = False


@script("profile", version=2)
async def profile(d: Dialogue, *, name: str, areas: list[str] | None = None) -> Profile:
    """Return what somebody who is known tells anew."""
    told = await ask_wishes(d, await ask_name(d, Profile(), name))
    return await ask_rest(d, told, areas or [])


@script("correct")
async def correct(
    d: Dialogue, *, told: dict[str, Json], areas: list[str] | None = None, first: bool = False
) -> Corrected:
    """Show what is written down and return one thing that is put right; ``first``: right after the door."""
    known = _read(told)
    fix = await _summary(d, known)
    if not fix:
        return Corrected(Profile(), done=True, first=first)
    if fix == "name":
        return Corrected(await ask_name(d, Profile(), ""), done=False, first=first)
    if fix == "area":
        return Corrected(await ask_area(d, Profile(), areas or []), done=False, first=first)
    return Corrected(await _ASK[fix](d, Profile(), nothing=True), done=False, first=first)


@dataclass(frozen=True)
class Told:
    """One thing that was told in passing, and what somebody wanted to see by it."""

    told: Profile
    view: int


@script("in_passing")
async def in_passing(d: Dialogue, *, what: str, view: int, areas: list[str] | None = None) -> Told:
    """Return the one thing that is missing to show what somebody asked for: a place, or wishes."""
    if what == "area":
        return Told(await ask_area(d, Profile(), areas or []), view)
    return Told(await ask_wishes(d, Profile()), view)


async def ask_name(d: Dialogue, told: Profile, suggested: str) -> Profile:
    """Ask for a first name."""
    _ = d._
    suggestion = clean_name(suggested)
    options = [Option("same", _("Call me {name}", name=suggestion), suggestion)] if suggestion else []
    text = _("What may I call you? Write your first name, or press a button.")

    def written(said: str) -> str:
        if is_question(said):
            raise Retry(_("Then I know what to call you. You may also pass it over."))
        return parsing.first_name(said)

    name = await Choice("name", text, options, written, skip=True)
    return _so_far(d, replace(told, name=name or None))


async def ask_wishes(d: Dialogue, told: Profile, *, nothing: bool = False, text: str = "") -> Profile:
    """Ask what somebody would like more of; ``text``: in other words."""
    _ = d._
    found = await Multi(
        "wishes",
        text or _("What would you like more of? Choose as many as you like, or write it in your own words."),
        _interests(_, INTERESTS, nothing=nothing),
        other=parsing.wishes,
        skip=True,
    )
    return _so_far(d, replace(told, wishes=_words(found)))


async def ask_gifts(d: Dialogue, told: Profile, *, nothing: bool = False) -> Profile:
    """Ask what somebody likes to do for others."""
    _ = d._
    found = await Multi(
        "gifts",
        _("What do you like to do for others? Big or small, and it binds you to nothing."),
        _interests(_, GIFTS, nothing=nothing),
        other=parsing.gifts,
        skip=True,
    )
    return _so_far(d, replace(told, gifts=_words(found)))


async def ask_area(d: Dialogue, told: Profile, areas: list[str]) -> Profile:
    """Ask where it should be; the places where things go on can be pressed."""
    _ = d._
    options = [Option(f"a{n}", area, area) for n, area in enumerate(areas)]
    text = _("Where would you like it to be? Write a town or a part of town.")
    anywhere = Option("any", _("It makes no difference"), "")
    area = await Choice("area", text, [*options, anywhere], parsing.place, skip=True)
    return _so_far(d, replace(told, area=area))


async def ask_days(d: Dialogue, told: Profile, *, nothing: bool = False) -> Profile:  # noqa: ARG001 - all are asked alike
    """Ask for weekdays."""
    _ = d._
    text = _("Which days suit you best? Press, or write them.")
    weekdays = await Choice("days", text, _days(_), parsing.days, skip=True)
    return _so_far(d, replace(told, weekdays=weekdays))


async def ask_times(d: Dialogue, told: Profile, *, nothing: bool = False) -> Profile:  # noqa: ARG001 - all are asked alike
    """Ask for the time of day."""
    _ = d._
    text = _("What time of day suits you best?")
    times = await Choice("times", text, _times(_), parsing.times, skip=True)
    return _so_far(d, replace(told, times=times))


async def ask_needs(d: Dialogue, told: Profile, *, nothing: bool = False) -> Profile:
    """Ask what should be taken account of; words that mean none of it are not kept."""
    _ = d._
    options: list[Option[Need | None]] = [
        Option(need.name or "", _capital(_(words)), need) for need, words in NEEDS.items()
    ]
    if nothing:
        options.append(Option("none", _("Nothing at all"), needs_.NONE))
    found = await Multi(
        "needs",
        _("Is there anything we should take account of? Only the practical, not illness."),
        options,
        other=parsing.needs,
        skip=True,
    )
    try:
        return _so_far(d, replace(told, needs=parsing.together(found) if found else None))
    except ValueError:
        raise Retry(
            _(
                "I have not written that down: I can only remember what stands on the buttons. "
                "Please tell the rest to a human."
            )
        ) from None


async def ask_company(d: Dialogue, told: Profile, *, nothing: bool = False) -> Profile:  # noqa: ARG001 - all are asked alike
    """Ask whether somebody would like to be accompanied the first time."""
    _ = d._
    text = _(
        "The first time, a volunteer can go with you. You meet on the way or at the door. "
        "Would you like that?"
    )
    company = await Choice("company", text, _company(_), parsing.company, skip=True)
    return _so_far(d, replace(told, company=company))


async def ask_rest(d: Dialogue, told: Profile, areas: list[str]) -> Profile:
    """Ask all that comes after the wishes."""
    told = await ask_area(d, await ask_gifts(d, told), areas)
    told = await ask_times(d, await ask_days(d, told))
    return await ask_company(d, await ask_needs(d, told))


_ASK: Final[MappingProxyType[str, Callable[..., Awaitable[Profile]]]] = MappingProxyType(
    {
        "wishes": ask_wishes,
        "gifts": ask_gifts,
        "days": ask_days,
        "times": ask_times,
        "needs": ask_needs,
        "company": ask_company,
    }
)


async def _summary(d: Dialogue, told: Profile) -> str:
    """Show what is written down; return what is to be put right, or nothing."""
    _ = d._
    known = [line for line in lines(_, told) if line]
    if known:
        text = "\n".join([_("This is what I have written down:"), *known, _("Is that right?")])
    else:
        text = _("I have written nothing down yet, and that is fine. Shall we go on?")
    options = [
        Option("yes", _("Yes, that is right"), ""),
        Option("wishes", _("Correct the wishes"), "wishes"),
        Option("area", _("Correct the place"), "area"),
        Option("days", _("Correct the days"), "days"),
        Option("times", _("Correct the time of day"), "times"),
        Option("needs", _("Correct what we allow for"), "needs"),
        Option("gifts", _("Correct what I like to do"), "gifts"),
        Option("company", _("Correct the company"), "company"),
        Option("name", _("Correct the name"), "name"),
    ]
    return await Choice("right", text, options, _right)


def lines(_: Reading, told: Profile) -> list[str]:
    """Return what is known, a line for each thing; empty lines for what is not."""
    when = [word.lower() for word in _when(_, told)]
    company = next((o.label for o in _company(_) if o.value == told.company), "")
    wishes, gifts = told.wishes or (), told.gifts or ()
    needs = needs_.named(_, told.needs or 0)
    return [
        _("Name: {name}", name=told.name) if told.name else "",
        _("Wishes: {words}", words=_.all_of([named(_, w) for w in wishes])) if wishes else "",
        _("I like to: {words}", words=_.all_of([named(_, w) for w in gifts])) if gifts else "",
        _("Place: {area}", area=told.area) if told.area else "",
        _("When: {words}", words=_.all_of(when)) if when else "",
        _("We allow for: {words}", words=_.all_of(needs)) if needs else "",
        _("Company on the way: {answer}", answer=company.lower()) if company else "",
    ]


def _so_far(d: Dialogue, told: Profile) -> Profile:
    """Hold what is told up to here, so that leaving in the middle loses nothing."""
    d.so_far = told
    return told


def _read(told: dict[str, Json]) -> Profile:
    """Return a profile as it was stored with the dialogue: JSON knows no tuples."""
    read: dict[str, Json] = {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}
    return Profile(**read)


def _right(text: str) -> str:
    if not parsing.yes(text):
        return "wishes"
    return ""


def _interests(_: Reading, words: MappingProxyType[str, str], *, nothing: bool) -> list[Option[Words]]:
    options: list[Option[Words]] = [
        Option(word, _capital(_(label)), (word,)) for word, label in words.items()
    ]
    return [*options, Option("none", _("Nothing at all"), ())] if nothing else options


def _days(_: Reading) -> list[Option[int]]:
    return [
        Option("week", _("Weekdays"), WEEKDAYS),
        Option("end", _("Weekends"), WEEKEND),
        Option("all", _("Any day"), ALL_DAYS),
    ]


def _times(_: Reading) -> list[Option[int]]:
    return [
        Option("am", _("Morning"), MORNING),
        Option("pm", _("Afternoon"), AFTERNOON),
        Option("eve", _("Evening"), EVENING),
        Option("any", _("Any time"), ANY_TIME),
    ]


def _company(_: Reading) -> list[Option[str]]:
    return [
        Option("yes", _("Yes please"), "yes"),
        Option("later", _("Maybe later"), "later"),
        Option("alone", _("I go by myself"), "alone"),
    ]


def _when(_: Reading, told: Profile) -> list[str]:
    """Return days and times of day in words; nothing where anything suits."""
    times = [] if told.times == ANY_TIME else _named_times(_, told.times)
    return times if told.weekdays == ALL_DAYS and not times else [*_named_days(_, told.weekdays), *times]


def _named_days(_: Reading, days: int | None) -> list[str]:
    whole = [option.label for option in _days(_) if option.value == days]
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return whole or [name for n, name in enumerate(names) if (days or 0) >> n & 1]


def _named_times(_: Reading, times: int | None) -> list[str]:
    whole = [option.label for option in _times(_) if option.value == times]
    return whole or [option.label for option in _times(_) if (times or 0) & option.value == option.value]


def _words(found: list[Words] | None) -> Words | None:
    """Return what was chosen; None if the question was passed over."""
    return tuple(dict.fromkeys(word for words in found for word in words)) if found else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
