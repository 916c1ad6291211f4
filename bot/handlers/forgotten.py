"""A shift of which nobody hears: a coordinator lets others be asked, and its holder is told kindly."""

from __future__ import annotations

from bot.domain.activity import Occurrence, Shift
from bot.domain.people import Role, seen_by, sight_of
from bot.handlers import accompany, cards
from bot.handlers.on_duty import ROLES
from bot.handlers.planning import refuse
from bot.handlers.registry import action, press
from bot.handlers.visit import Visit
from bot.ports import Kind, Outbound
from bot.storage import letters
from bot.storage.activities import occurrence_by_id, shift_by_id
from bot.storage.people import person_by_id
from bot.storage.shifts import gap_of


@action("sub.find")
def find(visit: Visit, shift: int = 0) -> None:
    """Take a shift from who has not answered about it, and look for somebody to stand in."""
    _, found = visit._, shift_by_id(visit.tx, shift)
    date = occurrence_by_id(visit.tx, found.occurrence) if found else None
    if found is None or date is None or not visit.known().is_(Role.COORDINATOR, date.activity.organisation):
        refuse(visit)
        return
    visit.tx.lock_occurrence(id=date.id)
    if not date.on or date.starts_at <= visit.now:
        visit.say(_("That shift is over or off. Nobody is needed any more."), cards.menu(_))
        return
    holder = person_by_id(visit.tx, found.person)
    name = seen_by(sight_of(visit.known(), holder), holder).first_name if holder else ""
    if found.state == "confirmed":
        text = _("{volunteer} has answered meanwhile, and comes.", volunteer=name or _("A volunteer"))
        visit.say(text, cards.menu(_), lasting=True)
        return
    if found.state == "taken":
        visit.tx.set_shift(id=found.id, state="prevented", now=visit.now)
        letters.cancel_for(visit.tx, date.id, found.person, visit.now)
        _tell_holder(visit, found, date)
        accompany.shift_given_up(visit, found)
    show = (press(_("Show the activity"), "plan.show", date.id),)
    if gap_of(visit.tx, found.id, visit.now):
        text = _("I look for somebody to stand in, and you hear how it ends.")
    else:
        text = _("Nobody is missing there now.")
    visit.say(text, show, cards.menu(_), lasting=True)


def _tell_holder(visit: Visit, shift: Shift, date: Occurrence) -> None:
    """Tell whose shift it was: no blame, and a way back while nobody else has it."""
    holder = person_by_id(visit.tx, shift.person)
    if holder is None:
        return
    _ = visit.reader_of(holder)
    text = _(
        "I have not heard from you about {activity}, {when}, so we find another {role}. That is quite all "
        "right. Can you come after all?",
        activity=cards.title(date.activity),
        when=_.when(date.starts_at),
        role=_(ROLES[shift.role]),
    )
    rows = ((press(_("I can come after all"), "shift.undo", shift.id),), cards.human(_))
    visit.tell(
        holder,
        Outbound(text, rows),
        kind=Kind.CHANGE,
        occurrence=date.id,
        version=date.version,
        expires_at=date.starts_at,
    )
