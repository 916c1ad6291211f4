"""A coordinator's activities: made in the chat, shown, published, moved, cancelled."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.dialogs.activity import NewActivity, new_activity
from bot.dialogs.editing import edit, put_on_map
from bot.dialogs.fits import LABELS
from bot.dialogs.moving import move
from bot.dialogs.questions import Today
from bot.domain.activity import TEXTS, Occurrence
from bot.domain.facts import FIELDS, STEPS, TOILET, YES
from bot.domain.occurrences import dates, moment, span
from bot.domain.people import Role, seen_by, sight_of
from bot.domain.places import Position
from bot.handlers import talk
from bot.handlers.answering import spread
from bot.handlers.changes import tell_cancelled, tell_elsewhere, tell_moved
from bot.handlers.registry import action, command, press
from bot.handlers.visit import Rows, Visit
from bot.language.dates import When
from bot.ports import Outbound
from bot.storage import plans
from bot.storage.activities import (
    needs_of,
    occurrence_by_id,
    occurrences_of,
    occurrences_of_organisation,
    shifts_of,
    signups_of,
)
from bot.storage.facts import facts_of, put_fact, set_position, waiting
from bot.storage.people import person_by_id
from bot.storage.plans import Plan, Time

AHEAD: Final = timedelta(weeks=26)  # of a series, so many dates are planned
A_PAGE: Final = 5
WEEKS: Final = timedelta(weeks=8)


def organisation_of(visit: Visit) -> int | None:
    """Return whom this coordinator speaks for; with several, the one they belong to comes first."""
    own = visit.known().coordinates
    return visit.known().organisation if visit.known().organisation in own else min(own, default=None)


def refuse(visit: Visit) -> None:
    """Answer alike whether something does not exist or is not theirs."""
    visit.say(visit._("That is not here any more."), (press(visit._("To the menu"), "menu"),))


@talk.performs(Today)
def today(visit: Visit, effect: Today) -> str:  # noqa: ARG001 - every effect is performed alike
    """Return what the clock on the wall shows."""
    return visit.now.astimezone(visit.house.zone).replace(tzinfo=None).isoformat()


@action("plan.new")
@command("ny")
def new(visit: Visit) -> None:
    """Ask for a new activity."""
    if organisation_of(visit) is None:
        refuse(visit)
    else:
        talk.begin(visit, new_activity)


@talk.finishes(new_activity)
def made(visit: Visit, told: NewActivity | None) -> None:
    """Write the activity down, with all its dates for half a year."""
    _ = visit._
    organisation = organisation_of(visit)
    if told is None or organisation is None:
        visit.say(_("It was dropped, and nobody was told."), (press(_("To the menu"), "menu"),))
        return
    plan = Plan(
        f"chat:{visit.inbound.key}",
        told.title,
        told.place,
        told.interest,
        told.door,
        told.first_ten,
        told.price,
        told.area,
        told.facts,
        told.position,
    )
    activity, count = plans.write(
        visit.tx,
        organisation,
        plan,
        _times(visit, told.when),
        seats=told.seats,
        state="published" if told.publish else "draft",
        made_by=visit.known().id,
        now=visit.now,
    )
    for role in told.roles:
        visit.tx.put_need(activity=activity, role=role, wanted=1)
    if told.publish:
        text = _.count(
            "{activity} can be seen now, with {n} date.",
            "{activity} can be seen now, with {n} dates.",
            count,
            activity=told.title,
        )
    else:
        text = _("{activity} is kept as a draft. Only coordinators can see it.", activity=told.title)
    rows: Rows = ((press(_("Activities"), "plan.list", 0),), (press(_("To the menu"), "menu"),))
    first = next(iter(occurrences_of(visit.tx, activity, visit.now)), None)
    if first and (missing := _missing(visit, told)):
        text += "\n" + _(
            "Newcomers also ask about {things}. Tell it when you like.", things=_.all_of(missing)
        )
        rows = ((press(_("Tell more"), "plan.edit", first.id),), *rows)
    visit.say(text, *rows, lasting=True)


def _missing(visit: Visit, told: NewActivity) -> list[str]:
    """Return what newcomers ask most about and was not told."""
    _, said = visit._, dict(told.facts)
    things = (
        (told.door, _("the way in")),
        (told.first_ten, _("the first minutes")),
        (said.get(STEPS), _("stairs")),
        (said.get(TOILET), _("a toilet")),
    )
    return [words for answer, words in things if not answer]


@action("plan.list")
def show_all(visit: Visit, page: int = 0) -> None:
    """Show what is planned, a page at a time."""
    _ = visit._
    organisation = organisation_of(visit)
    if organisation is None:
        refuse(visit)
        return
    found = occurrences_of_organisation(visit.tx, organisation, visit.now, visit.now + WEEKS)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    if not shown:
        visit.say(_("Nothing is planned yet."), (press(_("New activity"), "plan.new"),))
        return
    lines = [f"{o.activity.title}, {_.when(o.starts_at)}" for o in shown]
    rows = [(press(_label(o), "plan.show", o.id),) for o in shown]
    if len(found) > (page + 1) * A_PAGE:
        rows.append((press(_("Show more"), "plan.list", page + 1),))
    visit.say("\n".join([_("This is planned:"), *lines]), *rows, (press(_("New activity"), "plan.new"),))


@action("plan.show")
def show(visit: Visit, occurrence: int) -> None:
    """Show one date: how many come, who stands ready, and what can be done."""
    found = _own(visit, occurrence)
    if found is None:
        return
    _ = visit._
    names = _names(visit, found)
    lines = [
        f"{found.activity.title}, {_.when(found.starts_at)}, {found.activity.place}.",
        _("Signed up: {taken} of {seats}.", taken=found.taken, seats=found.capacity),
    ]
    if names:
        lines.append(_.all_of(names) + ".")
    lines += _needs(visit, found)
    lines += _facts(visit, found)
    visit.say("\n".join(lines), *_choices(visit, found))


@action("plan.publish")
def publish(visit: Visit, occurrence: int) -> None:
    """Let everybody see an activity that was a draft."""
    found = _own(visit, occurrence)
    if found is None:
        return
    visit.tx.set_activity_state(id=found.activity.id, state="published")
    visit.say(visit._("{activity} can be seen now.", activity=found.activity.title), lasting=True)


@action("plan.edit")
def ask_correction(visit: Visit, occurrence: int) -> None:
    """Ask what is to be corrected."""
    if found := _own(visit, occurrence):
        talk.begin(visit, edit, occurrence=found.id, title=found.activity.title)


@talk.finishes(edit)
def corrected(visit: Visit, result: tuple[int, str, str]) -> None:
    """Correct the activity, or the seats of its date; whoever comes is told of another place."""
    _ = visit._
    occurrence, field, value = result
    found = _own(visit, occurrence)
    if found is None:
        return
    told = 0
    if field in FIELDS:
        put_fact(visit.tx, found.activity.id, field, value)
    elif field == "seats":
        if not visit.tx.set_capacity(id=found.id, capacity=int(value)):
            visit.say(
                _("{n} people have signed up, so there must be as many seats.", n=found.taken),
                (press(_("Activities"), "plan.list", 0),),
            )
            return
    else:
        texts = {name: getattr(found.activity, name) for name in TEXTS}
        visit.tx.set_activity_texts(id=found.activity.id, **{**texts, field: value})
        told = tell_elsewhere(visit, found.activity.id) if field == "place" else 0
    told += spread(visit, found, field)
    text = _("{activity} is corrected.", activity=found.activity.title)
    visit.say(f"{text} {_told(visit, told)}", (press(_("Show it"), "plan.show", found.id),), lasting=True)


@action("plan.pin")
def ask_place(visit: Visit, occurrence: int) -> None:
    """Ask for a location, to show the activity on the map."""
    if found := _own(visit, occurrence):
        talk.begin(visit, put_on_map, occurrence=found.id)


@talk.finishes(put_on_map)
def pinned(visit: Visit, result: tuple[int, Position | None]) -> None:
    """Keep where it is, and show it to the coordinator as everybody will see it."""
    _ = visit._
    found, position = _own(visit, result[0]), result[1]
    if found is None:
        return
    row = (press(_("Show it"), "plan.show", found.id),)
    if position is None:
        visit.say(_("The map is as before."), row)
        return
    set_position(visit.tx, found.activity.id, position)
    visit.send(Outbound(f"{found.activity.title}\n{found.activity.place}", place=position))
    visit.say(_("{activity} can be seen on the map now.", activity=found.activity.title), row, lasting=True)


@action("plan.move")
def ask_new_time(visit: Visit, occurrence: int) -> None:
    """Ask when it is instead."""
    if found := _own(visit, occurrence):
        talk.begin(visit, move, occurrence=found.id, title=found.activity.title)


@talk.finishes(move)
def moved(visit: Visit, result: tuple[int, When] | None) -> None:
    """Move a date, and tell everybody its old and its new time."""
    _ = visit._
    if result is None:
        visit.say(_("Nothing was changed, and nobody was told."), (press(_("Activities"), "plan.list", 0),))
        return
    before = _own(visit, result[0])
    if before is None:
        return
    wall = result[1]
    starts_at = moment(wall.start, visit.house.zone)
    lasts = span(wall.start, wall.end, before.ends_at - before.starts_at)
    visit.tx.move_occurrence(id=before.id, starts_at=starts_at, ends_at=starts_at + lasts)
    after = occurrence_by_id(visit.tx, before.id)
    told = tell_moved(visit, before, after) if after else 0
    text = _("{activity} is moved to {when}.", activity=before.activity.title, when=_.when(starts_at))
    visit.say(f"{text} {_told(visit, told)}", (press(_("Activities"), "plan.list", 0),), lasting=True)


@action("plan.cancel")
def ask_cancel(visit: Visit, occurrence: int) -> None:
    """Ask before everybody concerned is told."""
    found = _own(visit, occurrence)
    if found is None:
        return
    _ = visit._
    count = len(signups_of(visit.tx, found.id)) + len(shifts_of(visit.tx, found.id))
    text = _(
        "Do you want to cancel {activity}, {when}?",
        activity=found.activity.title,
        when=_.when(found.starts_at),
    )
    visit.say(
        f"{text} {_.count('{n} person is told at once.', '{n} people are told at once.', count)}",
        (press(_("Yes, cancel it"), "plan.cancelled", found.id),),
        (press(_("Move it instead"), "plan.move", found.id),),
        (press(_("No, keep it"), "plan.show", found.id),),
    )


@action("plan.cancelled")
def cancel(visit: Visit, occurrence: int) -> None:
    """Cancel a date; everybody concerned is told, and what was on its way about it dies."""
    found = _own(visit, occurrence)
    if found is None:
        return
    _ = visit._
    told = 0
    if visit.tx.cancel_occurrence(id=found.id):
        after = occurrence_by_id(visit.tx, found.id)
        told = tell_cancelled(visit, after) if after else 0
    text = _("{activity}, {when}, is cancelled.", activity=found.activity.title, when=_.when(found.starts_at))
    visit.say(f"{text} {_told(visit, told)}", (press(_("Activities"), "plan.list", 0),), lasting=True)


def _own(visit: Visit, occurrence: int) -> Occurrence | None:
    """Return a date this person may change; else say so, alike for none and not theirs."""
    found = occurrence_by_id(visit.tx, occurrence)
    if found and visit.known().is_(Role.COORDINATOR, found.activity.organisation):
        return found
    refuse(visit)
    return None


def _times(visit: Visit, when: When) -> list[Time]:
    zone = visit.house.zone
    lasts = span(when.start, when.end)
    until = (visit.now + AHEAD).astimezone(zone).replace(tzinfo=None)
    return [
        Time(wall.isoformat(timespec="minutes"), start := moment(wall, zone), start + lasts)
        for wall in dates(when.start, when.rrule, until)
    ]


def _names(visit: Visit, found: Occurrence) -> list[str]:
    """Return the first names of those who come; each of them can see that somebody has looked."""
    viewer, names = visit.known(), []
    for signup in signups_of(visit.tx, found.id):
        person = person_by_id(visit.tx, signup.person)
        name = seen_by(sight_of(viewer, person), person).first_name if person else ""
        if name:
            names.append(name)
            visit.tx.log_look(
                now=visit.now,
                who=viewer.id,
                what="list of names",
                whom=signup.person,
                organisation=found.activity.organisation,
            )
    return names


def _needs(visit: Visit, found: Occurrence) -> list[str]:
    _ = visit._
    taken = [shift.role for shift in shifts_of(visit.tx, found.id)]
    missing = {
        role: wanted - taken.count(role)
        for role, wanted in needs_of(visit.tx, found.activity.id).items()
        if wanted > taken.count(role)
    }
    return [_("Volunteers missing: {n}.", n=sum(missing.values()))] if missing else []


def _facts(visit: Visit, found: Occurrence) -> list[str]:
    """Return in one line what newcomers can count on."""
    said = facts_of(visit.tx, found.activity.id)
    words = [visit._(label).casefold() for field, label in LABELS.items() if said.get(field) == YES]
    return [visit._("This fits: {facts}.", facts=visit._.all_of(words))] if words else []


def _choices(visit: Visit, found: Occurrence) -> Rows:
    _ = visit._
    rows = [
        (press(_("Correct it"), "plan.edit", found.id),),
        (press(_("Move it"), "plan.move", found.id),),
        (press(_("Cancel it"), "plan.cancel", found.id),),
        (press(_("Put it on the map"), "plan.pin", found.id),),
        (press(_("Activities"), "plan.list", 0),),
    ]
    if waiting(visit.tx, found.activity.id):
        rows.insert(0, (press(_("Answer a question"), "fact.open", found.id),))
    if found.activity.state == "draft":
        rows.insert(0, (press(_("Yes, show it"), "plan.publish", found.id),))
    return tuple(rows)


def _told(visit: Visit, count: int) -> str:
    _ = visit._
    if not count:
        return _("Nobody had to be told.")
    return _.count("{n} person has been told.", "{n} people have been told.", count)


def _label(occurrence: Occurrence) -> str:
    return occurrence.activity.title[:28]
