"""The door: who we are, the one consent, and as much about a person as they like to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.dialogs import parsing
from bot.dialogs.dialogue import Dialogue, Effect, Json, Reading, script
from bot.dialogs.profile import Profile, ask_name, ask_rest, ask_wishes
from bot.dialogs.questions import Choice, Option
from bot.domain.interests import named

NOBODY, NO_LINK, LANGUAGE, HUMAN, MORE = "no", "link", "language", "human", "more"
SHOW, FIX, IN = "show", "fix", "in"
NOTHING: Final = Profile()


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
class Referred:
    """What somebody else has told of a person, and who, in words that the person is shown."""

    name: str
    told_by: str
    wishes: Sequence[str] = ()
    area: str = ""


@dataclass(frozen=True)
class Came:
    """How the door was left: one of the words above; ``link``: it was used up meanwhile."""

    how: str
    told: Profile = NOTHING
    role: str = ""
    organisation: int = 0
    invite: int = 0


@script("onboarding", version=2)
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
    language: str = "",  # noqa: ARG001 - kept here: nothing else is known of a stranger
    areas: list[str] | None = None,
    referred: dict[str, Json] | None = None,  # what somebody else has told: it goes with a no
    more: bool = False,
) -> Came:
    """Return what was told after the yes at the door; of a no, nothing is kept."""
    told = Referred(**referred) if referred else None
    text = _opening(d._, house, reader, reads, role, told, more=more)
    said = await _consent(d, text, told, more=more, stranger=not known)
    if said == MORE:
        text = _opening(d._, house, reader, reads, role, told, more=True)
        said = await _consent(d, text, told, more=True, stranger=not known)
    if said in (NOBODY, LANGUAGE, HUMAN):
        return Came(said, role=role, organisation=organisation, invite=invite)
    if not await Join(role, organisation, invite, text):
        return Came(NO_LINK)
    if told:
        return await _first(
            d, Profile(told.name, tuple(told.wishes) or None, area=told.area or None), areas or []
        )
    own = Profile() if known else await ask_name(d, Profile(), suggested)
    return Came(IN, own, role=role) if role != "citizen" else await _first(d, own, areas or [])


async def _first(d: Dialogue, told: Profile, areas: list[str]) -> Came:
    """Ask for wishes; whoever likes to see what is on at once does so, and is asked no more."""
    _ = d._
    options = [Option("show", _("Yes, show me"), SHOW), Option("more", _("Ask me a little more"), MORE)]
    if told.wishes:
        options.append(Option("fix", _("Correct something"), FIX))
    else:
        told = await ask_wishes(d, told)
    text = _("Thank you. Would you like to see what is on now? I can also ask a little more first.")
    how = await Choice("enough", text, options, _shown)
    return Came(IN, await ask_rest(d, told, areas)) if how == MORE else Came(how, told)


async def _consent(d: Dialogue, text: str, told: Referred | None, *, more: bool, stranger: bool) -> str:
    _ = d._
    options = [Option("yes", _("Yes, and I am 18 or older"), "yes")]
    if not more:
        options.append(Option("more", _("Tell me more"), MORE))
    if stranger:
        options.append(Option("language", _("Dansk / English"), LANGUAGE))
    if more:
        options.append(Option("human", _("Talk to a human"), HUMAN))
    options.append(Option("no", _("No, delete my name") if told else _("No thank you"), NOBODY))
    return await Choice("consent", text, options, _no)


def _opening(
    _: Reading, house: str, reader: str, reads: str, role: str, told: Referred | None, *, more: bool
) -> str:
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
    if told:
        return f"{who_told(_, told)}\n\n{_hello_told(_, house, reader, reads)}"
    return _hello(_, house, reader, reads) if role == "citizen" else _hello_staff(_, house, role)


def who_told(_: Reading, told: Referred) -> str:
    """Return who has told what: the first thing that somebody told of by others is shown."""
    who = told.told_by
    wishes = _.all_of([named(_, wish) for wish in told.wishes])
    if wishes:
        return _(
            "Hello {name}. {who} has given me your first name, and that you like: {wishes}.",
            name=told.name,
            who=who,
            wishes=wishes,
        )
    return _("Hello {name}. {who} has given me your first name.", name=told.name, who=who)


def _hello_told(_: Reading, house: str, reader: str, reads: str) -> str:
    return _(
        "I am Følgeskab, an automatic service from {organisation}, not a human. I help you find company. "
        "{reader} is a human and answers {hours}. In danger, call 112. Write stop, and I am quiet.\n\n"
        "May I send you messages and invitations? Then I keep your first name, your wishes and what you sign "
        "up for. If you say no, I delete it at once.",
        organisation=house,
        reader=reader,
        hours=reads,
    )


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
        "service. I show you shifts and remind you of them. You decide how much. I keep your first name, "
        "your shifts and what you like to tell me.\n\nWould you like to begin?",
        organisation=house,
    )


def _no(text: str) -> str:
    if parsing.names_a_language(text):
        return LANGUAGE
    parsing.no_only(text)
    return NOBODY


def _shown(text: str) -> str:
    return SHOW if parsing.yes(text) else IN
