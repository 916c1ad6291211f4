"""What is asked in free words and answers nothing: why, more again, something with music."""

from __future__ import annotations

from typing import Final

from bot.handlers import (
    along,
    cards,
    easing,
    find,
    invitations,
    leaving,
    looking,
    moments,
    pausing,
    profile,
)
from bot.handlers.expecting import dates_shown
from bot.handlers.registry import intent, press, pressed
from bot.handlers.typed import newest
from bot.handlers.visit import Visit
from bot.language import seeking
from bot.language.asked import is_question, topic
from bot.language.company import corrects_own
from bot.language.kinds import kinds_of
from bot.ports import Kind
from bot.storage.invitations import newest as newest_invitation

LOOKS: Final = frozenset(
    {"unknown", "activities", "where", "when"}
)  # meanings that may be a look for something


def hears(visit: Visit, meaning: str) -> bool:
    """Answer free words that ask for one of these; tell whether they did.  ``meaning`` is their intent."""
    text = visit.inbound.text
    if meaning in ("unknown", "yes") and seeking.wants_more_again(text):
        easing.more(visit)
        return True
    if leaving.comes_back(visit):
        return False
    if meaning in ("unknown", "identity") and seeking.asks_why(text):
        return why(visit)
    if (
        moments.hears(visit, meaning)
        or pausing.names_a_day(visit)
        or along.hears(visit, meaning)
        or _hears_corrections(visit, meaning)
        or _hears_what_is_easier(visit, meaning)
    ):
        return True
    if meaning == "yes":
        return _names_another(visit)
    about_one = is_question(text) and topic(text) is not None and not kinds_of(text)
    return meaning in LOOKS and not about_one and _looks(visit, meaning)


def _names_another(visit: Visit) -> bool:
    """Show an activity that is said yes to by its name, unless it is the one that was asked about."""
    found = looking.by_name(visit)
    if found is None or any(one.activity.id == found.activity.id for one in dates_shown(visit)):
        return False
    find.about(visit, found.id)
    return True


def _hears_corrections(visit: Visit, meaning: str) -> bool:
    """Show what somebody has told, if they say that they would like to change it."""
    if meaning not in (*LOOKS, "identity") or not corrects_own(visit.inbound.text):
        return False
    profile.review(visit)
    return True


def _hears_what_is_easier(visit: Visit, meaning: str) -> bool:
    """Take words as the answer to what would make it easier, if that was asked."""
    if not _asked_what_is_easier(visit):
        return False
    way = seeking.easier(visit.inbound.text)
    if meaning == "not_now":
        easing.rest(visit)
    elif way is not None:
        easing.choose(visit, way)
    return meaning == "not_now" or way is not None


def why(visit: Visit) -> bool:
    """Say why the newest unasked message came; False if there was none."""
    asked, person = newest(visit), visit.known()
    if asked is not None and asked.kind in (Kind.CHECKIN, Kind.ANNOUNCEMENT):
        _because_of_a_yes(visit, asked.kind)
        return True
    about = asked.occurrence if asked and asked.kind is Kind.INVITATION else None
    date = about or newest_invitation(visit.tx, person.id)
    if date is None:
        return False
    invitations.why(visit, date)
    return True


@intent("activities")
def what_is_on(visit: Visit) -> None:
    """Show what is on, by what else was written."""
    if not _looks(visit, "activities"):
        find.find(visit)


def _looks(visit: Visit, meaning: str) -> bool:
    search, unsure = seeking.read(visit.inbound.text), meaning == "unknown"
    if search is None or (meaning in ("where", "when") and not search.clear):
        return False
    if topic(visit.inbound.text) is None and (found := looking.by_name(visit)):
        find.about(visit, found.id)
        return True
    days = looking.span(visit)
    if search.words:
        strict = unsure and not search.asked
        return looking.look(visit, search.words, sure=search.asked, strict=strict, when=days)
    if days:
        looking.on_days(visit, days)
        return True
    view = find.NEAR if search.near else find.LIKED if search.liked else find.WEEK
    if unsure and not (search.near or search.week or search.liked or search.asked):
        return False
    find.find(visit, 0, view)
    return True


def _asked_what_is_easier(visit: Visit) -> bool:
    asked = newest(visit)
    buttons = [b for row in asked.message.buttons for b in row] if asked else []
    return any(found and found[0] == "ease.way" for found in (pressed(b.data) for b in buttons))


def _because_of_a_yes(visit: Visit, kind: Kind) -> None:
    _ = visit._
    if kind is Kind.CHECKIN:
        text = _(
            "I ask how it goes because you said yes to that. You decide how often, and may say no thanks."
        )
    else:
        text = _("It was sent to you because you said yes to messages. You decide how many you get.")
    rows = (cards.fewer(_), (press(_("My data"), "data"),), cards.human(_), cards.menu(_))
    visit.say(text, *rows)
