"""The door: who we are, the one consent, and as much about a person as they like to tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.dialogs.dialogue import Amend, Continue, Dialogue, Effect, Json, Reading, Retry, script
from bot.dialogs.questions import Choice, Multi, Option, Text
from bot.domain.interests import GIFTS, INTERESTS, named
from bot.language.fold import clean_name, fold
from bot.language.intents import SURE, understand

MOST_WORD: Final = 30
WEEKDAYS, WEEKEND, ALL_DAYS = 0b0011111, 0b1100000, 0b1111111  # bit 0 is Monday
MORNING, AFTERNOON, EVENING, ANY_TIME = 1, 2, 4, 7
NOBODY, NO_LINK, LANGUAGE, SHOW, IN = "no", "link", "language", "show", "in"
NAMED_DAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "loerdag", "soendag")
# what is written to us, not about oneself: it is taken for no answer
ADDRESSED: Final = frozenset(
    {"help", "human", "greeting", "privacy", "delete_me", "pause", "identity", "thanks", "activities"}
)


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
    """What a person has told; what was passed over is None, and stays as it was."""

    name: str | None = None
    wishes: tuple[str, ...] | None = None
    gifts: tuple[str, ...] | None = None
    area: str | None = None
    weekdays: int | None = None
    times: int | None = None
    company: str | None = None


@dataclass(frozen=True)
class Came:
    """How the door was left: ``no``, ``link`` (used up meanwhile), ``language``, ``show`` or ``in``."""

    how: str
    told: Profile = Profile()
    role: str = ""
    organisation: int = 0
    invite: int = 0


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
    known: str = "",
    language: str = "",  # kept here: nothing else is known of a stranger
    more: bool = False,
) -> Came:
    """Return what was told after the yes at the door; of a no, nothing is kept."""
    text = _opening(d._, house, reader, reads, role, more=more)
    said = await _consent(d, text, more=more, stranger=not known)
    if said == "more":
        raise Continue(
            house=house,
            reader=reader,
            reads=reads,
            suggested=suggested,
            role=role,
            organisation=organisation,
            invite=invite,
            known=known,
            language=language,
            more=True,
        )
    if said in (NOBODY, LANGUAGE):
        return Came(said, role=role, organisation=organisation, invite=invite)
    if not await Join(role, organisation, invite, text):
        return Came(NO_LINK)
    told = Profile() if known else Profile(await _name(d, suggested))
    return Came(IN, told) if role != "citizen" else await _first(d, told)


@script("profile")
async def profile(d: Dialogue, *, name: str) -> Profile:
    """Return what somebody who is known tells anew."""
    told = await _rest(d, await _wishes(d, Profile(await _name(d, name))))
    return await _summary(d, told)


async def _first(d: Dialogue, told: Profile) -> Came:
    """Ask for wishes; whoever likes to see what is on at once does so, and is asked no more."""
    _ = d._
    told = await _wishes(d, told)
    show = await Choice(
        "enough",
        _("Thank you. Would you like to see what is on now? I can also ask a little more first."),
        [
            Option("show", _("Yes, show me"), value=True),
            Option("more", _("Ask me a little more"), value=False),
        ],
    )
    if show:
        return Came(SHOW, told)
    return Came(IN, await _summary(d, await _rest(d, told)))


async def _consent(d: Dialogue, text: str, *, more: bool, stranger: bool) -> str:
    _ = d._
    options = [Option("yes", _("Yes, and I am 18 or older"), "yes")]
    if not more:
        options.append(Option("more", _("Tell me more"), "more"))
    if stranger:
        options.append(Option("language", _("Dansk / English"), LANGUAGE))
    options.append(Option("no", _("No thank you"), NOBODY))
    return await Choice("consent", text, options, _no_only)


def _opening(_: Reading, house: str, reader: str, reads: str, role: str, *, more: bool) -> str:
    if more:
        return _(
            "{organisation} is responsible for what I keep. I keep only what is needed, and you can see it, "
            "correct it and have it deleted. You can complain to Datatilsynet. Telegram can see what you "
            "write, so never write your CPR number, your address or about illness.\n\n"
            "If you ask for a human, {reader} reads {hours}. Nobody reads at night.\n\nMay I write to you?",
            organisation=house,
            reader=reader,
            hours=reads,
        )
    return _hello(_, house, reader, reads) if role == "citizen" else _hello_staff(_, house, role)


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


async def _name(d: Dialogue, suggested: str) -> str | None:
    _ = d._
    suggestion = clean_name(suggested)
    options = [Option("same", _("Call me {name}", name=suggestion), suggestion)] if suggestion else []
    text = _("What may I call you? Write your first name, or press a button.")
    return await Choice("name", text, options, _first_name, skip=True) or None


async def _wishes(d: Dialogue, told: Profile) -> Profile:
    _ = d._
    wishes = await Multi(
        "wishes",
        _("What would you like more of? Choose as many as you like, or write it in your own words."),
        [Option(word, _(label).capitalize(), word) for word, label in INTERESTS.items()],
        other=_word,
        skip=True,
    )
    return replace(told, wishes=_words(wishes))


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
        "area", _("Where would you like it to be? Write a town or a part of town."), _place, skip=True
    )
    weekdays = await Choice("days", _("Which days suit you best?"), _days(_), _named_days, skip=True)
    times = await Choice("times", _("What time of day suits you best?"), _times(_), skip=True)
    company = await Choice(
        "company",
        _(
            "The first time, a volunteer can go with you. You meet on the way or at the door. "
            "Would you like that?"
        ),
        _company(_),
        skip=True,
    )
    return replace(told, gifts=_words(gifts), area=area, weekdays=weekdays, times=times, company=company)


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


async def _summary(d: Dialogue, told: Profile) -> Profile:
    _ = d._
    known = [line for line in _lines(_, told) if line]
    if known:
        text = "\n".join([_("This is what I have written down:"), *known, _("Is that right?")])
    else:
        text = _("I have written nothing down yet, and that is fine. Shall we go on?")
    options = [
        Option("yes", _("Yes, that is right"), ""),
        Option("name", _("Correct the name"), "name"),
        Option("wishes", _("Correct the wishes"), "wishes"),
        Option("gifts", _("Correct what I like to do"), "gifts"),
        Option("area", _("Correct the place"), "area"),
        Option("days", _("Correct the days"), "days"),
        Option("times", _("Correct the time of day"), "times"),
        Option("company", _("Correct the company"), "company"),
    ]
    if fix := await Choice("right", text, options):
        raise Amend(fix)
    return told


def _lines(_: Reading, told: Profile) -> list[str]:
    when = [o.label for o in _days(_) if o.value == told.weekdays]
    if told.weekdays and not when:
        when = [_day_names(_)[day] for day in range(len(NAMED_DAYS)) if told.weekdays >> day & 1]
    when += [o.label for o in _times(_) if o.value == told.times]
    company = next((o.label for o in _company(_) if o.value == told.company), "")
    wishes, gifts = told.wishes or (), told.gifts or ()
    return [
        _("Name: {name}", name=told.name) if told.name else "",
        _("Wishes: {words}", words=_.all_of([named(_, w) for w in wishes])) if wishes else "",
        _("I like to: {words}", words=_.all_of([named(_, w) for w in gifts])) if gifts else "",
        _("Place: {area}", area=told.area) if told.area else "",
        _("When: {words}", words=_.all_of([word.lower() for word in when])) if when else "",
        _("Company on the way: {answer}", answer=company.lower()) if company else "",
    ]


def _day_names(_: Reading) -> tuple[str, ...]:
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def _no_only(text: str) -> str:
    """Take a written no; a written yes does not say that one is 18, so the button is asked for."""
    if _meaning(text) in ("no", "not_now"):
        return NOBODY
    raise Retry


def _first_name(text: str) -> str:
    meaning = _meaning(text)
    if meaning in ("no", "not_now"):
        return ""
    name = clean_name(text)
    if not name or meaning in ADDRESSED:
        raise Retry
    return name


def _word(text: str) -> str:
    """Return a wish in a person's own words; empty for a no."""
    meaning = _meaning(text)
    if meaning in ("no", "not_now"):
        return ""
    word = " ".join(text.split())[:MOST_WORD]
    if not fold(word) or meaning in ADDRESSED:
        raise Retry
    return word.casefold()


def _place(text: str) -> str:
    """Return a town as it was written; empty for a no."""
    if _meaning(text) in ("no", "not_now"):
        return ""
    word = " ".join(text.split())[:MOST_WORD]
    if not fold(word) or _meaning(text) in ADDRESSED:
        raise Retry
    return word


def _named_days(text: str) -> int:
    """Return the weekdays that stand in a text."""
    words = fold(text).split()
    days = sum(1 << n for n, day in enumerate(NAMED_DAYS) if any(w.startswith(day) for w in words))
    if any(word.startswith("hverdag") for word in words):
        days |= WEEKDAYS
    if any(word.startswith("weekend") for word in words):
        days |= WEEKEND
    if not days:
        raise Retry
    return days


def _words(found: list[str] | None) -> tuple[str, ...] | None:
    """Return what was chosen; None if the question was passed over."""
    return tuple(dict.fromkeys(filter(None, found))) if found else None


def _meaning(text: str) -> str:
    found = understand(text)
    return found.intent if found.score >= SURE else ""
