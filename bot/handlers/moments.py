"""Words around a date, and about how often: late, lost, here, how it was, fewer messages, a call."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import Final

from bot.handlers import sent
from bot.handlers.registry import ACTIONS, press, pressed
from bot.handlers.typed import newest
from bot.handlers.visit import Visit
from bot.language.fold import fold
from bot.language.moments import (
    arriving,
    asks_who_may_come,
    has_telephone_number,
    wants_a_call,
    wants_another_pace,
)
from bot.storage.activities import occurrence_by_id, signups_of_person

NEAR: Final = timedelta(hours=12)  # before the start, from when on somebody is on their way
AFTERWARDS: Final = MappingProxyType(  # what a mood means to the question how it was
    {"mood_good": "after.good", "mood_ok": "after.ok", "mood_bad": "after.bad"}
)


def hears(visit: Visit, meaning: str) -> bool:
    """Answer what is said on the way to a date, the day after it, or about how often; tell whether it was."""
    return (
        _on_the_way(visit)
        or _afterwards(visit, meaning)
        or _about_messages(visit, meaning)
        or _small_talk(visit, meaning)
    )


def _on_the_way(visit: Visit) -> bool:
    """Take words of being late, lost or there as the button that they mean, for the date that is near."""
    word = arriving(visit.inbound.text)
    for signup in signups_of_person(visit.tx, visit.known().id, visit.now) if word else ():
        date = occurrence_by_id(visit.tx, signup.occurrence)
        if signup.state == "in" and date and date.on and date.starts_at - NEAR <= visit.now < date.ends_at:
            ACTIONS[f"rem.{word}"](visit, date.id)
            return True
    return False


def _afterwards(visit: Visit, meaning: str) -> bool:
    verb, asked = AFTERWARDS.get(meaning), newest(visit)
    rows = asked.message.buttons if asked and verb else ()
    found = [one for row in rows for b in row if (one := pressed(b.data)) and one[0] == verb]
    if len(found) != 1:
        return False
    ACTIONS[found[0][0]](visit, *found[0][1])
    return True


def _small_talk(visit: Visit, meaning: str) -> bool:
    """Answer a few things that are said to a person rather than to a service."""
    _, text = visit._, visit.inbound.text
    if meaning != "unknown":
        return False
    if asks_who_may_come(text):
        said = _("Everybody is welcome. You can come alone or bring somebody.")
        visit.say(said, (press(_("See what is on"), "find"),), *sent.ways(visit)[-2:])
    elif has_telephone_number(text):
        said = _("Thank you. I keep no telephone numbers here. A human can call you, if you like.")
        visit.say(said, (press(_("Call me"), "call"),), *sent.ways(visit)[-2:])
    elif fold(text) in ("undskyld", "undskyld mig", "sorry"):
        visit.say(_("That does not matter at all."), *sent.ways(visit))
    else:
        return False
    return True


def _about_messages(visit: Visit, meaning: str) -> bool:
    text = visit.inbound.text
    if meaning in ("pause", "unknown") and wants_another_pace(text):
        ACTIONS["fewer"](visit)
    elif meaning in ("human", "unknown") and wants_a_call(text):
        ACTIONS["call"](visit)
    else:
        return False
    return True
