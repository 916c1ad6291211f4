"""A shift is given back: others are asked to stand in, the first yes has it, and all hear how it ends."""

from __future__ import annotations

from datetime import datetime

from bot.config import Settings
from bot.dialogs.volunteering import CAPS, caps
from bot.domain.activity import Occurrence
from bot.domain.duty import Bar
from bot.domain.people import SHIFTS, Person, Role, seen_by, sight_of
from bot.domain.quiet import waking
from bot.domain.standing_in import NEAR
from bot.handlers import cards
from bot.handlers.offers import reader
from bot.handlers.on_duty import ROLES
from bot.handlers.promised import answered, thanks
from bot.handlers.registry import ACTIONS, action, press
from bot.handlers.shifts import choices
from bot.handlers.signups import clash
from bot.handlers.sparing import rest_of_the_month
from bot.handlers.visit import Visit
from bot.ports import Kind, Outbound
from bot.storage import letters
from bot.storage.activities import occurrence_by_id, shift_by_id
from bot.storage.duty import barred
from bot.storage.people import coordinators, person_by_id
from bot.storage.shifts import Gap, StandIn, gap_of, stand_in_by_id, stand_ins_of, take_shift
from bot.storage.store import Tx


def ask(tx: Tx, settings: Settings, asked: StandIn, gap: Gap, date: Occurrence, now: datetime) -> None:
    """Ask a volunteer to stand in; who was prevented is not named."""
    to = person_by_id(tx, asked.person)
    if to is None:
        return
    _ = reader(settings, to.language)
    text = cards.fit(
        350,
        (0, " ".join([cards.greeting(_, to.first_name), _("Could you stand in?")])),
        (0, _("A {role} is missing here: {what}", role=_(ROLES[gap.role]), what=cards.what(_, date))),
        (0, _("The first one to say yes has the shift. A no is quite all right.")),
    )
    rows = (
        (press(_("Yes, I will"), "sub.yes", asked.id),),
        (press(_("Not this time"), "sub.no", asked.id),),
        (press(_("Not this month"), "sub.month", asked.id),),
        (press(_("Tell me more"), "find.about", date.id),),
    )
    kind = Kind.CHANGE if date.starts_at - now <= NEAR else Kind.FOLLOWUP
    message, key = Outbound(text, rows), f"sub:{asked.id}"
    letters.put_about(tx, to, message, date, kind=kind, key=key, now=now, expires_at=date.starts_at)


def tell_nobody(tx: Tx, settings: Settings, gap: Gap, date: Occurrence, now: datetime) -> int:
    """Tell the coordinators once that everybody was asked and the shift is still open."""
    found = stand_ins_of(tx, gap.shift)
    said_no = sum(one.state == "no" for one in found)
    told = 0
    for other in coordinators(tx, date.activity.organisation):
        _ = reader(settings, other.language)
        text = _(
            "Nobody stands in as {role} yet: {what} Asked: {asked}. No: {no}. No answer: {silent}.",
            role=_(ROLES[gap.role]),
            what=cards.what(_, date),
            asked=len(found),
            no=said_no,
            silent=len(found) - said_no,
        )
        rows = ((press(_("Show the activity"), "plan.show", date.id),),)
        key = f"gap:{gap.shift}:{gap.since.isoformat()}:{len(found)}:{other.id}"
        told += _tell(tx, settings, other, Outbound(text, rows), date, now, key=key, kind=Kind.STAFF)
    return told


def tell_in_vain(tx: Tx, settings: Settings, asked: StandIn, now: datetime) -> None:
    """Thank somebody who had not answered yet: it is settled."""
    tx.set_stand_in(id=asked.id, state="lapsed", now=now)
    to, shift = person_by_id(tx, asked.person), shift_by_id(tx, asked.shift)
    date = occurrence_by_id(tx, shift.occurrence) if shift else None
    if to is None or date is None or not date.on or date.starts_at <= now:
        return
    _ = reader(settings, to.language)
    what = {"activity": cards.title(date.activity), "when": _.when(date.starts_at)}
    if tx.thanked_before(occurrence=date.id, person=to.id):
        text = _(
            "It is settled once more: {activity}, {when}. Thank you for being somebody one can ask.", **what
        )
    else:
        text = _("It is settled: {activity}, {when}. Thank you for being somebody one can ask.", **what)
    _tell(tx, settings, to, Outbound(text), date, now, key=f"sub:{asked.id}:off")


@action("sub.yes")
def yes(visit: Visit, stand_in: int = 0) -> None:
    """Take the shift over, if nobody was faster."""
    _, tx = visit._, visit.tx
    asked = _mine(visit, stand_in)
    shift = shift_by_id(tx, asked.shift) if asked else None
    date = occurrence_by_id(tx, shift.occurrence) if shift else None
    if asked is None or shift is None or date is None or not date.on or date.ends_at <= visit.now:
        visit.say(_("That shift is not here any more."), (press(_("My shifts"), "shifts"),))
        return
    role = Role(shift.role)
    tx.lock_occurrence(id=date.id)
    if barred(tx, visit.known(), date, role, visit.now, visit.house.zone) not in (None, Bar.TAKEN):
        tx.set_stand_in(id=asked.id, state="lapsed", now=visit.now)
        ACTIONS["shift.take"](visit, date.id, SHIFTS.index(role))  # which tells why, where that may be told
        return
    had = tx.shift_of(occurrence=date.id, person=asked.person, role=shift.role)
    mine = take_shift(tx, date, shift.role, visit.known().id, visit.now)
    if mine is None:
        tx.set_stand_in(id=asked.id, state="late", now=visit.now)
        text = _("Thank you for wanting to stand in. Somebody else said yes just before you.")
        visit.say(text, (press(_("See open shifts"), "shift.open"),), lasting=True)
        return
    if tx.set_stand_in(id=asked.id, state="yes", now=visit.now) and not (
        had and had[4] in ("taken", "confirmed")
    ):
        tx.set_shift(id=mine.id, state="confirmed", now=visit.now)
        answered(tx, mine, date, visit.now, visit.house.zone)
        _tell_found(visit, asked, date, shift.role, shift.person)
    text = " ".join(filter(None, [thanks(visit, date, shift.role), clash(visit, date)]))
    visit.say(text, *choices(visit, mine.id), lasting=True)


@action("sub.no")
def no(visit: Visit, stand_in: int = 0) -> None:
    """Thank for a no, which needs no reason."""
    if _decline(visit, stand_in):
        text = visit._("That is quite all right. Thank you for answering.")
        visit.say(text, (press(visit._("Fewer questions"), "sub.terms"),), cards.menu(visit._), lasting=True)


@action("sub.month")
def not_this_month(visit: Visit, stand_in: int = 0) -> None:
    """Ask a volunteer nothing more until the month is over; no reason is wanted."""
    if _decline(visit, stand_in):
        rest_of_the_month(visit)


@action("sub.ask")
def ask_again(visit: Visit) -> None:
    """End the time in which a volunteer is not asked."""
    visit.tx.set_spared(id=visit.known().id, until=None)
    visit.say(visit._("Lovely. I ask when somebody is missing."), cards.menu(visit._), lasting=True)


@action("sub.terms")
def terms(visit: Visit) -> None:
    """Ask how much a volunteer likes to be asked for."""
    _ = visit._
    rows = [(press(option.label, "sub.cap", number),) for number, option in enumerate(caps(_))]
    rest = (press(_("Not this month"), "sub.rest"),)
    visit.say(_("How many shifts a week may I ask you about?"), *rows, rest, cards.menu(_))


@action("sub.cap")
def cap(visit: Visit, number: int = 0) -> None:
    """Keep a volunteer's own limit for the week."""
    _ = visit._
    if 0 <= number < len(CAPS):
        visit.tx.set_shift_cap(id=visit.known().id, cap=CAPS[number])
    visit.say(_("Good. I keep to it."), (press(_("My shifts"), "shifts"),), cards.menu(_), lasting=True)


def _decline(visit: Visit, stand_in: int) -> bool:
    asked = _mine(visit, stand_in)
    if asked is None:
        visit.say(visit._("That shift is not here any more."), cards.menu(visit._))
        return False
    if asked.state == "asked":
        visit.tx.set_stand_in(id=asked.id, state="no", now=visit.now)
    return True


def _tell_found(visit: Visit, asked: StandIn, date: Occurrence, role: str, giver: int) -> None:
    """Tell those who were still asked, who gave the shift back, and the coordinators."""
    tx, settings = visit.tx, visit.house.settings
    if gap_of(tx, asked.shift, visit.now) is None:
        for one in stand_ins_of(tx, asked.shift):
            if one.state == "asked":
                tell_in_vain(tx, settings, one, visit.now)
    before = person_by_id(tx, giver)
    if before is not None and before.id != asked.person:
        _ = reader(settings, before.language)
        text = _(
            "Somebody stands in at {activity}, {when}. You need not think of it any more.",
            activity=cards.title(date.activity),
            when=_.when(date.starts_at),
        )
        _tell(tx, settings, before, Outbound(text), date, visit.now, key=f"sub:{asked.id}:found")
    for other in coordinators(tx, date.activity.organisation):
        _ = reader(settings, other.language)
        who = seen_by(sight_of(other, visit.known()), visit.known()).first_name or _("Somebody")
        text = _(
            "{volunteer} stands in as {role}: {what}",
            volunteer=who,
            role=_(ROLES[role]),
            what=cards.what(_, date),
        )
        key = f"sub:{asked.id}:staff:{other.id}"
        _tell(tx, settings, other, Outbound(text), date, visit.now, key=key, kind=Kind.STAFF)


def _tell(
    tx: Tx,
    settings: Settings,
    to: Person,
    message: Outbound,
    date: Occurrence,
    now: datetime,
    *,
    key: str,
    kind: Kind = Kind.FOLLOWUP,
) -> bool:
    return letters.put_about(
        tx,
        to,
        message,
        date,
        kind=kind,
        key=key,
        now=now,
        not_before=waking(now, settings.zone) if date.starts_at - now > NEAR else None,
        expires_at=date.ends_at,
    )


def _mine(visit: Visit, stand_in: int) -> StandIn | None:
    found = stand_in_by_id(visit.tx, stand_in)
    return found if found and found.person == visit.known().id else None
