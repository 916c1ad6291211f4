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
