"""What somebody asks before they have said yes to anything: answered, and nothing is kept of it."""

from __future__ import annotations

from bot.handlers.registry import press
from bot.handlers.visit import Visit


def answers(visit: Visit, intent: str, *, asked: bool) -> bool:
    """Answer a stranger's question; tell whether it was one that has an answer.

    ``asked``: what is being asked at the door comes again by itself, so no button need lead there.
    """
    _ = visit._
    begin = () if asked else ((press(_("Begin"), "hello"),),)
    match intent:
        case "human":
            human(visit)
            return True
        case "price":
            text = _("It is free to write with me. What an activity costs is told before you say yes.")
        case "activities" | "when" | "where":
            text = _("I would like to show you what is on. First I need your yes to writing to you.")
        case "help":
            text = _("Press a button, or write your question. Write human, and I tell you whom to call.")
        case "privacy":
            text = _("I keep nothing about you yet. Press Tell me more, and you see what I would keep.")
        case _:
            return False
    visit.say(text, *begin)
    return True


def human(visit: Visit) -> None:
    """Tell how to reach a human without a yes: by telephone, or by writing after it."""
    _, house = visit._, visit.home()
    if phone := house.phone or visit.house.settings.phone:
        text = _(
            "You can talk to a human. Call {organisation} on {phone}. If you would rather write, press "
            "Begin, say yes, and write human.",
            organisation=house.name,
            phone=phone,
        )
    else:
        text = _(
            "{coordinator} is a human and reads {hours}. Press Begin, say yes, and write human.",
            coordinator=visit.coordinator_name(),
            hours=visit.reads_at(),
        )
    visit.say(text, (press(_("Begin"), "hello"),), (press(_("Show phone lines"), "safety.lines"),))
