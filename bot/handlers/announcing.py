"""A coordinator writes to many: seen exactly as received, counted, confirmed, watched, paused, stopped."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from bot.config import Settings
from bot.dialogs.announcement import Announcement, Reach, announcement
from bot.domain.announce import done_by
from bot.domain.people import Role
from bot.domain.quiet import unprompted
from bot.handlers import cards, talk
from bot.handlers.planning import organisation_of, refuse
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Rows, Visit
from bot.i18n import Reader
from bot.ports import Kind, Outbound
from bot.storage import campaigns, letters
from bot.storage.campaigns import Campaign, Progress
from bot.storage.store import Tx

REMEMBERED: Final = timedelta(days=30)  # the same text to the same people within this asks first


@action("announce")
@command("opslag")
def ask(visit: Visit) -> None:
    """Ask what is to be sent to whom."""
    if organisation_of(visit) is None:
        refuse(visit)
    else:
        talk.begin(visit, announcement)


@talk.performs(Reach)
def reach(visit: Visit, effect: Reach) -> tuple[str, int, str, str, str]:
    """Look up how it would be received, by how many, by when, and when the same people last got it."""
    organisation = organisation_of(visit) or 0
    count = campaigns.count(visit.tx, organisation, effect.audience)
    begins = unprompted(visit.now, visit.house.zone)
    done = done_by(begins, count, visit.house.settings.rate, visit.house.zone)
    body = signed(visit.tx, visit.house.settings, organisation, effect.text)
    before = campaigns.last_like(visit.tx, organisation, effect.audience, body, visit.now - REMEMBERED)
    last = done.astimezone(visit.house.zone).date().isoformat()
    return body.text, count, visit._.when(done), visit._.when(before) if before else "", last


@talk.finishes(announcement)
def confirmed(visit: Visit, told: Announcement | None) -> None:
    """Write it down; a sweep makes its rows, delivery sends them in the hours for it."""
    _ = visit._
    organisation = organisation_of(visit)
    if told is None or organisation is None:
        visit.say(_("It was dropped, and nobody was told."), (press(_("To the menu"), "menu"),))
        return
    body = signed(visit.tx, visit.house.settings, organisation, told.text)
    end = datetime.combine(told.until + timedelta(days=1), time(), visit.house.zone)
    id_ = campaigns.create(
        visit.tx, organisation, visit.known().id, told.audience, body, visit.now, expires_at=end
    )
    if found := campaigns.by_id(visit.tx, id_):
        show_progress(visit, found)


@action("camp.pause")
def pause(visit: Visit, campaign: int) -> None:
    """Hold it; at most what is leaving now still leaves."""
    if found := _own(visit, campaign):
        campaigns.pause(visit.tx, found.id)
        _report(visit, found.id)


@action("camp.go")
def go_on(visit: Visit, campaign: int) -> None:
    """Go on where it was held; nobody gets it twice."""
    if found := _own(visit, campaign):
        campaigns.resume(visit.tx, found.id, visit.now)
        _report(visit, found.id)


@action("camp.stop")
def stop(visit: Visit, campaign: int) -> None:
    """End it; what has not left never leaves."""
    _ = visit._
    found = _own(visit, campaign)
    if found is None:
        return
    campaigns.stop(visit.tx, found.id, visit.now)
    visit.say(_("It is stopped."), (press(_("Show the report"), "camp.show", found.id),), lasting=True)


@action("camp.show")
def report(visit: Visit, campaign: int) -> None:
    """Show how far it is, or what came of it."""
    if found := _own(visit, campaign):
        _report(visit, found.id)


def signed(tx: Tx, settings: Settings, organisation: int, text: str) -> Outbound:
    """Return an announcement exactly as everybody gets it: why it came, who sent it, and a way out."""
    _ = Reader(settings.locale, settings.zone)
    foot = f"{_('You get this because you are with us.')}\n{cards.signature(_, tx, organisation)}"
    rows = ((press(_("Fewer messages"), "fewer"),), (press(_("Talk to a human"), "human"),))
    return Outbound(f"{text}\n\n{foot}", rows)


def wording(_: Reader, found: Campaign, far: Progress) -> tuple[str, Rows]:
    """Return the progress, or the report, of an announcement."""
    show = (press(_("Update"), "camp.show", found.id),)
    stop_ = (press(_("Stop it"), "camp.stop", found.id),)
    if found.state == "paused":
        if far.total:
            text = _(
                "The announcement is on hold. Sent: {sent}. Waiting: {left}. Nobody gets it twice.",
                sent=far.sent,
                left=far.left,
            )
        else:
            text = _("The announcement is on hold. Nothing has been sent yet.")
        return text, ((press(_("Go on"), "camp.go", found.id),), stop_, show)
    if found.state in ("stopped", "done"):
        text = _(
            "The announcement is over. Arrived: {sent}. Have closed for me: {blocked}. Did not get through: "
            "{refused}. Not known: {unknown}.",
            sent=far.sent,
            blocked=far.blocked,
            refused=far.refused,
            unknown=far.unknown,
        )
        if far.late:
            text = f"{text} {_('Waited until it was too late for them: {late}.', late=far.late)}"
        return text, ((press(_("To the menu"), "menu"),),)
    if found.state == "making":
        text = _("I am getting it ready to send.")
    else:
        text = _("Sent: {sent} of {total}.", sent=far.sent, total=far.total)
        if far.waiting:
            later = _.count(
                "{n} person has had enough this week and gets it in the next.",
                "{n} people have had enough this week and get it in the next.",
                far.waiting,
            )
            text = f"{text} {later}"
    return text, ((press(_("Hold it"), "camp.pause", found.id),), stop_, show)


def show_progress(visit: Visit, found: Campaign) -> None:
    """Show the first progress message, which a sweep changes as the announcement goes on."""
    text, rows = wording(visit._, found, campaigns.progress(visit.tx, found.id))
    letters.put(
        visit.tx,
        key=progress_key(found.id),
        chat=visit.inbound.chat,
        kind=Kind.REPLY,
        message=Outbound(text, rows),
        now=visit.now,
        person=visit.known().id,
        lasting=True,
    )


def progress_key(campaign: int) -> str:
    """Return the key of the message that shows how far an announcement is."""
    return f"progress:{campaign}:0"


def _report(visit: Visit, campaign: int) -> None:
    if found := campaigns.by_id(visit.tx, campaign):
        text, rows = wording(visit._, found, campaigns.progress(visit.tx, found.id))
        visit.say(text, *rows, lasting=True)


def _own(visit: Visit, campaign: int) -> Campaign | None:
    """Return an announcement of an organisation this person coordinates; else say so, alike for both."""
    found = campaigns.by_id(visit.tx, campaign)
    if found and visit.known().is_(Role.COORDINATOR, found.organisation):
        return found
    refuse(visit)
    return None
