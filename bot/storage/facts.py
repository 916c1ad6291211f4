"""What is known of an activity beyond its texts: facts in fixed fields, where it is, how many come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from bot.domain.facts import Crowd, crowd, is_allowed
from bot.domain.places import Position
from bot.storage.store import Tx


def facts_of(tx: Tx, activity: int) -> dict[str, str]:
    """Return what has been said about an activity, by field; a field nobody spoke of is missing."""
    return dict(tx.facts_of(activity=activity))


def facts_of_many(tx: Tx, activities: Collection[int]) -> dict[int, dict[str, str]]:
    """Return what has been said about each of these activities; those without a word have an empty dict."""
    wanted, found = set(activities), defaultdict[int, dict[str, str]](dict)
    for activity, field, value in tx.all_facts() if wanted else ():
        if activity in wanted:
            found[activity][field] = value
    return {activity: found[activity] for activity in wanted}


def put_fact(tx: Tx, activity: int, field: str, value: str) -> None:
    """Write down what was said; the last word holds.  An empty value takes the field back."""
    if not value:
        tx.drop_fact(activity=activity, field=field)
    elif is_allowed(field, value):
        tx.put_fact(activity=activity, field=field, value=value.strip())
    else:
        raise ValueError(f"{field} may not be {value!r}")


def set_position(tx: Tx, activity: int, position: Position | None) -> None:
    """Show an activity on the map, or take it off."""
    latitude, longitude = position or (None, None)
    tx.set_position(id=activity, latitude=latitude, longitude=longitude)


def crowd_of(tx: Tx, activity: int, now: datetime) -> Crowd:
    """Return how many usually come, from its last dates that are over."""
    return crowd([(came, new) for came, new in tx.crowd_of(activity=activity, now=now)])


def ask(tx: Tx, activity: int, person: int, field: str, now: datetime) -> datetime:
    """Note that somebody waits to hear this; return since when the first one of those waits."""
    tx.ask_about(activity=activity, person=person, field=field, now=now)
    return min(asked_at for _person, asked_at in who_asked(tx, activity, field))


def who_asked(tx: Tx, activity: int, field: str) -> list[tuple[int, datetime]]:
    """Return who waits to hear this, and since when."""
    return [(person, asked_at) for person, asked_at in tx.who_asked(activity=activity, field=field)]


def told(tx: Tx, activity: int, field: str, now: datetime) -> None:
    """Note that everybody who waited to hear this has been told."""
    tx.told_about(activity=activity, field=field, now=now)


def waiting(tx: Tx, activity: int) -> list[str]:
    """Return the fields that somebody waits to hear about."""
    return [row[0] for row in tx.fields_asked(activity=activity)]
