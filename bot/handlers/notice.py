"""What article 13 of the GDPR asks to be told, in five short answers, from the settings."""

from __future__ import annotations

from bot.domain import retention
from bot.handlers.registry import action, press
from bot.handlers.visit import Rows, Visit

DOOR = (
    "notice",
    "notice.who",
    "notice.what",
    "notice.seen",
    "notice.kept",
    "notice.rights",
)  # told to anybody


@action("notice")
def notice(visit: Visit) -> None:
    """Ask what somebody would like to know."""
    _ = visit._
    visit.say(
        _("What would you like to know about your data?"),
        (press(_("Who is responsible?"), "notice.who"),),
        (press(_("What do you keep, and why?"), "notice.what"),),
        (press(_("Who can see it?"), "notice.seen"),),
        (press(_("For how long?"), "notice.kept"),),
        (press(_("My rights"), "notice.rights"),),
        (press(_("Back"), "data" if visit.person else "hello"),),
    )


@action("notice.who")
def who(visit: Visit) -> None:
    """Tell who is responsible, how to reach them, and their data protection officer."""
    _, settings, house = visit._, visit.house.settings, visit.home()
    parts = [_("{controller} is responsible for your data.", controller=settings.controller or house.name)]
    if contact := settings.controller_contact or house.phone:
        parts.append(_("You reach us here: {contact}.", contact=contact.rstrip(".")))
    if settings.dpo:
        parts.append(_("Our data protection officer can help too: {dpo}.", dpo=settings.dpo.rstrip(".")))
    visit.say(" ".join(parts), *_back(visit))


@action("notice.what")
def what(visit: Visit) -> None:
    """Tell what is kept, what for, and by which right."""
    _ = visit._
    kept = _(
        "We keep your first name, your wishes and what you sign up for, so that we can write about what fits "
        "and keep your seat."
    )
    if visit.house.settings.controller_type == "kommune":
        why = _("It is a part of the municipality's task: article 6, 1, e of the GDPR. You choose yourself.")
    else:
        why = _("We may because you said yes: article 6, 1, a of the GDPR.")
    health = _("How you are is kept only with a yes of its own: article 9, 2, a.")
    visit.say(f"{kept} {why} {health}", *_back(visit))


@action("notice.seen")
def seen(visit: Visit) -> None:
    """Tell who gets to see what; Telegram among them."""
    _, settings = visit._, visit.house.settings
    parts = [
        _("Coordinators at {organisation} see what you have told.", organisation=visit.home().name),
        _("A host sees the first name of whoever comes."),
        _("Telegram can read all that is written here, and lies outside of the EU."),
    ]
    if settings.hosting:
        parts.append(_("{hosting} runs the machine for us.", hosting=settings.hosting.rstrip(".")))
    parts.append(_("Nobody else gets anything."))
    visit.say(" ".join(parts), *_back(visit))


@action("notice.kept")
def kept(visit: Visit) -> None:
    """Tell for how long what is kept, and what the law asks to be kept longer."""
    _ = visit._
    parts = [
        _("How you were is deleted after {days} days.", days=retention.ANSWERS.days),
        _("What I have written is deleted after {days} days.", days=retention.WORDS.days),
        _(
            "The rest stays until you delete it. Backups are gone {days} days later.",
            days=retention.BACKUPS.days,
        ),
    ]
    if law := by_law(visit):
        parts.append(law)
    visit.say(" ".join(parts), *_back(visit))


@action("notice.rights")
def rights(visit: Visit) -> None:
    """Tell what somebody can ask for, and where to complain."""
    _ = visit._
    visit.say(
        _(
            "You can see, correct and delete your data, and take it with you as a file. You can take back a "
            "yes, or ask us to wait with using it. No machine decides anything about you. You can complain "
            "to Datatilsynet at datatilsynet.dk."
        ),
        *_back(visit),
    )


def by_law(visit: Visit) -> str:
    """Return what the controller must keep by law, in a sentence; nothing if that is nothing."""
    kept_ = visit.house.settings.must_keep.rstrip(".")
    return visit._("The law asks us to keep this outside of this chat: {what}.", what=kept_) if kept_ else ""


def _back(visit: Visit) -> Rows:
    _ = visit._
    rows: Rows = ((press(_("Know more"), "notice"),),)
    if visit.person:
        return (*rows, (press(_("Talk to a human"), "human"),), (press(_("My data"), "data"),))
    return (*rows, (press(_("Begin"), "hello"),))
