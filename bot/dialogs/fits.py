"""What a coordinator can say about an activity in fixed fields, and where it is on the map."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogs.choice import Choice, Option
from bot.dialogs.dialogue import Dialogue, Question, Reading, Retry, script
from bot.dialogs.several import Multi
from bot.dialogs.text import Text
from bot.domain.facts import CALM, FIELDS, LIVELY, LONGEST, NO, NOISE, STOP, YES
from bot.domain.places import Position, is_position
from bot.i18n import N_

Said = tuple[str, str]  # a field and its value
PIN: Final = "pin"  # the key of the question that a location answers
NOT_SAID: Final = ""
ASKS_STOP: Final = N_("Which bus stop is nearest? Write it briefly, such as “Torvet, bus 901”.")
ASKS_PIN: Final = N_(
    "Would you like to show it on the map? Press the paper clip, choose Location and send the place."
)
LABELS: Final = {
    "steps": N_("No stairs"),
    "greeted": N_("Newcomers are met by name"),
    "watch": N_("Just looking on is fine"),
    "leave": N_("Leaving early is fine"),
    "toilet": N_("Toilet for a wheelchair"),
    "hearing": N_("Easy to hear, or a loop"),
    "plain": N_("A little Danish is enough"),
    "pickup": N_("Somebody can be fetched"),
    NOISE: N_("Calm or lively"),
    STOP: N_("The bus stop"),
}
MOODS: Final = {CALM: N_("Calm"), LIVELY: N_("Lively")}
_NUMBER: Final = re.compile(r"-?\d{1,3}(?:[.,]\d+)")


def fits(_: Reading) -> Multi[Said]:
    """Ask in one go for all that fits; what is not ticked was not said, and is no no."""
    options = [
        Option(field, _(LABELS[field]), (field, YES)) for field, values in FIELDS.items() if YES in values
    ]
    options += [Option(mood, _(label), (NOISE, mood)) for mood, label in MOODS.items()]
    return Multi("fits", _("What fits? Tick what newcomers can count on."), options, skip=True)


def stop(_: Reading) -> Question[str | None]:
    """Ask for the nearest bus stop."""
    return Text("stop", _(ASKS_STOP), _short, most=LONGEST, skip=True)


def pin(_: Reading) -> Question[Position | None]:
    """Ask for a place on the map: a location that is sent, or two numbers that are written."""
    return Text(PIN, _(ASKS_PIN), lambda text: _position(text, _), skip=True)


def agreed(said: list[Said]) -> tuple[Said, ...]:
    """Return what was ticked, without what contradicts itself: calm and lively at once says nothing."""
    once = len({value for field, value in said if field == NOISE}) <= 1
    return tuple(one for one in said if once or one[0] != NOISE)


async def one_fact(d: Dialogue) -> Said:
    """Return one field and what it is now; empty where nobody knows."""
    _ = d._
    options = [Option(field, _(label), field) for field, label in LABELS.items() if field != STOP]
    field = await Choice("fit", _("What would you like to tell about?"), options)
    if field == NOISE:
        values = [Option(mood, _(label), mood) for mood, label in MOODS.items()]
    else:
        values = [Option(YES, _("Yes"), YES), Option(NO, _("No"), NO)]
    values.append(Option("unsaid", _("I do not know"), NOT_SAID))
    text = _("{fact}: how is it?", fact=_(LABELS[field]))
    return field, await Choice(f"how_{field}", text, values)


@script("tell_stop")
async def tell_stop(d: Dialogue, *, occurrence: int) -> tuple[int, str | None]:
    """Return which date was asked about, and its bus stop; None if it was skipped."""
    return occurrence, await stop(d._)


@script("tell_price")
async def tell_price(d: Dialogue, *, occurrence: int) -> tuple[int, str | None]:
    """Return which date was asked about, and its price; None if it was skipped."""
    _ = d._
    return occurrence, await Text("price", _("What does it cost?"), _short, most=LONGEST, skip=True)


def sent(place: Position) -> str:
    """Return a location that was sent as the words that say the same."""
    return f"{place[0]:.6f} {place[1]:.6f}"


def _position(text: str, _: Reading) -> Position:
    found = [float(number.replace(",", ".")) for number in _NUMBER.findall(text)]
    if len(found) != 2 or not is_position(*found):  # noqa: PLR2004 - a latitude and a longitude
        raise Retry(_("I cannot find that place. Send it by the paper clip, or skip this."))
    return found[0], found[1]


def _short(text: str) -> str:
    return " ".join(text.split())
