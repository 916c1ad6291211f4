"""A volunteer is asked nothing for the rest of the month: one press, and no reason is wanted."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.handlers import cards
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit


@action("sub.rest")
def rest_of_the_month(visit: Visit) -> None:
    """Ask a volunteer nothing more until the month is over."""
    _, zone = visit._, visit.house.zone
    local = visit.now.astimezone(zone).date()
    first = (local.replace(day=1) + timedelta(days=32)).replace(day=1)
    until = datetime.combine(first, time(), zone).astimezone(UTC)
    visit.tx.set_spared(id=visit.known().id, until=until)
    text = _("Then I ask you nothing more this month. Thank you for saying so.")
    visit.say(text, (press(_("You may ask me again"), "sub.ask"),), cards.menu(_), lasting=True)
