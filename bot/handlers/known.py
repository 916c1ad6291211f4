"""What is known about a date, in one sentence for each thing that newcomers ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.domain.activity import NOT_SAID, Occurrence
from bot.domain.facts import (
    CALM,
    FEW,
    FIELDS,
    GREETED,
    HEARING,
    LEAVE,
    LIVELY,
    NO,
    NOISE,
    PICKUP,
    PLAIN,
    STEPS,
    STOP,
    TOILET,
    WATCH,
    YES,
)
from bot.handlers import cards
from bot.i18n import N_, Reader
from bot.storage.facts import crowd_of, facts_of
from bot.storage.store import Tx

WHERE, WHEN, PRICE, CROWD = "where", "when", "price", "crowd"
TOPICS: Final = (WHERE, WHEN, PRICE, CROWD, *FIELDS)  # buttons hold their numbers: add only at the end
TOLD: Final = (STEPS, GREETED, WATCH, LEAVE, TOILET, CROWD, NOISE, HEARING, PLAIN, PICKUP, STOP)
SAYS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        (STEPS, YES): N_("There are no stairs."),
        (STEPS, NO): N_("There are stairs."),
        (GREETED, YES): N_("Somebody says hello to you by name."),
        (GREETED, NO): N_("You walk in and find a seat yourself."),
        (WATCH, YES): N_("You are welcome to just look on."),
        (WATCH, NO): N_("Everybody joins in what goes on."),
        (LEAVE, YES): N_("You can leave when you like."),
        (LEAVE, NO): N_("It is best to stay to the end."),
        (TOILET, YES): N_("There is a toilet for a wheelchair."),
        (TOILET, NO): N_("There is no toilet for a wheelchair."),
        (HEARING, YES): N_("It is easy to hear what is said."),
        (HEARING, NO): N_("It can be hard to hear what is said."),
        (PLAIN, YES): N_("A little Danish is enough."),
        (PLAIN, NO): N_("Most is said in Danish."),
        (PICKUP, YES): N_("You can be fetched. Just say so."),
        (PICKUP, NO): N_("You find your own way there."),
        (NOISE, CALM): N_("It is calm."),
        (NOISE, LIVELY): N_("It is lively."),
    }
)
QUESTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        STEPS: N_("Are there stairs?"),
        GREETED: N_("Does somebody meet me?"),
        WATCH: N_("May I just look on?"),
        LEAVE: N_("May I leave early?"),
        TOILET: N_("Is there a wheelchair toilet?"),
        CROWD: N_("How many come?"),
        NOISE: N_("Is it calm?"),
        HEARING: N_("Is it easy to hear?"),
        PLAIN: N_("Is a little Danish enough?"),
        PICKUP: N_("Can I be fetched?"),
        STOP: N_("Which bus goes there?"),
        PRICE: N_("What does it cost?"),
    }
)


def sentence(_: Reader, tx: Tx, occurrence: Occurrence, topic: str, now: datetime, to: int) -> str:
    """Return what is known about one thing; empty if nobody has said."""
    activity = occurrence.activity
    match topic:
        case "where":
            return _where(_, occurrence)
        case "when":
            return _(
                "{activity} begins {when} and ends {time}.",
                activity=cards.title(activity),
                when=_.when(occurrence.starts_at),
                time=_.time(occurrence.ends_at),
            )
        case "price":
            return _price(_, activity.price)
        case "crowd":
            return _crowd(_, tx, activity.id, now)
        case field:
            return _fact(_, tx, occurrence, field, to)


def known(_: Reader, tx: Tx, occurrence: Occurrence, now: datetime, to: int) -> list[str]:
    """Return a line for each thing that is known, the most important first."""
    return list(filter(None, dict.fromkeys(sentence(_, tx, occurrence, topic, now, to) for topic in TOLD)))


def unknown(_: Reader, tx: Tx, occurrence: Occurrence, now: datetime, to: int) -> list[str]:
    """Return what nobody has said yet and an organiser can be asked."""
    return [t for t in (*TOLD, PRICE) if t != CROWD and not sentence(_, tx, occurrence, t, now, to)]


def _where(_: Reader, occurrence: Occurrence) -> str:
    if not occurrence.activity.place:
        return ""
    place = _("It is here: {place}.", place=cards.place(occurrence.activity))
    return " ".join(filter(None, [place, cards.door(_, occurrence.activity)]))


def _price(_: Reader, price: str) -> str:
    if price == NOT_SAID:
        return ""
    price = cards.clip(price, cards.PRICE).rstrip(". ")
    return _("It costs {price}.", price=price) if price else _("It is free.")


def _crowd(_: Reader, tx: Tx, activity: int, now: datetime) -> str:
    """Say about how many usually come; few people are never counted out loud."""
    usual = crowd_of(tx, activity, now)
    if usual.come is None:
        return ""
    parts = [_("We are a small group.") if usual.few else _("We are usually about {n}.", n=usual.come)]
    if usual.new:
        many = usual.new >= FEW
        parts.append(_("About {n} of them are new.", n=usual.new) if many else _("Some are new each time."))
    return " ".join(parts)


def _fact(_: Reader, tx: Tx, occurrence: Occurrence, field: str, to: int) -> str:
    said = facts_of(tx, occurrence.activity.id)
    if field in (WATCH, LEAVE) and cards.is_free(said):
        return _(cards.FREE)
    value = said.get(field, "")
    if field == STOP and value:
        return _("Nearest bus stop: {stop}.", stop=value.rstrip(". "))
    host = cards.host_name(tx, occurrence, to) if (field, value) == (GREETED, YES) else ""
    if host:
        return _("{host} says hello to you by name.", host=host)
    return _(SAYS[field, value]) if (field, value) in SAYS else ""
