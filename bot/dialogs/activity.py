"""A coordinator tells of an activity: what, when, where, how to get in, for how many, and who is needed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.dialogs.dialogue import Amend, Dialogue, Reading, script
from bot.dialogs.fits import Said, agreed, fits, pin, stop
from bot.dialogs.questions import Choice, Multi, Number, Option, Text, Today, When
from bot.domain.facts import STOP
from bot.domain.interests import INTERESTS
from bot.domain.places import Position
from bot.i18n import N_
from bot.language.dates import When as Moment

SHORT, LONG = 60, 200  # characters: a title stands in one line, a way in may need more
ASKS_AREA = N_("Which town or part of town is that? Then people can find what is near them.")


@dataclass(frozen=True)
class NewActivity:
    """What a coordinator has told, and whether everybody may see it now."""

    title: str
    when: Moment
    place: str
    door: str
    seats: int
    interest: str
    first_ten: str
    price: str
    roles: tuple[str, ...]
    publish: bool
    area: str = ""
    facts: tuple[Said, ...] = ()
    position: Position | None = None


def interests(_: Reading) -> list[Option[str]]:
    """Return the interests offered as buttons; the same words as citizens choose from."""
    return [Option(word, _(label).capitalize(), word) for word, label in INTERESTS.items()]


@script("activity", version=2)
async def new_activity(d: Dialogue) -> NewActivity | None:
    """Return the activity once its summary was accepted; None if it is dropped."""
    _ = d._
    today = await Today()
    title = await Text(
        "title",
        _("What is the activity called? Choose a name that everybody understands, such as Thursday coffee."),
        _short,
        most=SHORT,
    )
    when = await When(
        "when",
        _(
            "When is it? Write as you speak: “every Tuesday at 10-12” "
            "or “Thursday 3 December at half past two”."
        ),
        today,
    )
    place = await Text(
        "place", _("Where is it? Write the name of the place or the address."), _short, most=SHORT
    )
    area = await Text("area", _(ASKS_AREA), _short, most=SHORT, skip=True)
    door = await Text(
        "door",
        _("How do people get in? Write about door, bell, stairs and lift."),
        str.strip,
        most=LONG,
        skip=True,
    )
    seats = await Number("seats", _("How many can take part?"), 1, 500)
    interest = await Choice("interest", _("What is it mostly about?"), interests(_), _interest, skip=True)
    first_ten = await Text(
        "first", _("What happens in the first ten minutes?"), str.strip, most=LONG, skip=True
    )
    price = await Text(
        "price", _("What does it cost? Skip this if it is free."), _short, most=SHORT, skip=True
    )
    roles = await Multi("roles", _("Which volunteers are needed?"), _roles(_), skip=True)
    facts = await fits(_)
    nearest = await stop(_)
    position = await pin(_)
    told = NewActivity(
        title,
        when,
        place,
        door or "",
        seats,
        interest or "",
        first_ten or "",
        price or "",
        tuple(roles),
        publish=True,
        area=area or "",
        facts=(*agreed(facts), *([(STOP, nearest)] if nearest else [])),
        position=position,
    )
    return await _summary(d, told)


async def _summary(d: Dialogue, told: NewActivity) -> NewActivity | None:
    _ = d._
    text = _(
        "{activity}, {when}, {place}. Seats: {n}. Price: {price}.\nShall everybody be able to see it now?",
        activity=told.title,
        when=said(_, told.when),
        place=told.place,
        n=told.seats,
        price=told.price or _("free"),
    )
    decision = await Choice("right", text, _decisions(_))
    if decision == "drop":
        return None
    if decision in ("yes", "draft"):
        return replace(told, publish=decision == "yes")
    raise Amend(decision)


def _decisions(_: Reading) -> list[Option[str]]:
    """Return what can be done with a summary; the values of the last five are keys of questions."""
    return [
        Option("yes", _("Yes, show it"), "yes"),
        Option("when", _("Correct the time"), "when"),
        Option("place", _("Correct the place"), "place"),
        Option("title", _("Correct the name"), "title"),
        Option("draft", _("Keep as a draft"), "draft"),
        Option("door", _("Correct the way in"), "door"),
        Option("seats", _("Correct the seats"), "seats"),
        Option("drop", _("Drop it"), "drop"),
    ]


def said(_: Reading, when: Moment) -> str:
    """Return in full what was understood, so that it can be seen to be right."""
    text = _.when(when.start.replace(tzinfo=_.zone))
    if when.end:
        text = _("{when} to {end}", when=text, end=_.time(when.end.replace(tzinfo=_.zone)))
    return _("{when}, and then again and again", when=text) if when.rrule else text


def _roles(_: Reading) -> list[Option[str]]:
    return [
        Option("host", _("Host"), "host"),
        Option("helper", _("Helper"), "helper"),
        Option("driver", _("Driver"), "driver"),
        Option("companion", _("Companion"), "companion"),
    ]


def _short(text: str) -> str:
    return " ".join(text.split())


def _interest(text: str) -> str:
    return _short(text).casefold()[:30]
