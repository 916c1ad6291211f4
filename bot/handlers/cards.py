"""How a date of an activity is worded: one place for title, time, place, host, price and the way in."""

from __future__ import annotations

from typing import Final

from bot.domain.activity import NOT_SAID, Activity, Occurrence
from bot.domain.facts import LEAVE, NO, WATCH, Facts
from bot.domain.people import Sight, seen_by
from bot.handlers.registry import press
from bot.i18n import N_, Reader
from bot.ports import Button
from bot.storage.activities import shifts_of
from bot.storage.blocks import apart
from bot.storage.facts import facts_of
from bot.storage.people import Organisation, coordinators, organisation_by_id, person_by_id
from bot.storage.store import Tx

REPLY, CARD = 300, 500  # characters a tired person reads at once
TITLE, PLACE, DOOR, FIRST, PRICE, LABEL, NAME = 60, 60, 90, 60, 40, 28, 14
FREE: Final = N_("You are welcome to just sit and listen, and you can leave whenever you like.")
Row = tuple[Button, ...]


def clip(text: str, most: int) -> str:
    """Return a text cut between words to at most so many characters."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,.-") + "…"


def fit(most: int, *parts: tuple[int, str]) -> str:
    """Join lines; where they are too many, those with the highest number go first, 0 never."""
    lines = [(rank, text) for rank, text in parts if text]
    while len("\n".join(text for _, text in lines)) > most and any(rank for rank, _ in lines):
        lines.remove(max(lines, key=lambda line: line[0]))
    return "\n".join(text for _, text in lines)


def host_name(tx: Tx, occurrence: Occurrence, to: int) -> str:
    """Return the first name of who meets a person at the door; empty if nobody can be named to them."""
    on_duty = [shift.person for shift in shifts_of(tx, occurrence.id) if shift.role == "host"]
    for id_ in filter(None, [*on_duty, occurrence.activity.host]):
        host = person_by_id(tx, id_)
        if host and host.first_name and not apart(tx, host.id, to):
            return seen_by(Sight.HOST, host).first_name  # taking the role said yes to being named
    return ""


def title(activity: Activity) -> str:
    """Return what an activity is called, short enough to be read."""
    return clip(activity.title, TITLE)


def label(activity: Activity, number: int = 0) -> str:
    """Return what an activity is called on a button."""
    return clip(f"{number}. {activity.title}" if number else activity.title, LABEL)


def what(_: Reader, occurrence: Occurrence) -> str:
    """Return what, when and where in one line."""
    activity = occurrence.activity
    if not activity.place:
        return _("{activity}, {when}.", activity=title(activity), when=_.when(occurrence.starts_at))
    return _(
        "{activity}, {when}, {place}.",
        activity=title(activity),
        when=_.when(occurrence.starts_at),
        place=place(activity),
    )


def place(activity: Activity) -> str:
    """Return where it is."""
    return clip(activity.place, PLACE).rstrip(". ")


def price(_: Reader, activity: Activity) -> str:
    """Return what it costs, in a sentence; empty if nobody has said."""
    if activity.price == NOT_SAID:
        return ""
    return _("Price: {price}.", price=clip(activity.price, PRICE).rstrip(". ") or _("free"))


def first_ten(_: Reader, activity: Activity) -> str:
    """Return what happens first, in a sentence; empty if nobody has said."""
    text = clip(activity.first_ten, FIRST).rstrip(". ")
    return _("First: {first_ten}.", first_ten=text) if text else ""


def door(_: Reader, activity: Activity) -> str:
    """Return how to get in, in a sentence; empty if nobody has said."""
    text = clip(activity.door, DOOR).rstrip(". ")
    return _("This is how you get in: {door}.", door=text) if text else ""


def seats(_: Reader, occurrence: Occurrence) -> str:
    """Return how many seats are left, in a sentence."""
    if occurrence.free <= 0:
        return _("All seats are taken.")
    return _.count("There is {n} free seat.", "There are {n} free seats.", occurrence.free)


def card(_: Reader, tx: Tx, occurrence: Occurrence, to: int, standing: str = "") -> str:
    """Return all that a newcomer asks about a date, after how the person stands to it, if at all."""
    activity = occurrence.activity
    host = host_name(tx, occurrence, to)
    free = "" if standing else seats(_, occurrence)
    return fit(
        CARD,
        (0, standing),
        (0, what(_, occurrence)),
        (1, _("{host} meets you there.", host=host) if host else ""),
        (4, first_ten(_, activity)),
        (2, door(_, activity)),
        (3, " ".join(filter(None, [price(_, activity), free]))),
        (5, _(FREE) if is_free(facts_of(tx, activity.id)) else ""),
    )


def is_free(said: Facts) -> bool:
    """Tell whether one may look on and leave early: it is so everywhere, unless somebody has said no."""
    return NO not in (said.get(WATCH), said.get(LEAVE))


def greeting(_: Reader, name: str) -> str:
    """Return the first word to somebody, whose name may not be known."""
    return _("Hello {name}.", name=name) if name else _("Hello.")


def sender(tx: Tx, organisation: int) -> tuple[str, Organisation]:
    """Return the first name of who asks, and for whom."""
    names = [seen_by(Sight.HOST, p).first_name for p in coordinators(tx, organisation) if p.first_name]
    return (names[0] if names else ""), organisation_by_id(tx, organisation)


def signature(_: Reader, tx: Tx, organisation: int) -> str:
    """Return who asks, and that a machine carries it."""
    name, house = sender(tx, organisation)
    if not name:
        return _("Kind regards from {organisation}, sent automatically", organisation=house.name)
    return _(
        "Kind regards, {sender} from {organisation}, sent automatically",
        sender=name,
        organisation=house.name,
    )


def human(_: Reader) -> Row:
    """Return the row that leads to a person."""
    return (press(_("Talk to a human"), "human"),)


def menu(_: Reader) -> Row:
    """Return the row that leads to the menu."""
    return (press(_("To the menu"), "menu"),)


def fewer(_: Reader) -> Row:
    """Return the row that leads to fewer messages."""
    return (press(_("Fewer messages"), "fewer"),)


def look_on(_: Reader) -> Row:
    """Return the row that leads to what is on."""
    return (press(_("Find something else"), "find"),)


def more(_: Reader, occurrence: Occurrence) -> tuple[Row, ...]:
    """Return the rows that tell more about a date: what to expect, and where it is on the map."""
    return (press(_("What can I expect?"), "expect", occurrence.id),), *on_map(_, occurrence)


def on_map(_: Reader, occurrence: Occurrence) -> tuple[Row, ...]:
    """Return the row that shows where a date is; none where nobody has put it on the map."""
    row = (press(_("Show on map"), "map", occurrence.id),)
    return (row,) if occurrence.activity.position else ()


CALENDAR: Final = "sign.calendar"


def calendar(_: Reader, occurrence: int) -> Row:
    """Return the row that gives a file for the calendar."""
    return (press(_("Put it in my calendar"), CALENDAR, occurrence),)


def out_of_calendar(_: Reader, occurrence: int) -> Row:
    """Return the row that gives a file which calls a date off in the calendar."""
    return (press(_("Take it out of my calendar"), CALENDAR, occurrence),)


def leave(_: Reader, occurrence: int) -> Row:
    """Return the row that gives up one's part."""
    return (press(_("Cancel my place"), "sign.out", occurrence),)
